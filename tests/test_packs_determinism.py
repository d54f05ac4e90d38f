"""The same input gives the same bytes: in another process, with other hashes, from another folder."""

import json
import os
import subprocess
import sys
from dataclasses import replace
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
    """The digest of every file of three units, with results and before them, and of one when all is decided."""
    found = {}
    for given in (gathered(results(), None, results(round_=EARLIER)), gathered(None)):
        packs = invented.packs(given, UNITS)
        found |= {f"{given.now.results is None} {path}": sha256(made.data).hexdigest() for path, made in packs.items()}
    recorded = replace(gathered(results(), None), records=invented.RECORDS_IN["recorded"])
    wanted = tuple(m.id for m in invented.words().makeups if invented.speaks_of_a_record(m))
    own = invented.packs(replace(recorded, documents=wanted), UNITS[:1])
    return found | {f"recorded {path}": sha256(made.data).hexdigest() for path, made in own.items()}


def in_another_process(folder: Path, seed: str) -> dict[str, str]:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Pacific/Auckland", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_two_builds_give_the_same_bytes(tmp_path: Path):
    here = digests()
    own = [m for m in invented.words().makeups if m.scope == "unit" and (not m.forms or "two_meetings" in m.forms)]
    usual = [m for m in own if invented.is_without_record(m) for _ in range(2 if m.medium == "form" else 1)]
    assert len([name for name in here if not name.startswith("recorded")]) == 2 * len(UNITS) * (len(usual) + 3)
    assert {Path(name).suffix for name in here if name.startswith("recorded")} >= {".docx", ".pptx", ".xlsx", ".pdf"}
    assert here == in_another_process(tmp_path, "1") == in_another_process(tmp_path, "20260321")
