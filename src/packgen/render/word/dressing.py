"""packgen's own Word template in the colours and font of other looks.

Word takes them from the theme. Other programs read the values beside the theme's names, so those are changed as well.
"""

from collections.abc import Mapping
from dataclasses import replace

from lxml import etree

from packgen.render import office_theme, package
from packgen.render.package import Package, Part
from packgen.render.word import names, palette
from packgen.render.word.palette import Colour
from packgen.render.xml import URI, Element
from packgen.theme import Theme

_W = f"{{{URI['w']}}}"
_FONTS = ("ascii", "hAnsi", "cs")


def dressed(template: Package, theme: Theme) -> Package:
    """Return a template in these looks; one whose theme is not packgen's own, and one that has them, as it is."""
    was = next((part.blob for part in template.parts if part.content_type == office_theme.THEME_TYPE), b"")
    xml = office_theme.theme_xml(theme)
    if not was or not palette.is_ours(was) or was == xml:
        return template
    played, (_, font) = palette.parts(xml, theme), palette.fonts_in(was)
    return replace(template, parts=tuple(_dressed(part, xml, played, (font, theme.font)) for part in template.parts))


def _dressed(part: Part, theme: bytes, played: Mapping[str, Colour], fonts: tuple[str, str]) -> Part:
    if part.content_type == office_theme.THEME_TYPE:
        return replace(part, blob=theme)
    if part.name not in {names.STYLES, names.NUMBERING, names.FONTS}:
        return part
    root = etree.fromstring(part.blob)
    palette.repaint(root, played)
    _set(root, *fonts)
    return replace(part, blob=package.to_xml(root))


def _set(root: Element, old: str, new: str) -> None:
    """Name another font wherever this one is named; what is said of a font in the list of fonts holds for it alone."""
    for fonts in root.iter(f"{_W}rFonts"):
        for kind in _FONTS:
            if fonts.get(_W + kind) == old:
                fonts.set(_W + kind, new)
    for font in root.iterfind(f"{_W}font[@{_W}name='{old}']"):
        if new != old:
            font[:] = []
            font.set(f"{_W}name", new)
