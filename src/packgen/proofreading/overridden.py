"""Texts that a municipality or a unit writes itself, checked as packgen's own are: values, Jinja and judging words."""

from collections.abc import Iterator, Mapping, Sequence

from packgen.content import neutrality
from packgen.content.layers import Layer
from packgen.content.makeup import Minutes
from packgen.content.overrides import written
from packgen.content.texts import Texts
from packgen.problems import Problem
from packgen.proofreading.placeholders import known_names, of_passage
from packgen.proofreading.prose import Passage


def check(
    layer: Layer, texts: Texts, minutes: Minutes, lines: Mapping[str, Sequence[str]] | None = None
) -> Iterator[Problem]:
    """Return errors for broken Jinja and unknown values, and warnings for judging words, of a layer's own texts.

    ``texts`` are packgen's in the same written standard. With the ``lines`` of the files, a fault in the middle of a
    text has its own line; else that of the start of the text.
    """
    known = known_names(texts, minutes)
    for found in written(layer):
        at = (lines or {}).get(found.place.file, ())
        yield from of_passage(Passage(found.path, found.text, texts.language, found.place, at), known)
        yield from neutrality.of_text(found.path, found.text, found.place, texts)
