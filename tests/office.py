"""An Office file taken apart for tests (entries, parts as XML, relationships, content types) and put together again."""

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

from lxml import etree

Element = etree._Element

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
LARGEST_ID = 2**31 - 1


def q(name: str) -> str:
    """Return ``w:p`` in Clark notation."""
    prefix, _, local = name.partition(":")
    return f"{{{NS[prefix]}}}{local}"


def tag(element: Element) -> str:
    """Return an element's name with the prefix used here (``w:p``)."""
    name = etree.QName(element)
    prefix = next((p for p, uri in NS.items() if uri == name.namespace), "?")
    return f"{prefix}:{name.localname}"


def every(element: Element, path: str) -> list[Element]:
    """Return the elements at an XPath."""
    return element.xpath(path, namespaces=NS)


def facts(element: Element, path: str) -> list[str]:
    """Return the attributes or texts at an XPath."""
    return [str(value) for value in element.xpath(path, namespaces=NS)]


def twice(values: Iterable[str]) -> list[str]:
    """Return the values that occur more than once."""
    return [value for value, count in Counter(values).items() if count > 1]


def out_of_range(values: Iterable[str], lowest: int, highest: int) -> list[str]:
    """Return the values that are no whole number from ``lowest`` to ``highest``."""
    return [v for v in values if not (v.isdigit() and lowest <= int(v) <= highest)]


@dataclass(frozen=True)
class Rel:
    """One relationship; ``target`` is the name of a part, or an address when ``external``."""

    id: str
    type: str
    target: str
    external: bool


@dataclass(frozen=True)
class Office:
    """A file's entries in order, its parts' bytes by name (``word/document.xml``), and what they say."""

    entries: tuple[zipfile.ZipInfo, ...]
    parts: Mapping[str, bytes]

    @cached_property
    def xml(self) -> dict[str, Element]:
        """All parts that are XML, parsed; ValueError-free only for a file that passed the first checks."""
        return {name: etree.fromstring(data) for name, data in self.parts.items() if is_xml(name)}

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
            target = element.get("Target", "")
            if not external:
                target = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target)).lstrip("/")
            yield Rel(element.get("Id", ""), element.get("Type", ""), target, external)

    @cached_property
    def types(self) -> dict[str, str]:
        """Content type of every part that has one."""
        own = {
            e.get("PartName", "").lstrip("/"): e.get("ContentType", "") for e in every(self.xml[TYPES], "ct:Override")
        }
        ends = {e.get("Extension", "").lower(): e.get("ContentType", "") for e in every(self.xml[TYPES], "ct:Default")}
        found = {}
        for name in self.parts:
            kind = own.get(name) or ends.get(name.rpartition(".")[2].lower())
            if kind and name != TYPES:
                found[name] = kind
        return found

    @property
    def is_word(self) -> bool:
        """Whether this is a Word document."""
        return "word/document.xml" in self.parts

    @property
    def is_deck(self) -> bool:
        """Whether this is a presentation."""
        return "ppt/presentation.xml" in self.parts

    @cached_property
    def stories(self) -> dict[str, Element]:
        """A document with its headers and footers: Word counts ids over all of them."""
        return {n: r for n, r in self.xml.items() if re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", n)}

    def of_type(self, ending: str) -> dict[str, Element]:
        """Return the XML parts whose content type ends so, by name, in the order of their numbers."""
        names = [name for name, kind in self.types.items() if kind.endswith(ending)]
        return {name: self.xml[name] for name in sorted(names, key=_number)}

    def leads(self, source: str, kind: str) -> list[Rel]:
        """Return a part's relationships whose type ends so."""
        return [rel for rel in self.rels.get(source, ()) if rel.type.endswith(f"/{kind}")]

    def slides(self) -> dict[str, Element]:
        """Return the slides in the order in which they are shown."""
        leads = {rel.id: rel.target for rel in self.rels.get("ppt/presentation.xml", ())}
        ids = facts(self.xml["ppt/presentation.xml"], "p:sldIdLst/p:sldId/@r:id")
        return {leads[i]: self.xml[leads[i]] for i in ids if i in leads}

    def workbooks(self) -> dict[str, "Office"]:
        """Return the embedded workbooks."""
        return {name: opened(data) for name, data in self.parts.items() if name.endswith(".xlsx")}


def _number(name: str) -> tuple[str, int]:
    digits = "".join(c for c in posixpath.basename(name) if c.isdigit())
    return posixpath.dirname(name), int(digits or 0)


def is_xml(name: str) -> bool:
    """Tell whether a part holds XML."""
    return name.endswith((".xml", ".rels"))


def opened(data: bytes) -> Office:
    """Return a file taken apart. Of two entries with one name the last is kept (and both stand in ``entries``)."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        entries = tuple(archive.infolist())
        return Office(entries, {entry.filename: archive.read(entry) for entry in entries})


def closed(entries: Iterable[tuple[zipfile.ZipInfo, bytes]]) -> bytes:
    """Return a file of these entries, as they are."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for entry, data in entries:
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def entry(name: str) -> zipfile.ZipInfo:
    """Return an entry as packgen writes it."""
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.create_system = 3
    info.external_attr = 0o600 << 16
    return info


def edited(data: bytes, part: str, edit: Callable[[Element], None]) -> bytes:
    """Return a file in which one XML part was edited in place."""
    office = opened(data)
    root = etree.fromstring(office.parts[part])
    edit(root)
    return with_parts(data, {part: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)})


def with_parts(data: bytes, parts: Mapping[str, bytes | None]) -> bytes:
    """Return a file with these parts put in the place of its own, added, or (None) left out."""
    office = opened(data)
    whole = {**office.parts, **parts}
    names = sorted((n for n in whole if whole[n] is not None), key=lambda n: (n != TYPES, n))
    return closed((entry(name), whole[name] or b"") for name in names)
