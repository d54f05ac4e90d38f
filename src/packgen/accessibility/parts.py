"""An Office file taken apart: parts as XML, relationships, content types, and paths to what stands in them.

A file may hold a template that came from outside, so it is opened only when `archive.check` has let it through, and
parsed without entities and without the network.
"""

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from io import BytesIO
from typing import cast

from lxml import etree

from packgen import archive
from packgen.allowed import MOST
from packgen.problems import Outcome, Place, error

Element = etree._Element  # noqa: SLF001 - lxml has no other name for it

NS = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "ct": "http://schemas.openxmlformats.org/package/2006/content-types",
    "dc": "http://purl.org/dc/elements/1.1/",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "p14": "http://schemas.microsoft.com/office/powerpoint/2010/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "pr": "http://schemas.openxmlformats.org/package/2006/relationships",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
}
TYPES = "[Content_Types].xml"
PRESENTATION = "ppt/presentation.xml"
DOCUMENT = "word/document.xml"
SLIDE = "presentationml.slide+xml"
"""How the content type of a slide ends."""


def q(name: str) -> str:
    """Return ``w:p`` in Clark notation."""
    prefix, _, local = name.partition(":")
    return f"{{{NS[prefix]}}}{local}"


def tag(element: Element) -> str:
    """Return an element's name with the prefix used here (``w:p``)."""
    name = etree.QName(element)
    prefix = next((p for p, uri in NS.items() if uri == name.namespace), "?")
    return f"{prefix}:{name.localname}"


@cache
def _compiled(path: str) -> etree.XPath:
    """Return an XPath ready to use: most are asked of every run and shape of a pack."""
    return etree.XPath(path, namespaces=NS, smart_strings=False)


def every(element: Element, path: str) -> list[Element]:
    """Return the elements at an XPath."""
    return cast("list[Element]", _compiled(path)(element))


def facts(element: Element, path: str) -> list[str]:
    """Return the attributes or texts at an XPath."""
    return [str(value) for value in cast("list[object]", _compiled(path)(element))]


def fact(element: Element, path: str) -> str:
    """Return the first of the attributes or texts at an XPath, nothing where there is none."""
    return next(iter(facts(element, path)), "")


def words(element: Element, longest: int = 40) -> str:
    """Return the beginning of what an element says, spaces as one."""
    return " ".join("".join(str(piece) for piece in element.itertext()).split())[:longest]


def twice(values: Iterable[str]) -> list[str]:
    """Return the values that occur more than once."""
    return [value for value, count in Counter(values).items() if count > 1]


@dataclass(frozen=True, slots=True)
class Rel:
    """One relationship; ``target`` is the name of a part, or an address when ``external``."""

    id: str
    type: str
    target: str
    external: bool


@dataclass(frozen=True)
class Office:
    """A file's parts: their bytes by name (``word/document.xml``), and what they say. ``file`` is what it is called."""

    parts: Mapping[str, bytes]
    file: str = ""

    @property
    def place(self) -> Place:
        """The file as the place of a problem."""
        return Place(file=self.file)

    @cached_property
    def xml(self) -> dict[str, Element]:
        """All parts that are XML, parsed (`etree.XMLSyntaxError` where one is not)."""
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        return {name: etree.fromstring(data, parser) for name, data in self.parts.items() if is_xml(name)}

    def part(self, name: str) -> Element:
        """Return an XML part, an empty element where the file has none of this name."""
        found = self.xml.get(name)
        return etree.Element("none") if found is None else found

    @cached_property
    def rels(self) -> dict[str, tuple[Rel, ...]]:
        """Relationships by the part that they lead from (the package itself is ``""``)."""
        found = {}
        for name in self.parts:
            if name.endswith(".rels"):
                folder, file = posixpath.split(name)
                source = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
                found[source] = tuple(self._rels(name, source))
        return found

    def _rels(self, name: str, source: str) -> Iterator[Rel]:
        for element in self.xml[name]:
            external = element.get("TargetMode") == "External"
            target = element.get("Target") or ""
            if not external:
                target = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target)).lstrip("/")
            yield Rel(element.get("Id") or "", element.get("Type") or "", target, external)

    @cached_property
    def types(self) -> dict[str, str]:
        """Content type of every part that has one."""
        root = self.part(TYPES)
        own = {(e.get("PartName") or "").lstrip("/"): e.get("ContentType") or "" for e in every(root, "ct:Override")}
        ends = {(e.get("Extension") or "").lower(): e.get("ContentType") or "" for e in every(root, "ct:Default")}
        found = {}
        for name in self.parts:
            kind = own.get(name) or ends.get(name.rpartition(".")[2].lower())
            if kind and name != TYPES:
                found[name] = kind
        return found

    @property
    def is_word(self) -> bool:
        """Whether this is a Word document."""
        return DOCUMENT in self.parts

    @property
    def is_deck(self) -> bool:
        """Whether this is a presentation."""
        return PRESENTATION in self.parts

    @cached_property
    def stories(self) -> dict[str, Element]:
        """A document with its headers and footers: Word counts ids over all of them."""
        return {n: r for n, r in self.xml.items() if re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", n)}

    def of_type(self, ending: str) -> dict[str, Element]:
        """Return the XML parts whose content type ends so, by name, in the order of their numbers."""
        names = [name for name, kind in self.types.items() if kind.endswith(ending)]
        return {name: self.xml[name] for name in sorted(names, key=_number) if name in self.xml}

    def leads(self, source: str, kind: str) -> list[Rel]:
        """Return a part's relationships whose type ends so."""
        return [rel for rel in self.rels.get(source, ()) if rel.type.endswith(f"/{kind}")]

    def led(self, source: str, kind: str) -> tuple[str, Element]:
        """Return the first part that a part leads to in such a way: name and root, both empty where there is none."""
        name = next((rel.target for rel in self.leads(source, kind) if rel.target in self.xml), "")
        return name, self.part(name)

    def slides(self) -> dict[str, Element]:
        """Return the slides in the order in which they are shown."""
        leads = {rel.id: rel.target for rel in self.rels.get(PRESENTATION, ())}
        ids = facts(self.part(PRESENTATION), "p:sldIdLst/p:sldId/@r:id")
        return {leads[i]: self.xml[leads[i]] for i in ids if leads.get(i) in self.xml}

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {name: number for number, name in enumerate(self.slides(), start=1)}

    def slide_number(self, name: str) -> int:
        """Return the number of a slide in the show, also of a slide that notes or a chart belong to; 0 for none."""
        if name in self._numbers:
            return self._numbers[name]
        owners = (one for one in self._numbers if any(rel.target == name for rel in self.rels.get(one, ())))
        return next((self._numbers[owner] for owner in owners), 0)


def _number(name: str) -> tuple[str, int]:
    digits = "".join(c for c in posixpath.basename(name) if c in "0123456789")
    return posixpath.dirname(name), int(digits or 0)


def is_xml(name: str) -> bool:
    """Tell whether a part holds XML."""
    return name.endswith((".xml", ".rels"))


def opened(data: bytes, file: str) -> Outcome[Office]:
    """Return a file taken apart, or why it may not or cannot be."""
    refused = archive.check(data, file, archive.Limits.of(MOST))
    if refused:
        return Outcome(None, refused)
    with zipfile.ZipFile(BytesIO(data)) as package:
        office = Office({e.filename: package.read(e) for e in package.infolist() if not e.is_dir()}, file)
    try:
        _ = office.xml  # parsed once, here, where a fault can still be told
    except etree.XMLSyntaxError:
        return Outcome(None, (error("archive.broken", office.place),))
    return Outcome(office)
