"""Which slides a deck has for one unit, and their numbers: the deck and its run sheet agree because both ask here."""

from collections.abc import Iterator

from packgen.compose.scene import Scene
from packgen.content.makeup import Makeup, SlideMakeup


def slides_in(makeup: Makeup, scene: Scene) -> Iterator[tuple[str, SlideMakeup, Scene]]:
    """Return (section title key, slide, its scene) for every slide whose conditions hold, in order."""
    for section in makeup.sections:
        for slide in section.slides:
            if scene.holds(slide.when):
                for here in scene.each(slide.for_each):
                    yield section.title, slide, here


def hidden_numbers(makeup: Makeup, scene: Scene) -> tuple[int, int]:
    """Return the first and last number of the hidden slides, which stand at the end (0, 0 when there are none)."""
    found = [n for n, (_, slide, _) in enumerate(slides_in(makeup, scene), start=1) if slide.hidden]
    return (found[0], found[-1]) if found else (0, 0)


def numbers_by_item(makeup: Makeup, scene: Scene) -> dict[str, tuple[int, int]]:
    """Return the first and last number of the shown slides of each agenda item."""
    found: dict[str, tuple[int, int]] = {}
    for number, (_, slide, _) in enumerate(slides_in(makeup, scene), start=1):
        if not slide.hidden:
            first, _ = found.get(slide.item, (number, number))
            found[slide.item] = (first, number)
    return found
