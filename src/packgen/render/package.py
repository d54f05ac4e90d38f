"""Office packages as values: parts and relationships read from bytes, and written to the same bytes every time.

`Package` is what Word documents and decks are before they are files. Renderers build one from the parts of a template
(`read`) and their own, and `to_bytes` writes it.
"""

import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO

from lxml import etree

from packgen.render import zipped

CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
RELS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"


@dataclass(frozen=True, slots=True)
class Relationship:
    """One relationship: ``target`` is a part's name (``/word/styles.xml``), or an address when ``external``."""

    id: str
    type: str
    target: str
    external: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its name from the root (``/word/document.xml``), content type, bytes and relationships."""

    name: str
    content_type: str
    blob: bytes
    relationships: tuple[Relationship, ...] = ()
    inside: "Package | None" = None
    """What an embedded file is made of, where it is one of ours."""


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a file, in any order, and the relationships of the package itself."""

    parts: tuple[Part, ...]
    relationships: tuple[Relationship, ...]

    def part(self, name: str) -> Part:
        """Return the part of this name (KeyError when there is none)."""
        for part in self.parts:
            if part.name == name:
                return part
        raise KeyError(name)

    def with_parts(self, parts: Iterable[Part]) -> "Package":
        """Return the package with these parts: in the place of its own of the same name, or added."""
        own = tuple(parts)
        names = {part.name for part in own}
        return replace(self, parts=(*(part for part in self.parts if part.name not in names), *own))


def embedded(name: str, content_type: str, inside: Package | bytes) -> Part:
    """Return a part that is a file of its own, such as a chart's workbook: a package, or the bytes of one."""
    if isinstance(inside, bytes):
        return Part(name, content_type, inside)
    return Part(name, content_type, to_bytes(inside), inside=inside)


class BrokenPackageError(ValueError):
    """A package that Office would repair or refuse. The message names every fault."""


ODD = (etree.XMLSyntaxError, KeyError, ValueError, TypeError, IndexError, StopIteration, RuntimeError)
"""What reading raises where a part does not hold what its kind must: nobody knows all the ways of being damaged."""


# ---------------------------------------------------------------- reading


def read(data: bytes) -> Package:
    """Return the package in these bytes: our own template, or one that ``archive.check`` has let through."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        blobs = {f"/{name}": archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    types = _content_types(blobs.pop("/[Content_Types].xml"))
    return Package(
        tuple(
            Part(name, _type_of(name, types), blob, _read_relationships(name, blobs))
            for name, blob in sorted(blobs.items())
            if not name.endswith(".rels")
        ),
        _read_relationships("/", blobs),
    )


def _parse(xml: bytes) -> etree._Element:
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))


def _content_types(xml: bytes) -> dict[str, str]:
    """Return content types by part name (``/word/document.xml``) and by extension (``.xml``), all in lower case."""
    found = {}
    for entry in _parse(xml):
        key = entry.get("PartName") or f".{entry.get('Extension')}"
        found[key.lower()] = entry.get("ContentType") or ""
    return found


def _type_of(name: str, types: Mapping[str, str]) -> str:
    return types.get(name.lower()) or types.get(posixpath.splitext(name)[1].lower(), "")


def _rels_name(name: str) -> str:
    """Return the name of the part that holds another part's relationships (the package itself is ``/``)."""
    folder, file = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def _read_relationships(name: str, blobs: Mapping[str, bytes]) -> tuple[Relationship, ...]:
    xml = blobs.get(_rels_name(name))
    if xml is None:
        return ()
    folder = posixpath.dirname(name)
    return tuple(_read_relationship(entry, folder) for entry in _parse(xml))


def _read_relationship(entry: etree._Element, folder: str) -> Relationship:
    target = entry.get("Target") or ""
    external = entry.get("TargetMode") == "External"
    whole = target if external else posixpath.normpath(posixpath.join(folder, target))
    return Relationship(entry.get("Id") or "", entry.get("Type") or "", whole, external=external)


# ---------------------------------------------------------------- writing


def to_bytes(package: Package) -> bytes:
    """Return the package as a zip: the same package gives the same bytes.

    Entries are sorted ([Content_Types].xml first) and dated 1980-01-01. Raises `BrokenPackageError` for two parts of
    one name, a relationship to a part that is not there, a part that no relationship leads to, or one with no type.
    """
    faults = tuple(_faults(package))
    if faults:
        raise BrokenPackageError("; ".join(faults))
    return zipped.archive(zipped.entry(name.removeprefix("/"), blob) for name, blob in entries_of(package))


def entries_of(package: Package) -> tuple[tuple[str, bytes], ...]:
    """Return the names and bytes of all files of a package, in the order in which they lie in it."""
    return tuple(sorted(_entries(package)))


def _entries(package: Package) -> Iterator[tuple[str, bytes]]:
    yield "/[Content_Types].xml", _content_types_xml(package.parts)
    yield "/_rels/.rels", _relationships_xml("/", package.relationships)
    for part in package.parts:
        yield part.name, part.blob
        if part.relationships:
            yield _rels_name(part.name), _relationships_xml(part.name, part.relationships)


def _faults(package: Package) -> Iterator[str]:
    names = {part.name for part in package.parts}
    for name, count in Counter(part.name.lower() for part in package.parts).items():
        if count > 1:
            yield f"{count} parts are named {name}"
    for part in package.parts:
        if not part.content_type:
            yield f"{part.name} has no content type"
        yield from _relationship_faults(part.name, part.relationships, names)
    yield from _relationship_faults("the package", package.relationships, names)
    yield from (f"no relationship leads to {name}" for name in sorted(names - _reached(package)))


def _relationship_faults(owner: str, relationships: Iterable[Relationship], names: set[str]) -> Iterator[str]:
    for rid, count in Counter(rel.id for rel in relationships).items():
        if count > 1:
            yield f"{owner} has {count} relationships {rid}"
    for rel in relationships:
        if not rel.external and rel.target not in names:
            yield f"{rel.id} of {owner} leads to {rel.target}, which is not there"


def _reached(package: Package) -> set[str]:
    """Return the names of the parts that can be reached from the package by relationships."""
    relationships = {part.name: part.relationships for part in package.parts}
    reached: set[str] = set()
    waiting = [rel.target for rel in package.relationships if not rel.external]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += [rel.target for rel in relationships.get(name, ()) if not rel.external]
    return reached


def _content_types_xml(parts: Iterable[Part]) -> bytes:
    """Return the content types: by extension for what is not XML, by name for every XML part."""
    defaults = {"rels": RELS_TYPE, "xml": "application/xml"}
    overrides = {}
    for part in sorted(parts, key=lambda p: p.name):
        extension = posixpath.splitext(part.name)[1].removeprefix(".").lower()
        if not extension or defaults.setdefault(extension, part.content_type) != part.content_type:
            overrides[part.name] = part.content_type
    root = etree.fromstring(f'<Types xmlns="{CONTENT_TYPES}"/>')
    for extension, content_type in sorted(defaults.items()):
        etree.SubElement(root, "Default", Extension=extension, ContentType=content_type)
    for name, content_type in overrides.items():
        etree.SubElement(root, "Override", PartName=name, ContentType=content_type)
    return to_xml(root)


def _relationships_xml(owner: str, relationships: Iterable[Relationship]) -> bytes:
    folder = posixpath.dirname(owner)
    root = etree.fromstring(f'<Relationships xmlns="{RELATIONSHIPS}"/>')
    for rel in relationships:
        if rel.external:
            etree.SubElement(root, "Relationship", Id=rel.id, Type=rel.type, Target=rel.target, TargetMode="External")
        else:
            target = posixpath.relpath(rel.target, folder)
            etree.SubElement(root, "Relationship", Id=rel.id, Type=rel.type, Target=target)
    return to_xml(root)


def to_xml(root: etree._Element) -> bytes:
    """Return an element as the bytes of a part, with the declaration that Office writes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


# ---------------------------------------------------------------- properties of a document

CORE_NAME, APP_NAME = "/docProps/core.xml", "/docProps/app.xml"
CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
APP_TYPE = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
CORE_REL = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
APP_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties"

_CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_DCTERMS = "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_APP = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_FIXED_TIME = "1980-01-01T00:00:00Z"


def core_properties(*, title: str, subject: str, author: str, language: str) -> Part:
    """Return the part that says what a document is and who made it. ``language`` is a tag such as ``nn-NO``."""
    root = etree.Element(f"{{{_CP}}}coreProperties", nsmap={"cp": _CP, "dc": _DC, "dcterms": _DCTERMS, "xsi": _XSI})
    for name, value in (("title", title), ("subject", subject), ("creator", author), ("language", language)):
        etree.SubElement(root, f"{{{_DC}}}{name}").text = value
    for name in ("created", "modified"):
        element = etree.SubElement(root, f"{{{_DCTERMS}}}{name}")
        element.set(f"{{{_XSI}}}type", "dcterms:W3CDTF")
        element.text = _FIXED_TIME
    return Part(CORE_NAME, CORE_TYPE, to_xml(root))


def app_properties(program: str = "packgen") -> Part:
    """Return the part that says which program made a document: no counts, for they would have to be true."""
    root = etree.fromstring(f'<Properties xmlns="{_APP}"/>')
    etree.SubElement(root, f"{{{_APP}}}Application").text = program
    return Part(APP_NAME, APP_TYPE, to_xml(root))
