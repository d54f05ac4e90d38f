"""Document words: what a page, a slide or a sheet is made of.

Neutral between media: the same block becomes a Word table, a slide table or a printed sheet. No survey words and no
file words here. All text is `Text`: a tuple of runs, never markup.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Language = Literal["nb", "nn"]
Mark = Literal["circle", "diamond", "bar", "triangle"]
"""What stands for a group in a chart, in every document the same."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one weight."""

    text: str
    bold: bool = False
    italic: bool = False


Text = tuple[Run, ...]


def plain(text: Text) -> str:
    """Return the letters of a text without its weights."""
    return "".join(run.text for run in text)


def text(value: str, *, bold: bool = False) -> Text:
    """Return a text of one run."""
    return (Run(value, bold=bold),)


# ---------------------------------------------------------------- flowing text


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. ``level`` 1 opens a chapter on a new page; ``id`` is unique in its document (bookmark, contents)."""

    level: Literal[1, 2, 3]
    text: Text
    id: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph.

    ``lead`` opens a chapter; ``quote`` is a line in the first person, set off; ``question`` is set large; ``note`` is
    small (source, period, reading note); ``label`` is a small heading that no table of contents lists; ``say`` is a
    line for the leader to say word for word.
    """

    text: Text
    style: Literal["body", "lead", "quote", "question", "note", "label", "say"] = "body"


@dataclass(frozen=True, slots=True)
class List:
    """A list of items: bullets, numbers (each list starts at 1) or boxes to tick."""

    items: tuple[Text, ...]
    kind: Literal["bullet", "number", "check"] = "bullet"


@dataclass(frozen=True, slots=True)
class Box:
    """A panel set apart from the text. ``badge`` is a short word such as «45 min», empty for none.

    ``aim`` opens a chapter or a meeting; ``leader`` is a margin note for the leader; ``tip`` a tip; ``reflection`` a
    framed question with writing lines in its body; ``task`` something that a person is to do now.
    """

    kind: Literal["aim", "leader", "tip", "reflection", "task"]
    title: Text
    body: tuple["Block", ...]
    badge: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Two columns side by side, each with a short bold title, such as «do this» and «leave this»."""

    left_title: Text
    left: tuple["Block", ...]
    right_title: Text
    right: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Ruled lines to write on by hand; 9 mm apart or more."""

    count: int


@dataclass(frozen=True, slots=True)
class Steps:
    """An activity's steps with their minutes (0 = none given): badge and text, in order."""

    items: tuple[tuple[int, Text], ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """A meeting's items with minutes (0 = no fixed time). Slides draw a bar to scale; ``summary`` is its text twin.

    ``main`` are the indices of the main items, drawn dark. ``starts`` are clock times, one for each item, printed
    instead of the minutes: the plan of a whole day, which has no bar.
    """

    items: tuple[tuple[int, Text], ...]
    minutes_word: str
    summary: str
    main: tuple[int, ...] = ()
    starts: tuple[str, ...] = ()


# ---------------------------------------------------------------- tables, grids and forms


@dataclass(frozen=True, slots=True)
class Field:
    """A place to fill in on screen (a content control) that also works on paper.

    ``tag`` is unique in its document and stable over versions; ``title`` is what the person sees; ``prompt`` the grey
    text in an empty field; ``options`` the values of a choice. ``multiline`` lets Enter make a new line. ``value`` is
    what stands in it already: letters, an ISO day in a date. A ``rich`` one may hold paragraphs, which every program
    keeps. ``number`` is printed before the field, so that it is known where a program drops tags; 0 for none.
    """

    kind: Literal["text", "rich", "date", "choice", "number"]
    tag: str
    title: str
    prompt: str
    options: tuple[str, ...] = ()
    multiline: bool = False
    value: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: text, or blocks of text under it, or a field. An empty cell is there to be written in."""

    text: Text = ()
    field: Field | None = None
    more: tuple["Block", ...] = ()
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: its head, its share of the width (relative weight) and how its cells are aligned."""

    head: Text
    weight: float = 1.0
    align: Literal["left", "center", "right"] = "left"
    mark: Mark | Literal[""] = ""
    """The chart mark drawn before the head, where a chart beside the table uses it."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one marked and repeated header row.

    ``figures`` shows numbers, in rows of equal height; ``plain`` shows text; ``writing`` is filled by hand (rows at
    least ``row_mm`` high); ``form`` holds fields. ``title`` and ``summary`` are its alternative text.
    ``first_is_head`` makes the first column row headers. ``chart`` is drawn at the right, its rows level with the
    table's (figures only).
    """

    kind: Literal["figures", "plain", "writing", "form"]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str
    summary: str
    row_mm: float = 0.0
    first_is_head: bool = False
    chart: "Chart | None" = None
    chart_head: str = ""
    caption: Text = ()


@dataclass(frozen=True, slots=True)
class Quadrants:
    """A two-by-two sheet. ``cells`` go top left, top right, bottom left, bottom right: head and help text.

    ``across`` and ``down`` name the two values of each axis (a matrix), or are empty (a cross).
    ``fillable`` gives each cell its tag for a content control; empty strings for none.
    """

    cells: tuple[tuple[Text, Text], tuple[Text, Text], tuple[Text, Text], tuple[Text, Text]]
    title: str
    summary: str
    across: tuple[Text, Text] | None = None
    down: tuple[Text, Text] | None = None
    across_title: Text = ()
    down_title: Text = ()


# ---------------------------------------------------------------- charts


@dataclass(frozen=True, slots=True)
class Series:
    """A row of values in a chart: one per category. ``labels`` are printed instead of the values where given.

    ``band`` is half the width of a grey band around each value (means only), None for no band.
    """

    name: str
    values: tuple[Decimal | None, ...]
    labels: tuple[str, ...] = ()
    mark: Mark = "circle"
    band: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A native chart.

    ``dots``: one mark per series on an axis from 1 to 5, a row per category (a category is named at the left unless
    ``bare``, as beside a table). ``shares``: one 100 % stacked bar per category, series are the classes in fixed order.
    ``line``: values over time, categories are periods, axis 1 to 5.
    ``title`` says measure, unit and period; ``alt`` says the figures in words; ``number_format`` e.g. ``0.0`` or ``0``.
    """

    kind: Literal["dots", "shares", "line"]
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    alt: str
    height_mm: float
    bare: bool = False
    number_format: str = "0.0"


@dataclass(frozen=True, slots=True)
class BigNumbers:
    """A few large numbers with small labels beneath, the first one strongest. Each: number, label.

    ``marks`` are the marks of a chart beside them, one for each number, drawn before the labels; empty for none.
    """

    items: tuple[tuple[str, str], ...]
    marks: tuple[Literal["circle", "diamond", "bar", "triangle"], ...] = ()


# ---------------------------------------------------------------- pictures


@dataclass(frozen=True, slots=True)
class Link:
    """A web address as text with a QR code of it beside: what it leads to, then the address in letters.

    ``address`` begins with ``https://`` or ``mailto:`` and is what the code holds, letter by letter. ``alt`` is the
    code's alternative text.
    """

    text: Text
    address: str
    alt: str


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """Something on a day, or over some days with both ends in it: ISO days, ``end`` the same as ``start`` for a day."""

    label: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A plan over time, drawn as a picture: 2 to 10 events in order of their starts, a row for each.

    ``alt`` says all events with their dates in words. ``months`` are the names of the twelve months.
    """

    title: str
    alt: str
    events: tuple[TimelineEvent, ...]
    months: tuple[str, ...]


# ---------------------------------------------------------------- pages that are more than flowing text


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page: kicker («10-FAKTOR 2026»), title, subtitle (the unit) and a few lines at the foot."""

    kicker: Text
    title: Text
    subtitle: Text
    lines: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents, with all headings of the document down to ``depth``, filled in by the renderer."""

    title: Text
    depth: Literal[1, 2] = 2


@dataclass(frozen=True, slots=True)
class Panels:
    """Short sections side by side, two abreast: a head and its blocks each (printed sheets only)."""

    items: tuple[tuple[Text, tuple["Block", ...]], ...]


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows starts on a new page (a property of the next paragraph, never blank lines)."""


Block = (
    Heading
    | Paragraph
    | List
    | Box
    | Columns
    | Lines
    | Steps
    | Agenda
    | Table
    | Quadrants
    | Chart
    | BigNumbers
    | Link
    | Timeline
    | Cover
    | Contents
    | Panels
    | NewPage
)


# ---------------------------------------------------------------- whose it is


@dataclass(frozen=True, slots=True)
class LogoImage:
    """A logo as a PNG, and its size in pixels."""

    png: bytes
    width: int
    height: int

    def within(self, width: float, height: float) -> tuple[float, float]:
        """Return the width and height of the largest logo of these proportions in a box, in the box's own unit."""
        by = min(width / self.width, height / self.height)
        return self.width * by, self.height * by


@dataclass(frozen=True, slots=True)
class Logo:
    """Whose a document is: the logo for light grounds, the one for dark grounds (None: it may not stand on any)."""

    positive: LogoImage
    negative: LogoImage | None
    alt: str


# ---------------------------------------------------------------- a Word document


@dataclass(frozen=True, slots=True)
class Section:
    """Pages of one orientation. A landscape section is a tool sheet on a page of its own."""

    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A Word document. Headers and footers stand on every page but a cover; ``page_of`` is e.g. ``("Side", "av")``."""

    id: str
    language: Language
    title: str
    subject: str
    author: str
    header_left: str
    header_right: str
    footer_left: str
    page_of: tuple[str, str]
    sections: tuple[Section, ...]
    contents_pages: tuple[tuple[str, int], ...] = ()
    """Page number per heading id, measured from rendered pages; empty where they cannot be known."""
    compact: bool = False
    """A one-page document: smaller margins and 11 pt tables so that it stays one page."""
    large_print: bool = False
    """Laid out at 18 pt, with the template of the large print; never compact."""
    logo: Logo | None = None
    fillings: tuple[tuple[str, str], ...] = ()
    """Words by name that a template may ask for in its cover, headers and footers."""


# ---------------------------------------------------------------- a deck


@dataclass(frozen=True, slots=True)
class Notes:
    """Speaker notes: labelled parts in order, such as («Si», paragraphs), («Gjør», …)."""

    parts: tuple[tuple[str, tuple[Block, ...]], ...]


SlideKind = Literal[
    "opening",
    "agenda",
    "section",
    "statement",
    "question",
    "content",
    "activity",
    "table",
    "chart",
    "factor",
    "sheet",
    "tally",
    "summary",
    "closing",
]


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide of one kind: its unique title and its blocks by the name of the region that they fill.

    Regions by kind (each takes the blocks named; missing regions stay out of the slide):

    - opening: ``kicker`` ``number`` ``number_note`` ``subtitle`` ``date`` ``organisation`` (a Paragraph each)
    - agenda: ``body`` (an Agenda)
    - section: ``lead`` (Paragraph)
    - statement: ``statement`` (Paragraph question), ``body`` (Paragraph)
    - question: ``question`` (Paragraph question), ``body`` (Paragraph), ``time`` (Steps, one item)
    - content, summary, closing: ``body`` (Paragraph, List, Steps, Columns, Link), content also ``side`` (Box, text or
      Link, right), or a Timeline that fills its ``body``
    - activity: ``body`` (question, List), ``side`` (Steps, Paragraph, List: roles and minutes)
    - table, tally: ``body`` (Table), ``note`` (Paragraph)
    - chart: ``body`` (Table with chart, or Chart), ``note`` (Paragraph)
    - factor: ``body`` (definition, quote, question), ``side`` (label, BigNumbers, Chart, note)
    - sheet: ``lead`` (Paragraph), ``body`` (Table writing, or Quadrants), ``note`` (Paragraph)

    ``form`` is the id of the form that its table is, as the notes print it too: what people write there is read back.
    """

    id: str
    kind: SlideKind
    title: Text
    regions: tuple[tuple[str, tuple[Block, ...]], ...]
    notes: Notes
    hidden: bool = False
    form: str = ""


@dataclass(frozen=True, slots=True)
class DeckSection:
    """A named PowerPoint section of slides."""

    title: str
    slides: tuple[Slide, ...]


@dataclass(frozen=True, slots=True)
class Deck:
    """A presentation. ``footer`` stands on every slide but openings and sections, with the slide number.

    ``unit`` is whom it is for, where a template of the reader's own asks for it.
    """

    id: str
    language: Language
    title: str
    subject: str
    author: str
    footer: str
    sections: tuple[DeckSection, ...] = field(default=())
    unit: str = ""
    logo: Logo | None = None


# ---------------------------------------------------------------- calendars


@dataclass(frozen=True, slots=True)
class Event:
    """A whole day in a calendar (ISO): what happens, more about it, and how many days before to be reminded (0: not).

    ``id`` is the same for as long as the event is: a calendar that has it already moves it.
    """

    id: str
    day: str
    title: str
    about: str = ""
    remind_days: int = 0


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days to put in a calendar, in order of time. ``written`` is the ISO day on which they were last changed."""

    id: str
    language: Language
    title: str
    author: str
    written: str
    events: tuple[Event, ...]


# ---------------------------------------------------------------- what is printed


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page for the wall, designed for A1 (594 x 841 mm) and printed in any A size.

    ``unit`` is printed at the top; empty, there is a line after ``unit_label`` to write it on. ``mark`` is the
    readable id at the foot: round, meeting, sheet, edition. Blocks that are written on share the room that the others
    leave. ``goes_on`` is the word in «1 av 2», where what has no room goes on on another page; where it is empty, the
    sheet is always one page and its words become smaller.
    """

    id: str
    landscape: bool
    title: Text
    body: tuple[Block, ...]
    unit: str
    unit_label: str
    mark: str
    goes_on: str = ""


@dataclass(frozen=True, slots=True)
class Sheets:
    """Sheets that belong together, in one file."""

    id: str
    language: Language
    title: str
    subject: str
    author: str
    sheets: tuple[Sheet, ...]
    logo: Logo | None = None


@dataclass(frozen=True, slots=True)
class CardSide:
    """One side of a card: a large number or word, a title, a few blocks, and a last line that asks something of me."""

    number: str
    title: Text
    body: tuple[Block, ...]
    foot: Text = ()


@dataclass(frozen=True, slots=True)
class Card:
    """A card of A6 (105 x 148.5 mm), both sides."""

    id: str
    front: CardSide
    back: CardSide


@dataclass(frozen=True, slots=True)
class Cards:
    """Cards to print on both sides of A4 and cut, four to a page. ``note`` says so on the edge that is cut off."""

    id: str
    language: Language
    title: str
    subject: str
    author: str
    note: str
    cards: tuple[Card, ...]
