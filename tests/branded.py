"""Packs in the looks of invented municipalities: their colours, fonts and logos of unlike shapes."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from io import BytesIO

import invented
from PIL import Image, ImageDraw

from packgen import brand, drawings
from packgen.blocks import Logo, LogoImage
from packgen.model import Brand, PrintChoice
from packgen.own_looks import OwnLooks
from packgen.packs import make_pack, make_printed, printed_makeups
from packgen.problems import Place
from packgen.render import svg
from packgen.theme import Theme

DOCUMENTS = ("handbook", "meeting_one", "run_sheet_one", "appraisal_agreement")
SHEETS = ("print_roadmap", "print_reflection_cards")
GREEN, WINE = Brand("1B5E3A", "A84300", "Calibri"), Brand("7A0026", font="DejaVu Sans Condensed")

SVG = """<?xml version="1.0" encoding="utf-8"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 420 120">
  <defs><linearGradient id="sky"><stop offset="0" stop-color="#1B5E3A"/><stop offset="1" stop-color="#4C9A6B"/>
  </linearGradient><path id="fjell" d="M0 110 L60 10 L120 110 Z"/></defs>
  <style>.hav{fill:url(#sky)}</style>
  <use xlink:href="#fjell" class="hav"/><rect x="150" y="30" width="260" height="22" fill="#1B5E3A"/>
  <rect x="150" y="70" width="180" height="22" fill="#A84300"/>
</svg>"""


def png(width: int, height: int, colour: str = "#7A0026", *, mode: str = "RGBA", kind: str = "PNG") -> bytes:
    """Return a shield with a cross, clear (or white) around it."""
    picture = Image.new(mode, (width, height), (255, 255, 255, 0) if mode == "RGBA" else "white")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, width - 1, height - 1), outline=colour, width=max(min(width, height) // 12, 1))
    pen.line((0, 0, width, height), fill=colour, width=max(min(width, height) // 10, 1))
    buffer = BytesIO()
    picture.save(buffer, kind)
    return buffer.getvalue()


@cache
def logo(shape: str) -> Logo:
    """Return a logo that is «wide», «tall» (with one for dark grounds) or «drawn» (an SVG)."""
    if shape == "drawn":
        safe = drawings.safe(SVG.encode(), Place()).value
        assert safe is not None
        data = svg.png_of(safe, 2000)
        assert data is not None
        return Logo(_image(data), None, "Logoen til Prøvevik kommune")
    if shape == "wide":
        return Logo(_image(png(2000, 260)), None, "Logoen til Prøvevik kommune")
    return Logo(_image(png(600, 1000)), _image(png(600, 1000, "#FFFFFF")), "Kommunevåpenet til Prøvevik")


def _image(data: bytes) -> LogoImage:
    with Image.open(BytesIO(data)) as found:
        return LogoImage(data, *found.size)


def dressed(found: Brand) -> Theme:
    """Return packgen's looks in a brand's colours and font."""
    looks = brand.dressed(invented.looks().theme, found).value
    assert looks is not None
    return looks


@cache
def files(theme: Theme, shape: str = "", *, large: bool = False) -> Mapping[str, bytes]:
    """Return documents of the unit with the longest name and a few sheets, by name, in looks and with a logo."""
    own = OwnLooks(theme, None, None, None, logo(shape) if shape else None)
    given = replace(invented.gathered(invented.results()), looks=own, documents=DOCUMENTS, large_print=large)
    given = replace(given, municipality=replace(given.municipality, printed=PrintChoice()))
    unit = invented.TREE.get("lang")
    tools = tuple(m for m in printed_makeups(invented.words()) if m.id in SHEETS)
    made = [
        *make_pack(given, unit, invented.words(), invented.looks()),
        *make_printed(given, "nb", tools, "x", invented.words(), invented.looks(), unit),
    ]
    return {_name(one.document, one.path, large=one.large_print): one.data for one in made}


def _name(document: str, path: str, *, large: bool) -> str:
    return f"{document}{'_large' if large else ''}.{path.rpartition('.')[2]}"


def office_files(theme: Theme, shape: str = "") -> dict[str, bytes]:
    """Return those of the files that Office opens."""
    return {name: data for name, data in files(theme, shape).items() if not name.endswith(".pdf")}
