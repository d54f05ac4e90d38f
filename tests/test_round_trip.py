"""A whole round as HR and secretaries live it: the commands of the README, and real files filled in between them.

Three units, each its own way: the school in Word, the home (nynorsk) in Excel, the nursery on the slides themselves.
"""

import io
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import chdir
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
import icalendar
import openpyxl
import pypdfium2
import pytest
from docx.oxml.ns import qn
from form_files import fill_word, fill_workbook, in_libreoffice
from pptx import Presentation
from small_municipality import MEANS, write
from test_cli import Session
from test_collecting_deck import typed

from packgen import records_file
from packgen.record import (
    AnalysisSession,
    Chosen,
    Count,
    FollowUp,
    Goal,
    Idea,
    LeadersOwn,
    Measure,
    Reason,
    Record,
    RoadmapSession,
    StatusChange,
)

README = Path(__file__).parents[1] / "README.md"
SETTINGS = """\
schema: 1
name: Prøvevik kommune
language: nb
units: enheter.yaml
rounds:
  - id: 2026
    limit: 5
    dates: {results: 12.3.2026, follow_up: 1.10.2026}
    results: resultater.csv
"""
UNITS = """\
schema: 1
units:
  - {id: kommunen, name: Prøvevik kommune}
  - {id: skolen, name: Øvre skole, parent: kommunen, meeting_one: {date: 14.4.2026, start: "08.30", place: Salen}}
  - {id: heimen, name: Solheimen, parent: kommunen}
  - {id: barnehagen, name: Lia barnehage, parent: kommunen}
"""
ROWS = (
    f"kommunen;Prøvevik kommune;;;bokmål;58;48;{MEANS}",
    f"skolen;Øvre skole;Prøvevik kommune;Grunnskole;bokmål;24;20;{MEANS}",
    f"heimen;Solheimen;Prøvevik kommune;Sykehjem;nynorsk;20;16;{MEANS}",
    f"barnehagen;Lia barnehage;Prøvevik kommune;Barnehage;bokmål;14;12;{MEANS}",
)

# ---------------------------------------------------------------- what the units wrote

SCHOOL_ONE = {
    "date": "14.4.2026",
    "groups": "4",
    "tally.3.content": "1",
    "tally.3.improve": "|||",
    "tally.10.content": "4",
    "reasons.3.improve": "Vi venter på hverandre.\nDet er uklart hva vi bestemmer.",
    "reasons.10.content": "Vi ser at det hjelper.",
    "chosen.1.factor": "3. Autonomi",
    "chosen.1.way": "Forbedre",
    "chosen.2.factor": "10. Prososial motivasjon",
    "chosen.2.way": "Ta vare på",
    "own.1.factor": "5. Mestringsorientert ledelse",
    "own.1.commits": "Jeg er på hvert trinn hver dag.",
}
HOME_ONE = {
    "date": "15.4.2026",
    "groups": 5,
    "tally.1.content": 4,
    "tally.7.improve": 5,
    "reasons.7.improve": "Kurs fell bort.",
    "chosen.1.factor": "7. Relevant kompetanseutvikling",
    "chosen.1.way": "Betre",
    "chosen.2.factor": 1,
    "chosen.2.way": "Ta vare på",
}
NURSERY_ONE = {
    "tally": {(6, 2): "|||", (9, 1): "2", (11, 1): "Økt: 1", (11, 2): "Grupper: 3"},
    "cross": {(1, 1): "Vi ler.", (3, 1): "Det haster."},
    "chosen": {
        (1, 0): "6. Rolleklarhet",
        (1, 1): "Forbedre",
        (1, 2): "Ingen vet hvem som låser.",
        (2, 0): "9",
        (2, 1): "Ta vare på",
    },
}
SCHOOL_TWO = {
    "date": "28.4.2026",
    "goal.1.text": "Vi avgjør selv det vi kan.",
    "goal.1.staff": "Vi prøver først.\nVi spør etterpå.",
    "goal.1.leader": "Rektor spør hva vi tenker.",
    "goal.2.staff": "Vi forteller om gode stunder.",
    "ideas.large_easy": "Liste over hvem som bestemmer",
    "ideas.unplaced": "Kaffe",
    "measure.1.factor": "3. Autonomi",
    "measure.1.text": "Lage en liste",
    "measure.1.responsible": "rektor",
    "measure.1.deadline": "1.6.2026",
    "measure.2.factor": "10",
    "measure.2.text": "Én god stund hver fredag",
    "measure.2.responsible": "trinnene på omgang",
    "measure.2.deadline": "1. september 2026",
}
HOME_TWO = {
    "date": "29.4.2026",
    "goal.1.staff": "Vi lærer av kvarandre.",
    "ideas.large_easy": "Kurs i huset",
    "measure.1.factor": "7",
    "measure.1.text": "Ein time i månaden",
    "measure.1.responsible": "fagleiar",
    "measure.1.deadline": "1.8.2026",
}
NURSERY_TWO = {
    "vision.6": {(1, 0): "Vi vet hvem som låser.", (1, 1): "Styrer spør."},
    "matrix": {(2, 2): "Tavle", (4, 1): "Ny nettside"},
    "plan.6": {(1, 0): "Tavle i gangen", (1, 1): "pedagogisk leder", (1, 2): "1.6.2026"},
    "plan.9": {(1, 0): "Felles lunsj", (1, 1): "avdelingene", (1, 2): "15.8.2026"},
}
SCHOOL_FOLLOW_UP = {
    "date": "20.8.2026",
    "degree.3": "Ofte",
    "degree.10": "Av og til",
    "answer.1": "Lista er i bruk.",
    "status.t1.status": "Gjennomført",
    "status.t1.note": "Vi spør sjeldnere.",
    "status.t2.status": "I gang",
    "measure.1.factor": "3",
    "measure.1.text": "Gå gjennom lista hver måned",
    "measure.1.responsible": "rektor",
    "measure.1.deadline": "1.12.2026",
}

SCHOOL = Record(
    "skolen",
    "2026",
    analysis=(
        AnalysisSession(
            1,
            "2026-04-14",
            4,
            (Count(3, 1, 3), Count(10, 4, 0)),
            (
                Reason(3, "improve", "Vi venter på hverandre."),
                Reason(3, "improve", "Det er uklart hva vi bestemmer."),
                Reason(10, "content", "Vi ser at det hjelper."),
            ),
        ),
    ),
    chosen=(Chosen(3, "improve"), Chosen(10, "keep")),
    leaders_own=(LeadersOwn(5, "Jeg er på hvert trinn hver dag."),),
    roadmap=(
        RoadmapSession(
            1,
            "2026-04-28",
            (
                Goal(
                    3,
                    "Vi avgjør selv det vi kan.",
                    "",
                    ("Vi prøver først.", "Vi spør etterpå."),
                    ("Rektor spør hva vi tenker.",),
                ),
                Goal(10, "", "", ("Vi forteller om gode stunder.",)),
            ),
            (Idea("Liste over hvem som bestemmer", "large_easy"), Idea("Kaffe")),
        ),
    ),
    measures=(
        Measure(
            "t1",
            3,
            "Lage en liste",
            "rektor",
            "2026-06-01",
            (StatusChange("2026-08-20", "done", "Vi spør sjeldnere."),),
            "two.1",
        ),
        Measure(
            "t2",
            10,
            "Én god stund hver fredag",
            "trinnene på omgang",
            "2026-09-01",
            (StatusChange("2026-08-20", "started"),),
            "two.1",
        ),
        Measure("t3", 3, "Gå gjennom lista hver måned", "rektor", "2026-12-01", (), "follow_up.1"),
    ),
    follow_ups=(
        FollowUp(1, "2026-08-20", ((3, "often"), (10, "sometimes")), ("Lista er i bruk.", "", "", "", "", "")),
    ),
)
HOME = Record(
    "heimen",
    "2026",
    analysis=(
        AnalysisSession(
            1, "2026-04-15", 5, (Count(1, 4, 0), Count(7, 0, 5)), (Reason(7, "improve", "Kurs fell bort."),)
        ),
    ),
    chosen=(Chosen(7, "improve"), Chosen(1, "keep")),
    roadmap=(
        RoadmapSession(
            1, "2026-04-29", (Goal(7, "", "", ("Vi lærer av kvarandre.",)),), (Idea("Kurs i huset", "large_easy"),)
        ),
    ),
    measures=(Measure("t1", 7, "Ein time i månaden", "fagleiar", "2026-08-01", (), "two.1"),),
)
NURSERY = Record(
    "barnehagen",
    "2026",
    analysis=(
        AnalysisSession(
            1,
            "",
            3,
            (Count(6, 0, 3), Count(9, 2, 0)),
            (
                Reason(6, "improve", "Ingen vet hvem som låser."),
                Reason(0, "content", "Vi ler."),
                Reason(0, "improve", "Det haster."),
            ),
        ),
    ),
    chosen=(Chosen(6, "improve"), Chosen(9, "keep")),
    roadmap=(
        RoadmapSession(
            1,
            "",
            (Goal(6, "Alle vet hvem som gjør hva.", "", ("Vi vet hvem som låser.",), ("Styrer spør.",)),),
            (Idea("Tavle", "large_easy"), Idea("Ny nettside", "small_hard")),
        ),
    ),
    measures=(
        Measure("t1", 6, "Tavle i gangen", "pedagogisk leder", "2026-06-01", (), "two.1"),
        Measure("t2", 9, "Felles lunsj", "avdelingene", "2026-08-15", (), "two.1"),
    ),
)
"""What the three units have decided when the round is over; slides have no room for days."""


# ---------------------------------------------------------------- the round, one command after another


def readme(heading: str) -> list[list[str]]:
    """Return the commands of a section of the README, each as its words."""
    section = README.read_text("utf-8").split(f"{heading}\n", 1)[1]
    lines = re.split(r"^##+ ", section, maxsplit=1, flags=re.MULTILINE)[0].splitlines()
    calls = (line.strip() for line in lines)
    return [call.split()[2:] for call in calls if call.startswith("python3 build.py ")]


@dataclass
class Files:
    """What lay in a round's folder after a command, and what the command said."""

    said: str
    data: Mapping[str, bytes]
    records: Mapping[str, Record]

    def of(self, unit: str, name: str) -> bytes:
        """Return the one file of a unit whose name begins so and ends with this ending: «Handlingsplan.docx»."""
        stem, _, ending = name.rpartition(".")
        found = [
            path
            for path in self.data
            if re.fullmatch(rf"{unit}/(.*/)?{re.escape(stem)} ([^/]* )?- [^/]*\.{ending}", path)
        ]
        (path,) = found or self.names(unit)
        return self.data[path]

    def names(self, unit: str) -> list[str]:
        """Return the names of a unit's files, without its own."""
        return sorted(path.rpartition("/")[2].partition(" - ")[0] for path in self.data if path.startswith(f"{unit}/"))


@dataclass
class Desk:
    """The folder that HR stands in: the municipality's folder, an inbox, and what packgen makes."""

    folder: Path
    calls: list[list[str]] = field(default_factory=lambda: readme("## Fra møte til møte"))
    used: set[str] = field(default_factory=set)

    def run(self, command: str, day: str = "", round_: str = "2026") -> Files:
        """Run a command as the README has it, on a day, and return what there is now."""
        (call,) = (call for call in self.calls if " ".join(call).startswith(command))
        self.used.add(command)
        at = Session()
        with chdir(self.folder):
            words = ["provevik" if word == "MAPPE" else word for word in call]
            code = at.run(*words, *(("--date", day) if day else ()))
        assert code == 0, at.complained
        made = self.folder / "output/provevik" / round_
        data = {path.relative_to(made).as_posix(): path.read_bytes() for path in made.rglob("*") if path.is_file()}
        return Files(f"{at.said}\n{at.complained}", data, records(self.folder / "provevik"))

    def receive(self, **files: bytes) -> None:
        """Lay files in the inbox: ``skole_docx`` as «skole.docx»."""
        (self.folder / "innboks").mkdir(exist_ok=True)
        for name, data in files.items():
            (self.folder / "innboks" / name.replace("_", ".")).write_bytes(data)


def records(municipality: Path, round_: str = "2026") -> dict[str, Record]:
    """Return the records of a round by unit, without what was collected."""
    found = {}
    for path in municipality.glob(f"records/*/{round_}.yaml"):
        outcome = records_file.read(path.read_bytes(), str(path))
        assert outcome.value is not None, outcome.problems
        parts = {name: getattr(outcome.value, name) for name in Record.__dataclass_fields__ if name != "collected"}
        found[path.parent.name] = Record(**parts)
    return found


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("round")
    write(folder / "provevik", settings=SETTINGS, rows=ROWS)
    (folder / "provevik/enheter.yaml").write_text(UNITS, "utf-8")
    return Desk(folder)


@pytest.fixture(scope="module")
def begun(desk: Desk) -> Files:
    return desk.run("build")


@pytest.fixture(scope="module")
def untouched(desk: Desk, begun: Files) -> Path:
    """Return a copy of the municipality as it was before anything was collected."""
    assert begun.data
    return shutil.copytree(desk.folder / "provevik", desk.folder / "before/provevik")


@pytest.fixture(scope="module")
def collected(desk: Desk, begun: Files, untouched: Path) -> Files:
    assert untouched.exists()
    desk.receive(
        skole_docx=fill_word(begun.of("skolen", "Skjema fra møte 1.docx"), SCHOOL_ONE),
        heimen_xlsx=fill_workbook(begun.of("heimen", "Skjema frå møte 1.xlsx"), "one", HOME_ONE),
        lia_pptx=typed(begun.of("barnehagen", "Avdelingsmøte 1.pptx"), NURSERY_ONE),
    )
    return desk.run("collect", "2026-04-20")


@pytest.fixture(scope="module")
def after_one(desk: Desk, collected: Files) -> Files:
    assert collected.records
    return desk.run("next", "2026-04-20")


@pytest.fixture(scope="module")
def after_two(desk: Desk, after_one: Files) -> Files:
    slides = typed(
        after_one.of("barnehagen", "Avdelingsmøte 2.pptx"), NURSERY_TWO, {"vision.6": "Alle vet hvem som gjør hva."}
    )
    desk.receive(
        skole2_docx=fill_word(after_one.of("skolen", "Skjema fra møte 2.docx"), SCHOOL_TWO),
        heimen2_xlsx=fill_workbook(after_one.of("heimen", "Skjema frå møte 2.xlsx"), "two", HOME_TWO),
        lia2_pptx=slides,
    )
    return desk.run("next", "2026-05-05")


@pytest.fixture(scope="module")
def followed_up(desk: Desk, after_two: Files) -> Files:
    form = after_two.of("skolen", "Skjema for oppfølging.docx")
    desk.receive(skole3_docx=fill_word(form, SCHOOL_FOLLOW_UP))
    return desk.run("next", "2026-08-21")


@pytest.fixture(scope="module")
def summed_up(desk: Desk, followed_up: Files) -> Files:
    assert followed_up.records
    return desk.run("overview", "2026-09-01")


@pytest.fixture(scope="module")
def next_round(desk: Desk, summed_up: Files) -> Files:
    assert summed_up.data
    desk.run("round new")
    return desk.run("build", round_="2028")


# ---------------------------------------------------------------- what stands in files


def words(data: bytes) -> str:
    """Return what stands in a Word file, a paragraph a line, rows of tables too."""
    body = docx.Document(io.BytesIO(data)).element.body
    found = ("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))
    return "\n".join(found).replace("\u00a0", " ")


def slides(data: bytes) -> list[tuple[str, str, list[list[str]]]]:
    """Return title, text and rows of tables of each slide."""
    return [_slide(slide) for slide in Presentation(io.BytesIO(data)).slides]


def _slide(slide: Any) -> tuple[str, str, list[list[str]]]:
    tables = [shape.table for shape in slide.shapes if shape.has_table]
    rows = [[cell.text for cell in row.cells] for table in tables for row in table.rows]
    said = "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    return slide.shapes.title.text.replace("\v", " ") if slide.shapes.title else "", said, rows


def printed(data: bytes) -> list[str]:
    """Return what stands on each page of a PDF, on one line."""
    pages = pypdfium2.PdfDocument(data)
    return [" ".join(page.get_textpage().get_text_range().split()) for page in pages]


def days(data: bytes) -> dict[str, str]:
    """Return what happens on which day, as a calendar has it."""
    events = icalendar.Calendar.from_ical(data).walk("VEVENT")
    return {event.decoded("dtstart").isoformat(): str(event["summary"]) for event in events}


def sheet(data: bytes, name: str) -> Iterator[tuple[Any, ...]]:
    return openpyxl.load_workbook(io.BytesIO(data))[name].iter_rows(min_row=2, values_only=True)


# ---------------------------------------------------------------- meeting 1


def test_collecting_takes_what_each_unit_wrote_in_its_own_kind_of_file(collected: Files):
    for unit, whole in (("skolen", SCHOOL), ("heimen", HOME), ("barnehagen", NURSERY)):
        found = collected.records[unit]
        assert (found.analysis, found.chosen, found.leaders_own) == (whole.analysis, whole.chosen, whole.leaders_own)
        assert (found.roadmap, found.measures) == ((), ())
    assert "Valgte faktorer: – → 3. Autonomi (forbedre), 10. Prososial motivasjon (ta vare på)." in collected.said


@pytest.mark.parametrize(
    ("unit", "recap", "tally", "reason", "sheets"),
    [
        (
            "skolen",
            [["3. Autonomi", "Forbedre"], ["10. Prososial motivasjon", "Ta vare på"]],
            {3: ["1", "3"], 10: ["4", "0"]},
            "Vi venter på hverandre.",
            ["3. Autonomi", "10. Prososial motivasjon"],
        ),
        (
            "heimen",
            [["7. Relevant kompetanseutvikling", "Betre"], ["1. Indre motivasjon", "Ta vare på"]],
            {1: ["4", "0"], 7: ["0", "5"]},
            "Kurs fell bort.",
            ["7. Relevant kompetanseutvikling", "1. Indre motivasjon"],
        ),
        (
            "barnehagen",
            [["6. Rolleklarhet", "Forbedre"], ["9. Mestringsklima", "Ta vare på"]],
            {6: ["0", "3"], 9: ["2", "0"]},
            "Ingen vet hvem som låser.",
            ["6. Rolleklarhet", "9. Mestringsklima"],
        ),
    ],
)
def test_meeting_two_shows_what_meeting_one_decided(
    after_one: Files, unit: str, recap: list[list[str]], tally: dict[int, list[str]], reason: str, sheets: list[str]
):
    deck = slides(after_one.of(unit, "Avdelingsmøte 2.pptx"))
    tables = [rows[1:] for _, _, rows in deck if rows]
    assert recap in tables
    (counts,) = (
        rows for rows in tables if [row[0].partition(".")[0] for row in rows] == [str(n) for n in range(1, 11)]
    )
    assert [row[1:] for row in counts] == [tally.get(number, ["0", "0"]) for number in range(1, 11)]
    assert any(reason in said for _, said, _ in deck)
    for tool in ("Glansbil", "Planen"):
        titles = [title.partition(": ")[2] for title, _, _ in deck if title.startswith(tool) and ": " in title]
        assert [title for title in titles if title[0].isdigit()] == sheets


def test_a_unit_that_has_sent_nothing_keeps_its_files_as_they_were(begun: Files, after_one: Files):
    own = {path: data for path, data in after_one.data.items() if path.startswith("kommunen/")}
    assert own == {path: data for path, data in begun.data.items() if path.startswith("kommunen/")}
    assert "kommunen" not in after_one.records


def test_what_was_collected_is_told_as_known_the_next_time(collected: Files, after_one: Files):
    assert after_one.records == collected.records
    assert after_one.said.count("Hentet inn før:") == 3


@pytest.mark.office("soffice")
def test_forms_and_slides_that_libreoffice_has_saved_give_the_same_records(
    desk: Desk, untouched: Path, collected: Files
):
    inbox = desk.folder / "fra LibreOffice"
    inbox.mkdir()
    for name, ending in (("skole.docx", "docx"), ("heimen.xlsx", "xlsx"), ("lia.pptx", "pptx")):
        saved = in_libreoffice({name: (desk.folder / "innboks" / name).read_bytes()}, ending)
        (inbox / name).write_bytes(saved[name])
    at = Session()
    assert at.run("collect", inbox, "--municipality", untouched, "--date", "2026-04-20") == 0, at.complained
    assert records(untouched) == collected.records
    again = Session()
    assert again.run("collect", desk.folder / "innboks", "--municipality", untouched, "--date", "2026-04-20") == 0
    assert again.said.count("Hentet inn før:") == 3


# ---------------------------------------------------------------- meeting 2


def test_meeting_two_becomes_a_plan_with_the_units_own_words(after_two: Files):
    assert after_two.records["heimen"] == HOME
    assert after_two.records["barnehagen"] == NURSERY
    plan = words(after_two.of("skolen", "Handlingsplan.docx"))
    told = ("Vi avgjør selv det vi kan.", "Vi prøver først.", "Rektor spør hva vi tenker.", "Lage en liste", "rektor")
    assert [line for line in (*told, "01.06.2026", "Ikke begynt") if line not in plan.split("\n")] == []
    assert "Ein time i månaden" in words(after_two.of("heimen", "Handlingsplan.docx"))
    assert "Tavle i gangen" in words(after_two.of("barnehagen", "Handlingsplan.docx"))


def test_the_calendar_has_deadlines_and_follow_ups(after_two: Files):
    assert days(after_two.of("skolen", "Kalender.ics")) == {
        "2026-06-01": "Frist: Lage en liste",
        "2026-07-28": "Oppfølging 1: Se på planen sammen",
        "2026-09-01": "Frist: Én god stund hver fredag",
        "2026-10-28": "Oppfølging 2: Se på planen sammen",
        "2027-01-28": "Oppfølging 3: Se på planen sammen",
        "2027-04-28": "Oppfølging 4: Se på planen sammen",
    }


def test_roadmap_and_posters_on_the_wall_say_what_the_unit_said(after_two: Files):
    first, second = printed(after_two.of("skolen", "Veikartet vårt.pdf"))
    assert "Vi prøver først." in first
    assert "Lage en liste rektor 1. juni 2026" in first
    assert "Én god stund hver fredag" in second
    poster, _ = printed(after_two.of("skolen", "Hverdagen vår.pdf"))
    assert "Vi avgjør selv det vi kan." in poster
    assert "Lage en liste" not in poster


def test_staff_meetings_and_appraisals_build_on_the_plan_and_on_no_figure(after_two: Files):
    deck = slides(after_two.of("barnehagen", "Planen på personalmøtet.pptx"))
    assert any(row[0] == "Tavle i gangen" for _, _, rows in deck for row in rows)
    agreement = words(after_two.of("skolen", "Avtale etter medarbeidersamtale.docx"))
    assert {"3. Autonomi", "Lage en liste", "Én god stund hver fredag"} <= set(agreement.split("\n"))
    assert re.findall(r"\d,\d", agreement) == []


# ---------------------------------------------------------------- follow-ups, and HR


def test_a_follow_up_brings_the_plan_up_to_date(followed_up: Files):
    assert followed_up.records == {"skolen": SCHOOL, "heimen": HOME, "barnehagen": NURSERY}
    plan = words(followed_up.of("skolen", "Handlingsplan.docx")).split("\n")
    for line in ("Gjennomført", "I gang", "20. august 2026. Vi spør sjeldnere.", "Gå gjennom lista hver måned"):
        assert line in plan
    form = words(followed_up.of("skolen", "Skjema for oppfølging.docx"))
    assert "provevik/2026/skolen/O2/" in form
    assert "Frist: Lage en liste" not in days(followed_up.of("skolen", "Kalender.ics")).values()


def test_the_overview_counts_and_repeats_nothing_that_somebody_wrote(summed_up: Files):
    book = summed_up.of("oversikt", "Oversikt for HR og AMU.xlsx")
    assert [row[-2] for row in sheet(book, "Møter")] == ["Oppfølging", "Møte 2", "Møte 2"]
    assert [row[2:5] for row in sheet(book, "Faktorer")][2::7] == [(0, 1, 1), (1, 0, 1)]  # factors 3 and 10
    assert [row[2:7] for row in sheet(book, "Tiltak")] == [(3, 1, 1, 1, 0), (1, 1, 0, 0, 0), (2, 2, 0, 0, 0)]
    report = words(summed_up.of("oversikt", "Oversikt for HR og AMU.docx"))
    every = repr([list(sheet(book, name)) for name in ("Møter", "Faktorer", "Tiltak", "Tall")]) + report
    written = [one.text for record in (SCHOOL, HOME, NURSERY) for one in (*record.measures, *record.reasons)]
    assert [text for text in written if text in every] == []


# ---------------------------------------------------------------- the next round


def test_the_next_round_begins_with_what_was_said_and_what_was_done(next_round: Files):
    (_, second, *_) = slides(next_round.of("skolen", "Avdelingsmøte 1.pptx"))
    assert second[0] == "Det vi sa sist, og det vi gjorde"
    assert second[2][1:] == [
        [
            "3. Autonomi\nVi avgjør selv det vi kan.",
            "Gjennomført: Lage en liste\nIkke begynt: Gå gjennom lista hver måned",
        ],
        ["10. Prososial motivasjon", second[2][2][1]],
    ]
    assert second[2][2][1] == "I gang: Én god stund hver fredag"
    page = words(next_round.of("heimen", "Det vi sa og det vi gjorde.docx"))
    assert "Ein time i månaden" in page
    assert not [name for name in next_round.names("skolen") if name in ("Handlingsplan", "Kalender")]


def test_the_next_round_keeps_records_and_empties_dates(desk: Desk, next_round: Files):
    assert next_round.records == {"skolen": SCHOOL, "heimen": HOME, "barnehagen": NURSERY}
    assert records(desk.folder / "provevik", "2028") == {}
    listed = (desk.folder / "provevik/enheter.yaml").read_text("utf-8")
    assert "14.4.2026" not in listed
    assert "place: Salen" in listed
    _, new = (desk.folder / "provevik/municipality.yaml").read_text("utf-8").split("- id: 2028")
    assert "limit: 5" in new
    assert re.findall(r"\d+\.\d+\.\d{4}|^ +dates:", new, re.MULTILINE) == []


def test_every_command_of_the_readme_has_been_run_and_stands_in_both_written_standards(desk: Desk, next_round: Files):
    assert next_round.data
    begun_so = {command for call in desk.calls for command in desk.used if " ".join(call).startswith(command)}
    assert len(desk.calls) == len(desk.used) == len(begun_so) == 5
    assert readme("### Frå møte til møte") == desk.calls
