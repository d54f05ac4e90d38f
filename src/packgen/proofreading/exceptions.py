"""Findings that are right in a rule and wrong in a place: exceptions by key, each with its reason.

They stand in ``content/proofreading/<language>.yaml``. The key may hold ``*`` for any letters; without a word, all
findings of the rule at that key are left out.
"""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

from packgen.problems import Problem, values_of


def without(problems: Iterable[Problem], exceptions: Iterable[Mapping[str, str]]) -> tuple[Problem, ...]:
    """Return the problems that no exception is made for."""
    made = tuple(exceptions)
    return tuple(problem for problem in problems if not any(is_for(one, problem) for one in made))


def is_for(exception: Mapping[str, str], problem: Problem) -> bool:
    """Tell whether an exception is made for a problem: its rule, its key, and its word where one is named."""
    values = values_of(problem)
    return (
        problem.code == f"texts.{exception.get('rule')}"
        and fnmatchcase(values.get("key", ""), exception.get("key", ""))
        and exception.get("word", values.get("word", "")).casefold() == values.get("word", "").casefold()
    )
