"""A finding stands at the line and column of its word in the file, however the text is written."""

import pytest

from packgen import resources
from packgen.proofreading import material
from packgen.proofreading.where import place_in
from packgen.yaml_source import load


def place_of(source: str, word: str) -> tuple[int | None, int | None]:
    """Return line and column of a word in the text at ``a``."""
    found = load(source.encode(), "x.yaml").value
    text = found.value["a"]
    place = place_in(text, text.index(word), found.places["a",], source.split("\n"))
    return place.line, place.column


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("a: ein to tre\n", (1, 11)),
        ('a: "ein to tre"\n', (1, 12)),
        ('a: "ein \\"to\\" \\u00e5 tre"\n', (1, 23)),
        ('a: "ein\\n\\tto tre"\n', (1, 15)),
        ("a: 'ein ''to'' tre'\n", (1, 16)),
        ("a: |\n  ein\n\n  to tre\n", (4, 6)),
        ("a: |- # sagt\n    ein to\n    tre\n", (3, 5)),
        ("a: >\n  ein\n  to\n\n  tre\n", (5, 3)),
        ("a: ein\n  to\n  tre\n", (3, 3)),
        ('a: "ein \\\n  to\n  tre"\n', (3, 3)),
        ("b: x\na:   ein to\u00a0tre\n", (2, 13)),
    ],
)
def test_a_word_is_found_in_its_line_and_column(source: str, place: tuple[int, int]):
    assert place_of(source, "tre") == place


def test_a_text_that_cannot_be_followed_is_placed_at_its_start():
    found = load(b"a: ein to\n", "x.yaml").value
    place = place_in("ein to", 4, found.places["a",], ["a: something else"])
    assert (place.line, place.column) == (1, 4)


def test_the_lines_of_another_file_are_no_trouble():
    found = load(b"b: 1\na: ein to\n", "x.yaml").value
    assert place_in("ein to", 4, found.places["a",], []) == found.places["a",]


def test_every_letter_of_our_content_is_found_where_it_stands():
    read = material.read(resources.CONTENT).value
    wrong = []
    for language in ("nb", "nn"):
        for passage in filter(lambda one: one.text, read.all_passages(language)):
            for offset in {0, len(passage.text) // 2, len(passage.text.rstrip()) - 1} - {-1}:
                letter, place = passage.text[offset], passage.at(offset)
                if letter not in ' \n"' and passage.lines[place.line - 1][place.column - 1] not in (letter, "\\"):
                    wrong.append((passage.key, offset))
    assert wrong == []
