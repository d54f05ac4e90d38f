"""Broken and hostile input at every door: words for what is wrong, never a traceback, a hang or memory above 500 MB.

All doors together take a minute; ``PACKGEN_FUZZ_SECONDS`` says another number. Which inputs come is fixed by the seed,
how many of them by the machine. The long runs are ``python -m tests.fuzz.run``.
"""

import os

import pytest
from fuzz import doors, run

SECONDS = float(os.environ.get("PACKGEN_FUZZ_SECONDS", "60")) / len(doors.DOORS)
SEED = 2026


@pytest.mark.parametrize("name", [one.name for one in doors.DOORS])
def test_whatever_comes_through_a_door_is_told_in_words(name):
    report = run.fuzz(name, SECONDS, SEED)
    assert {mark: found.said[-2_000:] for mark, found in report.findings.items()} == {}
    assert report.inputs > 0


def test_a_door_that_raises_hangs_or_swells_is_found(monkeypatch):
    monkeypatch.setattr(run, "TIME", 2.0)
    found = [run.replay(name, [b"x"]) for name in ("raises", "hangs", "swells", "speechless", "dies")]
    marks = [findings[0].mark for findings in found]
    speechless = "words no words in nb: not.there"
    assert marks == ["traceback ZeroDivisionError in ?", "hang", "memory", speechless, "dead, exit code 3"]
