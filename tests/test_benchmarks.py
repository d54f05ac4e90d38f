"""The benchmarks run, in their smallest form: they check themselves that they compare like with like. No times here."""

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
SMALL = ("--warm", "4", "--runs", "2", "--most", "10", "--jobs", "1")


def told(part: str) -> str:
    """Return what a part of the benchmarks prints; the test fails where it stops with an error."""
    done = subprocess.run(
        [sys.executable, str(BENCHMARKS / "run.py"), part, *SMALL],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("part", "row"),
    [
        ("merge", "handbook, both meetings, run sheet"),
        ("deck", "python-pptx"),
        ("direct", "one pack after that"),
        ("scale", "slowest"),
    ],
)
def test_a_part_of_the_benchmarks_prints_its_table(part, row):
    assert row in told(part)


def test_docxtpl_makes_the_same_handbook():
    pytest.importorskip("docxtpl")
    assert "docxtpl  " in told("handbook")


@pytest.mark.office("docxtemplater")
def test_docxtemplater_makes_the_same_handbook():
    assert "docxtemplater, template opened beforehand" in told("handbook")


def test_a_part_that_is_not_there_is_refused():
    done = subprocess.run(
        [sys.executable, str(BENCHMARKS / "run.py"), "poster"], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 2
    assert "handbook" in done.stderr
