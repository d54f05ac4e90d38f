"""A file of texts that came back, from Excel or Word: what stands in it, and what it says it is.

The guard looks at the file before any library opens it. Columns are known by their heads, in either written standard,
so that they may be moved; texts of Word by the tags of their content controls, or by their keys where a program has
dropped the tags.
"""

import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import openpyxl
from lxml import etree
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from packgen import archive
from packgen.allowed import USUAL, Allowed
from packgen.exchange.chapters import PRINT, Mark, mark_in
from packgen.exchange.shown import came_back
from packgen.problems import Outcome, Place, Problem, error, warning

_NEEDED = ("key", "own")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROW_CELLS = 3


@dataclass(frozen=True, slots=True)
class Returned:
    """One text that came back. ``packgens`` is None where the file does not say; ``print_`` is empty likewise."""

    key: str
    packgens: str | None
    own: str
    print_: str
    place: Place


@dataclass(frozen=True, slots=True)
class ReadBack:
    """A file of texts: what it says it is, and its texts in order."""

    mark: Mark
    rows: tuple[Returned, ...]


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads of the columns by what stands in them, and the words of empty fields, in all written standards."""

    columns: Mapping[str, str]
    prompts: frozenset[str]

    @classmethod
    def of(cls, words: Iterable[Mapping[str, Any]]) -> "Heads":
        """Return the heads of these words of ``exchange``."""
        every = tuple(words)
        columns = {head.casefold(): name for one in every for name, head in one["head"].items()}
        return cls({**columns, PRINT: PRINT}, frozenset(one["word"]["prompt"] for one in every))


def read(data: bytes, file: str, heads: Heads, allowed: Allowed = USUAL) -> Outcome[ReadBack]:
    """Read an .xlsx or .docx file; everything that is wrong with it at once."""
    unsafe = archive.check(data, file, archive.Limits.of(allowed))
    if unsafe:
        return Outcome(None, unsafe)
    reader = _Reader(file, heads)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = frozenset(package.namelist())
    if "xl/workbook.xml" in names:
        reader.workbook(data)
    elif "word/document.xml" in names:
        reader.document(data)
    else:
        reader.wrong("not_texts")
    return reader.outcome()


@dataclass(slots=True)
class _Reader:
    """Reads one file, and collects its texts and what is wrong."""

    file: str
    heads: Heads
    mark: Mark | None = None
    rows: list[Returned] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def outcome(self) -> Outcome[ReadBack]:
        problems = tuple(self.problems)
        if any(problem.is_error for problem in problems):
            return Outcome(None, problems)
        if self.mark is None:
            return Outcome(None, (*problems, error("exchange.no_mark", Place(file=self.file))))
        if not self.rows:
            return Outcome(None, (*problems, error("exchange.no_rows", Place(file=self.file))))
        return Outcome(ReadBack(self.mark, tuple(self.rows)), problems)

    def wrong(self, code: str, place: Place | None = None, **values: object) -> None:
        self.problems.append(error(f"exchange.{code}", place or Place(file=self.file), **values))

    def take(self, key: str, packgens: str | None, own: str, print_: str, place: Place) -> None:
        """Take one row, its texts cleaned of what no file can hold."""
        text, changed = came_back(own)
        key = _bare(key)
        if changed:
            self.problems.append(warning("exchange.invisible", place, key=key))
        if key:
            self.rows.append(Returned(key, packgens, text, print_, place))
        elif text:
            self.wrong("no_key", place, text=text[:40])

    def note(self, text: str) -> None:
        """Keep what a line says of the file, if it does."""
        self.mark = self.mark or mark_in(text)

    # ------------------------------------------------------------ Excel

    def workbook(self, data: bytes) -> None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # openpyxl warns of what it leaves out
                found = openpyxl.load_workbook(io.BytesIO(data))
        except Exception:  # noqa: BLE001 - openpyxl raises whatever it stumbles over in a broken file
            self.wrong("broken")
            return
        for sheet in found.worksheets:
            self.sheet(sheet)

    def sheet(self, sheet: Worksheet) -> None:
        """Read the rows below the heads; a sheet without heads is only searched for the mark."""
        cells: dict[int, dict[int, Any]] = {}
        # The sparse cells themselves: iter_rows would walk through every empty one up to the farthest.
        for (row, column), cell in sorted(sheet._cells.items()):  # noqa: SLF001 - see above
            if cell.value is not None:
                cells.setdefault(row, {})[column] = cell
        columns: dict[str, int] = {}
        for row, found in cells.items():
            if not columns:
                columns = self.columns(found)
                for cell in found.values():
                    self.note(str(cell.value))
            elif any(columns[name] in found for name in _NEEDED):
                self.row(sheet.title, row, found, columns)

    def columns(self, cells: Mapping[int, Any]) -> dict[str, int]:
        """Return where each column stands, if these are the heads."""
        named = {self.heads.columns.get(str(cell.value).strip().casefold()): at for at, cell in cells.items()}
        found = {name: at for name, at in named.items() if name}
        return found if all(name in found for name in _NEEDED) else {}

    def row(self, sheet: str, row: int, cells: Mapping[int, Any], columns: Mapping[str, int]) -> None:
        place = Place(file=self.file, sheet=sheet, cell=f"{get_column_letter(columns['own'])}{row}")
        texts: dict[str, str] = {}
        for name, at in columns.items():
            cell = cells.get(at)
            if cell is None or name == "comment":
                continue
            if cell.data_type == "f":
                self.wrong("formula", Place(file=self.file, sheet=sheet, cell=cell.coordinate))
                return
            if cell.data_type == "d":
                self.wrong("not_text", Place(file=self.file, sheet=sheet, cell=cell.coordinate))
                return
            texts[name] = _as_written(cell.value)
        own, print_ = texts.get("own", ""), texts.get(PRINT, "")
        self.take(texts.get("key", ""), texts.get("packgens"), own, print_, place)

    # ------------------------------------------------------------ Word

    def document(self, data: bytes) -> None:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
                root = etree.fromstring(package.read("word/document.xml"), parser)
        except (etree.XMLSyntaxError, KeyError):
            self.wrong("broken")
            return
        for paragraph in root.iter(f"{_W}p"):
            if self.mark is None:
                self.note(_paragraph(paragraph))
        read: set[etree._Element] = set()
        for number, row in enumerate(root.iter(f"{_W}tr"), start=1):
            self.table_row(row, number, read)
        for control in root.iter(f"{_W}sdt"):
            tag = _tag(control)
            if control not in read and "." in tag.partition(PRINT)[0]:
                key, _, print_ = tag.partition(PRINT)
                self.take(key, None, self.own((control,)), print_, Place(file=self.file, cell=key))

    def table_row(self, row: etree._Element, number: int, read: set[etree._Element]) -> None:
        """Read a row of a table of texts: its key, packgen's text, and all that stands in the municipality's cell."""
        cells = tuple(_cells(row))
        if len(cells) < _ROW_CELLS:
            return
        key = next((one for one in map(_paragraph, cells[0].iter(f"{_W}p")) if one), "")
        if self.heads.columns.get(key.strip().casefold()) == "key":
            return
        controls = [one for one in row.iter(f"{_W}sdt") if "." in _tag(one)]
        controls += [one for one in _around(row) if "." in _tag(one)]
        read.update(controls)
        said, _, print_ = _tag(controls[0]).partition(PRINT) if controls else (key, "", "")
        own = self.own(cells[2:3])
        if said or own:
            self.take(said, _block(cells[1:2]), own, print_, Place(file=self.file, cell=_bare(said) or f"{number}"))

    def own(self, nodes: Sequence[etree._Element]) -> str:
        """Return what somebody has written, nothing of a field that shows its prompt."""
        found = _block(nodes)
        return "" if found.strip() in self.heads.prompts else found


def _as_written(value: object) -> str:
    """Return a cell's value as a person wrote it: a whole number without a decimal point."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _bare(key: str) -> str:
    """Return a key without the marks that let a narrow column break it."""
    return "".join(came_back(key)[0].split())


def _tag(control: etree._Element) -> str:
    found = control.find(f"{_W}sdtPr/{_W}tag")
    return (found.get(f"{_W}val") or "") if found is not None else ""


def _around(node: etree._Element) -> Iterator[etree._Element]:
    """Return the controls around a row that hold nothing but this row."""
    for control in node.iterancestors(f"{_W}sdt"):
        if sum(1 for _ in control.iter(f"{_W}tr")) == 1:
            yield control


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    """Return the cells of a row, those in content controls too."""
    for child in row:
        if child.tag == f"{_W}tc":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _cells(child)


def _block(nodes: Iterable[etree._Element]) -> str:
    """Return the text of nodes: a line feed for a line break, an empty line between paragraphs that are no list."""
    said: list[str] = []
    for node in nodes:
        paragraphs = list(node.iter(f"{_W}p"))
        said += [_paragraph(one) for one in paragraphs] if paragraphs else [_paragraph(node)]
    found = ""
    for text in said:
        if found and text:
            found += "\n" if _is_item(text) and _is_item(found.rpartition("\n")[2]) else "\n\n"
        found += text
    return found


def _is_item(text: str) -> bool:
    return text.lstrip().startswith(("- ", "* ")) or text.partition(". ")[0].isdigit()


def _paragraph(node: etree._Element) -> str:
    return "".join(_letters(node))


def _letters(node: etree._Element) -> Iterator[str]:
    """Return what is read of a paragraph: nothing that a tracked change has deleted, nothing that a prompt says."""
    for child in node:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif child.tag == f"{_W}tab":
            yield "\t"
        elif child.tag == f"{_W}noBreakHyphen":
            yield "\u2011"
        elif child.tag == f"{_W}sdt":
            if child.find(f"{_W}sdtPr/{_W}showingPlcHdr") is None:
                yield from _letters(child)
        elif child.tag not in (f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", f"{_W}sdtPr", f"{_W}txbxContent"):
            yield from _letters(child)
