"""An Office file taken apart for tests, as packgen does it to judge one, and put together again."""

import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from packgen.accessibility import parts
from packgen.accessibility.parts import NS, TYPES, Element, Rel, every, facts, is_xml, q, tag, twice

__all__ = [
    "LARGEST_ID",
    "NS",
    "TYPES",
    "Element",
    "Office",
    "Rel",
    "closed",
    "edited",
    "entry",
    "every",
    "facts",
    "is_xml",
    "opened",
    "out_of_range",
    "q",
    "tag",
    "twice",
    "with_parts",
]

LARGEST_ID = 2**31 - 1


def out_of_range(values: Iterable[str], lowest: int, highest: int) -> list[str]:
    """Return the values that are no whole number from ``lowest`` to ``highest``."""
    return [v for v in values if not (v.isdigit() and lowest <= int(v) <= highest)]


@dataclass(frozen=True)
class Office(parts.Office):
    """A file taken apart, with its entries in order."""

    entries: tuple[zipfile.ZipInfo, ...] = ()

    def workbooks(self) -> dict[str, "Office"]:
        """Return the embedded workbooks."""
        return {name: opened(data) for name, data in self.parts.items() if name.endswith(".xlsx")}


def opened(data: bytes) -> Office:
    """Return a file taken apart, unguarded: tests open broken ones.

    Of two entries with one name the last is kept (and both stand in ``entries``).
    """
    with zipfile.ZipFile(BytesIO(data)) as archive:
        entries = tuple(archive.infolist())
        return Office({entry.filename: archive.read(entry) for entry in entries}, entries=entries)


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
