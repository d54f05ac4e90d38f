"""Who a unit is, and what its folder and files are called.

Ids stand in commands, folders, records and the next round, so they must come out the same on every machine and year:
an id depends on nothing but the names on its path. Names of files keep their Norwegian letters, and are such that
Windows and SharePoint take them.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import process

from packgen import clean
from packgen.model import UnitTree

LONGEST = 80
"""Characters of an id at most: folders in folders must stay within what Windows takes."""
LONGEST_FILE = 120
"""Characters of a file's name at most, for the same reason."""

_LETTERS = str.maketrans(
    {"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "œ": "oe", "&": " og "}
    | {"đ": "d", "ð": "d", "þ": "th", "ŋ": "n", "ŧ": "t", "ł": "l"}
)
_OTHERS = re.compile(r"[^a-z0-9]+")
_STEP = re.compile(r"\s+[/>›]\s+")
_NOT_IN_FILES = re.compile(r'[<>:"/\\|?*#%]+')
_RESERVED = frozenset({"con", "prn", "aux", "nul", "felles", "manifest", "index", "desktop-ini", "forms"}) | {
    f"{port}{number}" for port in ("com", "lpt") for number in range(10)
}
"""What Windows and SharePoint keep for themselves, and what lies beside the units' folders."""


def unit_id(path: Sequence[str]) -> str:
    """Return the id of a unit from the names on its path, the top one first and its own last.

    ``("Oppvekst", "Å skule")`` gives ``oppvekst--aa-skule``: only a-z, 0-9 and hyphens, two between the steps. An id
    that would be longer than `LONGEST` keeps its end (the unit's own name) and gets a check sum of the whole; a name
    without any such letter is its check sum.
    """
    whole = "--".join(_step(name) for name in path)
    return whole if len(whole) <= LONGEST else f"{whole[-(LONGEST - 9) :].lstrip('-')}-{_sum(whole)}"


def slug(text: str) -> str:
    """Return a text as a word of an id or a folder: ``10-FAKTOR 2026`` gives ``10-faktor-2026``."""
    return unit_id((text,))


def _step(name: str) -> str:
    plain = unicodedata.normalize("NFC", name).casefold().translate(_LETTERS)
    bare = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return _OTHERS.sub("-", bare).strip("-") or f"u-{_sum(name)}"


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]


def is_slug(text: str) -> bool:
    """Tell whether a text may stand as an id: a-z, 0-9 and hyphens inside, not longer than `LONGEST`."""
    return len(text) <= LONGEST and re.fullmatch(r"[a-z0-9]+(-+[a-z0-9]+)*", text) is not None


def same_name(name: str) -> str:
    """Return what two spellings of one name share: small letters, one form of dashes, single spaces."""
    plain = re.sub("[\u2010-\u2015\u2212]", "-", unicodedata.normalize("NFKC", name))
    return " ".join(plain.casefold().split())


def steps(path: str) -> tuple[str, ...]:
    """Return the names of a written path, «Oppvekst / Fjord skule»: parted by / or > with spaces around."""
    return tuple(step for step in _STEP.split(path.strip()) if step)


def nearest(name: str, tree: UnitTree) -> str:
    """Return the name of the unit that somebody may have meant; empty in an empty tree."""
    names = {unit.id: same_name(unit.name) for unit in tree.units}
    found = process.extractOne(same_name(name), names)
    return tree.get(found[2]).name if found else ""


def folder_names(ids: Iterable[str]) -> Mapping[str, str]:
    """Return a folder's name for each id: the id itself where it can be one, and never the same twice."""
    wanted = {unit: slug(unit) for unit in ids}
    times = Counter(wanted.values())
    return {
        unit: name if times[name] == 1 and name not in _RESERVED else f"{name[: LONGEST - 9]}-{_sum(unit)}"
        for unit, name in wanted.items()
    }


def file_name(stem: str, ending: str) -> str:
    """Return a file's name that Windows and SharePoint take, at most `LONGEST_FILE` characters with its ending.

    A longer one loses its middle: the document at its start and the round at its end stay.
    """
    plain = " ".join(_NOT_IN_FILES.sub(" ", clean.line(stem)[0]).split()).strip(" .~")
    room = LONGEST_FILE - len(ending) - 1
    if len(plain) > room:
        plain = f"{plain[: room - 24].rstrip()} … {plain[-20:].lstrip()}"
    if not plain or slug(plain) in _RESERVED:
        plain = f"{plain}_"
    return f"{plain}.{ending}"
