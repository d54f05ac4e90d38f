"""What may go wrong with the forms that come back, each told in words, and nothing taken while anything is wrong."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from form_files import W, changed, fill_word, fill_workbook, in_libreoffice, rewritten
from lxml import etree
from pptx import Presentation
from small_municipality import SETTINGS, write
from test_cli import Session
from test_cli_collect import ONE, TWO

from packgen.record_form import find_id

DOCUMENT = "word/document.xml"
DOCUMENTS = ("form_one", "form_two", "meeting_one", "appraisal_agreement")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a municipality where a unit may work on one to three factors, and beside it what «skolen» gets."""
    parent = tmp_path_factory.mktemp("misuse")
    settings = SETTINGS.replace("rounds:", "choice: {work_on_min: 1, work_on_max: 3}\nrounds:")
    folder = write(parent / "provevik", settings=settings)
    wanted = [word for name in DOCUMENTS for word in ("--document", name)]
    assert Session().run("build", folder, "--unit", "skolen", *wanted, "--out", parent / "ut") == 0
    return parent


def blank(made: Path, name: str) -> bytes:
    """Return a file of the unit as packgen made it: «Skjema fra møte 1.docx»."""
    stem, _, ending = name.rpartition(".")
    (path,) = (made / "ut").rglob(f"{stem} - *.{ending}")
    return path.read_bytes()


def complaints(made: Path, tmp_path: Path, files: Mapping[str, bytes], folder: str = "provevik", day: str = "") -> str:
    """Return what `packgen collect` complains of when these files come in; nothing is taken."""
    inbox = tmp_path / "innboks"
    inbox.mkdir()
    for name, data in files.items():
        (inbox / name).write_bytes(data)
    at = Session()
    code = at.run("collect", inbox, "--municipality", made / folder, "--date", day or "2026-04-29")
    assert (code, (made / folder / "records").exists()) == (1, False), at.said
    assert "Ingenting er hentet inn" in at.complained
    return at.complained.replace(f"{inbox}/", "")


def missing(said: str, expected: Mapping[str, str]) -> list[str]:
    """Return the files of which nothing is told that has these words in it."""
    lines = said.splitlines()
    return [
        f"{file}: {words}" for file, words in expected.items() if not any(_tells(one, file, words) for one in lines)
    ]


def _tells(line: str, file: str, words: str) -> bool:
    return line.startswith((f"Feil {file}:", f"Feil {file},")) and words in line


def text_changed(data: bytes, old: str, new: str) -> bytes:
    return rewritten(data, DOCUMENT, lambda part: part.replace(old.encode(), new.encode()))


def without_field(data: bytes, key: str) -> bytes:
    def change(root: etree._Element) -> None:
        tag = next(one for one in root.iter(f"{W}tag") if one.get(f"{W}val") == key)
        cell = next(tag.iterancestors(f"{W}tc"))
        cell.getparent().remove(cell)

    return changed(data, DOCUMENT, change)


def with_number(data: bytes, old: str, new: str) -> bytes:
    def change(root: etree._Element) -> None:
        text = next(one for one in root.iter(f"{W}t") if (one.text or "").startswith(f"{old}:"))
        text.text = f"{new}: "

    return changed(data, DOCUMENT, change)


def linked(data: bytes) -> bytes:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath"
    link = f'<Relationship Id="x" Type="{kind}" Target="file:///c:/x.xlsx" TargetMode="External"/></Relationships>'
    return rewritten(data, "xl/_rels/workbook.xml.rels", lambda old: old.replace(b"</Relationships>", link.encode()))


def renamed_zip() -> bytes:
    made_ = io.BytesIO()
    with zipfile.ZipFile(made_, "w") as package:
        package.writestr("bilder/sommer.jpg", b"jpg")
    return made_.getvalue()


def opendocument() -> bytes:
    made_ = io.BytesIO()
    with zipfile.ZipFile(made_, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", "<office:document-content/>")
    return made_.getvalue()


def misnamed_slide(data: bytes) -> bytes:
    deck = Presentation(io.BytesIO(data))
    for slide in deck.slides:
        for shape in slide.shapes:
            shape.name = shape.name.replace("/skolen/", "/heimen/")
    saved = io.BytesIO()
    deck.save(saved)
    return saved.getvalue()


def test_files_that_are_no_safe_whole_forms_are_all_refused_at_once(made: Path, tmp_path: Path):
    word, book = blank(made, "Skjema fra møte 1.docx"), blank(made, "Skjema fra møte 1.xlsx")
    agreement = fill_word(
        blank(made, "Avtale etter medarbeidersamtale.docx"), {"appraisal_agreement.agreement.goal.1": "Bli flinkere"}
    )
    files = {
        "avtale.docx": agreement,
        "felt.docx": with_number(word, "23", "99"),
        "formel.xlsx": fill_workbook(book, "one", {"groups": "=2+2"}),
        "id.docx": text_changed(word, "provevik/2026/skolen/", "provevik/2026/heimen/"),
        "lenke.xlsx": linked(book),
        "lysbilder.pptx": misnamed_slide(blank(made, "Avdelingsmøte 1.pptx")),
        "mangler.docx": without_field(word, "groups"),
        "makro.docx": rewritten(word, "word/vbaProject.bin", lambda _: b"x"),
        "odelagt.docx": word[:-200],
        "skrevet.odt": opendocument(),
        "stor.docx": b"PK" + bytes(50_000_001),
        "uten id.docx": text_changed(word, "provevik/2026/skolen/", "skolen "),
        "verdi.docx": fill_word(word, {"groups": "fire", "date": "snart"}),
        "zip.docx": renamed_zip(),
    }
    said = complaints(made, tmp_path, files)
    expected = {
        "avtale.docx": "medarbeidersamtaler",
        "felt.docx": "«99» er ikke et felt",
        "formel.xlsx": "formel",
        "id.docx": "De to siste sifrene passer ikke",
        "lenke.xlsx": "lenke",
        "lysbilder.pptx": "De to siste sifrene passer ikke",
        "mangler.docx": "1 felt mangler",
        "makro.docx": "makro",
        "odelagt.docx": "skadet",
        "skrevet.odt": "OpenDocument",
        "stor.docx": "større enn 50 MB",
        "uten id.docx": "ingen skjema-id",
        "verdi.docx": "«fire» kan ikke stå i",
        "zip.docx": "ikke en Office-fil",
    }
    assert missing(said, expected) == [], said
    assert missing(said, {"verdi.docx": "snart"}) == []
    assert "Bli flinkere" not in said


def test_forms_of_others_are_all_refused_at_once(made: Path, tmp_path: Path):
    filled = fill_word(blank(made, "Skjema fra møte 1.docx"), ONE)
    own = "provevik/2026/skolen/M1/"
    digits = filled_id(filled, own)
    files = {
        "kommune.docx": text_changed(filled, own + digits, with_digits("heimvik/2026/skolen/M1")),
        "runde.docx": text_changed(filled, own + digits, with_digits("provevik/2024/skolen/M1")),
        "ukjent.docx": text_changed(filled, own + digits, with_digits("provevik/2026/skulen/M1")),
        "enhet.docx": text_changed(filled, own + digits, with_digits("provevik/2026/heimen/M1")),
    }
    said = complaints(made, tmp_path, files)
    expected = {
        "kommune.docx": "laget for heimvik",
        "runde.docx": "fra runden 2024",
        "ukjent.docx": "gjelder skulen",
        "enhet.docx": "«Øvre skole», men skjema-id-en er til Solheimen",
    }
    assert missing(said, expected) == [], said


def filled_id(data: bytes, bare: str) -> str:
    part = zipfile.ZipFile(io.BytesIO(data)).read(DOCUMENT).decode()
    return part.partition(bare)[2][:2]


def with_digits(bare: str) -> str:
    """Return an id with the check digits that are right for it."""
    return next(f"{bare}/{n:02}" for n in range(100) if (found := find_id(f"{bare}/{n:02}")) and found[1])


def test_what_cannot_be_meant_so_is_all_told_at_once(made: Path, tmp_path: Path):
    word, plan = blank(made, "Skjema fra møte 1.docx"), blank(made, "Skjema fra møte 2.docx")
    lower = tmp_path / "lavere" / "provevik"
    write(lower, settings=(made / "provevik/municipality.yaml").read_text("utf-8").replace("max: 3", "max: 2"))
    chosen = {f"chosen.{n}.factor": str(n + 2) for n in (1, 2, 3)} | {f"chosen.{n}.way": "Forbedre" for n in (1, 2, 3)}
    rows = {
        1: ("3", TWO["measure.1.text"], "", "1.6.2026"),
        2: ("3", "Kurs", "rektor", ""),
        3: ("4", "Kaffe", "alle", "28.4.2026"),
        4: ("9", "Sang", "alle", "1.9.2026"),
    }
    parts = ("factor", "text", "responsible", "deadline")
    measures = {f"measure.{n}.{part}": said for n, row in rows.items() for part, said in zip(parts, row, strict=True)}
    files = {
        "a.docx": fill_word(word, {**ONE, **chosen}),
        "b.docx": fill_word(word, {**ONE, **chosen, "groups": "6"}),
        "plan.docx": fill_word(plan, measures),
    }
    said = complaints(made, tmp_path, files, str(lower))
    assert missing(said, {"b.docx": "Her står «6», men i a.docx 3 står «4»"}) == [], said
    assert missing(said, {"a.docx": "3 faktorer er valgt"}) == [], said
    for words in (
        "«Lage en liste» har ingen ansvarlig",
        "«Kurs» har ingen frist",
        "«Kaffe» har frist 28.4.2026",
        "faktor 9, men enheten har valgt 3, 4, 5",
    ):
        assert missing(said, {"plan.docx": words}) == [], said


@pytest.mark.office("soffice")
def test_a_filled_appraisal_form_that_libreoffice_has_saved_is_refused_in_a_folder(made: Path, tmp_path: Path):
    data = fill_word(
        blank(made, "Avtale etter medarbeidersamtale.docx"), {"appraisal_agreement.agreement.goal.1": "Bli flinkere"}
    )
    saved = in_libreoffice({"avtale.docx": data}, "docx")
    said = complaints(made, tmp_path, saved)
    assert missing(said, {"avtale.docx": "medarbeidersamtaler"}) == []
    assert "Bli flinkere" not in said
