"""A YAML file read by a table: every value typed or defaulted, nothing passed unread."""

from packgen import yaml_source
from packgen.fields import FILE, TEXT, whole
from packgen.problems import values_of
from packgen.schema import Section, Setting, read

SCHEMA = (
    Setting("name", TEXT, required=True),
    Setting("choice.keep", whole(1, 3), 2),
    Setting("choice.improve", whole(1, 3), 2),
    Setting("rounds[].id", TEXT, required=True),
    Setting("rounds[].files", FILE, many=True),
    Setting("rounds[].dates.start", TEXT),
)


def file(text: str) -> tuple[Section, list[tuple[str, int | None, dict[str, str]]]]:
    source = yaml_source.load(text.encode(), "f.yaml").value
    section, problems = read(source, SCHEMA)
    return section, [(p.code, p.place.line, dict(values_of(p))) for p in problems]


def test_a_full_file_is_read_in_its_types():
    section, problems = file(
        "name: A\nchoice: {keep: 1}\nrounds:\n  - id: x\n    files: [a, b]\n    dates: {start: s}\n"
    )
    assert problems == []
    assert (section["name"], section["choice.keep"], section["choice.improve"]) == ("A", 1, 2)
    (only,) = section["rounds"]
    assert (only["id"], only["files"], only["dates.start"]) == ("x", ("a", "b"), "s")


def test_one_value_stands_for_a_list_of_one():
    section, problems = file("name: A\nrounds:\n  - id: x\n    files: a.xlsx\n")
    assert problems == []
    assert section["rounds"][0]["files"] == ("a.xlsx",)


def test_what_is_left_out_has_its_default_and_what_must_stand_is_missed():
    section, problems = file("choice:\nrounds: [{files: a}]\n")
    assert (section["choice.keep"], section["name"]) == (2, "")
    assert problems == [("fields.missing", 1, {"field": "name"}), ("fields.missing", 2, {"field": "rounds.id"})]


def test_an_empty_file_misses_what_must_stand():
    _, problems = file("")
    assert problems == [("fields.missing", None, {"field": "name"})]


def test_an_unknown_field_is_refused_with_the_best_advice():
    _, problems = file("nmae: A\nname: B\nkeep: 2\nzzz: 3\nchoice:\n  kep: 1\n")
    assert problems == [
        ("fields.unknown_near", 1, {"field": "nmae", "nearest": "name"}),
        ("fields.misplaced", 3, {"field": "keep", "path": "choice.keep"}),
        ("fields.unknown", 4, {"field": "zzz", "known": "name, choice, rounds"}),
        ("fields.unknown_near", 6, {"field": "kep", "nearest": "keep"}),
    ]


def test_a_value_of_the_wrong_shape_is_told_what_it_should_be():
    _, problems = file("name: [a]\nchoice: 3\nrounds:\n  id: x\n")
    assert problems == [
        ("fields.not_one_value", 1, {"field": "name"}),
        ("fields.not_section", 2, {"field": "choice"}),
        ("fields.not_list", 3, {"field": "rounds"}),
    ]
    _, problems = file("name: a\nrounds:\n  - x\n")
    assert problems == [("fields.not_section", 3, {"field": "rounds"}), ("fields.missing", 3, {"field": "rounds.id"})]


def test_a_wrong_value_is_told_at_its_own_line_and_the_default_stands():
    section, problems = file("name: a\nchoice:\n  keep: 9\n  improve: to\n")
    assert [(code, line) for code, line, _ in problems] == [("fields.not_whole", 3), ("fields.not_whole", 4)]
    assert (section["choice.keep"], section["choice.improve"]) == (2, 2)


def test_a_value_knows_where_it_stands():
    section, _ = file("name: a\nrounds:\n  - id: x\n    files:\n      - a\n      - b\n")
    (only,) = section["rounds"]
    assert only.place("files", 1).line == 6
    assert only.place("id").line == 3
    assert only.place("dates.start").line == 3
    assert section.place().line == 1


def test_a_file_that_is_no_section_is_told():
    _, problems = file("- a\n- b\n")
    assert problems == [("fields.not_section", 1, {"field": "–"}), ("fields.missing", 1, {"field": "name"})]


def test_a_list_without_end_is_told_and_not_read():
    section, problems = file("name: A\nrounds:\n" + "  - x\n" * 1_001)
    assert problems == [("fields.too_many", 2, {"field": "rounds", "limit": "1000"})]
    assert section["rounds"] == ()
