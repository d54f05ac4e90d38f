"""Pictures of the overview, each with a text that says the same: counts over time, and the municipality's own means.

No picture sets units side by side.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from packgen.compose import Scene, Words
from packgen.overview import saying
from packgen.overview.facts import SHOWN_FACTORS, Overview, Progress
from packgen.render.curves import Curve, Growth, Panel, Panels, growth_png, panels_png
from packgen.theme import Theme


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as PNG, its text twin, and what the overview calls it: meetings, measures or rounds."""

    key: str
    png: bytes
    text: str


def pictures(known: Overview, scene: Scene, theme: Theme) -> Iterator[Picture]:
    """Yield the pictures that there is something to see in."""
    words = scene.words
    counted = words.having(n=len(known.units))
    if any(one.steps for one in known.meetings):
        yield _counts("meetings", known.meetings, known.day, counted, theme, most=len(known.units))
    if known.agreed.steps:
        yield _counts("measures", (known.agreed, known.done), known.day, counted, theme)
    if known.rounds:
        yield _rounds(known, words, theme)


def _counts(
    key: str, progress: tuple[Progress, ...], day: str, words: Words, theme: Theme, *, most: int = 0
) -> Picture:
    """Return a picture of counts that add up, and the same month by month in words."""
    title = words.string(f"overview.pictures.{key}.title")
    names = tuple(words.string(f"overview.pictures.{key}.curves.{at}") for at in range(len(progress)))
    curves = tuple(Curve(name, one.steps) for name, one in zip(names, progress, strict=True))
    months = tuple(words.node("labels.months"))
    top = words.string(f"overview.pictures.{key}.all") if most else ""
    lines = [title, "", words.string(f"overview.pictures.{key}.about"), ""]
    for name, one in zip(names, progress, strict=True):
        lines += [f"{name}:", *(f"- {said}" for said in _told(one, words)), ""]
    return Picture(key, growth_png(Growth(title, curves, day, months, most, top), theme), _text(lines))


def _told(progress: Progress, words: Words) -> Iterator[str]:
    """Yield the count at the end of each month in which it grew, and how many have no day."""
    if not progress.steps and not progress.undated:
        yield words.string("overview.pictures.none")
    for month, steps in groupby(progress.steps, key=lambda step: step[0][:7]):
        *_, (_, count) = steps
        name = words.node("labels.months")[int(month[5:]) - 1]
        yield words.having(month=name, year=month[:4], count=count).string("overview.pictures.by_month")
    if progress.undated:
        yield words.having(n=progress.undated).string("overview.pictures.undated")


def _rounds(known: Overview, words: Words, theme: Theme) -> Picture:
    """Return a picture of the municipality's own means of each round, a panel for each factor."""
    named = words.having(name=known.own.name if known.own is not None else "", left_out=saying.left_out(words))
    title = named.string("overview.pictures.rounds.title")
    periods = tuple(one.period for one in known.rounds)
    panels = tuple(
        Panel(
            saying.numbered(words, factor),
            tuple(one.means[at].value for one in known.rounds),
            tuple(saying.mean_text(words, one.means[at]) for one in known.rounds),
        )
        for at, factor in enumerate(SHOWN_FACTORS)
    )
    lines = [title, "", named.string("overview.pictures.rounds.about"), ""]
    lines += [f"- {panel.title}: {_over_time(panel, periods, words)}" for panel in panels]
    lines += ["", saying.source(words)]
    return Picture("rounds", panels_png(Panels(title, periods, panels), theme), _text(lines))


def _over_time(panel: Panel, periods: tuple[str, ...], words: Words) -> str:
    return ", ".join(
        words.having(value=label, period=period).string("overview.in_period")
        for label, period in zip(panel.labels, periods, strict=True)
    )


def _text(lines: list[str]) -> str:
    return "\n".join(lines).strip() + "\n"
