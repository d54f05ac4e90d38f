"""The same input gives the same bytes: in another process, with other hashes, from another folder."""

import json
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import invented
from invented import EARLIER, gathered, results

TESTS = Path(__file__).parent
UNITS = ("lang", "heimen", "natt")
SCRIPT = f"""
import json, sys
from hashlib import sha256
sys.path.insert(0, {str(TESTS)!r})
from test_packs_determinism import digests
print(json.dumps(digests()))
"""


def digests() -> dict[str, str]:
    """The digest of every file of three units, with results and before them."""
    found = {}
    for given in (gathered(results(), None, results(round_=EARLIER)), gathered(None)):
        packs = invented.packs(given, UNITS)
        found |= {f"{given.now.results is None} {path}": sha256(made.data).hexdigest() for path, made in packs.items()}
    return found


def in_another_process(folder: Path, seed: str) -> dict[str, str]:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Pacific/Auckland", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_two_builds_give_the_same_bytes(tmp_path: Path):
    here = digests()
    usual = [m for m in invented.words().makeups if m.scope == "unit" and (not m.forms or "two_meetings" in m.forms)]
    assert len(here) == 2 * len(UNITS) * (len(usual) + 3)
    assert here == in_another_process(tmp_path, "1") == in_another_process(tmp_path, "20260321")
