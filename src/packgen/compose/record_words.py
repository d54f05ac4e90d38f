"""What a unit has decided, as words: statuses, degrees, ways, factors, goals, days. What people wrote stays as written.

All words stand in ``labels.record``; what people wrote is plain letters, never markup and never filled in.
"""

from packgen.blocks import List, Text, text
from packgen.compose.scene import Scene
from packgen.compose.words import Words, date_text
from packgen.model import FACTORS
from packgen.record import Degree, Goal, Half, Measure, Square, Status, Way, Who


def way_word(words: Words, way: Way) -> str:
    """Return how a factor is worked on («Ta vare på», «Forbedre»)."""
    return words.string(f"labels.record.ways.{way}")


def half_word(words: Words, half: Half) -> str:
    """Return what a half of the cross is called («Fornøyd med», «Viktig å forbedre»)."""
    return words.string(f"labels.record.halves.{half}")


def status_word(words: Words, status: Status) -> str:
    """Return a status in words («I gang»)."""
    return words.string(f"labels.record.statuses.{status}")


def degree_word(words: Words, degree: Degree) -> str:
    """Return a degree in words («Av og til»)."""
    return words.string(f"labels.record.degrees.{degree}")


def square_word(words: Words, square: Square) -> str:
    """Return what a square of the matrix is called in words («Stor effekt, lett å få til»)."""
    return words.string(f"labels.record.squares.{square or 'unplaced'}")


def who_word(words: Words, who: Who) -> str:
    """Return the head of one of the three columns of signs («Medarbeiderne»)."""
    return words.string(f"labels.record.who.{who}")


def factor_label(words: Words, number: int) -> str:
    """Return a factor's number and name («3. Autonomi»)."""
    return f"{number}. {words.values['f'][FACTORS[number - 1].id]}"


def goal_text(words: Words, goal: Goal) -> str:
    """Return a goal as the group put it, else packgen's proposal, for meetings that have not decided yet."""
    return goal.text or words.string(f"factors.{FACTORS[goal.factor - 1].id}.goal")


def day(words: Words, iso: str) -> str:
    """Return an ISO day as people write it («1. juni 2026»), nothing for nothing."""
    return date_text(words, iso)


def said(value: str) -> Text:
    """Return what people wrote as a text: its letters and nothing else."""
    return text(value) if value else ()


def said_list(values: tuple[str, ...]) -> tuple[List, ...]:
    """Return what people wrote as a list of bullets; nothing where there is nothing."""
    return (List(tuple(text(value) for value in values)),) if values else ()


def last_change(words: Words, measure: Measure) -> str:
    """Return the day of a measure's last change in words, nothing before any."""
    return day(words, max((change.date for change in measure.changes), default=""))


def in_hand(scene: Scene) -> int:
    """Return the number of the factor of this scene (inside ``for_each``)."""
    if scene.factor is None:
        raise ValueError("a record word that speaks of one factor stands outside for_each")
    return scene.factor.number
