"""`packgen sheets`: sheets and cards on their own, by what was asked for, else by the settings."""

import io
from pathlib import Path

import pdfplumber
import pytest
import small_municipality
from test_cli import Session

from packgen.desk import DONE, PROBLEMS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_municipality.write(tmp_path / "provevik")


@pytest.fixture
def at() -> Session:
    return Session("nb")


def names(out: Path) -> set[str]:
    return {path.name for path in out.rglob("*") if path.suffix in (".pdf", ".pptx")}


def test_sheets_of_a_unit_bear_its_name_in_the_size_asked_for(at: Session, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "ark"
    asked = ("--unit", "Lillevik", "--tool", "analysis_cross", "--size", "A3", "--out", str(out))
    assert at.run("sheets", str(folder), *asked) == DONE
    (pdf,) = out.rglob("*.pdf")
    assert "Lillevik" in pdf.name
    page = pdfplumber.open(io.BytesIO(pdf.read_bytes())).pages[0]
    assert "Lillevik" in page.extract_text()
    assert sorted((round(page.width * 25.4 / 72), round(page.height * 25.4 / 72))) == [297, 420]
    assert len(names(out)) == 2  # with its slide


def test_without_a_unit_they_are_made_once_in_each_written_standard_in_use(
    at: Session, folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "ark"
    assert at.run("sheets", str(folder), "--tool", "role_cards", "--out", str(out)) == DONE
    standards = {path.relative_to(out).parts[1] for path in out.rglob("*.pdf")}
    assert standards == {"bokmål", "nynorsk"}
    assert "provevik" in at.said


def test_tiles_are_parts_on_a4_beside_the_sheet(at: Session, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "ark"
    assert at.run("sheets", str(folder), "--tool", "tally", "--tiles", "--out", str(out)) == DONE
    parts = next(path for path in out.rglob("*delt i A4*.pdf"))
    assert (
        len(pdfplumber.open(io.BytesIO(parts.read_bytes())).pages) == 1 + 15
    )  # how to put them together, then the parts of an A1


def test_an_unknown_tool_is_told_and_nothing_written(at: Session, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "ark"
    assert at.run("sheets", str(folder), "--tool", "kryss", "--out", str(out)) == PROBLEMS
    assert "kryss" in at.complained
    assert not out.exists()


def test_a_slide_that_somebody_has_edited_stays(at: Session, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "ark"
    asked = ("sheets", str(folder), "--tool", "igp", "--out", str(out))
    assert at.run(*asked) == DONE
    slide = next(out.rglob("*.pptx"))
    slide.write_bytes(b"edited")
    assert at.run(*asked, "--size", "A1") == DONE
    assert slide.read_bytes() == b"edited"
    assert any("(ny)" in name for name in names(out))


def test_settings_decide_where_the_command_does_not(at: Session, tmp_path: Path) -> None:
    folder = small_municipality.write(tmp_path / "provevik")
    settings = folder / "municipality.yaml"
    settings.write_text(settings.read_text("utf-8") + "sheets:\n  tools: [tally]\n  size: A4\n", "utf-8")
    out = tmp_path / "ark"
    assert at.run("sheets", str(folder), "--out", str(out)) == DONE
    assert {name.split(" - ")[0] for name in names(out)} == {"Veggark opptelling A4", "Oppteljing veggark A4"}


def test_a_folder_without_fonts_is_told_before_anything_is_written(at: Session, tmp_path: Path) -> None:
    folder = small_municipality.write(tmp_path / "provevik")
    (folder / "fonter").mkdir()
    settings = folder / "municipality.yaml"
    settings.write_text(settings.read_text("utf-8") + "sheets:\n  fonts: fonter\n", "utf-8")
    out = tmp_path / "ark"
    assert at.run("sheets", str(folder), "--out", str(out)) == PROBLEMS
    assert "fonter" in at.complained
    assert not out.exists()
