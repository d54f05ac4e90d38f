"""``--pdf``: a PDF beside every Word and PowerPoint file, made seldom, and as private and as safe as its source."""

import json
import shutil
from pathlib import Path
from typing import Any

import pack_folder
import pypdfium2
import pytest
from pack_folder import files_below
from played_office import install, log, needs_posix
from small_municipality import MEANS, SETTINGS, write
from test_cli import Session

from packgen import files

pytestmark = needs_posix
ONE = ("--unit", "skolen", "--document", "run_sheet_one")
SHEET = "skolen/leder/Kjøreplan møte 1 - Øvre skole - 2026"
HIDDEN = "-;" * 9 + "-"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An invented LibreOffice, the only one there is."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return install(folder)


@pytest.fixture
def municipality(tmp_path: Path) -> Path:
    return write(tmp_path / "provevik")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "ut"


def build(municipality: Path, out: Path, *asked: str, code: int = 0) -> Session:
    at = Session()
    assert at.run("build", municipality, "--out", out, *asked) == code, at.complained
    return at


def root(out: Path) -> Path:
    return out / "provevik" / "2026"


def manifest(out: Path) -> dict[str, dict[str, Any]]:
    return pack_folder.manifest(root(out))


def hide_skolen(municipality: Path) -> None:
    rows = (
        f"provevik;Prøvevik kommune;;;bokmål;60;41;{MEANS}",
        f"skolen;Øvre skole;provevik;;bokmål;24;20;{HIDDEN}",
        f"heimen;Solheimen;provevik;;nynorsk;20;16;{MEANS}",
        f"lillevik;Lillevik;provevik;;bokmål;4;3;{MEANS}",
    )
    write(municipality, settings=SETTINGS + "    replaces_unreleased: ja\n", rows=rows)


@pytest.mark.usefixtures("office")
def test_every_word_and_powerpoint_file_has_a_pdf_beside_it(municipality: Path, out: Path):
    build(municipality, out, "--unit", "skolen", "--pdf")
    made = files_below(root(out) / "skolen")
    sources = {name for name in made if name.endswith((".docx", ".pptx"))}
    pdfs = {name for name in made if name.endswith(".pdf")}
    assert pdfs == {f"{name.rpartition('.')[0]}.pdf" for name in sources}
    assert {name.rpartition(".")[2] for name in made} == {"docx", "pptx", "xlsx", "eml", "pdf"}


@pytest.mark.usefixtures("office")
def test_a_pdf_bears_in_the_manifest_what_its_source_bears(municipality: Path, out: Path):
    build(municipality, out, "--unit", "skolen", "--pdf")
    listed = manifest(out)
    pdfs = {path: node for path, node in listed.items() if path.endswith(".pdf")}
    own = ("unit", "document", "edition", "written_standard", "shows", "distribution")
    assert any(node["shows"] for node in pdfs.values())
    for path, node in pdfs.items():
        stem = path.removesuffix(".pdf")
        source = next(listed[f"{stem}.{ending}"] for ending in ("docx", "pptx") if f"{stem}.{ending}" in listed)
        assert {key: node[key] for key in own} == {key: source[key] for key in own}
        assert node["made_from"] == source["sha256"] == files.digest((root(out) / source["path"]).read_bytes())


def test_many_units_share_a_start(municipality: Path, out: Path, office: str):
    build(municipality, out, "--document", "run_sheet_one", "--document", "meeting_one", "--pdf")
    assert sorted(json.loads(line)[0] for line in log(office)) == [4, 4]


def test_a_file_that_is_the_same_is_not_converted_again(municipality: Path, out: Path, office: str):
    build(municipality, out, *ONE, "--pdf")
    build(municipality, out, *ONE, "--pdf")
    assert len(log(office)) == 1
    (root(out) / f"{SHEET}.pdf").unlink()
    build(municipality, out, *ONE, "--pdf")
    assert len(log(office)) == 2
    assert (root(out) / f"{SHEET}.pdf").exists()


def test_a_file_that_is_another_is_converted_again(municipality: Path, out: Path, office: str):
    build(municipality, out, *ONE, "--pdf")
    before = (root(out) / f"{SHEET}.pdf").read_bytes()
    text = (municipality / "resultater.csv").read_text("utf-8").replace("Øvre skole", "Nedre skole")
    (municipality / "resultater.csv").write_text(text, "utf-8")
    build(municipality, out, *ONE, "--pdf")
    (pdf,) = root(out).rglob("*.pdf")
    assert pdf.name == "Kjøreplan møte 1 - Nedre skole - 2026.pdf"
    assert pdf.read_bytes() != before
    assert len(log(office)) == 2


@pytest.mark.usefixtures("office")
def test_without_the_option_pdfs_go_and_of_units_not_asked_for_they_stay(municipality: Path, out: Path):
    build(municipality, out, "--document", "run_sheet_one", "--pdf")
    build(municipality, out, *ONE)
    pdfs = {pdf.relative_to(root(out)).parts[0] for pdf in root(out).rglob("*.pdf")}
    assert pdfs == {"provevik", "heimen", "lillevik"}
    assert {p.split("/")[0] for p in manifest(out) if p.endswith(".pdf")} == pdfs


@pytest.mark.usefixtures("office")
def test_the_new_file_beside_an_edited_one_has_the_pdf(municipality: Path, out: Path):
    build(municipality, out, *ONE, "--pdf")
    source = root(out) / f"{SHEET}.docx"
    source.write_bytes(b"my own words")
    build(municipality, out, *ONE, "--pdf")
    assert source.read_bytes() == b"my own words"
    assert {f.name for f in source.parent.iterdir()} == {
        source.name,
        f"{source.stem} (ny).docx",
        f"{source.stem} (ny).pdf",
    }


def test_an_edited_pdf_is_kept_and_the_new_one_laid_beside_it_once(municipality: Path, out: Path, office: str):
    build(municipality, out, *ONE, "--pdf")
    pdf = root(out) / f"{SHEET}.pdf"
    pdf.write_bytes(b"my own marks")
    for _ in range(2):
        at = build(municipality, out, *ONE, "--pdf")
        assert f"{pdf.stem} (ny).pdf" in at.complained
        assert pdf.read_bytes() == b"my own marks"
    assert len(log(office)) == 2
    at = build(municipality, out, *ONE)
    assert pdf.read_bytes() == b"my own marks"
    assert pdf.name in at.complained
    assert not pdf.with_name(f"{pdf.stem} (ny).pdf").exists()


@pytest.mark.usefixtures("office")
def test_pdfs_of_a_unit_that_is_now_hidden_go_even_when_another_was_asked_for(municipality: Path, out: Path):
    build(municipality, out, "--document", "meeting_one", "--pdf")
    hide_skolen(municipality)
    build(municipality, out, "--document", "meeting_one", "--unit", "heimen")
    assert not list(root(out).glob("skolen/**/*.pdf"))


@pytest.mark.usefixtures("office")
def test_an_edited_pdf_of_a_unit_that_is_now_hidden_stops_the_build(municipality: Path, out: Path):
    build(municipality, out, "--document", "meeting_one", "--pdf")
    (pdf,) = root(out).glob("skolen/**/*.pdf")
    pdf.write_bytes(b"my own marks")
    hide_skolen(municipality)
    before = {f: (out / f).read_bytes() for f in files_below(out)}
    at = build(municipality, out, "--document", "meeting_one", "--pdf", code=1)
    assert pdf.name in at.complained
    assert {f: (out / f).read_bytes() for f in files_below(out)} == before


@pytest.mark.usefixtures("office")
def test_drafts_of_e_mails_do_not_change(municipality: Path, out: Path, tmp_path: Path):
    build(municipality, out, "--unit", "skolen", "--pdf")
    build(municipality, tmp_path / "uten", "--unit", "skolen")
    drafts = {f.relative_to(out): f.read_bytes() for f in out.rglob("*.eml")}
    assert drafts == {f.relative_to(tmp_path / "uten"): f.read_bytes() for f in (tmp_path / "uten").rglob("*.eml")}
    assert len(drafts) == 3


@pytest.mark.usefixtures("office")
def test_what_is_printed_is_not_converted_once_more(municipality: Path, out: Path):
    build(municipality, out, "--document", "print_roadmap", "--document", "progress_plan", "--pdf")
    copies = {node["document"] for node in manifest(out).values() if node["made_from"]}
    assert copies == {"progress_plan"}


@pytest.mark.usefixtures("office")
def test_the_page_lists_a_pdf_in_its_sources_line_and_counts_it_as_no_document(municipality: Path, out: Path):
    build(municipality, out, *ONE)
    page = (root(out) / "index.html").read_text("utf-8")
    build(municipality, out, *ONE, "--pdf")
    with_pdf = (root(out) / "index.html").read_text("utf-8")
    assert with_pdf.count("<li>") == page.count("<li>")
    assert '.pdf" aria-label="PDF: Kjøreplan for møte 1, Øvre skole">PDF</a>' in with_pdf
    facts = with_pdf.partition('<ul class="facts">')[2].partition("</ul>")[0]
    assert facts in page
    assert facts.count("<strong>") == 4


def test_without_libreoffice_nothing_is_written_and_one_error_says_where_it_is(
    municipality: Path, out: Path, office: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("packgen.office._USUAL", ())
    Path(office).unlink()
    at = build(municipality, out, "--pdf", code=1)
    assert "libreoffice.org" in at.complained
    assert "1 feil" in at.complained
    assert not out.exists()
    assert not (municipality / "released").exists()


def test_a_libreoffice_that_makes_nothing_is_told_and_the_packs_lie_there(municipality: Path, out: Path, office: str):
    Path(office).with_suffix(".broken").touch()
    at = build(municipality, out, "--document", "run_sheet_one", "--document", "run_sheet_two", "--pdf", code=1)
    assert "LibreOffice starter, men lager ingen PDF" in at.complained
    assert len(list(root(out).rglob("*.docx"))) == len([p for p in manifest(out) if p.endswith(".docx")]) == 8


@pytest.mark.office("soffice")
def test_libreoffice_itself_makes_the_pdfs_without_hidden_slides(municipality: Path, out: Path):
    build(municipality, out, "--unit", "skolen", "--document", "meeting_one", "--pdf")
    (pdf,) = root(out).rglob("*.pdf")
    first = pdf.read_bytes()
    shutil.rmtree(out)
    build(municipality, out, "--unit", "skolen", "--document", "meeting_one", "--pdf")
    assert pdf.read_bytes() == first
    assert 10 < len(pypdfium2.PdfDocument(first)) < 30
