"""A few parts of finished files are as they were. After a change that was meant: ``python tests/golden.py``."""

from difflib import unified_diff

import golden
import pytest

NAMES = sorted(path.name for path in golden.FOLDER.glob("*.xml"))


def test_the_golden_parts_are_those_that_are_made():
    assert sorted(golden.parts()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_part_is_as_it_was(name: str):
    was, now = (golden.FOLDER / name).read_text("utf-8"), golden.parts().get(name, "")
    difference = "\n".join(unified_diff(was.splitlines(), now.splitlines(), "golden", "now", lineterm=""))
    assert difference == "", f"{difference}\n\nIf this was meant: python tests/golden.py"
