"""Makes ``templates/sheets.pptx``: the master and the one layout of sheets for the wall, A1 portrait.

Run it after a change (``python templates/make_sheets.py``). Measures are in mm, type sizes in points. The renderer
brings both to the size of the paper, and gives each sheet a layout of its own after this one.
"""

from pathlib import Path

from make_slides import Layout, Spot, assembled, layout_xml, main_text, master_of, presentation_xml, spot, text_styles

from packgen.render.office_theme import INK
from packgen.render.slides.boxes import MM_PER_POINT, Box
from packgen.theme import Theme, load

HERE = Path(__file__).parent
WIDE, HIGH = 594 / MM_PER_POINT, 841 / MM_PER_POINT
MARGIN = 20 / MM_PER_POINT
FULL = WIDE - 2 * MARGIN
TITLE_HIGH, GAP = 60 / MM_PER_POINT, 16 / MM_PER_POINT
TITLE_SIZE, TEXT_SIZE = 112, 44

TEXT_BOX = Box(MARGIN, MARGIN + TITLE_HIGH + GAP, FULL, HIGH - 2 * MARGIN - TITLE_HIGH - GAP)
TITLE = Spot("title", MARGIN, MARGIN, FULL, TITLE_HIGH, TITLE_SIZE, INK, bold=True, holds="title")
BODY = Spot("body", TEXT_BOX.x, TEXT_BOX.y, TEXT_BOX.w, TEXT_BOX.h, TEXT_SIZE)


def build(theme: Theme) -> bytes:
    """Return the template."""
    styles = text_styles(TITLE_SIZE, TEXT_SIZE, TEXT_SIZE, TEXT_SIZE)
    master = master_of((spot(2, TITLE, 0), main_text(3, TEXT_BOX)), 1, styles)
    layout = layout_xml(Layout("sheet", (TITLE, BODY), footer=False))
    return assembled(theme, "Ark", presentation_xml(WIDE, HIGH, TEXT_SIZE), master, (layout,))


if __name__ == "__main__":
    (HERE / "sheets.pptx").write_bytes(build(load(HERE / "theme.yaml")))
