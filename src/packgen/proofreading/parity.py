"""Both written standards say the same: the same keys, values, figures and shape, each in words of its own."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from packgen.blocks import Heading, List, Paragraph, Run
from packgen.content import text as words_to_blocks
from packgen.content.texts import differences, key_of
from packgen.model import Language
from packgen.problems import Problem, warning
from packgen.proofreading import placeholders
from packgen.proofreading.material import Material
from packgen.proofreading.prose import VALUE, Passage, bare

_NUMBER = re.compile(r"(?<![\w\0])\d+(?:[.,:]\d+)*")
_ITEM = re.compile(r"^\s*\d+[.)]\s", re.MULTILINE)
_FIELD = re.compile(r"(?<!\{)\{\w+\}(?!\})")
_TERM = "t"


def check(material: Material, told_at: Language = "nn") -> Iterator[Problem]:
    """Return what one standard has and the other lacks; what differs is placed in the texts of one of the two."""
    yield from differences(material.texts["nb"], material.texts["nn"])
    other: Language = "nb" if told_at == "nn" else "nn"
    ours, theirs = _sections(material, told_at), _sections(material, other)
    for key in ours.keys() & theirs.keys():
        yield from _same_facts(key, ours[key], theirs[key])
        there = {passage.path: passage for passage in theirs[key]}
        for passage in ours[key]:
            if passage.path in there:
                yield from _same_shape(passage, there[passage.path])


def _sections(material: Material, language: Language) -> Mapping[str, Sequence[Passage]]:
    """Return the texts by the first two steps of their keys: one slide, tool or chapter."""
    found: dict[str, list[Passage]] = defaultdict(list)
    for passage in material.passages(language):
        found[key_of(passage.path[:2])].append(passage)
    return found


def _same_facts(key: str, ours: Sequence[Passage], theirs: Sequence[Passage]) -> Iterator[Problem]:
    """Compare a section: which values it prints and which numbers it says, wherever in it."""
    if {passage.path for passage in ours} != {passage.path for passage in theirs}:
        return  # told already: a text is missing
    for code, read in _FACTS.items():
        here, there = (frozenset().union(*(read(passage.text) for passage in each)) for each in (ours, theirs))
        if here != there:
            yield warning(
                f"texts.{code}",
                ours[0].at(),
                key=key,
                here=_listed(here - there),
                there=_listed(there - here),
                other=theirs[0].language,
            )


def _same_shape(ours: Passage, theirs: Passage) -> Iterator[Problem]:
    here, there = _shape(ours.text), _shape(theirs.text)
    if here != there:
        yield warning(
            "texts.other_shape",
            ours.at(),
            key=ours.key,
            here=" ".join(here) or "–",
            there=" ".join(there) or "–",
            other=theirs.language,
        )


def _values(text: str) -> frozenset[str]:
    """Return which values a text prints, of a term only which term: grammar chooses its form."""
    return frozenset(_plain(name) for name in placeholders.printed(text)) | frozenset(_FIELD.findall(text))


def _plain(name: str) -> str:
    steps = name.split(".")
    return ".".join(steps[:2]) if steps[0] == _TERM else name


def _numbers(text: str) -> frozenset[str]:
    return frozenset(_NUMBER.findall(_ITEM.sub(" ", bare(text))))


_FACTS: Mapping[str, Callable[[str], frozenset[str]]] = {"other_values": _values, "other_numbers": _numbers}


def _listed(found: frozenset[str]) -> str:
    return ", ".join(sorted(found)) or "–"


def _shape(text: str) -> tuple[str, ...]:
    """Return headings and kinds of lists in order, and whether anything at all is bold or italic."""
    blocks = words_to_blocks.blocks(bare(text).replace(VALUE, "x"), "nb", {})
    kinds = [_kind(block) for block in blocks if isinstance(block, Heading | List)]
    runs = [run for block in blocks for run in _runs(block)]
    weights = [name for name in ("bold", "italic") if any(getattr(run, name) for run in runs)]
    return (*(kind for kind, _ in groupby(kinds)), *weights)


def _kind(block: Heading | List) -> str:
    return f"h{block.level}" if isinstance(block, Heading) else block.kind


def _runs(block: object) -> Iterator[Run]:
    if isinstance(block, List):
        for item in block.items:
            yield from item
    elif isinstance(block, Paragraph | Heading):
        yield from block.text
