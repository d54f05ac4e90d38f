"""Broken and hostile input at every door, by a mutator that knows the formats (see README.md)."""

import sys
from pathlib import Path

TESTS = str(Path(__file__).parents[1])
if TESTS not in sys.path:  # `python -m tests.fuzz.run`: the tests' own makers of files are modules beside this folder
    sys.path.insert(0, TESTS)
