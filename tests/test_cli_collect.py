"""Collecting at the command line: forms that were filled in become records, and packs go on from there."""

import shutil
from pathlib import Path

import invented
import pytest
from form_files import fill_word, fill_workbook
from pack_folder import files_below
from small_municipality import SETTINGS, write
from test_cli import Session

from packgen import collect as collecting
from packgen import files, records_file
from packgen.record import Chosen, Measure, Record

ROUND = "provevik/2026"
ONE = {
    "date": "14.4.2026",
    "groups": "4",
    "tally.3.improve": "3",
    "reasons.3.improve": "Vi venter på hverandre.",
    "chosen.1.factor": "3. Autonomi",
    "chosen.1.way": "Forbedre",
}
TWO = {
    "date": "28.4.2026",
    "goal.1.factor": "Autonomi",
    "goal.1.staff": "Vi prøver først.\nVi spør etterpå.",
    "measure.1.factor": "3",
    "measure.1.text": "Lage en liste",
    "measure.1.responsible": "rektor",
    "measure.1.deadline": "1.6.2026",
}


@pytest.fixture
def municipality(tmp_path: Path) -> Path:
    """Return a municipality that works on one factor or two, its forms of «skolen» made in ``ut``."""
    settings = SETTINGS.replace("rounds:", "choice: {work_on_min: 1}\nrounds:")
    folder = write(tmp_path / "provevik", settings=settings)
    documents = ("--document", "form_one", "--document", "form_two")
    assert Session().run("build", folder, "--unit", "skolen", *documents, "--out", tmp_path / "ut") == 0
    return folder


def form(municipality: Path, meeting: int, ending: str = "docx") -> bytes:
    """Return a blank form of «skolen»."""
    folder = municipality.parent / "ut" / ROUND / "skolen" / "alle"
    return (folder / f"Skjema fra møte {meeting} - Øvre skole - 2026.{ending}").read_bytes()


def inbox(municipality: Path, **found: bytes) -> Path:
    """Return a folder beside the municipality's with these files, called as their names say."""
    folder = municipality.parent / "innboks"
    (folder / "fra skolen").mkdir(parents=True, exist_ok=True)
    for name, data in found.items():
        (folder / "fra skolen" / name.replace("_", ".")).write_bytes(data)
    return folder


def collect(municipality: Path, *paths: Path, command: str = "collect", more: tuple[object, ...] = ()) -> Session:
    at = Session()
    code = at.run(command, *paths, "--municipality", municipality, "--date", "2026-04-29", *more)
    at.code = code  # type: ignore[attr-defined] # read below
    return at


def record(municipality: Path, unit: str = "skolen") -> Record:
    path = municipality / "records" / unit / "2026.yaml"
    found = records_file.read(path.read_bytes(), str(path)).value
    assert found is not None
    return found


def test_filled_forms_become_the_units_record(municipality: Path):
    one = fill_word(form(municipality, 1), ONE)
    two = fill_workbook(form(municipality, 2, "xlsx"), "two", TWO)
    at = collect(municipality, inbox(municipality, en_docx=one, to_xlsx=two, notat_docx=b"PK"))
    assert at.code != 0  # a file that only looks like Word is told, and nothing is written
    (municipality.parent / "innboks" / "fra skolen" / "notat.docx").unlink()
    at = collect(municipality, municipality.parent / "innboks")
    assert at.code == 0, at.complained
    found = record(municipality)
    assert (found.unit, found.chosen, found.groups) == ("skolen", (Chosen(3, "improve"),), 4)
    assert found.measures == (Measure("t1", 3, "Lage en liste", "rektor", "2026-06-01", (), "two.1"),)
    for line in (
        "Øvre skole",
        "Hentet inn: en.docx",
        "Hentet inn: to.xlsx",
        "Møte 1, økt 1: 14.4.2026, grupper: 4, grunner: 1.",
        "Valgte faktorer: – → 3. Autonomi (forbedre).",
        "Møte 2, økt 1: 28.4.2026, mål for: 3. Autonomi, ideer: 0.",
        "Tiltak t1 til 3. Autonomi: «Lage en liste», rektor, frist 1.6.2026.",
        "packgen build",
    ):
        assert line in at.said


def test_what_was_collected_before_changes_nothing_and_a_newer_form_shows_what_it_changes(municipality: Path):
    folder = inbox(municipality, en_docx=fill_word(form(municipality, 1), ONE))
    assert collect(municipality, folder).code == 0
    path = municipality / "records" / "skolen" / "2026.yaml"
    path.write_text("# Rettet av HR\n" + path.read_text("utf-8").split("\n", 2)[2], "utf-8")
    before = path.read_bytes()
    again = collect(municipality, folder)
    assert (again.code, "Hentet inn før: en.docx" in again.said, path.read_bytes()) == (0, True, before)
    inbox(municipality, nyere_docx=fill_word(form(municipality, 1), {**ONE, "groups": "5"}))
    newer = collect(municipality, folder)
    assert "Møte 1, økt 1: grupper 4 → 5." in newer.said
    assert path.read_bytes().startswith(b"# Rettet av HR\n")


def test_one_wrong_form_and_nothing_is_written(municipality: Path):
    wrong = fill_word(form(municipality, 2), {**TWO, "measure.1.deadline": "1.2.2026"})
    folder = inbox(municipality, en_docx=fill_word(form(municipality, 1), ONE), to_docx=wrong)
    at = collect(municipality, folder)
    assert at.code == 1
    assert "har frist 1.2.2026, og det er før 29.4.2026" in at.complained
    assert "Ingenting er hentet inn" in at.complained
    assert not (municipality / "records").exists()


def test_other_files_are_passed_over_and_counted(municipality: Path):
    folder = inbox(municipality, en_docx=fill_word(form(municipality, 1), ONE), tom_docx=form(municipality, 2))
    own = municipality.parent / "ut" / ROUND
    shutil.copy(next(own.glob("Utsendingsliste*.xlsx")), folder / "liste.xlsx")
    (folder / "~$en.docx").write_bytes(b"laget av Word")
    (folder / "bilde.png").write_bytes(b"")
    at = collect(municipality, folder)
    assert at.code == 0, at.complained
    assert "Andre filer i mappen, som ikke er lest: 1." in at.said
    assert "Skjemaer og lysbilder som ikke er fylt ut: 1." in at.said
    assert "Skjemaet er ikke fylt ut" not in at.complained
    named = collect(municipality, folder / "fra skolen" / "tom.docx")
    assert (named.code, "Skjemaet er ikke fylt ut" in named.complained) == (0, True)


def test_a_form_of_an_appraisal_is_refused_in_a_folder_too(municipality: Path):
    out = municipality.parent / "samtale"
    assert (
        Session().run("build", municipality, "--document", "appraisal_agreement", "--unit", "skolen", "--out", out) == 0
    )
    agreement = next(out.rglob("Avtale*.docx"))
    folder = inbox(municipality, en_docx=fill_word(form(municipality, 1), ONE), avtale_docx=agreement.read_bytes())
    at = collect(municipality, folder)
    assert (at.code, (municipality / "records").exists()) == (1, False)
    assert "Det er personopplysninger" in at.complained


def test_a_folder_without_forms_and_a_form_of_another_unit_are_told(municipality: Path):
    nothing = collect(municipality, inbox(municipality))
    assert (nothing.code, "ingen utfylte skjemaer" in nothing.complained) == (1, True)
    text = (municipality / "resultater.csv").read_text("utf-8").replace("Øvre skole", "Nedre skole")
    (municipality / "resultater.csv").write_text(text, "utf-8")
    wrong = collect(municipality, inbox(municipality, en_docx=fill_word(form(municipality, 1), ONE)))
    assert wrong.code == 1
    assert "Øverst i skjemaet står «Øvre skole», men skjema-id-en er til Nedre skole (skolen)." in wrong.complained


def test_a_name_of_a_person_is_pointed_out_and_stays(municipality: Path):
    values = {**ONE, "reasons.3.improve": "Kari Nordmann bestemmer alt."}
    at = collect(municipality, inbox(municipality, en_docx=fill_word(form(municipality, 1), values)))
    assert (at.code, "«Kari Nordmann» ser ut som navnet" in at.complained) == (0, True)
    assert record(municipality).reasons[0].text == "Kari Nordmann bestemmer alt."


def test_a_record_with_a_slip_stops_the_collecting_and_the_building(municipality: Path, tmp_path: Path):
    folder = inbox(municipality, en_docx=fill_word(form(municipality, 1), ONE))
    assert collect(municipality, folder).code == 0
    path = municipality / "records" / "skolen" / "2026.yaml"
    path.write_text(path.read_text("utf-8").replace("way: improve", "way: forbedre"), "utf-8")
    for at in (collect(municipality, folder), Session()):
        code = getattr(at, "code", None) or at.run("build", municipality, "--out", tmp_path / "annet")
        assert code == 1
        assert "2026.yaml:" in at.complained
        assert "«forbedre» kan ikke stå i «chosen.way»" in at.complained


def test_two_runs_at_once_do_not_clash(municipality: Path):
    folder = inbox(municipality, en_docx=fill_word(form(municipality, 1), ONE))
    with files.lock(municipality / "records"):
        at = collect(municipality, folder)
    assert (at.code, "En annen kjøring" in at.complained) == (1, True)


def test_next_collects_and_makes_the_packs_of_those_units_alone(municipality: Path, tmp_path: Path):
    folder = inbox(municipality, en_docx=fill_word(form(municipality, 1), ONE))
    out = tmp_path / "neste"
    at = collect(municipality, folder, command="next", more=("--out", out))
    assert at.code == 0, at.complained
    assert "Hentet inn: en.docx" in at.said
    assert {path.name for path in (out / ROUND).iterdir() if path.is_dir()} - {".packgen"} == {"skolen"}
    assert "alle/Avdelingsmøte 2 - Øvre skole - 2026.pptx" in files_below(out / ROUND / "skolen")
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.docx")}
    again = collect(municipality, folder, command="next", more=("--out", out))
    assert again.code == 0, again.complained
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.docx")} == before


def test_a_day_that_is_no_day_and_no_municipality_are_wrong_use(
    municipality: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    at = Session()
    assert at.run("collect", tmp_path, "--municipality", municipality, "--date", "29.4.") == 2
    monkeypatch.chdir(tmp_path)
    assert Session().run("collect", tmp_path) == 2


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path):
    gone = tmp_path / "borte.docx"
    outcome = collecting.read((gone,), invented.gathered(None, "nb"), invented.words(), "nb", "2026-04-29")
    assert [(problem.code, problem.place.file) for problem in outcome.problems] == [("collect.unreadable", str(gone))]
    assert outcome.value is None
