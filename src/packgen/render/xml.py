"""Builds XML elements in few words: one maker per vocabulary, children in the order they are given."""

from collections.abc import Callable

from lxml import etree

Element = etree._Element  # noqa: SLF001 - lxml's only name for the type of an element
Value = str | int | float | bool

URI = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "c15": "http://schemas.microsoft.com/office/drawing/2012/chart",
    "p14": "http://schemas.microsoft.com/office/powerpoint/2010/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
}
REL_ID = f"{{{URI['r']}}}id"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

Maker = Callable[..., Element]


def maker(prefix: str, *, qualified: bool = False) -> Maker:
    """Return a function that makes elements of one vocabulary: ``make(name, *children, **attributes)``.

    A child is an element, a string (the element's text) or None (nothing). ``qualified`` puts attributes in the same
    vocabulary, as WordprocessingML wants them; an attribute given in Clark notation (``{uri}name``) stays as it is.
    """
    uri = f"{{{URI[prefix]}}}"
    nsmap = {prefix: URI[prefix]}

    def make(name: str, /, *children: Element | str | None, **attributes: Value) -> Element:
        element = etree.Element(uri + name, None, nsmap)
        for key, value in attributes.items():
            element.set(uri + key if qualified and key[0] != "{" else key, written(value))
        for child in children:
            if child is None:
                continue
            if isinstance(child, str):
                element.text = child
            else:
                element.append(child)
        return element

    return make


def written(value: Value) -> str:
    """Return an attribute's value as XML writes it: 1 and 0 for truth, no exponent in numbers."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return f"{value:.5f}".rstrip("0").rstrip(".")
    return str(value)
