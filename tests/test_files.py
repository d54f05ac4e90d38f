"""Bytes → output: a manifest of what was made of each unit, and nobody's edits lost."""

import json
from pathlib import Path

import pytest
from filelock import Timeout

from packgen import files
from packgen.files import Entry, Known, Made, Rights
from packgen.store import LocalStore


def made(path: str, data: bytes, **more) -> Made:
    return Made(path, data, "u", "handbook", "leader", "nb", **more)


def known(root: Path) -> Known:
    return files.read_known(LocalStore(root), "u")


def run(root: Path, *wanted: Made, made_of: str = "x") -> tuple[files.Written, ...]:
    """One whole run, as the pipeline makes it."""
    before = known(root)
    written, locked = files.write_unit(LocalStore(root), wanted, before)
    assert locked == ()
    files.settle(LocalStore(root), before, files.entries_of(before, written), made_of)
    return written


def names(root: Path) -> list[str]:
    return sorted(f.name for f in root.iterdir() if f.name != ".packgen")


def test_the_manifest_names_every_file(tmp_path: Path):
    run(tmp_path, made("u/leder/a.docx", b"1", shows=("u", "k"), distribution=5))
    manifest = json.loads((tmp_path / ".packgen/units/u.json").read_text())
    assert manifest == {
        "schema": 2,
        "unit": "u",
        "made_of": "x",
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
    assert names(tmp_path) == ["a.docx"]


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
    (problem,) = files.settle(LocalStore(tmp_path), known(tmp_path), {}, "x")
    assert (problem.code, problem.place.file) == ("files.edited_and_not_made", str(tmp_path / "a.docx"))
    assert (tmp_path / "a.docx").read_bytes() == b"mine"


def test_an_edited_file_with_figures_that_may_no_longer_be_shown_is_an_error(tmp_path: Path):
    run(tmp_path, made("a.docx", b"1", shows=("u", "k")), made("b.docx", b"2", shows=("k",)))
    for name in ("a.docx", "b.docx"):
        (tmp_path / name).write_bytes(b"mine")
    (problem,) = files.no_longer_allowed(LocalStore(tmp_path), known(tmp_path), Rights(frozenset({"k"}), {}))
    assert (problem.code, problem.place.file) == ("files.edited_but_hidden", str(tmp_path / "a.docx"))


def test_fewer_classes_than_an_edited_file_holds_is_an_error_too(tmp_path: Path):
    run(tmp_path, made("a.docx", b"1", shows=("u",), distribution=5))
    (tmp_path / "a.docx").write_bytes(b"mine")
    store, before = LocalStore(tmp_path), known(tmp_path)
    assert files.no_longer_allowed(store, before, Rights(frozenset({"u"}), {"u": 5})) == ()
    assert len(files.no_longer_allowed(store, before, Rights(frozenset({"u"}), {"u": 3}))) == 1


def test_a_run_that_was_cut_off_is_not_taken_for_edits(tmp_path: Path):
    run(tmp_path, made("a.docx", b"old"))
    files.write_unit(LocalStore(tmp_path), [made("a.docx", b"half-way")], known(tmp_path))  # and no manifest
    run(tmp_path, made("a.docx", b"new"))
    assert names(tmp_path) == ["a.docx"]
    assert (tmp_path / "a.docx").read_bytes() == b"new"


def test_a_cut_off_line_of_what_was_pending_is_passed_over(tmp_path: Path):
    (tmp_path / ".packgen/pending").mkdir(parents=True)
    (tmp_path / ".packgen/pending/u.jsonl").write_text('["a.docx", "12"]\n["b.do')
    assert known(tmp_path) == Known("u", {}, {"a.docx": frozenset({"12"})})


def test_a_file_without_a_manifest_is_somebodys(tmp_path: Path):
    (tmp_path / "a.docx").write_bytes(b"mine")
    run(tmp_path, made("a.docx", b"new"))
    assert (tmp_path / "a.docx").read_bytes() == b"mine"


def test_a_second_run_on_the_same_folder_is_refused(tmp_path: Path):
    for lock in (files.lock(tmp_path), files.lock_of(LocalStore(tmp_path))):
        with lock, pytest.raises(Timeout):
            type(lock)(lock.lock_file, timeout=0).acquire()


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
        b'{"unit": "v", "made_of": "", "files": []}',
        *(
            json.dumps({"unit": "u", "made_of": "", "files": [{**ENTRY, **odd}]}).encode()
            for odd in (
                *({"path": path} for path in ("../b.docx", "/b.docx", "C:\\b.docx", "u\\..\\..\\b", "", 5)),
                {"shows": None},
                {"colour": "red"},
                {"bytes": "1"},
                {"unit": "v"},
            )
        ),
    ],
)
def test_a_manifest_that_somebody_has_changed_is_not_trusted(tmp_path: Path, written: bytes):
    (tmp_path / ".packgen/units").mkdir(parents=True)
    (tmp_path / ".packgen/units/u.json").write_bytes(written)
    with pytest.raises(files.ManifestError):
        known(tmp_path)
    with pytest.raises(files.ManifestError):
        list(files.every_known(LocalStore(tmp_path)))


def test_lines_of_pending_that_are_none_are_passed_over(tmp_path: Path):
    (tmp_path / ".packgen/pending").mkdir(parents=True)
    pending = b'\xff\n5\n["a"]\n[[], "x"]\n["a.docx", "x"]\n["b'
    (tmp_path / ".packgen/pending/u.jsonl").write_bytes(pending)
    assert known(tmp_path).pending == {"a.docx": frozenset({"x"})}


# ---------------------------------------------------------------- what was made of what


EVERYTHING = Rights(frozenset({"u"}), {"u": 5})


def is_current(root: Path, made_of: str = "x", rights: Rights = EVERYTHING) -> bool:
    return files.is_current(LocalStore(root), known(root), made_of, rights, frozenset({"list"}))


def test_a_unit_is_current_where_all_its_files_lie_there_made_of_the_same(tmp_path: Path):
    run(tmp_path, made("a.docx", b"1", shows=("u",)), Made("b.xlsx", b"2", "u", "list", "leader", "nb"))
    assert is_current(tmp_path)
    assert not is_current(tmp_path, made_of="y")
    assert not is_current(tmp_path, rights=Rights(frozenset(), {}))
    (tmp_path / "b.xlsx").unlink()
    assert is_current(tmp_path), "what lies beside a unit's own files may be gone"
    (tmp_path / "a.docx").write_bytes(b"longer")
    assert not is_current(tmp_path)


def test_a_unit_is_not_current_before_its_manifest_is_written(tmp_path: Path):
    run(tmp_path, made("a.docx", b"1"))
    files.write_unit(LocalStore(tmp_path), [made("a.docx", b"1")], known(tmp_path))
    assert not is_current(tmp_path)


def test_files_that_are_gone_or_changed_are_named(tmp_path: Path):
    run(tmp_path, made("a.docx", b"1"), made("b.docx", b"2"), made("c.docx", b"3"))
    (tmp_path / "a.docx").unlink()
    (tmp_path / "b.docx").write_bytes(b"9")
    told = files.amiss(LocalStore(tmp_path), known(tmp_path))
    assert [(p.code, Path(p.place.file).name) for p in told] == [("files.gone", "a.docx"), ("files.changed", "b.docx")]


def test_one_manifest_of_all_units_is_parted(tmp_path: Path):
    other = {**ENTRY, "path": "v/c.docx", "unit": "v", "shows": ["v"]}
    (tmp_path / "manifest.json").write_text(json.dumps({"schema": 1, "files": [ENTRY, other]}))
    (tmp_path / "manifest.pending.jsonl").write_text('["v/c.docx", "y"]\n')
    store = LocalStore(tmp_path)
    files.bring_up(store)
    assert [(k.unit, list(k.entries), k.made_of) for k in files.every_known(store)] == [
        ("u", ["a.docx"], ""),
        ("v", ["v/c.docx"], ""),
    ]
    assert files.read_known(store, "v").entries["v/c.docx"] == Entry(**{**other, "shows": ("v",)})
    assert files.read_known(store, "v").is_ours("v/c.docx", "y")
    assert names(tmp_path) == []


# ---------------------------------------------------------------- files that another program holds


def test_a_file_that_is_held_open_is_named_and_the_others_are_written(tmp_path: Path, monkeypatch):
    run(tmp_path, made("a.docx", b"old"), made("b.docx", b"old"))
    hold(monkeypatch, "a.docx")
    store, before = LocalStore(tmp_path), known(tmp_path)
    written, (problem,) = files.write_unit(store, [made("a.docx", b"new"), made("b.docx", b"new")], before)
    assert (problem.code, problem.place.file) == ("files.locked", str(tmp_path / "a.docx"))
    files.settle(store, before, files.entries_of(before, written), "")
    monkeypatch.undo()
    assert ((tmp_path / "a.docx").read_bytes(), (tmp_path / "b.docx").read_bytes()) == (b"old", b"new")
    run(tmp_path, made("a.docx", b"new"), made("b.docx", b"new"))
    assert names(tmp_path) == ["a.docx", "b.docx"]
    assert (tmp_path / "a.docx").read_bytes() == b"new"


def test_a_file_that_is_held_open_and_no_longer_made_goes_when_it_can(tmp_path: Path, monkeypatch):
    run(tmp_path, made("a.docx", b"1"), made("b.docx", b"2"))
    hold(monkeypatch, "a.docx")
    store, before = LocalStore(tmp_path), known(tmp_path)
    (problem,) = files.settle(store, before, {"b.docx": before.entries["b.docx"]}, "x")
    monkeypatch.undo()
    assert problem.code == "files.locked"
    assert not is_current(tmp_path)
    run(tmp_path, made("b.docx", b"2"))
    assert names(tmp_path) == ["b.docx"]


def hold(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let a file be open in Word on Windows: it can be neither replaced nor deleted."""
    replaced, unlinked = Path.replace, Path.unlink

    def replace(one: Path, target: Path) -> Path:
        if target.name == name:
            raise PermissionError(13, "in use", str(target))
        return replaced(one, target)

    def unlink(one: Path, **more: bool) -> None:
        if one.name == name:
            raise PermissionError(13, "in use", str(one))
        unlinked(one, **more)

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(Path, "unlink", unlink)


def test_a_unit_that_was_written_otherwise_is_known_by_the_name_it_has_now(tmp_path):
    store = LocalStore(tmp_path)
    for unit, data in (("HO 12", b"x"), ("ho-12", b"y")):
        known = files.read_known(store, unit)
        written, _ = files.write_unit(store, [Made("ho-12/a.docx", data, unit, "a", "staff", "nb")], known)
        files.settle(store, known, files.entries_of(known, written), "made of")
    assert files.read_known(store, "ho-12").unit == "ho-12"
