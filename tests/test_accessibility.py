"""Contrast after WCAG 2.1: of the theme, of the ramp, and of the colours that finished files put together.

The rest of what a reader of the screen needs is part of `check_package`, and every file of every pack is held to it.
"""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from accessibility import colour_of, contrast, grey, theme_colours
from office import NS, Element, Office, every, facts, opened, q
from pages import Box, box_of

from packgen.theme import Theme

TEXT, LARGE, GRAPHIC = 4.5, 3.0, 3.0
LARGE_POINTS, LARGE_BOLD_POINTS = 18, 14
THEME = Theme()
BLACK = "000000"


def test_contrast_is_that_of_wcag():
    assert contrast("000000", "FFFFFF") == pytest.approx(21)
    assert contrast("777777", "FFFFFF") == pytest.approx(4.48, abs=0.005)
    assert contrast("1F3F57", "1F3F57") == 1


@pytest.mark.parametrize(
    ("words", "ground"),
    [
        ("text", "white"),
        ("text", "sand"),
        ("text", "band"),
        ("ink", "white"),
        ("ink", "sand"),
        ("accent", "white"),
        ("accent", "sand"),
        ("muted", "white"),
        ("muted", "sand"),
        ("white", "ink"),
        ("white", "accent"),
    ],
)
def test_text_of_the_theme_can_be_read(words: str, ground: str):
    assert contrast(getattr(THEME, words), getattr(THEME, ground)) >= TEXT


@pytest.mark.parametrize(("place", "words"), list(enumerate([BLACK, BLACK, BLACK, THEME.white, THEME.white])))
def test_a_share_can_be_read_on_its_tint(place: int, words: str):
    assert contrast(words, THEME.ramp[place]) >= TEXT


def test_the_ramp_goes_from_light_to_dark_and_prints_in_different_greys():
    greys = [grey(tint) for tint in THEME.ramp]
    assert all(lighter - darker > 0.03 for lighter, darker in pairwise(greys))
    assert all(contrast(one, other) >= 1.4 for one, other in pairwise(THEME.ramp))


@pytest.mark.parametrize("ground", ["white", "sand"])
@pytest.mark.parametrize("mark", ["ink", "accent", "muted"])
def test_marks_stand_out(mark: str, ground: str):
    assert contrast(getattr(THEME, mark), getattr(THEME, ground)) >= GRAPHIC


# ---------------------------------------------------------------- as finished files put colours together


def test_text_on_slides_can_be_read(state_files: dict[str, bytes]):
    found: dict[tuple[str, str], str] = {}
    for name, data in state_files.items():
        office = opened(data)
        if office.is_deck:
            found |= {pair: f"{name}, {said}" for pair, said in _on_slides(office)}
    assert len(found) > 5
    assert {pair: said for pair, said in found.items() if contrast(*pair) < TEXT} == {}


def _on_slides(office: Office) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield the colour of each run of text on slides and that of its ground, with what it says."""
    theme = theme_colours(office)
    for name, root in office.slides().items():
        layout = office.xml[office.leads(name, "slideLayout")[0].target]
        ground = colour_of(layout.find("p:cSld/p:bg/p:bgPr", NS), theme) or theme["bg1"]
        areas = [(box_of(a, []), colour_of(a.find("p:spPr", NS), theme)) for a in every(layout, "//p:sp[not(.//p:ph)]")]
        for run in every(root, "//a:r[a:t]"):
            own = _colour_of_run(run, layout, theme)
            yield (own, _ground_of(run, layout, areas, theme) or ground), "".join(facts(run, "a:t/text()"))[:40]


def _colour_of_run(run: Element, layout: Element, theme: dict[str, str]) -> str:
    """Return the colour of a run: its own, or its placeholder's."""
    own = colour_of(run.find("a:rPr", NS), theme)
    if own is None and not list(run.iterancestors(q("a:tc"))):
        for shape in run.iterancestors(q("p:sp")):
            own = next((colour_of(style, theme) for style in _styles(shape, layout)), None)
    return own or theme["tx1"]


def _styles(shape: Element, layout: Element) -> Iterator[Element]:
    for ph in every(shape, "p:nvSpPr/p:nvPr/p:ph"):
        same = f"@idx='{ph.get('idx')}'" if ph.get("idx") else f"@type='{ph.get('type')}'"
        yield from every(layout, f"//p:sp[p:nvSpPr/p:nvPr/p:ph[{same}]]/p:txBody/a:lstStyle/a:lvl1pPr/a:defRPr")


def _ground_of(run: Element, layout: Element, areas: list[tuple[Box, str | None]], theme: dict[str, str]) -> str | None:
    """Return the colour under a run: its cell's, its shape's, or the area of the layout that its shape lies on."""
    for cell in run.iterancestors(q("a:tc")):
        if fill := colour_of(cell.find("a:tcPr", NS), theme):
            return fill
    shape = next(run.iterancestors(q("p:sp"), q("p:graphicFrame")))
    if fill := colour_of(shape.find("p:spPr", NS), theme):
        return fill
    own = box_of(shape, [layout])
    return next((fill for area, fill in areas if area.holds(own)), None)


def test_text_in_documents_can_be_read(state_files: dict[str, bytes]):
    found: dict[tuple[str, str], str] = {}
    for name, data in state_files.items():
        office = opened(data)
        if office.is_word:
            found |= {pair: f"{name}, {said}" for pair, said in _in_documents(office)}
    assert len(found) > 5
    assert {pair: said for pair, said in found.items() if contrast(*pair) < TEXT} == {}


def _in_documents(office: Office) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield the colour of each run of text in a document and that of its ground, with what it says."""
    looks = _Looks(office.xml["word/styles.xml"])
    for root in office.stories.values():
        for run in every(root, "//w:r[w:t]"):
            yield (looks.colour(run), looks.ground(run)), "".join(facts(run, "w:t/text()"))[:40]


class _Looks:
    """Colours as styles, based on each other, give them."""

    def __init__(self, styles: Element):
        self.by_id = {style.get(q("w:styleId"), ""): style for style in every(styles, "w:style")}
        self.usual = facts(styles, "w:docDefaults/w:rPrDefault/w:rPr/w:color/@w:val")[0]

    def _said(self, style: str, path: str) -> str:
        """Return what a style, or the nearest one that it is based on, says at a path."""
        while style:
            if said := facts(self.by_id[style], path):
                return said[0]
            style = "".join(facts(self.by_id[style], "w:basedOn/@w:val"))
        return ""

    def colour(self, run: Element) -> str:
        own = facts(run, "w:rPr/w:color/@w:val")
        names = facts(run, "w:rPr/w:rStyle/@w:val") + facts(run, "ancestor::w:p[1]/w:pPr/w:pStyle/@w:val")
        given = [*own, *(self._said(name, "w:rPr/w:color/@w:val") for name in names), self.usual]
        return next(colour for colour in given if colour)

    def ground(self, run: Element) -> str:
        own = [self._said(name, "w:rPr/w:shd/@w:fill") for name in facts(run, "w:rPr/w:rStyle/@w:val")]
        for cell in run.iterancestors(q("w:tc")):
            own += facts(cell, "w:tcPr/w:shd/@w:fill")
            row, table = cell.getparent(), cell.getparent().getparent()
            style = "".join(facts(table, "w:tblPr/w:tblStyle/@w:val"))
            if every(row, "w:trPr/w:tblHeader"):
                own.append(self._said(style, "w:tblStylePr[@w:type='firstRow']/w:tcPr/w:shd/@w:fill"))
            own.append(self._said(style, "w:tcPr/w:shd/@w:fill"))
        return next((fill for fill in own if fill not in {"", "auto"}), "FFFFFF")
