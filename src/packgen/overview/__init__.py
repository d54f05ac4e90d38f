"""The overview for HR and the working environment committee: how far the units have come, and released figures.

Facts on a day → a workbook, a report of one page, pictures with their texts. They lie beside the packs in a folder of
their own, and a build leaves them there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from packgen import filenames, files, packs, pipeline, surveys
from packgen.compose import Scene
from packgen.files import SHARED_UNIT, Entry, Known, Made, Written
from packgen.overview.facts import facts
from packgen.overview.pictures import pictures
from packgen.overview.report import report
from packgen.overview.saying import scene_of
from packgen.overview.workbook import workbook
from packgen.packs import Looks
from packgen.problems import Outcome, Problem, in_order
from packgen.render import word
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
    root = pipeline.root_of(gathered, out)
    return pipeline.alone(root, lambda: _write(gathered, words, looks, root, day))


def _write(gathered: Gathered, words: Words, looks: Looks, root: Path, day: str) -> Outcome[Summed]:
    known = files.read_known(root)
    refused = files.no_longer_allowed(root, known, *pipeline.allowed(gathered))
    if refused:
        return Outcome(None, refused)
    written = files.write_unit(root, make(gathered, words, looks, day), known)
    kept = _kept(known, written)
    told = (
        *(files.lies_beside(root, one) for one in written if one.beside),
        *files.remove(root, known.entries.keys() - kept.keys(), known),
    )
    files.write_manifest(root, kept.values())
    pipeline.write_index(gathered, words, looks, root, kept.values())
    surveys.keep_release(gathered)
    folder = (root / written[0].entry.path).parent
    return Outcome(Summed(folder, len(written), in_order(told)))


def _kept(known: Known, written: Sequence[Written]) -> Mapping[str, Entry]:
    """Return the manifest's entries after this run: all there were, but of the overview the new."""
    new = {one.entry.path: one.entry for one in written}
    edited = {one.beside for one in written}
    return {
        path: entry
        for path, entry in known.entries.items()
        if path in edited or entry.document not in pipeline.BESIDE_PACKS
    } | new
