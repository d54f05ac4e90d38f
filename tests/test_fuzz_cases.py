"""Every input that fuzzing has found a fault with is told in words, quickly and in little memory."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fuzz import big, doors, run
from fuzz.run import Watched

CASES = {
    folder.name: sorted(file for file in folder.iterdir() if file.is_file())
    for folder in sorted(run.CASES.iterdir())
    if folder.is_dir()
}


@pytest.fixture(scope="module")
def watched() -> Iterator[Watched]:
    child = Watched()
    yield child
    child.end()


def test_every_case_lies_at_a_door():
    assert set(CASES) <= {one.name for one in doors.DOORS}


@pytest.mark.parametrize("name", CASES)
def test_what_once_went_wrong_is_told_in_words(watched: Watched, name: str):
    found = run.replay(watched, name, [file.read_bytes() for file in CASES[name]])
    named = {file.read_bytes(): Path(file).name for file in CASES[name]}
    assert {named[one.data]: f"{one.mark}\n{one.said[-1_500:]}" for one in found} == {}


@pytest.mark.parametrize("name", sorted({name for name, _ in big.BIG.values()}))
def test_what_once_swelled_or_hung_does_so_no_more(watched: Watched, name: str):
    made = {what: make() for what, (door, make) in big.BIG.items() if door == name}
    named = {data: what for what, data in made.items()}
    found = run.replay(watched, name, list(made.values()))
    assert {named[one.data]: f"{one.mark}: {one.said[-500:]}" for one in found} == {}
