"""The names that the renderer and a Word template share: styles, lists, parts, and the measures of pages.

Built-in styles have Word's own ids, which do not change with the language of the program. Our own have English ids and
Norwegian names (written alike in both standards), for people meet them in Word's gallery of styles.
"""

from dataclasses import dataclass

TWIPS_PER_MM = 1440 / 25.4
EMU_PER_MM = 36000


def twips(mm: float) -> int:
    """Return a length in twentieths of a point."""
    return round(mm * TWIPS_PER_MM)


def emu(mm: float) -> int:
    """Return a length in the unit of drawings."""
    return round(mm * EMU_PER_MM)


@dataclass(frozen=True, slots=True)
class Page:
    """A page's measures in mm. Headers and footers stand ``edge`` from its upper and lower edges.

    ``foot`` is the footer's distance where it is another than the header's.
    """

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    edge: float
    foot: float = 0.0

    @property
    def room(self) -> float:
        """The width between the margins."""
        return self.width - self.left - self.right

    @property
    def depth(self) -> float:
        """The height between the margins."""
        return self.height - self.top - self.bottom


PORTRAIT = Page(210, 297, left=25, right=25, top=25, bottom=19, edge=11)
LANDSCAPE = Page(297, 210, left=22, right=22, top=25, bottom=18, edge=11)
COMPACT = Page(210, 297, left=20, right=20, top=22, bottom=15, edge=10)
LARGE_PORTRAIT = Page(210, 297, left=20, right=20, top=33, bottom=22, edge=11)
LARGE_LANDSCAPE = Page(297, 210, left=20, right=20, top=33, bottom=22, edge=11)

COMPACT_LINE = 288
"""Line spacing of a sheet of one page, in 240ths: lower than the template's."""

COMPACT_CELL_Y = 1.0
"""Space above and below the text of a table on a sheet of one page, in mm: lower than the template's."""

MEASURE = 128.0
"""The longest line of flowing text, in mm: some 70 letters. Tables and panels take the whole room."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """What is measured before a page is laid out, as a template's styles have it: type in points, lengths in mm.

    ``measure`` is the longest line of flowing text; ``heads`` what a picture leaves free on its page for a heading and
    a title. ``chart_marks`` is the type size that the marks of a chart go by, ``marks`` of one in a table; ``strip`` is
    the height of its digits.
    """

    portrait: Page
    landscape: Page
    measure: float
    body: float = 12.0
    small: float = 11.0
    edges: float = 9.5
    chart: float = 10.0
    chart_marks: float = 10.0
    marks: float = 8.5
    strip: float = 7.0
    heads: float = 32.0
    figures_row: float = 8.6
    figures_line: float = 4.7
    writing_row: float = 12.0
    time: float = 20.0
    big: float = 56.0
    axis: float = 11.0
    axis_title: float = 9.0
    quadrant: float = 52.0
    kept_rows: int = 14
    """So many rows of a table of text are kept on one page."""
    cover: tuple[float, float, float] = (142.0, 50.0, 44.0)
    """The heights of a cover's title, unit and lines at the foot."""
    compact: Page = COMPACT
    """The page of a document of one page."""
    wide: float = 1.0
    """How wide text in the font is against the one that it is measured in."""


USUAL = Sizes(PORTRAIT, LANDSCAPE, MEASURE)
LARGE = Sizes(
    LARGE_PORTRAIT,
    LARGE_LANDSCAPE,
    LARGE_PORTRAIT.room,
    body=18.0,
    small=18.0,
    edges=14.0,
    chart=18.0,
    chart_marks=12.0,
    marks=12.0,
    strip=10.0,
    heads=45.0,
    figures_row=13.0,
    figures_line=7.7,
    writing_row=14.0,
    time=30.0,
    big=85.0,
    axis=13.0,
    axis_title=12.0,
    quadrant=76.0,
    kept_rows=5,
    cover=(120.0, 58.0, 62.0),
)
"""Sizes of the large print: nothing in it is smaller than 18 points, but for headers and footers."""

CELL_X, FIGURES_X, PANEL_X, PANEL_Y = 2.2, 2.6, 5.0, 3.2
"""Space in mm as the template's table styles have it: at both sides of cells and panels, right of figures."""


class Style:
    """Ids of paragraph and character styles."""

    BODY = "BodyText"
    LEAD = "Lead"
    QUOTE = "Quote"
    QUESTION = "Question"
    NOTE = "Note"
    LABEL = "Label"
    SAY = "Say"
    BULLET, NUMBER, CHECK = "ListBullet", "ListNumber", "ListCheck"
    HEADINGS = ("Heading1", "Heading2", "Heading3")
    CAPTION = "Caption"
    FIGURE = "Figure"
    LINES = "WritingLines"
    GAP = "Gap"
    COVER_KICKER, COVER_TITLE, COVER_UNIT, COVER_LINE = "CoverKicker", "Title", "Subtitle", "CoverLine"
    CONTENTS, ENTRIES = "TOCHeading", ("TOC1", "TOC2", "TOC3")
    HEADER, FOOTER = "Header", "Footer"
    PANEL_TITLE, PANEL_TEXT = "PanelTitle", "PanelText"
    CELL, CELL_HEAD, CELL_SMALL, CELL_HEAD_SMALL = "TableText", "TableHead", "TableTextSmall", "TableHeadSmall"
    CELL_HELP = "TableHelp"
    BIG, BIG_LABEL = "BigNumber", "BigLabel"
    BADGE, BADGE_MAIN = "Badge", "BadgeMain"
    MARK = "Mark"
    PROMPT = "PlaceholderText"


class Look:
    """Ids of table styles."""

    FIGURES, PLAIN, WRITING, FORM = "TableFigures", "TablePlain", "TableWriting", "TableForm"
    CROSS = "TableCross"
    AIM, LEADER, TIP, REFLECTION, TASK = "PanelAim", "PanelLeader", "PanelTip", "PanelReflection", "PanelTask"
    COLUMNS = "TableColumns"
    LAYOUT = "TableLayout"
    COVER = "TableCover"


BULLETS, NUMBERS, CHECKS = 1, 2, 3
"""Ids of the lists that the template defines."""

DOCUMENT, STYLES, NUMBERING = "/word/document.xml", "/word/styles.xml", "/word/numbering.xml"
SETTINGS, FONTS, THEME = "/word/settings.xml", "/word/fontTable.xml", "/word/theme/theme1.xml"
