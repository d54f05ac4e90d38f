"""Whether an Office file from outside is safe to open: a guard that reads the zip itself before any library does.

Nothing is unpacked before the archive's own list has been found reasonable, and no part is parsed before it is known to
hold no DOCTYPE. Size, doubles and names are judged by the list; macros, embedded objects and links out by the parts.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from packgen import clean
from packgen.allowed import MB, Allowed
from packgen.problems import Place, Problem, error


@dataclass(frozen=True, slots=True)
class Limits:
    """How big an Office file may be, in bytes; ``ratio`` is unpacked to packed size, for parts above ``ratio_from``.

    Bytes say little of what a library makes of them: an element of four bytes takes a hundred and thirty in memory.
    ``marks`` are tags and attributes of all parts; ``cells`` the cells of a workbook, with what else takes as much time
    (20 000 units with 17 columns are 360 000); ``covered`` the cells that merged areas and links stretch over.
    """

    size: int = 50_000_000
    entries: int = 5_000
    part_size: int = 64_000_000
    total_size: int = 256_000_000
    ratio: int = 200
    ratio_from: int = 1_000_000
    name_length: int = 255
    packages_inside: int = 1
    marks: int = 3_000_000
    cells: int = 400_000
    covered: int = 100_000

    @classmethod
    def of(cls, allowed: Allowed) -> "Limits":
        """Return what a municipality's limits mean here: what it does not set itself grows along, and is never less."""
        usual, total = cls(), allowed.unpacked_mb * MB
        return cls(
            size=allowed.file_mb * MB,
            entries=max(usual.entries, usual.entries * total // usual.total_size),
            part_size=max(total // 4, min(total, usual.part_size)),
            total_size=total,
            marks=max(usual.marks, usual.marks * total // usual.total_size),
            cells=allowed.cells,
            covered=allowed.cells // 4,
        )


_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_ENTRY = b"PK\x01\x02"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
"""What `zipfile` raises on archives that are damaged, or made to look so."""

# How XML can begin in any encoding that a parser guesses by itself: UTF-8, -16, -32, and last EBCDIC.
_XML_STARTS = (
    b"<",
    b"\x00<",
    b"\x00\x00\x00<",
    b"\x00\x00\xfe\xff",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\x4c\x6f\xa7\x94",
)
_PIECE = 1_000_000
_XML_NAMES = (".xml", ".rels", ".vml")
_DECLARED = re.compile(r"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)")
_ENCODINGS = frozenset({"utf-8", "utf8", "us-ascii", "utf-16"})


def check(data: bytes, file: str, limits: Limits = Limits()) -> tuple[Problem, ...]:
    """Return why these bytes may not be opened as an Office file (xlsx, docx, pptx); empty when they may."""
    return tuple(dict.fromkeys(_check(data, Place(file=file), limits, inside=0)))


def _check(data: bytes, place: Place, limits: Limits, inside: int) -> Iterator[Problem]:
    outside = _outside(data, place, limits)
    if outside is not None:
        yield outside
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            listed = tuple(_listed(package.infolist(), place, limits))
            yield from listed or _parts(package, place, limits, inside)
    except _BROKEN:
        yield error("archive.broken", place)


def _outside(data: bytes, place: Place, limits: Limits) -> Problem | None:
    """Return what the bytes show before the archive is opened: `zipfile` itself needs memory for each entry."""
    if len(data) > limits.size:
        return error("archive.too_big", place, limit_mb=limits.size // MB)
    if data.startswith(_OLE2):
        return error("archive.encrypted" if _ENCRYPTED_PACKAGE in data else "archive.old_format", place)
    if not data.startswith(b"PK"):
        return error("archive.not_office", place)
    # Entries of packages inside this one may be counted too, so ten times the limit is let through to the exact count.
    if data.count(_ENTRY) > 10 * limits.entries:
        return error("archive.too_many_parts", place, limit=limits.entries)
    return None


# ---------------------------------------------------------------- the archive's list


def _listed(infos: list[zipfile.ZipInfo], place: Place, limits: Limits) -> Iterator[Problem]:
    """Yield what is wrong with the list of parts: number, sizes, names, doubles, encryption."""
    if len(infos) > limits.entries:
        yield error("archive.too_many_parts", place, limit=limits.entries)
        return
    if sum(info.file_size for info in infos) > limits.total_size:
        yield error("archive.too_big_unpacked", place, limit_mb=limits.total_size // MB)
    for info in infos:
        yield from _entry(info, place, limits)
    counted = Counter(info.filename.casefold() for info in infos)
    yield from (error("archive.double", place, part=_shown(name)) for name, times in counted.items() if times > 1)


def _entry(info: zipfile.ZipInfo, place: Place, limits: Limits) -> Iterator[Problem]:
    part = _shown(info.filename)
    if info.flag_bits & 0x1:
        yield error("archive.encrypted", place)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        yield error("archive.compression", place, part=part)
    size_mb = -(-info.file_size // MB)
    if info.file_size > limits.part_size:
        yield error("archive.part_too_big", place, part=part, size_mb=size_mb, limit_mb=limits.part_size // MB)
    elif _blown_up(info, limits):
        yield error("archive.blown_up", place, part=part, size_mb=size_mb)
    if _strays(info, limits):
        yield error("archive.path", place, part=part)


def _blown_up(info: zipfile.ZipInfo, limits: Limits) -> bool:
    return info.file_size > limits.ratio_from and info.file_size > limits.ratio * max(info.compress_size, 1)


def _strays(info: zipfile.ZipInfo, limits: Limits) -> bool:
    """Tell whether a part's name leads out of the archive, or is none that Office writes."""
    name = info.orig_filename
    steps = name.split("/")
    odd = "\\" in name or ":" in name or name.startswith("/") or ".." in steps or "." in steps or "" in steps[:-1]
    return odd or len(name) > limits.name_length or clean.line(name)[0] != name


def _shown(name: str) -> str:
    """Return a part's name as a message may show it: without what could upset a screen, and not endless."""
    cleaned = clean.line(name)[0]
    return cleaned if len(cleaned) <= 80 else f"{cleaned[:79]}…"  # noqa: PLR2004 - a line of a terminal


# ---------------------------------------------------------------- the parts


def _parts(package: zipfile.ZipFile, place: Place, limits: Limits, inside: int) -> Iterator[Problem]:
    """Yield what is wrong with the parts, one at a time in memory."""
    names = [info.filename for info in package.infolist() if not info.is_dir()]
    if "[Content_Types].xml" not in names:
        yield error("archive.open_document" if "mimetype" in names else "archive.not_office", place)
        return
    weights = Counter[str]()
    unsafe = [problem for name in names for problem in _xml(package, name, place, weights)]
    unsafe = unsafe or list(_too_heavy(weights, place, limits))
    unsafe = unsafe or [problem for name in names for problem in _spread_out(package, name, place, limits)]
    unsafe = unsafe or [problem for name in names for problem in _told_twice(package, name, place)]
    if unsafe:
        yield from unsafe
        return
    yield from _by_type(package, names, place)
    for name in names:
        if name.casefold().endswith(".rels"):
            yield from _links(package.read(name), name, place)
        if "embeddings/" in name.casefold():
            yield from _embedded(package.read(name), name, place, limits, inside)


def _xml(package: zipfile.ZipFile, name: str, place: Place, weights: Counter[str]) -> Iterator[Problem]:
    """Yield why a part may not be parsed: an encoding that hides what it says, or a DOCTYPE. Add what it weighs."""
    with package.open(name) as part:
        start = part.read(256).lstrip()
        while part.read(_PIECE):  # to the end, where zipfile holds the part against its checksum
            pass
    if not _is_xml(name, start):
        return
    text = _text(package.read(name))
    declared = _DECLARED.match(text) if text is not None else None
    if text is None or (declared and declared[1].lower() not in _ENCODINGS):
        yield error("archive.encoding", place, part=_shown(name))
    elif "<!DOCTYPE" in text or "<!ENTITY" in text:
        yield error("archive.doctype", place, part=_shown(name))
    else:
        weights.update(_weights(text))


def _is_xml(name: str, start: bytes) -> bool:
    """Tell whether a part may be read as XML, by its name or by how it begins: a package can call any part anything."""
    return name.casefold().endswith(_XML_NAMES) or start.lstrip().startswith(_XML_STARTS)


def _read_xml(package: zipfile.ZipFile, name: str) -> bytes:
    """Return a part that may be read as XML; nothing of any other."""
    with package.open(name) as part:
        start = part.read(256)
    return package.read(name) if _is_xml(name, start) else b""


_SPREADSHEET = "spreadsheetml"
_INSIDE_CELLS = re.compile(r"<(?:[\w.-]+:)?(?:v|f|t)[\s/>]")
_CELLS = re.compile(r"<(?:[\w.-]+:)?(?:c|row|si|is|r)[\s/>]")
_OTHER = 3
"""How many cells any other element of a workbook takes the time of."""


def _weights(text: str) -> Mapping[str, int]:
    """Return what a part costs those who parse it: its tags and attributes, and of a workbook its cells."""
    marks = text.count("<") + text.count("=")
    if _SPREADSHEET not in text:
        return {"marks": marks}
    cells, inside = len(_CELLS.findall(text)), len(_INSIDE_CELLS.findall(text))
    other = text.count("<") - text.count("</") - cells - inside
    return {"marks": marks, "cells": cells + _OTHER * other}


def _too_heavy(weights: Mapping[str, int], place: Place, limits: Limits) -> Iterator[Problem]:
    if weights.get("cells", 0) > limits.cells:
        yield error("archive.too_many_cells", place, limit=limits.cells)
    elif weights.get("marks", 0) > limits.marks:
        yield error("archive.too_much_inside", place, limit=limits.marks)


def _spread_out(package: zipfile.ZipFile, name: str, place: Place, limits: Limits) -> Iterator[Problem]:
    """Yield an error for a sheet whose merged areas and links cover more cells than anybody fills.

    openpyxl makes a cell of each, though the file holds a few letters.
    """
    data = _read_xml(package, name)
    if not any(word in data for word in _SPREADING):
        return
    covered = 0
    try:
        for _, element in etree.iterparse(io.BytesIO(data), tag=("{*}mergeCell", "{*}hyperlink"), no_network=True):
            covered += _covered(element.get("ref") or "")
    except etree.XMLSyntaxError:
        return  # whoever reads the part will say so
    if covered > limits.covered:
        yield error("archive.area", place, part=_shown(name), limit=limits.covered)


_SPREADING = tuple(word.encode(encoding) for word in ("mergeCell", "hyperlink") for encoding in ("utf-8", "utf-16-le"))
_AREA = re.compile(r"\$?([A-Za-z]{0,3})\$?([0-9]{0,9}):\$?([A-Za-z]{0,3})\$?([0-9]{0,9})")
_ROWS, _COLUMNS = 1_048_576, 16_384


def _covered(area: str) -> int:
    """Return how many cells an area has (``B2:D9``, ``A:C``, ``1:3``); 0 for a single cell, or no area at all."""
    match = _AREA.fullmatch(area.strip())
    if match is None:
        return 0
    left, top, right, bottom = match.groups()
    wide = abs(_number(right) - _number(left)) + 1 if left and right else _COLUMNS
    high = abs(int(bottom) - int(top)) + 1 if top and bottom else _ROWS
    return wide * high


_IDS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_WORKBOOK = re.compile(r"<(?:[\w.-]+:)?workbook[\s>]")


def _told_twice(package: zipfile.ZipFile, name: str, place: Place) -> Iterator[Problem]:
    """Yield an error for each sheet that a workbook has again: openpyxl reads its part each time."""
    data = _read_xml(package, name)
    if not _WORKBOOK.search(_text(data) or ""):
        return
    folder, _, last = name.rpartition("/")
    rels = f"{folder}/_rels/{last}.rels".removeprefix("/")
    book, led = _parsed(data), _parsed(package.read(rels)) if rels in package.namelist() else None
    if book is None or led is None:
        return  # whoever reads the part will say so
    leads = {
        one.get("Id") or "": posixpath.normpath(posixpath.join("/", folder, one.get("Target") or "")).casefold()
        for one in led.iter("{*}Relationship")
    }
    seen: set[str] = set()
    for sheet in book.iter("{*}sheet"):
        by = next((sheet.get(key) or "" for key in _IDS if key in sheet.attrib), "")
        part = leads.get(by, by)
        if part in seen:
            yield error("archive.double", place, part=_shown(sheet.get("name") or ""))
        seen.add(part)


def _number(letters: str) -> int:
    """Return the number of a column, from 1."""
    found = 0
    for letter in letters.upper():
        found = found * 26 + ord(letter) - ord("A") + 1
    return found


def _text(data: bytes) -> str | None:
    """Return an XML part as text when it is in one of the two encodings that Office files may use."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else text


def _by_type(package: zipfile.ZipFile, names: list[str], place: Place) -> Iterator[Problem]:
    """Yield an error for each kind of part that can run or that hides another file."""
    types = _types(package.read("[Content_Types].xml"))
    if types is None:
        yield error("archive.broken", place)
        return
    for name in names:
        low = name.casefold()
        kind = types.get(f"/{low}") or types.get(low.rpartition(".")[2], "")
        code = _forbidden(low, kind)
        if code == "binary":
            yield error("archive.binary", place)
        elif code == "macro":
            yield error("archive.macro", place, part=_shown(name))
        elif code == "active":
            yield error("archive.active", place, part=_shown(name))
        elif code == "object":
            yield error("archive.object", place, part=_shown(name))


def _forbidden(name: str, kind: str) -> str:
    """Return which kind of unwanted part this is, by its name and content type in small letters; empty for none."""
    if "sheet.binary" in kind:
        return "binary"
    if "vbaproject" in name or "vbadata" in name or "macroenabled" in kind or "vbaproject" in kind:
        return "macro"
    if "activex" in name or "activex" in kind:
        return "active"
    if "oleobject" in kind or "embeddings/oleobject" in name:
        return "object"
    return ""


def _types(data: bytes) -> Mapping[str, str] | None:
    """Return content types by part (``/word/document.xml``) or extension (``xml``), all in small letters."""
    root = _parsed(data)
    if root is None:
        return None
    found = {}
    for element in root.iter("{*}Default", "{*}Override"):
        key = element.get("PartName") or element.get("Extension") or ""
        found[key.casefold()] = (element.get("ContentType") or "").casefold()
    return found


def _links(data: bytes, name: str, place: Place) -> Iterator[Problem]:
    """Yield an error for each relationship that leads out of the file, other than https and mailto hyperlinks."""
    root = _parsed(data)
    if root is None:
        yield error("archive.broken", place)
        return
    ids = Counter(element.get("Id") for element in root.iter("{*}Relationship"))
    if any(times > 1 for times in ids.values()):
        yield error("archive.broken", place)
    for element in root.iter("{*}Relationship"):
        if (element.get("TargetMode") or "").casefold() != "external":
            continue
        kind, target = element.get("Type") or "", element.get("Target") or ""
        if not (kind.endswith("/hyperlink") and target.casefold().startswith(("https://", "mailto:"))):
            yield error("archive.link_out", place, part=_shown(name), target=_shown(target))


def _parsed(data: bytes) -> etree._Element | None:
    """Return the root of a part that is known to hold no DOCTYPE; None when it is no XML."""
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError:
        return None


def _embedded(data: bytes, name: str, place: Place, limits: Limits, inside: int) -> Iterator[Problem]:
    """Yield what is wrong with a file in the file: a chart's workbook is checked as any other, objects are refused."""
    if not data.startswith(b"PK"):
        yield error("archive.object", place, part=_shown(name))
    elif inside >= limits.packages_inside:
        yield error("archive.nested", place, part=_shown(name))
    else:
        yield from _check(data, Place(file=f"{place.file}: {_shown(name)}"), limits, inside + 1)
