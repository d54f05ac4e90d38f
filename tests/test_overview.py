"""The overview for HR and the working environment committee: what it counts, and what it never shows."""

import io
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import invented
import openpyxl
import pypdfium2
import pytest
import sample_records
import tools
from invariants import check_package
from invented import EARLIER, HIDDEN_MEANS, MUNICIPALITY, OTHER_SHARES, TREE, gathered, looks, results, words
from office import is_xml, opened
from openpyxl.worksheet.worksheet import Worksheet
from small_municipality import MEANS, SETTINGS
from small_municipality import write as write_municipality
from test_cli import Session
from test_packs_privacy import COUNTS, HIDDEN_CHANGES, PRINTED, said, tokens

from packgen import overview
from packgen.files import Made
from packgen.model import Language, Mean, Results, RoundDates, Score, Unit, UnitTree
from packgen.overview.facts import Deadlines, FactorFacts, Held, Progress, facts, months_after, until
from packgen.record import (
    AnalysisSession,
    Chosen,
    FollowUp,
    Measure,
    Record,
    Records,
    RoadmapSession,
    StatusChange,
)
from packgen.surveys import Gathered

DAY = "2026-12-01"
WRITTEN = "Vaniljeis"
"""Stands in every field of the records that somebody writes words in."""
NOT_WORDS = {"unit", "round", "date", "deadline", "half", "way", "status", "square", "kind", "id", "source"}


def marked(value: Any, name: str = "") -> Any:
    """Return a record, or a part of one, with the mark in every free text."""
    if is_dataclass(value):
        return replace(value, **{f.name: marked(getattr(value, f.name), f.name) for f in fields(value)})
    if isinstance(value, tuple):
        return value if name == "degrees" else tuple(marked(one, name) for one in value)
    return WRITTEN if isinstance(value, str) and name not in NOT_WORDS else value


RECORDS = Records({name: marked(sample_records.record(name)) for name in ("lang", "heimen", "natt", "sfo", "veg")})
"""Those of «natt» and «sfo», which are hidden, count in meetings and measures like any other."""


def given(
    found: Results | None = None,
    language: Language | None = "nb",
    *,
    earlier: Results | None = None,
    records: Records = RECORDS,
) -> Gathered:
    past = results(round_=EARLIER) if earlier is None else earlier
    return replace(gathered(results() if found is None else found, language, past), records=records)


def made(one: Gathered | None = None, day: str = DAY) -> dict[str, bytes]:
    return {file.path: file.data for file in overview.make(one or given(), words(), looks(), day)}


def sheets(one: Gathered | None = None, day: str = DAY) -> dict[str, Worksheet]:
    (data,) = (data for path, data in made(one, day).items() if path.endswith("xlsx"))
    return {sheet.title: sheet for sheet in openpyxl.load_workbook(io.BytesIO(data)).worksheets}


def column(sheet: Worksheet, number: int) -> list[object]:
    return [row[number - 1].value for row in sheet.iter_rows(min_row=2)]


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return made()


@pytest.fixture(scope="module")
def book() -> dict[str, Worksheet]:
    return sheets()


# ---------------------------------------------------------------- what it never shows


@pytest.mark.parametrize("change", HIDDEN_CHANGES)
def test_other_figures_of_hidden_units_change_no_byte(change: str, files: dict[str, bytes]):
    more = HIDDEN_CHANGES[change]
    assert made(given(results(**more), earlier=results(round_=EARLIER, **more))) == files


def test_other_distributions_change_no_byte(files: dict[str, bytes]):
    other = given(results(shares=OTHER_SHARES), earlier=results(round_=EARLIER, shares=OTHER_SHARES))
    assert made(other) == files


def with_factor(number: int, mean: str, round_: Results) -> Results:
    """Return results in which all units have another mean of one factor."""
    units = {}
    for name, one in round_.units.items():
        assert one.scores is not None
        scores = list(one.scores)
        scores[number - 1] = Score(Decimal(mean))
        units[name] = replace(one, scores=tuple(scores))
    return replace(round_, units=units)


def test_the_factor_about_one_leader_has_no_figure_in_any_byte(files: dict[str, bytes]):
    now, then = results(), results(round_=EARLIER)
    assert made(given(with_factor(5, "2.22", now), earlier=with_factor(5, "2.22", then))) == files
    assert made(given(with_factor(6, "2.22", now), earlier=then)) != files


def test_no_figure_of_a_hidden_unit_stands_anywhere(files: dict[str, bytes]):
    raw = {mean.replace(".", ",") for mean in HIDDEN_MEANS.values()}
    for path, data in files.items():
        assert tokens(iter([*spoken(path, data), path])) & (PRINTED | raw | COUNTS) == set(), path


def test_a_figure_of_a_shown_unit_is_found_by_the_same_search(files: dict[str, bytes]):
    (workbook,) = (path for path in files if path.endswith("xlsx"))
    assert {"4,3", "78"} <= tokens(spoken(workbook, files[workbook]))


def spoken(path: str, data: bytes) -> Iterator[str]:
    """All that a file says; a picture says what the text beside it does."""
    if path.endswith(("xlsx", "docx")):
        yield from said(opened(data))
    elif path.endswith("txt"):
        yield data.decode()


def test_hidden_units_have_meetings_and_measures_and_no_row_of_figures(book: dict[str, Worksheet]):
    hidden = {TREE.get(name).name for name in HIDDEN_MEANS}
    assert hidden <= set(column(book["Møter"], 1))
    assert hidden <= set(column(book["Tiltak"], 1))
    assert hidden & set(column(book["Tall"], 1)) == set()


def test_what_somebody_wrote_in_a_record_is_in_no_part_of_any_file(files: dict[str, bytes]):
    assert WRITTEN in repr(RECORDS.now["lang"].measures)
    for path, data in files.items():
        parts = opened(data).parts if path.endswith(("xlsx", "docx")) else {"": data}
        for name, part in parts.items():
            assert WRITTEN.encode() not in part, (path, name)


def test_every_part_of_an_office_file_is_xml_and_can_be_searched(files: dict[str, bytes]):
    for path, data in files.items():
        if path.endswith(("xlsx", "docx")):
            assert [name for name in opened(data).parts if not is_xml(name)] == []


def test_there_is_no_picture_of_units(files: dict[str, bytes]):
    names = {unit.name for unit in TREE.units[1:]}
    texts = [data.decode() for path, data in files.items() if path.endswith("txt")]
    assert not any(name in text for name in names for text in texts)


# ---------------------------------------------------------------- the workbook


def test_units_stand_in_the_organisations_order_on_every_sheet(book: dict[str, Worksheet]):
    order = [unit.name for unit in TREE.units]
    assert column(book["Møter"], 1) == order[1:], "the municipality as a whole holds no meeting"
    assert column(book["Tiltak"], 1) == order[1:]
    depths = [cell.alignment.indent for (cell,) in book["Møter"].iter_rows(min_row=2, max_col=1)]
    assert depths == [len(TREE.ancestors(unit.id)) - 1 for unit in TREE.units[1:]]
    shown = [unit.name for unit in TREE.units if unit.id not in HIDDEN_MEANS]
    assert column(book["Tall"], 1) == shown


def test_every_sheet_of_rows_is_a_real_table_with_filters_but_figures_have_none(book: dict[str, Worksheet]):
    tables = {name: list(sheet.tables.values()) for name, sheet in book.items()}
    assert {name: [t.displayName for t in found] for name, found in tables.items()} == {
        "Les dette": [],
        "Møter": ["Møter"],
        "Faktorer": ["Faktorer"],
        "Tiltak": ["Tiltak"],
        "Tall": ["Tall"],
    }
    assert {name for name, found in tables.items() for t in found if t.autoFilter} == {"Møter", "Faktorer", "Tiltak"}
    assert all(sheet.auto_filter.ref is None for sheet in book.values())


def test_the_head_row_and_first_column_stay_and_pages_are_a4_across(book: dict[str, Worksheet]):
    frozen = {name: sheet.freeze_panes for name, sheet in book.items()}
    assert frozen == {"Les dette": "A3", "Møter": "B2", "Faktorer": "C2", "Tiltak": "B2", "Tall": "B2"}
    for sheet in book.values():
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) in ((None, 0), (1, 0))
        assert sheet.print_title_rows


def test_figures_are_whole_percents_and_nine_means_with_one_decimal(book: dict[str, Worksheet]):
    rows = list(book["Tall"].iter_rows(values_only=True))
    assert [head.split()[0] for head in rows[0][3:]] == ["1", "2", "3", "4", "6", "7", "8", "9", "10"]
    veg = next(row for row in rows if row[0] == "Veg/park & anlegg")
    assert veg[1:] == (None, 78, 4.2, 4.2, 4.3, 4.2, 4.1, 3.7, 4.3, 4.1, 4.6)
    cells = next(book["Tall"].iter_rows(min_row=2, min_col=3))
    assert [cell.number_format for cell in cells[:2]] == ['0"\u00a0%"', "[$-414]0.0"]


def test_a_mean_at_the_end_of_the_scale_is_printed_bounded():
    top = with_factor(1, "4.97", results())
    assert column(sheets(given(top))["Tall"], 4)[0] == "4,9 eller høyere"


def test_no_cell_holds_a_formula_and_no_figure_is_coloured(book: dict[str, Worksheet]):
    for sheet in book.values():
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert list(book["Tall"].conditional_formatting) == []


def test_marks_have_one_hue_and_never_red_or_green(files: dict[str, bytes]):
    (data,) = (data for path, data in files.items() if path.endswith("xlsx"))
    styles = opened(data).parts["xl/styles.xml"].decode().partition("<colors>")[0]
    theme = looks().theme
    allowed = {theme.ink, theme.text, theme.sand, theme.rule, theme.white, *theme.ramp, "000000"}
    used = {part[2:8] for part in styles.split('rgb="')[1:]}
    assert used <= allowed


def test_meetings_tell_form_days_and_how_far_a_unit_has_come():
    sheet = sheets(given(records=Records({"lang": sample_records.record("lang")})))["Møter"]
    rows = {row[0]: row[1:] for row in sheet.iter_rows(min_row=2, values_only=True)}
    lang = rows[invented.LONGEST]
    days = [value if isinstance(value, str | int) else value.date().isoformat() for value in lang[1:9]]
    assert days == [
        "to møter", "2026-04-14", "2026-04-16", "2026-04-14", "2026-04-28", 2, "2026-11-12", "Oppfølging",
    ]  # fmt: skip
    assert lang[9] == "møte 1 er holdt 2 ganger"
    assert rows["SFO"][8:] == ("Ikke begynt", None)


def test_a_planned_day_that_has_passed_is_pointed_out_in_words():
    rows = {row[0]: row[10] for row in sheets(given(records=Records()))["Møter"].iter_rows(values_only=True)}
    assert "den planlagte datoen for møte 1 er passert" in rows[invented.LONGEST]
    early = {
        row[0]: row[10] for row in sheets(given(records=Records()), "2026-04-14")["Møter"].iter_rows(values_only=True)
    }
    assert early[invented.LONGEST] is None


# ---------------------------------------------------------------- what is counted

ONE = Record(
    "lang",
    "2026",
    analysis=(AnalysisSession(1, "2026-04-14"),),
    chosen=(Chosen(3, "improve"), Chosen(10, "keep")),
    roadmap=(RoadmapSession(1, "2026-04-28"), RoadmapSession(2, "2026-05-05")),
    measures=(
        Measure("t1", 3, "a", deadline="2026-05-31", source="two.1"),
        Measure("t2", 3, "b", deadline="2026-06-01", source="two.2"),
        Measure("t3", 3, "c", deadline="2026-09-01", source="two.2", changes=(StatusChange("2026-05-20", "started"),)),
        Measure("t4", 3, "d", deadline="2026-09-02"),
        Measure("t5", 10, "e"),
        Measure("t6", 10, "f", deadline="2026-05-10", changes=(StatusChange("2026-05-30", "done"),)),
    ),
    follow_ups=(FollowUp(1, "2026-05-29"),),
)


def known_of(*records: Record, day: str = "2026-06-01") -> overview.facts:
    return facts(given(records=Records({record.unit: record for record in records})), day)


def test_deadlines_are_passed_the_day_after_and_near_for_three_months():
    (unit,) = (one for one in known_of(ONE).units if one.name == invented.LONGEST)
    assert unit.statuses == (4, 1, 1, 0)
    assert unit.deadlines == (Deadlines(passed=1, soon=1, later=1, none=1), Deadlines(soon=1))


@pytest.mark.parametrize(
    ("day", "later"),
    [("2026-06-01", "2026-09-01"), ("2026-11-30", "2027-02-28"), ("2026-12-31", "2027-03-31")],
)
def test_three_months_after_a_day_is_never_a_day_that_is_not_there(day: str, later: str):
    assert months_after(day, 3) == later


def test_a_record_is_read_as_it_stood_on_the_day():
    assert until(ONE, "2026-12-01") == ONE
    before = until(ONE, "2026-04-20")
    assert (before.held_one, before.held_two, before.measures, before.follow_ups) == ("2026-04-14", "", (), ())
    assert before.chosen == ONE.chosen
    assert until(ONE, "2026-04-01").chosen == ()
    between = until(ONE, "2026-05-25")
    assert [measure.status for measure in between.measures] == ["planned", "planned", "started", *["planned"] * 3]


def test_what_has_no_day_counts_and_is_told_apart():
    undated = Record("veg", "2026", analysis=(AnalysisSession(),), measures=(Measure("t1", 1, "a"),))
    known = known_of(ONE, undated)
    assert known.held == (2, 1, 1)
    assert known.meetings[0] == Progress((("2026-04-14", 1),), undated=1)
    assert known.agreed == Progress((("2026-04-28", 1), ("2026-05-05", 6)), undated=1)
    assert known.done == Progress((("2026-05-30", 1),), undated=0)
    assert known.units[-2].one == Held(1, "")
    sheet = sheets(given(records=Records({"veg": undated})))["Møter"]
    assert "ja, uten dato" in column(sheet, 5)


def test_factors_are_counted_by_unit_in_their_own_order():
    other = replace(ONE, unit="veg", chosen=(Chosen(3, "keep"),))
    unchosen = Record("sfo", "2026", measures=(Measure("t1", 7, "a"),))
    known = known_of(ONE, other, unchosen)
    assert [one.number for one in known.factors] == list(range(1, 11))
    assert known.factors[2] == FactorFacts(3, keep=1, improve=1, units=2)
    assert known.factors[6] == FactorFacts(7, keep=0, improve=0, units=1)


def test_a_record_of_a_unit_that_is_gone_is_left_out():
    assert known_of(replace(ONE, unit="nedlagt")).held == (0, 0, 0)


def test_means_over_rounds_are_the_municipalitys_own_where_it_is_shown():
    known = facts(given(), DAY)
    assert [one.period for one in known.rounds] == ["2024", "2026"]
    assert known.rounds[0].means[0] == Mean(Decimal("4.2"))
    few = results(round_=EARLIER, people={unit.id: (4, 3) for unit in TREE.units})
    assert facts(given(earlier=few), DAY).rounds == ()


def test_a_municipality_without_units_and_results_gets_an_overview():
    bare = gathered(None)
    alone = UnitTree((Unit("provevik", "Prøvevik kommune"),))
    bare = replace(bare, now=replace(bare.now, tree=alone, round=replace(bare.now.round, dates=RoundDates())))
    found = made(bare)
    assert {path.rpartition(".")[2] for path in found} == {"xlsx", "docx"}, "there is nothing to draw"
    assert all(check_package(data) == [] for data in found.values())


# ---------------------------------------------------------------- files


def test_the_same_input_gives_the_same_bytes(files: dict[str, bytes]):
    assert made() == files


def test_every_picture_has_a_text_that_says_the_same(files: dict[str, bytes]):
    pictures = {path.removesuffix(".png") for path in files if path.endswith("png")}
    assert {path.rpartition("/")[2].split(" - ")[0] for path in pictures} == {
        "Møtene over tid",
        "Tiltakene over tid",
        "Gjennomsnittet over tid",
    }
    assert {path.removesuffix(".txt") for path in files if path.endswith("txt")} == pictures
    (meetings,) = (data.decode() for path, data in files.items() if "Møtene" in path and path.endswith("txt"))
    assert "Holdt møte 1:\n- til og med april 2026: 5\n" in meetings


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_office_file_is_sound(language: Language):
    for path, data in made(given(language=language)).items():
        if path.endswith(("xlsx", "docx")):
            assert check_package(data) == [], path


@pytest.mark.office("validator")
def test_the_validator_finds_nothing():
    whole = made()
    empty = made(given(records=Records()))
    found = {f"{n} {path}": d for n, f in enumerate((whole, empty)) for path, d in f.items()}
    assert tools.validate({name: data for name, data in found.items() if name.endswith(("xlsx", "docx"))}) == []


@pytest.mark.office("soffice")
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_report_is_one_page(language: Language, tmp_path: Path):
    reports = {f"{language}.docx": d for p, d in made(given(language=language)).items() if p.endswith("docx")}
    (pdf,) = tools.to_pdf(reports, tmp_path).values()
    assert len(pypdfium2.PdfDocument(pdf)) == 1


def test_files_say_whose_figures_they_show():
    found: dict[str, Made] = {one.path.rpartition(".")[2] + one.document: one for one in
                              overview.make(given(), words(), looks(), DAY)}  # fmt: skip
    assert set(found["xlsxoverview"].shows) == {unit.id for unit in TREE.units} - set(HIDDEN_MEANS)
    assert found["pngoverview_rounds"].shows == ("provevik",)
    assert found["pngoverview_meetings"].shows == ()
    assert {one.distribution for one in found.values()} == {0}
    assert found["xlsxoverview"].path == f"oversikt/Oversikt for HR og AMU - {MUNICIPALITY.name} - 2026.xlsx"


# ---------------------------------------------------------------- the command


def rows(answered: int = 16) -> tuple[str, ...]:
    return (
        f"provevik;Prøvevik kommune;;;bokmål;60;41;{MEANS}",
        f"skolen;Øvre skole;provevik;Grunnskole;bokmål;24;20;{MEANS}",
        f"heimen;Solheimen;provevik;Sykehjem;nynorsk;20;{answered};{MEANS}",
    )


def test_the_overview_lies_beside_the_packs_and_a_build_leaves_it_there(tmp_path: Path):
    folder = write_municipality(tmp_path / "provevik", rows=rows())
    at, out = Session(), tmp_path / "ut"
    assert at.run("overview", folder, "--out", out, "--date", "2026-09-01") == 0, at.complained
    root = out / "provevik" / "2026"
    written = {path.name: path.read_bytes() for path in (root / "oversikt").iterdir()}
    assert set(written) == {f"Oversikt for HR og AMU - Prøvevik kommune - 2026.{e}" for e in ("xlsx", "docx")}
    assert "oversikt" in at.said
    assert at.run("build", folder, "--out", out) == 0, at.complained
    assert {path.name: path.read_bytes() for path in (root / "oversikt").iterdir()} == written
    assert "Oversikt for HR og AMU" in (root / "index.html").read_text("utf-8")
    assert "HR og AMU" in (root / "index.html").read_text("utf-8")


def test_an_overview_of_figures_that_are_hidden_now_is_taken_away_by_a_build(tmp_path: Path):
    folder = write_municipality(tmp_path / "provevik", rows=rows())
    at, out = Session(), tmp_path / "ut"
    assert at.run("overview", folder, "--out", out) == 0, at.complained
    settings = SETTINGS.replace("limit: 5", "limit: 18") + "    replaces_unreleased: true\n"
    (folder / "municipality.yaml").write_text(settings, "utf-8")
    at.run("build", folder, "--out", out)
    left = {path.suffix for path in (out / "provevik" / "2026").glob("oversikt/*")}
    assert left == {".docx"}, f"only the municipality's own figures may still be shown: {at.complained}"


def test_a_day_that_is_no_day_is_wrong_use(tmp_path: Path):
    folder = write_municipality(tmp_path / "provevik", rows=rows())
    at = Session()
    assert at.run("overview", folder, "--out", tmp_path / "ut", "--date", "31.12.2026") == 2
    assert "«31.12.2026» er ikke en dato" in at.complained
    assert not (tmp_path / "ut").exists()
