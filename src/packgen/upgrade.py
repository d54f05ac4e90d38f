"""packgen's texts when a municipality wrote its own, and today's: what has changed under an override, and what is gone.

`compare` and `stale` are pure. `read` gathers all layers of a municipality's folder, `decide` says which files become
what when somebody has chosen. Nothing that is not chosen changes, and what is taken away is kept in a file.
"""

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from rapidfuzz import process

from packgen import __version__
from packgen.allowed import USUAL, Allowed
from packgen.content import overrides
from packgen.content.layers import NO_LAYER, Edit, Layer, merge
from packgen.content.layers import Path as KeyPath
from packgen.content.texts import Texts
from packgen.exchange import folder as folders
from packgen.exchange import made_from
from packgen.exchange.made_from import Notes, Replaced
from packgen.exchange.shown import same, shown
from packgen.model import Language
from packgen.problems import Outcome, Place, Problem, error, values_of, warning
from packgen.wording import LANGUAGES, SERVICES, UNITS, Words

Status = Literal["same", "changed", "gone", "unnoted"]

_MOST_PROPOSALS = 100
_GONE = frozenset({"layers.unknown_key", "layers.no_item"})
"""What the reader of overrides says of one whose key there is no longer any of."""
_ALIKE = 0.4
"""How alike (of 1) two texts are that are compared word by word."""
_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Compared:
    """One override: what packgen's text was when it was made (None: not noted), what it is now (None: gone).

    ``own`` is what the municipality says, as people read it. ``nearest`` is a key that a gone one may have become.
    """

    language: Language
    path: KeyPath
    status: Status
    was: Any
    now: Any
    own: str
    place: Place
    nearest: str = ""

    @property
    def key(self) -> str:
        """The key, list items numbered from 1."""
        return ".".join(self.path)


# ---------------------------------------------------------------- comparing


def compare(layer: Layer, base: Texts, noted: Mapping[str, Any]) -> tuple[Compared, ...]:
    """Return every override of packgen's texts in a layer; what packgen has no text of, is the municipality's own."""
    found = ((path, edit, _node(base, path)) for path, edit in layer.items())
    return tuple(_compared(path, edit, now, base, noted) for path, edit, now in found if now is not None)


def stale(layer: Layer, base: Texts, noted: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Return a warning for every override of a layer whose text of packgen's has changed since it was made.

    ``noted`` are the texts that overrides were made from, by key: `made_from.read(folder)` in this written standard.
    """
    return tuple(
        warning("upgrade.changed", one.place, key=one.key)
        for one in compare(layer, base, noted)
        if one.status == "changed"
    )


def _compared(path: KeyPath, edit: Edit, now: Any, base: Texts, noted: Mapping[str, Any]) -> Compared:  # noqa: ANN401 - YAML
    was = noted.get(".".join(path))
    status: Status = "unnoted" if was is None else "same" if same_node(was, now) else "changed"
    return Compared(base.language, path, status, was, now, said(edit), edit.place)


def _node(base: Texts, path: Iterable[str]) -> Any:  # noqa: ANN401 - YAML
    node: Any = base.nodes
    for step in path:
        node = folders.below(node, step)
    return node


def same_node(one: Any, other: Any) -> bool:  # noqa: ANN401 - YAML
    """Return whether two nodes say the same, however their lines are broken."""
    if isinstance(one, str) and isinstance(other, str):
        return same(one, other)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same_node, one, other))
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same_node(one[name], other[name]) for name in one)
    return False


def said(edit: Edit) -> str:
    """Return what an edit brings, as people read it; nothing where it only takes away."""
    pieces = (*edit.before, *((edit.instead,) if edit.instead else ()), *edit.after)
    return "\n".join(as_text(piece.value) for piece in pieces)


def as_text(node: Any) -> str:  # noqa: ANN401 - YAML
    """Return a node as people read it: a text, the lines of a list, the names and texts of a section."""
    if isinstance(node, Mapping):
        return "\n".join(f"{name}: {as_text(child)}" for name, child in node.items())
    if isinstance(node, list):
        return "\n".join(f"- {as_text(child)}" if isinstance(child, str) else as_text(child) for child in node)
    return shown(node) if isinstance(node, str) else ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words that two texts share, or that only the old or the new one has."""

    kind: Literal["same", "old", "new"]
    text: str


def difference(old: str, new: str) -> tuple[Piece, ...]:
    """Return how one text becomes another, word by word; as a whole where they have little in common."""
    one, other = _WORDS.findall(old), _WORDS.findall(new)
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return _pieces(old, new)
    pieces: list[Piece] = []
    gone = come = ""
    for kind, a, b, c, d in matcher.get_opcodes():
        was, now = "".join(one[a:b]), "".join(other[c:d])
        if kind == "equal" and was.strip():
            pieces += [*_pieces(gone, come), Piece("same", was)]
            gone = come = ""
        else:  # space between two changes belongs to both
            gone, come = gone + was, come + now
    return (*pieces, *_pieces(gone, come))


def _pieces(gone: str, come: str) -> tuple[Piece, ...]:
    if gone == come:
        return (Piece("same", gone),) if gone else ()
    return (*((Piece("old", gone),) if gone else ()), *((Piece("new", come),) if come else ()))


# ---------------------------------------------------------------- a municipality's folder


@dataclass(frozen=True, slots=True)
class Level:
    """One layer's folder: its name below the municipality's (empty for that one itself), overrides, and notes."""

    folder: Path
    name: str
    compared: tuple[Compared, ...]
    notes: Notes


def read(folder: Path, words: Words, allowed: Allowed = USUAL) -> Outcome[tuple[Level, ...]]:
    """Return all layers of a municipality with what has become of each override; other problems as they are."""
    levels, problems = [], list[Problem]()
    texts: dict[Language, Layer] = dict.fromkeys(LANGUAGES, NO_LAYER)
    documents: Layer = NO_LAYER
    for kind in ("", SERVICES, UNITS):
        here = dict(texts), documents
        for one in [folder] if not kind else sorted(_folders(folder / kind)):
            level, layers, found = _level(folder, one, words, here, allowed)
            problems += found
            levels.append(level)
            texts = {language: merge(texts[language], layers[0][language]) for language in LANGUAGES}
            documents = merge(documents, layers[1])
    stops = any(problem.is_error for problem in problems)
    return Outcome(None if stops else tuple(levels), tuple(problems))


_Layers = tuple[dict[Language, Layer], Layer]


def _level(
    top: Path, folder: Path, words: Words, lower: _Layers, allowed: Allowed
) -> tuple[Level, _Layers, list[Problem]]:
    problems: list[Problem] = []
    documents = overrides.documents_layer(folder, words.nodes, lower[1], allowed)
    own = overrides.new_documents(words.nodes, merge(lower[1], documents.value or NO_LAYER))
    notes = made_from.read(folder, allowed)
    problems += [*documents.problems, *notes.problems]
    layers: dict[Language, Layer] = {}
    compared: list[Compared] = []
    for language in LANGUAGES:
        base = words.texts[language]
        outcome = overrides.texts_layer(folder, language, base, lower[0][language], own, allowed)
        layers[language] = outcome.value or NO_LAYER
        gone = [problem for problem in outcome.problems if problem.code in _GONE]
        problems += [problem for problem in outcome.problems if problem not in gone]
        noted = (notes.value or {}).get(language, {})
        compared += compare(layers[language], base, noted)
        compared += _all_gone(gone, folder, base, noted)
        compared += _gone_with_its_file(layers[language], base, noted)
    name = "" if folder == top else folder.relative_to(top).as_posix()
    return Level(folder, name, tuple(compared), notes.value or {}), (layers, documents.value or NO_LAYER), problems


def _all_gone(problems: Sequence[Problem], folder: Path, base: Texts, noted: Mapping[str, Any]) -> Iterator[Compared]:
    """Yield the overrides whose text packgen has no more, the first of them with the key that may be meant now."""
    tops: dict[str, Any] = {}
    for number, problem in enumerate(problems):
        values = values_of(problem)
        key = values["key"] if "number" not in values else f"{values['key']}.{values['number']}"
        path = tuple(key.split("."))
        if path[0] not in tops:
            tops[path[0]] = folders.top_of(folder, base.language, path[0])
        own = as_text(folders.in_file(tops[path[0]], path))
        nearest = _nearest(path, base) if values.get("nearest") and number < _MOST_PROPOSALS else ""
        yield Compared(base.language, path, "gone", noted.get(key), None, own, problem.place, nearest)


def _nearest(path: KeyPath, base: Texts) -> str:
    """Return the key of today's that is most like one that is gone."""
    near = [".".join(_numbered(each)) for each, _ in base.leaves() if each[0] == path[0]]
    found = process.extractOne(".".join(path), near)
    return found[0] if found else ""


def _numbered(path: Sequence[str | int]) -> Iterator[str]:
    return (str(step + 1) if isinstance(step, int) else step for step in path)


def _gone_with_its_file(layer: Layer, base: Texts, noted: Mapping[str, Any]) -> Iterator[Compared]:
    """Return overrides whose whole file packgen has none of any more: they read as texts of the municipality's own."""
    for key, was in noted.items():
        path = tuple(key.split("."))
        edit = layer.get(path[:1]) if path[0] not in base.nodes else None
        if edit is not None and edit.instead is not None:
            node = edit.instead.value
            for step in path[1:]:
                node = folders.below(node, step)
            yield Compared(base.language, path, "gone", was, None, as_text(node), edit.place)


def _folders(folder: Path) -> Iterator[Path]:
    return (one for one in folder.iterdir() if one.is_dir()) if folder.is_dir() else iter(())


# ---------------------------------------------------------------- choosing


@dataclass(frozen=True, slots=True)
class Decided:
    """Files to write, and what became of the overrides that were chosen or noted for the first time."""

    files: Mapping[Path, bytes]
    kept: tuple[Compared, ...] = ()
    replaced: tuple[Compared, ...] = ()
    noted: tuple[Compared, ...] = ()


@dataclass(frozen=True, slots=True)
class Comments:
    """What stands on top of the files that packgen writes."""

    made_from: str
    replaced: str


def decide(
    levels: Sequence[Level], mine: Collection[str], theirs: Collection[str], words: Words, comments: Comments
) -> Outcome[Decided]:
    """Return what is to be written; no value where a choice cannot be made. What nobody chose stays as it is.

    An override without a note is noted as made from today's text.
    """
    problems = list(_wrong_choices(levels, mine, theirs))
    if problems:
        return Outcome(None, tuple(problems))
    files: dict[Path, bytes] = {}
    kept, replaced, noted = list[Compared](), list[Compared](), list[Compared]()
    for level in levels:
        gone = [one for one in level.compared if one.key in theirs]
        mined = [one for one in level.compared if one.key in mine and one.status != "same"]
        new = [one for one in level.compared if one.status == "unnoted" and one.key not in {*mine, *theirs}]
        made = _files(level, gone, [*mined, *new], words, comments)
        problems += made.problems
        files |= made.value or {}
        kept, replaced, noted = kept + mined, replaced + gone, noted + new
    if problems:
        return Outcome(None, tuple(problems))
    return Outcome(Decided(files, tuple(kept), tuple(replaced), tuple(noted)))


def _wrong_choices(levels: Sequence[Level], mine: Collection[str], theirs: Collection[str]) -> Iterator[Problem]:
    every = {one.key: one for level in levels for one in level.compared}
    for key in sorted({*mine, *theirs}):
        if key in mine and key in theirs:
            yield error("upgrade.both", key=key)
        elif key not in every:
            found = process.extractOne(key, sorted(every))
            yield error("upgrade.no_override", key=key, nearest=found[0] if found else "–")
        elif key in mine and every[key].status == "gone":
            yield error("upgrade.nothing_to_keep", every[key].place, key=key, nearest=every[key].nearest or "–")


def _files(
    level: Level, gone: Sequence[Compared], noted: Sequence[Compared], words: Words, comments: Comments
) -> Outcome[dict[Path, bytes]]:
    files: dict[Path, bytes] = {}
    problems: list[Problem] = []
    notes = level.notes
    for language in LANGUAGES:
        away = [one for one in gone if one.language == language]
        base = words.texts[language].nodes
        changes = dict.fromkeys((one.path for one in away), None)
        made = folders.with_changes(level.folder, language, changes, "", base)
        problems += made.problems
        files |= made.value or {}
        known = {one.key for one in level.compared if one.language == language}
        changed = {one.key: one.now for one in noted if one.language == language}
        unused = dict.fromkeys([*(notes.get(language, {}).keys() - known), *(one.key for one in away)])
        notes = made_from.noted(notes, language, {**changed, **unused})
    if gone:
        file = level.folder / made_from.REPLACED
        data = file.read_bytes() if file.is_file() else b""
        files[file] = made_from.with_replaced(data, (_replaced(level, one) for one in gone), comments.replaced)
    if gone or noted:
        files[level.folder / made_from.MADE_FROM] = made_from.file_of(notes, comments.made_from)
    return Outcome(files, tuple(problems))


def _replaced(level: Level, one: Compared) -> Replaced:
    own = folders.node_at(level.folder, one.language, one.path)
    return Replaced(one.language, one.key, own if own is not None else one.own, one.was, __version__)
