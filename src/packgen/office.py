"""LibreOffice: where it is, and Office files → PDF with it. The only place that starts it.

LibreOffice takes files in the order that it is given them, and now and then one of them stops it: it crashes, or waits
for ever. So it gets a batch at a time, is ended when no PDF comes any more, and starts again with what is left: the
file that it stopped at alone, the rest in two halves. A file that it cannot do alone becomes a problem that names it;
all others are converted.
"""

import json
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from packgen import resources
from packgen.problems import Outcome, Place, Problem, error, warning

BATCH = 60
"""Files that one process converts: with hundreds it gives up on the way."""
SECONDS = 60.0
"""A process that makes no PDF in this time hangs; from its start it gets twice that. A file takes half a second."""
STARTS = 8
"""After so many starts without a single PDF it is LibreOffice that fails, not the files."""

_NAMES = ("soffice", "libreoffice")
_USUAL = (
    Path(r"C:\Program Files\LibreOffice\program\soffice.exe"),
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
)
_PROFILE = resources.TEMPLATES / "libreoffice.xcu"
_FILTERS = {"docx": "writer_pdf_Export", "pptx": "impress_pdf_Export"}
ENDINGS = frozenset(_FILTERS)
"""Kinds of files that can be converted."""

# What differs between two runs, each as long as what takes its place, so that no offset in the file changes.
_CLOCK = re.compile(rb"(?<=Date\(D:)\d{14}")
_ID = re.compile(rb"(?<=[</])[0-9A-F]{32}(?=[>\s])")
_TRAILER = 1024
"""Bytes at the end of a PDF that hold its trailer, with the ids."""


def find() -> str | None:
    """Return LibreOffice's program: on the path, or where its installer puts it on Windows and macOS."""
    on_path = (shutil.which(name) for name in _NAMES)
    usual = (str(path) for path in _USUAL if path.is_file())
    return next((program for program in (*on_path, *usual) if program), None)


def is_missing() -> Problem:
    """Return the error that LibreOffice is not there."""
    return error("office.missing")


def to_pdf(
    files: Mapping[str, bytes], program: str, *, hidden_slides: bool = False, seconds: float = SECONDS
) -> Outcome[Mapping[str, bytes]]:
    """Return the PDF of each Word and PowerPoint file (name → bytes, the same names), in the order of the files.

    A file that did not convert is left out and becomes a warning with its name as place. The PDFs are tagged for
    readers of the screen and have no notes. Clock and id are taken out of them: the same file gives the same bytes on
    the same machine; another LibreOffice or other fonts give others.
    """
    with TemporaryDirectory(prefix="packgen-office-") as name:
        folder = Path(name)
        paths = {one: folder / f"{number:04}.{_ending(one)}" for number, one in enumerate(files)}
        for one, path in paths.items():
            path.write_bytes(files[one])
        run = _Run(program, folder, seconds)
        for ending, target in _FILTERS.items():
            run.convert([path for one, path in paths.items() if _ending(one) == ending], _target(target, hidden_slides))
        if run.makes_nothing():
            return Outcome(None, (error("office.makes_nothing", Place(file=program)),))
        made = {one: _without_clock(_pdf(path).read_bytes()) for one, path in paths.items() if _is_whole(_pdf(path))}
    return Outcome(made, tuple(warning("office.not_converted", Place(file=one)) for one in files if one not in made))


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()


def _pdf(path: Path) -> Path:
    return path.with_suffix(".pdf")


def _target(name: str, hidden_slides: bool) -> str:  # noqa: FBT001 - handed on as it came
    """Return what LibreOffice calls a kind of PDF, with its options."""
    options = {"UseTaggedPDF": True, "ExportHiddenSlides": hidden_slides}
    values = {key: {"type": "boolean", "value": str(value).lower()} for key, value in options.items()}
    return f"pdf:{name}:{json.dumps(values, separators=(',', ':'))}"


def _is_whole(pdf: Path) -> bool:
    """Tell whether a PDF is there to its end: one that was cut off is not."""
    if not pdf.is_file():
        return False
    data = pdf.read_bytes()
    return data.startswith(b"%PDF-") and b"%%EOF" in data[-_TRAILER:]


def _without_clock(pdf: bytes) -> bytes:
    """Return a PDF whose date and ids follow from the rest of it."""
    still = _CLOCK.sub(b"19800101000000", pdf)
    body, trailer = still[:-_TRAILER], still[-_TRAILER:]
    nameless = _ID.sub(b"", trailer)
    own = sha256(body + nameless).hexdigest()[:32].upper().encode()
    return body + _ID.sub(own, trailer)


# ---------------------------------------------------------------- processes


@dataclass(slots=True)
class _Run:
    """Conversions in one folder, each PDF beside its source, and how often LibreOffice was started for them."""

    program: str
    folder: Path
    seconds: float
    starts: int = field(default=0)

    def convert(self, paths: Sequence[Path], target: str) -> None:
        """Make the PDFs of these files; none is given up before it was tried alone."""
        for batch in _batched(paths, BATCH):
            self._convert(batch, target)

    def _convert(self, batch: Sequence[Path], target: str) -> None:
        if self.makes_nothing():
            return
        self._start(batch, target)
        left = [path for path in batch if not _is_whole(_pdf(path))]
        if len(batch) > 1 and left:
            suspect, *rest = left
            for part in (*_batched(rest, -(-len(rest) // 2)), [suspect]):
                self._convert(part, target)

    def makes_nothing(self) -> bool:
        """Tell whether LibreOffice was started often enough to know that it makes no PDF of anything."""
        return self.starts >= STARTS and not any(map(_is_whole, self.folder.glob("*.pdf")))

    def _start(self, batch: Sequence[Path], target: str) -> None:
        self.starts += 1
        with TemporaryDirectory(prefix="packgen-profile-", ignore_cleanup_errors=True) as name:
            profile = Path(name)
            (profile / "user").mkdir()
            shutil.copy(_PROFILE, profile / "user" / "registrymodifications.xcu")
            command = [self.program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
            command += ["--convert-to", target, "--outdir", str(self.folder), *map(str, batch)]
            _finish(command, batch, self.seconds)


def _batched(paths: Sequence[Path], size: int) -> Iterator[list[Path]]:
    """Yield the paths, so many at a time."""
    for first in range(0, len(paths), max(size, 1)):
        yield list(paths[first : first + size])


def _finish(command: list[str], batch: Iterable[Path], seconds: float) -> None:
    """Run a program that starts others until it ends by itself, or no PDF has come for so long; then they all end."""
    process = subprocess.Popen(  # noqa: S603 - LibreOffice, as found, on files that packgen made
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TZ": "UTC"},
        start_new_session=os.name != "nt",
    )
    made_before = -1
    try:
        while process.poll() is None:
            made = sum(_pdf(path).exists() for path in batch)
            if made == made_before:
                break
            made_before = made
            _wait(process, seconds)
    finally:
        _end(process)


def _wait(process: "subprocess.Popen[bytes]", seconds: float) -> None:
    """Wait until a process ends, at the most so long."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a process, where it has not ended, and those that it started."""
    if os.name == "nt":
        command = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - Windows' own program
    else:
        with suppress(ProcessLookupError, PermissionError):  # nobody is left in the group
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
