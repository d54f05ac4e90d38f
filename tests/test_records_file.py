"""A unit's record as a file: what is written is read again, slips are told, units are followed over rounds."""

from dataclasses import replace
from pathlib import Path

import pytest
import sample_records
from hypothesis import given, settings

from packgen import messages, records_file, unit_records
from packgen.model import Municipality, Round, Unit, UnitTree
from packgen.problems import Problem, values_of
from packgen.record import FollowUp, Measure, Record
from packgen.resources import CONTENT

FILE = "records/kanutten-barnehage/2026.yaml"
HEAD = "schema: 1\nunit: kanutten-barnehage\nround: 2026\n"
WORDS = messages.load(CONTENT, "nb")


def problems(text: str, file: str = FILE) -> tuple[Problem, ...]:
    return records_file.read((HEAD + text).encode(), file).problems


def told(text: str) -> list[tuple[str, int | None, str]]:
    return [(p.code, p.place.line, WORDS.tell(p).message) for p in problems(text)]


# ---------------------------------------------------------------- there and back


def test_a_full_record_is_read_as_it_was_written():
    record = sample_records.record()
    outcome = records_file.read(records_file.write(record, "Om filen"), FILE)
    assert (outcome.value, outcome.problems) == (record, ())


@settings(max_examples=60, deadline=None)
@given(sample_records.records())
def test_any_record_is_read_as_it_was_written(record: Record):
    outcome = records_file.read(records_file.write(record, ""), FILE)
    assert (outcome.value, outcome.problems) == (record, ())


def test_a_record_is_written_so_that_people_can_read_it():
    record = Record(
        "skolen",
        "2026",
        measures=(Measure("t1", 3, 'Si "takk" \\ oftere', "rektor", "2026-06-01", (), "two.1"),),
        follow_ups=(FollowUp(1, "2026-08-20", ((3, "often"),), ("Ja.\nOg nei.", "", "", "", "", "")),),
    )
    assert records_file.write(record, "Om filen\n\nto avsnitt").decode() == (
        "# Om filen\n#\n# to avsnitt\n"
        'schema: 1\nunit: skolen\nround: "2026"\n\n'
        "measures:\n"
        "  - id: t1\n    factor: 3\n"
        '    text: "Si \\"takk\\" \\\\ oftere"\n    responsible: "rektor"\n'
        "    deadline: 2026-06-01\n    source: two.1\n\n"
        "follow_ups:\n"
        "  - number: 1\n    date: 2026-08-20\n"
        "    degrees:\n      - {factor: 3, degree: often}\n"
        '    answers:\n      - "Ja.\\nOg nei."\n      - ""\n      - ""\n      - ""\n      - ""\n      - ""\n'
    )


def test_the_comment_at_the_top_of_a_file_is_what_people_wrote_there():
    text = "# Rettet av HR\n#   i mai\nschema: 1\n# lenger nede\n"
    assert records_file.head_of(text.encode()) == "Rettet av HR\n  i mai"
    assert records_file.head_of(b"schema: 1\n") == ""
    again = records_file.write(sample_records.record(), "Rettet av HR\n  i mai")
    assert records_file.head_of(again) == "Rettet av HR\n  i mai"


# ---------------------------------------------------------------- what people write by hand


def test_everything_but_whose_it_is_may_be_left_out():
    outcome = records_file.read(HEAD.encode(), FILE)
    assert (outcome.value, outcome.problems) == (Record("kanutten-barnehage", "2026"), ())


def test_days_are_read_as_people_write_them_and_answers_may_have_lines():
    text = "measures:\n  - {id: T7, factor: 3, text: Møte, deadline: 1.6.2026}\n"
    text += "follow_ups:\n  - number: 1\n    answers:\n      - |\n        Ja.\n        Og nei.\n"
    record = records_file.read((HEAD + text).encode(), FILE).value
    assert record is not None
    assert (record.measures[0].id, record.measures[0].deadline) == ("t7", "2026-06-01")
    assert record.follow_ups[0].answers == ("Ja.\nOg nei.", "", "", "", "", "")


def test_a_long_text_has_room():
    text = f"leaders_own:\n  - {{factor: 5, commits: {'ord ' * 200}}}\n"
    assert problems(text) == ()


def test_all_slips_of_a_file_are_told_at_once_with_their_lines():
    text = """\
chosen:
  - {factor: 11, way: improve}
  - {factor: 3, way: forbedre}
measures:
  - id: tiltak 1
    factor: 3
    text: Møte
    dedline: 2026-06-01
  - {id: t2, factor: 3, text: Møte, deadline: 31.2.2026, changes: [{date: 2026-05-01, status: ferdig}]}
"""
    assert [(code, line) for code, line, _ in told(text)] == [
        ("fields.not_whole", 5),
        ("fields.not_one_of", 6),
        ("fields.unknown_near", 11),
        ("records.not_id", 8),
        ("fields.not_day", 12),
        ("fields.not_one_of", 12),
    ]
    assert "«tiltak 1» er ikke en id" in told(text)[3][2]


@pytest.mark.parametrize(
    ("text", "field", "line"),
    [
        ("measures:\n  - {id: t1, factor: 1, text: a}\n  - {id: t1, factor: 1, text: b}\n", "measures.id", 6),
        ("chosen:\n  - {factor: 3, way: keep}\n  - {factor: 3, way: improve}\n", "chosen.factor", 6),
        ("analysis:\n  - {groups: 3}\n  - {groups: 4}\n", "analysis.session", 6),
        ("analysis:\n  - tally:\n      - {factor: 3}\n      - {factor: 3}\n", "tally.factor", 7),
        ("follow_ups:\n  - {number: 1}\n  - {number: 1}\n", "follow_ups.number", 6),
    ],
)
def test_what_may_stand_once_is_told_when_it_stands_twice(text: str, field: str, line: int):
    [problem] = problems(text)
    assert (problem.code, problem.place.line, values_of(problem)["field"]) == ("records.twice", line, field)


def test_a_factor_cannot_be_the_groups_and_the_leaders_own():
    text = "chosen: [{factor: 3, way: keep}]\nleaders_own: [{factor: 3}]\n"
    assert [(code, line) for code, line, _ in told(text)] == [("records.own_is_chosen", 5)]


def test_more_answers_than_questions_are_told():
    assert [code for code, *_ in told("follow_ups:\n  - {number: 1, answers: [a, b, c, d, e, f, g]}\n")] == [
        "records.too_many_answers"
    ]


def test_a_file_that_lies_with_another_unit_or_round_is_told():
    codes = [p.code for p in problems("", "records/skolen/2024.yaml")]
    assert codes == ["records.unit_elsewhere", "records.round_elsewhere"]


# ---------------------------------------------------------------- a municipality's records

MUNICIPALITY = Municipality(
    "", "fjordvik", "Fjordvik", "nb", rounds=(Round("2024", "Vår 2024", "2024"), Round("2026", "", ""))
)


def lay(folder: Path, record: Record) -> Path:
    path = unit_records.path_of(replace(MUNICIPALITY, folder=str(folder)), record.unit, record.round)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(records_file.write(record, ""))
    return path


def read(folder: Path, *units: Unit) -> tuple[dict[str, Record], dict[str, Record], list[str]]:
    found, told_ = unit_records.read(replace(MUNICIPALITY, folder=str(folder)), UnitTree(units))
    return dict(found.now), dict(found.earlier), [p.code for p in told_]


def test_records_of_this_round_and_the_one_before_are_read(tmp_path: Path):
    now, before = sample_records.record("skolen"), sample_records.earlier("skolen")
    lay(tmp_path, now)
    lay(tmp_path, before)
    assert read(tmp_path, Unit("skolen", "Skolen")) == ({"skolen": now}, {"skolen": before}, [])
    found, _ = unit_records.read(replace(MUNICIPALITY, folder=str(tmp_path)), UnitTree((Unit("skolen", "Skolen"),)))
    assert found.earlier_round == "Vår 2024"


def test_a_renamed_unit_keeps_what_it_decided_in_the_round_before(tmp_path: Path):
    before = sample_records.earlier("barneskolen")
    lay(tmp_path, before)
    units = (Unit("skolen", "Skolen", was=("barneskolen",)), Unit("sfo", "SFO"))
    assert read(tmp_path, *units) == ({}, {"skolen": replace(before, unit="skolen")}, [])


def test_merged_and_split_units_have_no_record_of_the_round_before(tmp_path: Path):
    lay(tmp_path, sample_records.earlier("nord"))
    lay(tmp_path, sample_records.earlier("stor"))
    merged = Unit("skolen", "Skolen", was=("nord", "sor"))
    split = (Unit("a", "A", was=("stor",)), Unit("b", "B", was=("stor",)))
    assert read(tmp_path, merged, *split) == ({}, {}, [])


def test_a_record_of_no_unit_or_no_round_is_pointed_out(tmp_path: Path):
    lay(tmp_path, sample_records.record("skule"))
    lay(tmp_path, sample_records.record("skolen", "2025"))
    assert read(tmp_path, Unit("skolen", "Skolen")) == ({}, {}, ["records.no_unit", "records.no_round"])


def test_what_is_wrong_with_a_record_is_told_with_its_file(tmp_path: Path):
    path = lay(tmp_path, sample_records.record("skolen"))
    path.write_text(path.read_text("utf-8").replace("groups: 4", "groups: mange"), "utf-8")
    _, told_ = unit_records.read(replace(MUNICIPALITY, folder=str(tmp_path)), UnitTree((Unit("skolen", "Skolen"),)))
    assert [(p.code, p.place.file, p.place.line) for p in told_] == [("fields.not_whole", str(path), 8)]


def test_a_record_that_cannot_be_opened_is_told(tmp_path: Path):
    (tmp_path / "records" / "skolen" / "2026.yaml").mkdir(parents=True)
    assert read(tmp_path, Unit("skolen", "Skolen")) == ({}, {}, ["records.unreadable"])
