"""How many lines a text takes in a width, and how high paragraphs are: the layout's reckoning, in mm."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from packgen.blocks import Agenda, Run, Text
from packgen.render.sheets.pieces import LINE, MM_PER_POINT, Para

Width = Callable[[str, float, bool, bool], float]
"""Text, points, bold, italic → mm."""

_SLACK = 1.001
"""Lines are reckoned without kerning, which makes most of them narrower; only rounding may make one wider."""


def bold(words: Text) -> Text:
    """Return a text with all its letters bold."""
    return tuple(replace(run, bold=True) for run in words)


def italic(words: Text) -> Text:
    """Return a text with all its letters italic."""
    return tuple(replace(run, italic=True) for run in words)


def times_of(agenda: Agenda) -> tuple[str, ...]:
    """Return the minutes of each item as they are printed («20 min»), nothing where it has no fixed time."""
    return tuple(f"{minutes}\u00a0{agenda.minutes_word}" if minutes else "" for minutes, _ in agenda.items)


def line_mm(size: float) -> float:
    """Return the height of a line in this type size."""
    return LINE * size * MM_PER_POINT


def line_count(text: Text, size: float, room: float, width: Width) -> int:
    """Return the lines that a text takes where lines break between words only."""
    count, used = 1, 0.0
    space = width(" ", size, False, False)  # noqa: FBT003 - bold and italic, by place
    for word in _words(text):
        wide = sum(width(run.text, size, run.bold, run.italic) for run in word) * _SLACK
        if used and used + space + wide > room:
            count, used = count + 1, wide
        else:
            used = used + space + wide if used else wide
    return count


def widest_word(text: Text, size: float, width: Width) -> float:
    """Return the width of the longest word: what a column must hold."""
    return max(
        (sum(width(run.text, size, run.bold, run.italic) for run in word) * _SLACK for word in _words(text)),
        default=0.0,
    )


def _words(text: Text) -> Iterable[Text]:
    """Return the words of a text, each with its weights; a no-break space is no break."""
    word: list[Run] = []
    for run in text:
        pieces = run.text.replace("\n", " ").split(" ")
        for number, piece in enumerate(pieces):
            if number and word:
                yield tuple(word)
                word = []
            if piece:
                word.append(replace(run, text=piece))
    if word:
        yield tuple(word)


def height_of(paras: Iterable[Para], room: float, width: Width) -> float:
    """Return how high paragraphs are in a width, with the space between but none after the last."""
    total, after = 0.0, 0.0
    for para in paras:
        total += after + line_count(para.text, para.size, room - para.hang, width) * line_mm(para.size)
        after = para.after
    return total
