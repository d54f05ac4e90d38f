"""Sheets that people write in, as values: cells with their looks, what may be written where, how they print.

`workbook` writes them as the parts of a file. Texts stand in the cells themselves, so that no text's place depends on
another's letters. What Excel takes for granted is not written.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from packgen.render import nodes
from packgen.render.nodes import Node, Value
from packgen.render.office_theme import THEME_REL, THEME_TYPE, theme_xml
from packgen.render.package import (
    APP_REL,
    CORE_REL,
    Package,
    Part,
    Relationship,
    app_properties,
    core_properties,
)
from packgen.render.traced import deciding, knowing
from packgen.render.workbook import column_name
from packgen.render.xml import URI
from packgen.theme import Theme

_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PROGRAM = "Microsoft Excel Compatible / packgen"
"""LibreOffice takes a file's own heights of rows only where its program begins with Microsoft's name."""
_A4 = 9
_LONGEST_TEXT, _LONGEST_EDGE = 32_767, 255
"""Letters that Excel takes in a cell, and in a header or footer with its commands."""
_FORMATS = {"0": 1, "@": 49}
_OWN_FORMATS = 164
"""The number of the first format that is not Excel's own."""
_COMMANDS = ("=", "+", "-", "@")
"""What Excel makes a formula of when a cell is edited."""

Item = TypeVar("Item", bound=Hashable)


# ---------------------------------------------------------------- a sheet


@dataclass(frozen=True, slots=True)
class Font:
    """A typeface at a size in points, in a colour (``RRGGBB``)."""

    name: str
    size: int
    colour: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks. ``ground`` and ``edges`` are colours, empty for none; an open cell may be written in."""

    font: Font
    ground: str = ""
    edges: str = ""
    across: Literal["", "left", "right"] = ""
    upright: Literal["top", "center", "bottom"] = "top"
    wrapped: bool = False
    indent: int = 0
    is_open: bool = False
    format: str = "@"
    quoted: bool = False
    """Its text stays text when it is edited, whatever it begins with."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell in a column counted from 0, with a text, or a number as digits, or nothing in it."""

    column: int
    look: Look
    text: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row, counted from 1. ``height`` is in points, and grows with what is written unless it is ``held``."""

    number: int
    cells: tuple[Cell, ...]
    height: float | None = None
    held: bool = False
    merged: bool = False
    """The first cell goes over the whole width."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What may be written in some cells: a choice from others, a day or a whole number."""

    kind: Literal["list", "date", "whole"]
    limits: tuple[str, ...]
    cells: tuple[str, ...]
    operator: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """What stands at the left and the right of a page's header or footer; ``&P`` and ``&N`` are Excel's own counts."""

    left: str
    right: str
    counts: str = ""
    """Stands last at the right, its commands as they are."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that is protected without a password. It prints on A4 across, as wide as the page, where it has edges."""

    name: str
    rows: tuple[Row, ...]
    widths: tuple[int, ...] = ()
    rules: tuple[Rule, ...] = ()
    edges: tuple[Edge, Edge] | None = None
    """Header and footer."""
    hidden: bool = False


def address(row: int, column: int) -> str:
    """Return the address of a cell, such as ``C14``: rows from 1, columns from 0."""
    return f"{column_name(column)}{row}"


def escaped(words: str) -> str:
    """Return words for a header or footer, in which an ampersand is a command."""
    return words.replace("&", "&&")


# ---------------------------------------------------------------- the file


def workbook(sheets: tuple[Sheet, ...], theme: Theme, *, title: str, subject: str, language: str) -> Package:
    """Return the file of these sheets. ``language`` is a tag such as ``nn-NO``."""
    styles = _Styles()
    parts = [_part(f"worksheets/sheet{n}", "worksheet", _sheet(one, styles)) for n, one in enumerate(sheets, start=1)]
    related = [Relationship(f"rId{n}", f"{_REL}/worksheet", part.name) for n, part in enumerate(parts, start=1)]
    parts += [
        _part("styles", "styles", styles.node()),
        Part("/xl/theme/theme1.xml", THEME_TYPE, theme_xml(theme)),
    ]
    kinds = (f"{_REL}/styles", THEME_REL)
    for number, (kind, part) in enumerate(zip(kinds, parts[len(sheets) :], strict=True), start=len(sheets) + 1):
        related.append(Relationship(f"rId{number}", kind, part.name))
    book = _part("workbook", "sheet.main", _book(sheets), tuple(related))
    core = core_properties(title=title, subject=subject, author="packgen", language=language)
    app = app_properties(_PROGRAM)
    return Package(
        (book, *parts, core, app),
        (
            Relationship("rId1", f"{_REL}/officeDocument", book.name),
            Relationship("rId2", CORE_REL, core.name),
            Relationship("rId3", APP_REL, app.name),
        ),
    )


def _part(name: str, kind: str, root: Node, related: tuple[Relationship, ...] = ()) -> Part:
    return Part(f"/xl/{name}.xml", f"{_MAIN}.{kind}+xml", nodes.to_bytes(root), related)


def x(name: str, /, *children: Node | str | None, **attributes: Value) -> Node:
    """Return an element of SpreadsheetML, without a prefix: some programs that read its files know no other."""
    return Node(name, attributes, children)


def _book(sheets: tuple[Sheet, ...]) -> Node:
    listed = (
        x("sheet", name=one.name, sheetId=n, **({"state": "hidden"} if one.hidden else {}), **{"r:id": f"rId{n}"})
        for n, one in enumerate(sheets, start=1)
    )
    views = x("bookViews", x("workbookView"))
    return x("workbook", x("workbookPr"), views, x("sheets", *listed), xmlns=URI["s"])


# ---------------------------------------------------------------- a sheet's part


def _sheet(sheet: Sheet, styles: "_Styles") -> Node:
    """Return the part of a sheet, its elements in the schema's order."""
    prints = sheet.edges is not None
    widths = (x("col", min=n, max=n, width=width, customWidth=1) for n, width in enumerate(sheet.widths, start=1))
    merged = [f"A{row.number}:{address(row.number, len(sheet.widths) - 1)}" for row in sheet.rows if row.merged]
    allowed = {"formatColumns": 0, "formatRows": 0} if prints else {}  # 0: not kept from people
    return x(
        "worksheet",
        x("sheetPr", x("pageSetUpPr", fitToPage=1)) if prints else None,
        x("sheetViews", x("sheetView", **({"showGridLines": 0} if prints else {}), workbookViewId=0)),
        x("sheetFormatPr", baseColWidth=8, defaultRowHeight=15),
        x("cols", *widths) if sheet.widths else None,
        x("sheetData", *(_row(row, styles) for row in sheet.rows)),
        x("sheetProtection", sheet=1, **allowed),
        x("mergeCells", *(x("mergeCell", ref=ref) for ref in merged), count=len(merged)) if merged else None,
        x("dataValidations", *map(_rule, sheet.rules), count=len(sheet.rules)) if sheet.rules else None,
        *(_printed(*sheet.edges) if sheet.edges is not None else ()),
        xmlns=URI["s"],
    )


def _row(row: Row, styles: "_Styles") -> Node:
    cells = (_cell(row.number, cell, styles) for cell in row.cells)
    height = {} if row.height is None else {"ht": row.height}
    held = {"customHeight": 1} if row.held else {}
    return x("row", *cells, r=row.number, **height, **held)


def _cell(row: int, cell: Cell, styles: "_Styles") -> Node:
    place: dict[str, Value] = {"r": address(row, cell.column), "s": styles.number(cell.look)}
    if cell.text:
        words = x("t", _held(cell.text), **{"xml:space": "preserve"})
        return x("c", x("is", words), **place, t="inlineStr")
    return x("c", x("v", cell.number) if cell.number else None, **place)


@knowing
def _held(words: str) -> str:
    return words[:_LONGEST_TEXT]


@deciding
def is_command(words: str) -> bool:
    """Tell whether Excel would make a formula of a text when it is edited."""
    return words.startswith(_COMMANDS)


def _rule(rule: Rule) -> Node:
    operator = {"operator": rule.operator} if rule.operator else {}
    limits = (x(f"formula{n}", limit) for n, limit in enumerate(rule.limits, start=1))
    return x(
        "dataValidation",
        *limits,
        type=rule.kind,
        **operator,
        allowBlank=1,
        showErrorMessage=1,
        sqref=" ".join(rule.cells),
    )


def _printed(header: Edge, footer: Edge) -> tuple[Node, ...]:
    margins = x("pageMargins", left=0.5, right=0.5, top=0.75, bottom=0.75, header=0.35, footer=0.35)
    page = x("pageSetup", paperSize=_A4, fitToWidth=1, fitToHeight=0, orientation="landscape")
    edges = x(
        "headerFooter",
        x("oddHeader", _edge(header.left, header.right, header.counts)),
        x("oddFooter", _edge(footer.left, footer.right, footer.counts)),
    )
    return margins, page, edges


@knowing
def _edge(left: str, right: str, counts: str) -> str:
    """Return a header or footer; where it is longer than Excel takes, its left side gives way, then its right."""
    rest = f"&R{_within(right, _LONGEST_EDGE - len('&L&R') - len(counts))}{counts}"
    return f"&L{_within(left, _LONGEST_EDGE - len('&L') - len(rest))}{rest}"


def _within(words: str, room: int) -> str:
    """Return words as a header has them, cut to so many letters, never in the middle of a doubled ampersand."""
    found = escaped(words)[:room]
    return found[: len(found) - (len(found) - len(found.rstrip("&"))) % 2]


# ---------------------------------------------------------------- looks


def _number(known: dict[Item, int], item: Item) -> int:
    """Return the number of a thing: they are counted in the order in which they were first asked for."""
    return known.setdefault(item, len(known))


@dataclass(slots=True)
class _Styles:
    """The looks that cells have by their numbers, and the part that holds them."""

    looks: dict[Look, int] = field(default_factory=dict)

    def number(self, look: Look) -> int:
        """Return the number by which a cell says what it looks like."""
        return _number(self.looks, look) + 1  # 0 is that of cells that nobody has thought of

    def node(self) -> Node:
        """Return the part that says what the numbers mean."""
        fonts: dict[Font, int] = {}
        grounds: dict[str, int] = {}
        edges = {"": 0}
        formats: dict[str, int] = {}
        shown = [
            _xf(
                look,
                _FORMATS.get(look.format) or _number(formats, look.format) + _OWN_FORMATS,
                _number(fonts, look.font) + 1,
                _number(grounds, look.ground) + len(_NO_FILLS) if look.ground else 0,
                _number(edges, look.edges),
            )
            for look in self.looks
        ]
        own = (x("numFmt", numFmtId=n + _OWN_FORMATS, formatCode=code) for code, n in formats.items())
        plain: dict[str, Value] = {"numFmtId": 0, "fontId": 0, "fillId": 0, "borderId": 0}
        return x(
            "styleSheet",
            _counted("numFmts", own) if formats else None,
            _counted("fonts", (_STANDARD, *map(_font, fonts))),
            _counted("fills", (*_NO_FILLS, *map(_fill, grounds))),
            _counted("borders", map(_border, edges)),
            _counted("cellStyleXfs", (x("xf", **plain),)),
            _counted("cellXfs", (x("xf", **plain, xfId=0), *shown)),
            _counted("cellStyles", (x("cellStyle", name="Normal", xfId=0, builtinId=0),)),
            xmlns=URI["s"],
        )


_STANDARD = x("font", x("sz", val=11), x("name", val="Calibri"), x("family", val=2))
"""The font that Excel measures widths of columns in."""
_NO_FILLS = (x("fill", x("patternFill", patternType="none")), x("fill", x("patternFill", patternType="gray125")))
"""Excel wants these two first."""
_APPLIED = {f"apply{name}": 1 for name in ("NumberFormat", "Font", "Fill", "Border", "Alignment", "Protection")}


def _counted(name: str, items: Iterable[Node]) -> Node:
    found = tuple(items)
    return x(name, *found, count=len(found))


def _xf(look: Look, form: int, font: int, fill: int, border: int) -> Node:
    across = {"horizontal": look.across} if look.across else {}
    wrapped = {"wrapText": 1} if look.wrapped else {}
    indent = {"indent": look.indent} if look.indent else {}
    quoted = {"quotePrefix": 1} if look.quoted else {}
    return x(
        "xf",
        x("alignment", **across, vertical=look.upright, **wrapped, **indent),
        x("protection", locked=0) if look.is_open else None,
        numFmtId=form,
        fontId=font,
        fillId=fill,
        borderId=border,
        xfId=0,
        **quoted,
        **_APPLIED,
    )


def _font(font: Font) -> Node:
    bold = x("b") if font.bold else None
    return x("font", bold, x("sz", val=font.size), x("color", rgb=f"FF{font.colour}"), x("name", val=font.name))


def _fill(colour: str) -> Node:
    return x("fill", x("patternFill", x("fgColor", rgb=f"FF{colour}"), patternType="solid"))


def _border(colour: str) -> Node:
    if not colour:
        return x("border", *(x(side) for side in ("left", "right", "top", "bottom", "diagonal")))
    sides = (x(side, x("color", rgb=f"FF{colour}"), style="thin") for side in ("left", "right", "top", "bottom"))
    return x("border", *sides, x("diagonal"))
