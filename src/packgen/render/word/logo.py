"""A logo in a Word document: in a row of its own on the cover, else beside the header of the first page."""

from dataclasses import replace

from packgen.blocks import Document, Logo
from packgen.render import nodes
from packgen.render.nodes import maker
from packgen.render.package import Part, Relationship
from packgen.render.pictures import PICTURE_REL, picture_part
from packgen.render.word.drawing import Gallery, picture_run
from packgen.render.word.grid import Line, Slot, as_nodes, grid
from packgen.render.word.letterhead import Reference
from packgen.render.word.names import Look, Page, Style
from packgen.render.word.pages import HEADER_REL, HEADER_TYPE, INSET_MM, Edges, header_width
from packgen.render.word.pages import header as header_lines
from packgen.render.word.text import Flow, Para, Pen
from packgen.theme import Theme

w = maker("w", qualified=True)

_ROW_MM, _COVER = 32.0, (75.0, 18.0)
"""The height of the cover's row, and the room for the logo in it: width and height in mm."""
_HEADER, _LEAST_WIDE, _GAP_MM = (36.0, 8.0), 8.0, 6.0
_NUMBER = 100_000
"""The id of the drawing in a header: above those of the document's own."""
_FIRST = "/word/header_first.xml"
NAME = "Logo"


def of_cover(logo: Logo, gallery: Gallery, theme: Theme) -> Line:
    """Return the cover's first row: the logo for dark grounds on ink where there is one, else the other on white."""
    image, dark = (logo.negative, True) if logo.negative else (logo.positive, False)
    run = gallery.picture(image.png, NAME, ("", logo.alt), image.within(*_COVER))
    side = INSET_MM if dark else 0.0
    fill = (theme.ink, "text2") if dark else None
    slot = Slot([Para(Style.FIGURE, (run,))], anchor="center", inset=(0.0, side, 0.0, side), fill=fill)
    return Line((slot,), _ROW_MM, exact=True)


def in_header(edges: Edges, document: Document, page: Page, points: float, pen: Pen) -> Edges:
    """Return headers and footers with the logo at the right of the first page's header.

    A name so long that there is no room beside it stands alone.
    """
    if document.logo is None:
        return edges
    image = document.logo.positive
    room = page.room - _GAP_MM - header_width(document, points)
    size = image.within(min(_HEADER[0], max(room, _LEAST_WIDE)), _HEADER[1])
    media = picture_part("/word", image.png)
    run = picture_run("rIdLogo", (f"{NAME} 1", NAME), ("", document.logo.alt), size, number=_NUMBER)
    beside = size[0] + _GAP_MM
    text: Flow = [*header_lines(document, replace(page, right=page.right + beside), points, pen)]
    flat = (0.0, 0.0, 0.0, 0.0)
    slots = (Slot(text, inset=flat), Slot([Para(Style.FIGURE, (run,), align="right")], inset=flat))
    table = grid(Look.LAYOUT, (page.room - beside, beside), [Line(slots)])
    xml = nodes.to_bytes(w("hdr", *as_nodes([table, Para(Style.GAP)])))
    part = Part(_FIRST, HEADER_TYPE, xml, (Relationship("rIdLogo", PICTURE_REL, media.name),))
    lead = Relationship("rIdHeaderFirst", HEADER_REL, part.name)
    others = tuple(
        replace(one, type="first") for one in edges.references if (one.kind, one.type) == ("footer", "default")
    )
    return Edges(
        (*edges.parts, part, media),
        (*edges.relationships, lead),
        (Reference("header", "first", lead.id), *edges.references, *others),
    )
