"""A municipality's own Word template: checked, and made into one that documents can be rendered on.

What Word shows of it stays: theme, fonts, styles, headers, footers, page, cover. What it holds beside that (sample
text, settings, saved dates, hidden parts) is left out. Everything that is wrong is told at once.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace

from lxml import etree

from packgen import archive
from packgen.allowed import MB, USUAL, Allowed
from packgen.problems import Outcome, Place, Problem, error, in_order, values_of
from packgen.render import office_theme, package
from packgen.render.package import Package, Part, Relationship
from packgen.render.word import letterhead, names, own_lists, palette, stationery
from packgen.render.word.letterhead import Reference
from packgen.render.word.names import Style
from packgen.render.word.own_styles import Eyes, Merger, Sheet, cast, repoint, value
from packgen.render.word.stationery import Story
from packgen.render.xml import REL_ID, URI, Element, maker
from packgen.theme import Theme

w = maker("w", qualified=True)

_W = f"{{{URI['w']}}}"
_WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_MAIN = frozenset({f"{_WML}.document.main+xml", f"{_WML}.template.main+xml"})
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KEPT = ("styles", "numbering", "settings", "fontTable", "theme")
_EDGES_OF_A_FILE = 256
"""How many times larger a file may be, unpacked, than one header."""
_LEAST_ROOM, _LEAST_DEPTH = 130.0, 190.0
_A4, _SLACK = (210.0, 297.0), 1.0


def adopt(
    own: bytes,
    ours: bytes,
    styles: Mapping[str, str],
    file: str,
    theme: Theme,
    *,
    large: bool = False,
    allowed: Allowed = USUAL,
) -> Outcome[bytes]:
    """Return a municipality's template as one that `word.render` takes, or everything that is wrong with it.

    ``styles`` says which of its styles play the part of ours (our name or id → its name). ``ours`` is packgen's
    template, with ``large`` that of the large print: styles are then as large there. ``file`` is its name in problems.
    """
    place = Place(file=file)
    unsafe = tuple(_unsafe(own, place, allowed))
    if unsafe:
        return Outcome(None, in_order(unsafe))
    opened = _opened(own, place, allowed)
    if opened.value is None:
        return Outcome(None, opened.problems)
    try:
        return _Template(opened.value, package.read(ours), styles, theme, place, large=large).adopted()
    except package.ODD:  # what it holds does not hang together
        return Outcome(None, (error("archive.broken", place),))


# ---------------------------------------------------------------- before anything is read


def _unsafe(own: bytes, place: Place, allowed: Allowed) -> Iterator[Problem]:
    """Yield why a file may not be opened; links out are told as Word has them."""
    for problem in archive.check(own, place.file, archive.Limits.of(allowed)):
        if problem.code != "archive.link_out":
            yield problem
            continue
        told = values_of(problem)
        if "settings.xml.rels" in told["part"]:
            yield error("templates.attached", problem.place, target=told["target"])
        else:
            yield error("templates.link_out", problem.place, part=told["part"], target=told["target"])


def _opened(own: bytes, place: Place, allowed: Allowed) -> Outcome["Opened"]:
    """Return the parts of a file that is a Word document or template."""
    try:
        found = package.read(own)
        main = next((rel.target for rel in found.relationships if rel.type.endswith("/officeDocument")), "")
        part = found.part(main)
        if part.content_type not in _MAIN:
            return Outcome(None, (error("templates.not_word", place),))
        root = etree.fromstring(part.blob)
        if root.tag != f"{_W}document" or root.find(f"{_W}body") is None:
            return Outcome(None, (error("templates.strict", place),))
        kept = {kind: _read(found, part, kind) for kind in _KEPT}
        _look_at_edges(found, part)
        heavy = tuple(_heavy_edges(found, part, place, allowed))
    except (KeyError, etree.XMLSyntaxError):
        return Outcome(None, (error("archive.broken", place),))
    if kept["styles"] is None:
        return Outcome(None, (error("archive.broken", place),))
    if heavy:
        return Outcome(None, heavy)
    return Outcome(Opened(found, part, root, kept))


def _look_at_edges(found: Package, main: Part) -> None:
    """Read all headers and footers once, with all that they lead to: what is missing or no XML raises."""
    for lead in main.relationships:
        if lead.type.endswith(("/header", "/footer", "/image", "/fontTable")) and not lead.external:
            part = found.part(lead.target)
            if lead.type.endswith(("/header", "/footer")):
                etree.fromstring(part.blob)
            for inner in part.relationships:
                if not inner.external:
                    found.part(inner.target)


def _heavy_edges(found: Package, main: Part, place: Place, allowed: Allowed) -> Iterator[Problem]:
    """Yield an error for every header and footer whose XML alone is larger than any: each document goes through it."""
    largest = allowed.unpacked_mb * MB // _EDGES_OF_A_FILE
    for lead in main.relationships:
        if lead.type.endswith(("/header", "/footer")) and not lead.external:
            part = found.part(lead.target)
            if len(part.blob) > largest:
                kb = {"size_kb": len(part.blob) // 1000, "limit_kb": largest // 1000}
                yield error("templates.edge_heavy", place, part=part.name.rpartition("/")[2], **kb)


def _read(found: Package, main: Part, kind: str) -> Element | None:
    """Return the part of a kind that the document leads to, None where there is none."""
    rel = next((rel for rel in main.relationships if rel.type.endswith(f"/{kind}")), None)
    return None if rel is None else etree.fromstring(found.part(rel.target).blob)


@dataclass(frozen=True, slots=True)
class Opened:
    """A template taken apart: its package, the document's part and root, and the parts that belong to it by kind."""

    package: Package
    main: Part
    root: Element
    kept: Mapping[str, Element | None]

    @property
    def styles(self) -> Element:
        """The styles, which there always are."""
        found = self.kept["styles"]
        if found is None:
            raise ValueError("a template without styles is not opened")
        return found

    def lead(self, rid: str) -> Relationship | None:
        """Return a relationship of the document."""
        return next((rel for rel in self.main.relationships if rel.id == rid), None)


# ---------------------------------------------------------------- sections


@dataclass(frozen=True, slots=True)
class _Section:
    """A section: its properties, and the headers and footers that stand on it, be they its own or inherited."""

    properties: Element
    references: tuple[Reference, ...]

    @property
    def upright(self) -> bool:
        size = self.properties.find(f"{_W}pgSz")
        return size is not None and _whole(value(size, "w")) <= _whole(value(size, "h"))


def _whole(written: str) -> int:
    return int(written) if written.isdigit() else 0


def _sections(body: Element) -> list[_Section]:
    """Return the sections of a document in order."""
    found: list[_Section] = []
    known: dict[tuple[str, str], Reference] = {}
    for properties in body.iter(f"{_W}sectPr"):
        known |= {(one.kind, one.type): one for one in letterhead.references(properties)}
        found.append(_Section(properties, tuple(known.values())))
    return found


# ---------------------------------------------------------------- the whole


@dataclass(slots=True)
class _Template:
    """A template on its way from theirs to one that documents are rendered on."""

    own: Opened
    ours: Package
    styles: Mapping[str, str]
    theme: Theme
    place: Place
    large: bool

    def adopted(self) -> Outcome[bytes]:
        """Return the template, or everything that is wrong with it."""
        body = self.own.root[0] if self.own.root[0].tag == f"{_W}body" else self.own.root.find(f"{_W}body")
        if body is None:
            return Outcome(None, (error("templates.strict", self.place),))
        cover = stationery.cover_of(body)
        sections = _sections(body)
        main = self._main(sections, cover)
        if main is None:
            return Outcome(None, (error("templates.no_page", self.place),))
        in_cover = next((one for one in sections if cover and one.properties in _ended(cover)), None)
        stories = tuple(self._stories(main, in_cover, cover))
        sheet, ours = Sheet.of(self.own.styles), Sheet.of(etree.fromstring(self.ours.part(names.STYLES).blob))
        parts = cast(sheet, ours, self.styles, self.place)
        theme = self._theme()
        named, played = palette.in_theme(theme), palette.parts(theme, self.theme)
        problems = [
            *parts.problems,
            *Eyes(sheet, named, played, self.place).unreadable(parts.theirs),
            *self._page_faults(main),
            *(problem for story in stories for problem in stationery.faults(story, self.place)),
        ]
        if any(problem.is_error for problem in problems):
            return Outcome(None, in_order(problems))
        page = letterhead.page_of(main.properties)
        measure = self._measure(sheet, parts.theirs, page.room)
        merger = Merger(sheet, ours, parts.theirs, played, page.room, measure, self.large)
        made = self._package(main, in_cover, cover, stories, merger)
        return Outcome(package.to_bytes(made), in_order(problems))

    def _main(self, sections: list[_Section], cover: list[Element]) -> _Section | None:
        """Return the section that pages are made from: the last upright one that is not the cover's."""
        own = _ended(cover)
        usual = [one for one in sections if one.properties not in own] or sections
        return next((one for one in reversed(usual) if one.upright), usual[-1] if usual else None)

    def _theme(self) -> bytes:
        own = self.own.kept["theme"]
        return office_theme.theme_xml(self.theme) if own is None else package.to_xml(own)

    def _measure(self, sheet: Sheet, parts: Mapping[str, str], room: float) -> float:
        """Return how long lines of flowing text are: as the template's own text has them, else as ours."""
        if Style.BODY not in parts:
            return min(room, names.MEASURE)
        right = sheet.first(parts[Style.BODY], "pPr/ind", "right")
        return room - letterhead.mm(value(right, "right"))

    def _page_faults(self, main: _Section) -> Iterator[Problem]:
        """Yield what is wrong with the page: its size, or the room that its margins leave."""
        page = letterhead.page_of(main.properties)
        if any(abs(one - other) > _SLACK for one, other in zip((page.width, page.height), _A4, strict=True)):
            yield error("templates.not_a4", self.place, width=round(page.width), height=round(page.height))
        elif page.room < _LEAST_ROOM:
            yield error("templates.narrow", self.place, room=int(page.room), least=int(_LEAST_ROOM))
        elif page.depth < _LEAST_DEPTH:
            yield error("templates.low", self.place, room=int(page.depth), least=int(_LEAST_DEPTH))

    # ------------------------------------------------ headers, footers, cover

    def _stories(self, main: _Section, in_cover: _Section | None, cover: list[Element]) -> Iterator[Story]:
        """Yield what stands on pages beside the text: headers and footers in use, each once, and the cover."""
        used = (*main.references, *(in_cover.references if in_cover else ()))
        for rid in dict.fromkeys(one.id for one in used):
            lead = self.own.lead(rid)
            if lead is None:
                continue
            kind = next(one.kind for one in used if one.id == rid)
            part = self.own.package.part(lead.target)
            yield Story(kind, (etree.fromstring(part.blob),), rid, part)
        if cover:
            yield Story("cover", tuple(cover))

    def _package(
        self,
        main: _Section,
        in_cover: _Section | None,
        cover: list[Element],
        stories: tuple[Story, ...],
        merger: Merger,
    ) -> Package:
        """Return the finished package."""
        styles = merger.merge()
        sheet = Sheet.of(styles)
        for number, story in enumerate(stories):
            stationery.clean(story, sheet, number, large=self.large)
            for root in story.roots:
                repoint(root, merger.renamed)
        numbering = self._numbering(styles, merger, stories)
        edges = [story for story in stories if story.part is not None and stationery.shows(story)]
        moved = _Moved(self.own.package)
        leads, parts = self._edges(edges, moved)
        rids = {story.rid: lead.id for story, lead in zip(edges, leads, strict=True)}
        root = self._document(main, in_cover, cover, rids)
        leads += moved.used(root, self.own.main)
        fonts = moved.part(self._fonts(), names.FONTS) if self.own.kept["fontTable"] is not None else self._fonts()
        made = {
            names.STYLES: package.to_xml(styles),
            names.NUMBERING: package.to_xml(numbering),
            names.SETTINGS: package.to_xml(self._settings()),
            names.THEME: self._theme(),
        }
        kept = [replace(part, blob=made[part.name]) if part.name in made else part for part in self.ours.parts]
        document = self.ours.part(names.DOCUMENT)
        leads = [*document.relationships, *leads]
        document = replace(document, blob=package.to_xml(root), relationships=tuple(leads))
        whole = [one for one in kept if one.name not in {names.DOCUMENT, names.FONTS}]
        return replace(self.ours, parts=(document, fonts, *whole, *parts, *moved.parts.values()))

    def _numbering(self, styles: Element, merger: Merger, stories: tuple[Story, ...]) -> Element:
        ours = etree.fromstring(self.ours.part(names.NUMBERING).blob)
        added = {style for style in merger.ours.by_id if style not in merger.parts}
        users = [style for style in styles.iterfind(f"{_W}style") if style.get(f"{_W}styleId") not in added]
        own = self.own.kept["numbering"]
        if own is not None:
            repoint(own, merger.renamed)
        found = own_lists.merge(own, ours, (*users, *(root for story in stories for root in story.roots)))
        own_lists.settle(found, Sheet.of(styles), merger.parts)
        return found

    def _edges(self, edges: list[Story], moved: "_Moved") -> tuple[list[Relationship], list[Part]]:
        """Return the headers and footers in use under names of their own, and how the document leads to them."""
        leads, parts = [], []
        for number, story in enumerate(edges, start=901):
            if story.part is None:
                continue
            name, rid = f"/word/{story.kind}{number}.xml", f"rIdOwn{story.kind.title()}{number}"
            made = moved.part(replace(story.part, blob=package.to_xml(story.roots[0])), name)
            parts.append(replace(made, content_type=f"{_WML}.{story.kind}+xml"))
            leads.append(Relationship(rid, f"{_REL}/{story.kind}", name))
        return leads, parts

    def _document(
        self, main: _Section, in_cover: _Section | None, cover: list[Element], rids: Mapping[str, str]
    ) -> Element:
        """Return the document's root with the cover and the section, and nothing else."""
        # a root of its own: emptying theirs costs as much as all that stands in it, and more
        own = self.own.root
        root = etree.Element(own.tag, own.attrib, own.nsmap)  # type: ignore[arg-type] # as lxml itself gives them
        last = _settled(main, rids, first=True)
        ended = _ended(cover)
        if in_cover is not None and ended:
            ended[-1].getparent().replace(ended[-1], _settled(in_cover, rids, first=False))  # type: ignore[union-attr]
        gap = w("p", w("pPr", w("pStyle", val=Style.GAP)))
        root.append(w("body", *(cover or [gap]), last))
        return root

    def _fonts(self) -> Part:
        """Return the fonts of both templates."""
        ours, own = self.ours.part(names.FONTS), self.own.kept["fontTable"]
        if own is None:
            return ours
        lead = next(rel for rel in self.own.main.relationships if rel.type.endswith("/fontTable"))
        there = {value(font, "name") for font in own}
        for font in etree.fromstring(ours.blob):
            if value(font, "name") not in there:
                own.append(font)
        return replace(ours, blob=package.to_xml(own), relationships=self.own.package.part(lead.target).relationships)

    def _settings(self) -> Element:
        """Return our settings with what of the template's decides how its pages look."""
        found, own = etree.fromstring(self.ours.part(names.SETTINGS).blob), self.own.kept["settings"]
        if own is None:
            return found
        colours_of = own.find(f"{_W}clrSchemeMapping")
        usual = found.find(f"{_W}clrSchemeMapping")
        if colours_of is not None and usual is not None:
            found.replace(usual, deepcopy(colours_of))
        if own.find(f"{_W}evenAndOddHeaders") is not None:
            found.insert(found.index(found.find(f"{_W}defaultTabStop")) + 1, w("evenAndOddHeaders"))  # type: ignore[arg-type]
        if own.find(f"{_W}embedTrueTypeFonts") is not None:
            found.insert(found.index(found.find(f"{_W}zoom")) + 1, w("embedTrueTypeFonts"))  # type: ignore[arg-type]
        return found


def _ended(cover: list[Element]) -> list[Element]:
    """Return the properties of the sections that end in a cover."""
    return [section for block in cover for section in block.iter(f"{_W}sectPr")]


_SAID = ("pgSz", "pgMar", "pgBorders", "pgNumType", "vAlign", "titlePg", "docGrid")


def _settled(section: _Section, rids: Mapping[str, str], *, first: bool) -> Element:
    """Return a section's properties with all its headers and footers by their new ids, and what a page needs.

    The text is one column from the top of the page, whatever the template's sample had (``first``); a cover's may stand
    in the middle.
    """
    told = [one for one in section.references if one.id in rids]
    edges = [
        w(f"{one.kind}Reference", type=one.type, **{REL_ID: rids[one.id]})
        for kind in ("header", "footer")
        for one in told
        if one.kind == kind
    ]
    kept = [section.properties.find(_W + name) for name in _SAID if not (first and name == "vAlign")]
    made = w("sectPr", *edges, w("type", val="nextPage"), *(None if one is None else deepcopy(one) for one in kept))
    size = made.find(f"{_W}pgSz")
    if size is not None:
        made.replace(size, w("pgSz", w=names.twips(_A4[0]), h=names.twips(_A4[1])))
    for borders in made.iterfind(f"{_W}pgBorders"):
        for side in borders:
            if REL_ID in side.attrib:
                del side.attrib[REL_ID]
    return made


# ---------------------------------------------------------------- what parts lead to


class _Moved:
    """Pictures and fonts of a template, moved to names that no part of a document has."""

    def __init__(self, source: Package) -> None:
        self.source = source
        self.parts: dict[str, Part] = {}

    def part(self, part: Part, name: str) -> Part:
        """Return a part under a new name, what it leads to moved as well."""
        return replace(part, name=name, relationships=tuple(self._moved(rel) for rel in part.relationships))

    def used(self, root: Element, main: Part) -> list[Relationship]:
        """Return the relationships of the document that its XML names beside headers and footers, moved."""
        named = {text for element in root.iter() for key, text in element.attrib.items() if str(key).startswith(_R)}
        found: list[Relationship] = []
        for rel in main.relationships:
            if rel.id in named and not rel.type.endswith(("/header", "/footer")):
                found.append(replace(self._moved(rel), id=f"rIdOwnCover{len(found) + 1}"))
                _rename(root, rel.id, found[-1].id)
        return found

    def _there(self, target: str) -> Part:
        try:
            return self.source.part(target)
        except KeyError as missing:
            raise package.BrokenPackageError(target) from missing

    def _moved(self, rel: Relationship) -> Relationship:
        if rel.external:
            return rel
        if rel.target not in self.parts:
            old = self._there(rel.target)
            ending = old.name.rpartition(".")[2].lower()
            name = f"/word/media/own{len(self.parts) + 1}.{ending}"
            self.parts[rel.target] = replace(old, name=name)
            self.parts[rel.target] = self.part(old, name)
        return replace(rel, target=self.parts[rel.target].name)


_R = f"{{{URI['r']}}}"


def _rename(root: Element, old: str, new: str) -> None:
    for element in root.iter():
        for key, text in element.attrib.items():
            if str(key).startswith(_R) and text == old:
                element.set(key, new)
