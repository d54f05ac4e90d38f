"""Broken and hostile input at every door: words for what is wrong, never a traceback, a hang or memory above 500 MB.

All doors together take a minute; ``PACKGEN_FUZZ_SECONDS`` says another number. Which inputs come is fixed by the seed,
how many of them by the machine. The long runs are ``python -m tests.fuzz.run``.
"""

import os
from collections.abc import Iterator

import pytest
from fuzz import doors, run
from fuzz.run import Watched

SECONDS = float(os.environ.get("PACKGEN_FUZZ_SECONDS", "60")) / len(doors.DOORS)
SEED = 2026


@pytest.fixture(scope="module")
def watched() -> Iterator[Watched]:
    child = Watched()
    yield child
    child.end()


@pytest.mark.parametrize("name", [one.name for one in doors.DOORS])
def test_whatever_comes_through_a_door_is_told_in_words(watched: Watched, name: str):
    report = run.fuzz(watched, name, SECONDS, SEED)
    assert {mark: found.said[-2_000:] for mark, found in report.findings.items()} == {}


def test_a_door_that_raises_hangs_or_swells_is_found(watched: Watched, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(run, "TIME", 2.0)
    found = [run.replay(watched, name, [b"x"]) for name in ("raises", "hangs", "swells", "speechless", "dies")]
    marks = [findings[0].mark for findings in found]
    speechless = "words no words in nb: not.there"
    assert marks == ["traceback ZeroDivisionError in ?", "hang", "memory", speechless, "dead, exit code 3"]
