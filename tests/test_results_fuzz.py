"""Whatever stands in a file, reading ends with figures or with problems in words: never a traceback, never both."""

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.exceptions import IllegalCharacterError
from result_files import ANSWERS, NB, NUMBERED, PLACE, ROUND, delimited, read, told, tree, xlsx

from packgen.model import ColumnNames, Round, Unit
from packgen.problems import Outcome
from packgen.results import recognise
from packgen.results.cells import Sheet, ref, sheet_of, text_cell
from packgen.results.directory import directory
from packgen.results.sources import Source
from packgen.results.whose import Context

LISTED = tree(Unit("seljord", "Seljord"), Unit("h", "Heddal", "seljord", "Skule"), Unit("f", "Flatin", "h"))
ROUNDS = (Round("2021", "10-FAKTOR 2021", "2021"), replace(ROUND, columns=ColumnNames(unit="Lag", national="C")))
TEXTS = st.sampled_from(
    [
        *NB, *NUMBERED, *ANSWERS, "Eining", "Overordna", "Id", "Svar", "Inviterte", "Faktor", "FAKTOR", "10-FAKTOR",
        "N", "n", "Seljord", "Seljord kommune", "Heddal", "Flatin", "Heddal / Flatin", "Landet", "Snitt orgtype",
        "Teneste", "Runde", "2021", "2023", "Målform", "nn", "-", "*", "<5", "4,2", "4.2", "45,1 %", "0,5 %", "1", "5",
        "10", "Snitt", "Lag", "Tabellen viser resultater", "PERIODE : 2023", "packgen: results, schema: 1", "Skule",
        "Differanse",
    ]
)  # fmt: skip
CELLS = st.one_of(TEXTS, st.text(max_size=8), st.integers(-5, 120).map(str), st.floats(0, 6).map(lambda f: f"{f:.2f}"))
GRIDS = st.lists(st.lists(st.one_of(st.just(""), CELLS), max_size=14), max_size=14)


def sheet(rows: list[list[str]]) -> Sheet:
    """Return a grid of texts as the readers would give it."""
    return sheet_of(
        "a.csv",
        "Heddal",
        ((r, c, text_cell(text, ref(r, c))) for r, row in enumerate(rows, 1) for c, text in enumerate(row, 1) if text),
    )


def whole(outcome: Outcome) -> None:
    """Make sure that there is a value or an error, never both, and that all problems have words."""
    failed = any(problem.is_error for problem in outcome.problems)
    assert (outcome.value is None) == failed
    assert len(told(outcome)) == len(outcome.problems)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(GRIDS, st.sampled_from([None, LISTED]))
def test_random_grids_never_raise(rows, listed):
    with tempfile.TemporaryDirectory() as folder:
        path = delimited(Path(folder) / "a.csv", rows, "utf-16", ";")
        whole(read(path, listed=listed, municipality=replace(PLACE, rounds=ROUNDS)))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(GRIDS, min_size=2, max_size=3), st.sampled_from([None, LISTED]))
def test_random_files_never_raise_together(grids, listed):
    with tempfile.TemporaryDirectory() as folder:
        paths = [delimited(Path(folder) / f"{n}.csv", rows, "utf-16") for n, rows in enumerate(grids)]
        whole(read(*paths, listed=listed, municipality=replace(PLACE, rounds=ROUNDS), round_=ROUNDS[0]))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=11, max_size=13), min_size=1, max_size=6), st.booleans(), st.booleans())
def test_random_figures_in_a_table_never_raise(rows, turned, listed):
    head = [["Eining", *NUMBERED, "Svar", "Overordna"]]
    table = sheet([*head, *rows])
    known = directory(PLACE, LISTED.units if listed else ())
    source = Source("a.csv", (Sheet("a.csv", "Heddal", (table.turn() if turned else table).rows),))
    found = recognise.read(source, Context(PLACE, ROUND, known))
    assert found.records or found.problems


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400), st.sampled_from(["xlsx", "csv", "pptx"]), st.sampled_from([b"", b"PK\x03\x04"]))
def test_random_bytes_never_raise(data, ending, start):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{ending}"
        path.write_bytes(start + data)
        whole(read(path))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(st.one_of(st.none(), CELLS, st.floats(allow_nan=False, allow_infinity=False)), max_size=13)))
def test_random_workbooks_never_raise(rows):
    with tempfile.TemporaryDirectory() as folder:
        try:
            path = xlsx(Path(folder) / "a.xlsx", [["Eining", *NUMBERED], *rows])
        except (IllegalCharacterError, UnicodeEncodeError):
            return
        whole(read(path))
