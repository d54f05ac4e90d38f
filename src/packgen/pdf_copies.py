"""PDFs beside the Word and PowerPoint files of packs: same name, same readers, made only when the file is another.

A PDF is what a leader shares, so it has no notes and no hidden slides. In the manifest it bears unit, document, edition
and figures of the file that it was made from: whatever that file may no longer show, its PDF may not show either.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from packgen import files, office
from packgen.files import Entry, Known, Made, Written
from packgen.problems import Problem
from packgen.store import Store


@dataclass(frozen=True, slots=True)
class Copied:
    """The PDFs of one unit: what was known of it before, those that lie there now, what went wrong."""

    known: Known
    written: tuple[Written, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One unit: PDFs that lie there from before, and files that have none yet."""

    known: Known
    before: tuple[Written, ...]
    waiting: tuple[Entry, ...]


def is_copy(entry: Entry) -> bool:
    """Tell whether a file is a PDF of another file."""
    return bool(entry.made_from) and entry.path.endswith(".pdf")


def make(
    store: Store,
    units: Iterable[str],
    is_source: Callable[[Entry], bool],
    program: str,
    on_made: Callable[[int, int], None] = lambda _made, _of: None,
) -> Iterator[Copied]:
    """Lay a PDF beside each Word and PowerPoint file of these units that is a source; yield them unit by unit.

    ``program`` is LibreOffice's; ``on_made`` is told how many files are done of how many. A PDF that was made from the
    same file before is left as it lies. Manifests are not written here.
    """
    wanted = [_wanted(store, files.read_known(store, unit), is_source) for unit in units]
    of, done, works = sum(len(one.waiting) for one in wanted), 0, True
    for group in _groups(wanted):
        waiting = [entry for one in group for entry in one.waiting] if works else []
        converted, problems, works = _converted(store, waiting, program)
        for one in group:
            made = [_made(entry, converted[entry.path]) for entry in one.waiting if entry.path in converted]
            written, locked = files.write_unit(store, made, one.known) if made else ((), ())
            yield Copied(one.known, (*one.before, *written), (*problems, *locked))
        done += sum(len(one.waiting) for one in group)
        on_made(done, of)


def _wanted(store: Store, known: Known, is_source: Callable[[Entry], bool]) -> _Wanted:
    """Return what is wanted of a unit; of an edited file nothing, for the new one that lies beside it has a PDF."""
    sources = sorted(
        (one for one in known.entries.values() if _ending(one.path) in office.ENDINGS and is_source(one)),
        key=lambda one: (_ending(one.path), one.path),
    )
    found = {
        one: files.made_before(store, _pdf(one.path), one.sha256, known) for one in sources if files.holds(store, one)
    }
    before = tuple(one for one in found.values() if one is not None)
    return _Wanted(known, before, tuple(one for one in found if found[one] is None))


def _groups(wanted: Iterable[_Wanted]) -> Iterator[Sequence[_Wanted]]:
    """Yield units together that fill one start of LibreOffice."""
    group: list[_Wanted] = []
    for one in wanted:
        if group and sum(len(known.waiting) for known in (*group, one)) > office.BATCH:
            yield group
            group = []
        group.append(one)
    yield group


def _converted(
    store: Store, sources: Iterable[Entry], program: str
) -> tuple[dict[str, bytes], tuple[Problem, ...], bool]:
    """Return PDFs by the paths of their sources, what went wrong, and whether LibreOffice works.

    One process of it takes only so many files at a time.
    """
    found: dict[str, bytes] = {}
    problems: list[Problem] = []
    left = iter(sources)
    while batch := list(islice(left, office.BATCH)):
        read = {store.place(one.path): (one.path, store.read(one.path)) for one in batch}
        outcome = office.to_pdf({name: data for name, (_, data) in read.items() if data is not None}, program)
        problems.extend(outcome.problems)
        if outcome.value is None:
            return found, tuple(problems), False
        found |= {read[name][0]: data for name, data in outcome.value.items()}
    return found, tuple(problems), True


def _made(source: Entry, data: bytes) -> Made:
    return Made(
        path=_pdf(source.path),
        data=data,
        unit=source.unit,
        document=source.document,
        edition=source.edition,
        language=source.written_standard,
        shows=source.shows,
        distribution=source.distribution,
        large_print=source.large_print,
        made_from=source.sha256,
    )


def _pdf(path: str) -> str:
    return f"{path.rpartition('.')[0]}.pdf"


def _ending(path: str) -> str:
    return path.rpartition(".")[2]
