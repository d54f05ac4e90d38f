"""One unit's pack → its files in the place of the packs, unless they lie there already, made of the same.

`Work` is what a process or a worker is handed; `Hands` does it there. What all units share is one unit more.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from packgen import files, packs, pdf_copies, sending
from packgen.files import Entry, Made, Rights
from packgen.fingerprint import Fingerprints, fingerprints
from packgen.model import Unit
from packgen.packs import Looks, make_pack, make_shared
from packgen.problems import Problem, warning
from packgen.store import Store
from packgen.surveys import Gathered
from packgen.wording import Words

BESIDE_PACKS = frozenset({"overview", "overview_meetings", "overview_measures", "overview_rounds"})
"""Documents that a command of their own makes: a build lets them lie while they show nothing that is hidden now."""
BESIDE = BESIDE_PACKS | {sending.DOCUMENT}
"""Documents that lie beside units' own: whoever writes in them does not make packs old."""
PDF = "+pdf"
"""What a fingerprint ends in where a unit's PDFs lie beside its files too."""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one unit: how many files it has, whether they were there already, what to tell."""

    unit: str
    files: int
    unchanged: bool = False
    problems: tuple[Problem, ...] = ()


def rights(gathered: Gathered) -> Rights:
    """Return which units may be shown, and in how many classes; what all units share stands with the top."""
    decisions = gathered.now.disclosure.decisions
    classes: dict[str, int] = {d.unit: d.classes for d in decisions.values()}
    shown = frozenset(d.unit for d in decisions.values() if d.shown)
    return Rights(shown, {**classes, files.SHARED_UNIT: classes.get(gathered.top.id, 0)})


@dataclass(frozen=True, slots=True)
class Work:
    """The work of making units' packs and writing them, as each process is handed it."""

    gathered: Gathered
    words: Words
    looks: Looks
    store: Store
    office: str | None = None
    shapes: Path | None = None
    """The folder where compiled shapes of documents are kept; None for nowhere."""

    def begin(self) -> Callable[[Unit], Done]:
        """Return what makes and writes a unit's pack."""
        return self.hands().unit

    def begin_making(self) -> Callable[[Unit], tuple[Made, ...]]:
        """Return what makes a unit's pack and writes nothing: for workers that do not reach the place of the packs."""
        return self.hands().made

    def begin_comparing(self) -> Callable[[Unit], Done]:
        """Return what compares a unit's files with what its pack would be made of."""
        return self.hands().compare

    def hands(self) -> "Hands":
        """Return who does this work in one process."""
        prints = fingerprints(self.gathered, self.words, self.looks)
        return Hands(self, rights(self.gathered), prints, packs.Press.with_shapes(self.shapes, self.words))


@dataclass(frozen=True, slots=True)
class Hands:
    """Who does the work, in one process, with a press of its own."""

    work: Work
    rights: Rights
    prints: Fingerprints
    press: packs.Press

    def unit(self, unit: Unit) -> Done:
        """Make and write a unit's pack, unless it lies there already."""
        return self.put(unit.id, self.prints.unit(unit), lambda: self.made(unit))

    def made(self, unit: Unit) -> tuple[Made, ...]:
        """Return a unit's pack."""
        work = self.work
        pack = make_pack(work.gathered, unit, work.words, work.looks, self.press)
        return (*pack, *sending.drafts(work.gathered, unit, work.words, pack))

    def known(self, unit: str, made_of: str) -> tuple[files.Known, bool]:
        """Return what earlier runs made of a unit, and whether it lies there made of the same.

        It is made anew where only some documents are asked for: the others may be older.
        """
        known = files.read_known(self.work.store, unit)
        wanted = made_of + PDF if self.work.office else made_of
        asked = self.work.gathered.documents
        return known, not asked and files.is_current(self.work.store, known, wanted, self.rights, BESIDE)

    def shared(self) -> Done:
        """Make and write what all units share, unless it lies there already."""
        work = self.work
        made_of = self.prints.shared()
        return self.put(files.SHARED_UNIT, made_of, lambda: make_shared(work.gathered, work.words, work.looks))

    def put(self, unit: str, made_of: str, make: Callable[[], tuple[Made, ...]]) -> Done:
        """Write the files of a unit, those of it that are no longer made taken away, unless they are made of the same.

        Where only some documents were asked for, what they are made of is not noted: the others may be older.
        """
        store, asked = self.work.store, self.work.gathered.documents
        known, is_current = self.known(unit, made_of)
        if is_current:
            return Done(unit, len(known.entries), unchanged=True)
        written, told = files.lay(store, known, make(), self.stays, "" if asked else made_of)
        return Done(unit, len(written), problems=told)

    def stays(self, entry: Entry, written: Iterable[files.Written]) -> bool:
        """Tell whether a file of earlier runs stays that this one has not written: one that it was not asked for.

        PDFs of files that are the same stay where PDFs are asked for.
        """
        asked = self.work.gathered.documents
        if not self.rights.allow(entry):
            return False
        if self.work.office and pdf_copies.is_copy(entry):
            return any(one.entry.sha256 == entry.made_from for one in written)
        return entry.document in BESIDE or bool(asked and entry.document not in asked)

    def compare(self, unit: Unit) -> Done:
        """Return what of a unit's files is not as a build would leave it."""
        return self.compared(unit.id, self.prints.unit(unit), unit.name)

    def compared(self, unit: str, made_of: str, name: str) -> Done:
        """Return what of these files is not as a build would leave it."""
        store = self.work.store
        known = files.read_known(store, unit)
        if not known.entries:
            return Done(unit, 0, problems=(warning("files.not_made", unit=name),))
        told = files.amiss(store, known)
        if known.made_of.removesuffix(PDF) != made_of or known.pending:
            told = (warning("files.not_current", unit=name), *told)
        return Done(unit, len(known.entries), unchanged=not told, problems=told)
