"""A build that is killed leaves whole files, and the next run completes it: see `kills`, which runs for longer."""

import os
from pathlib import Path

import kills
import pytest
import small_municipality

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills processes as Linux and macOS can")


def test_killed_builds_leave_no_broken_file_and_are_completed(tmp_path: Path):
    at = kills.bench(small_municipality.write(tmp_path / "provevik"), tmp_path / "inputs")
    found = kills.kill_many(at, int(os.environ.get("PACKGEN_KILLS", "6")), seed=3, scratch=tmp_path)
    assert found.faults == ()


def test_a_broken_file_is_found(tmp_path: Path):
    (tmp_path / "a.docx").write_bytes(b"half")
    left = kills.files(tmp_path)
    assert kills.faults_in(left, [{"a.docx": "whole"}, {}]) == ["a.docx"]
