"""The forms of a unit as documents: which fields each has, what is filled in beforehand, whose form it says it is."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import invented
import pytest
import sample_records
from hypothesis import HealthCheck, given, settings
from office import Element, every, facts, opened, q

from packgen import compose, resources
from packgen.blocks import Block, Cell, Document, Field, Table, plain
from packgen.files import digest
from packgen.model import Choice, Edition, Language
from packgen.packs import make_pack, view_of
from packgen.record import Chosen, Record, Records
from packgen.record_form import BY_KEY, FormId, FormKind, find_id
from packgen.render import word
from packgen.theme import Theme

KINDS: dict[FormKind, str] = {"one": "form_one", "two": "form_two", "follow_up": "form_follow_up"}


def form(kind: FormKind, record: Record | None = None, language: Language = "nb", **settings: object) -> Document:
    """Return the form of the unit with the longest name."""
    found = invented.gathered(None, language)
    municipality = replace(found.municipality, **settings)  # type: ignore[arg-type] # settings by their names
    found = replace(found, municipality=municipality, records=Records({"lang": record} if record else {}))
    view = view_of(found, invented.TREE.get("lang"), Edition.STAFF)
    words = invented.words()
    makeups = {makeup.id: makeup for makeup in words.makeups}
    scene = compose.scene(words.texts[language], words.minutes, makeups, view)
    return compose.compose_document(makeups[KINDS[kind]], scene)


def blocks(document: Document) -> Iterator[Block]:
    return (block for section in document.sections for block in section.blocks)


def cells(document: Document) -> Iterator[Cell]:
    return (cell for block in blocks(document) if isinstance(block, Table) for row in block.rows for cell in row)


def fields(document: Document) -> dict[str, Field]:
    return {cell.field.tag: cell.field for cell in cells(document) if cell.field is not None}


def known(document: Document) -> dict[str, str]:
    return {tag: field.value for tag, field in fields(document).items() if field.value}


def head(document: Document) -> dict[str, str]:
    table = next(block for block in blocks(document) if isinstance(block, Table))
    return {plain(label.text): plain(cell.text) for label, cell in table.rows if cell.field is None}


# ---------------------------------------------------------------- fields


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_field_has_the_key_and_number_of_the_catalogue(kind: FormKind, language: Language):
    found = [cell.field for cell in cells(form(kind, sample_records.record("lang"), language)) if cell.field]
    assert found
    assert {field.tag: field.number for field in found} == {f.tag: BY_KEY[kind][f.tag].number for f in found}
    assert len(found) == len({field.tag for field in found})


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_field_has_a_title_of_its_own_that_word_takes_and_a_prompt(kind: FormKind, language: Language):
    found = fields(form(kind, sample_records.record("lang"), language)).values()
    assert [field.tag for field in found if not field.prompt or not 0 < len(field.title) <= 64] == []
    assert len({field.title for field in found}) == len(found)


def test_the_form_of_meeting_1_has_a_tally_and_reasons_for_each_factor_and_slots_for_those_chosen():
    found = fields(form("one", choice=Choice(2, 2, 1, 3))).keys()
    assert {f"tally.{n}.{half}" for n in range(1, 11) for half in ("content", "improve")} <= found
    assert {f"reasons.{n}.{half}" for n in range(11) for half in ("content", "improve")} <= found
    assert {tag for tag in found if tag.startswith("chosen.") and tag.endswith("factor")} == {
        "chosen.1.factor", "chosen.2.factor", "chosen.3.factor"
    }  # fmt: skip
    assert {tag for tag in found if tag.startswith("own.")} == {"own.1.factor", "own.1.commits"}


def test_a_unit_that_has_chosen_more_than_settings_say_has_slots_for_them_all():
    record = Record("lang", "2026", chosen=tuple(Chosen(n, "keep") for n in (1, 4, 7, 9)))
    assert known(form("one", record))["chosen.4.factor"].startswith("9. ")
    assert known(form("two", record))["goal.4.factor"].startswith("9. ")


def test_choices_offer_the_ten_factors_in_the_names_of_the_municipality():
    options = fields(form("one", factor_names="older"))["chosen.1.factor"].options
    assert len(options) == 10
    assert options[0] == "1. Oppgavemotivasjon"


def test_the_form_of_meeting_2_has_eight_rows_for_measures_and_more_where_the_record_has():
    assert "measure.8.text" in fields(form("two"))
    assert "measure.9.text" not in fields(form("two"))
    full = sample_records.record("lang")
    many = tuple(replace(full.measures[0], id=f"t{n}", text=f"Tiltak {n}") for n in range(1, 12))
    full_plan = form("two", replace(full, measures=many))
    assert known(full_plan)["measure.11.text"] == "Tiltak 11"
    assert "measure.15.text" in fields(full_plan)  # four rows to go on in
    assert "measure.16.text" not in fields(full_plan)


# ---------------------------------------------------------------- what is known


def test_the_form_of_meeting_1_shows_what_the_first_session_said():
    found = known(form("one", sample_records.record("lang")))
    assert (found["date"], found["session"], found["groups"]) == ("2026-04-14", "1", "4")
    assert (found["tally.3.content"], found["tally.3.improve"]) == ("1", "3")
    assert "tally.2.content" not in found
    assert found["reasons.0.content"] == "Vi ler sammen hver dag."
    assert (found["chosen.2.factor"], found["chosen.2.way"]) == ("10. Prososial motivasjon", "Ta vare på")
    assert found["own.1.commits"].startswith("Jeg er på hver avdeling")


def test_an_empty_form_knows_nothing_but_which_session_it_is():
    assert known(form("one")) == {"session": "1"}
    assert known(form("two")) == {"session": "1"}


def test_where_meetings_are_held_in_shifts_the_form_is_about_the_next_session():
    found = known(form("one", sample_records.record("lang"), meeting_form="shifts"))
    assert found["session"] == "3"
    assert "date" not in found
    assert found["chosen.1.factor"] == "3. Autonomi"
    two = known(form("two", sample_records.record("lang"), meeting_form="shifts"))
    assert two["session"] == "2"
    assert "measure.1.text" not in two
    assert "goal.1.text" not in two


def test_the_form_of_meeting_2_shows_goals_ideas_and_the_measures_that_came_with_it():
    found = known(form("two", sample_records.record("lang")))
    assert found["goal.1.staff"].splitlines()[1] == "Vi sier fra når vi har bestemt noe."
    assert found["ideas.unplaced"] == "Bytte avdeling en dag"
    assert found["ideas.large_easy"].startswith("Liste over")
    assert (found["measure.3.factor"], found["measure.3.deadline"]) == ("10. Prososial motivasjon", "2026-09-01")
    assert "measure.4.text" not in found  # came with a follow-up


def test_a_goal_that_is_known_has_packgens_own_as_help_and_an_unknown_one_has_none():
    words = invented.words().texts["nb"].node("factors.autonomy.goal")
    said = [plain(block.text) for block in blocks(form("two", sample_records.record("lang"))) if hasattr(block, "text")]
    assert any(words in one for one in said)
    assert not any("Et forslag til mål" in plain(b.text) for b in blocks(form("two")) if hasattr(b, "text"))


def test_a_follow_up_is_the_next_one_and_has_no_answers_beforehand():
    document = form("follow_up", sample_records.record("lang"))
    assert known(document) == {}
    assert {"degree.3", "degree.10", "answer.6", "status.t4.note", "measure.3.deadline"} <= fields(document).keys()
    assert "degree.1" not in fields(document)
    assert head(document)["Oppfølging nummer"] == "3"


def test_a_follow_up_says_what_was_agreed_of_each_measure():
    document = form("follow_up", sample_records.record("lang"))
    said = [plain(more.text) for cell in cells(document) for more in cell.more if hasattr(more, "text")]
    assert "3. Autonomi · styrer · frist 1.\u00a0juni 2026 · sist: «Lagt bort»" in said


def test_a_follow_up_without_a_plan_can_still_be_made():
    assert "answer.1" in fields(form("follow_up"))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sample_records.records())
def test_nothing_of_a_record_is_lost_in_the_form_of_meeting_1(record: Record):
    record = replace(record, unit="lang", analysis=record.analysis[:1])
    found = known(form("one", record))
    for session in record.analysis:
        assert {f"tally.{c.factor}.improve" for c in session.tally} <= found.keys()
        written = [line for key, value in found.items() if key.startswith("reasons.") for line in value.split("\n")]
        assert sorted(written) == sorted(reason.text for reason in session.reasons)
    assert sum(key.startswith("chosen.") for key in found) == 2 * len(record.chosen)
    assert sum(key.startswith("own.") and key.endswith("factor") for key in found) == len(record.leaders_own)


# ---------------------------------------------------------------- whose form it is


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_table_says_whose_form_it_is(kind: FormKind):
    shown = head(form(kind, sample_records.record("lang")))
    number = 3 if kind == "follow_up" else 0
    assert shown["Enhet"] == invented.LONGEST
    assert shown["Runde"] == invented.ROUND.name
    assert find_id(shown["Id-en til skjemaet"]) == (FormId("provevik", "2026", "lang", kind, number), True)


@pytest.mark.parametrize("kind", KINDS)
def test_help_stands_on_the_page_of_its_table(kind: FormKind):
    for block, following in pairwise(blocks(form(kind, sample_records.record("lang")))):
        assert not (isinstance(block, Table) and isinstance(following, Table))


# ---------------------------------------------------------------- in Word


def words_of(element: Element) -> list[str]:
    return ["".join(facts(paragraph, ".//w:t/text()")) for paragraph in element.iter(q("w:p"))]


def cell_of(kind: FormKind, key: str, record: Record | None = None) -> Element:
    """Return the table cell in which a field stands in Word."""
    made = word.render(form(kind, record), Theme(), (resources.TEMPLATES / "word.docx").read_bytes())
    (tag,) = every(opened(made).xml["word/document.xml"], f"//w:tag[@w:val='{key}']")
    cell: Element = next(tag.iterancestors(q("w:tc")))
    return cell


def test_a_number_stands_before_its_field_and_outside_it():
    cell = cell_of("one", "tally.3.improve", sample_records.record("lang"))
    assert words_of(cell) == ["23:\u00a03"]
    assert facts(cell, ".//w:sdtContent//w:t/text()") == ["3"]


def test_a_field_of_several_lines_is_a_block_of_paragraphs_after_its_number():
    cell = cell_of("two", "goal.1.leader", sample_records.record("lang"))
    assert words_of(cell)[:3] == ["15:\u00a0", *sample_records.record().roadmap[0].goals[0].leader]
    assert facts(cell, "w:sdt/w:sdtPr/w:tag/@w:val") == ["goal.1.leader"]
    assert not every(cell, ".//w:sdtPr/w:text")


def test_a_day_is_written_with_digits_and_known_to_word():
    cell = cell_of("one", "date", sample_records.record("lang"))
    assert words_of(cell) == ["1:\u00a014.04.2026"]
    assert facts(cell, ".//w:date/@w:fullDate") == ["2026-04-14T00:00:00Z"]
    assert facts(cell, ".//w:dateFormat/@w:val") == ["dd.MM.yyyy"]


def test_an_empty_field_shows_its_prompt_as_one():
    cell = cell_of("one", "reasons.2.content")
    assert words_of(cell)[:2] == ["32:\u00a0", "Fordi …"]
    assert len(every(cell, ".//w:sdtPr/w:showingPlcHdr")) == 1


def test_a_pack_has_each_form_in_word_and_in_excel():
    given_ = replace(invented.gathered(None), documents=("form_one",))
    docx, xlsx = make_pack(given_, invented.TREE.get("lang"), invented.words(), invented.looks())
    assert docx.path.removesuffix("docx") == xlsx.path.removesuffix("xlsx")
    assert xlsx.made_from == digest(docx.data)
    assert (xlsx.document, xlsx.edition, xlsx.unit) == (docx.document, docx.edition, docx.unit)
