"""The same handbook by packgen, by docxtpl and by docxtemplater.

Their template is packgen's own handbook, with a field in the place of every text that differs from unit to unit, in the
body, headers and footers. What they cannot fill (charts, the workbooks in them, measures worked out from figures) lies
in the template as it is, and costs them nothing; values are handed to them finished.
"""

import importlib.util
import json
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import measuring
import steady
from lxml import etree

from packgen.model import Unit

HERE = Path(__file__).parent
_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_FILLED = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
HEAD = ("handbook, one unit", "ms", "and written", "times packgen's", "and written", "aim", "packgen merging alone")
_FEW = 5
DOCXTPL_AIM, DOCXTEMPLATER_AIM = 50, 15

Texts = dict[str, tuple[str, ...]]
"""Every text of the parts that are filled, in order, by the part's name."""


def texts(data: bytes) -> Texts:
    """Return the texts of a Word file, empty ones left out."""
    return {name: tuple(t.text for t in tree.iter(_TEXT) if t.text) for name, tree in _trees(data).items()}


def _trees(data: bytes) -> dict[str, etree._Element]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if _FILLED.fullmatch(name)]
        return {name: etree.fromstring(archive.read(name)) for name in names}


# ---------------------------------------------------------------- a template of finished handbooks


@dataclass(frozen=True, slots=True)
class Fields:
    """Which texts of a handbook are fields: by part and number, with the names they have in the template."""

    names: Mapping[tuple[str, int], str]

    def values(self, data: bytes) -> dict[str, str]:
        """Return what stands in the fields of a finished handbook."""
        found = texts(data)
        return {name: found[part][number] for (part, number), name in self.names.items()}


def fields_of(handbooks: Sequence[bytes]) -> Fields:
    """Return the texts that differ between handbooks of one build."""
    every = [texts(one) for one in handbooks]
    differ = (
        (part, number)
        for part, first in every[0].items()
        for number, text in enumerate(first)
        if any(other[part][number] != text for other in every)
    )
    return Fields({where: f"s{number}" for number, where in enumerate(differ)})


def build_of(data: bytes) -> tuple[tuple[str, int], ...]:
    """Return how a handbook is built: how many texts each part has. Those of another build need another template."""
    return tuple((part, len(found)) for part, found in sorted(texts(data).items()))


def template(data: bytes, fields: Fields, written: Callable[[str], str]) -> bytes:
    """Return a handbook with its fields open, each written as a library wants it."""
    trees = _trees(data)
    for part, tree in trees.items():
        for number, text in enumerate([t for t in tree.iter(_TEXT) if t.text]):
            if (part, number) in fields.names:
                text.text = written(fields.names[part, number])
                text.set(_SPACE, "preserve")
            elif "{" in (text.text or ""):
                raise AssertionError(f"{part}: «{text.text}» would be taken for a field")
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as own, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name in own.namelist():
            made.writestr(name, etree.tostring(trees[name]) if name in trees else own.read(name))
    return file.getvalue()


# ---------------------------------------------------------------- the libraries


@dataclass(slots=True)
class Times:
    """Seconds of each unit: made in memory, and written to the disk after that."""

    made: list[float] = field(default_factory=list)
    written: list[float] = field(default_factory=list)

    def add(self, made: float, writing: float) -> None:
        """Add a unit's seconds."""
        self.made.append(made)
        self.written.append(made + writing)


class Docxtpl:
    """A template opened, rendered and saved for each document, as its documentation has it."""

    def __init__(self, folder: Path, handbook: bytes, fields: Fields) -> None:
        self.module: Any = importlib.import_module("docxtpl")
        self.template = folder / "docxtpl.docx"
        self.template.write_bytes(template(handbook, fields, lambda name: f"{{{{ {name} }}}}"))
        self.out = folder / "docxtpl-made.docx"
        self.times = Times()

    def fill(self, values: Mapping[str, str]) -> bytes:
        """Return a handbook with these values, and take the time."""
        data, made = measuring.timed(self._filled, dict(values))
        self.times.add(made, measuring.seconds(measuring.write, self.out, data))
        return data

    def forget(self) -> None:
        """Forget the times so far."""
        self.times = Times()

    def _filled(self, values: dict[str, str]) -> bytes:
        document = self.module.DocxTemplate(self.template)
        document.render(values, autoescape=True)
        file = BytesIO()
        document.save(file)
        return file.getvalue()


class Docxtemplater:
    """Node at work beside us: one process for all documents, which tells the time that each took it."""

    def __init__(self, folder: Path, handbook: bytes, fields: Fields, node: str) -> None:
        lies = folder / "docxtemplater.docx"
        lies.write_bytes(template(handbook, fields, lambda name: f"{{{name}}}"))
        self.out = folder / "docxtemplater-made.docx"
        self.times, self.filling = Times(), Times()
        command = [node, str(HERE / "docxtemplater.js"), str(lies), str(self.out)]
        self.node = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=HERE)

    def fill(self, values: Mapping[str, str]) -> bytes:
        """Return a handbook with these values, and take the time."""
        if self.node.stdin is None or self.node.stdout is None:
            raise AssertionError("Node listens and answers")
        self.node.stdin.write(json.dumps(values) + "\n")
        self.node.stdin.flush()
        told = json.loads(self.node.stdout.readline())
        self.times.add(told["opened"] + told["filled"], told["written"])
        self.filling.add(told["filled"], told["written"])
        return self.out.read_bytes()

    def forget(self) -> None:
        """Forget the times so far."""
        self.times, self.filling = Times(), Times()

    def stop(self) -> None:
        """Let Node end."""
        self.node.communicate()


def has_docxtpl() -> bool:
    """Tell whether docxtpl is installed."""
    return importlib.util.find_spec("docxtpl") is not None


def node_with_docxtemplater() -> str | None:
    """Return Node, where docxtemplater is installed for it."""
    node = shutil.which("node")
    return node if node and (HERE / "node_modules" / "docxtemplater").is_dir() else None


# ---------------------------------------------------------------- measuring


def main(warm: int, runs: int) -> None:
    """Let packgen, docxtpl and docxtemplater make the handbooks of ``runs`` units in turn."""
    with steady.line(2 * (warm + runs) + 80) as line, tempfile.TemporaryDirectory() as name:
        units, folder = line.shown(), Path(name)
        measuring.note(f"making {warm} units first, so that shapes are known …")
        for unit in units[:warm]:
            line.made(unit, ("handbook",))
        wanted = _of_one_build(line, units[warm : warm + runs])
        fields = fields_of([data for _, data in wanted])
        first = wanted[0][1]
        docxtpl = Docxtpl(folder, first, fields) if has_docxtpl() else None
        node = node_with_docxtemplater()
        docxtemplater = Docxtemplater(folder, first, fields, node) if node else None
        ours, merging = Times(), Times()
        try:
            for other in (docxtpl, docxtemplater):
                if other is not None:
                    _warmed(other, fields.values(first))
            for some in measuring.turns(wanted):
                measuring.sweep()
                for unit, data in some:
                    _ours(line, unit, data, folder, ours, merging)
                for other in (docxtpl, docxtemplater):
                    if other is not None:
                        _theirs(other, some, fields)
        finally:
            if docxtemplater is not None:
                docxtemplater.stop()
    rows = [("packgen", measuring.ms(ours.made), measuring.ms(ours.written), "1", "1", "", "")]
    rows += _rows(ours, merging, docxtpl, docxtemplater)
    measuring.table(f"The same handbook ({len(fields.names)} fields, {len(wanted)} units)", HEAD, rows)
    for told in _missing(docxtpl, docxtemplater):
        measuring.note(told)


def _warmed(other: Docxtpl | Docxtemplater, values: Mapping[str, str]) -> None:
    """Let a library make a few handbooks before it counts, as packgen has."""
    for _ in range(_FEW):
        other.fill(values)
    other.forget()


def _of_one_build(line: steady.Line, units: Iterable[Unit]) -> list[tuple[Unit, bytes]]:
    """Return units whose handbooks have one build, the most common one, with those as they are rendered directly."""
    builds: dict[Any, list[tuple[Unit, bytes]]] = {}
    for unit in units:
        data = line.rendered(unit, ("handbook",))[0].data
        builds.setdefault(build_of(data), []).append((unit, data))
    return max(builds.values(), key=len)


def _theirs(other: Docxtpl | Docxtemplater, some: Iterable[tuple[Unit, bytes]], fields: Fields) -> None:
    values = [(unit, data, fields.values(data)) for unit, data in some]
    measuring.sweep()
    made = [(unit, data, other.fill(given)) for unit, data, given in values]
    for unit, data, theirs in made:
        if texts(theirs) != texts(data):
            raise AssertionError(f"{unit.id}: {type(other).__name__} made another text")


def _ours(line: steady.Line, unit: Unit, wanted: bytes, folder: Path, ours: Times, merging: Times) -> None:
    line.merger.seconds = 0.0
    (made,), taken = measuring.timed(line.made, unit, ("handbook",))
    if made.data != wanted:
        raise AssertionError(f"{unit.id}: merged is not what is rendered")
    writing = measuring.seconds(measuring.write, folder / "packgen.docx", made.data)
    ours.add(taken, writing)
    merging.add(line.merger.seconds, writing)


def _rows(
    ours: Times, merging: Times, docxtpl: Docxtpl | None, docxtemplater: Docxtemplater | None
) -> Iterable[tuple[str, ...]]:
    if docxtpl is not None:
        yield _row("docxtpl", docxtpl.times, ours, merging, DOCXTPL_AIM)
    if docxtemplater is not None:
        yield _row("docxtemplater", docxtemplater.times, ours, merging, DOCXTEMPLATER_AIM)
        yield _row("docxtemplater, template opened beforehand", docxtemplater.filling, ours, merging, DOCXTEMPLATER_AIM)


def _row(name: str, times: Times, ours: Times, merging: Times, aim: int) -> tuple[str, ...]:
    ratios = (
        measuring.ratio(times.made, ours.made),
        measuring.ratio(times.written, ours.written),
        measuring.ratio(times.made, merging.made),
    )
    made, written, merged = (f"{one:.1f}" for one in ratios)
    return name, measuring.ms(times.made), measuring.ms(times.written), made, written, f"≥ {aim}", merged


def _missing(docxtpl: Docxtpl | None, docxtemplater: Docxtemplater | None) -> Iterable[str]:
    if docxtpl is None:
        yield "docxtpl is left out: it is not installed (pip install --group bench)"
    if docxtemplater is None:
        yield "docxtemplater is left out: it needs Node, and npm ci --prefix benchmarks"
