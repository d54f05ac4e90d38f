"""Fingerprints: of everything that the files of one unit are made from, so that a build can leave units alone.

Two builds that would give a unit other files (other bytes, names or notes in the manifest) have different fingerprints
of it. What a unit does not show does not count: another unit's figures or name, a setting that reaches no file. All
words of a unit's written standard count, for no unit is asked which of them it prints.

What counts is walked in a fixed order and written down in letters that cannot be read in two ways. A value of a type
that is not known here is a TypeError: an input that nobody has thought of never goes uncounted.
"""

import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from decimal import Decimal
from enum import EnumType
from functools import cache
from hashlib import blake2b
from operator import attrgetter
from pathlib import Path
from typing import Any

from packgen import compose, own_code, packs, printing
from packgen.content.makeup import Item, Makeup, Part, SheetMakeup, SlideMakeup
from packgen.content.texts import Texts
from packgen.model import Edition, Language, Municipality, Round, Unit, View
from packgen.packs import Looks, view_of
from packgen.printing import PrintLooks
from packgen.record import Record
from packgen.render.sheets.fonts import LATO, Family
from packgen.sending.audiences import AUDIENCES, addresses
from packgen.surveys import Gathered
from packgen.wording import Words

LEFT_OUT: Mapping[type, Mapping[str, str]] = {
    Municipality: {
        "folder": "a place on a machine; what was read there counts",
        "language": "each unit's own is counted in its view",
        "meeting_form": "each unit's own is counted with it",
        "rounds": "this round is counted, those before are in figures and records",
        "units_file": "what it says of the units is in the views",
        "follow_up_months": "counted where a unit has a record: they are days of its plan",
        "drafts_attach": "counted where drafts are made",
        "lix_limit": "for warnings alone",
        "large_print": "what was asked for is counted",
        "printed": "counted where something is printed",
        "terms": "they are in the words",
        "own_factor_names": "they are in the words",
        "brand": "it is in the looks",
        "templates": "they are in the looks",
        "allowed": "how much is read, not what it says",
    },
    Round: {
        "results": "the names of files; what they hold is in the views",
        "released_under_limit": "it decides what is shown, which is in the views",
        "released_n_at_least_10": "it decides what is shown, which is in the views",
        "replaces_unreleased": "it decides what is shown, which is in the views",
        "columns": "how results are read, not what they say",
    },
    Unit: {
        "parent": "the name of the unit above is counted, and what it decides is in the figures",
        "service": "it chooses among words and comparators, which are counted",
        "language": "the one in use is in the view",
        "leader_email": "counted where drafts are made",
        "representative_email": "counted where drafts are made",
        "safety_email": "counted where drafts are made",
        "invited": "what of it may be shown is in the figures",
        "answered": "what of it may be shown is in the figures",
        "meeting_form": "the one in use is counted",
        "was": "it decides which earlier figures and records are the unit's",
    },
    View: {
        "municipality": "counted once for all units",
        "round": "counted once for all units",
        "parent": "its name is all that is shown of it, and is counted",
        "edition": "the code says which there are",
    },
    Record: {"collected": "which forms were read; documents ask only what was said"},
    Looks: {
        "word": "its digest is counted",
        "word_large": "its digest is counted where there is large print",
        "slides": "its digest is counted",
        "index": "of the page over all units, which is no unit's",
        "pages": "counted where words are packgen's own: no others have page numbers",
        "printed": "counted where something is printed",
    },
    Family: {
        "folder": "a place on a machine; the fonts in it count",
        "files": "places on a machine; the digests of the fonts count",
    },
    Words: {
        "texts": "those of the written standard in use are counted",
        "nodes": "what the make-up was read from, which is counted",
    },
    Texts: {
        "places": "where people find a text",
        "drafts": "for warnings alone",
        "_found": "what was looked up before",
    },
    Item: {"place": "where people find it"},
    Part: {"place": "where people find it"},
    SlideMakeup: {"place": "where people find it"},
    SheetMakeup: {"place": "where people find it"},
}
"""The fields that do not count by themselves, each with its reason; every other field of a value does."""


# ---------------------------------------------------------------- fingerprints of a build


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """The fingerprints of a build. ``settings``, ``printed`` and ``wordings`` are digests of what units share.

    ``wordings`` has one for each set of words (`OwnWords.pair_of`) and written standard.
    """

    gathered: Gathered
    words: Words
    settings: str
    printed: str
    wordings: Mapping[tuple[str, str], Mapping[Language, str]]

    def unit(self, unit: Unit) -> str:
        """Return the fingerprint of a unit's pack and of the drafts that carry it."""
        gathered = self.gathered
        words = gathered.words_of(unit, self.words)
        view = view_of(gathered, unit, _fullest(self._asked_for(words.makeups, "unit")))
        decided = compose.recorded(view)
        own = tuple(m for m in self._asked_for(words.makeups, "unit") if m.is_printed and compose.has_come(m, decided))
        printed = self._printed(self._chosen(own) or own)  # a choice among shared sheets is none of these
        return digest(
            ("unit", self.settings, self._words(unit, view.language), self._of(view), printed, self._drafts(unit))
        )

    def shared(self) -> str:
        """Return the fingerprint of what is made once for the municipality."""
        gathered = self.gathered
        makeups = self._asked_for(gathered.words_of(None, self.words).makeups, "municipality")
        top = replace(gathered.top, language=gathered.languages[0])  # in which is counted beside
        view = view_of(gathered, top, _fullest(makeups))
        forms = tuple(dict.fromkeys(gathered.municipality.form_of(unit) for unit in gathered.now.tree.units))
        words = tuple(self._words(None, language) for language in gathered.languages)
        printed = self._printed(self._chosen(m for m in makeups if m.is_printed))
        return digest(("shared", self.settings, words, gathered.languages, self._of(view), forms, printed))

    def _asked_for(self, makeups: Iterable[Makeup], scope: str) -> tuple[Makeup, ...]:
        wanted = self.gathered.documents
        return tuple(m for m in makeups if m.scope == scope and (not wanted or m.id in wanted))

    def _words(self, unit: Unit | None, language: Language) -> str:
        own = self.gathered.own
        return self.wordings[own.pair_of(unit) if own is not None else ("", "")][language]

    def _of(self, view: View) -> tuple[Any, ...]:
        """Return what a view says that is its own, and whose figures the manifest says it shows."""
        decisions = self.gathered.now.disclosure.decisions
        above = decisions[view.figures.unit].comparators if view.figures is not None else ()
        form = view.municipality.form_of(view.unit)
        months = view.municipality.follow_up_months if view.record is not None else None
        return view, view.parent.name if view.parent is not None else None, form, months, above

    def _chosen(self, makeups: Iterable[Makeup]) -> tuple[Makeup, ...]:
        """Return those of sheets and cards that settings choose."""
        tools = self.gathered.municipality.printed.tools
        return tuple(m for m in makeups if not tools or printing.tool_of(m) in tools)

    def _printed(self, makeups: tuple[Makeup, ...]) -> tuple[Any, ...]:
        """Return what sheets and cards are made from; nothing where there are none."""
        choice = self.gathered.municipality.printed
        return (self.printed, choice.size, choice.tiles, tuple(m.id for m in makeups)) if makeups else ()

    def _drafts(self, unit: Unit) -> tuple[Any, ...]:
        """Return what only e-mail drafts are made from; nothing where there are none."""
        if self.gathered.documents:
            return ()
        to = tuple(addresses(audience, unit) for audience in AUDIENCES)
        return self.gathered.municipality.drafts_attach, to


def fingerprints(gathered: Gathered, words: Words, looks: Looks) -> Fingerprints:
    """Return the fingerprints of a build; what all units share is worked out here, once."""
    dressed = packs.dressed(looks, gathered)
    rest = (gathered.large_print, frozenset(gathered.documents), gathered.logo)
    templates = _templates(dressed, large_print=gathered.large_print)
    settings = digest((made_by(), gathered.municipality, gathered.now.round, *rest, dressed, *templates))
    wordings = _wordings(gathered, words, dressed)
    return Fingerprints(gathered, words, settings, digest(tuple(_print_looks(dressed.printed))), wordings)


def _fullest(makeups: Iterable[Makeup]) -> Edition:
    """Return the edition whose view holds all that is shown: staff see what leaders see, less distributions."""
    return Edition.STAFF if {m.edition for m in makeups} <= {Edition.STAFF} else Edition.LEADER


# ---------------------------------------------------------------- what units share


def _templates(looks: Looks, *, large_print: bool) -> Iterator[str]:
    yield from (_of_bytes(data) for data in (looks.word, looks.slides))
    if large_print:
        yield _of_bytes(looks.word_large)


def _print_looks(looks: PrintLooks) -> Iterator[Any]:
    yield from (looks.theme, _of_bytes(looks.template), _of_bytes(looks.slides))
    for family in looks.fonts.families:
        yield family
        if family.folder != LATO:  # the version of that library counts
            yield tuple(_of_bytes(file.read_bytes()) for row in family.files for file in row)
            yield tuple(_of_bytes(file.read_bytes()) for file in _fonts_in(family.folder))


def _fonts_in(folder: Path) -> list[Path]:
    """Return all that the typesetter may take for a font, in an order of its own."""
    found = (file for file in folder.rglob("*") if file.suffix.lower() in {".ttf", ".otf", ".ttc", ".otc"})
    return sorted(found, key=lambda file: file.relative_to(folder).as_posix())


def _wordings(gathered: Gathered, words: Words, looks: Looks) -> Mapping[tuple[str, str], Mapping[Language, str]]:
    """Return the digest of every set of words that units have, in each written standard in use."""
    sets = gathered.own.made if gathered.own is not None else {("", ""): words}
    known: dict[int, str] = {}
    found = {}
    for pair, one in sets.items():
        makeup = digest((one, looks.pages if one is words else None))
        found[pair] = {
            language: digest((makeup, language, *_texts(one.texts[language], known))) for language in gathered.languages
        }
    return found


def _texts(texts: Texts, known: dict[int, str]) -> Iterator[str]:
    """Yield the name and digest of each file of texts; ``known`` are those of files seen before, by their identity."""
    for name, node in texts.nodes.items():
        if id(node) not in known:
            known[id(node)] = digest(node)
        yield from (name, known[id(node)])


@cache
def made_by() -> str:
    """Return the digest of the code that makes files: packgen's own, the versions of Python and of the libraries."""
    python = (*sys.version_info[:3], zlib.ZLIB_RUNTIME_VERSION)
    return digest((python, own_code.versions(), own_code.digest()))


def _of_bytes(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


# ---------------------------------------------------------------- any value as letters

_Put = Callable[[str], None]
_Walker = Callable[[Any, _Put], None]


def digest(value: Any) -> str:  # noqa: ANN401 - any value whose type is known here
    """Return the digest of a value, 32 hexadecimal digits. TypeError for a type that is not known here.

    Numbers count as they are written (``4.2`` is not ``4.20``), mappings in their order, sets in none, lists as tuples,
    and dataclasses by their fields, less `LEFT_OUT`.
    """
    written: list[str] = []
    _walk(value, written.append)
    return _of_bytes("".join(written).encode("utf-8", "surrogatepass"))


def _walk(value: Any, put: _Put) -> None:  # noqa: ANN401 - as in digest
    _WALKERS[type(value)](value, put)


def _text(value: str, put: _Put) -> None:
    put(f"s{len(value)}:{value}")


def _plain(value: object, put: _Put) -> None:
    put(f"{value};")


def _decimal(value: Decimal, put: _Put) -> None:
    put(f"d{value};")


def _items(value: tuple[Any, ...] | list[Any], put: _Put) -> None:
    put(f"({len(value)}:")
    for item in value:
        _WALKERS[type(item)](item, put)


def _mapping(value: dict[Any, Any], put: _Put) -> None:
    put(f"{{{len(value)}:")
    for name, item in value.items():
        _walk(name, put)
        _walk(item, put)


def _set(value: frozenset[Any], put: _Put) -> None:
    put("&")
    _items(sorted(map(digest, value)), put)


def _bytes(value: bytes, put: _Put) -> None:
    put(f"b{_of_bytes(value)}")


def _walker(kind: type) -> _Walker:
    """Return what walks values of a dataclass or an enumeration."""
    if isinstance(kind, EnumType):
        return lambda value, put: put(f"e{kind.__qualname__}.{value.name};")
    if not is_dataclass(kind):
        raise TypeError(f"nobody has said how a {kind.__qualname__} counts in a fingerprint")
    return _dataclass(kind)


def counted(kind: type) -> tuple[str, ...]:
    """Return the fields of a dataclass that count."""
    return tuple(field.name for field in fields(kind) if field.name not in LEFT_OUT.get(kind, {}))


def _dataclass(kind: type) -> Callable[[Any, _Put], None]:
    names = counted(kind)
    head = f"<{kind.__qualname__}{len(names)}:"
    values_of = attrgetter(*names) if names else lambda _: ()

    def walk(value: Any, put: _Put) -> None:  # noqa: ANN401 - of the kind
        put(head)
        found = values_of(value)
        for item in found if len(names) > 1 else (found,) if names else ():
            _WALKERS[type(item)](item, put)

    return walk


class _Walkers(dict[type, _Walker]):
    """What walks values of each type; of a dataclass or an enumeration it is worked out when one is met."""

    def __missing__(self, kind: type) -> _Walker:
        self[kind] = found = _walker(kind)
        return found


_WALKERS = _Walkers(
    {
        str: _text,
        int: _plain,
        bool: _plain,
        type(None): _plain,
        Decimal: _decimal,
        bytes: _bytes,
        tuple: _items,
        list: _items,
        dict: _mapping,
        frozenset: _set,
    }
)
