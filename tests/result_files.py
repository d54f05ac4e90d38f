"""Files of results as people and KS make them, for the tests of the readers."""

import csv
import io
from functools import cache
from pathlib import Path

from openpyxl import Workbook
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Cm

from packgen.messages import load
from packgen.model import Municipality, Round, Unit, UnitTree
from packgen.problems import Outcome
from packgen.resources import CONTENT
from packgen.results import Survey, gather

NB = (
    "Indre motivasjon", "Mestringstro", "Autonomi", "Bruk av kompetanse", "Mestringsorientert ledelse",
    "Rolleklarhet", "Relevant kompetanseutvikling", "Fleksibilitetsvilje", "Mestringsklima", "Prososial motivasjon",
)  # fmt: skip
NUMBERED = tuple(f"{number}. {name}" for number, name in enumerate(NB, start=1))
UNIT = ("4.2", "4.2", "4.3", "4.2", "3.9", "4.1", "3.7", "4.3", "4.1", "4.6")
OTHER = ("3.9", "4.1", "4.2", "4.3", "4.4", "4.5", "4.6", "4.7", "4.8", "4.9")
COUNTRY = ("4.3", "4.4", "4.5", "4.3", "4.1", "4.2", "3.9", "4.6", "4.2", "4.6")
FIVE = (0.5, 3.3, 11.6, 45.1, 39.5)
ANSWERS = ("Svært uenig", "Delvis uenig", "Verken eller", "Delvis enig", "Svært enig")
ROUND = Round("2023", "10-FAKTOR 2023", "2023")
PLACE = Municipality("", "seljord", "Seljord kommune", "nn", rounds=(ROUND,))


def floats(values) -> list[float]:
    return [float(value) for value in values]


def xlsx(path: Path, *sheets: tuple[str, list[list[object]]] | list[list[object]]) -> Path:
    """Write a workbook of sheets given as rows; a string starting with = becomes a formula nobody has worked out."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for number, sheet in enumerate(sheets, start=1):
        title, rows = sheet if isinstance(sheet, tuple) else (f"Ark{number}", sheet)
        made = workbook.create_sheet(title)
        for row in rows:
            made.append(row)
    workbook.save(path)
    return path


def delimited(path: Path, rows: list[list[object]], encoding: str = "utf-8", separator: str = ";") -> Path:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def ks_rows(unit="10-FAKTOR", municipality="Seljord", service="Administrasjon", figures=(UNIT, UNIT, COUNTRY)):
    """Return the rows of KS' table as it stands in the report."""
    return [
        ["Seljord kommune – Administrasjon"],
        ["Tabellen viser resultater for valgt enhet, kommune og landssnitt for tjeneste."],
        [],
        ["FAKTOR", unit, municipality, service],
        *([name, *(float(column[at]) for column in figures)] for at, name in enumerate(NUMBERED)),
        [],
        ["10-FAKTOR: KS' medarbeiderundersøkelse"],
        ["PERIODE : 2023"],
    ]


def report(path: Path, unit="Heddal skule", service="Grunnskole", *, pages=True, table=True) -> Path:
    """Write a PowerPoint report as KS makes them: a table, and a page for factor 1 with two native charts."""
    presentation = Presentation()
    if table:
        slide = presentation.slides.add_slide(presentation.slide_layouts[5])
        slide.shapes.title.text = f"{unit} – {service}"
        note = slide.shapes.add_textbox(Cm(1), Cm(4), Cm(20), Cm(1))
        note.text_frame.text = "Tabellen viser resultater for valgt enhet, kommune og landssnitt for tjeneste."
        made = slide.shapes.add_table(11, 4, Cm(1), Cm(6), Cm(20), Cm(10)).table
        rows = ks_rows(service=service, figures=(OTHER, UNIT, COUNTRY))[3:14]
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                made.cell(row, column).text = str(value)
    if pages:
        slide = presentation.slides.add_slide(presentation.slide_layouts[5])
        slide.shapes.title.text = NUMBERED[0]
        shares = CategoryChartData(number_format="0.0 %")
        shares.categories = ANSWERS
        shares.add_series("Prosent", [0.03, 0.08, 0.17, 0.40, 0.32])
        slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Cm(1), Cm(5), Cm(10), Cm(8), shares)
        bars = CategoryChartData(number_format="0.0")
        bars.categories = (unit, "Seljord", "Snitt orgtype")
        bars.add_series("Snitt", [3.9, 4.2, 4.3])
        slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, Cm(12), Cm(5), Cm(10), Cm(8), bars)
    presentation.save(path)
    return path


def tree(*units: Unit) -> UnitTree:
    return UnitTree(units)


def read(*paths: Path, listed: UnitTree | None = None, municipality=PLACE, round_=None) -> Outcome[Survey]:
    return gather(paths, municipality, round_ or municipality.rounds[-1], listed)


def means(outcome: Outcome[Survey], unit: str) -> list[str]:
    """Return the means of a unit as the source wrote them; fails with the problems when there are none."""
    assert outcome.value is not None, told(outcome)
    return [str(score.mean) for score in outcome.value.results.units[unit].scores]


@cache
def _messages(language):
    return load(CONTENT, language)


def codes(outcome: Outcome[Survey]) -> list[str]:
    return [problem.code.removeprefix("results.") for problem in outcome.problems]


def told(outcome: Outcome[Survey], language="nn") -> list[str]:
    """Return each problem as a person gets it: place, sentence and remedy."""
    messages = _messages(language)
    said = []
    for problem in outcome.problems:
        words = messages.tell(problem)
        place = problem.place
        said.append(f"{Path(place.file).name} {place.sheet} {place.cell}: {words.message} {words.hint}")
    return said
