"""The files of one layer's folder: read as they are, and made anew with changes in them."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from packgen.allowed import MOST, USUAL, Allowed
from packgen.content import overrides
from packgen.content.layers import NO_LAYER, Layer
from packgen.content.override_reader import OPERATIONS
from packgen.exchange.write_back import CannotWriteError, FilePath, edited
from packgen.model import Language
from packgen.problems import Outcome, Place, Problem, error
from packgen.wording import Words
from packgen.yaml_source import Limits, Yaml, load

_READ = Limits.of(MOST)


def file_of(folder: Path, language: Language, namespace: str) -> Path:
    """Return the file of a layer's texts of one namespace."""
    return folder / "texts" / language / f"{namespace}.yaml"


def read_layer(folder: Path, language: Language, words: Words, allowed: Allowed = USUAL) -> Outcome[tuple[Layer, Yaml]]:
    """Return a municipality's own layer of texts, and the make-up of the documents with its own layer over it."""
    documents = overrides.documents_layer(folder, words.nodes, allowed=allowed)
    own = overrides.new_documents(words.nodes, documents.value or NO_LAYER)
    texts = overrides.texts_layer(folder, language, words.texts[language], own=own, allowed=allowed)
    nodes = overrides.document_nodes(words.nodes, documents.value or NO_LAYER)
    return Outcome((texts.value or NO_LAYER, nodes), (*documents.problems, *texts.problems))


def with_changes(
    folder: Path, language: Language, changes: Mapping[FilePath, str | None], comment: str, base: Mapping[str, Any]
) -> Outcome[Mapping[Path, bytes]]:
    """Return the files of a layer with texts put in or (None) taken away, by keys from the namespace on.

    ``base`` are packgen's texts. Files that stay as they are, are left out.
    """
    found: dict[Path, bytes] = {}
    problems: list[Problem] = []
    for namespace in dict.fromkeys(path[0] for path in changes):
        file = file_of(folder, language, namespace)
        data = file.read_bytes() if file.is_file() else b""
        source = load(data, str(file), _READ).value
        node = source.value if source else ""
        inside: dict[FilePath, str | None] = {}
        for path, text in changes.items():
            if path[0] == namespace:
                inside |= dict.fromkeys(_places(node, base, path, removes=text is None), text)
        try:
            made = edited(data, inside, comment)
        except CannotWriteError:
            keys = ", ".join(".".join(path) for path in changes if path[0] == namespace)
            problems.append(error("exchange.cannot_write", Place(file=str(file)), keys=keys))
            continue
        if made != data:
            found[file] = made
    return Outcome(None if problems else found, tuple(problems))


def _places(node: Any, base: Any, path: FilePath, *, removes: bool) -> Iterable[FilePath]:  # noqa: ANN401 - YAML
    """Return where in its file an override stands, from the top of the file: at its key, or at operations below it."""
    inside = path[1:]
    for step in path:
        base = below(base, step)
    for step in inside:
        node = node.get(step) if isinstance(node, Mapping) else None
    if not isinstance(node, Mapping):
        return [inside]
    own = base if isinstance(base, Mapping) else {}
    operations = [name for name in node if name in OPERATIONS and name not in own]
    if not operations:
        return [inside]
    return [(*inside, name) for name in operations] if removes else [(*inside, "replace")]


def below(node: Any, step: str) -> Any:  # noqa: ANN401 - YAML
    """Return what stands a step below a node of packgen's, list items counted from 1."""
    if isinstance(node, list):
        return node[int(step) - 1] if step.isdigit() and 0 < int(step) <= len(node) else None
    return node.get(step) if isinstance(node, Mapping) else None


def node_at(folder: Path, language: Language, path: FilePath) -> Any:  # noqa: ANN401 - YAML
    """Return what a layer's file has at a key, None where it has nothing."""
    return in_file(top_of(folder, language, path[0]), path)


def top_of(folder: Path, language: Language, namespace: str) -> Any:  # noqa: ANN401 - YAML
    """Return all that a layer's file of texts holds, None where there is no file."""
    file = file_of(folder, language, namespace)
    source = load(file.read_bytes(), str(file), _READ).value if file.is_file() else None
    return source.value if source else None


def in_file(node: Any, path: FilePath) -> Any:  # noqa: ANN401 - YAML
    """Return what stands at a key in a file of texts, None where there is nothing."""
    for step in path[1:]:
        node = node.get(step) if isinstance(node, Mapping) else None
    return node
