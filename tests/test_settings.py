"""A municipality's settings: defaults, both spellings of things, and every slip with its place."""

from pathlib import Path

import pytest

from packgen import units
from packgen.content import texts
from packgen.model import Choice, Contact, Link, Municipality
from packgen.problems import values_of
from packgen.resources import CONTENT
from packgen.settings import FILE_NAME, SETTINGS, load
from packgen.settings_page import make


def municipality(folder: Path, text: str, *files: str) -> tuple[Municipality | None, list[tuple[str, int | None]]]:
    folder.mkdir(exist_ok=True)
    (folder / FILE_NAME).write_text(text, encoding="utf-8")
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"")
    outcome = load(folder)
    return outcome.value, [(p.code, p.place.line) for p in outcome.problems]


def codes(folder: Path, text: str, *files: str) -> list[tuple[str, int | None]]:
    return municipality(folder, text, *files)[1]


def test_a_file_with_the_schema_alone_gives_every_default(tmp_path):
    value, problems = municipality(tmp_path / "Fjordvik Ås", "schema: 1\n")
    assert problems == []
    assert value == Municipality(
        folder=str(tmp_path / "Fjordvik Ås"), id="fjordvik-aas", name="Fjordvik Ås", language="nb"
    )


def test_a_full_file_is_read(tmp_path):
    text = """
schema: 1
name: Fjordvik kommune
language: nynorsk
factor_names: older
choice: {keep: 1, improve: 1, work_on_min: 1, work_on_max: 3}
meeting_form: two_meetings
contact: {name: HR, email: hr@fjordvik.no, phone: "55 00 00 00"}
links:
  - {id: poll, text: Avstemming, url: "https://fjordvik.no/poll"}
units: einingar.xlsx
rounds:
  - id: 2024
    limit: 3
    results: resultat/2024.xlsx
    released_under_limit: ja
    released_n_at_least_10: true
  - id: 2026
    name: Medarbeidarundersøkinga 2026
    period: vår 2026
    results: ["resultat\\\\2026.csv", resultat]
    replaces_unreleased: ja
    dates: {answering_start: 6.3.2026, answering_end: 2026-03-19}
    columns: {unit: Avdeling, answered: Svara}
"""
    value, problems = municipality(tmp_path, text, "einingar.xlsx", "resultat/2024.xlsx", "resultat/2026.csv")
    assert problems == []
    assert (value.name, value.language, value.factor_names) == ("Fjordvik kommune", "nn", "older")
    assert value.choice == Choice(1, 1, 1, 3)
    assert value.contact == Contact("HR", "hr@fjordvik.no", "55 00 00 00")
    assert value.links == (Link("poll", "Avstemming", "https://fjordvik.no/poll"),)
    assert value.units_file == "einingar.xlsx"
    first, last = value.rounds
    assert (first.name, first.period, first.limit, first.results) == (
        "10-FAKTOR 2024",
        "2024",
        3,
        ("resultat/2024.xlsx",),
    )
    assert (first.released_under_limit, first.released_n_at_least_10, first.replaces_unreleased) == (True, True, False)
    assert (last.name, last.period, last.limit) == ("Medarbeidarundersøkinga 2026", "vår 2026", 5)
    assert last.results == ("resultat/2026.csv", "resultat")
    assert (last.dates.answering_start, last.dates.answering_end) == ("2026-03-06", "2026-03-19")
    assert (last.columns.unit, last.columns.answered, last.columns.parent) == ("Avdeling", "Svara", "")
    assert last.replaces_unreleased


def test_a_folder_or_file_that_is_not_there_is_told(tmp_path):
    assert [p.code for p in load(tmp_path / "fins-ikkje").problems] == ["settings.no_folder"]
    assert [p.code for p in load(tmp_path).problems] == ["settings.no_file"]


def test_a_file_that_cannot_be_read_as_yaml_has_no_value(tmp_path):
    value, problems = municipality(tmp_path, "schema: 1\nname: a: b\n")
    assert value is None
    assert problems == [("yaml.colon_in_text", 2)]


def test_repeated_keys_and_wrong_values_are_told_together(tmp_path):
    text = "schema: 1\nname: A\nname: B\nlanguage: svensk\n"
    assert codes(tmp_path, text) == [("yaml.repeated_key", 3), ("fields.not_language", 4)]


@pytest.mark.parametrize("limit", ["2", "0", "-3", "5,5", "fem", "100"])
def test_the_limit_is_never_below_three(tmp_path, limit):
    text = f"schema: 1\nrounds:\n  - id: 2026\n    limit: {limit}\n"
    value, problems = municipality(tmp_path, text)
    assert problems == [("settings.limit_outside", 4)]
    assert value.rounds[0].limit == 5


def test_what_no_single_field_shows_is_told(tmp_path):
    text = """schema: 1
choice: {work_on_min: 3, work_on_max: 1}
links:
  - {id: a, text: A, url: "https://a.no"}
  - {id: a, text: B, url: "https://b.no"}
rounds:
  - id: 2026
    released_n_at_least_10: ja
    dates:
      answering_start: 19.3.2026
      answering_end: 6.3.2026
  - id: vår 2024
  - id: Vår-2024
"""
    assert codes(tmp_path, text) == [
        ("settings.n_without_release", 8),
        ("settings.dates_turned", 11),
        ("settings.round_twice", 13),
        ("settings.rounds_turned", 12),
        ("settings.link_twice", 5),
        ("settings.work_on_turned", 2),
    ]


@pytest.mark.parametrize(
    "path",
    ["../x.xlsx", "a/../../x.xlsx", "/etc/passwd", "C:\\\\x.xlsx", "C:x.xlsx", "\\\\\\\\server\\\\x.xlsx", "circle/x"],
)
def test_a_path_stays_in_the_folder(tmp_path, path):
    folder = tmp_path / "m"
    folder.mkdir()
    (folder / "circle").symlink_to(folder / "circle")
    (tmp_path / "x.xlsx").write_bytes(b"")
    assert codes(folder, f'schema: 1\nunits: "{path}"\n') == [("settings.path_outside", 2)]


def test_a_link_on_the_disk_does_not_lead_out_of_the_folder(tmp_path):
    (tmp_path / "secret.xlsx").write_bytes(b"")
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "a.xlsx").symlink_to(tmp_path / "secret.xlsx")
    assert codes(tmp_path / "m", "schema: 1\nunits: a.xlsx\n") == [("settings.path_outside", 2)]


def test_a_missing_file_is_told_with_the_one_that_may_be_meant(tmp_path):
    text = "schema: 1\nunits: eininger.xlsx\nrounds:\n  - id: 2026\n    results:\n      - finst-ikkje.csv\n"
    (tmp_path / "einingar.xlsx").write_bytes(b"")
    (tmp_path / FILE_NAME).write_text(text, encoding="utf-8")
    first, second = load(tmp_path).problems
    assert (first.code, first.place.line) == ("settings.file_missing", 6)
    assert (second.code, second.place.line, values_of(second)["nearest"]) == (
        "settings.file_missing_near",
        2,
        "einingar.xlsx",
    )
    long = "å" * 190
    assert codes(tmp_path, f"schema: 1\nunits: {long}\n") == [("settings.file_missing", 2)]


@pytest.mark.parametrize(("language", "page"), [("nb", "innstillinger.md"), ("nn", "innstillingar.md")])
def test_the_page_in_docs_is_the_one_that_the_schema_makes(language, page):
    committed = Path(__file__).parents[1] / "docs" / page
    made = make(texts.load(CONTENT, language).value)
    assert committed.read_text(encoding="utf-8") == made, "run docs/make_settings_pages.py"


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_setting_has_a_sentence_and_every_sentence_a_setting(language):
    found = texts.load(CONTENT, language).value
    explained = {".".join(map(str, path[2:])) for path, _ in found.leaves() if path[:2] == ("settings", "fields")}
    settings = {setting.path.replace("[]", "") for setting in SETTINGS}
    sections = {f"{path.rpartition('.')[0]}.about" for path in settings if "." in path}
    assert explained == settings | sections


@pytest.mark.parametrize(
    ("language", "files"),
    [
        ("nb", ("enheter.xlsx", "resultater/2024.xlsx", "resultater/2026.xlsx", "resultater/skoler/1.xlsx")),
        ("nn", ("einingar.xlsx", "resultat/2024.xlsx", "resultat/2026.xlsx", "resultat/skular/1.xlsx")),
    ],
)
def test_the_example_of_the_page_is_read_without_a_problem(tmp_path, language, files):
    for file in files:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    example = texts.load(CONTENT, language).value.node("settings.page.example_yaml")
    assert codes(tmp_path, example, *files) == []


@pytest.mark.parametrize(("language", "name"), [("nb", "Fjord skole"), ("nn", "Fjord skule")])
def test_the_example_of_a_unit_list_is_read_without_a_problem(tmp_path, language, name):
    example = texts.load(CONTENT, language).value.node("settings.unit_list.example_yaml")
    (tmp_path / "u.yaml").write_text(example, encoding="utf-8")
    outcome = units.load(Municipality(str(tmp_path), "fjordvik", "Fjordvik", "nn", units_file="u.yaml"))
    assert outcome.problems == ()
    assert [unit.name for unit in outcome.value.units] == ["Oppvekst", name]
