"""The forms of records as packgen makes them, and filled in as Word, Excel and LibreOffice do it."""

import io
import subprocess
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import invented
import openpyxl
import sample_records
import tools
from hypothesis import strategies as st
from lxml import etree

from packgen.collecting import form_words
from packgen.collecting.filled import Filled
from packgen.collecting.form_words import FormWords
from packgen.model import FACTORS, Language
from packgen.packs import make_pack
from packgen.problems import Outcome
from packgen.record import Record, Records
from packgen.record_form import BY_KEY, FieldKind, FormKind

FORMS: Mapping[FormKind, str] = {"one": "form_one", "two": "form_two", "follow_up": "form_follow_up"}
UNIT = "lang"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@cache
def words() -> FormWords:
    """Return the words of forms, problems in bokmål."""
    texts = invented.words().texts
    return form_words.of(texts["nb"], texts["nn"])


def documents(names: Iterable[str], record: Record | None = None, language: Language = "nb") -> dict[str, bytes]:
    """Return documents of the unit with the longest name: «form_one.docx» → bytes."""
    given = invented.gathered(None, language)
    records = Records({UNIT: replace(record, unit=UNIT)}) if record else Records()
    given = replace(given, documents=tuple(names), records=records)
    made = make_pack(given, invented.TREE.get(UNIT), invented.words(), invented.looks())
    return {f"{one.document}.{one.path.rpartition('.')[2]}": one.data for one in made}


@cache
def _forms(language: Language, *, full: bool) -> dict[str, bytes]:
    return documents(FORMS.values(), sample_records.record() if full else None, language)


def blank(kind: FormKind, ending: str, language: Language = "nb") -> bytes:
    """Return a form with nothing in it."""
    return _forms(language, full=False)[f"{FORMS[kind]}.{ending}"]


def full(kind: FormKind, ending: str) -> bytes:
    """Return a form with all that a record full of everything has for it."""
    return _forms("nb", full=True)[f"{FORMS[kind]}.{ending}"]


# ---------------------------------------------------------------- filling in


def changed(data: bytes, part: str, change: Callable[[etree._Element], None]) -> bytes:
    """Return an Office file with one part changed in place."""
    return rewritten(data, part, lambda old: _changed(old, change))


def _changed(data: bytes, change: Callable[[etree._Element], None]) -> bytes:
    root = etree.fromstring(data)
    change(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def rewritten(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return an Office file with the bytes of one part changed; a part that is not there is added."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
        if part not in old.namelist():
            new.writestr(part, change(b""))
    return written.getvalue()


def fill_word(data: bytes, values: Mapping[str, str]) -> bytes:
    """Return a Word form with texts written in controls by tag, as Word does it: lines as ``w:br`` or paragraphs."""
    return changed(data, "word/document.xml", lambda root: write_controls(root, values))


def write_controls(root: etree._Element, values: Mapping[str, str]) -> None:
    """Write texts in the controls with these tags."""
    by_tag = {tag.get(f"{W}val"): tag.getparent().getparent() for tag in root.iter(f"{W}tag")}
    for key, text in values.items():
        control = by_tag[key]
        for shown in control.findall(f"{W}sdtPr/{W}showingPlcHdr"):
            shown.getparent().remove(shown)
        content = control.find(f"{W}sdtContent")
        if content.find(f"{W}p") is None:
            content[:] = [run(text)]
        else:
            content[:] = [paragraph(line) for line in text.split("\n")]


def paragraph(text: str) -> etree._Element:
    """Return a paragraph of Word with a text."""
    made = etree.Element(f"{W}p")
    made.append(run(text))
    return made


def run(text: str) -> etree._Element:
    """Return a run of Word with a text, line breaks in it."""
    made = etree.Element(f"{W}r")
    for number, line in enumerate(text.split("\n")):
        if number:
            etree.SubElement(made, f"{W}br")
        etree.SubElement(made, f"{W}t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}).text = line
    return made


def fill_workbook(data: bytes, kind: FormKind, values: Mapping[str, object]) -> bytes:
    """Return an Excel form with values written in the cells beside the numbers of these keys."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    places = {cell.value: cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}
    for key, value in values.items():
        number = places[f"{BY_KEY[kind][key].number}:"]
        cell = sheet.cell(number.row, number.column + 1)
        cell.value = value
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


# ---------------------------------------------------------------- what people may write

WRITTEN: Mapping[FieldKind, st.SearchStrategy[tuple[str, str]]] = {
    "day": sample_records.days().map(lambda iso: (".".join(reversed(iso.split("-"))), iso)),
    "number": st.integers(1, 40).flatmap(lambda n: st.sampled_from([(str(n), str(n)), ("|" * n, str(n))])),
    "text": sample_records.texts().map(lambda text: (text, text)),
    "lines": st.lists(sample_records.texts(), min_size=1, max_size=4).map("\n".join).map(lambda text: (text, text)),
    "factor": st.integers(1, 10).map(lambda n: (f"{n}. {_factor_name(n)}", str(n))),
    "way": st.sampled_from([("Ta vare på", "keep"), ("forbedre", "improve")]),
    "status": st.sampled_from([("I gang", "started"), ("Lagt bort", "stopped")]),
    "degree": st.sampled_from([("Nesten alltid", "always"), ("Sjelden", "seldom")]),
}
"""What may be written in a field of each kind, and what it means."""


def _factor_name(number: int) -> str:
    return invented.words().texts["nn"].nodes["factors"][FACTORS[number - 1].id]["names"]["older"]


@st.composite
def fillings(draw: st.DrawFn, kind: FormKind, present: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return what is written in some fields of a form and what it means, by key."""
    keys = draw(st.lists(st.sampled_from(sorted(present)), unique=True, max_size=12))
    return {key: draw(WRITTEN[BY_KEY[kind][key].kind]) for key in keys}


def said(filled: Filled) -> dict[str, str]:
    """Return the values of a form by key."""
    return {key: value.text for key, value in filled.values.items()}


def codes(outcome: Outcome[Any]) -> list[str]:
    """Return the codes of what is wrong."""
    return [problem.code for problem in outcome.problems]


def in_libreoffice(files: Mapping[str, bytes], ending: str) -> dict[str, bytes]:
    """Return files (name → bytes) as LibreOffice saves them."""
    with TemporaryDirectory(prefix="packgen-forms-") as name:
        folder = Path(name)
        for one, data in files.items():
            (folder / one).write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [str(tools.soffice()), profile, "--headless", "--convert-to", ending, "--outdir", str(folder / "new")]
        subprocess.run([*command, *(str(folder / one) for one in files)], capture_output=True, check=True, timeout=180)
        return {one: (folder / "new" / one).read_bytes() for one in files}
