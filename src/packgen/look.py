"""One unit's pack at a glance: contact sheets of all its pages, in the leader's folder until the next build.

They show the leader's figures, distributions too. So they are written as any file of the pack is: under the same lock,
only where no edited file holds what may not be shown any more, and with an entry in the manifest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from packgen import contact_sheets, filenames, files, office, packs, pipeline, places, surveys, unit_packs
from packgen.contact_sheets import Shown
from packgen.content.texts import Texts
from packgen.files import Made
from packgen.model import Edition, Unit
from packgen.packs import Looks
from packgen.problems import Outcome, Problem, in_order
from packgen.store import LocalStore
from packgen.surveys import Gathered
from packgen.wording import Words

DOCUMENT = "look"


@dataclass(frozen=True, slots=True)
class Looked:
    """What was looked at: the unit, where the sheets lie, and what to tell of files that somebody has edited."""

    unit: Unit
    paths: tuple[Path, ...]
    problems: tuple[Problem, ...]


def unit_to_see(gathered: Gathered) -> Unit:
    """Return the first of the units asked for that may be shown; the first of all where none may."""
    shown = unit_packs.rights(gathered).shown
    return next((unit for unit in gathered.chosen if unit.id in shown), gathered.chosen[0])


def make(gathered: Gathered, words: Words, looks: Looks, program: str) -> Outcome[tuple[Made, ...]]:
    """Return the contact sheets of a unit's pack, finished; ``program`` is LibreOffice's."""
    unit = unit_to_see(gathered)
    pack = tuple(made for made in packs.make_pack(gathered, unit, words, looks) if not made.large_print)
    converted = office.to_pdf({made.path: made.data for made in pack if _ending(made) in office.ENDINGS}, program)
    if converted.value is None:
        return Outcome(None, converted.problems)
    pdfs = {**{made.path: made.data for made in pack if _ending(made) == "pdf"}, **converted.value}
    texts = gathered.words_of(unit, words).texts[gathered.language_of(unit)]
    shown = [
        Shown(texts.node(f"documents.{made.document}.name"), pdfs[made.path]) for made in pack if made.path in pdfs
    ]
    subtitle = f"{gathered.municipality.name} · {gathered.now.round.name}"
    sheets = contact_sheets.make(unit.name, subtitle, shown, looks.theme)
    made = (_made(gathered, unit, texts, pack, number, data) for number, data in enumerate(sheets, start=1))
    return Outcome(tuple(made), converted.problems)


def _ending(made: Made) -> str:
    return made.path.rpartition(".")[2]


def _made(gathered: Gathered, unit: Unit, texts: Texts, pack: Sequence[Made], number: int, data: bytes) -> Made:
    """Return one sheet with what the manifest says of it: it shows all that the pack shows."""
    name = (f"{texts.node(f'documents.{DOCUMENT}.file')} {number}", unit.name, gathered.now.round.id)
    folder = texts.node(f"documents.editions.{Edition.LEADER.value}.folder")
    return Made(
        path=f"{filenames.unit_folder(unit.id)}/{folder}/{filenames.file_name(name, 'png')}",
        data=data,
        unit=unit.id,
        document=DOCUMENT,
        edition=Edition.LEADER.value,
        language=texts.language,
        shows=tuple(sorted({shown for made in pack for shown in made.shows})),
        distribution=max((made.distribution for made in pack), default=0),
    )


def look(gathered: Gathered, words: Words, looks: Looks, out: Path, program: str) -> Outcome[Looked]:
    """Write the contact sheets of a unit's pack below ``out``; every other file stays as it lies."""
    store = LocalStore(places.root_of(gathered, out))
    return places.alone(store, lambda: _look(gathered, words, looks, store, program))


def _look(gathered: Gathered, words: Words, looks: Looks, store: LocalStore, program: str) -> Outcome[Looked]:
    refused = pipeline.refused(store, gathered)
    if refused:
        return Outcome(None, refused)
    made = make(gathered, words, looks, program)
    if made.value is None:
        return Outcome(None, made.problems)
    surveys.keep_release(gathered)
    unit = unit_to_see(gathered)
    known = files.read_known(store, unit.id)
    # made of nothing that a build knows, so that the next one takes them away
    written, told = files.lay(store, known, made.value, lambda one, _: one.document != DOCUMENT, made_of="")
    paths = tuple(store.root / one.entry.path for one in written)
    return Outcome(Looked(unit, paths, in_order((*made.problems, *told))), ())
