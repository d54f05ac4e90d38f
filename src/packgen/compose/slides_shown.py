"""Which slides a deck has for one unit, and their numbers: the deck and its run sheet agree because both ask here."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from packgen.compose.scene import Scene
from packgen.content.makeup import Makeup, SlideMakeup

Shown = tuple[str, SlideMakeup, Scene]
"""The key of a section's title, a slide in it with the minutes that it has here, and its scene."""


def slides_in(makeup: Makeup, scene: Scene) -> Iterator[Shown]:
    """Yield every slide whose conditions hold, in order.

    A slide for each chosen factor has its minutes once: groups work side by side, and the first of them tells the time.
    What a slide takes from another is taken where both are shown; alone it takes no time.
    """
    found = tuple(_shown(makeup, scene))
    shown = {slide.id for _, slide, _ in found}
    taken: Counter[str] = Counter()
    for _, slide, _ in found:
        taken[slide.takes_from] += slide.minutes
    for title, slide, here in found:
        yield title, _timed(slide, taken[slide.id], here, alone=slide.takes_from not in shown), here


def _timed(slide: SlideMakeup, taken: int, scene: Scene, *, alone: bool) -> SlideMakeup:
    """Return a slide with the minutes that others leave it."""
    return _lasting(slide, 0 if slide.takes_from and alone else slide.minutes - taken, scene)


def _lasting(slide: SlideMakeup, minutes: int, scene: Scene) -> SlideMakeup:
    """Return a slide with so many minutes."""
    if minutes == slide.minutes:
        return slide
    return scene.shared(("lasting", id(slide), minutes), (slide,), partial(replace, slide, minutes=minutes))


def _shown(makeup: Makeup, scene: Scene) -> Iterator[Shown]:
    for section in makeup.sections:
        for slide in section.slides:
            if scene.holds(slide.when):
                for number, here in enumerate(_scenes(slide, scene)):
                    once = slide.for_each == "chosen" and number > 0
                    yield section.title, _lasting(slide, 0, scene) if once else slide, here


def _scenes(slide: SlideMakeup, scene: Scene) -> tuple[Scene, ...]:
    """Return a slide's scenes: of the chosen factors, those for which its conditions hold too."""
    scenes = scene.each(slide.for_each)
    return tuple(here for here in scenes if here.holds(slide.when)) if slide.for_each == "chosen" else scenes


def hidden_numbers(slides: Iterable[Shown]) -> tuple[int, int]:
    """Return the first and last number of the hidden slides, which stand at the end (0, 0 when there are none)."""
    found = [n for n, (_, slide, _) in enumerate(slides, start=1) if slide.hidden]
    return (found[0], found[-1]) if found else (0, 0)


def numbers_by_item(slides: Iterable[Shown]) -> dict[str, tuple[int, int]]:
    """Return the first and last number of the shown slides of each agenda item."""
    found: dict[str, tuple[int, int]] = {}
    for number, (_, slide, _) in enumerate(slides, start=1):
        if not slide.hidden:
            first, _ = found.get(slide.item, (number, number))
            found[slide.item] = (first, number)
    return found
