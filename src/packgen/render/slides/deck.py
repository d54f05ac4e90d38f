"""A deck becomes a PowerPoint file: slides with their notes and charts, sections, and what the file says of itself."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from packgen.blocks import Block, Deck, Language, Notes, Run, Slide
from packgen.render import package
from packgen.render.chart import CHART_REL, CHART_TYPE, WORKBOOK_REL, WORKBOOK_TYPE
from packgen.render.nodes import Node, maker, to_bytes
from packgen.render.package import Package, Part, Relationship
from packgen.render.pictures import LINK_REL, PICTURE_REL, picture_part
from packgen.render.slides import logo, presentation
from packgen.render.slides.draw import Place, draw
from packgen.render.slides.own_fields import with_values
from packgen.render.slides.template import Template, opened
from packgen.render.slides.text import Para, paras
from packgen.render.slides.text import xml as paragraphs_xml
from packgen.theme import Theme

_NOTES_SIZE = 12.0
_NOTES_BODY = 3
"""Index of the notes master's text placeholder."""

p, a = maker("p"), maker("a")


def render(deck: Deck, theme: Theme, template: bytes) -> bytes:
    """Return a deck as a PowerPoint file on a template; the same input gives the same bytes. Errors as `made`."""
    return package.to_bytes(made(deck, theme, template))


def made(deck: Deck, theme: Theme, template: bytes) -> Package:
    """Return the package of a deck on a template.

    Raises ValueError when the template lacks a layout or a placeholder that the deck needs.
    """
    base = opened(template, theme, deck.language)
    filled = with_values(
        base.package,
        {"unit": deck.unit, "round": deck.subject, "municipality": deck.author, "document": deck.title},
    )
    shown = deck.logo if deck.logo and logo.has_room(base.package) else None
    if shown:
        filled = logo.on_layouts(filled, base.layouts, shown)
    slides = [slide for section in deck.sections for slide in section.slides]
    deck = replace(deck, logo=shown)
    parts = [part for number, slide in enumerate(slides, 1) for part in _slide_parts(slide, number, deck, base, theme)]
    names = [presentation.slide_name(number) for number in range(1, len(slides) + 1)]
    sections = [(section.title, len(section.slides)) for section in deck.sections]
    language = f"{deck.language}-NO"
    own = (
        presentation.presentation(filled.part(presentation.NAME), deck.id, sections, names),
        package.core_properties(title=deck.title, subject=deck.subject, author=deck.author, language=language),
        package.app_properties(),
    )
    once = dict.fromkeys(parts)  # slides with the same picture share its part
    return filled.with_parts((*own, *once))


# ---------------------------------------------------------------- slides


def _notes_name(number: int) -> str:
    return f"/ppt/notesSlides/notesSlide{number}.xml"


def _slide_parts(slide: Slide, number: int, deck: Deck, base: Template, theme: Theme) -> Iterator[Part]:
    """Yield a slide's part, its notes, its charts and their workbooks, its pictures."""
    canvas, layout = draw(slide, base.layouts, Place(number, deck.footer, deck.logo), (deck.language, theme))
    charts = [_chart_parts(drawn, f"{number}_{n}") for n, drawn in enumerate(canvas.charts, start=1)]
    pictures = [picture_part("/ppt", png) for png in canvas.pictures]
    relationships = (
        Relationship("rId1", f"{presentation.REL}/slideLayout", layout.part),
        Relationship("rId2", f"{presentation.REL}/notesSlide", _notes_name(number)),
        *(Relationship(f"rId{n}", CHART_REL, chart.name) for n, (chart, _) in enumerate(charts, start=3)),
        *(Relationship(f"rIdPicture{n}", PICTURE_REL, part.name) for n, part in enumerate(pictures, start=1)),
        *(Relationship(f"rIdLink{n}", LINK_REL, lead, external=True) for n, lead in enumerate(canvas.links, start=1)),
    )
    yield presentation.slide_part(number, canvas.shapes, relationships, hidden=slide.hidden)
    yield _notes_part(slide.notes, number, deck.language, base.notes_master)
    for pair in charts:
        yield from pair
    yield from pictures


def _chart_parts(drawn: tuple[bytes, Package | bytes], number: str) -> tuple[Part, Part]:
    """Return a chart's part and its workbook's, numbered by slide and place on it."""
    xml, workbook = drawn
    book = package.embedded(f"/ppt/embeddings/chart{number}.xlsx", WORKBOOK_TYPE, workbook)
    to_book = (Relationship("rId1", WORKBOOK_REL, book.name),)
    return Part(f"/ppt/charts/chart{number}.xml", CHART_TYPE, xml, to_book), book


# ---------------------------------------------------------------- notes


def _notes_part(notes: Notes, number: int, language: Language, master: str) -> Part:
    text = paragraphs_xml(_notes_text(notes), language, base=_NOTES_SIZE, own=_NOTES_SIZE)
    empty = a("p", a("endParaRPr", lang=f"{language}-NO"))
    picture = a("spLocks", noGrp=True, noRot=True, noChangeAspect=True)
    shapes = (
        _on_notes(2, "Lysbilete", p("ph", type="sldImg"), picture, None),
        _on_notes(
            3,
            "Notat",
            p("ph", type="body", sz="quarter", idx=_NOTES_BODY),
            a("spLocks", noGrp=True),
            p("txBody", a("bodyPr"), _notes_style(), *(text or [empty])),
        ),
    )
    xml = p("notes", p("cSld", presentation.tree(shapes)), p("clrMapOvr", a("masterClrMapping")))
    relationships = (
        Relationship("rId1", f"{presentation.REL}/notesMaster", master),
        Relationship("rId2", f"{presentation.REL}/slide", presentation.slide_name(number)),
    )
    return Part(_notes_name(number), f"{presentation.PML}.notesSlide+xml", to_bytes(xml), relationships)


def _on_notes(number: int, name: str, ph: Node, locks: Node, text: Node | None) -> Node:
    return p("sp", p("nvSpPr", p("cNvPr", id=number, name=name), p("cNvSpPr", locks), p("nvPr", ph)), p("spPr"), text)


def _notes_style() -> Node:
    """Return how notes look. The notes master says the same; LibreOffice reads it only here."""
    run = a("defRPr", a("latin", typeface="+mn-lt"), sz=round(_NOTES_SIZE * 100))
    return a("lstStyle", a("lvl1pPr", run, marL=0, indent=0))


def _notes_text(notes: Notes) -> tuple[Para, ...]:
    """Return the labelled parts of notes, each under its bold head."""
    return tuple(para for label, blocks in notes.parts for para in _notes_section(label, blocks))


def _notes_section(label: str, blocks: Sequence[Block]) -> Iterator[Para]:
    yield Para((Run(label),), bold=True, before=0.9)
    yield from (replace(para, grow=0.0, fixed=0.0, colour="") for para in paras(blocks))
