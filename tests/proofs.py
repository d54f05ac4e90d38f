"""A few texts in a content folder of their own, for tests of the proof-reading."""

from collections.abc import Mapping
from pathlib import Path

from packgen.model import Language
from packgen.problems import Problem, values_of
from packgen.proofreading import material


def content(folder: Path, files: Mapping[str, str]) -> Path:
    """Write files (``nb/x.yaml`` → its text) to a content folder; the rules are packgen's own where none is given."""
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


def read(folder: Path, files: Mapping[str, str]) -> material.Material:
    """Return the material of such a folder."""
    outcome = material.read(content(folder, files))
    assert outcome.problems == ()
    return outcome.value


def one(folder: Path, language: Language, text: str) -> material.Material:
    """Return material with one text of one written standard: ``x.text``."""
    lines = "".join(f"  {line}\n" for line in text.splitlines())
    return read(folder, {f"{language}/x.yaml": f"text: |\n{lines}"})


def said(problems: object) -> list[tuple[str, str, str]]:
    """Return code, word and proposal of each problem."""
    found = []
    for problem in problems:
        values = values_of(problem)
        found.append((problem.code.removeprefix("texts."), values.get("word", ""), values.get("proposal", "")))
    return found


def places(problems: object) -> list[tuple[str, int | None, int | None]]:
    """Return file, line and column of each problem."""
    return [(p.place.file, p.place.line, p.place.column) for p in problems if isinstance(p, Problem)]
