"""Makes the results of the example Seljord: the municipality's published table of 2023, as KS' report lays it out.

The figures are real, and the whole municipality's only. Run ``python examples/make_seljord.py`` to make the file again.
"""

from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from packgen import spreadsheet

FILE = Path(__file__).parent / "seljord" / "resultat-2023.xlsx"
FACTORS = (
    "Indre motivasjon", "Mestringstro", "Autonomi", "Bruk av kompetanse", "Mestringsorientert ledelse",
    "Rolleklarhet", "Relevant kompetanseutvikling", "Fleksibilitetsvilje", "Mestringsklima", "Prososial motivasjon",
)  # fmt: skip
WHOLE = (4.2, 4.2, 4.3, 4.2, 3.9, 4.1, 3.7, 4.3, 4.1, 4.6)
"""The ten means of the whole survey, which are the municipality's."""
COUNTRY = (4.3, 4.4, 4.5, 4.3, 4.1, 4.2, 3.9, 4.6, 4.2, 4.6)
"""The country's means for the kind of service that KS set beside them."""
ROWS: tuple[tuple[str | float, ...], ...] = (
    ("Seljord kommune – Administrasjon",),
    ("Tabellen viser resultater for valgt enhet, kommune og landssnitt for tjeneste.",),
    (),
    ("FAKTOR", "10-FAKTOR", "Seljord", "Administrasjon"),
    *((f"{i}. {name}", WHOLE[i - 1], WHOLE[i - 1], COUNTRY[i - 1]) for i, name in enumerate(FACTORS, start=1)),
    (),
    ("10-FAKTOR: KS' medarbeiderundersøkelse",),
    ("PERIODE : 2023",),
)
HEADINGS = (1, 4)


def fill(sheet: Worksheet) -> None:
    """Write the rows: texts as texts, means as numbers with one decimal."""
    for row, values in enumerate(ROWS, start=1):
        for column, value in enumerate(values, start=1):
            cell = sheet.cell(row, column)
            if not isinstance(cell, Cell):  # nothing is merged
                raise TypeError(cell)
            if isinstance(value, str):
                spreadsheet.put_text(cell, value)
            else:
                cell.value, cell.number_format = value, "0.0"
            if row in HEADINGS:
                cell.font = Font(bold=True)
    for letter, width in zip("ABCD", (36, 14, 14, 18), strict=True):
        sheet.column_dimensions[letter].width = width


def main() -> None:
    """Make the file."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Resultat"
    fill(sheet)
    FILE.write_bytes(spreadsheet.to_bytes(workbook))


if __name__ == "__main__":
    main()
