"""Text from outside is cleaned once: what cannot be seen and does harm is gone, the rest stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from packgen import clean


def test_norwegian_and_foreign_names_stay():
    for name in ("Å skule & SFO / avd. «Øst»", "Čáhcesuolu", "Straße 5 – 日本", "{{ 7*7 }}", "<b>", "50 %", "👍🏽"):
        assert clean.line(name) == (name, False)


def test_white_space_is_one_space_and_no_change_worth_telling():
    assert clean.line("  Fjord \t\n\u00a0 skule\x0b ") == ("Fjord skule", False)


def test_letters_are_composed():
    assert clean.line("A\u030a skule") == ("Å skule", False)


HARMFUL = (
    *("\x00", "\x02", "\x1b", "\x7f", "\x9b", "\ud800", "\udfff", "\u202e", "\u200f", "\u2066", "\u200b", "\ufeff"),
    *(
        "\u00ad",
        "\ue000",
        "\uf8ff",
        "\U000f0000",
        "\U0010fffd",
        "\ufffe",
        "\uffff",
        "\U0001ffff",
        "\ufdd0",
        "\U000e0041",
    ),
)


@pytest.mark.parametrize("character", HARMFUL)
def test_what_cannot_be_seen_is_taken_away_and_told(character):
    assert clean.line(f"Fj{character}ord") == ("Fjord", True)


@given(st.text(st.characters(exclude_categories=())))
def test_whatever_comes_in_the_result_is_clean_and_fits_in_xml(value):
    cleaned, _ = clean.line(value)
    assert clean.line(cleaned) == (cleaned, False)
    element = etree.Element("x")
    element.text = cleaned
    assert etree.fromstring(etree.tostring(element)).text == (cleaned or None)


def test_a_terminal_is_sent_nothing_that_moves_it_and_nothing_endless():
    assert clean.on_screen("a\x1b[2J\u202eb\x9bc\ud800") == "a\ufffd[2J\ufffdb\ufffdc\ufffd"
    assert clean.on_screen("linje\n\tmed «æøå» – 👍🏽") == "linje\n\tmed «æøå» – 👍🏽"
    assert len(clean.on_screen("x" * 9_999)) == 2_000
