"""What the overview says in words, the same in the workbook, the report and the texts beside pictures."""

from dataclasses import replace
from decimal import Decimal

from packgen import compose
from packgen.compose import Scene, Words
from packgen.compose.words import date_text
from packgen.model import FACTORS, Edition, Factor, Mean, View
from packgen.overview.facts import LEFT_OUT, SHOWN_FACTORS, Overview
from packgen.record import STATUSES
from packgen.statistics import decimal_text, percent_text
from packgen.surveys import Gathered
from packgen.wording import Words as AllWords


def scene_of(gathered: Gathered, words: AllWords, known: Overview) -> Scene:
    """Return the scene of the overview in the municipality's written standard: a view without any figures."""
    own, language = gathered.words_of(None, words), gathered.own_language
    view = View(
        gathered.municipality, gathered.now.round, gathered.top, None, language, Edition.STAFF, "preparation", None
    )
    makeups = {makeup.id: makeup for makeup in own.makeups}
    scene = compose.scene(own.texts[language], own.minutes, makeups, view, logo=gathered.logo)
    bare = scene.words
    said = bare.having(
        day=date_text(bare, known.day),
        sheet=bare.string("overview.figures.sheet"),
        left_out=factor_name(bare, FACTORS[LEFT_OUT - 1]),
    )
    return replace(scene, words=said, path="overview")


def factor_name(words: Words, factor: Factor) -> str:
    """Return a factor's name in the municipality's name set."""
    return str(words.values["f"][factor.id])


def numbered(words: Words, factor: Factor) -> str:
    """Return a factor's number and name."""
    return words.having(number=factor.number, name=factor_name(words, factor)).string("overview.factor")


def mean_text(words: Words, mean: Mean) -> str:
    """Return a mean as it is printed: «4,2», or «4,9 eller høgare» where it is bounded."""
    value = decimal_text(mean.value)
    return words.having(value=value).string(f"figures.bounds.{mean.bound}") if mean.bound else value


def status_names(words: Words) -> tuple[str, ...]:
    """Return the statuses of measures in words, in the order of `STATUSES`."""
    return tuple(words.string(f"labels.record.statuses.{status}") for status in STATUSES)


# ---------------------------------------------------------------- sentences


def meetings(words: Words, known: Overview) -> str:
    """Return how far the units have come with their meetings."""
    one, two, follow_up = known.held
    if not one + two + follow_up:
        return words.string("overview.said.no_meetings")
    return words.having(one=one, two=two, follow_up=follow_up, units=len(known.units)).string("overview.said.meetings")


def measures(words: Words, known: Overview) -> str:
    """Return how many measures there are by status and, of those that remain, by deadline."""
    said, left = statuses(words, known), known.remaining
    if not left.all:
        return said
    days = words.having(passed=left.passed, soon=left.soon, later=left.later, without=left.none)
    return f"{said} {days.string('overview.said.deadlines')}"


def statuses(words: Words, known: Overview) -> str:
    """Return how many measures there are by status."""
    if not sum(known.statuses):
        return words.string("overview.said.no_measures")
    planned, started, done, stopped = known.statuses
    counted = words.having(all=sum(known.statuses), planned=planned, started=started, done=done, stopped=stopped)
    return counted.string("overview.said.measures")


def figures(words: Words, known: Overview, of: int) -> str:
    """Return which figures there are, and why not of all ``of`` units of the tree."""
    if not known.figures:
        return words.string("overview.said.no_figures")
    return words.having(shown=len(known.figures), all=of).string("overview.said.figures")


def response(words: Words, known: Overview) -> str:
    """Return the municipality's own response; empty where it is not shown or not known."""
    if known.own is None or known.own.response_percent is None:
        return ""
    percent = percent_text(Decimal(known.own.response_percent))
    return words.having(name=known.own.name, percent=percent).string("overview.said.response")


def own_means(words: Words, known: Overview) -> str:
    """Return the municipality's own means; empty where it is not shown."""
    if known.own is None:
        return ""
    means = ", ".join(
        words.having(name=factor_name(words, factor), value=mean_text(words, mean)).string("overview.means_of")
        for factor, mean in zip(SHOWN_FACTORS, known.own.means, strict=True)
    )
    return words.having(name=known.own.name, said=means).string("overview.said.own")


def left_out(words: Words) -> str:
    """Return what is in no part of the overview."""
    return words.string("overview.said.left_out")


def source(words: Words) -> str:
    """Return where the figures come from and under which limit they are shown."""
    return words.string("figures.reading.source")
