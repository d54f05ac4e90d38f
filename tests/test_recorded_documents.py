"""What documents say of a unit's record: the plan, the sheet of the round before, the agreement, the next step."""

from dataclasses import replace
from io import BytesIO

import docx
import invented
import pytest
from invented import EARLIER, MUNICIPALITY, ROUND, TREE, words
from sample_records import earlier, record
from test_content import MAKEUPS

from packgen import compose
from packgen.blocks import Block, Box, Cell, Document, Field, Heading, List, Paragraph, Table, plain
from packgen.compose import record_words
from packgen.compose.recorded import RECORD_WORDS
from packgen.model import Edition, Language, Meeting, View
from packgen.record import DEGREES, HALVES, SQUARES, STATUSES, WAYS, WHOSE, Goal, Measure, Record, StatusChange

LANGUAGES: tuple[Language, ...] = ("nb", "nn")
MADE = {m.id: m for m in words().makeups}
NOW = record("lang", ROUND.id)
BEFORE = earlier("lang", EARLIER.id)
DIRTY = "**Fet** {{ unit.name }} {% if 1 %} _kursiv_ 1. <b>"
"""What somebody might write that packgen's own texts would read as more than letters."""


def scene(language: Language, now: Record | None, before: Record | None = None) -> compose.Scene:
    """Return the scene of the unit with the longest name, with these records."""
    unit = TREE.get("lang")
    view = View(
        MUNICIPALITY,
        ROUND,
        unit,
        None,
        language,
        Edition.STAFF,
        "shown",
        None,
        now,
        before,
        EARLIER.name if before else "",
    )
    return compose.scene(words().texts[language], words().minutes, MADE, view)


def document(name: str, language: Language, now: Record | None, before: Record | None = None) -> Document:
    return compose.compose_document(MADE[name], scene(language, now, before))


def blocks(made: Document) -> list[Block]:
    return [block for section in made.sections for block in section.blocks]


def tables(made: Document) -> list[Table]:
    return [block for block in blocks(made) if isinstance(block, Table)]


def fields(made: Document) -> list[Field]:
    return [cell.field for table in tables(made) for row in table.rows for cell in row if cell.field]


def said(made: Document) -> str:
    """Return all letters of a document, one block or cell a line."""
    return "\n".join(line for block in blocks(made) for line in _lines(block))


def _lines(block: Block) -> list[str]:
    match block:
        case Heading() | Paragraph():
            return [plain(block.text)]
        case List():
            return [plain(item) for item in block.items]
        case Box():
            return [plain(block.title), *(line for child in block.body for line in _lines(child))]
        case Table():
            return [line for row in block.rows for cell in row for line in _cell(cell)]
        case _:
            return []


def _cell(cell: Cell) -> list[str]:
    own = [plain(cell.text), cell.field.value if cell.field else ""]
    return [line for line in (*own, *(line for child in cell.more for line in _lines(child))) if line]


# ---------------------------------------------------------------- words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_of_a_record_has_a_word_of_its_own(language: Language):
    own = scene(language, NOW).words
    for said_of, values in (
        (record_words.way_word, WAYS),
        (record_words.half_word, HALVES),
        (record_words.status_word, STATUSES),
        (record_words.degree_word, DEGREES),
        (record_words.square_word, SQUARES),
        (record_words.who_word, WHOSE),
    ):
        found = [said_of(own, value) for value in values]  # type: ignore[operator] # each with its own values
        assert all(found)
        assert len(set(found)) == len(values)


def test_every_record_word_that_a_makeup_asks_for_is_there():
    makeups = MAKEUPS.value
    assert makeups is not None
    asked = {word for makeup in makeups for word in _asked(makeup)}
    assert (
        {"overview", "goal", "measures", "said_and_did", "roadmap", "poster", "next_step"} <= asked <= {*RECORD_WORDS}
    )


def _asked(node: object) -> set[str]:
    if isinstance(node, tuple | list):
        return {word for child in node for word in _asked(child)}
    if isinstance(node, dict):
        return _asked(list(node.values()))
    if getattr(node, "word", "") == "record":
        return {node.key}  # type: ignore[attr-defined] # an item
    return {word for name in getattr(node, "__slots__", ()) for word in _asked(getattr(node, name))}


# ---------------------------------------------------------------- the plan


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_plan_says_all_that_the_unit_decided(language: Language):
    text = said(document("action_plan", language, NOW))
    for goal in NOW.goals:
        for part in (goal.text, goal.target, *goal.staff, *goal.leader, *goal.organisation):
            assert part in text
    for measure in NOW.measures:
        assert measure.text in text
        assert measure.responsible in text
    assert NOW.leaders_own[0].commits in text


def test_a_measure_stands_in_fields_with_its_deadline_its_status_and_its_last_change():
    found = {field.tag: field.value for field in fields(document("action_plan", "nb", NOW))}
    own = {tag.rpartition(".")[2]: value for tag, value in found.items() if ".t1." in tag}
    assert own == {
        "measure": "Lage en liste over hva hver avdeling bestemmer selv",
        "responsible": "pedagogisk leder, Blåbær",
        "deadline": "2026-05-15",
        "status": "Gjennomført",
        "seen": "12.\u00a0november 2026. Ja, vi spør sjeldnere.",
    }


def test_the_last_change_is_the_latest_whatever_order_it_was_written_in():
    changes = (StatusChange("2026-11-12", "done"), StatusChange("2026-08-20", "started"))
    now = replace(NOW, measures=(replace(NOW.measures[0], changes=changes),))
    found = {
        field.tag.rpartition(".")[2]: field.value
        for field in fields(document("action_plan", "nn", now))
        if ".t1." in field.tag
    }
    assert (found["status"], found["seen"]) == ("Gjennomført", "12.\u00a0november 2026")


def test_every_factor_has_empty_rows_to_add_measures_in():
    empty = [field for field in fields(document("action_plan", "nb", NOW)) if ".new" in field.tag]
    assert len(empty) == 2 * len(NOW.chosen) * 5
    assert {field.value for field in empty} == {""}


def test_tags_are_each_there_once():
    tags = [field.tag for field in fields(document("action_plan", "nb", NOW))]
    assert len(tags) == len(set(tags))


def test_a_goal_that_the_unit_has_not_written_is_not_told_in_packgens_words():
    text = said(document("action_plan", "nb", NOW))
    assert scene("nb", NOW).words.string("factors.prosocial_motivation.goal") not in text


def test_a_measure_of_a_factor_that_nobody_chose_is_in_the_plan_too():
    lost = Measure("t9", 8, "Bytte vakter i egen avdeling", "alle", "2026-09-01")
    assert lost.text in said(document("action_plan", "nb", replace(NOW, measures=(*NOW.measures, lost))))


def test_the_plan_names_the_days_to_look_at_it_a_year_ahead_but_those_that_are_past():
    text = said(document("action_plan", "nb", replace(NOW, follow_ups=())))
    days = ["28.\u00a0juli 2026", "28.\u00a0oktober 2026", "28.\u00a0januar 2027", "28.\u00a0april 2027"]
    assert [day for day in days if day in text] == days
    assert [day for day in days if day in said(document("action_plan", "nb", NOW))] == days[2:]


def test_where_meeting_2_has_no_date_a_day_is_asked_for():
    unit = replace(TREE.get("lang"), meeting_two=Meeting())
    given = scene("nb", replace(NOW, roadmap=(replace(NOW.roadmap[0], date=""),)))
    made = compose.compose_document(MADE["action_plan"], replace(given, view=replace(given.view, unit=unit)))
    assert "Ingen dag er satt" in said(made)


@pytest.mark.parametrize("name", ["action_plan", "said_and_did", "appraisal_agreement"])
def test_what_people_wrote_is_letters_and_nothing_else(name: str):
    goal = Goal(3, DIRTY, DIRTY, (DIRTY,), (DIRTY,), (DIRTY,))
    measure = replace(
        NOW.measures[0], text=DIRTY, responsible=DIRTY, changes=(StatusChange("2026-08-20", "started", DIRTY),)
    )
    dirty = replace(NOW, roadmap=(replace(NOW.roadmap[0], goals=(goal,)),), measures=(measure,))
    assert DIRTY.rstrip(".") in said(document(name, "nb", dirty, dirty))


# ---------------------------------------------------------------- the round before


@pytest.mark.parametrize(
    ("language", "became"), [("nb", "Gjennomført, 10.\u00a0september 2024"), ("nn", "Ikkje starta")]
)
def test_the_sheet_of_the_round_before_says_what_became_of_each_measure(language: Language, became: str):
    lines = said(document("said_and_did", language, None, BEFORE)).split("\n")
    assert [m.text for m in BEFORE.measures if m.text in lines] == [m.text for m in BEFORE.measures]
    assert became in lines


def test_the_degree_is_that_of_the_last_follow_up():
    text = said(document("said_and_did", "nb", None, replace(NOW, round="2024")))
    assert "kjente vi det igjen ofte." in text
    assert "kjente vi det igjen nesten alltid." in text
    assert "av og til" not in text


def test_the_sheet_of_the_round_before_names_that_round_and_asks_two_questions():
    made = document("said_and_did", "nb", None, BEFORE)
    assert "10-FAKTOR 2024" in said(made)
    assert sum(isinstance(b, Paragraph) and b.style == "label" for b in blocks(made)) == 2


# ---------------------------------------------------------------- the agreement and «Start her»


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_agreement_names_the_factors_and_what_is_still_to_be_done(language: Language):
    text = said(document("appraisal_agreement", language, NOW))
    assert "10. " in text
    assert "Henge opp det foreldrene har skrevet" in text
    assert "Lage en liste over hva hver avdeling bestemmer selv" not in text  # done
    assert "Gå gjennom hvem som kan kjøpe inn hva" not in text  # left


def test_the_agreement_has_room_for_a_unit_that_works_on_five_factors():
    five = tuple(replace(NOW.chosen[0], factor=number) for number in range(1, 6))
    table = tables(document("appraisal_agreement", "nb", replace(NOW, chosen=five)))[1]
    assert len(table.rows) == 1
    assert all(f"{number}. " in plain(table.rows[0][0].text) for number in range(1, 6))


def test_the_agreement_of_a_unit_that_has_chosen_nothing_is_as_it_was():
    assert len(tables(document("appraisal_agreement", "nb", None))) == 3
    assert len(tables(document("appraisal_agreement", "nb", None))[1].rows) == 4


CHOSEN = replace(NOW, **invented.AFTER_MEETING_ONE)
STAGES = {
    "": (None, None),
    "earlier": (None, BEFORE),
    "tally": (replace(CHOSEN, chosen=()), None),
    "chosen": (CHOSEN, BEFORE),
    "goals": (replace(NOW, measures=(), follow_ups=()), None),
    "plan": (replace(NOW, follow_ups=()), None),
    "followed_up": (NOW, None),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("stage", STAGES)
def test_start_here_says_what_comes_next(stage: str, language: Language):
    titles = {one: scene(language, None).words.string(f"start_here.next.{one}.title") for one in STAGES if one}
    text = said(document("start_here", language, *STAGES[stage])).split("\n")
    assert [one for one, title in titles.items() if title in text] == [stage] * bool(stage)


def test_start_here_lists_what_a_unit_has_come_to():
    listed = {state: invented.pack(state, "nb")["start_here"] for state in ("recorded", "chosen")}
    found = {state: _listed(made.data) for state, made in listed.items()}
    assert found["recorded"] - found["chosen"] >= {
        "Handlingsplan",
        "Det vi sa og det vi gjorde",
        "Veikartet vårt",
        "Hverdagen vår",
    }


def _listed(data: bytes) -> set[str]:
    table = docx.Document(BytesIO(data)).tables[-1]
    return {row.cells[0].text for row in table.rows}


def test_nothing_is_made_of_a_record_that_is_not_there():
    plain_state = {m.document for m in invented.pack("shown", "nb").values()}
    assert not plain_state & {m.id for m in words().makeups if not invented.is_without_record(m)}
