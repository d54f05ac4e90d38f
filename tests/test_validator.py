"""The Open XML SDK finds nothing: in templates, in packs of both examples, in any state, in workbooks of charts."""

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest
import tools
from lxml import etree
from office import edited, opened, q
from test_packs import office_files

TEMPLATES = Path(__file__).parents[1] / "templates"
pytestmark = pytest.mark.office("validator")


@pytest.mark.parametrize("template", ["word.docx", "word_large.docx", "slides.pptx"])
def test_the_validator_finds_nothing_in_a_template(template: str):
    assert tools.validate({template: (TEMPLATES / template).read_bytes()}) == []


def test_the_validator_finds_nothing_in_an_example(example: Path):
    assert tools.validate(one_of_each_kind(office_files(example))) == []


def test_the_validator_finds_nothing_in_any_state(state_files: dict[str, bytes]):
    assert tools.validate(one_of_each_kind(state_files)) == []


def test_the_validator_finds_nothing_in_a_workbook_of_a_chart(state_files: dict[str, bytes]):
    books = {
        f"{name}, {part}": data
        for name, file in state_files.items()
        for part, data in opened(file).parts.items()
        if part.endswith(".xlsx")
    }
    assert tools.validate(one_of_each_kind(books)) == []


def one_of_each_kind(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return files enough to have every shape of element there is; `check_package` looks at all of them."""
    seen: set[tuple[str, ...]] = set()
    found = {}
    for name, data in sorted(files.items(), key=lambda item: (-len(item[1]), item[0])):
        shapes = set(shapes_of(data))
        if shapes - seen:
            found[name] = data
            seen |= shapes
    return found


WORDS = {"descr", "title", "name"}
SAID = {q(f"w:{name}") for name in ("alias", "tag", "tblCaption", "tblDescription")}


def shapes_of(data: bytes) -> Iterator[tuple[str, ...]]:
    """Yield each element's shape: its name, its attributes but for words and digits, and its kinds of children."""
    for name, root in opened(data).xml.items():
        place = re.sub(r"\d+", "", name)
        for element in root.iter():
            words = WORDS | ({q("w:val")} if element.tag in SAID else set())
            values = (f"{k}={'' if k in words else re.sub('[0-9.]+', '#', v)}" for k, v in element.items())
            children = [key for key, _ in groupby(str(child.tag) for child in element)]
            yield place, str(element.tag), *values, *children


def test_a_fault_is_found(state_files: dict[str, bytes]):
    name, data = next(iter(state_files.items()))
    broken = edited(data, "word/document.xml", lambda root: root[0].insert(0, etree.Element(q("w:jc"))))
    assert ["unexpected" in said or "invalid" in said for said in tools.validate({name: broken})] == [True]
