"""One text → blocks: values take their places, and never become source."""

import pytest

from packgen.blocks import Heading, List, Paragraph, Run, plain
from packgen.content import text


def test_markdown_gives_paragraphs_lists_quotes_and_headings():
    source = (
        "Eit avsnitt\nover to linjer.\n\n- ein\n- **to**\n\n1. først\n2. så\n\n"
        "- [ ] kryss\n\n> Eg spør.\n\n## Her\n\n### Der"
    )
    assert text.blocks(source, "nn", {}) == (
        Paragraph((Run("Eit avsnitt over to linjer."),)),
        List(((Run("ein"),), (Run("to", bold=True),))),
        List(((Run("først"),), (Run("så"),)), "number"),
        List(((Run("kryss"),),), "check"),
        Paragraph((Run("Eg spør."),), "quote"),
        Heading(2, (Run("Her"),), ""),
        Heading(3, (Run("Der"),), ""),
    )


@pytest.mark.parametrize("name", ["{{7*7}}", "**A**", "- A", "# A", "<b>A</b>", "[a](b)", "A\\", "{% for %}", "A & B"])
def test_a_value_comes_out_as_itself(name: str):
    (block,) = text.blocks("Møte i *{{ unit }}*.", "nb", {"unit": name})
    assert block == Paragraph((Run("Møte i "), Run(name, italic=True), Run(".")))
    assert text.string("{{ unit }}", "nb", {"unit": name}) == name.strip()
    assert plain(text.inline("{{ unit }}", "nb", {"unit": name})) == name


def test_one_paragraph_keeps_its_number_and_joins_its_lines():
    found = text.inline("1. juni\n\nog *2.* juni", "nb", {})
    assert found == (Run("1. juni og "), Run("2.", italic=True), Run(" juni"))


def test_the_same_text_with_other_values_has_other_values():
    first, second = (text.blocks("Hei {{ n }}", "nb", {"n": n}) for n in ("A", "B"))
    assert first == (Paragraph((Run("Hei A"),)),)
    assert second == (Paragraph((Run("Hei B"),)),)


def test_numbers_become_words_of_the_written_standard():
    assert text.string("{{ n|words }}", "nb", {"n": 1}) == "én"
    assert text.string("{{ n|words }}", "nn", {"n": 1}) == "éin"
    assert text.string("{{ n|words|cap }}", "nn", {"n": 2}) == "To"
    assert text.string("{{ n|words }}", "nn", {"n": 36}) == "36"


@pytest.mark.parametrize(
    "source",
    [
        "{{ missing }}",
        "{{ unit.missing }}",
        "{% if %}",
        "{{ unit.__class__.__mro__ }}",
        "{{ ''.__class__ }}",
        "{% for i in range(10**9) %}x{% endfor %}",
        "{{ lipsum() }}",
        "{% include 'a' %}",
        "{{ 9**9**9 }}",
        "{{ 'x' * 10000000000 }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ 1 / 0 }}",
    ],
)
def test_a_text_that_cannot_be_made_says_so(source: str):
    with pytest.raises(text.TextError):
        text.string(source, "nb", {"unit": {"name": "A"}})


def test_a_text_that_runs_wild_is_stopped():
    with pytest.raises(text.TextError, match="too long"):
        text.string(
            "{% for a in n %}{% for b in n %}{{ a }}xxxxxxxxxx{% endfor %}{% endfor %}", "nb", {"n": list(range(500))}
        )
