"""Every problem that the program can find has words: in both written standards and English, with the same fields."""

import ast
from pathlib import Path
from string import Formatter

import pytest

from packgen.resources import CONTENT
from packgen.yaml_source import load

SOURCE = Path(__file__).parents[1] / "src" / "packgen"
TONGUES = ("nb", "nn", "en")


def sentences(tongue: str) -> dict[str, dict[str, str]]:
    return {
        f"{file.stem}.{code}": words
        for file in sorted((CONTENT / tongue / "messages").glob("*.yaml"))
        for code, words in load(file.read_bytes(), str(file)).value.value.items()
    }


def calls() -> list[tuple[str, str, set[str] | None]]:
    """Each call of `error` and `warning` with a written code: where, code, names of values (None when unpacked)."""
    found = []
    for file in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not (
                isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"error", "warning"}
            ):
                continue
            code = node.args[0] if node.args else None
            if isinstance(code, ast.Constant) and isinstance(code.value, str):
                names = {k.arg for k in node.keywords}
                at = f"{file.relative_to(SOURCE)}:{node.lineno}"
                found.append((at, code.value, None if None in names else names))
    return found


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


WORDS = {tongue: sentences(tongue) for tongue in TONGUES}
ALL = sorted(set().union(*WORDS.values()))
CALLS = calls()
AREAS = sorted({code.split(".")[0] for _, code, _ in CALLS})


def test_the_program_says_what_is_wrong():
    assert len(CALLS) > 10


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("tongue", TONGUES)
def test_every_code_in_the_program_has_words(tongue, area):
    wordless = [f"{at} {code}" for at, code, _ in CALLS if code.startswith(f"{area}.") and code not in WORDS[tongue]]
    assert wordless == []


def test_every_sentence_is_one_that_the_program_says():
    strings = {
        node.value
        for file in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    # a code may be put together from its area and its own name
    assert [code for code in ALL if code not in strings and code.split(".")[1] not in strings] == []


@pytest.mark.parametrize("tongue", TONGUES)
def test_every_field_of_a_sentence_is_given_by_the_program(tongue):
    wanted = {code: fields(words["message"]) | fields(words.get("hint", "")) for code, words in WORDS[tongue].items()}
    missing = [
        f"{at} {code} lacks {sorted(wanted[code] - names)}"
        for at, code, names in CALLS
        if code in wanted and names is not None and wanted[code] - names
    ]
    assert missing == []


@pytest.mark.parametrize("code", ALL)
def test_the_three_languages_have_the_same_sentence(code):
    assert [tongue for tongue in TONGUES if code not in WORDS[tongue]] == []
    shapes = [{part: fields(text) for part, text in WORDS[tongue][code].items()} for tongue in TONGUES]
    assert shapes[0] == shapes[1] == shapes[2]
    assert set(shapes[0]) == {"message", "hint"}


@pytest.mark.parametrize("tongue", TONGUES)
def test_every_sentence_is_a_finished_one(tongue):
    unfinished = [
        f"{code}.{part}"
        for code, words in WORDS[tongue].items()
        for part, text in words.items()
        # a message may end in what another program said, and a hint in a command to type
        if text != text.strip() or (part == "message" and not text.endswith((".", "!", "?", "}")))
    ]
    assert unfinished == []
