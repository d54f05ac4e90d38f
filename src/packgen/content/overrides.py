"""A municipality's own texts and make-up: folders that mirror packgen's → layers, and layers → texts and documents.

``texts/<language>/handbook.yaml`` is laid over the texts of ``handbook``, ``documents/handbook.yaml`` over its make-up.
A layer's folder is read against packgen's own and the layers below it. All problems come at once, with their places.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rapidfuzz import fuzz, process

from packgen.allowed import MB, USUAL, Allowed
from packgen.content.layers import NO_LAYER, Edit, Layer, Node, Spot, apply, merge, spot, value
from packgen.content.layers import Path as KeyPath
from packgen.content.makeup import Makeup, Minutes, minutes_of_nodes, of_nodes
from packgen.content.override_reader import Kind, Reader
from packgen.content.texts import Path_, Texts
from packgen.model import Language
from packgen.problems import Outcome, Place, Problem, error, warning
from packgen.yaml_source import Limits, Yaml
from packgen.yaml_source import load as load_yaml

NAMES = "documents"
"""The file of texts with what documents are called: a new document needs its own there."""

_NO_TEXTS = frozenset({"cli", "exchange", "neutrality", "settings"})
"""Words of the program, which no document is made of."""

_NODES_IN_MB = 5_000
"""Values of a file of texts; with the default several times the biggest file of packgen's own."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_SLIP = 85
"""How alike (of 100) the name of a file may be to packgen's own before it is a slip of the pen."""


# ---------------------------------------------------------------- folders → layers


def texts_layer(
    folder: Path,
    language: Language,
    base: Texts,
    lower: Layer = NO_LAYER,
    own: Collection[str] = (),
    allowed: Allowed = USUAL,
) -> Outcome[Layer]:
    """Read ``folder/texts/<language>/*.yaml``, an empty layer where there are none.

    ``lower`` is what the layers below make of packgen's texts. ``own`` are the new documents, whose names and texts no
    texts of packgen's are laid over. A file with a name of its own holds texts of its own, for new parts and documents.
    """
    reading = _Reading(spot(Yaml(base.nodes, base.places), lower), frozenset(base.nodes), {}, [], _limits(allowed))
    for file in reading.files(folder / "texts" / language):
        reading.texts(file, own)
    return Outcome(reading.edits, tuple(reading.problems))


def documents_layer(folder: Path, base: Yaml, lower: Layer = NO_LAYER, allowed: Allowed = USUAL) -> Outcome[Layer]:
    """Read ``folder/documents/*.yaml``, an empty layer where there are none. ``base`` is `makeup.load_nodes`.

    Ids of parts that a lower layer adds may be addressed. What the make-up itself has to say against the result comes
    when the documents are made (`documents`), with the places of these files.
    """
    reading = _Reading(spot(base, lower), frozenset(base.value), {}, [], _limits(allowed))
    for file in reading.files(folder / "documents"):
        reading.document(file)
    return Outcome(reading.edits, tuple(reading.problems))


def _limits(allowed: Allowed) -> Limits:
    return Limits(allowed.text_mb * MB // 2, nodes=allowed.text_mb * _NODES_IN_MB)


@dataclass(frozen=True, slots=True)
class _Reading:
    """Reads the files of one folder against what can be addressed in packgen's tree."""

    top: Spot
    packgens: frozenset[str]
    edits: dict[KeyPath, Edit]
    problems: list[Problem]
    limits: Limits

    def files(self, folder: Path) -> Iterator[Path]:
        """Return the YAML files of a folder by name, and warn of what else lies there, which nobody will read."""
        for file in sorted(folder.iterdir()) if folder.is_dir() else ():
            if file.name.startswith((".", "~")):
                continue
            if file.suffix != ".yaml" or not file.is_file():
                self.problems.append(warning("layers.not_read", Place(file=str(file)), name=file.name))
            elif not _NAME.fullmatch(file.stem):
                self.problems.append(error("layers.file_name", Place(file=str(file)), name=file.name))
            else:
                yield file

    def texts(self, file: Path, own: Collection[str]) -> None:
        name = file.stem
        if name in _NO_TEXTS:
            self.problems.append(error("layers.not_in_documents", Place(file=str(file)), name=file.name))
        elif name in self.packgens:
            self.read(file, "texts", own if name == NAMES else ())
        elif name not in own and (
            near := process.extractOne(name, self.packgens, scorer=fuzz.ratio, score_cutoff=_SLIP)
        ):
            self.problems.append(error("layers.unknown_file", Place(file=str(file)), name=name, nearest=near[0]))
        else:
            self.read(file, "own_texts")

    def document(self, file: Path) -> None:
        source = self.load(file)
        if source is None:
            return
        name, written = file.stem, source.value
        if name in self.top.steps():
            self.take(Reader("documents", source), name)
        elif isinstance(written, Mapping) and "medium" in written:
            self.new_document(source, name)
        else:
            nearest = process.extractOne(name, sorted(self.top.steps()))
            proposal = nearest[0] if nearest else "–"
            self.problems.append(error("layers.unknown_document", source.places[()], id=name, nearest=proposal))

    def new_document(self, source: Yaml, name: str) -> None:
        """Take a whole new document, whose id is the name of its file."""
        said = source.value.get("id", name)
        if said != name:
            self.problems.append(error("layers.other_id", source.places[("id",)], id=_clipped(said), name=name))
            return
        self.edits[(name,)] = Edit(Yaml({**source.value, "id": name}, source.places), place=source.places[()])

    def read(self, file: Path, kind: Kind, new: Collection[str] = ()) -> None:
        """Read a file of texts; ``new`` are keys at its top that packgen has none of."""
        source = self.load(file)
        if source is None:
            return
        name = file.stem
        reader = Reader(kind, source)
        if isinstance(source.value, Mapping):
            source = self.without_new(reader, source, name, new)
        if name in self.top.steps():
            self.take(replace(reader, source=source), name)
        elif isinstance(source.value, Mapping):
            kept = {step: node for step, node in source.value.items() if step != "schema"}
            self.edits[(name,)] = Edit(Yaml(kept, source.places), place=source.places[()])
        else:
            self.problems.append(error("layers.section_expected", source.places[()], key=name))

    def without_new(self, reader: Reader, source: Yaml, name: str, new: Collection[str]) -> Yaml:
        """Take the names of new documents, which have the shape of all others, and return the rest of the file."""
        known = self.top.steps()[name].steps() if new else {}
        taken = [step for step in source.value if step in new and step not in known]
        for step in taken:
            reader.new_like(next(iter(known.values())).node, (step,), (name, step))
        return Yaml({step: node for step, node in source.value.items() if step not in taken}, source.places)

    def take(self, reader: Reader, name: str) -> None:
        reader.node(self.top.steps()[name], reader.source.value, (), (name,))
        self.edits.update(reader.edits)
        self.problems.extend(reader.problems)

    def load(self, file: Path) -> Yaml | None:
        """Return what a file holds; None of a file that holds nothing or cannot be read."""
        try:
            with file.open("rb") as opened:
                data = opened.read(self.limits.size + 1)
        except OSError:
            self.problems.append(error("layers.unreadable", Place(file=str(file))))
            return None
        outcome = load_yaml(data, str(file), self.limits)
        self.problems.extend(outcome.problems)
        return outcome.value if outcome.value is not None and outcome.value.value != "" else None


def _clipped(written: Node) -> str:
    return str(written)[:80]


# ---------------------------------------------------------------- layers → texts and documents


def texts(base: Texts, layer: Layer) -> Texts:
    """Return packgen's texts with a layer over them; the texts themselves where it is empty."""
    if not layer:
        return base
    made = apply(Yaml(base.nodes, base.places), layer)
    drafts = {base.places[path] for path in base.drafts if path in base.places}
    leaves = frozenset(path for path, place in made.places.items() if place in drafts) if drafts else frozenset[Path_]()
    return replace(base, nodes=made.value, places=made.places, drafts=leaves)


def documents(base: Yaml, layer: Layer) -> Outcome[tuple[tuple[Makeup, ...], Minutes]]:
    """Return the make-up of all documents and the minutes with a layer over them, and all that is wrong there."""
    nodes = document_nodes(base, layer)
    made, minutes = of_nodes(nodes), minutes_of_nodes(nodes)
    problems = (*made.problems, *minutes.problems)
    if made.value is None or minutes.value is None:
        return Outcome(None, problems)
    return Outcome((made.value, minutes.value), problems)


def document_nodes(base: Yaml, layer: Layer) -> Yaml:
    """Return packgen's make-up as nodes with a layer over it: what is removed is gone, its key too."""
    return apply(base, layer, keep_keys=False)


def new_documents(base: Yaml, layer: Layer) -> frozenset[str]:
    """Return the ids of the documents that a layer adds."""
    added = {path[0] for path, edit in layer.items() if len(path) == 1 and edit.instead}
    return frozenset(name for name in added if name not in base.value)


@dataclass(frozen=True, slots=True)
class Written:
    """A text that a layer brings: the key that it is or belongs to, and where it stands."""

    path: KeyPath
    text: str
    place: Place


def written(layer: Layer) -> Iterator[Written]:
    """Return every text that a layer brings, to be checked as packgen's own are."""
    for path, edit in layer.items():
        for brought in (*edit.before, *((edit.instead,) if edit.instead else ()), *edit.after):
            yield from _leaves(brought, brought.value, (), path)


def _leaves(source: Yaml, node: Node, at: Path_, path: KeyPath) -> Iterator[Written]:
    if isinstance(node, str):
        yield Written(path, node, source.places.get(at, Place()))
    for step in node if isinstance(node, Mapping) else range(len(node)) if isinstance(node, list) else ():
        shown = str(step + 1) if isinstance(step, int) else step
        yield from _leaves(source, node[step], (*at, step), (*path, shown))


# ---------------------------------------------------------------- which layer says what


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands at a key when a layer has had its say: None where nothing does."""

    layer: str
    node: Node | None
    place: Place


def where(key: str, base: Yaml, layers: Sequence[tuple[str, Layer]], name: str = "packgen") -> tuple[Standing, ...]:
    """Return what packgen has at a key and what each layer makes of it, lowest first; the last one is what is used.

    A layer that does nothing there is left out; nothing at all comes of a key that there is none of. Keys are as in
    the files: ids of parts, and numbers from 1.
    """
    found = [Standing(name, *_standing(key, base, NO_LAYER))]
    merged: Layer = NO_LAYER
    for called, layer in layers:
        merged = merge(merged, layer)
        standing = Standing(called, *_standing(key, base, merged))
        if (standing.node, standing.place) != (found[-1].node, found[-1].place):
            found.append(standing)
    return tuple(found) if any(each.node is not None for each in found) else ()


def _standing(key: str, base: Yaml, layer: Layer) -> tuple[Node | None, Place]:
    here: Spot | None = spot(base, layer)
    for step in key.split("."):
        here = here.steps().get(step) if here else None
        if here is None:
            return None, Place()
        if here.edit.removed:
            return None, here.edit.place
    made = value(here) if here else base
    return made.value, made.places.get((), Place())
