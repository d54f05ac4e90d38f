"""Sets itself up, then runs packgen. Needs Python 3.11 or newer and nothing else.

    python3 build.py            make the packs of every municipality in examples/
    python3 build.py test       run all tests
    python3 build.py ARGS       the same as: packgen ARGS

On Windows: ``py build.py``.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK, TEST_LOCK = ROOT / "requirements.lock", ROOT / "requirements-test.lock"
OLDEST = (3, 11)

SETTING_UP = "Gjør klart packgen (bare første gang, et minutt eller to) …"
TOO_OLD = "packgen trenger Python {}.{} eller nyere. Du har {}. Last ned en ny fra python.org, og prøv igjen."
NO_VENV = "Får ikke laget mappen .venv. På Debian og Ubuntu hjelper: sudo apt install python3-venv"
FAILED = "Klarte ikke å hente det packgen trenger. Sjekk at maskinen er på nett, og prøv igjen."


def venv_python() -> Path:
    """Return the interpreter inside ``.venv``."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def stamp(locks: tuple[Path, ...]) -> str:
    """Return what the set-up depends on: the locks, the project file and this Python."""
    found = hashlib.sha256(sys.version.encode())
    for file in (*locks, ROOT / "pyproject.toml"):
        found.update(file.read_bytes())
    return found.hexdigest()


def pip(*arguments: str) -> None:
    """Run pip inside ``.venv``; stop with a plain sentence when it fails."""
    command = [str(venv_python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
    if subprocess.run(command, check=False, cwd=ROOT).returncode:
        raise SystemExit(FAILED)


def set_up(locks: tuple[Path, ...], name: str) -> None:
    """Make ``.venv`` and install what the locks say, unless that was done already."""
    mark = VENV / f"packgen-{name}.stamp"
    wanted = stamp(locks)
    if mark.exists() and mark.read_text("utf-8") == wanted and venv_python().exists():
        return
    print(SETTING_UP, file=sys.stderr, flush=True)
    try:
        if not venv_python().exists():
            venv.create(VENV, with_pip=True)
    except (OSError, subprocess.CalledProcessError) as fault:
        raise SystemExit(NO_VENV) from fault
    for lock in locks:
        pip("--require-hashes", "--requirement", str(lock))
    pip("--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    mark.write_text(wanted, "utf-8")


def main(arguments: list[str]) -> int:
    """Set up, then run the tests, the examples or packgen itself; return the exit code."""
    if sys.version_info < OLDEST:
        print(TOO_OLD.format(*OLDEST, sys.version.split()[0]), file=sys.stderr)
        return 2
    if arguments[:1] == ["test"]:
        set_up((LOCK, TEST_LOCK), "test")
        return run("pytest", *arguments[1:], folder=ROOT)
    set_up((LOCK,), "run")
    if not arguments:
        examples = sorted(str(file.parent.relative_to(ROOT)) for file in ROOT.glob("examples/*/municipality.yaml"))
        return run("packgen", "build", *examples, "--out", "output", folder=ROOT)
    return run("packgen", *arguments)


def run(module: str, *arguments: str, folder: Path | None = None) -> int:
    """Run a module inside ``.venv`` and return its exit code."""
    try:
        return subprocess.run([str(venv_python()), "-m", module, *arguments], check=False, cwd=folder).returncode
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
