"""`packgen check` looks whether everybody can read the packs, and writes the report where one is asked for."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest
from pack_folder import files_below
from small_municipality import write
from test_cli import Session
from test_trial import pale

from packgen import packs
from packgen.commands import building
from packgen.commands.reading import read_looks
from packgen.messages import Tongue


@pytest.fixture
def municipality(tmp_path: Path) -> Path:
    return write(tmp_path / "provevik")


@pytest.fixture
def pale_template(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every document be made with a template whose text is too pale."""
    own = read_looks()
    looks: packs.Looks = replace(own, word=pale(own.word))
    monkeypatch.setattr(building, "read_looks", lambda: looks)


def test_check_says_that_it_makes_packs_on_trial_and_writes_nothing(municipality: Path):
    before = files_below(municipality.parent)
    at = Session()
    assert at.run("check", municipality) == 0, at.complained
    assert "Ser etter om alle kan lese pakkene: Prøvevik kommune" in at.complained
    assert "Alt er i orden." in at.said
    assert files_below(municipality.parent) == before


@pytest.mark.usefixtures("pale_template")
@pytest.mark.parametrize(("flags", "code"), [((), 0), (("--strict",), 1)])
def test_check_tells_what_a_template_breaks_and_strict_stops_at_it(
    municipality: Path, flags: tuple[str, ...], code: int
):
    at = Session()
    assert at.run("check", municipality, *flags) == code
    assert "er vanskelig å lese: fargen B0B0B0 på FFFFFF gir kontrasten 2,1 : 1" in at.complained
    assert "Arbeidshefte for leder - Prøvevik kommune - 2026.docx" in at.complained


@pytest.mark.usefixtures("pale_template")
def test_the_report_is_written_whatever_was_found(municipality: Path, tmp_path: Path):
    file = tmp_path / "ny mappe" / "rapport.docx"
    at = Session("nn")
    assert at.run("check", municipality, "--strict", "--report", file) == 1
    assert f"Laga {file}." in at.said
    table = docx.Document(BytesIO(file.read_bytes())).tables[0]
    assert len(table.rows) == 12
    assert any(cell.text.endswith(" merknader") for cell in table.columns[3].cells)


def test_there_is_no_report_on_packs_that_cannot_be_made(municipality: Path, tmp_path: Path):
    (municipality / "resultater.csv").unlink()
    at = Session()
    assert at.run("check", municipality, "--report", tmp_path / "rapport.docx") == 1
    assert not (tmp_path / "rapport.docx").exists()


@pytest.mark.parametrize(
    ("tongue", "ending", "one"),
    [
        ("nb", "Rapporten er en Word-fil, så «rapport.pdf» må slutte på .docx.", "--report gjelder én kommune."),
        ("nn", "Rapporten er ei Word-fil, så «rapport.pdf» må slutte på .docx.", "--report gjeld éin kommune."),
    ],
)
def test_a_report_of_another_kind_or_on_several_municipalities_is_wrong_use(
    municipality: Path, tongue: Tongue, ending: str, one: str
):
    at = Session(tongue)
    assert at.run("check", municipality, "--report", "rapport.pdf") == 2
    assert ending in at.complained
    at = Session(tongue)
    assert at.run("check", municipality, municipality, "--report", "rapport.docx") == 2
    assert one in at.complained
