"""How fast packs are rendered directly, as each document is before its shape is known, and units that are all new.

The yardstick is opening and saving our own two empty templates with python-docx and python-pptx, once for each
document of a pack: the least that any program pays that builds each file with those libraries. Every figure is the
median of runs taken in turn, so that a machine that slows down slows all of them.
"""

import io
import tempfile
from dataclasses import replace
from pathlib import Path

import docx
import measuring
import pptx

from packgen import packs, pipeline, resources, surveys, wording
from packgen.pipeline import Request

EXAMPLE = Path(__file__).parents[1] / "examples" / "fjordvik"


def yardstick(media: list[str]) -> None:
    """Open and save an empty template for each document of a pack."""
    for medium in media:
        name = "slides.pptx" if medium == "slides" else "word.docx"
        data = io.BytesIO((resources.TEMPLATES / name).read_bytes())
        opened = pptx.Presentation(data) if medium == "slides" else docx.Document(data)
        opened.save(io.BytesIO())


def main(units: int, runs: int) -> None:
    """Make packs of the example in turn with the yardstick, then write those of some units; print what it took."""
    words = wording.read(resources.CONTENT).value
    looks = packs.read_looks(resources.TEMPLATES, resources.CONTENT)
    gathered = pipeline.gather(Request(EXAMPLE), words).value
    chosen = gathered.chosen[:units]
    media = [m.medium for m in packs.makeups_of(gathered, chosen[0], words)]
    first = measuring.timed(packs.make_pack, gathered, chosen[0], words, looks)[1]
    taken: list[float] = []
    bare: list[float] = []
    for run in range(runs):
        unit = chosen[run % len(chosen)]
        taken.append(measuring.timed(packs.make_pack, gathered, unit, words, looks)[1])
        bare.append(measuring.timed(yardstick, media)[1])
    with tempfile.TemporaryDirectory() as folder:
        whole = measuring.seconds(lambda: pipeline.build(_some(gathered, chosen), words, looks, Path(folder)))
    pack, least = measuring.middle(taken), measuring.middle(bare)
    ratio = measuring.ratio(taken, bare)
    print(f"documents in a pack                                  {len(media):8}")
    print(f"first pack (templates and texts parsed)              {first:8.2f} s")
    print(f"one pack after that, on one core, not yet written    {pack:8.3f} s")
    print(f"the same number of empty templates opened and saved  {least:8.3f} s")
    print(f"ratio, pair by pair                                  {ratio:8.1f}")
    print(f"{len(chosen)} units, written with fsync, one process          {whole:8.1f} s, and what all share")


def _some(gathered: surveys.Gathered, chosen: tuple) -> surveys.Gathered:
    return replace(gathered, chosen=chosen)
