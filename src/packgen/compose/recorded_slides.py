"""What a unit has decided, on slides: with a limit to everything, so that no slide is ever too full.

What people wrote may be of any length and number. A slide shows what its room holds, says how much is left out, and the
rest stands in the unit's other documents. Nothing is ranked: factors and reasons stand in the record's own order.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil

from packgen.blocks import Block, Cell, Column, Columns, List, Paragraph, Run, Table, Text, text
from packgen.compose.record_words import day, factor_label, goal_text, half_word, in_hand, status_word, way_word
from packgen.compose.scene import Scene
from packgen.compose.words import Words
from packgen.content.makeup import Item
from packgen.record import HALVES, WHOSE, Goal, Measure, Reason, Record

KEY = "recorded_slides"
MOST_FACTORS = 5
"""Rows of factors that a table on a slide has at most."""


@dataclass(frozen=True, slots=True)
class Room:
    """What a column of a slide holds at the smallest type: lines, and letters of common width on each."""

    lines: float
    letters: int


LIST = Room(11, 72)
HALF = Room(10, 32)
LONGEST = 3
"""Lines that one text may take where others wait."""
BETWEEN = 0.5
"""Lines that the space before an item of a list takes."""
LINES_OF_ROWS = {1: 13.0, 2: 6.5, 3: 4.0, 4: 3.0, 5: 2.4}
"""Lines for each row of a table with so many rows."""
GOAL_LETTERS, LISTED_LETTERS = 27, 42
MEASURES, MEASURE_LETTERS, RESPONSIBLE_LETTERS = 5, 28, 14
"""Measures on a slide, each of two lines, and the letters on a line of what is to be done and of who sees to it."""
_WIDTHS = {**dict.fromkeys("W", 1.9), **dict.fromkeys("M@%ÆŒ", 1.7), **dict.fromkeys("mwæœ…–—", 1.6)}


def _record(scene: Scene) -> Record:
    return scene.view.record or Record("", "")


# ---------------------------------------------------------------- how much there is room for


def letters(value: str) -> float:
    """Return how much room a text takes on one line, in letters of common width."""
    return sum(_WIDTHS.get(letter, 1.35 if letter.isupper() else 1.0) for letter in value)


def lines(value: str, wide: float) -> int:
    """Return how many lines a text takes in a column so many letters wide."""
    count, used = 1, 0.0
    for word in value.split():
        size = letters(word)
        if used and used + size > wide:
            count, used = count + 1, 0.0
        count += ceil(size / wide) - 1 if size > wide else 0
        used += size + 0.6
    return count


def shortened(value: str, wide: float, most: int) -> str:
    """Return a text that takes at most so many lines: cut at a word, or within a long one, with an ellipsis there."""
    words = value.split()
    whole = " ".join(words)
    if lines(whole, wide) <= most:
        return whole
    kept = _longest([" ".join(words[:count]) for count in range(1, len(words))], wide, most)
    kept = kept or _longest([words[0][:count] for count in range(1, len(words[0]) + 1)], wide, most)
    return f"{kept.rstrip(' ,.;:–-') or kept} …"


def _longest(beginnings: Sequence[str], wide: float, most: int) -> str:
    """Return the last of some beginnings, each longer than the one before, that takes at most so many lines."""
    count = bisect_right(beginnings, most, key=lambda one: lines(f"{one} …", wide))
    return beginnings[count - 1] if count else ""


def fitting(values: Sequence[str], room: Room) -> tuple[tuple[str, ...], int]:
    """Return the first of some texts that a list has room for, each shortened where it is long, and how many are left.

    Where some are left, there is room for a line that tells it.
    """
    for told in (0.0, 1 + BETWEEN):
        most = max(min(LONGEST, int(room.lines - told)), 1)
        short = tuple(shortened(value, room.letters, most) for value in values)
        used = list(accumulate(lines(value, room.letters) + BETWEEN for value in short))
        kept = sum(one - BETWEEN <= room.lines - told for one in used)
        if kept == len(short):
            break
    kept = max(kept, min(len(short), 1))
    return short[:kept], len(short) - kept


def _listed(values: Sequence[str], room: Room, words: Words) -> tuple[Text, ...]:
    kept, left = fitting(values, room)
    return (*(text(value) for value in kept), *((text(_more(left, words, "more")),) if left else ()))


def _more(count: int, words: Words, name: str) -> str:
    return words.having(n=count).string(f"{KEY}.{name}")


def _table(name: str, weights: tuple[float, ...], rows: Iterable[tuple[Cell, ...]], scene: Scene) -> tuple[Block, ...]:
    """Return a table with its words at ``tables.<name>``; nothing where it has no rows."""
    key, made = f"{KEY}.tables.{name}", tuple(rows)
    heads = zip(scene.words.inlines(f"{key}.head"), weights, strict=True)
    if not made:
        return ()
    title, summary = scene.words.string(f"{key}.title"), scene.words.string(f"{key}.summary")
    return (Table("plain", tuple(Column(*head) for head in heads), made, title, summary, first_is_head=True),)


# ---------------------------------------------------------------- meeting 1, told in meeting 2


def _chosen(_item: Item, scene: Scene) -> tuple[Block, ...]:
    """Return the factors that the unit has chosen and how it works on each."""
    words = scene.words
    ways = {one.factor: way_word(words, one.way) for one in _record(scene).chosen}
    rows = (
        (Cell(text(factor_label(words, number))), Cell(text(ways.get(number, "–"))))
        for number in scene.worked_on[:MOST_FACTORS]
    )
    return _table("chosen", (3, 2), rows, scene)


def _leaders_own(_item: Item, scene: Scene) -> tuple[Block, ...]:
    """Return a line that names the factors that the leader takes on in addition."""
    names = ", ".join(factor_label(scene.words, own.factor) for own in _record(scene).leaders_own)
    return (Paragraph(scene.words.having(names=names).inline(f"{KEY}.leaders_own"), "note"),) if names else ()


def _tally(_item: Item, scene: Scene) -> tuple[Block, ...]:
    """Return the counts of all ten factors in their order: numbers, nothing else."""
    words, key = scene.words, f"{KEY}.tables.tally"
    heads = zip(words.inlines(f"{key}.head"), (2.0, 1.0, 1.0), ("left", "right", "right"), strict=True)
    rows = tuple(
        (
            Cell(text(factor_label(words, one.factor))),
            Cell(text(str(one.content))),
            Cell(text(str(one.improve))),
        )
        for one in _record(scene).tally
    )
    columns = tuple(Column(head, weight, align) for head, weight, align in heads)  # type: ignore[arg-type] # words of the literal
    if not rows:
        return ()
    title, summary = words.string(f"{key}.title"), words.string(f"{key}.summary")
    return (Table("figures", columns, rows, title, summary, first_is_head=True),)


def _groups(_item: Item, scene: Scene) -> tuple[Block, ...]:
    """Return a line that tells what was counted, and how many groups there were where that was noted."""
    return (Paragraph(scene.words.having(n=_record(scene).groups).inline(f"{KEY}.groups"), "note"),)


def _reasons(_item: Item, scene: Scene) -> tuple[Block, ...]:
    """Return why groups named the factor at hand: both halves side by side, or the one that there is."""
    return _halves([one for one in _record(scene).reasons if one.factor == in_hand(scene)], scene.words)


def _loose_reasons(_item: Item, scene: Scene) -> tuple[Block, ...]:
    """Return the reasons that groups tied to no factor."""
    return _halves([one for one in _record(scene).reasons if not one.factor], scene.words)


def _halves(reasons: Sequence[Reason], words: Words) -> tuple[Block, ...]:
    by_half = {half: [one.text for one in reasons if one.half == half] for half in HALVES}
    said = [(half_word(words, half), found) for half, found in by_half.items() if found]
    if len(said) < len(HALVES):
        return tuple(
            block
            for head, found in said
            for block in (Paragraph(text(head, bold=True)), List(_listed(found, LIST, words)))
        )
    (one, left), (other, right) = said
    return (Columns(text(one), (List(_listed(left, HALF, words)),), text(other), (List(_listed(right, HALF, words)),)),)


def _goal(_item: Item, scene: Scene) -> tuple[Block, ...]:
    """Return the goal line of the factor at hand, in the unit's own words where it has some."""
    words, goal = scene.words, _record(scene).goal(in_hand(scene))
    said = shortened(goal_text(words, goal), LIST.letters, 1)
    return (Paragraph((*words.inline("tools.vision_image.goal"), Run(f" {said}")), "lead"),)


# ---------------------------------------------------------------- the round before


def _said_and_did(_item: Item, scene: Scene) -> tuple[Block, ...]:
    """Return a row for each factor of the round before: the goal, and the measures with their status in words."""
    record, words = scene.view.earlier or Record("", ""), scene.words
    numbers = record.worked_on[:MOST_FACTORS]
    most = LINES_OF_ROWS.get(len(numbers), 0.0)
    rows = (
        (
            _factor_and_goal(words, record.goal(number), most),
            _listing([_became(words, one) for one in record.measures_of(number)], most, words, "more_measures"),
        )
        for number in numbers
    )
    return _table("said_and_did", (2, 3), rows, scene)


def _factor_and_goal(words: Words, goal: Goal, most: float) -> Cell:
    """Return a cell with a factor's name, and under it the goal where there is room for it."""
    label = factor_label(words, goal.factor)
    left = int(most - BETWEEN - lines(label, GOAL_LETTERS))
    said = shortened(goal.text, GOAL_LETTERS, left) if left > 0 else ""
    return Cell(text(label), more=(Paragraph(text(said)),) if said else ())


def _listing(values: Sequence[str], most: float, words: Words, more: str) -> Cell:
    """Return a cell with a list; one text where there is room for no more, and a dash where there is none."""
    if len(values) < _LIST_FROM or most >= LINES_OF_ROWS[4]:
        kept, left = fitting(values, Room(most, LISTED_LETTERS))
        items = (*kept, *((_more(left, words, more),) if left else ()))
        return Cell(more=(List(tuple(text(item) for item in items)),)) if items else Cell(text("–"))
    first = shortened(values[0], LISTED_LETTERS, 1).removesuffix(" …")
    return Cell(text(f"{first} {_more(len(values) - 1, words, more)}"))


_LIST_FROM = 2


def _became(words: Words, measure: Measure) -> str:
    return f"{status_word(words, measure.status)}: {measure.text}"


# ---------------------------------------------------------------- the plan, at a staff meeting


def _signs(_item: Item, scene: Scene) -> tuple[Block, ...]:
    """Return a row for each factor that the unit works on, with the signs to look for."""
    numbers = scene.worked_on[:MOST_FACTORS]
    most = LINES_OF_ROWS.get(len(numbers), 0.0)
    rows = (
        (
            _factor_and_goal(scene.words, _record(scene).goal(number), most),
            _listing(_looked_for(number, scene), most, scene.words, "more"),
        )
        for number in numbers
    )
    return _table("signs", (2, 3), rows, scene)


def _looked_for(number: int, scene: Scene) -> list[str]:
    goal = _record(scene).goal(number)
    return [sign for who in WHOSE for sign in goal.signs(who)]


def _measures(_item: Item, scene: Scene) -> tuple[Block, ...]:
    """Return what is to be done: who sees to it, by when, and how it stands. What is finished stands last."""
    rows = (_measure_row(one, scene.words) for one in _shown(scene)[0])
    return _table("measures", (3.4, 1.8, 1.5, 1.5), rows, scene)


def _measure_row(measure: Measure, words: Words) -> tuple[Cell, ...]:
    said = (
        shortened(measure.text, MEASURE_LETTERS, 2),
        shortened(measure.responsible, RESPONSIBLE_LETTERS, 2) or "–",
        day(words, measure.deadline) or "–",
        status_word(words, measure.status),
    )
    return tuple(Cell(text(value)) for value in said)


def _measures_left(_item: Item, scene: Scene) -> tuple[Block, ...]:
    """Return a line that tells how many measures the slide has no room for; nothing where it has them all."""
    left = _shown(scene)[1]
    return (Paragraph(scene.words.having(n=left).inline(f"{KEY}.more_measures"), "note"),) if left else ()


def _shown(scene: Scene) -> tuple[tuple[Measure, ...], int]:
    """Return the measures that the slide has room for, those still to do first, and how many are left out."""
    open_first = sorted(_record(scene).measures, key=lambda one: one.status in ("done", "stopped"))
    return tuple(open_first[:MEASURES]), max(len(open_first) - MEASURES, 0)


SLIDE_WORDS: Mapping[str, Callable[[Item, Scene], tuple[Block, ...]]] = {
    "slide_chosen": _chosen,
    "slide_leaders_own": _leaders_own,
    "slide_tally": _tally,
    "slide_groups": _groups,
    "slide_reasons": _reasons,
    "slide_loose_reasons": _loose_reasons,
    "slide_goal": _goal,
    "slide_said_and_did": _said_and_did,
    "slide_signs": _signs,
    "slide_measures": _measures,
    "slide_measures_left": _measures_left,
}
