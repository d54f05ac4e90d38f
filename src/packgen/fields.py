"""Values at the edge: what people write in a field or a cell → one type, or a problem that says what was expected."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from packgen import clean
from packgen.model import Language
from packgen.problems import Place, Problem, error, warning

T = TypeVar("T")

LONGEST = 200
"""Characters of a text field at most: the longest name of a unit that pages are measured for, with room."""


@dataclass(frozen=True, slots=True)
class At:
    """Which field a value stands in, as people know it, and where."""

    field: str
    place: Place


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """A kind of value: its name in docs, how clean text becomes one, and what docs say of its range or words.

    ``longest`` is how many characters it may have, ``clean`` how it is cleaned.
    """

    name: str
    read: Callable[[str, At], T | Problem]
    allowed: str = ""
    longest: int = LONGEST
    clean: Callable[[str], tuple[str, bool]] = clean.line


def value(kind: Kind[T], written: str, at: At) -> tuple[T | None, tuple[Problem, ...]]:
    """Clean a written value and read it; None where it is empty or wrong, with what there is to tell."""
    cleaned, changed = kind.clean(written)
    told = (warning("fields.cleaned", at.place, field=at.field, value=cleaned),) if changed else ()
    if not cleaned:
        return None, told
    if len(cleaned) > kind.longest:
        length = len(cleaned)
        return None, (*told, error("fields.too_long", at.place, field=at.field, length=length, longest=kind.longest))
    found = kind.read(cleaned, at)
    return (None, (*told, found)) if isinstance(found, Problem) else (found, told)


# ---------------------------------------------------------------- kinds


def _text(written: str, _: At) -> str:
    return written


def _whole(written: str, at: At, lowest: int, highest: int) -> int | Problem:
    if not re.fullmatch(r"[0-9]{1,9}", written) or not lowest <= int(written) <= highest:
        return error("fields.not_whole", at.place, field=at.field, value=written, lowest=lowest, highest=highest)
    return int(written)


_YES = frozenset({"ja", "true", "yes", "1"})
_NO = frozenset({"nei", "false", "no", "0"})


def _yes_no(written: str, at: At) -> bool | Problem:
    if written.casefold() not in _YES | _NO:
        return error("fields.not_yes_no", at.place, field=at.field, value=written)
    return written.casefold() in _YES


_DAY = re.compile(
    r"(?P<d>[0-9]{1,2})[./](?P<m>[0-9]{1,2})[./](?P<y>[0-9]{4})|(?P<Y>[0-9]{4})-(?P<M>[0-9]{2})-(?P<D>[0-9]{2})"
)


def _day(written: str, at: At) -> str | Problem:
    """Read «12.3.2026» or «2026-03-12» as an ISO day."""
    wrong = error("fields.not_day", at.place, field=at.field, value=written)
    match = _DAY.fullmatch(written)
    if match is None:
        return wrong
    year, month, day = (int(match[big] or match[small]) for big, small in (("Y", "y"), ("M", "m"), ("D", "d")))
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return wrong


_CLOCK = re.compile(r"(?:kl\.? ?)?(?P<h>[01]?[0-9]|2[0-3])(?:[.:](?P<m>[0-5][0-9])(?:[.:]00)?)?", re.IGNORECASE)


def _clock(written: str, at: At) -> str | Problem:
    """Read «8.30», «08:30» or «kl. 9» as ``08:30``."""
    match = _CLOCK.fullmatch(written)
    if match is None:
        return error("fields.not_clock", at.place, field=at.field, value=written)
    return f"{int(match['h']):02}:{match['m'] or '00'}"


_LANGUAGES: Mapping[str, Language] = {
    **dict.fromkeys(("nb", "bokmål", "nb-no", "bm"), "nb"),
    **dict.fromkeys(("nn", "nynorsk", "nn-no"), "nn"),
}


def _language(written: str, at: At) -> Language | Problem:
    found = _LANGUAGES.get(written.casefold())
    return found or error("fields.not_language", at.place, field=at.field, value=written)


def _emails(written: str, at: At) -> str | Problem:
    """Read one address, or several parted by ; or comma, as «a@b.no; c@d.no»."""
    addresses = [address.strip() for address in re.split("[;,]", written) if address.strip()]
    for address in addresses:
        if not re.fullmatch(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\".]+", address):
            return error("fields.not_email", at.place, field=at.field, value=address)
    return "; ".join(addresses)


_ADDRESS = re.compile(r"https://[^\s/?#\"<>]+\.[^\s\"<>]+|mailto:[^@\s\"<>]+@[^@\s\"<>]+", re.IGNORECASE)


def _colour(written: str, at: At) -> str | Problem:
    """Read «#0b6e75», «0B6E75» or «#07a» as ``0B6E75``."""
    match = re.fullmatch(r"#?([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})", written)
    if match is None:
        return error("fields.not_colour", at.place, field=at.field, value=written)
    digits = match[1] if len(match[1]) == len("RRGGBB") else "".join(digit * 2 for digit in match[1])
    return digits.upper()


def _web(written: str, at: At) -> str | Problem:
    if not re.fullmatch(
        r"(?:https://[^\s/?#\"<>]+\.[^\s\"<>]+|mailto:[^@\s\"<>]+@[^@\s\"<>]+)", written, re.IGNORECASE
    ):
        return error("fields.not_web", at.place, field=at.field, value=written)
    return written


def _one_of(written: str, at: At, words: Sequence[str]) -> str | Problem:
    known = {word.casefold(): word for word in words}
    if written.casefold() not in known:
        return error("fields.not_one_of", at.place, field=at.field, value=written, allowed=", ".join(words))
    return known[written.casefold()]


def _version(written: str, at: At) -> int | Problem:
    return 1 if written == "1" else error("fields.not_schema", at.place, value=written)


TEXT: Kind[str] = Kind("text", _text)
YES_NO: Kind[bool] = Kind("yes_no", _yes_no)
DAY: Kind[str] = Kind("day", _day)
CLOCK: Kind[str] = Kind("clock", _clock)
LANGUAGE: Kind[Language] = Kind("language", _language)
EMAILS: Kind[str] = Kind("emails", _emails)
WEB: Kind[str] = Kind("web", _web)
FILE: Kind[str] = Kind("file", _text)
COLOUR: Kind[str] = Kind("colour", _colour)
VERSION: Kind[int] = Kind("version", _version)


def whole(lowest: int, highest: int) -> Kind[int]:
    """Return the kind of whole numbers in a range, both ends in it."""
    return Kind("whole", lambda written, at: _whole(written, at, lowest, highest), f"{lowest}–{highest}")


def one_of(*words: str) -> Kind[str]:
    """Return the kind that is one of these words, whichever letters are capital."""
    return Kind("one_of", lambda written, at: _one_of(written, at, words), ", ".join(words))
