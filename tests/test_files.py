"""Bytes → output: a manifest of what was made, and nobody's edits lost."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from filelock import Timeout

from packgen import files
from packgen.files import Known, Made


def made(path: str, data: bytes, **more) -> Made:
    return Made(path, data, "u", "handbook", "leader", "nb", **more)


def run(root: Path, *wanted: Made) -> list[files.Written]:
    """One whole run, as the pipeline makes it."""
    known = files.read_known(root)
    written = list(files.write_unit(root, wanted, known))
    entries = {w.beside: known.entries[w.beside] for w in written if w.beside in known.entries}
    entries |= {w.entry.path: w.entry for w in written}
    files.remove(root, known.entries.keys() - entries.keys(), known)
    files.write_manifest(root, entries.values())
    return written


def test_the_manifest_names_every_file(tmp_path: Path):
    run(tmp_path, made("u/leder/a.docx", b"1", shows=("u", "k"), distribution=5))
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert manifest == {
        "schema": 1,
        "files": [
            {
                "path": "u/leder/a.docx", "unit": "u", "document": "handbook", "edition": "leader",
                "written_standard": "nb",
                "sha256": "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b", "bytes": 1,
                "shows": ["u", "k"], "distribution": 5, "large_print": False, "made_from": "",
            }
        ],
    }  # fmt: skip


def test_a_file_that_nobody_touched_is_written_again(tmp_path: Path):
    run(tmp_path, made("a.docx", b"old"))
    run(tmp_path, made("a.docx", b"new"))
    assert (tmp_path / "a.docx").read_bytes() == b"new"
    assert [f.name for f in tmp_path.glob("*.docx")] == ["a.docx"]


def test_an_edited_file_is_kept_and_the_new_one_laid_beside_it(tmp_path: Path):
    run(tmp_path, made("a.docx", b"old"))
    (tmp_path / "a.docx").write_bytes(b"mine")
    (written,) = run(tmp_path, made("a.docx", b"new"))
    assert (tmp_path / "a.docx").read_bytes() == b"mine"
    assert (tmp_path / "a (ny).docx").read_bytes() == b"new"
    assert (written.entry.path, written.beside) == ("a (ny).docx", "a.docx")


def test_the_file_laid_beside_is_itself_kept_up_to_date_and_kept_when_edited(tmp_path: Path):
    run(tmp_path, made("a.docx", b"old"))
    (tmp_path / "a.docx").write_bytes(b"mine")
    run(tmp_path, made("a.docx", b"new"))
    run(tmp_path, made("a.docx", b"newer"))
    assert (tmp_path / "a (ny).docx").read_bytes() == b"newer"
    (tmp_path / "a (ny).docx").write_bytes(b"mine too")
    run(tmp_path, made("a.docx", b"newest"))
    assert (tmp_path / "a (ny).docx").read_bytes() == b"mine too"
    assert (tmp_path / "a (ny 2).docx").read_bytes() == b"newest"


def test_a_file_that_is_no_longer_made_goes_with_its_empty_folder(tmp_path: Path):
    run(tmp_path, made("u/leder/a.docx", b"1"), made("u/alle/b.docx", b"2"))
    run(tmp_path, made("u/alle/b.docx", b"2"))
    assert not (tmp_path / "u/leder").exists()
    assert (tmp_path / "u/alle/b.docx").exists()


def test_an_edited_file_that_is_no_longer_made_stays_and_is_named(tmp_path: Path):
    run(tmp_path, made("a.docx", b"1"))
    (tmp_path / "a.docx").write_bytes(b"mine")
    known = files.read_known(tmp_path)
    (problem,) = files.remove(tmp_path, ["a.docx"], known)
    assert (problem.code, problem.place.file) == ("files.edited_and_not_made", str(tmp_path / "a.docx"))
    assert (tmp_path / "a.docx").read_bytes() == b"mine"


def test_an_edited_file_with_figures_that_may_no_longer_be_shown_is_an_error(tmp_path: Path):
    run(tmp_path, made("a.docx", b"1", shows=("u", "k")), made("b.docx", b"2", shows=("k",)))
    for name in ("a.docx", "b.docx"):
        (tmp_path / name).write_bytes(b"mine")
    known = files.read_known(tmp_path)
    (problem,) = files.no_longer_allowed(tmp_path, known, frozenset({"k"}), {})
    assert (problem.code, problem.place.file) == ("files.edited_but_hidden", str(tmp_path / "a.docx"))


def test_fewer_classes_than_an_edited_file_holds_is_an_error_too(tmp_path: Path):
    run(tmp_path, made("a.docx", b"1", shows=("u",), distribution=5))
    (tmp_path / "a.docx").write_bytes(b"mine")
    known = files.read_known(tmp_path)
    assert files.no_longer_allowed(tmp_path, known, frozenset({"u"}), {"u": 5}) == ()
    assert len(files.no_longer_allowed(tmp_path, known, frozenset({"u"}), {"u": 3})) == 1


def test_a_run_that_was_cut_off_is_not_taken_for_edits(tmp_path: Path):
    run(tmp_path, made("a.docx", b"old"))
    files.write_unit(tmp_path, [made("a.docx", b"half-way")], files.read_known(tmp_path))  # and no manifest
    run(tmp_path, made("a.docx", b"new"))
    assert [f.name for f in tmp_path.glob("*.docx")] == ["a.docx"]
    assert (tmp_path / "a.docx").read_bytes() == b"new"


def test_a_cut_off_line_of_what_was_pending_is_passed_over(tmp_path: Path):
    (tmp_path / files.PENDING).write_text('["a.docx", "12"]\n["b.do')
    assert files.read_known(tmp_path) == Known({}, {"a.docx": frozenset({"12"})})


def test_a_file_without_a_manifest_is_somebodys(tmp_path: Path):
    (tmp_path / "a.docx").write_bytes(b"mine")
    run(tmp_path, made("a.docx", b"new"))
    assert (tmp_path / "a.docx").read_bytes() == b"mine"


def test_a_failed_write_leaves_the_old_file_and_no_scrap(tmp_path: Path, monkeypatch):
    files.write_whole(tmp_path / "a", b"old")
    monkeypatch.setattr(files.os, "fsync", lambda _: (_ for _ in ()).throw(OSError("disk full")))
    with suppress(OSError):
        files.write_whole(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"old"
    assert [f.name for f in tmp_path.iterdir()] == ["a"]


def test_a_second_run_on_the_same_folder_is_refused(tmp_path: Path):
    with files.lock(tmp_path), pytest.raises(Timeout):
        files.lock(tmp_path).acquire()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_held_open_is_named(tmp_path: Path, monkeypatch):
    files.write_whole(tmp_path / "a.docx", b"old")
    monkeypatch.setattr(files.os, "fsync", lambda _: (_ for _ in ()).throw(PermissionError("in use")))
    with pytest.raises(files.LockedError) as caught:
        files.write_whole(tmp_path / "a.docx", b"new")
    assert caught.value.path == tmp_path / "a.docx"
    assert [f.name for f in tmp_path.iterdir()] == ["a.docx"]


ENTRY = {
    "path": "a.docx", "unit": "u", "document": "handbook", "edition": "leader", "written_standard": "nb",
    "sha256": "x", "bytes": 1, "shows": [], "distribution": 0,
}  # fmt: skip


@pytest.mark.parametrize(
    "written",
    [
        b"{",
        b"[]",
        b"\xff",
        b'{"files": 5}',
        *(
            json.dumps({"files": [{**ENTRY, **odd}]}).encode()
            for odd in (
                *({"path": path} for path in ("../b.docx", "/b.docx", "C:\\b.docx", "u\\..\\..\\b", "", 5)),
                {"shows": None},
                {"colour": "red"},
                {"bytes": "1"},
            )
        ),
    ],
)
def test_a_manifest_that_somebody_has_changed_is_not_trusted(tmp_path: Path, written: bytes):
    (tmp_path / "manifest.json").write_bytes(written)
    with pytest.raises(files.ManifestError):
        files.read_known(tmp_path)


def test_lines_of_pending_that_are_none_are_passed_over(tmp_path: Path):
    (tmp_path / "manifest.pending.jsonl").write_bytes(b'\xff\n5\n["a"]\n[[], "x"]\n["a.docx", "x"]\n["b')
    assert files.read_known(tmp_path).pending == {"a.docx": frozenset({"x"})}
