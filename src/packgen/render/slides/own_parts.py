"""What is kept of a municipality's PowerPoint template: masters, layouts, themes and what they show, in packgen's size.

Its own slides, with the notes, comments and media that only they have, are left out.
"""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import replace

from lxml import etree

from packgen.render import office_theme, package
from packgen.render.package import Package, Part, Relationship, to_xml
from packgen.render.slides.placeholders import NS, get, kind_of, placeholders
from packgen.render.slides.presentation import NAME, PML, REL, next_id
from packgen.render.xml import REL_ID, URI, Element, maker

WIDE, HIGH = 12_192_000, 6_858_000
"""The size of packgen's slides (EMU): 960 x 540 points."""

KINDS = ("presentation", "template", "slideshow")
_FROM_PRESENTATION = ("slideMaster", "tableStyles", "font")
_LEFT_OUT = ("tags", "customXml", "slide", "comments", "notesSlide", "printerSettings", "vmlDrawing")
_OF_THE_DECK = ("sldIdLst", "handoutMasterIdLst", "notesMasterIdLst", "custShowLst", "custDataLst", "modifyVerifier")
_OF_THE_DECK_TOO = ("photoAlbum", "extLst", "defaultTextStyle")
_FIRST_ID = 2_147_483_648
_LENGTHS = {"x", "y", "cx", "cy", "sz", "marL", "marR", "indent", "lIns", "tIns", "rIns", "bIns", "w", "h", "pos"}
_LENGTHS_OF = {"off", "ext", "chOff", "chExt", "rPr", "defRPr", "endParaRPr", "bodyPr", "ln", "gridCol", "tr", "tab"}
_OWN_THEME = "/ppt/theme/packgen.xml"
_NOTES = "/ppt/notesMasters/packgen.xml"
_PRESENTATION_PROPERTIES = "/ppt/presProps.xml"

p, a = maker("p"), maker("a")


def main_part(whole: Package) -> Part | None:
    """Return the presentation of a package, of whatever kind the file is; None where it holds none."""
    name = next((r.target for r in whole.relationships if r.type.endswith("/officeDocument")), "")
    part = next((part for part in whole.parts if part.name == name), None)
    kinds = tuple(f"{PML}.{kind}.main+xml" for kind in KINDS)
    return part if part is not None and part.content_type in kinds else None


def kept(whole: Package, main: Part) -> Package:
    """Return a template without its slides and what only they need, its presentation at packgen's place for it."""
    start = replace(
        main,
        name=NAME,
        content_type=f"{PML}.presentation.main+xml",
        blob=_without_slides(main.blob),
        relationships=tuple(r for r in main.relationships if _last(r) in _FROM_PRESENTATION),
    )
    parts = {part.name: _trimmed(part) for part in whole.parts if part.name != main.name} | {NAME: start}
    reached: dict[str, Part] = {}
    waiting = [NAME]
    while waiting:
        name = waiting.pop()
        if name in parts and name not in reached:
            reached[name] = parts[name]
            waiting += [r.target for r in parts[name].relationships if not r.external]
    return Package(tuple(reached[name] for name in sorted(reached)), ())


def _last(relationship: Relationship) -> str:
    return relationship.type.rpartition("/")[2]


def _without_slides(blob: bytes) -> bytes:
    root = etree.fromstring(blob)
    for name in (*_OF_THE_DECK, *_OF_THE_DECK_TOO):
        for element in root.findall(f"p:{name}", NS):
            root.remove(element)
    return to_xml(root)


def _trimmed(part: Part) -> Part:
    """Return a part without what leads to slides and to other programs' notes about it."""
    gone = {r.id for r in part.relationships if _last(r) in _LEFT_OUT}
    if not gone:
        return part
    root = etree.fromstring(part.blob)
    for element in list(root.iter()):
        refers = any(str(key).startswith(f"{{{URI['r']}}}") and value in gone for key, value in element.attrib.items())
        parent = element.getparent()
        if refers and parent is not None:
            parent.remove(element)
    for empty in root.iterfind(".//p:custDataLst", NS):
        parent = empty.getparent()
        if parent is not None and not len(empty):
            parent.remove(empty)
    left = tuple(r for r in part.relationships if r.id not in gone)
    return replace(part, blob=to_xml(root), relationships=left)


def missing(template: Package) -> list[str]:
    """Return the names of parts that something leads to and that are not there."""
    names = {part.name for part in template.parts}
    leads = (r for part in template.parts for r in part.relationships if not r.external)
    return sorted({r.target for r in leads} - names)


# ---------------------------------------------------------------- size


def size_of(main: Part) -> tuple[int, int]:
    """Return how wide and high a presentation's slides are (EMU), 0 and 0 where it does not say."""
    size = etree.fromstring(main.blob).find("p:sldSz", NS)
    return (int(size.get("cx", "0")), int(size.get("cy", "0"))) if size is not None else (0, 0)


def in_our_size(template: Package) -> Package:
    """Return a template of 16:9 with slides as large as packgen's: everything on them grows or shrinks alike."""
    across, _ = size_of(template.part(NAME))
    by = WIDE / across
    if across == WIDE:
        return template
    kinds = tuple(f"{PML}.{kind}+xml" for kind in ("presentation.main", "slideMaster", "slideLayout"))
    parts = tuple(_grown(part, by) if part.content_type in kinds else part for part in template.parts)
    return replace(template, parts=parts)


def _grown(part: Part, by: float) -> Part:
    root = etree.fromstring(part.blob)
    for element in root.iter():
        name = etree.QName(element).localname
        if name == "sldSz":
            element.attrib.pop("type", "")
            element.attrib.update({"cx": str(WIDE), "cy": str(HIGH)})
        elif name == "spcPts":
            element.set("val", str(round(int(element.get("val", "0")) * by)))
        elif name in _LENGTHS_OF or name.endswith("pPr"):
            _grow(element, by)
    return replace(part, blob=to_xml(root))


def _grow(element: Element, by: float) -> None:
    for name in _LENGTHS & {str(key) for key in element.attrib}:
        value = element.get(name, "")
        if value.lstrip("-").isdigit():
            element.set(name, str(round(int(value) * by)))


# ---------------------------------------------------------------- styles of text


def as_seen(template: Package) -> Package:
    """Return a template whose masters and themes say what its text is seen in.

    LibreOffice writes neither styles of text nor the theme's fonts: both stand only on the words of the master.
    """
    parts = {part.name: part for part in template.parts}
    for master in masters_of(template):
        root = etree.fromstring(master.blob)
        theme = parts[next(r.target for r in master.relationships if _last(r) == "theme")]
        own = etree.fromstring(theme.blob)
        if root.find("p:txStyles", NS) is None:
            _add_styles(root)
            parts[master.name] = replace(master, blob=to_xml(root))
        for which, style in (("major", "titleStyle"), ("minor", "bodyStyle")):
            _name_font(own, which, root.find(f"p:txStyles/p:{style}/a:lvl1pPr/a:defRPr/a:latin", NS))
        parts[theme.name] = replace(theme, blob=to_xml(own))
    return replace(template, parts=tuple(parts.values()))


def _name_font(theme: Element, which: str, seen: Element | None) -> None:
    """Let a theme name the font of a style, where that is one of its own and not the theme's."""
    named = theme.find(f".//a:fontScheme/a:{which}Font/a:latin", NS)
    font = seen.get("typeface", "+") if seen is not None else "+"
    if named is not None and not font.startswith("+"):
        named.attrib.clear()
        named.set("typeface", font)


def _add_styles(root: Element) -> None:
    """Make a master's styles of text from the words of its title and of its text."""
    styles = p(
        "txStyles",
        p("titleStyle", *_levels(root, "title")),
        p("bodyStyle", *_levels(root, "body")),
        p("otherStyle", a("lvl1pPr", a("defRPr", a("latin", typeface="+mn-lt"), sz=1800))),
    )
    tail = root.find("p:extLst", NS)
    if tail is not None:
        tail.addprevious(styles)
    else:
        root.append(styles)


def _levels(root: Element, kind: str) -> list[Element]:
    """Return how each level of a placeholder's words looks, the first paragraph of a level deciding."""
    found: dict[int, Element] = {}
    for shape in placeholders(root):
        if kind_of(shape) == kind:
            for paragraph in shape.iterfind("p:txBody/a:p", NS):
                level = int(get(paragraph, "a:pPr", "lvl", "0")) + 1
                found.setdefault(level, _level(paragraph, level))
    return [found[level] for level in sorted(found)]


def _level(paragraph: Element, level: int) -> Element:
    made = a(f"lvl{level}pPr")
    properties, run = paragraph.find("a:pPr", NS), paragraph.find("a:r/a:rPr", NS)
    if properties is not None:
        made.attrib.update({key: value for key, value in properties.attrib.items() if key != "lvl"})
        made.extend(deepcopy(child) for child in properties if etree.QName(child).localname not in {"defRPr", "extLst"})
    look = a("defRPr")
    if run is not None:
        look.attrib.update(run.attrib)
        look.extend(deepcopy(child) for child in run)
    made.append(look)
    return made


# ---------------------------------------------------------------- putting together


def layouts_of(template: Package, master: Part) -> list[Part]:
    """Return a master's layouts in the order in which it lists them."""
    leads = {r.id: r.target for r in master.relationships}
    listed = etree.fromstring(master.blob).iterfind("p:sldLayoutIdLst/p:sldLayoutId", NS)
    names = (leads.get(one.get(REL_ID, ""), "") for one in listed)
    parts = {part.name: part for part in template.parts}
    return [parts[name] for name in names if name in parts]


def masters_of(template: Package) -> list[Part]:
    """Return a template's masters in the order in which the presentation lists them."""
    main = template.part(NAME)
    leads = {r.id: r.target for r in main.relationships}
    listed = etree.fromstring(main.blob).iterfind("p:sldMasterIdLst/p:sldMasterId", NS)
    return [template.part(leads[one.get(REL_ID, "")]) for one in listed if one.get(REL_ID, "") in leads]


def with_layouts(template: Package, added: Iterable[tuple[Part, Element]]) -> Package:
    """Return a template with layouts added: from each layout a new tree, under the same master."""
    made = [
        Part(f"/ppt/slideLayouts/packgen{number}.xml", f"{PML}.slideLayout+xml", to_xml(root), source.relationships)
        for number, (source, root) in enumerate(added, start=1)
    ]
    masters = {master.name: [part for part in made if _master(part) == master.name] for master in masters_of(template)}
    ids = iter(range(_FIRST_ID, _FIRST_ID + 10_000))
    numbers: dict[str, int] = {}
    listed = []
    for master in masters_of(template):
        numbers[master.name] = next(ids)
        listed.append(_listing(master, masters[master.name], ids))
    main = _numbered(template.part(NAME), numbers)
    return template.with_parts((main, *listed, *made))


def _master(part: Part) -> str:
    return next((r.target for r in part.relationships if _last(r) == "slideMaster"), "")


def _listing(master: Part, added: list[Part], ids: Iterable[int]) -> Part:
    """Return a master that lists these layouts too, all with new ids."""
    root = etree.fromstring(master.blob)
    first = next_id(master)
    to_added = tuple(Relationship(f"rId{first + n}", f"{REL}/slideLayout", part.name) for n, part in enumerate(added))
    for layouts in root.iterfind("p:sldLayoutIdLst", NS):
        for relationship in to_added:
            layouts.append(p("sldLayoutId", **{REL_ID: relationship.id}))
        for one, number in zip(layouts.iterfind("p:sldLayoutId", NS), ids, strict=False):
            one.set("id", str(number))
    return replace(master, blob=to_xml(root), relationships=(*master.relationships, *to_added))


def _numbered(main: Part, numbers: Mapping[str, int]) -> Part:
    root = etree.fromstring(main.blob)
    leads = {r.id: r.target for r in main.relationships}
    for one in root.iterfind("p:sldMasterIdLst/p:sldMasterId", NS):
        one.set("id", str(numbers[leads[one.get(REL_ID, "")]]))
    return replace(main, blob=to_xml(root))


def completed(template: Package, ours: Package, title: str) -> Package:
    """Return a template with what a file must have besides its masters, from ours where it has none or another's.

    That is notes, properties, styles of tables, and the style of text that stands nowhere.
    """
    notes = next(part for part in ours.parts if part.content_type.endswith("notesMaster+xml"))
    looks = next(r.target for r in notes.relationships if r.type == office_theme.THEME_REL)
    notes = replace(notes, name=_NOTES, relationships=(Relationship("rId1", office_theme.THEME_REL, _OWN_THEME),))
    main = template.part(NAME)
    first = next_id(main)
    more = [
        Relationship(f"rId{first}", f"{REL}/notesMaster", _NOTES),
        Relationship(f"rId{first + 1}", f"{REL}/presProps", _PRESENTATION_PROPERTIES),
        Relationship(f"rId{first + 2}", office_theme.THEME_REL, _first_theme(template)),
    ]
    parts = [
        notes,
        replace(ours.part(looks), name=_OWN_THEME),
        ours.part(_PRESENTATION_PROPERTIES),
        package.app_properties(),
        package.core_properties(title=title, subject="10-FAKTOR", author="packgen", language="nb-NO"),
    ]
    if not any(_last(r) == "tableStyles" for r in main.relationships):
        styles = next(part for part in ours.parts if part.content_type.endswith("tableStyles+xml"))
        more.append(Relationship(f"rId{first + 3}", f"{REL}/tableStyles", styles.name))
        parts.append(styles)
    root = etree.fromstring(main.blob)
    for masters in root.iterfind("p:sldMasterIdLst", NS):
        masters.addnext(p("notesMasterIdLst", p("notesMasterId", **{REL_ID: f"rId{first}"})))
    usual = etree.fromstring(ours.part(NAME).blob).find("p:defaultTextStyle", NS)
    if usual is not None:
        root.append(usual)
    parts.append(replace(main, blob=to_xml(root), relationships=(*main.relationships, *more)))
    start = (
        Relationship("rId1", f"{REL}/officeDocument", NAME),
        Relationship("rId2", package.CORE_REL, package.CORE_NAME),
        Relationship("rId3", package.APP_REL, package.APP_NAME),
    )
    return replace(template.with_parts(parts), relationships=start)


def _first_theme(template: Package) -> str:
    return next(r.target for r in masters_of(template)[0].relationships if _last(r) == "theme")
