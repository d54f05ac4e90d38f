"""First drafts by machine: for every text that only one written standard has, a draft in the other.

A draft is a beginning for a person, never a finished text. Drafts lie by themselves (``content/<language>/drafts``) and
reach no document unless somebody asks for them.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from packgen.content import texts as all_texts
from packgen.content.texts import DRAFTS, Path_, Texts, key_of
from packgen.model import Language
from packgen.problems import Outcome, error, warning
from packgen.proofreading import protecting
from packgen.proofreading.apertium import translate as by_apertium
from packgen.proofreading.material import read_rules, read_sources, sources_file
from packgen.proofreading.stale import fingerprint

Translator = Callable[[str, Language, Language], str | None]

_PARAGRAPH = re.compile(r'<p id="(\d+)">(.*?)</p>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Drafted:
    """Files of drafts to write (path → bytes), files whose drafts are all done with, and how many drafts are new."""

    files: Mapping[Path, bytes]
    done_with: tuple[Path, ...]
    made: int


def draft(
    content: Path, source: Language, target: Language, comment: str, translate: Translator = by_apertium
) -> Outcome[Drafted]:
    """Return drafts of all texts that ``target`` lacks; drafts that lie there already stay as they are.

    ``comment`` stands on top of every file. A text whose values or marks did not come through is left out and told.
    """
    ours, theirs = all_texts.load(content, source), all_texts.load(content, target, drafts=True)
    problems = (*ours.problems, *theirs.problems)
    if ours.value is None or theirs.value is None or any(p.is_error for p in problems):
        return Outcome(None, problems)
    known = dict(theirs.value.leaves())
    wanted = {path: text for path, text in ours.value.leaves() if path not in known}
    found = translated(wanted, terms(content, source), lambda html: translate(html, source, target))
    if found is None:
        return Outcome(None, (*problems, error("texts.no_translator", pair=f"{source} → {target}")))
    lost = _with_their_lists(found.keys(), wanted.keys())
    new = {path: text for path, text in found.items() if path not in lost}
    files = _files(content, ours.value, target, {path: known[path] for path in theirs.value.drafts} | new, comment)
    if new:
        files[sources_file(content, target)] = _sources(content, target, {path: wanted[path] for path in new})
    told = (warning("texts.draft_lost_piece", ours.value.places[path], key=key_of(path)) for path in lost)
    return Outcome(Drafted(files, _done_with(content, target, files), len(new)), (*problems, *told))


def terms(content: Path, source: Language) -> Mapping[str, str]:
    """Return the words of the method with what they are called in the other written standard."""
    found: Mapping[str, str] = read_rules(content, "nn").get("method", {})
    return found if source == "nb" else {nynorsk: bokmaal for bokmaal, nynorsk in found.items()}


# ---------------------------------------------------------------- translating


def translated(
    wanted: Mapping[Path_, str], words: Mapping[str, str], translate: Callable[[str], str | None]
) -> dict[Path_, str] | None:
    """Return the texts in other words, those that did not come through left out; None where nobody can translate.

    All lines go through the translation at once, each a paragraph of its own with a number.
    """
    lines = {path: [protecting.line(each, words) for each in text.split("\n")] for path, text in wanted.items()}
    flat = [each for found in lines.values() for each in found]
    html = translate("".join(f'<p id="{i}">{each.html}</p>\n' for i, each in enumerate(flat))) if flat else ""
    if html is None:
        return None
    said = {int(found[1]): found[2] for found in _PARAGRAPH.finditer(html)}
    done = iter([each.with_words(said.get(i, "")) for i, each in enumerate(flat)])
    texts = {path: [next(done) for _ in found] for path, found in lines.items()}
    return {path: "\n".join(map(str, found)) for path, found in texts.items() if None not in found}


def _with_their_lists(found: Iterable[Path_], wanted: Iterable[Path_]) -> tuple[Path_, ...]:
    """Return the texts that did not come through, and all others of the same list: half a list is none."""
    there, asked = set(found), tuple(wanted)
    broken = {_list_of(path) for path in asked if path not in there}
    return tuple(path for path in asked if _list_of(path) in broken)


def _list_of(path: Path_) -> Path_:
    """Return the path of the outermost list that a text stands in; of one that stands in none, its own."""
    first = next((i for i, step in enumerate(path) if isinstance(step, int)), len(path))
    return path[:first]


# ---------------------------------------------------------------- files


def _files(
    content: Path, source: Texts, target: Language, drafts: Mapping[Path_, str], comment: str
) -> dict[Path, bytes]:
    found: dict[Path, bytes] = {}
    for name, node in source.nodes.items():
        mirrored = _mirrored(node, (name,), drafts)
        if mirrored:
            found[content / target / DRAFTS / f"{name}.yaml"] = _written(mirrored, comment)
    return found


def _mirrored(node: Any, path: Path_, drafts: Mapping[Path_, str]) -> Any:  # noqa: ANN401 - see Texts.node
    """Return the node with its drafts alone; in a list, nothing stands where there is no draft."""
    if isinstance(node, Mapping):
        children = {name: _mirrored(child, (*path, name), drafts) for name, child in node.items()}
        return {name: child for name, child in children.items() if child}
    if isinstance(node, Sequence) and not isinstance(node, str):
        items = [_mirrored(child, (*path, index), drafts) or "" for index, child in enumerate(node)]
        return items if any(items) else []
    return drafts.get(path, "")


def _sources(content: Path, target: Language, made: Mapping[Path_, str]) -> bytes:
    """Return the file of fingerprints with those of the new drafts."""
    noted = {**read_sources(content, target), **{key_of(path): fingerprint(text) for path, text in made.items()}}
    return _written(dict(sorted(noted.items())), "")


def _done_with(content: Path, target: Language, files: Mapping[Path, bytes]) -> tuple[Path, ...]:
    return tuple(file for file in sorted((content / target / DRAFTS).glob("*.yaml")) if file not in files)


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as blocks, and every text on lines as long as it is."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def _written(node: Any, comment: str) -> bytes:  # noqa: ANN401 - see Texts.node
    head = "".join(f"# {each}\n" for each in comment.splitlines())
    return (head + yaml.dump(node, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**6)).encode()
