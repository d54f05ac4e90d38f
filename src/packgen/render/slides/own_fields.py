"""Fields such as ``{{unit}}`` in a municipality's masters and layouts: each put in one run, and filled in."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from lxml import etree

from packgen.render.package import Package, Part, to_xml
from packgen.render.slides.placeholders import NS
from packgen.render.template_fields import FIELD, filled, meant
from packgen.render.xml import Element

_KINDS = ("slideMaster+xml", "slideLayout+xml")


def unknown(root: Element) -> Iterator[str]:
    """Yield the names of fields in a layout or master that packgen does not know."""
    for paragraph in root.iterfind(".//a:p", NS):
        whole = "".join(text.text or "" for text in _texts(paragraph))
        yield from (found[1] for found in FIELD.finditer(whole) if not meant(found[1]))


def gathered(root: Element) -> None:
    """Put each field in one run, whatever runs PowerPoint has split it into: that of its first brace."""
    for paragraph in root.iterfind(".//a:p", NS):
        texts = _texts(paragraph)
        whole = "".join(text.text or "" for text in texts)
        for found in reversed(list(FIELD.finditer(whole))):
            _gather(texts, found.start(), found.end(), f"{{{{{meant(found[1])}}}}}")


def _texts(paragraph: Element) -> list[Element]:
    return paragraph.findall("a:r/a:t", NS)


def _gather(texts: list[Element], start: int, end: int, field: str) -> None:
    """Write a field where it begins, and take away its letters from the runs after."""
    at = 0
    for text in texts:
        own = text.text or ""
        first, last = max(start - at, 0), min(end - at, len(own))
        if first < last:
            text.text = own[:first] + (field if at + first == start else "") + own[last:]
        at += len(own)


def with_values(package: Package, values: Mapping[str, str]) -> Package:
    """Return a template with its fields filled in."""
    return replace(package, parts=tuple(_with_values(part, values) for part in package.parts))


def _with_values(part: Part, values: Mapping[str, str]) -> Part:
    if not part.content_type.endswith(_KINDS) or b"{{" not in part.blob:
        return part
    root = etree.fromstring(part.blob)
    for text in root.iterfind(".//a:t", NS):
        text.text = filled(text.text or "", values)
    return replace(part, blob=to_xml(root))
