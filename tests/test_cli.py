"""The command line: what people see, and the exit codes 0 (done), 1 (problems in the input) and 2 (wrong use)."""

import io
import json
import shutil
from pathlib import Path

import pytest
from invented import words
from openpyxl import load_workbook
from pack_folder import files_below, listed
from rich.console import Console
from small_municipality import MEANS, SETTINGS, write

from packgen import cli, files, messages, resources, speech
from packgen.messages import Tongue
from packgen.store import LocalStore


class Session:
    """One person at the command line."""

    def __init__(self, tongue: Tongue = "nb"):
        self.out, self.err = io.StringIO(), io.StringIO()
        self.desk = cli.Desk(
            speech.load(resources.CONTENT, tongue),
            messages.load(resources.CONTENT, tongue),
            Console(file=self.out, width=200, highlight=False, soft_wrap=True),
            Console(file=self.err, width=200, highlight=False, soft_wrap=True),
        )

    def run(self, *arguments: object) -> int:
        return cli.run([str(a) for a in arguments], self.desk)

    @property
    def said(self) -> str:
        return self.out.getvalue()

    @property
    def complained(self) -> str:
        return self.err.getvalue()


@pytest.fixture
def municipality(tmp_path: Path) -> Path:
    return write(tmp_path / "provevik")


def test_build_makes_a_pack_for_every_unit_and_ends_with_a_table(municipality: Path, tmp_path: Path):
    at = Session()
    assert at.run("build", municipality, "--out", tmp_path / "ut") == 0, at.complained
    root = tmp_path / "ut" / "provevik" / "2026"
    units = {"provevik", "skolen", "heimen", "lillevik"}
    assert {f.name for f in root.iterdir() if f.is_dir()} == {*units, "felles", ".packgen"}
    assert {f.name for f in root.iterdir() if f.is_file()} == {
        "index.html",
        "Utsendingsliste - Prøvevik kommune - 2026.xlsx",
    }
    for word in ("Kommune", "Enheter", "Pakker", "Dokumenter", "Uten egne tall", "Sekunder", "Se her først"):
        assert word in at.said
    assert "Prøvevik kommune" in at.said
    assert (root / "index.html").as_posix() in at.said


def test_files_bear_document_unit_and_round_in_the_units_written_standard(municipality: Path, tmp_path: Path):
    assert Session().run("build", municipality, "--out", tmp_path / "ut") == 0
    root = tmp_path / "ut" / "provevik" / "2026"
    assert files_below(root / "skolen") == {
        "Start her - Øvre skole - 2026.docx",
        "alle/Brev før undersøkelsen - Øvre skole - 2026.docx",
        "alle/E-post til alle - Øvre skole - 2026.eml",
        "alle/Innkalling til avdelingsmøte 1 - Øvre skole - 2026.docx",
        "alle/Oppfølgingsark - Øvre skole - 2026.docx",
        "alle/Resultatark - Øvre skole - 2026.docx",
        "alle/Skjema fra møte 1 - Øvre skole - 2026.docx",
        "alle/Skjema fra møte 1 - Øvre skole - 2026.xlsx",
        "alle/Skjema fra møte 2 - Øvre skole - 2026.docx",
        "alle/Skjema fra møte 2 - Øvre skole - 2026.xlsx",
        "leder/E-post til leder - Øvre skole - 2026.eml",
        "leder/Evaluering - Øvre skole - 2026.docx",
        "leder/Forberedelser - Øvre skole - 2026.docx",
        "leder/Verktøykasse - Øvre skole - 2026.docx",
        "tv-vo/E-post til tillitsvalgt og verneombud - Øvre skole - 2026.eml",
        "tv-vo/Møte med tillitsvalgt og verneombud - Øvre skole - 2026.docx",
        "tv-vo/Resultatark med svarfordeling - Øvre skole - 2026.docx",
        "leder/Arbeidshefte for leder - Øvre skole - 2026.docx",
        "leder/Kjøreplan møte 1 - Øvre skole - 2026.docx",
        "leder/Kjøreplan møte 2 - Øvre skole - 2026.docx",
        "alle/Avdelingsmøte 1 - Øvre skole - 2026.pptx",
        "alle/Avdelingsmøte 2 - Øvre skole - 2026.pptx",
        "alle/Forberedelse til medarbeidersamtale - Øvre skole - 2026.docx",
        "alle/Avtale etter medarbeidersamtale - Øvre skole - 2026.docx",
    }
    assert "leiar/Arbeidshefte for leiar - Solheimen - 2026.docx" in files_below(root / "heimen")


def test_build_takes_units_by_name_or_id_and_documents_by_id(municipality: Path, tmp_path: Path):
    chosen = ("--unit", "øvre skole", "--unit", "heimen", "--document", "run_sheet_one")
    assert Session().run("build", municipality, "--out", tmp_path, *chosen) == 0
    root = tmp_path / "provevik" / "2026"
    assert files_below(root) == {
        "index.html",
        "Utsendingsliste - Prøvevik kommune - 2026.xlsx",
        "skolen/leder/Kjøreplan møte 1 - Øvre skole - 2026.docx",
        "heimen/leiar/Køyreplan møte 1 - Solheimen - 2026.docx",
    }


def test_the_language_option_beats_the_units_own(municipality: Path, tmp_path: Path):
    chosen = ("--unit", "skolen", "--document", "run_sheet_one", "--language", "nn")
    assert Session().run("build", municipality, "--out", tmp_path, *chosen) == 0
    assert "skolen/leiar/Køyreplan møte 1 - Øvre skole - 2026.docx" in files_below(tmp_path / "provevik" / "2026")


def test_without_results_the_packs_are_for_preparing(tmp_path: Path):
    folder = write(tmp_path / "provevik", settings=SETTINGS.replace("    results: resultater.csv\n", ""))
    at = Session()
    assert at.run("build", folder, "--out", tmp_path / "ut", "--document", "meeting_one") == 0, at.complained
    (deck,) = (tmp_path / "ut").rglob("*.pptx")
    assert [f["shows"] for f in listed(tmp_path / "ut/provevik/2026")] == [[], []]
    assert deck.name == "Avdelingsmøte 1 - Prøvevik kommune - 2026.pptx"


def test_all_problems_come_at_once_with_place_and_remedy_and_nothing_is_written(tmp_path: Path):
    rows = (
        f"provevik;Prøvevik kommune;;;bokmål;60;41;{MEANS}",
        f"skolen;Øvre skole;provevik;;bokmål;20;24;{MEANS}",
        f"heimen;Solheimen;provevik;;nynorsk;20;16;{MEANS.replace('4,6', '6,4')}",
    )
    folder = write(tmp_path / "provevik", rows=rows)
    at = Session()
    assert at.run("build", folder, "--out", tmp_path / "ut") == 1
    assert not (tmp_path / "ut").exists()
    assert not (folder / "released").exists()
    assert at.complained.count("Feil ") == 2
    assert at.complained.count("→") == 2
    assert "resultater.csv" in at.complained
    assert "2 feil og 0 ting å merke seg." in at.complained
    assert "Ingenting er skrevet." in at.complained


def test_check_reports_and_writes_nothing(municipality: Path):
    before = files_below(municipality.parent)
    at = Session()
    assert at.run("check", municipality) == 0, at.complained
    assert "Alt er i orden." in at.said
    assert files_below(municipality.parent) == before


def test_strict_lets_warnings_stop(tmp_path: Path):
    name = "Solheimen\u200e"  # a mark of direction that nobody sees; it is taken out with a warning
    rows = (
        f"provevik;Prøvevik kommune;;;bokmål;60;41;{MEANS}",
        f"heimen;{name};provevik;;nynorsk;20;16;{MEANS}",
    )
    folder = write(tmp_path / "provevik", rows=rows)
    assert Session().run("check", folder) == 0
    at = Session()
    assert at.run("check", folder, "--strict") == 1
    assert at.run("build", folder, "--strict", "--out", tmp_path / "ut") == 1
    assert "--strict" in at.complained
    assert not (tmp_path / "ut").exists()


def test_privacy_as_json_is_the_log_with_no_number_of_a_hidden_unit(municipality: Path, capsys):
    assert Session().run("privacy", municipality, "--json") == 0
    log = json.loads(capsys.readouterr().out)
    assert log["limit"] == 5
    assert [set(u) for u in log["units"]] == [
        {"id", "name", "parent", "n", "shown", "reason", "comparators", "distribution"}
    ] * 4
    by_id = {u["id"]: u for u in log["units"]}
    assert by_id["skolen"]["shown"]
    assert by_id["skolen"]["comparators"] == ["provevik"]
    assert (by_id["lillevik"]["shown"], by_id["lillevik"]["n"]) == (False, None)


def test_privacy_in_words_says_why(municipality: Path):
    at = Session()
    assert at.run("privacy", municipality) == 0, at.complained
    for word in ("grense 5", "Lillevik", "nei", "Øvre skole", "ja", "Ved siden av"):
        assert word in at.said


def test_documents_lists_what_a_pack_holds():
    at = Session("nn")
    assert at.run("documents") == 0
    for word in ("handbook", "Arbeidshefte for leiar", "Avdelingsmøte 1", "Oppfølging", "alle i eininga"):
        assert word in at.said
    assert all(m.id in at.said for m in words().makeups)
    assert "{{" not in at.said


def test_forms_are_made(municipality: Path, tmp_path: Path):
    at = Session()
    assert at.run("results", "form", tmp_path / "tomt.xlsx") == 0
    assert at.run("results", "form", tmp_path / "fylt.xlsx", "--municipality", municipality, "--language", "nn") == 0
    assert at.run("units", "form", municipality, tmp_path / "enheter.xlsx") == 0, at.complained
    listed = {str(c.value) for sheet in load_workbook(tmp_path / "enheter.xlsx") for row in sheet for c in row}
    assert {"Øvre skole", "Solheimen", "Lillevik", "skolen"} <= listed
    assert "Laget" in at.said


def test_an_edited_file_is_kept_and_both_files_are_named(municipality: Path, tmp_path: Path):
    asked = ("build", municipality, "--out", tmp_path, "--unit", "skolen", "--document", "run_sheet_one")
    assert Session().run(*asked) == 0
    (file,) = (tmp_path / "provevik/2026/skolen").rglob("*.docx")
    file.write_bytes(b"my own words")
    at = Session()
    assert at.run(*asked) == 0
    assert file.read_bytes() == b"my own words"
    beside = file.with_name(f"{file.stem} (ny).docx")
    assert beside.exists()
    assert file.name in at.complained
    assert beside.name in at.complained


def test_an_edited_file_of_a_unit_that_is_now_hidden_stops_the_build(municipality: Path, tmp_path: Path):
    out = tmp_path / "ut"
    assert Session().run("build", municipality, "--out", out) == 0
    (file,) = (out / "provevik/2026/skolen/leder").glob("Arbeidshefte*")
    file.write_bytes(b"my own words")
    hidden = "-;" * 9 + "-"
    rows = (
        f"provevik;Prøvevik kommune;;;bokmål;60;41;{MEANS}",
        f"skolen;Øvre skole;provevik;;bokmål;24;20;{hidden}",
        f"heimen;Solheimen;provevik;;nynorsk;20;16;{MEANS}",
        f"lillevik;Lillevik;provevik;;bokmål;4;3;{MEANS}",
    )
    settings = SETTINGS + "    replaces_unreleased: ja\n"
    write(municipality, settings=settings, rows=rows)
    before = {f: (out / f).read_bytes() for f in files_below(out)}
    at = Session()
    assert at.run("build", municipality, "--out", out) == 1
    assert file.name in at.complained
    assert "Ingenting er skrevet" in at.complained
    assert {f: (out / f).read_bytes() for f in files_below(out)} == before


def test_a_unit_that_is_now_hidden_loses_its_own_figures_even_when_another_was_asked_for(
    municipality: Path, tmp_path: Path
):
    out = tmp_path / "ut"
    assert Session().run("build", municipality, "--out", out, "--document", "meeting_one") == 0
    assert list((out / "provevik/2026/skolen").rglob("*.pptx"))
    hidden = "-;" * 9 + "-"
    rows = (
        f"provevik;Prøvevik kommune;;;bokmål;60;41;{MEANS}",
        f"skolen;Øvre skole;provevik;;bokmål;24;20;{hidden}",
        f"heimen;Solheimen;provevik;;nynorsk;20;16;{MEANS}",
        f"lillevik;Lillevik;provevik;;bokmål;4;3;{MEANS}",
    )
    write(municipality, settings=SETTINGS + "    replaces_unreleased: ja\n", rows=rows)
    asked = ("--unit", "heimen", "--document", "meeting_one")
    at = Session()
    assert at.run("build", municipality, "--out", out, *asked) == 0, at.complained
    assert not list((out / "provevik/2026").glob("skolen/**/*.pptx"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("bygg",), "bygg"),
        (("build", "--unti", "a"), "--unti"),
        (("build", "finnes-ikke"), "finnes-ikke"),
        (("privacy",), "MAPPE"),
        (("build", "--language", "sv"), "--language"),
    ],
)
def test_wrong_use_is_told_in_norwegian_with_exit_code_two(arguments: tuple[str, ...], said: str):
    at = Session()
    assert at.run(*arguments) == 2
    assert said in at.complained
    assert "--help" in at.complained
    for english in ("No such", "Missing", "Usage", "does not exist", "is not one of"):
        assert english not in at.complained


def test_unknown_units_and_documents_are_told_with_the_nearest(municipality: Path):
    at = Session()
    assert at.run("build", municipality, "--unit", "Øvre skule", "--document", "handbok") == 1
    assert "Mente du «Øvre skole»?" in at.complained
    assert "handbook" in at.complained


def test_no_municipality_here_is_wrong_use(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    at = Session()
    assert at.run("build") == 2
    assert "municipality.yaml" in at.complained


@pytest.mark.parametrize(
    ("tongue", "words"),
    [
        ("nb", ("Bruk:", "Valg", "Eksempler", "Vis denne hjelpen.", "packgen build examples/seljord")),
        ("nn", ("Bruk:", "Val", "Døme", "Vis denne hjelpa.", "packgen build examples/seljord")),
        ("en", ("Usage:", "Options", "Examples", "Show this help.", "packgen build examples/seljord")),
    ],
)
def test_help_speaks_the_persons_language_and_has_examples(tongue: Tongue, words: tuple[str, ...], capsys):
    assert Session(tongue).run("build", "--help") == 0
    said = capsys.readouterr().out
    for word in words:
        assert word in said


@pytest.mark.parametrize("arguments", [(), ("--help",), ("results", "--help"), ("units", "form", "--help")])
def test_every_help_is_norwegian(arguments: tuple[str, ...], capsys):
    at = Session()
    at.run(*arguments)
    said = at.said + capsys.readouterr().out
    assert "Bruk:" in said
    assert "Usage" not in said
    assert "Show this" not in said


def test_the_language_is_the_environments_then_the_machines():
    assert speech.chosen_tongue({"PACKGEN_LANGUAGE": "en"}) == "en"
    assert speech.chosen_tongue({"LANG": "nn_NO.UTF-8"}) == "nn"
    assert speech.chosen_tongue({"LANG": "en_US.UTF-8"}) == "nb"
    assert speech.chosen_tongue({"PACKGEN_LANGUAGE": "xx", "LC_ALL": "nn_NO"}) == "nn"


def test_two_files_of_results_with_a_few_late_answers_are_refused(municipality: Path, tmp_path: Path):
    assert Session().run("build", municipality, "--out", tmp_path / "ut", "--unit", "skolen") == 0
    late = (
        (municipality / "resultater.csv").read_text("utf-8").replace(";24;20;", ";24;22;").replace(";60;41;", ";60;43;")
    )
    (municipality / "resultater.csv").write_text(late, "utf-8")
    at = Session()
    assert at.run("check", municipality) == 1
    assert "Øvre skole" in at.complained or "skolen" in at.complained


def test_two_runs_at_once_on_one_folder_the_second_says_so_and_stops(municipality: Path, tmp_path: Path):
    root = tmp_path / "ut" / "provevik" / "2026"
    at = Session()
    with files.lock_of(LocalStore(root)):
        assert at.run("build", municipality, "--out", tmp_path / "ut") == 1
    assert "En annen kjøring" in at.complained
    assert files_below(root) == set()


def test_a_municipality_without_rounds_is_told_what_is_missing(tmp_path: Path):
    folder = write(tmp_path / "provevik", settings="schema: 1\nname: Prøvevik\n")
    at = Session()
    assert at.run("check", folder) == 1
    assert "rounds" in at.complained


def test_check_points_out_a_text_that_judges_a_result(municipality: Path, tmp_path: Path, monkeypatch):
    content = shutil.copytree(resources.CONTENT, tmp_path / "content")
    file = content / "nb" / "handbook.yaml"
    file.write_text(file.read_text("utf-8").replace("Tallene er starten på en samtale.", "Tallene er bra."), "utf-8")
    monkeypatch.setattr(resources, "CONTENT", content)
    at = Session()
    assert at.run("check", municipality) == 0
    assert "Tallene er bra." in at.complained
    assert "content/nb/handbook.yaml" in at.complained
    assert at.run("check", municipality, "--strict") == 1


def test_a_place_that_cannot_be_written_is_told_in_words(municipality: Path, tmp_path: Path):
    at = Session()
    assert at.run("units", "form", municipality, tmp_path / ("x" * 300 + ".xlsx")) == 1
    assert "navnet ikke er for langt" in at.complained


def test_a_changed_manifest_stops_a_build_with_words(municipality: Path, tmp_path: Path):
    at = Session()
    assert at.run("build", municipality, "--out", tmp_path / "ut") == 0
    (tmp_path / "ut" / "provevik" / "2026" / ".packgen" / "units" / "skolen.json").write_text("{")
    assert at.run("build", municipality, "--out", tmp_path / "ut") == 1
    assert "Oversikten over filene" in at.complained


def test_of_very_many_problems_the_first_are_told_and_all_are_counted(municipality: Path):
    with (municipality / "resultater.csv").open("a", encoding="utf-8") as file:
        file.writelines(f";Fjell {n};;;;9;10;{MEANS}\n" for n in range(600))
    at = Session()
    assert at.run("check", municipality) == 1
    assert at.complained.count("\n  →") == 500
    assert "Her står de 500 første." in at.complained
    assert "601 feil" in at.complained
