"""The next round: one entry more in the settings, meetings without dates, and not a letter or a cell besides."""

import io
import re
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
from invented import words
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import PatternFill
from test_cli import Session

from packgen import new_folder, new_round, resources, settings, units, workbook_cells
from packgen.commands import rounds
from packgen.content import texts
from packgen.new_folder import Answers
from packgen.pipeline import Request, gather
from packgen.problems import Outcome
from packgen.store import LockedError, write_whole
from packgen.workbook_cells import CannotEditError

EXAMPLES = Path(__file__).parents[1] / "examples"
SAID = {"nb": "Datoene for {earlier} står over.", "nn": "Datoane for {earlier} står over."}
TEXTS = {language: texts.load(resources.CONTENT, language).value for language in ("nb", "nn")}


def run(*arguments: object) -> tuple[int, str, str]:
    """Return the exit code of a command, what it said and what it complained of."""
    at = Session()
    return at.run(*arguments), at.said, at.complained


@pytest.fixture
def fjordvik(tmp_path: Path) -> Path:
    """Return a copy of the example, with its records."""
    folder = tmp_path / "fjordvik"
    shutil.copytree(EXAMPLES / "fjordvik", folder)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def with_settings(tmp_path: Path, rounds: str, rest: str = "") -> Path:
    folder = tmp_path / "testvik"
    folder.mkdir()
    (folder / "municipality.yaml").write_bytes(f"schema: 1\n{rest}{rounds}".encode())
    return folder


def added(folder: Path, name: str = "2028") -> str:
    """Return the settings with a new round, as text."""
    made = new_round.make(folder, name, SAID)
    assert [p.code for p in made.problems if p.is_error] == []
    return made.value.files[folder / "municipality.yaml"].decode()


def codes(made: Outcome) -> list[str]:
    return [problem.code for problem in made.problems]


# ---------------------------------------------------------------- the settings in YAML


def test_an_entry_is_added_below_the_last_round_and_every_other_byte_stays(fjordvik: Path):
    before = (fjordvik / "municipality.yaml").read_bytes()
    code, _, _ = run("round", "new", "2028", str(fjordvik))
    after = (fjordvik / "municipality.yaml").read_bytes()
    assert code == 0
    assert after.startswith(before)
    assert after[len(before) :].decode().splitlines()[:2] == ["  - id: 2028", "    limit: 5"]
    assert re.fullmatch(r"    # .*2026.*", after[len(before) :].decode().splitlines()[2])


def test_the_new_round_has_the_limit_and_neither_dates_nor_results(fjordvik: Path):
    run("round", "new", "2028", str(fjordvik))
    loaded = settings.load(fjordvik)
    assert loaded.problems == ()
    new = loaded.value.rounds[-1]
    assert (new.id, new.name, new.period, new.limit) == ("2028", "10-FAKTOR 2028", "2028", 5)
    assert new.results == ()
    assert new.dates == settings.RoundDates()


NEW = "Datoene for 2026 står over."
LAST = "rounds:\n  - id: 2026\n    limit: 5\n"
NEXT = f"  - id: 2028\n    limit: 5\n    # {NEW}\n"


@pytest.mark.parametrize(
    ("rounds", "expected"),
    [
        ("rounds:\n- id: 2026\n  limit: 3\n", f"rounds:\n- id: 2026\n  limit: 3\n- id: 2028\n  limit: 3\n  # {NEW}\n"),
        ("rounds:\n  - {id: 2026}  # nå\n", "rounds:\n  - {id: 2026}  # nå\n  - {id: 2028}\n"),
        (
            "rounds: [{id: 2024}, {id: 2026, limit: 7}]",
            "rounds: [{id: 2024}, {id: 2026, limit: 7}, {id: 2028, limit: 7}]",
        ),
        ("rounds:\n  -   id: '2026'", f"rounds:\n  -   id: '2026'\n  -   id: 2028\n      # {NEW}\n"),
        (f"{LAST}    # om 2026\n\nlarge_print: ja\n", f"{LAST}    # om 2026\n{NEXT}\nlarge_print: ja\n"),
        (f"{LAST}# om det neste\nlarge_print: ja\n", f"{LAST}{NEXT}# om det neste\nlarge_print: ja\n"),
        (LAST.replace("\n", "\r\n"), (LAST + NEXT).replace("\n", "\r\n")),
    ],
)
def test_it_is_written_as_the_others_are(tmp_path: Path, rounds: str, expected: str):
    folder = with_settings(tmp_path, rounds)
    assert added(folder) == "schema: 1\n" + expected


def test_what_was_stated_of_one_rounds_figures_is_not_stated_of_the_next(tmp_path: Path):
    folder = with_settings(
        tmp_path,
        "rounds:\n  - id: 2026\n    limit: 5\n    released_under_limit: ja\n    released_n_at_least_10: ja\n"
        "    replaces_unreleased: ja\n    dates: {results: 1.4.2026}\n"
        "    columns: {unit: Avdeling, answered: 'Svart: antall'}\n",
    )
    made = new_round.make(folder, "2028", SAID).value
    new = settings.of_bytes(folder, "municipality.yaml", made.files[folder / "municipality.yaml"]).value.rounds[-1]
    stated = (new.released_under_limit, new.released_n_at_least_10, new.replaces_unreleased)
    assert stated == (False, False, False)
    assert (new.columns.unit, new.columns.answered) == ("Avdeling", "Svart: antall")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Medarbeiderundersøkelsen 2026", "Medarbeiderundersøkelsen 2028"), ("Vårrunden", "10-FAKTOR 2028")],
)
def test_a_name_of_the_municipalitys_own_follows_where_it_names_the_year(tmp_path: Path, name: str, expected: str):
    folder = with_settings(tmp_path, f"rounds:\n  - id: 2026\n    name: {name}\n")
    assert new_round.make(folder, "2028", SAID).value.round.name == expected
    assert ("name: Medarb" in added(folder).partition("2028")[2]) == name.endswith("2026")


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("kind", ["yaml", "excel"])
def test_the_folder_of_packgen_new_takes_a_next_round(tmp_path: Path, language: str, kind: str):
    given = Answers("Testvik", language, 5, "2026", "hr@testvik.example", kind == "excel")
    for path, data in new_folder.files(given, TEXTS[language]).items():
        write_whole(tmp_path / path, data)
    code, _, said = run("round", "new", "2028", str(tmp_path))
    assert code == 0, said
    assert [(r.id, r.limit) for r in settings.load(tmp_path).value.rounds] == [("2026", 5), ("2028", 5)]


def test_comments_of_the_last_round_stay_with_it(tmp_path: Path):
    given = Answers("Testvik", "nb", 5, "2026", "", excel=False)
    for path, data in new_folder.files(given, TEXTS["nb"]).items():
        write_whole(tmp_path / path, data)
    before = (tmp_path / "municipality.yaml").read_text("utf-8")
    after = added(tmp_path)
    start = after.index("  - id: 2028")
    assert before[:start] == after[:start]
    assert "#      answered: " in after[:start].splitlines()[-1]


# ---------------------------------------------------------------- the settings in Excel


def in_excel(tmp_path: Path, **last: object) -> Path:
    values = {"schema": "1", "name": "Testvik", "rounds": [{"id": "2024", "limit": "3"}, {"id": "2026", **last}]}
    folder = tmp_path / "testvik"
    folder.mkdir()
    from_form = new_folder.settings_form.write(TEXTS["nb"], values)
    (folder / "innstillinger.xlsx").write_bytes(from_form)
    return folder


def test_a_row_is_added_in_the_workbook_and_the_formats_stay(tmp_path: Path):
    folder = in_excel(tmp_path, limit="4", columns={"unit": "Avdeling"})
    before = openpyxl.load_workbook(folder / "innstillinger.xlsx")
    made = new_round.make(folder, "2028", SAID).value
    after = openpyxl.load_workbook(io.BytesIO(made.files[folder / "innstillinger.xlsx"]))
    changed = {
        (sheet.title, cell.coordinate): cell.value
        for sheet in after
        for row in sheet.iter_rows()
        for cell in row
        if cell.value != before[sheet.title][cell.coordinate].value
    }
    assert changed == {
        ("Runder", "A9"): "2028",
        ("Runder", "D9"): 4,
        ("Kolonner i resultatene", "A9"): "2028",
        ("Kolonner i resultatene", "B9"): "Avdeling",
    }
    for sheet, cell in changed:
        assert str(after[sheet][cell]._style) == str(before[sheet][cell]._style)


# ---------------------------------------------------------------- the unit list


def cells(data: bytes) -> dict[tuple[str, str], tuple[object, object]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {
        (sheet.title, cell.coordinate): (cell.value, str(cell._style))
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
    }


def test_only_dates_and_times_of_meetings_go_from_the_unit_list(fjordvik: Path):
    before = (fjordvik / "enheter.xlsx").read_bytes()
    old = units.load(settings.load(fjordvik).value).value
    assert sum(bool(unit.meeting_one.date) for unit in old.units) == 2
    run("round", "new", "2028", str(fjordvik))
    after = (fjordvik / "enheter.xlsx").read_bytes()
    was, now = cells(before), cells(after)
    changed = {at for at in was if was[at] != now[at]}
    assert len(changed) == 8  # two units, two meetings, date and time
    assert {now[at][0] for at in changed} == {None}
    assert all(was[at][1:] == now[at][1:] for at in changed)
    new = units.load(settings.load(fjordvik).value).value
    assert all(not (u.meeting_one.date or u.meeting_two.start) for u in new.units)
    assert [u.meeting_one.place for u in new.units] == [u.meeting_one.place for u in old.units]
    assert [(u.id, u.was, u.leader_email) for u in new.units] == [(u.id, u.was, u.leader_email) for u in old.units]


def test_no_other_part_of_the_workbook_changes(fjordvik: Path):
    before = (fjordvik / "enheter.xlsx").read_bytes()
    run("round", "new", "2028", str(fjordvik))
    was, now = (zipfile.ZipFile(io.BytesIO(d)) for d in (before, (fjordvik / "enheter.xlsx").read_bytes()))
    assert was.namelist() == now.namelist()
    assert [name for name in was.namelist() if was.read(name) != now.read(name)] == ["xl/worksheets/sheet1.xml"]


def test_a_unit_list_in_yaml_keeps_its_comments_and_places(tmp_path: Path):
    folder = with_settings(tmp_path, "rounds: [{id: 2026}]\n", "units: enheter.yaml\n")
    listed = (
        "schema: 1\nunits:\n"
        "  - name: Oppvekst   # øverst\n"
        '    meeting_one: {date: 12.4.2026, start: "08.30", place: Rommet}\n'
        "    meeting_two:\n      date: 3.5.2026   # etter påske\n      place: Salen\n"
    )
    (folder / "enheter.yaml").write_text(listed, "utf-8")
    made = new_round.make(folder, "2028", SAID).value
    assert made.files[folder / "enheter.yaml"].decode() == (
        listed.replace("12.4.2026", "").replace('"08.30"', "").replace("3.5.2026", "")
    )
    assert made.meetings == 2


def test_a_unit_list_without_dates_is_not_written(fjordvik: Path):
    run("round", "new", "2028", str(fjordvik))
    made = new_round.make(fjordvik, "2030", SAID).value
    assert list(made.files) == [fjordvik / "municipality.yaml"]
    assert made.meetings == 0


# ---------------------------------------------------------------- cells


def workbook(**formulas: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Enheter & møter"
    for row in range(1, 4):
        sheet.append([row, f"tekst {row}"])
    for at, formula in formulas.items():
        sheet[at] = formula
    sheet["A2"].fill = PatternFill("solid", fgColor="FFEE00")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=3))
    sheet.add_chart(chart, "E2")
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def test_cells_take_values_and_what_stands_around_them_stays():
    given = workbook()
    made = workbook_cells.edited(given, "Enheter & møter", {(2, 1): None, (4, 2): "=1+1 <b>", (4, 1): 7, (9, 3): " x "})
    sheet = openpyxl.load_workbook(io.BytesIO(made)).active
    assert sheet["A2"].value is None
    assert sheet["A2"].fill.fgColor.rgb == "00FFEE00"
    assert (sheet["A4"].value, sheet["B4"].value, sheet["C9"].value) == (7, "=1+1 <b>", " x ")
    assert sheet["B4"].data_type == "s"
    was, now = zipfile.ZipFile(io.BytesIO(given)), zipfile.ZipFile(io.BytesIO(made))
    assert [n for n in was.namelist() if was.read(n) != now.read(n)] == ["xl/worksheets/sheet1.xml"]
    assert "xl/charts/chart1.xml" in now.namelist()


def test_a_cell_that_is_not_there_is_not_made_to_be_emptied():
    given = workbook()
    made = workbook_cells.edited(given, "Enheter & møter", {(9, 9): None, (1, 7): None})
    was, now = (zipfile.ZipFile(io.BytesIO(d)).read("xl/worksheets/sheet1.xml") for d in (given, made))
    assert was.count(b"<c ") == now.count(b"<c ")
    assert was.count(b"<row ") == now.count(b"<row ")


def test_the_order_of_formulas_goes_with_a_formula():
    given = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(C1="=A1+1"))) as old, zipfile.ZipFile(given, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "[Content_Types].xml":
                data = data.replace(b"</Types>", b'<Override PartName="/xl/calcChain.xml" ContentType="x"/></Types>')
            if name == "xl/_rels/workbook.xml.rels":
                data = data.replace(
                    b"</Relationships>",
                    b'<Relationship Id="rId99" Type="t/calcChain" Target="calcChain.xml"/></Relationships>',
                )
            new.writestr(name, data)
        new.writestr("xl/calcChain.xml", "<calcChain/>")
    made = zipfile.ZipFile(io.BytesIO(workbook_cells.edited(given.getvalue(), "Enheter & møter", {(1, 3): None})))
    assert "xl/calcChain.xml" not in made.namelist()
    assert b"calcChain" not in made.read("[Content_Types].xml") + made.read("xl/_rels/workbook.xml.rels")


def test_a_formula_that_others_share_is_not_taken_from_them():
    given = workbook(C1="=A1")
    shared = b'<c r="C1"><f t="shared" ref="C1:C2" si="0">A1</f><v/></c><c r="D1"><f t="shared" si="0"/></c>'
    old = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(given)) as package, zipfile.ZipFile(old, "w") as new:
        for name in package.namelist():
            new.writestr(name, re.sub(rb'<c r="C1".*?</c>', shared, package.read(name)))
    with pytest.raises(CannotEditError):
        workbook_cells.edited(old.getvalue(), "Enheter & møter", {(1, 3): None})


@pytest.mark.parametrize(
    ("reference", "at"), [("A1", (1, 1)), ("Z9", (9, 26)), ("AA10", (10, 27)), ("XFD1048576", (1048576, 16384))]
)
def test_references_are_read_and_written(reference: str, at: tuple[int, int]):
    assert workbook_cells.cell(reference) == at
    assert workbook_cells._reference(at) == reference


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("2026", "round.exists"),
        ("2024", "round.exists"),
        (" 2026 ", "round.exists"),
        ("2025", "round.earlier"),
        ("Høsten 2025", "round.earlier"),
        (" ", "round.no_id"),
    ],
)
def test_an_id_that_cannot_be_the_next_is_refused(fjordvik: Path, name: str, code: str):
    before = contents(fjordvik)
    assert codes(new_round.make(fjordvik, name, SAID)) == [code]
    assert run("round", "new", name, str(fjordvik))[0] == 1
    assert contents(fjordvik) == before


@pytest.mark.parametrize("name", ["2026-2", "høsten 2026", "2028", "neste"])
def test_an_id_of_the_same_year_or_a_later_one_or_of_none_will_do(fjordvik: Path, name: str):
    assert new_round.make(fjordvik, name, SAID).value.round.id == name


def test_without_rounds_there_is_none_to_build_on(tmp_path: Path):
    assert codes(new_round.make(with_settings(tmp_path, ""), "2028", SAID)) == ["round.none"]


def test_settings_or_a_unit_list_with_faults_are_left_alone(tmp_path: Path):
    folder = with_settings(tmp_path, "rounds: [{id: 2026, limit: 1}]\n")
    assert codes(new_round.make(folder, "2028", SAID)) == ["settings.limit_outside"]
    (folder / "municipality.yaml").write_text("schema: 1\nunits: e.yaml\nrounds: [{id: 2026}]\n")
    (folder / "e.yaml").write_text("schema: 1\nunits: [{parent: X}]\n")
    assert "units.name_missing" in codes(new_round.make(folder, "2028", SAID))
    assert codes(new_round.make(tmp_path / "nowhere", "2028", SAID)) == ["settings.no_folder"]


def test_a_round_without_results_is_pointed_out(tmp_path: Path):
    made = new_round.make(with_settings(tmp_path, "rounds: [{id: 2026}]\n"), "2028", SAID)
    assert codes(made) == ["round.no_results"]
    assert made.ok


@pytest.mark.parametrize("beside", ["~$enheter.xlsx", ".~lock.enheter.xlsx#", ".~lock.municipality.yaml#"])
def test_a_file_that_is_open_elsewhere_is_told_and_nothing_is_written(fjordvik: Path, beside: str):
    (fjordvik / beside).write_bytes(b"")
    before = contents(fjordvik)
    code, _, said = run("round", "new", "2028", str(fjordvik))
    assert code == 1
    assert "åpen i et annet program" in said
    assert contents(fjordvik) == before


@pytest.mark.parametrize("stopped", [0, 1])
def test_both_files_are_written_or_neither(fjordvik: Path, monkeypatch: pytest.MonkeyPatch, stopped: int):
    before, tried, write = contents(fjordvik), [], write_whole

    def stops(path: Path, data: bytes) -> None:
        tried.append(path)
        if len(tried) == stopped + 1:
            raise LockedError(str(path))
        write(path, data)

    monkeypatch.setattr(rounds, "write_whole", stops)
    code, _, said = run("round", "new", "2028", str(fjordvik))
    assert code == 1
    assert "lot seg ikke skrive" in said
    assert contents(fjordvik) == before


def test_a_file_that_does_not_read_back_as_it_should_is_not_written(fjordvik: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(new_round, "_in_yaml", lambda data, *_: data.replace(b"limit: 5", b"limit: 6"))
    assert codes(new_round.make(fjordvik, "2028", SAID)) == ["round.cannot_write"]


# ---------------------------------------------------------------- the command


def test_a_dry_run_tells_and_writes_nothing(fjordvik: Path):
    before = contents(fjordvik)
    code, said, _ = run("round", "new", "2028", str(fjordvik), "--dry-run")
    assert code == 0
    assert "Ingenting er skrevet" in said
    assert "enheter.xlsx: 4." in said
    assert contents(fjordvik) == before


def test_records_and_what_was_released_stay(fjordvik: Path):
    before = contents(fjordvik)
    _, said, _ = run("round", "new", "2028", str(fjordvik))
    after = contents(fjordvik)
    assert {name for name in before if before[name] != after[name]} == {"municipality.yaml", "enheter.xlsx"}
    assert before.keys() == after.keys()
    assert "packgen build" in said


def test_units_come_into_the_next_round_with_what_they_decided(fjordvik: Path):
    run("round", "new", "2028", str(fjordvik))
    outcome = gather(Request(fjordvik), words())
    assert outcome.ok
    given = outcome.value
    assert (given.now.round.id, given.now.results) == ("2028", None)
    before = given.records.before("kultur-idrett--biblioteket")
    assert [measure.id for measure in before.measures] == ["t1", "t2", "t3"]
    assert given.records.of("kultur-idrett--biblioteket") is None


def test_it_works_in_the_folder_that_one_stands_in(fjordvik: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(fjordvik)
    assert run("round", "new", "2028")[0] == 0
    assert settings.load(fjordvik).value.rounds[-1].id == "2028"
