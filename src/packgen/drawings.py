"""Whether a drawing from outside (SVG) is safe to draw: shapes and colours only, nothing that runs, nothing fetched.

What is drawn is written anew from what was understood; whatever drawing programs keep for themselves is left out.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from packgen.allowed import USUAL, Allowed
from packgen.problems import Outcome, Place, Problem, error

_PARTS_IN_MB, _DRAWN_IN_MB = 4_000, 40_000
"""How many parts a drawing may have, and how many may be drawn in all when every reference is followed."""
_DEEPEST = 300

_SVG = "http://www.w3.org/2000/svg"
_SHAPES = frozenset(
    {
        *("svg", "g", "defs", "symbol", "use", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
        *("clipPath", "mask", "linearGradient", "radialGradient", "stop", "style", "title", "desc", "metadata"),
    }
)
_SILENT = frozenset({"title", "desc", "metadata"})
_LINKS = ("href", "{http://www.w3.org/1999/xlink}href")
_URL = re.compile(r"url\(\s*[\"']?\s*([^\"')]*)", re.IGNORECASE)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_CLASS = re.compile(r"\.([\w-]+)")


def safe(data: bytes, place: Place, allowed: Allowed = USUAL) -> Outcome[bytes]:
    """Return a drawing cleaned for drawing, or why it may not be drawn."""
    root = _parsed(data, place)
    if isinstance(root, Problem):
        return Outcome(None, (root,))
    _strip(root)
    problems = tuple(dict.fromkeys(_problems(root, place, allowed.picture_mb)))
    return Outcome(None if problems else etree.tostring(root), problems)


def _parsed(data: bytes, place: Place) -> etree._Element | Problem:
    """Return the tree of a drawing in UTF-8; whatever declares entities is refused before it is parsed."""
    if b"<!ENTITY" in data:
        return error("brand.logo_has", place, part="<!ENTITY>")
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return error("brand.logo_broken" if b"<svg" in data[:4096] else "brand.logo_kind", place)
    return root if _name(root) == "svg" else error("brand.logo_kind", place)


def _name(element: etree._Element) -> str:
    """Return the name of an element of SVG; empty for what belongs to something else."""
    name = etree.QName(element)
    return name.localname if name.namespace == _SVG else ""


def _strip(root: etree._Element) -> None:
    """Take away what draws nothing: words about the drawing, and what a drawing program keeps for itself."""
    for element in list(root.iterdescendants(tag=etree.Element)):
        if _name(element) in {"", *_SILENT}:
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)


def _problems(root: etree._Element, place: Place, megabytes: int) -> Iterator[Problem]:
    elements = list(root.iter(tag=etree.Element))
    for element in elements:
        yield from _faults(element, place)
    most, most_drawn = _PARTS_IN_MB * megabytes, _DRAWN_IN_MB * megabytes
    if len(elements) > most or _Weights(_by_id(elements), _by_class(elements), most_drawn).of(root) > most_drawn:
        yield error("brand.logo_heavy", place, limit=most)


def _faults(element: etree._Element, place: Place) -> Iterator[Problem]:
    """Yield what an element has that no drawing needs."""
    if _name(element) not in _SHAPES:
        yield error("brand.logo_has", place, part=_name(element))
    for name, value in element.attrib.items():
        plain = etree.QName(str(name)).localname
        if plain.lower().startswith("on") or plain == "base":
            yield error("brand.logo_has", place, part=plain)
        links = [str(value)] if name in _LINKS else _URL.findall(str(value))
        yield from _leading_out(links, place)
    if _name(element) == "style":
        yield from _in_style(element.text or "", place)


def _in_style(rules: str, place: Place) -> Iterator[Problem]:
    """Yield what rules for looks may not say; one that refers to something must say for which class."""
    if "@" in rules or "\\" in rules:
        yield error("brand.logo_has", place, part="@" if "@" in rules else "\\")
    yield from _leading_out(_URL.findall(rules), place)
    for selector, body in _RULE.findall(rules):
        if _URL.search(body) and not all(_CLASS.fullmatch(one.strip()) for one in selector.split(",")):
            yield error("brand.logo_has", place, part=" ".join(selector.split())[:40])


def _leading_out(links: list[str], place: Place) -> Iterator[Problem]:
    for link in links:
        if not link.strip().startswith("#"):
            yield error("brand.logo_leads_out", place, address=link.strip()[:60])


# ---------------------------------------------------------------- how heavy it is


def _by_id(elements: list[etree._Element]) -> Mapping[str, etree._Element]:
    return {str(found): element for element in elements if (found := element.get("id"))}


def _by_class(elements: list[etree._Element]) -> Mapping[str, tuple[str, ...]]:
    """Return what each class refers to, by the rules for looks."""
    found: dict[str, tuple[str, ...]] = {}
    for element in elements:
        for selector, body in _RULE.findall((element.text or "") if _name(element) == "style" else ""):
            for name in _CLASS.findall(selector):
                found[name] = (*found.get(name, ()), *_URL.findall(body))
    return found


@dataclass(slots=True)
class _Weights:
    """How many parts are drawn for an element when its references are followed; a circle of them weighs too much."""

    named: Mapping[str, etree._Element]
    classes: Mapping[str, tuple[str, ...]]
    most: int
    known: dict[etree._Element, int] = field(default_factory=dict)

    def of(self, element: etree._Element, depth: int = 0) -> int:
        """Return the weight of an element with all below it."""
        if depth > _DEEPEST:
            return self.most + 1
        if element not in self.known:
            self.known[element] = self.most + 1  # what it refers to must not lead back here
            below = (*element, *self._referred(element))
            self.known[element] = min(1 + sum(self.of(one, depth + 1) for one in below), self.most + 1)
        return self.known[element]

    def _referred(self, element: etree._Element) -> list[etree._Element]:
        links = [str(element.attrib[name]) for name in _LINKS if name in element.attrib]
        links += [link for value in element.attrib.values() for link in _URL.findall(str(value))]
        links += [link for name in (element.get("class") or "").split() for link in self.classes.get(name, ())]
        return [self.named[link.strip()[1:]] for link in links if link.strip()[1:] in self.named]
