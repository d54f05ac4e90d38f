"""What any presentation on a template is made of: its own part with slides and sections, and the parts of slides."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from packgen.render import nodes
from packgen.render.nodes import Node
from packgen.render.package import Part, Relationship, to_xml
from packgen.render.xml import REL_ID, URI, Element, maker

NAME = "/ppt/presentation.xml"
PML = "application/vnd.openxmlformats-officedocument.presentationml"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

_SECTIONS_EXT = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
_FIRST_SLIDE_ID = 256

p, p14 = maker("p"), maker("p14")
slide, a = nodes.maker("p"), nodes.maker("a")

Sections = Sequence[tuple[str, int]]
"""The title of each section, and of how many slides it is."""


def presentation(part: Part, identity: str, sections: Sections, slides: Sequence[str]) -> Part:
    """Return a template's part that lists these slides (names of parts) in sections.

    ``identity`` tells the sections of one presentation from those of another.
    """
    root = etree.fromstring(part.blob)
    first = next_id(part)
    ids = [_FIRST_SLIDE_ID + n for n in range(len(slides))]
    listed = p("sldIdLst", *(p("sldId", **{"id": i, REL_ID: f"rId{first + n}"}) for n, i in enumerate(ids)))
    for size in root.iterfind(f"{{{URI['p']}}}sldSz"):
        size.addprevious(listed)
    if sections:
        root.append(p("extLst", p("ext", _sections(identity, sections, ids), uri=_SECTIONS_EXT)))
    to_slides = (Relationship(f"rId{first + n}", f"{REL}/slide", name) for n, name in enumerate(slides))
    return replace(part, blob=to_xml(root), relationships=(*part.relationships, *to_slides))


def next_id(part: Part) -> int:
    """Return the number of the first relationship (``rId5``) that a part has not."""
    numbers = [rel.id.removeprefix("rId") for rel in part.relationships]
    return max((int(number) for number in numbers if number.isdigit()), default=0) + 1


def _sections(identity: str, sections: Sections, ids: Sequence[int]) -> Element:
    """Return the named sections, each with an identity that is the same from build to build."""
    remaining = iter(ids)
    made = []
    for number, (title, count) in enumerate(sections):
        own = str(uuid5(NAMESPACE_URL, f"packgen:{identity}:{number}:{title}")).upper()
        members = (p14("sldId", id=next(remaining)) for _ in range(count))
        made.append(p14("section", p14("sldIdLst", *members), name=title, id=f"{{{own}}}"))
    return p14("sectionLst", *made)


# ---------------------------------------------------------------- slides


def slide_name(number: int) -> str:
    """Return the name of a slide's part."""
    return f"/ppt/slides/slide{number}.xml"


def slide_part(number: int, shapes: Sequence[Node], relationships: Sequence[Relationship], *, hidden: bool) -> Part:
    """Return a slide's part: its shapes in reading order, and what they lead to."""
    shown = {"show": False} if hidden else {}
    whole = slide("sld", slide("cSld", tree(shapes)), slide("clrMapOvr", a("masterClrMapping")), **shown)
    return Part(slide_name(number), f"{PML}.slide+xml", nodes.to_bytes(whole), tuple(relationships))


def tree(shapes: Sequence[Node]) -> Node:
    """Return the shapes of a slide or of its notes."""
    head = slide("nvGrpSpPr", slide("cNvPr", id=1, name=""), slide("cNvGrpSpPr"), slide("nvPr"))
    return slide("spTree", head, slide("grpSpPr"), *shapes)
