"""Sheets and cards as finished files: PDF to print, slides to edit, parts to glue together. Nothing here writes."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from packgen import compose
from packgen.content.makeup import Makeup
from packgen.content.texts import Texts
from packgen.model import PrintChoice
from packgen.problems import Problem, warning
from packgen.render.sheets import cards, layout, letters, slides, tiles, typesetting
from packgen.render.sheets.fonts import Fonts
from packgen.render.sheets.pieces import Pages
from packgen.theme import Theme

PREFIX = "print_"
"""How the ids of printed documents begin; people name the tools without it."""


@dataclass(frozen=True, slots=True)
class PrintLooks:
    """The looks of what is printed: theme, the Typst template, the PowerPoint template, the fonts."""

    theme: Theme
    template: bytes
    slides: bytes
    fonts: Fonts


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished file: what it is called before unit and round, its ending, its bytes, letters it could not print."""

    name: str
    ending: str
    data: bytes
    problems: tuple[Problem, ...] = ()


def read_looks(templates: Path, theme: Theme, fonts: Fonts) -> PrintLooks:
    """Read packgen's own templates for print."""
    return PrintLooks(theme, (templates / "print.typ").read_bytes(), (templates / "sheets.pptx").read_bytes(), fonts)


def tool_of(makeup: Makeup) -> str:
    """Return what people call a printed document on the command line and in settings."""
    return makeup.id.removeprefix(PREFIX)


def make(
    makeup: Makeup, scene: compose.Scene, texts: Texts, looks: PrintLooks, choice: PrintChoice, unit: str = ""
) -> tuple[Printed, ...]:
    """Return the files of a make-up for print; ``unit`` is the name printed on sheets, empty for a line to write on."""
    file = str(texts.node(f"documents.{makeup.id}.file"))
    if makeup.medium == "cards":
        pages = cards.lay_out_cards(compose.compose_cards(makeup, scene), looks.fonts.width_mm)
        return (_pdf(file, pages, looks),) if pages.pages else ()
    pages = layout.lay_out(compose.compose_sheets(makeup, scene, unit), choice.size, looks.fonts.width_mm)
    return tuple(_sheets(f"{file} {choice.size}", file, pages, texts, looks, choice)) if pages.pages else ()


def _sheets(
    name: str, file: str, pages: Pages, texts: Texts, looks: PrintLooks, choice: PrintChoice
) -> Iterator[Printed]:
    yield _pdf(name, pages, looks)
    yield Printed(name, "pptx", slides.to_pptx(pages, looks.theme, looks.slides))
    if choice.tiles and layout.is_larger(choice.size, choice.tiles):
        words = texts.node("print.tiles")
        parts = tiles.tiles(pages, choice.tiles, _tile_words(texts), looks.fonts.width_mm)
        yield _pdf(words["file"].format(file=file, size=choice.size, paper=choice.tiles), parts, looks)


def _tile_words(texts: Texts) -> tiles.TileWords:
    node = texts.node("print.tiles")
    return tiles.TileWords(node["title"], node["place"], node["sketch"], tuple(node["how"]), node["edge"])


def _pdf(name: str, pages: Pages, looks: PrintLooks) -> Printed:
    printable, missing = letters.printable_pages(pages, looks.fonts)
    told = tuple(warning("print.no_glyph", character=one, text=pages.title) for one in missing)
    return Printed(name, "pdf", typesetting.to_pdf(printable, looks.theme, looks.template, looks.fonts), told)
