"""What the unit said in the round before, and what became of it → blocks: told, never judged."""

from packgen.blocks import Block, Cell, Column, Heading, List, Paragraph, Run, Table, Text, text
from packgen.compose.record_words import degree_word, factor_label, last_change, said, status_word
from packgen.compose.scene import Scene
from packgen.compose.words import Words, for_factor
from packgen.content.makeup import Item
from packgen.model import FACTORS
from packgen.record import WHOSE, Degree, Measure, Record


def compose_said_and_did(_item: Item, scene: Scene) -> tuple[Block, ...]:
    """Return for each factor of the round before: goal, measures with what became of them, signs and their degree."""
    record = scene.view.earlier
    if record is None:
        return ()
    return tuple(block for number in record.worked_on for block in _factor(record, number, scene.words))


def _factor(record: Record, number: int, words: Words) -> tuple[Block, ...]:
    goal = record.goal(number)
    signs = tuple(sign for who in WHOSE for sign in goal.signs(who))
    found: list[Block] = [
        Heading(2, text(factor_label(words, number)), ""),
        *((_labelled(words.string("labels.record.goal"), goal.text),) if goal.text else ()),
        *_measures(record.measures_of(number), words),
    ]
    if signs:
        found.append(Paragraph((Run(f"{words.string('said_and_did.signs')}:", bold=True),)))
        found.append(List(tuple(text(sign) for sign in signs)))
        found.append(Paragraph(_practised(record, number, words)))
    return tuple(found) if len(found) > 1 else ()  # a factor that nothing was written of


def _labelled(label: str, value: str) -> Paragraph:
    return Paragraph((Run(f"{label}: ", bold=True), Run(value)))


def _measures(measures: tuple[Measure, ...], words: Words) -> tuple[Block, ...]:
    """Return a table of measures and what became of each, in the record's order; nothing where there are none."""
    if not measures:
        return ()
    key = "said_and_did.measures"
    columns = tuple(Column(head, weight) for head, weight in zip(words.inlines(f"{key}.head"), (5, 3), strict=True))
    rows = tuple((Cell(said(one.text)), Cell(_became(one, words))) for one in measures)
    title = for_factor(words, FACTORS[measures[0].factor - 1]).string(f"{key}.title")
    return (Table("plain", columns, rows, title, words.string(f"{key}.summary"), first_is_head=True),)


def _became(measure: Measure, words: Words) -> Text:
    """Return what became of a measure, and since when."""
    since = last_change(words, measure)
    return text(", ".join(part for part in (status_word(words, measure.status), since) if part))


def _practised(record: Record, number: int, words: Words) -> Text:
    """Return how often the signs were seen when the unit last looked."""
    degree = _last_degree(record, number)
    if degree is None:
        return words.inline("said_and_did.no_degree")
    return words.having(degree=degree_word(words, degree).lower()).inline("said_and_did.degree")


def _last_degree(record: Record, number: int) -> Degree | None:
    found = [dict(one.degrees).get(number) for one in sorted(record.follow_ups, key=lambda one: one.number)]
    return next((degree for degree in reversed(found) if degree is not None), None)
