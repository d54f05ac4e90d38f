"""Who a unit is: an id made of the names on its path, and when two spellings are the same name.

Ids stand in commands, folders, records and the next round, so they must come out the same on every machine and year:
nothing here depends on the order of units or on what other units there are.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence

LONGEST = 80
"""Characters of an id at most: folders in folders must stay within what Windows takes."""

_SUM = 8
"""Characters of a check sum."""

_LETTERS = str.maketrans(
    {"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "œ": "oe", "&": " og "}
    | {"đ": "d", "ð": "d", "þ": "th", "ŋ": "n", "ŧ": "t", "ł": "l"}
)
_OTHERS = re.compile(r"[^a-z0-9]+")
_STEP = re.compile(r"\s+[/>›]\s+")


def slug(path: Sequence[str]) -> str:
    """Return the id of a unit from the names on its path, the top one first and its own last.

    ``("Oppvekst", "Å skule")`` gives ``oppvekst--aa-skule``: only a-z, 0-9 and hyphens, two between the steps. An id
    that would be longer than `LONGEST` leaves out steps from the top, then words from the end of the unit's own name,
    and gets a check sum of the whole; a name without any such letter is its check sum.
    """
    names = [_step(name) for name in path]
    whole = "--".join(names)
    if len(whole) <= LONGEST:
        return whole
    room = LONGEST - _SUM - 1
    while len(names) > 1 and len("--".join(names)) > room:
        names.pop(0)
    return f"{_cut('--'.join(names), room)}-{_sum(whole)}"


def _cut(text: str, room: int) -> str:
    """Return a text that has room, without its last words where it is longer (a single long word is cut through)."""
    if len(text) <= room:
        return text
    return (text[: room + 1].rpartition("-")[0] or text[:room]).strip("-")


def _step(name: str) -> str:
    plain = unicodedata.normalize("NFC", name).casefold().translate(_LETTERS)
    bare = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return _OTHERS.sub("-", bare).strip("-") or f"u-{_sum(name)}"


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:_SUM]


def is_slug(text: str) -> bool:
    """Tell whether a text may stand as an id: a-z, 0-9 and hyphens inside, not longer than `LONGEST`."""
    return len(text) <= LONGEST and re.fullmatch(r"[a-z0-9]+(-+[a-z0-9]+)*", text) is not None


def unit_id(written: str) -> str:
    """Return an id as people write it (``H1``, «HO 12») in the form that ids have everywhere: ``h1``, ``ho-12``."""
    plain = written.strip().casefold()
    return plain if is_slug(plain) else slug((written,))


def same_name(name: str) -> str:
    """Return what two spellings of one name share: small letters, one form of dashes, single spaces."""
    plain = re.sub("[\u2010-\u2015\u2212]", "-", unicodedata.normalize("NFKC", name))
    return " ".join(plain.casefold().split())


def steps(path: str) -> tuple[str, ...]:
    """Return the names of a written path, «Oppvekst / Fjord skule»: parted by / or > with spaces around."""
    return tuple(step for step in _STEP.split(path.strip()) if step)
