import pytest

from packgen.blocks import Run, text
from packgen.render.slides.text import Para, balanced, height, lines, longest_word, width


def test_text_of_half_a_column_takes_one_line_and_of_three_halves_two():
    once = text("Vi lærer av kvarandre")
    wide = width(once, 20)
    assert lines(once, 20, wide * 2) == 1
    assert lines(once, 20, wide / 1.5) == 2


def test_lines_break_at_spaces_and_after_hyphens_but_not_at_no_break_spaces():
    assert lines(text("ord ord"), 20, width(text("ord "), 20)) == 2
    assert lines(text("bu- og"), 20, width(text("bu- "), 20)) == 2
    assert longest_word(text("45\u00a0%"), 20) == pytest.approx(width(text("45\u00a0%"), 20))


def test_a_word_may_run_over_from_one_weight_to_another():
    mixed = (Run("Ord", bold=True), Run("styrar"))
    assert longest_word(mixed, 20) == pytest.approx(width(mixed, 20))


def test_a_word_wider_than_its_column_takes_the_lines_it_needs():
    word = text("medarbeidarskapsprinsippet")
    assert lines(word, 20, width(word, 20) / 2.5) == 3


def test_height_is_lines_and_the_space_between_paragraphs():
    two = (Para(text("Ein")), Para(text("To"), before=0.5))
    assert height(two, 20, 500) == pytest.approx(2 * 20 * 1.22 + 10)


def test_a_hanging_indent_leaves_less_room_for_the_lines():
    item = text("Vi viser fram noko vi er stolte av")
    room = width(item, 20) * 1.03
    assert height((Para(item),), 20, room) < height((Para(item, bullet="bullet"),), 20, room)


def test_balanced_lines_are_no_more_and_more_alike():
    asked = (Para(text("Kva er vi nøgde med, og kva vil vi gjerne betre?")),)
    narrow = balanced(asked, 48, 816)
    assert lines(asked[0].runs, 48, narrow) == lines(asked[0].runs, 48, 816) == 2
    assert narrow < 700


def test_a_line_that_fits_is_not_made_to_break():
    asked = (Para(text("Kva ser vi?")),)
    assert lines(asked[0].runs, 48, balanced(asked, 48, 816)) == 1
