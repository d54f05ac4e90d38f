"""What a few parts of finished files look like, as indented XML, so that every change of theirs shows in a diff.

Renew them after a change that was meant, and read the diff before you commit it:

    python tests/golden.py
"""

from functools import cache
from pathlib import Path

import invented
from lxml import etree
from office import Office, every, facts, opened

from packgen import identity

FOLDER = Path(__file__).parent / "golden"
STATE = "with distributions and trend"


ROWS = 3
"""So many rows of a table are shown: the others look the same."""


def indented(xml: bytes) -> str:
    """Return XML with each element on a line of its own, and the first rows of each table."""
    root = etree.fromstring(xml, etree.XMLParser(remove_blank_text=True))
    for table in every(root, "//a:tbl | //w:tbl"):
        rows = every(table, "a:tr | w:tr")[ROWS:]
        for row in rows:
            table.remove(row)
        if rows:
            table.append(etree.Comment(f" {len(rows)} rows more "))
    return etree.tostring(root, pretty_print=True, encoding="unicode")


@cache
def parts() -> dict[str, str]:
    """Return the golden parts as they are now, by file name."""
    files = {document: opened(made.data) for document, made in invented.pack(STATE, "nb").items()}
    return {
        "run-sheet.xml": indented(files["run_sheet_one"].parts["word/document.xml"]),
        "run-sheet-properties.xml": indented(files["run_sheet_one"].parts["docProps/core.xml"]),
        "agreement.xml": indented(files["appraisal_agreement"].parts["word/document.xml"]),
        **_slides(files["meeting_one"]),
        **_charts(files["handbook"]),
    }


def _slides(deck: Office) -> dict[str, str]:
    """Return the first slide of each layout, and the notes of the first slide."""
    found: dict[str, str] = {}
    for name in deck.slides():
        layout = facts(deck.xml[deck.leads(name, "slideLayout")[0].target], "p:cSld/@name")[0]
        found.setdefault(f"slide-{identity.slug((layout,))}.xml", indented(deck.parts[name]))
    return {**found, "notes.xml": indented(deck.parts[deck.leads(next(iter(deck.slides())), "notesSlide")[0].target])}


def _charts(handbook: Office) -> dict[str, str]:
    """Return the first chart of each kind, and the workbook of the first."""
    found: dict[str, str] = {}
    for name, root in handbook.of_type("chart+xml").items():
        (kind,) = {etree.QName(series.getparent()).localname for series in every(root, "//c:ser")}
        found.setdefault(f"{kind}.xml", indented(handbook.parts[name]))
    book = handbook.workbooks()["word/embeddings/chart1.xlsx"]
    return {**found, "chart-workbook.xml": indented(book.parts["xl/worksheets/sheet1.xml"])}


def renew() -> None:
    """Write the golden parts anew, and take away those that are no longer made."""
    FOLDER.mkdir(exist_ok=True)
    found = parts()
    for path in FOLDER.glob("*.xml"):
        if path.name not in found:
            path.unlink()
    for name, text in found.items():
        (FOLDER / name).write_text(text, "utf-8")


if __name__ == "__main__":
    renew()
