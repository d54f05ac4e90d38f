"""A program that plays LibreOffice: what a file holds says what becomes of it; it notes how it was started."""

import os
import sys
from pathlib import Path

import pytest

needs_posix = pytest.mark.skipif(os.name == "nt", reason="the invented LibreOffice is a script with a first line")

SCRIPT = f"""#!{sys.executable}
import hashlib, json, subprocess, sys, time
from pathlib import Path

at = sys.argv.index("--outdir")
out, files = Path(sys.argv[at + 1]), [Path(name) for name in sys.argv[at + 2:]]
with Path(__file__).with_suffix(".log").open("a") as log:
    log.write(json.dumps([len(files), sys.argv[at - 1]]) + "\\n")
if Path(__file__).with_suffix(".broken").exists():
    sys.exit(0)
for path in files:
    said, pdf = path.read_bytes(), (out / path.name).with_suffix(".pdf")
    if said == b"hang":
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        Path(__file__).with_suffix(".child").write_text(str(child.pid))
        time.sleep(60)
    if said == b"crash":
        sys.exit(77)
    if said == b"slow":
        time.sleep(0.25)
    if said == b"cut off":
        pdf.write_bytes(b"%PDF-1.6 and no more")
    elif said != b"skip":
        pdf.write_bytes(
            b"%PDF-1.6\\n% " + hashlib.sha256(said).hexdigest().encode() + b'''
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
trailer<</Root 1 0 R>>
%%EOF
''')
"""


def install(folder: Path) -> str:
    """Lay the program in a folder and return it."""
    file = folder / "soffice"
    file.write_text(SCRIPT, "utf-8")
    file.chmod(0o755)
    return str(file)


def log(program: str) -> list[str]:
    """Return how it was started, one line a start."""
    file = Path(program).with_suffix(".log")
    return file.read_text("utf-8").splitlines() if file.exists() else []


def is_running(pid: int) -> bool:
    """Tell whether a process runs; one that has ended and waits to be fetched does not."""
    state = Path(f"/proc/{pid}/stat")
    if Path("/proc").is_dir():
        return state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
