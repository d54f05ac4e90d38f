"""The overview for HR and the working environment committee: how far the units have come, and released figures.

Facts on a day → a workbook, a report of one page, pictures with their texts. They lie beside the packs in a folder of
their own, and a build leaves them there.
"""

from dataclasses import dataclass
from pathlib import Path

from packgen import filenames, files, packs, pipeline, places, surveys, unit_packs
from packgen.compose import Scene
from packgen.files import SHARED_UNIT, Made
from packgen.overview.facts import facts
from packgen.overview.pictures import pictures
from packgen.overview.report import report
from packgen.overview.saying import scene_of
from packgen.overview.workbook import workbook
from packgen.packs import Looks
from packgen.problems import Outcome, Problem, in_order
from packgen.render import word
from packgen.store import LocalStore
from packgen.surveys import Gathered
from packgen.wording import Words

__all__ = ["Summed", "facts", "make", "write"]

EDITION = "overview"
"""What the manifest calls those the overview is for; no pack is for them."""


@dataclass(frozen=True, slots=True)
class Summed:
    """What was written: the folder, how many files, what to tell."""

    folder: Path
    count: int
    problems: tuple[Problem, ...]


def make(gathered: Gathered, words: Words, looks: Looks, day: str) -> tuple[Made, ...]:
    """Return the finished files of the overview on an ISO day, paths from the round's folder. A pure function.

    The report is drawn in the municipality's colours on packgen's own template: another might not leave it one page.
    """
    known, theme = facts(gathered, day), packs.dressed(looks, gathered).theme
    scene, units = scene_of(gathered, words, known), len(gathered.now.tree.units)
    own = (gathered.top.id,) if known.own is not None else ()
    return (
        _made("overview", "xlsx", workbook(known, scene, theme, units), scene, known.shows),
        _made("overview", "docx", word.render(report(known, scene, units), theme, looks.word), scene, own),
        *(
            _made(f"overview_{one.key}", ending, data, scene, own if one.key == "rounds" else ())
            for one in pictures(known, scene, theme)
            for ending, data in (("png", one.png), ("txt", one.text.encode()))
        ),
    )


def _made(document: str, ending: str, data: bytes, scene: Scene, shows: tuple[str, ...]) -> Made:
    words, view = scene.words, scene.view
    name = (words.string(f"documents.{document}.file"), view.municipality.name, view.round.id)
    path = f"{words.string('overview.folder')}/{filenames.file_name(name, ending)}"
    return Made(path, data, SHARED_UNIT, document, EDITION, words.language, shows)


def write(gathered: Gathered, words: Words, looks: Looks, out: Path, day: str) -> Outcome[Summed]:
    """Write the overview beside the packs below ``out``; every other file stays as it lies."""
    store = LocalStore(places.root_of(gathered, out))
    return places.alone(store, lambda: _write(gathered, words, looks, store, day))


def _write(gathered: Gathered, words: Words, looks: Looks, store: LocalStore, day: str) -> Outcome[Summed]:
    refused = pipeline.refused(store, gathered)
    if refused:
        return Outcome(None, refused)
    surveys.keep_release(gathered)
    known = files.read_known(store)
    made = make(gathered, words, looks, day)
    written, told = files.lay(
        store,
        known,
        made,
        lambda one, _: one.document not in unit_packs.BESIDE_PACKS,
        known.made_of,
        if_locked=known.made_of,
    )
    pipeline.write_index(gathered, words, looks, store)
    return Outcome(Summed((store.root / made[0].path).parent, len(written), in_order(told)))
