"""The styles of a municipality's template, given packgen's ids where they play the part of packgen's.

A style keeps its name and looks; only its id changes, which nobody sees. What the template lacks is added from
packgen's own, in the colours and the font of the template, and stands on a style of its own, so that nothing in the
template's «Normal» comes into cells and panels.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from math import floor

from lxml import etree
from rapidfuzz import process

from packgen.contrast import TEXT, contrast, least_of_text
from packgen.problems import Place, Problem, error
from packgen.render.word import palette
from packgen.render.word.names import Look, Style, twips
from packgen.render.word.palette import Colour
from packgen.render.word.text import FLOWING
from packgen.render.xml import URI, Element, maker

w = maker("w", qualified=True)

_W = f"{{{URI['w']}}}"
_NEAR = 60
ROOT_STYLE = "PackgenText"
_ROOT_NAME = "10-FAKTOR tekst"
_FOUNDATIONS = ("Normal", "DefaultParagraphFont", "TableNormal", "NoList")
_FIXED = frozenset({Style.GAP, Style.FIGURE, Style.LINES, Style.MARK, Look.LAYOUT, Look.COLUMNS, Look.COVER})
"""Styles that hold a layout together: no other can take their place."""
_TAKEN = (
    *Style.HEADINGS,
    Style.BODY,
    Style.QUOTE,
    Style.BULLET,
    Style.NUMBER,
    Style.CAPTION,
    *Style.ENTRIES,
    Style.HEADER,
    Style.FOOTER,
    Style.PROMPT,
    "Hyperlink",
)
"""Styles that Word has by the same name everywhere: the template's is used where it has one."""
_GROUNDS = {
    **dict.fromkeys((Style.COVER_KICKER, Style.COVER_TITLE, Style.BADGE_MAIN), "text2"),
    **dict.fromkeys((Style.PANEL_TITLE, Style.PANEL_TEXT), "background2"),
    Style.BADGE: "accent1",
}
"""Whose part the ground plays that a style of ours stands on; the others stand on the page."""
_LEAST_BODY, _MOST_BODY = 11.0, 12.0

_SHOWN_NAMES = {
    **{f"overskrift {n}": f"heading {n}" for n in range(1, 10)},
    **{f"innh {n}": f"toc {n}" for n in range(1, 10)},
    "brødtekst": "body text",
    "punktliste": "list bullet",
    "punktmerket liste": "list bullet",
    "nummerert liste": "list number",
    "bildetekst": "caption",
    "tittel": "title",
    "undertittel": "subtitle",
    "undertitel": "subtitle",
    "sitat": "quote",
    "topptekst": "header",
    "bunntekst": "footer",
    "botntekst": "footer",
    "hyperkobling": "hyperlink",
    "hyperkopling": "hyperlink",
    "plassholdertekst": "placeholder text",
    "plasshaldartekst": "placeholder text",
    "tabellrutenett": "table grid",
    "overskrift for innholdsfortegnelse": "toc heading",
}
"""What Word shows in Norwegian for names that stand in English in every file."""

_ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
    "lang eastAsianLayout specVanish oMath",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked "
    "personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
}
"""The order in which the schema wants properties."""


# ---------------------------------------------------------------- small edits, in the order of the schema


def put(parent: Element, child: Element) -> Element:
    """Put a property in its place by the order of the schema, instead of one of the same name."""
    order = _ORDERS[etree.QName(parent).localname].split()
    for old in parent.findall(child.tag):
        parent.remove(old)
    place = order.index(etree.QName(child).localname)
    at = sum(1 for other in parent if (name := etree.QName(other).localname) in order and order.index(name) < place)
    parent.insert(at, child)
    return child


def properties(owner: Element, kind: str) -> Element:
    """Return an element's ``pPr`` or ``rPr``, made where there is none."""
    found = owner.find(_W + kind)
    if found is not None:
        return found
    made = w(kind)
    if owner.tag == f"{_W}style":
        return put(owner, made)
    owner.insert(0, made)
    return made


def in_language(letters: Element, tag: str) -> None:
    """Say which language letters are in."""
    put(letters, w("lang", val=tag))


def value(element: Element | None, key: str = "val") -> str:
    """Return an attribute of an element that may not be there."""
    return "" if element is None else element.get(_W + key, "")


# ---------------------------------------------------------------- a sheet of styles


@dataclass(frozen=True, slots=True)
class Sheet:
    """The styles of a template: by id, and by the names that people see."""

    root: Element
    by_id: Mapping[str, Element]

    @staticmethod
    def of(root: Element) -> "Sheet":
        """Return a sheet of a styles part."""
        return Sheet(root, {style.get(f"{_W}styleId", ""): style for style in root.iterfind(f"{_W}style")})

    def named(self) -> dict[str, str]:
        """Return ids by name in small letters, other names of a style as well, and ids last."""
        found: dict[str, str] = {}
        for style_id, style in self.by_id.items():
            name, aliases = value(style.find(f"{_W}name")), value(style.find(f"{_W}aliases"))
            for each in (name, *name.split(","), *aliases.split(",")):
                if each.strip():
                    found.setdefault(each.strip().casefold(), style_id)
        for style_id in self.by_id:
            found.setdefault(style_id.casefold(), style_id)
        return found

    def name(self, style_id: str) -> str:
        """Return a style's name."""
        return value(self.by_id[style_id].find(f"{_W}name")) or style_id

    def chain(self, style_id: str) -> Iterator[Element]:
        """Yield a style and those that it is based on, then the defaults of the document."""
        met: set[str] = set()
        while style_id in self.by_id and style_id not in met:
            met.add(style_id)
            yield self.by_id[style_id]
            style_id = value(self.by_id[style_id].find(f"{_W}basedOn"))
        for kind in ("pPr", "rPr"):
            yield from self.root.iterfind(f"{_W}docDefaults/{_W}{kind}Default")

    def first(self, style_id: str, path: str, key: str = "") -> Element | None:
        """Return the nearest element at a path (``rPr/color``) in a style or what it stands on.

        With ``key`` the nearest that has this attribute: indents and spaces are inherited one by one.
        """
        where = "/".join(_W + step for step in path.split("/"))
        for style in self.chain(style_id):
            found = style.find(where)
            if found is not None and (not key or found.get(_W + key) is not None):
                return found
        return None

    def points(self, style_id: str) -> float:
        """Return a style's size of type."""
        size = value(self.first(style_id, "rPr/sz"))
        return int(size) / 2 if size.isdigit() else 10.0

    def bold(self, style_id: str) -> bool:
        """Tell whether a style is bold."""
        found = self.first(style_id, "rPr/b")
        return found is not None and value(found) not in {"0", "false", "off"}

    def default(self, kind: str) -> str:
        """Return the id of the style of a kind that holds where none is named, empty where there is none."""
        found = (
            style_id
            for style_id, style in self.by_id.items()
            if style.get(f"{_W}type") == kind and style.get(f"{_W}default") in {"1", "true", "on"}
        )
        return next(found, "")


# ---------------------------------------------------------------- which of theirs plays which part


@dataclass(frozen=True, slots=True)
class Cast:
    """Which of the template's styles play the part of ours: theirs by ours, and what was wrong with the wishes."""

    theirs: Mapping[str, str]
    problems: tuple[Problem, ...]


def cast(own: Sheet, ours: Sheet, wishes: Mapping[str, str], place: Place) -> Cast:
    """Return the parts: as wished, else Word's own styles by their name."""
    known, there = _ours_by_name(ours), own.named()
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for wish, written in wishes.items():
        part = known.get(wish.strip().casefold(), "")
        chosen = _chosen(written, there)
        fault = _fault(part, wish, chosen, written, found, (own, ours), place)
        if fault is None:
            found[part] = chosen
        else:
            problems.append(fault)
    for part in _TAKEN:
        style_id = there.get(ours.name(part).casefold(), "")
        if part not in found and style_id and _kind(own, style_id) == _kind(ours, part):
            found[part] = style_id
    return Cast(found, tuple(problems))


def _ours_by_name(ours: Sheet) -> dict[str, str]:
    found = {name: style_id for name, style_id in ours.named().items() if style_id not in _FOUNDATIONS}
    shown = {shown: found[name] for shown, name in _SHOWN_NAMES.items() if name in found}
    return shown | found


def _chosen(written: str, there: Mapping[str, str]) -> str:
    name = written.strip().casefold()
    return there.get(name) or there.get(_SHOWN_NAMES.get(name, ""), "")


def _fault(
    part: str,
    wish: str,
    chosen: str,
    written: str,
    found: Mapping[str, str],
    sheets: tuple[Sheet, Sheet],
    place: Place,
) -> Problem | None:
    """Return why a wish cannot be met."""
    own, ours = sheets
    if not part:
        near = _nearest(wish, _listed(ours))
        return error("templates.unknown_part", place, name=wish, nearest=near)
    if part in _FIXED:
        return error("templates.fixed_part", place, name=wish)
    if part in found:
        return error("templates.part_twice", place, name=wish)
    if not chosen:
        return error("templates.no_style", place, style=written, part=wish, nearest=_nearest(written, _listed(own)))
    if _kind(own, chosen) != _kind(ours, part):
        return error("templates.style_kind", place, style=written, part=wish)
    return None


def _kind(sheet: Sheet, style_id: str) -> str:
    return sheet.by_id[style_id].get(f"{_W}type", "paragraph")


def _listed(sheet: Sheet) -> list[str]:
    """Return the names that people may choose among."""
    return [sheet.name(style_id) for style_id in sheet.by_id if style_id not in _FOUNDATIONS]


def _nearest(written: str, names: list[str]) -> str:
    """Return the three names that are most like what was written."""
    lowered = {name.casefold(): name for name in reversed(names)}
    shown = _SHOWN_NAMES.get(written.strip().casefold(), written)
    return ", ".join(f"«{lowered[name]}»" for name, *_ in process.extract(shown.casefold(), list(lowered), limit=3))


# ---------------------------------------------------------------- whether they can be read


@dataclass(frozen=True, slots=True)
class Eyes:
    """Judges whether the styles of a template can be read: its theme's colours, and those that play our parts."""

    own: Sheet
    named: Mapping[str, str]
    played: Mapping[str, Colour]
    place: Place

    def unreadable(self, parts: Mapping[str, str]) -> Iterator[Problem]:
        """Yield an error for each style in use whose letters are too pale for their ground."""
        told: set[str] = set()
        for part, style_id in parts.items():
            if _kind(self.own, style_id) == "table":
                yield from self._dark(style_id)
            elif style_id not in told:
                told.add(style_id)
                yield from self._pale(part, style_id)

    def _pale(self, part: str, style_id: str) -> Iterator[Problem]:
        colour = palette.shown(self.own.first(style_id, "rPr/color"), self.named)
        if not colour:
            return  # automatic: Word writes black on light grounds and white on dark ones
        ground = self._ground(part, style_id)
        least = least_of_text(self.own.points(style_id), bold=self.own.bold(style_id))
        ratio = contrast(colour, ground)
        if ratio < least:
            name, said, asked = self.own.name(style_id), _decimal(ratio), _decimal(least)
            yield error(
                "templates.pale_style", self.place, style=name, colour=colour, ground=ground, ratio=said, least=asked
            )

    def _ground(self, part: str, style_id: str) -> str:
        """Return what a style's letters stand on: a ground of its own, that of our panel, or the page."""
        for path in ("rPr/shd", "pPr/shd"):
            fill = palette.shown(self.own.first(style_id, path), self.named, fill=True)
            if fill:
                return fill
        return self.played[_GROUNDS[part]].value if part in _GROUNDS else palette.WHITE

    def _dark(self, style_id: str) -> Iterator[Problem]:
        """Yield an error for a table style with a ground that our dark text cannot be read on."""
        heads = (
            shade
            for style in self.own.chain(style_id)
            for shade in style.iterfind(f"{_W}tblStylePr[@{_W}type='firstRow']/{_W}tcPr/{_W}shd")
        )
        ink, least = self.played["text2"].value, TEXT
        for shade in (self.own.first(style_id, "tcPr/shd"), *heads):
            fill = palette.shown(shade, self.named, fill=True)
            ratio = contrast(ink, fill or palette.WHITE)
            if ratio < least:
                name, said = self.own.name(style_id), _decimal(ratio)
                yield error(
                    "templates.dark_table", self.place, style=name, ground=fill, ratio=said, least=_decimal(least)
                )
                return


def _decimal(number: float) -> str:
    """Return a number with a comma and one decimal, never rounded up to one that passes."""
    return f"{floor(number * 10) / 10:.1f}".replace(".", ",")


# ---------------------------------------------------------------- one sheet of both


@dataclass(slots=True)
class Merger:
    """Puts packgen's styles into a template's: ids first, then what is missing, then what their parts ask for."""

    own: Sheet
    ours: Sheet
    parts: Mapping[str, str]
    played: Mapping[str, Colour]
    room: float
    """The width between the margins of an upright page, in mm."""
    measure: float
    large: bool
    renamed: dict[str, str] = field(default_factory=dict)
    """New ids of theirs, by the old."""

    def merge(self) -> Element:
        """Return the styles of both as one part."""
        self.renamed = self._new_ids()
        root = self.own.root
        repoint(root, self.renamed)
        for style in root.iterfind(f"{_W}style"):
            old = style.get(f"{_W}styleId", "")
            style.set(f"{_W}styleId", self.renamed.get(old, old))
        _part_names(root)
        merged = Sheet.of(root)
        self._defaults(root)
        for style in (*self._missing_foundations(merged), self._root(merged), *self._added(merged)):
            root.append(style)
        for part in self.parts:
            self._settle(part, Sheet.of(root))
        for letters in root.iterfind(f"{_W}style/{_W}rPr"):
            in_language(letters, "nb-NO")
        return root

    def _new_ids(self) -> dict[str, str]:
        """Return new ids: ours for the styles that play our parts, others where theirs are ours by chance."""
        found: dict[str, str] = {}
        for part, style_id in self.parts.items():
            found.setdefault(style_id, part)
        reserved = {*self.ours.by_id, ROOT_STYLE} - set(_FOUNDATIONS)
        taken = reserved | set(self.own.by_id)
        for style_id in self.own.by_id:
            if style_id in reserved and style_id not in found:
                fresh = next(f"{style_id}Own{n}" for n in range(1, len(taken) + 2) if f"{style_id}Own{n}" not in taken)
                taken.add(fresh)
                found[style_id] = fresh
        return found

    def _defaults(self, root: Element) -> None:
        """Make sure that the document has a language to begin with."""
        defaults = root.find(f"{_W}docDefaults")
        if defaults is None:
            defaults = w("docDefaults", w("rPrDefault", w("rPr")))
            root.insert(0, defaults)
        letters = defaults.find(f"{_W}rPrDefault")
        if letters is None:
            letters = w("rPrDefault")
            defaults.insert(0, letters)
        in_language(properties(letters, "rPr"), "nb-NO")

    def _missing_foundations(self, merged: Sheet) -> Iterator[Element]:
        for style_id in _FOUNDATIONS:
            if not merged.default(_kind(self.ours, style_id)) and style_id not in merged.by_id:
                yield deepcopy(self.ours.by_id[style_id])

    # ------------------------------------------------ what is added

    def _root(self, merged: Sheet) -> Element:
        """Return the style that ours stand on: the font of the template's text, and nothing else from it."""
        text = Style.BODY if Style.BODY in self.parts else merged.default("paragraph")
        fonts = merged.first(text, "rPr/rFonts")
        size = round(self._body_points(merged, text) * 2)
        return w(
            "style",
            w("name", val=_free(_ROOT_NAME, merged)),
            w("uiPriority", val=99),
            w(
                "pPr",
                w("spacing", before=0, after=0, line=312, lineRule="auto"),
                w("ind", left=0, right=0, firstLine=0),
                w("jc", val="left"),
            ),
            w(
                "rPr",
                None if fonts is None else deepcopy(fonts),
                w("color", val=self.played["text1"].value, **self._name_of("text1")),
                w("sz", val=size),
                w("szCs", val=size),
            ),
            type="paragraph",
            customStyle=True,
            styleId=ROOT_STYLE,
        )

    def _body_points(self, merged: Sheet, text: str) -> float:
        """Return the size of our own text: the template's, within what can be read and what our tables hold."""
        default = value(self.ours.root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr/{_W}sz"))
        if self.large or Style.BODY not in self.parts:
            return int(default) / 2
        return min(max(merged.points(text), _LEAST_BODY), _MOST_BODY)

    def _name_of(self, part: str) -> dict[str, str]:
        name = self.played[part].name
        return {"themeColor": name} if name else {}

    def _added(self, merged: Sheet) -> Iterator[Element]:
        """Yield our styles that nothing in the template plays the part of."""
        there = set(merged.by_id)
        for style_id, style in self.ours.by_id.items():
            if style_id in there or style_id in _FOUNDATIONS:
                continue
            made = deepcopy(style)
            self._at_home(made, style_id, merged)
            yield made

    def _at_home(self, style: Element, style_id: str, merged: Sheet) -> None:
        """Give a style of ours a free name, its place on the template's, and the template's colours."""
        name = _free(self.ours.name(style_id), merged)
        if name != self.ours.name(style_id):
            put(style, w("name", val=name))
            style.set(f"{_W}customStyle", "1")
        kind = _kind(self.ours, style_id)
        base = {"paragraph": ROOT_STYLE, "table": merged.default("table") or "TableNormal"}.get(
            kind, merged.default("character") or "DefaultParagraphFont"
        )
        if style_id in self.parts:
            self._like(style, style_id)
            return
        put(style, w("basedOn", val=base))
        palette.repaint(style, self.played)
        self._shape(style, style_id)
        if style_id in {*Style.HEADINGS, Style.CONTENTS}:
            self._as_headings(style, merged)

    def _like(self, style: Element, part: str) -> None:
        """Make a style of ours look like the one that plays another part as well as its own."""
        for child in ("pPr", "rPr", "tblPr", "tcPr", "tblStylePr", "next", "link"):
            for element in style.findall(_W + child):
                style.remove(element)
        put(style, w("basedOn", val=self.renamed[self.parts[part]]))

    def _shape(self, style: Element, style_id: str) -> None:
        """Fit a style of ours to the width of the template's page."""
        indent = style.find(f"{_W}pPr/{_W}ind")
        if style_id in FLOWING and indent is not None and not self.large:
            indent.set(f"{_W}right", str(twips(max(0.0, self.room - self.measure))))
        for tab in style.iterfind(f"{_W}pPr/{_W}tabs/{_W}tab"):
            tab.set(f"{_W}pos", str(twips(self.room)))

    def _as_headings(self, style: Element, merged: Sheet) -> None:
        """Give a heading of ours the font and colour of the template's first heading."""
        if Style.HEADINGS[0] not in self.parts:
            return
        for path in ("rFonts", "color", "caps"):
            found = merged.first(Style.HEADINGS[0], f"rPr/{path}")
            if found is not None:
                put(properties(style, "rPr"), deepcopy(found))

    # ------------------------------------------------ what a part asks of theirs

    def _settle(self, part: str, sheet: Sheet) -> None:
        """Give a style of theirs what its part cannot do without: nothing that changes how its letters look."""
        style = sheet.by_id[part]
        if _kind(sheet, part) != "paragraph":
            self._enlarge(style, part, sheet)
            return
        lines = properties(style, "pPr")
        if part in Style.HEADINGS:
            put(lines, w("outlineLvl", val=Style.HEADINGS.index(part)))
            put(lines, w("keepNext"))
        if part == Style.CAPTION:
            put(lines, w("keepNext"))
        if part in Style.ENTRIES and not _right_tab(sheet, part):
            put(lines, w("tabs", w("tab", val="right", pos=twips(self.room))))
        self._enlarge(style, part, sheet)

    def _enlarge(self, style: Element, part: str, sheet: Sheet) -> None:
        """Set a style in the size of the large print, where its own is smaller."""
        size = self.ours.first(part, "rPr/sz")
        if not self.large or size is None or _kind(sheet, part) == "table":
            return
        letters = properties(style, "rPr")
        if sheet.points(part) < int(value(size)) / 2:
            put(letters, w("sz", val=value(size)))
            put(letters, w("szCs", val=value(size)))
        for slanted in ("i", "iCs"):
            if sheet.first(part, f"rPr/{slanted}") is not None:
                put(letters, w(slanted, val=False))


def _part_names(root: Element) -> None:
    """Give a style that bears another's name one of its own: LibreOffice leaves two captions in a file."""
    met: set[str] = set()
    for style in root.iterfind(f"{_W}style"):
        name = value(style.find(f"{_W}name"))
        number = 1
        while (shown := name if number == 1 else f"{name} {number}").casefold() in met:
            number += 1
        met.add(shown.casefold())
        if number > 1:
            put(style, w("name", val=shown))
            style.set(f"{_W}customStyle", "1")


def _right_tab(sheet: Sheet, style_id: str) -> bool:
    tabs = sheet.first(style_id, "pPr/tabs")
    return tabs is not None and any(value(tab) in {"right", "end"} for tab in tabs)


def _free(name: str, sheet: Sheet) -> str:
    """Return a name that no style of the template has."""
    taken = {sheet.name(style_id).casefold() for style_id in sheet.by_id}
    tries: Iterable[str] = (name, f"{name} (10-FAKTOR)", *(f"{name} (10-FAKTOR {n})" for n in range(2, 1000)))
    return next(each for each in tries if each.casefold() not in taken)


_POINTS_AT = ("basedOn", "next", "link", "pStyle", "rStyle", "tblStyle", "styleLink", "numStyleLink")


def repoint(root: Element, renamed: Mapping[str, str]) -> None:
    """Give everything that points at a style its new id."""
    _each(root, lambda element: element.set(f"{_W}val", renamed.get(value(element), value(element))))


def _each(root: Element, change: Callable[[Element], None]) -> None:
    for element in root.iter(*(_W + name for name in _POINTS_AT)):
        change(element)
