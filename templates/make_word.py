"""Makes ``templates/word.docx`` and ``word_large.docx``: styles, lists and settings of Word documents, from the tables.

The second is for large print: the same looks at 18 points. Run it after a change (``python templates/make_word.py``);
the same tables give the same bytes. Sizes are in points, lengths in mm. Colours are named as in a theme, so that a
document changes its looks with its theme part.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from packgen.render import nodes, office_theme, package
from packgen.render.nodes import Node, maker
from packgen.render.package import Package, Part, Relationship
from packgen.render.word import names
from packgen.render.word.names import CELL_X, FIGURES_X, LARGE, PANEL_X, PANEL_Y, USUAL, Look, Page, Sizes, Style, twips
from packgen.theme import Theme, load

HERE = Path(__file__).parent
LANGUAGE = "nb-NO"

_WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

INK, TEXT, SAND, RULE = "text2", "text1", "background2", "accent5"
ACCENT, MUTED, WHITE, TINT = "accent1", "accent2", "background1", "accent4"

LINE = 1.3
PORTRAIT = USUAL.portrait
SIDE = PORTRAIT.room - USUAL.measure
"""What flowing text leaves free at the right."""

w = maker("w", qualified=True)


def values_of(theme: Theme) -> dict[str, str]:
    """Return the colour that each name of a theme stands for, for programs that do not look it up."""
    return {
        INK: theme.ink,
        TEXT: theme.text,
        SAND: theme.sand,
        RULE: theme.rule,
        ACCENT: theme.accent,
        MUTED: theme.muted,
        WHITE: theme.white,
        TINT: theme.ramp[1],
    }


# ---------------------------------------------------------------- the table of styles


@dataclass(frozen=True)
class Letters:
    """How letters look. Size 0 and colour "" are inherited."""

    size: float = 0
    colour: str = ""
    bold: bool | None = None
    italic: bool | None = None
    fill: str = ""
    caps: float = 0
    """Space between letters in points, for short words set apart."""
    font: str = ""


@dataclass(frozen=True)
class Lines:
    """How a paragraph stands. Space is in points, indents and tabs in mm; ``exact`` is a line's height in points."""

    before: float = 0
    after: float = 0
    line: float = 0
    exact: float = 0
    left: float = 0
    right: float = 0
    hanging: float = 0
    keep_next: bool = False
    keep_lines: bool = False
    new_page: bool = False
    centred: bool = False
    outline: int = -1
    rule: str = ""
    rule_points: float = 0
    fill: str = ""
    list_id: int = 0
    tabs: tuple[tuple[str, float, str], ...] = ()
    contextual: bool = False


@dataclass(frozen=True)
class Paragraphs:
    """A paragraph style: its id, name, the style it is based on and the style of what follows it."""

    id: str
    name: str
    letters: Letters = Letters()
    lines: Lines = Lines()
    based_on: str = "Normal"
    following: str = ""
    gallery: bool = True


BLACK = Letters(colour=TEXT)
"""The colour said once more: LibreOffice puts a table style's before that of a style of characters."""
H = Letters(colour=INK, bold=True)
FLOW = Lines(after=6, right=SIDE)

PARAGRAPHS = (
    Paragraphs("BodyText", "Body Text", lines=FLOW),
    Paragraphs(
        "Heading1",
        "heading 1",
        Letters(26, INK, bold=True),
        Lines(after=10, line=1.05, keep_next=True, keep_lines=True, new_page=True, outline=0, right=10),
        following="BodyText",
    ),
    Paragraphs(
        "Heading2",
        "heading 2",
        Letters(16, INK, bold=True),
        Lines(before=15, after=4, line=1.1, keep_next=True, keep_lines=True, outline=1),
        following="BodyText",
    ),
    Paragraphs(
        "Heading3",
        "heading 3",
        Letters(13, INK, bold=True),
        Lines(before=10, after=2, line=1.15, keep_next=True, keep_lines=True, outline=2),
        following="BodyText",
    ),
    Paragraphs(Style.LEAD, "Ingress", Letters(14, INK), Lines(after=10, line=1.25, right=SIDE), following="BodyText"),
    Paragraphs(
        "Quote",
        "Quote",
        Letters(13, TEXT, italic=True),
        Lines(before=3, after=8, line=1.25, left=5, right=SIDE, keep_lines=True, rule=ACCENT, rule_points=2.25),
        following="BodyText",
    ),
    Paragraphs(
        Style.QUESTION,
        "Spørsmål",
        Letters(14, INK, bold=True),
        Lines(before=4, after=6, line=1.2, right=SIDE, keep_lines=True),
        following="BodyText",
    ),
    Paragraphs(Style.NOTE, "Merknad", Letters(10.5, TEXT), Lines(after=7, line=1.2, right=SIDE)),
    Paragraphs(
        Style.LABEL,
        "Merkelapp",
        Letters(12, INK, bold=True),
        Lines(before=8, after=2, line=1.2, keep_next=True),
        following="BodyText",
    ),
    Paragraphs(
        Style.SAY,
        "Replikk",
        Letters(12, TEXT),
        Lines(before=2, after=8, left=5, right=SIDE, keep_lines=True, rule=TINT, rule_points=2.25),
        following="BodyText",
    ),
    Paragraphs("ListBullet", "List Bullet", lines=Lines(after=2, left=5, hanging=5, right=SIDE, list_id=names.BULLETS)),
    Paragraphs("ListNumber", "List Number", lines=Lines(after=2, left=7, hanging=7, right=SIDE, list_id=names.NUMBERS)),
    Paragraphs(Style.CHECK, "Avkryssing", lines=Lines(after=3, left=8, hanging=8, right=SIDE, list_id=names.CHECKS)),
    Paragraphs("Caption", "caption", Letters(12, INK, bold=True), Lines(before=10, after=4, line=1.2, keep_next=True)),
    Paragraphs(Style.FIGURE, "Figur", lines=Lines(after=4, line=1)),
    Paragraphs(
        Style.LINES,
        "Skrivelinjer",
        Letters(12, TINT),
        Lines(before=4, exact=26.5, keep_lines=True, after=4),
    ),
    Paragraphs(Style.GAP, "Luft", Letters(4), Lines(exact=10), gallery=False),
    # ------------------------------------------------ cover and contents
    Paragraphs(
        Style.COVER_KICKER, "Framside kicker", Letters(14, WHITE, caps=0.4), Lines(after=10, line=1.1), gallery=False
    ),
    Paragraphs("Title", "Title", Letters(44, WHITE, bold=True), Lines(line=1.0)),
    Paragraphs("Subtitle", "Subtitle", Letters(22, INK, bold=True), Lines(line=1.1, after=4)),
    Paragraphs(Style.COVER_LINE, "Framside linje", Letters(12, TEXT), Lines(after=1, line=1.25), gallery=False),
    Paragraphs(
        "TOCHeading",
        "TOC Heading",
        Letters(26, INK, bold=True),
        Lines(after=12, line=1.05, keep_next=True, new_page=True),
        following="BodyText",
        gallery=False,
    ),
    Paragraphs(
        "TOC1",
        "toc 1",
        Letters(12, INK, bold=True),
        Lines(before=9, after=1, line=1.15, tabs=(("right", PORTRAIT.room, ""),)),
        gallery=False,
    ),
    Paragraphs(
        "TOC2",
        "toc 2",
        Letters(12, TEXT),
        Lines(after=1, line=1.15, left=5, tabs=(("right", PORTRAIT.room, ""),)),
        gallery=False,
    ),
    Paragraphs(
        "TOC3",
        "toc 3",
        Letters(12, TEXT),
        Lines(after=1, line=1.15, left=10, tabs=(("right", PORTRAIT.room, ""),)),
        gallery=False,
    ),
    Paragraphs("Header", "header", Letters(9.5, MUTED), Lines(line=1.1), gallery=False),
    Paragraphs("Footer", "footer", Letters(9.5, MUTED), Lines(line=1.1), gallery=False),
    # ------------------------------------------------ panels and tables
    Paragraphs(Style.PANEL_TITLE, "Panel tittel", Letters(12, INK, bold=True), Lines(after=3, line=1.2)),
    Paragraphs(Style.PANEL_TEXT, "Panel tekst", BLACK, lines=Lines(after=5, line=1.3)),
    Paragraphs(Style.CELL, "Tabell tekst", BLACK, lines=Lines(line=1.15)),
    Paragraphs(Style.CELL_HEAD, "Tabell hode", H, Lines(line=1.15)),
    Paragraphs(Style.CELL_SMALL, "Tabell tekst liten", Letters(11, TEXT), Lines(line=1.15)),
    Paragraphs(Style.CELL_HEAD_SMALL, "Tabell hode liten", Letters(11, INK, bold=True), Lines(line=1.1)),
    Paragraphs(Style.CELL_HELP, "Tabell hjelp", Letters(10.5, MUTED), Lines(line=1.2)),
    Paragraphs(Style.BIG, "Stort tal", Letters(30, INK), Lines(line=1), gallery=False),
    Paragraphs(Style.BIG_LABEL, "Stort tal tekst", Letters(11, TEXT), Lines(line=1.15), gallery=False),
)


@dataclass(frozen=True)
class Characters:
    """A character style."""

    id: str
    name: str
    letters: Letters


CHARACTERS = (
    Characters(Style.BADGE, "Merke minutt", Letters(11, WHITE, bold=True, fill=ACCENT)),
    Characters(Style.BADGE_MAIN, "Merke hovud", Letters(11, WHITE, bold=True, fill=INK)),
    Characters(Style.MARK, "Diagramteikn", Letters(colour=INK, font="Segoe UI Symbol")),
    Characters("PlaceholderText", "Placeholder Text", Letters(colour=MUTED)),
    Characters("Hyperlink", "Hyperlink", Letters(colour=ACCENT)),
)


@dataclass(frozen=True)
class Borders:
    """Lines around and between cells: colour and points, nothing where points are 0."""

    colour: str = RULE
    outside: float = 0
    across: float = 0
    down: float = 0
    left: float = 0
    top: float = 0
    bottom: float = 0
    left_colour: str = ""


@dataclass(frozen=True)
class Tables:
    """A table style: its lines, its ground, the space in its cells (mm), and what marks its header row."""

    id: str
    name: str
    borders: Borders = Borders()
    fill: str = ""
    head_fill: str = ""
    head_line: float = 0
    x: float = CELL_X
    y: float = 1.2
    right: float = -1.0


PANEL = {"x": PANEL_X, "y": PANEL_Y}
GRID = Borders(RULE, outside=0.75, across=0.75, down=0.75)

TABLES = (
    Tables(Look.FIGURES, "Tabell tal", Borders(across=0.5, bottom=0.5), head_line=1, x=0, right=FIGURES_X, y=0.4),
    Tables(Look.PLAIN, "Tabell tekstrader", Borders(across=0.5, bottom=0.5), head_line=1, x=0, right=2 * CELL_X, y=1.3),
    Tables(Look.WRITING, "Tabell skriverom", GRID, head_fill=SAND, y=1.4),
    Tables(Look.FORM, "Tabell skjema", GRID, head_fill=SAND, y=1.4),
    Tables(Look.CROSS, "Tabell kryss", x=4, y=2.4),
    Tables(Look.AIM, "Panel mål", fill=SAND, **PANEL),
    Tables(Look.TIP, "Panel tips", Borders(TINT, left=3), fill="", **PANEL),
    Tables(Look.LEADER, "Panel leiar", Borders(INK, left=3), fill=SAND, **PANEL),
    Tables(Look.TASK, "Panel oppgåve", Borders(ACCENT, left=4.5), fill=SAND, **PANEL),
    Tables(Look.REFLECTION, "Panel refleksjon", Borders(TINT, outside=1), **PANEL),
    Tables(Look.COLUMNS, "Tabell spaltar", x=4, y=0),
    Tables(Look.LAYOUT, "Tabell utan linjer", x=0, y=1.2, right=3),
    Tables(Look.COVER, "Framside", x=13, y=13),
)


# ---------------------------------------------------------------- large print

LARGE_POINTS = {
    "Heading1": 28, "Heading2": 23, "Heading3": 20, "TOCHeading": 28, "Title": 44, "Subtitle": 24,
    Style.LEAD: 20, Style.QUESTION: 20, Style.BIG: 40, Style.GAP: 4, "Header": LARGE.edges, "Footer": LARGE.edges,
}  # fmt: skip
"""Sizes in large print; every other style has that of the body."""
LARGER = 1.5
"""Indents, and the space between paragraphs, against those of the usual documents."""
LARGE_LINE = 36.0
"""Points between lines to write on by hand."""


def large_letters(style: str, look: Letters) -> Letters:
    """Return how letters look in large print: upright, and dark where they are small and pale."""
    size = LARGE_POINTS.get(style, LARGE.body) if look.size else 0
    pale = look.colour == MUTED and style not in {"Header", "Footer", "PlaceholderText"}
    return replace(look, size=size, colour=TEXT if pale else look.colour, italic=None)


def large_lines(look: Lines) -> Lines:
    """Return how a paragraph stands in large print: wider apart, and as wide as the page."""
    return replace(
        look,
        before=look.before * LARGER,
        after=look.after * LARGER,
        exact=LARGE_LINE if look.exact > LARGE_LINE / 2 else look.exact,
        left=look.left * LARGER,
        hanging=look.hanging * LARGER,
        right=LARGE.portrait.room - LARGE.measure if look.right == SIDE else look.right,
        tabs=tuple((kind, LARGE.portrait.room, dots) for kind, _, dots in look.tabs),
    )


def large_paragraphs(style: Paragraphs) -> Paragraphs:
    """Return a paragraph style of the large print."""
    return replace(style, letters=large_letters(style.id, style.letters), lines=large_lines(style.lines))


# ---------------------------------------------------------------- styles as XML


class Sheet:
    """Writes styles in the colours of one theme."""

    def __init__(self, theme: Theme) -> None:
        self.values = values_of(theme)

    def colour(self, name: str) -> Node:
        """Return the colour of letters."""
        return w("color", val=self.values[name], themeColor=name)

    def shade(self, name: str) -> Node | None:
        """Return a ground."""
        return w("shd", val="clear", color="auto", fill=self.values[name], themeFill=name) if name else None

    def border(self, side: str, name: str, points: float, space: int = 0) -> Node | None:
        """Return a line on one side."""
        if not points:
            return None
        return w(side, val="single", sz=round(points * 8), space=space, color=self.values[name], themeColor=name)

    def letters(self, look: Letters) -> Node:
        """Return run properties in the order of the schema; the language stands on every style."""
        size = round(look.size * 2)
        return w(
            "rPr",
            w("rFonts", ascii=look.font, hAnsi=look.font, cs=look.font, eastAsia=look.font) if look.font else None,
            None if look.bold is None else w("b", val=look.bold),
            None if look.italic is None else w("i", val=look.italic),
            self.colour(look.colour) if look.colour else None,
            w("spacing", val=round(look.caps * 20)) if look.caps else None,
            w("sz", val=size) if size else None,
            w("szCs", val=size) if size else None,
            self.shade(look.fill),
            w("lang", val=LANGUAGE),
        )

    def lines(self, look: Lines) -> Node:
        """Return paragraph properties in the order of the schema."""
        rule = w("pBdr", self.border("left", look.rule, look.rule_points, space=10)) if look.rule else None
        tabs = [w("tab", val=kind, pos=twips(at), **({"leader": dots} if dots else {})) for kind, at, dots in look.tabs]
        return w(
            "pPr",
            w("keepNext") if look.keep_next else None,
            w("keepLines") if look.keep_lines else None,
            w("pageBreakBefore") if look.new_page else None,
            w("numPr", w("numId", val=look.list_id)) if look.list_id else None,
            rule,
            self.shade(look.fill),
            w("tabs", *tabs) if tabs else None,
            w("spacing", **spacing(look)),
            w("ind", **indents(look)) if indents(look) else None,
            w("contextualSpacing") if look.contextual else None,
            w("jc", val="center") if look.centred else None,
            w("outlineLvl", val=look.outline) if look.outline >= 0 else None,
        )

    def paragraph(self, style: Paragraphs) -> Node:
        """Return a paragraph style."""
        return w(
            "style",
            w("name", val=style.name),
            w("basedOn", val=style.based_on),
            w("next", val=style.following) if style.following else None,
            w("uiPriority", val=1 if style.gallery else 99),
            w("qFormat") if style.gallery else None,
            self.lines(style.lines),
            self.letters(style.letters),
            **{"type": "paragraph", "styleId": style.id} | custom(style.name),
        )

    def character(self, style: Characters) -> Node:
        """Return a character style."""
        return w(
            "style",
            w("name", val=style.name),
            w("basedOn", val="DefaultParagraphFont"),
            w("uiPriority", val=99),
            self.letters(style.letters),
            **{"type": "character", "styleId": style.id} | custom(style.name),
        )

    def table(self, style: Tables) -> Node:
        """Return a table style."""
        right = style.x if style.right < 0 else style.right
        margins = (("top", style.y), ("left", style.x), ("bottom", style.y), ("right", right))
        head = w(
            "tcPr",
            w("tcBorders", self.border("bottom", INK, style.head_line)) if style.head_line else None,
            self.shade(style.head_fill),
        )
        return w(
            "style",
            w("name", val=style.name),
            w("basedOn", val="TableNormal"),
            w("uiPriority", val=99),
            w("pPr", w("spacing", after=0, line=240, lineRule="auto")),
            w("rPr", w("lang", val=LANGUAGE)),
            w(
                "tblPr",
                self.table_borders(style.borders),
                w("tblCellMar", *(w(side, w=twips(mm), type="dxa") for side, mm in margins)),
            ),
            w("tcPr", self.shade(style.fill)) if style.fill else None,
            w("tblStylePr", head, type="firstRow") if style.head_line or style.head_fill else None,
            type="table",
            styleId=style.id,
            customStyle=True,
        )

    def table_borders(self, look: Borders) -> Node | None:
        """Return a table's lines in the order of the schema."""
        sides = (
            self.border("top", look.colour, look.top or look.outside),
            self.border("left", look.left_colour or look.colour, look.left or look.outside),
            self.border("bottom", look.colour, look.bottom or look.outside),
            self.border("right", look.colour, look.outside),
            self.border("insideH", look.colour, look.across),
            self.border("insideV", look.colour, look.down),
        )
        return w("tblBorders", *sides) if any(sides) else None


BUILT_IN = {"Normal", "Body Text", "Quote", "Title", "Subtitle", "Placeholder Text", "Hyperlink", "TOC Heading"}


def custom(name: str) -> dict[str, bool]:
    """Return the mark of a style that Word does not know: the names of those that it does never change."""
    known = name in BUILT_IN or name.startswith(("heading ", "toc ", "List "))
    return {} if known or name in {"caption", "header", "footer"} else {"customStyle": True}


def spacing(look: Lines) -> dict[str, int | str]:
    """Return a paragraph's space."""
    found: dict[str, int | str] = {"before": round(look.before * 20), "after": round(look.after * 20)}
    if look.exact:
        return found | {"line": round(look.exact * 20), "lineRule": "exact"}
    return found | ({"line": round(look.line * 240), "lineRule": "auto"} if look.line else {})


def indents(look: Lines) -> dict[str, int]:
    """Return a paragraph's indents, those of a list as well: an indent at the right alone would undo them."""
    found = {"left": look.left, "right": look.right, "hanging": look.hanging}
    return {side: twips(mm) for side, mm in found.items() if mm}


def styles_xml(theme: Theme, sizes: Sizes) -> bytes:
    """Return the styles."""
    large = sizes is LARGE
    paragraphs = [large_paragraphs(style) for style in PARAGRAPHS] if large else PARAGRAPHS
    characters = [replace(s, letters=large_letters(s.id, s.letters)) for s in CHARACTERS] if large else CHARACTERS
    points = round(sizes.body * 2)
    sheet = Sheet(theme)
    theme_fonts = {"asciiTheme": "minorHAnsi", "hAnsiTheme": "minorHAnsi", "eastAsiaTheme": "minorEastAsia"}
    fonts = w("rFonts", ascii=theme.font, hAnsi=theme.font, cs=theme.font, **theme_fonts)
    language = w("lang", val=LANGUAGE, eastAsia=LANGUAGE, bidi="ar-SA")
    defaults = w(
        "docDefaults",
        w("rPrDefault", w("rPr", fonts, sheet.colour(TEXT), w("sz", val=points), w("szCs", val=points), language)),
        w("pPrDefault", w("pPr", w("spacing", after=0, line=round(LINE * 240), lineRule="auto"))),
    )
    return nodes.to_bytes(
        w(
            "styles",
            defaults,
            latent(),
            *foundations(),
            *(sheet.paragraph(style) for style in paragraphs),
            *(sheet.character(style) for style in characters),
            *(sheet.table(style) for style in TABLES),
        )
    )


def latent() -> Node:
    """Hide the built-in styles that are not ours."""
    return w(
        "latentStyles",
        defLockedState=False,
        defUIPriority=99,
        defSemiHidden=True,
        defUnhideWhenUsed=True,
        defQFormat=False,
        count=376,
    )


def foundations() -> Iterator[Node]:
    """Yield the styles that all others are based on."""
    language = w("rPr", w("lang", val=LANGUAGE))
    yield w(
        "style",
        w("name", val="Normal"),
        w("qFormat"),
        language,
        type="paragraph",
        default=True,
        styleId="Normal",
    )
    yield w(
        "style",
        w("name", val="Default Paragraph Font"),
        w("uiPriority", val=1),
        w("semiHidden"),
        w("unhideWhenUsed"),
        type="character",
        default=True,
        styleId="DefaultParagraphFont",
    )
    margins = w(
        "tblCellMar",
        *(w(side, w=mm, type="dxa") for side, mm in (("top", 0), ("left", 108), ("bottom", 0), ("right", 108))),
    )
    yield w(
        "style",
        w("name", val="Normal Table"),
        w("uiPriority", val=99),
        w("semiHidden"),
        w("unhideWhenUsed"),
        w("tblPr", w("tblInd", w=0, type="dxa"), margins),
        type="table",
        default=True,
        styleId="TableNormal",
    )
    yield w(
        "style",
        w("name", val="No List"),
        w("uiPriority", val=99),
        w("semiHidden"),
        w("unhideWhenUsed"),
        type="numbering",
        default=True,
        styleId="NoList",
    )


# ---------------------------------------------------------------- lists

LISTS = (
    (names.BULLETS, "bullet", "•", "ListBullet", "", 5.0),
    (names.NUMBERS, "decimal", "%1.", "ListNumber", "", 7.0),
    (names.CHECKS, "bullet", "☐", Style.CHECK, "Segoe UI Symbol", 8.0),
)


def numbering_xml(theme: Theme, sizes: Sizes) -> bytes:
    """Return the lists: bullets, numbers and boxes to tick. Each numbered list of a document restarts the second."""
    sheet = Sheet(theme)
    kinds = []
    for number, form, sign, style, font, usual in LISTS:
        hanging = usual * LARGER if sizes is LARGE else usual
        level = w(
            "lvl",
            w("start", val=1),
            w("numFmt", val=form),
            w("pStyle", val=style),
            w("lvlText", val=sign),
            w("lvlJc", val="left"),
            w("pPr", w("ind", left=twips(hanging), hanging=twips(hanging))),
            sheet.letters(Letters(colour=INK, bold=form == "decimal", font=font)),
            ilvl=0,
        )
        code = f"{number:08X}"
        kinds.append(
            w("abstractNum", w("nsid", val=code), w("multiLevelType", val="singleLevel"), level, abstractNumId=number)
        )
    uses = [w("num", w("abstractNumId", val=number), numId=number) for number, *_ in LISTS]
    return nodes.to_bytes(w("numbering", *kinds, *uses))


# ---------------------------------------------------------------- the rest of the package


def settings_xml() -> bytes:
    """Return settings of today's Word: no compatibility mode, decimal comma, the language of the theme's fonts."""
    uri = "http://schemas.microsoft.com/office/word"
    modern = ("overrideTableStyleFontSizeAndJustification", "enableOpenTypeFeatures", "doNotFlipMirrorIndents")
    modern += ("differentiateMultirowTableHeaders",)
    compat = [w("compatSetting", name="compatibilityMode", uri=uri, val=15)]
    compat += [w("compatSetting", name=name, uri=uri, val=1) for name in modern]
    mapping = {"bg1": "light1", "t1": "dark1", "bg2": "light2", "t2": "dark2"}
    mapping |= {f"accent{n}": f"accent{n}" for n in range(1, 7)}
    mapping |= {"hyperlink": "hyperlink", "followedHyperlink": "followedHyperlink"}
    return nodes.to_bytes(
        w(
            "settings",
            w("zoom", percent=100),
            w("defaultTabStop", val=twips(10)),
            w("characterSpacingControl", val="doNotCompress"),
            w("compat", *compat),
            w("themeFontLang", val=LANGUAGE),
            w("clrSchemeMapping", **mapping),
            w("decimalSymbol", val=","),
            w("listSeparator", val=";"),
        )
    )


def fonts_xml(theme: Theme) -> bytes:
    """Return the fonts in use, each with its kind, so that a machine without one finds its like."""

    def font(name: str, like: str = "") -> Node:
        return w(
            "font",
            w("altName", val=like) if like else None,
            w("charset", val="00"),
            w("family", val="swiss"),
            w("pitch", val="variable"),
            name=name,
        )

    return nodes.to_bytes(
        w("fonts", font(theme.font, "Carlito" if theme.font == "Calibri" else ""), font("Segoe UI Symbol"))
    )


def document_xml(page: Page) -> bytes:
    """Return an empty document of one page."""
    return nodes.to_bytes(
        w(
            "document",
            w(
                "body",
                w("p", w("pPr", w("pStyle", val=Style.GAP))),
                w(
                    "sectPr",
                    w("pgSz", w=twips(page.width), h=twips(page.height)),
                    w(
                        "pgMar",
                        top=twips(page.top),
                        right=twips(page.right),
                        bottom=twips(page.bottom),
                        left=twips(page.left),
                        header=twips(page.edge),
                        footer=twips(page.edge),
                        gutter=0,
                    ),
                ),
            ),
        )
    )


def build(theme: Theme, sizes: Sizes = USUAL) -> bytes:
    """Return the template, or that of the large print by its sizes."""
    parts = (
        Part(names.STYLES, f"{_WML}.styles+xml", styles_xml(theme, sizes)),
        Part(names.NUMBERING, f"{_WML}.numbering+xml", numbering_xml(theme, sizes)),
        Part(names.SETTINGS, f"{_WML}.settings+xml", settings_xml()),
        Part(names.FONTS, f"{_WML}.fontTable+xml", fonts_xml(theme)),
        Part(names.THEME, office_theme.THEME_TYPE, office_theme.theme_xml(theme)),
    )
    kinds = ("styles", "numbering", "settings", "fontTable", "theme")
    leads = tuple(
        Relationship(f"rId{n}", f"{_REL}/{kind}", part.name)
        for n, (kind, part) in enumerate(zip(kinds, parts, strict=True), start=1)
    )
    document = Part(names.DOCUMENT, f"{_WML}.document.main+xml", document_xml(sizes.portrait), leads)
    core = package.core_properties(title="Dokument", subject="10-FAKTOR", author="packgen", language=LANGUAGE)
    root = (
        Relationship("rId1", f"{_REL}/officeDocument", names.DOCUMENT),
        Relationship("rId2", package.CORE_REL, package.CORE_NAME),
        Relationship("rId3", package.APP_REL, package.APP_NAME),
    )
    return package.to_bytes(Package((document, *parts, core, package.app_properties()), root))


if __name__ == "__main__":
    (HERE / "word.docx").write_bytes(build(load(HERE / "theme.yaml")))
    (HERE / "word_large.docx").write_bytes(build(load(HERE / "theme.yaml"), LARGE))
