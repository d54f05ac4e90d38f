"""The commands on texts without YAML: out to Excel and Word, in again, and an upgrade, as a municipality uses them."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
import tools
from invariants import check_package
from pack_folder import files_below
from small_municipality import write
from test_cli import Session
from test_exchange import in_word, words, write_in

from packgen.commands import exchanging, upgrading
from packgen.exchange import made_from
from packgen.messages import Tongue

KEY = "handbook.about.chapter.title"
OWN = """\
# Våre tekster: spør Kari før du endrer

about:
  # Kortere
  chapter: {title: "Om 10-FAKTOR", lead: 'Vi spør'}   # avtalt
"""


@pytest.fixture(autouse=True)
def _read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let packgen's own words be read once for all these tests."""
    for module in (exchanging, upgrading):
        monkeypatch.setattr(module, "read_words", lambda _: words())


@pytest.fixture
def municipality(tmp_path: Path) -> Path:
    return write(tmp_path / "provevik")


def run(*arguments: object, tongue: Tongue = "nb") -> Session:
    at = Session(tongue)
    assert at.run(*arguments) == 0, at.complained
    return at


def write_in_excel(file: Path, edits: Mapping[str, str | None]) -> None:
    made = openpyxl.load_workbook(file)
    for sheet in made.worksheets[1:]:
        for row in sheet.iter_rows(min_row=2):
            if row[0].value in edits:
                row[3].value = edits[row[0].value]
                row[3].data_type = "s"
    made.save(file)


def bytes_below(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in files_below(folder)}


def own_texts(folder: Path, source: str = OWN) -> Path:
    file = folder / "texts" / "nb" / "handbook.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(source, "utf-8")
    return file


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_a_file_that_nobody_wrote_in_touches_no_file(municipality: Path, tmp_path: Path, ending: str):
    own_texts(municipality)
    before = bytes_below(municipality)
    run("texts", "export", tmp_path / f"t.{ending}", municipality, "--document", "handbook")
    at = run("texts", "import", tmp_path / f"t.{ending}", municipality)
    assert bytes_below(municipality) == before
    assert "Ingenting er endret" in at.said
    assert at.complained == ""


def test_three_texts_from_excel_stand_in_the_municipalitys_folder(municipality: Path, tmp_path: Path):
    file = own_texts(municipality)
    run("texts", "export", tmp_path / "t.xlsx", municipality, "--document", "handbook")
    edits = {KEY: 'Om "oss": #1', "handbook.start.reading.rows.1.2": "=Les"}
    write_in_excel(tmp_path / "t.xlsx", edits)
    at = run("texts", "import", tmp_path / "t.xlsx", municipality)
    assert "Nye eller endrede tekster: 2." in at.said
    assert file.read_text("utf-8") == (
        OWN.replace('"Om 10-FAKTOR"', '"Om \\"oss\\": #1"').replace('"Om \\"oss\\": #1"', "'Om \"oss\": #1'")
        + 'start:\n  reading:\n    rows:\n      1:\n        2: "=Les"\n'
    )
    assert "Om undersøkelsen" in (municipality / made_from.MADE_FROM).read_text("utf-8")


def test_a_text_from_word_stands_there_too_and_the_same_file_twice_is_no_news(municipality: Path, tmp_path: Path):
    file = tmp_path / "t.docx"
    run("texts", "export", file, municipality, "--document", "handbook")
    file.write_bytes(in_word(file.read_bytes(), lambda root: write_in(root, KEY, "Om oss")))
    run("texts", "import", file, municipality)
    assert (
        (municipality / "texts" / "nb" / "handbook.yaml")
        .read_text("utf-8")
        .endswith('about:\n  chapter:\n    title: "Om oss"\n')
    )
    before = bytes_below(municipality)
    run("texts", "import", file, municipality)
    assert bytes_below(municipality) == before


def test_an_emptied_cell_gives_packgens_text_back_and_comments_stay(municipality: Path, tmp_path: Path):
    file = own_texts(municipality)
    run("texts", "export", tmp_path / "t.xlsx", municipality, "--document", "handbook")
    write_in_excel(tmp_path / "t.xlsx", {KEY: None, "handbook.about.chapter.lead": None})
    at = run("texts", "import", tmp_path / "t.xlsx", municipality)
    assert "Tilbake til packgens: 2." in at.said
    assert file.read_text("utf-8") == "# Våre tekster: spør Kari før du endrer\n\n  # Kortere\n"
    run("check", municipality)


def test_one_broken_text_and_nothing_is_written(municipality: Path, tmp_path: Path):
    run("texts", "export", tmp_path / "t.xlsx", municipality, "--document", "handbook")
    write_in_excel(tmp_path / "t.xlsx", {KEY: "Fin", "handbook.cover.title": "{{ kommune }}"})
    before = bytes_below(municipality)
    at = Session()
    assert at.run("texts", "import", tmp_path / "t.xlsx", municipality) == 1
    assert "«kommune»" in at.complained
    assert "Ingenting er skrevet" in at.complained
    assert bytes_below(municipality) == before


def test_a_file_for_another_municipality_is_refused(municipality: Path, tmp_path: Path):
    other = write(tmp_path / "annen", settings="schema: 1\nname: Annen kommune\nrounds: [{id: 2026, limit: 5}]\n")
    run("texts", "export", tmp_path / "t.xlsx", other, "--document", "handbook")
    at = Session()
    assert at.run("texts", "import", tmp_path / "t.xlsx", municipality) == 1
    assert "Filen er laget for Annen kommune, og mappen er til Prøvevik kommune." in at.complained


def test_a_yaml_file_that_leaves_no_room_is_named_and_left_alone(municipality: Path, tmp_path: Path):
    source = "? about\n: chapter:\n    title: A\n"
    file = own_texts(municipality, source)
    run("texts", "export", tmp_path / "t.xlsx", municipality, "--document", "handbook")
    write_in_excel(tmp_path / "t.xlsx", {KEY: None})
    at = Session()
    assert at.run("texts", "import", tmp_path / "t.xlsx", municipality) == 1
    assert f"Det gjelder {KEY}." in at.complained
    assert file.read_text("utf-8") == source


def test_without_a_municipality_packgens_own_texts_are_exported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    at = run("texts", "export", "t.xlsx", "--document", "staff_letter", tongue="nn")
    assert "Laga t.xlsx." in at.said
    made = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert made.worksheets[0]["A1"].value == "Gjer tekstane til dykkar eigne"
    assert at.complained == ""


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("export", "t.pdf"), 2, "t.pdf: Navnet må slutte på .xlsx, .docx."),
        (("export", "old.xlsx"), 1, "Det finnes alt en fil her"),
        (("export", "t.xlsx", "--document", "handbok"), 1, "Mente du «handbook»?"),
        (("import", "mangler.xlsx"), 2, "«mangler.xlsx» finnes ikke"),
        (("import", "old.xlsx"), 2, "Fant ingen kommune her."),
    ],
)
def test_a_wrong_use_is_told(
    arguments: tuple[str, ...], code: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.xlsx").write_bytes(b"")
    at = Session()
    assert at.run("texts", *arguments) == code
    assert said in at.complained


def test_a_word_document_of_all_texts_is_whole(municipality: Path, tmp_path: Path):
    own_texts(municipality)
    run("texts", "export", tmp_path / "t.docx", municipality)
    assert check_package((tmp_path / "t.docx").read_bytes()) == []


# ---------------------------------------------------------------- upgrade


def change_notes(folder: Path, old: str, new: str) -> None:
    """Let packgen's text have been another when the municipality wrote its own."""
    file = folder / made_from.MADE_FROM
    said = file.read_text("utf-8")
    assert old in said
    file.write_text(said.replace(old, new), "utf-8")


def test_an_upgrade_from_a_text_of_ones_own_to_packgens_new_one(municipality: Path, tmp_path: Path):
    file = own_texts(municipality)
    at = run("upgrade", municipality)
    assert f"{KEY}: notert" in at.said
    assert "Uendret: 2." in run("upgrade", municipality).said
    change_notes(municipality, '"Om undersøkelsen"', '"Litt om undersøkelsen"')
    at = run("upgrade", municipality, "--report", tmp_path / "nytt.docx")
    assert "    Litt om undersøkelsen\n" in at.said
    assert "    [-Litt om-]{+Om+} undersøkelsen\n" in at.said
    assert "    Om 10-FAKTOR\n" in at.said
    assert "Egne tekster der packgen har endret sin: 1." in at.said
    assert check_package((tmp_path / "nytt.docx").read_bytes()) == []
    assert file.read_text("utf-8") == OWN
    at = run("upgrade", municipality, "--theirs", KEY)
    assert f"{KEY}: packgens tekst gjelder." in at.said
    assert file.read_text("utf-8") == OWN.replace('title: "Om 10-FAKTOR", ', "")
    assert "Om 10-FAKTOR" in (municipality / made_from.REPLACED).read_text("utf-8")
    run("check", municipality)


def test_mine_is_kept_until_packgen_changes_again(municipality: Path):
    own_texts(municipality)
    run("upgrade", municipality)
    change_notes(municipality, '"Om undersøkelsen"', '"Litt om undersøkelsen"')
    assert f"{KEY}: deres tekst gjelder" in run("upgrade", municipality, "--mine", KEY).said
    assert "Uendret: 2." in run("upgrade", municipality).said


def test_a_text_that_is_gone_is_told_and_can_be_taken_away(municipality: Path):
    file = own_texts(municipality, "about:\n  chapter:\n    titel: Vår\n  lead: Ingress\n")
    at = run("upgrade", municipality)
    assert f"Den som ligner mest nå: {KEY}." in at.said
    at = Session()
    assert at.run("upgrade", municipality, "--mine", "handbook.about.chapter.titel") == 1
    assert "packgen har ikke teksten handbook.about.chapter.titel lenger" in at.complained
    run("upgrade", municipality, "--theirs", "handbook.about.chapter.titel", "--theirs", "handbook.about.lead")
    assert file.exists() is False or not file.read_text("utf-8").strip()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--mine", "handbook.about.chapter.titl"), 1, f"Mente du «{KEY}»?"),
        (("--mine", KEY, "--theirs", KEY), 1, "både i --mine og i --theirs"),
        (("--report", "rapport.pdf"), 2, "rapport.pdf: Navnet må slutte på .docx."),
    ],
)
def test_a_choice_that_cannot_be_made_writes_nothing(
    municipality: Path, arguments: tuple[str, ...], code: int, said: str
):
    own_texts(municipality)
    before = bytes_below(municipality)
    at = Session()
    assert at.run("upgrade", municipality, *arguments) == code
    assert said in at.complained
    assert bytes_below(municipality) == before


# ---------------------------------------------------------------- saved by LibreOffice


def resaved(file: Path, folder: Path) -> Path:
    """Return the file as LibreOffice saves it."""
    program = tools.soffice()
    assert program is not None
    kind = {".xlsx": "xlsx:Calc MS Excel 2007 XML", ".docx": "docx:MS Word 2007 XML"}[file.suffix]
    command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", kind]
    subprocess.run(
        [*command, "--outdir", str(folder / "out"), str(file)],
        check=True,
        capture_output=True,
        timeout=240,
        env={**os.environ, "TZ": "UTC"},
    )
    return folder / "out" / file.name


@pytest.mark.office("soffice")
@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_a_file_that_libreoffice_saved_is_read_and_changes_nothing_else(
    municipality: Path, tmp_path: Path, ending: str
):
    own_texts(municipality, OWN + 'start:\n  welcome: |\n    Hei\n\n    - {{ round.name }}\n    - "to"\n')
    file = tmp_path / f"t.{ending}"
    run("texts", "export", file, municipality, "--document", "handbook")
    if ending == "xlsx":
        write_in_excel(file, {"handbook.cover.title": "=Ny\n\ntittel"})
    else:
        data = in_word(file.read_bytes(), lambda root: write_in(root, "handbook.cover.title", "=Ny", "", "tittel"))
        file.write_bytes(data)
    at = run("texts", "import", resaved(file, tmp_path), municipality)
    assert "Nye eller endrede tekster: 1. Tilbake til packgens: 0." in at.said
    said = (municipality / "texts" / "nb" / "handbook.yaml").read_text("utf-8")
    assert said.endswith("cover:\n  title: |\n    =Ny\n\n    tittel\n")
