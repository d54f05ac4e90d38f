"""Merging against the limits: writing the same files again with only their changed parts deflated, and copying them.

The limit is the least that anybody pays who makes these files one for each unit: parts that are the same for all units
lie ready as compressed bytes, those that differ lie ready as they are and are deflated, by the same deflate. It knows
nothing of figures and words: composing, choosing and filling in cost nothing there.
"""

import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import measuring
import steady

from packgen.files import Made
from packgen.model import Unit
from packgen.render import zipped
from packgen.render.zipped import Entry

FOUR = ("handbook", "meeting_one", "meeting_two", "run_sheet_one")
SETS: Mapping[str, tuple[str, ...]] = {
    "handbook": ("handbook",),
    "meeting one": ("meeting_one",),
    "handbook, both meetings, run sheet": FOUR,
    "the same and appraisal, all run sheets": (
        *FOUR,
        "run_sheet_two",
        "appraisal_preparation",
        "appraisal_agreement",
    ),
}
HEAD = ("ms (medians)", "made", "mean", "composed", "merged", "and written", "re-zipped", "and written", "copied")
RATIOS = ("times the limit", "merged", "made", "made and written", "aim", "to copying", "merged/compiled/direct")
AIM = 3

Ready = Entry | tuple[str, bytes]
"""A part that is the same for all units, deflated; or the name and bytes of one that is not."""


@dataclass(slots=True)
class Parts:
    """What the parts of files of each kind hold: by document and name, the CRCs that were seen."""

    seen: dict[tuple[str, str, str], set[int]] = field(default_factory=lambda: defaultdict(set))

    def see(self, made: Made) -> None:
        """Take note of what stands in a file."""
        with zipfile.ZipFile(BytesIO(made.data)) as archive:
            for info in archive.infolist():
                self.seen[made.document, made.language, info.filename].add(info.CRC)

    def ready(self, made: Made) -> tuple[Ready, ...]:
        """Return a file taken apart, ready to be written again. What was ever seen with other bytes has changed."""
        with zipfile.ZipFile(BytesIO(made.data)) as archive:
            return tuple(
                _deflated(info, made.data)
                if self.seen[made.document, made.language, info.filename] == {info.CRC}
                else (info.filename, archive.read(info))
                for info in archive.infolist()
            )


def _deflated(info: zipfile.ZipInfo, data: bytes) -> Entry:
    """Return a part as it lies in a file."""
    head = info.header_offset
    start = head + 30 + int.from_bytes(data[head + 26 : head + 28], "little")
    start += int.from_bytes(data[head + 28 : head + 30], "little")
    return Entry(info.filename.encode(), info.CRC, info.file_size, data[start : start + info.compress_size])


def rezipped(parts: Iterable[Ready]) -> bytes:
    """Return the file that these parts make."""
    return zipped.archive(part if isinstance(part, Entry) else zipped.entry(*part) for part in parts)


@dataclass(slots=True)
class Times:
    """Seconds of each unit."""

    made: list[float] = field(default_factory=list)
    merged: list[float] = field(default_factory=list)
    made_written: list[float] = field(default_factory=list)
    rezipped: list[float] = field(default_factory=list)
    rezipped_written: list[float] = field(default_factory=list)
    copied: list[float] = field(default_factory=list)


def main(warm: int, runs: int) -> None:
    """Measure each set of documents on ``runs`` units of its own, after ``warm`` units have been made."""
    with steady.line(2 * (warm + runs * len(SETS)) + 80) as line, tempfile.TemporaryDirectory() as folder:
        units = line.shown()
        every = SETS["the same and appraisal, all run sheets"]
        measuring.note(f"making {warm} units first, so that shapes are known …")
        parts = Parts()
        for unit in units[:warm]:
            for made in line.made(unit, every):
                parts.see(made)
        rows, ratios = [], []
        for number, (name, documents) in enumerate(SETS.items()):
            line.became.clear()
            first = warm + number * runs
            times, size = _measured(line, units[first : first + runs], documents, parts, Path(folder))
            rows.append(_row(f"{name} ({size // 1000} kB)", times))
            ratios.append(_ratios(name, times, "/".join(str(line.became[one]) for one in steady.BECAME)))
    measuring.table("Merging for a unit that was not seen before", HEAD, rows)
    measuring.table("Ratios, unit by unit", RATIOS, ratios)


def _measured(
    line: steady.Line, units: Sequence[Unit], documents: Sequence[str], parts: Parts, folder: Path
) -> tuple[Times, int]:
    """Return seconds of each unit: made, then written again in both ways; and the bytes of one unit's files."""
    times, size = Times(), 0
    for some in measuring.turns(units):
        measuring.sweep()
        packs = [_made(line, unit, documents, folder, times) for unit in some]
        ready = [[parts.ready(one) for one in pack] for pack in packs]
        measuring.sweep()
        again = [_again(pack, folder, times) for pack in ready]
        files = [[one.data for one in pack] for pack in packs]
        if again != files:
            raise AssertionError(f"{some[0].id} to {some[-1].id}: the files written again are not the same")
        times.copied.extend(measuring.seconds(_write, folder, pack) for pack in files)
        size = max(size, *(sum(map(len, pack)) for pack in files))
    return times, size


def _made(line: steady.Line, unit: Unit, documents: Sequence[str], folder: Path, times: Times) -> tuple[Made, ...]:
    line.merger.seconds = 0.0
    made, taken = measuring.timed(line.made, unit, documents)
    times.made.append(taken)
    times.merged.append(line.merger.seconds)
    times.made_written.append(taken + measuring.seconds(_write, folder, [one.data for one in made]))
    return made


def _again(pack: Sequence[Sequence[Ready]], folder: Path, times: Times) -> list[bytes]:
    again, taken = measuring.timed(lambda: [rezipped(one) for one in pack])
    times.rezipped.append(taken)
    times.rezipped_written.append(taken + measuring.seconds(_write, folder, again))
    return again


def _write(folder: Path, files: Iterable[bytes]) -> None:
    for number, data in enumerate(files):
        measuring.write(folder / str(number), data)


def _row(name: str, times: Times) -> tuple[str, ...]:
    composed = [made - merged for made, merged in zip(times.made, times.merged, strict=True)]
    columns = (composed, times.merged, times.made_written, times.rezipped, times.rezipped_written, times.copied)
    return (name, measuring.ms(times.made), measuring.mean(times.made), *map(measuring.ms, columns))


def _ratios(name: str, times: Times, became: str) -> tuple[str, ...]:
    merged = measuring.ratio(times.merged, times.rezipped)
    made = measuring.ratio(times.made, times.rezipped)
    written = measuring.ratio(times.made_written, times.rezipped_written)
    copied = measuring.ratio(times.made_written, times.copied)
    return (name, f"{merged:.1f}", f"{made:.1f}", f"{written:.1f}", f"≤ {AIM}", f"{copied:.1f}", became)
