"""Zip files from finished entries: what was deflated once is copied, and the same entries give the same bytes.

Office files hold tens of parts of which few differ from one file to the next, so an entry is a value of its own.
"""

import struct
from collections.abc import Iterable
from dataclasses import dataclass, field

from isal import isal_zlib

LEVEL = 2
"""Of ISA-L's levels the one that is nearly as fast as the fastest and packs Office XML about as well as zlib's 5."""

_VERSION, _UNIX, _UTF8 = 20, 3, 0x800
_MADE_BY = (_UNIX << 8) | _VERSION
_DEFLATED = 8
_DATE = (1 << 5) | 1  # 1980-01-01, midnight: the earliest that a zip can say
_MODE = 0o600 << 16  # 0 makes Word for Mac offer to repair the file
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5HI")  # what follows is where the entry lies, and its name
_END = struct.Struct("<4s4H2IH")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a zip, deflated: its name, the CRC and length of what is in it, and the deflated bytes."""

    name: bytes
    crc: int
    length: int
    deflated: bytes
    before: bytes = field(init=False, compare=False, repr=False)
    """What stands before the deflated bytes."""
    listed: bytes = field(init=False, compare=False, repr=False)
    """How the zip's list of entries says it, up to where it lies."""

    def __post_init__(self) -> None:
        flags = 0 if self.name.isascii() else _UTF8
        said = (_VERSION, flags, _DEFLATED, 0, _DATE, self.crc, len(self.deflated), self.length, len(self.name), 0)
        object.__setattr__(self, "before", _LOCAL.pack(b"PK\x03\x04", *said) + self.name)
        object.__setattr__(self, "listed", _CENTRAL.pack(b"PK\x01\x02", _MADE_BY, *said, 0, 0, 0, _MODE))


def entry(name: str, data: bytes) -> Entry:
    """Return an entry with this in it."""
    packer = isal_zlib.compressobj(LEVEL, isal_zlib.DEFLATED, -15)
    return Entry(name.encode(), isal_zlib.crc32(data), len(data), packer.compress(data) + packer.flush())


def archive(entries: Iterable[Entry]) -> bytes:
    """Return a zip of these entries in this order. Names are ASCII or UTF-8, dates 1980-01-01."""
    pieces: list[bytes] = []
    listed: list[bytes] = []
    at = 0
    for one in entries:
        before, deflated = one.before, one.deflated
        pieces += (before, deflated)
        listed += (one.listed, at.to_bytes(4, "little"), one.name)
        at += len(before) + len(deflated)
    central = b"".join(listed)
    count = len(listed) // 3
    return b"".join((*pieces, central, _END.pack(b"PK\x05\x06", 0, 0, count, count, len(central), at, 0)))
