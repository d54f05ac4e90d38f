"""The presentation's own part: a template's, with a deck's slides and sections in it."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from packgen.blocks import Deck
from packgen.render.package import Part, Relationship, to_xml
from packgen.render.xml import REL_ID, URI, Element, maker

NAME = "/ppt/presentation.xml"

_SLIDE_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/slide"
_SECTIONS_EXT = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
_FIRST_SLIDE_ID = 256

p, p14 = maker("p"), maker("p14")


def presentation(part: Part, deck: Deck, slides: Sequence[str]) -> Part:
    """Return a template's part that lists these slides (names of parts) in the deck's sections."""
    root = etree.fromstring(part.blob)
    first = _next_id(part)
    ids = [_FIRST_SLIDE_ID + n for n in range(len(slides))]
    listed = p("sldIdLst", *(p("sldId", **{"id": i, REL_ID: f"rId{first + n}"}) for n, i in enumerate(ids)))
    for size in root.iterfind(f"{{{URI['p']}}}sldSz"):
        size.addprevious(listed)
    if deck.sections:
        root.append(p("extLst", p("ext", _sections(deck, ids), uri=_SECTIONS_EXT)))
    to_slides = (Relationship(f"rId{first + n}", _SLIDE_REL, name) for n, name in enumerate(slides))
    return replace(part, blob=to_xml(root), relationships=(*part.relationships, *to_slides))


def _next_id(part: Part) -> int:
    numbers = [rel.id.removeprefix("rId") for rel in part.relationships]
    return max((int(number) for number in numbers if number.isdigit()), default=0) + 1


def _sections(deck: Deck, ids: Sequence[int]) -> Element:
    """Return the named sections, each with an identity that is the same from build to build."""
    remaining = iter(ids)
    made = []
    for number, section in enumerate(deck.sections):
        identity = str(uuid5(NAMESPACE_URL, f"packgen:{deck.id}:{number}:{section.title}")).upper()
        members = (p14("sldId", id=next(remaining)) for _ in section.slides)
        made.append(p14("section", p14("sldIdLst", *members), name=section.title, id=f"{{{identity}}}"))
    return p14("sectionLst", *made)
