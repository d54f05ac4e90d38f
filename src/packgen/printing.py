"""Sheets and cards as finished files: PDF to print, slides to edit, parts to glue together. Nothing here writes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from packgen import compose
from packgen.blocks import Sheets
from packgen.content.makeup import Makeup
from packgen.content.texts import Texts
from packgen.model import PrintChoice
from packgen.problems import Problem, warning
from packgen.render import metrics
from packgen.render.sheets import cards, layout, letters, slides, tiles, typesetting
from packgen.render.sheets.fonts import Fonts
from packgen.render.sheets.lines import Width
from packgen.render.sheets.pieces import Pages
from packgen.render.slides import typefaces
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
    sheets = compose.compose_sheets(makeup, scene, unit)
    return tuple(_sheets(f"{file} {choice.size}", file, sheets, texts, looks, choice)) if sheets.sheets else ()


def _sheets(
    name: str, file: str, sheets: Sheets, texts: Texts, looks: PrintLooks, choice: PrintChoice
) -> Iterator[Printed]:
    pages = layout.lay_out(sheets, choice.size, looks.fonts.width_mm)
    yield _pdf(name, pages, looks)
    editable = layout.lay_out(sheets, choice.size, _width_in_office(looks)) if _is_wide(looks.theme) else pages
    yield Printed(name, "pptx", slides.to_pptx(editable, looks.theme, looks.slides))
    if choice.tiles and layout.is_larger(choice.size, choice.tiles):
        said = texts.node("print.tiles.file").format(file=file, size=choice.size, paper=choice.tiles)
        for number, page in enumerate(pages.pages, start=1):
            # a file for each sheet: nobody wants the parts of ten sheets out of the printer at once
            one = replace(pages, pages=(page,), title=page.title)
            parts = tiles.tiles(one, choice.tiles, _tile_words(texts), looks.fonts.width_mm)
            yield _pdf(f"{said} {number}" if len(pages.pages) > 1 else said, parts, looks)


def _is_wide(theme: Theme) -> bool:
    """Tell whether the font of Office files is wider than Calibri, which is narrower than the font of the PDFs."""
    return typefaces.wider(theme.font) > 1


def _width_in_office(looks: PrintLooks) -> Width:
    """Return how to measure text that must fit in the font of the PDFs and in that of Office files."""
    by = typefaces.wider(looks.theme.font)

    def width(words: str, points: float, bold: bool, italic: bool) -> float:  # noqa: FBT001 - as a `Width` is called
        return max(looks.fonts.width_mm(words, points, bold, italic), metrics.width_mm(words, points, bold=bold) * by)

    return width


def _tile_words(texts: Texts) -> tiles.TileWords:
    node = texts.node("print.tiles")
    return tiles.TileWords(node["title"], node["place"], node["sketch"], tuple(node["how"]), node["edge"])


def _pdf(name: str, pages: Pages, looks: PrintLooks) -> Printed:
    printable, missing = letters.printable_pages(pages, looks.fonts)
    told = tuple(warning("print.no_glyph", character=one, text=pages.title) for one in missing)
    return Printed(name, "pdf", typesetting.to_pdf(printable, looks.theme, looks.template, looks.fonts), told)
