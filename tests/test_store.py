"""Where packs lie: files whole or not at all."""

import errno
import os
from pathlib import Path

import pytest

from packgen import store
from packgen.store import FullError, LocalStore, LockedError, write_whole


def failing(fault: BaseException):
    def fsync(_: int) -> None:
        raise fault

    return fsync


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (PermissionError(13, "in use"), LockedError),
        (OSError(errno.ENOSPC, "full"), FullError),
        (OSError(errno.EIO, "broken"), OSError),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ],
)
def test_a_write_that_fails_leaves_the_old_file_and_no_scrap(tmp_path: Path, monkeypatch, fault, told):
    place = LocalStore(tmp_path)
    place.write("u/a.docx", b"old")
    monkeypatch.setattr(os, "fsync", failing(fault))
    with pytest.raises(told) as caught:
        place.write("u/a.docx", b"new")
    monkeypatch.undo()
    assert place.read("u/a.docx") == b"old"
    assert list(place.names(store.SCRATCH)) == []
    assert list(place.names("u")) == ["a.docx"]
    if told in (LockedError, FullError):
        assert caught.value.path == str(tmp_path / "u/a.docx")


def test_without_a_scratch_folder_a_file_grows_in_its_own(tmp_path: Path, monkeypatch):
    write_whole(tmp_path / "a", b"old")
    monkeypatch.setattr(os, "fsync", failing(OSError(errno.ENOSPC, "full")))
    with pytest.raises(FullError):
        write_whole(tmp_path / "a", b"new")
    assert [(f.name, f.read_bytes()) for f in tmp_path.iterdir()] == [("a", b"old")]


def test_what_is_not_there_is_nothing(tmp_path: Path):
    place = LocalStore(tmp_path)
    assert (place.read("u/a"), place.size("u/a"), list(place.names("u"))) == (None, None, [])
    place.remove("u/a")
    place.write("u", b"1")
    assert (place.read("u/a"), place.size("u/a"), list(place.names("u"))) == (None, None, [])


def test_a_file_goes_with_the_folders_that_it_leaves_empty(tmp_path: Path):
    place = LocalStore(tmp_path)
    for path in ("u/leder/a", "u/b", ".packgen/units/u.json"):
        place.write(path, b"1")
    place.remove("u/leder/a")
    place.remove(".packgen/units/u.json")
    assert not (tmp_path / "u/leder").exists()
    assert (tmp_path / "u/b").exists()
    assert (tmp_path / ".packgen/units").exists(), "another process is about to write there"


def test_names_are_those_of_files_in_order(tmp_path: Path):
    place = LocalStore(tmp_path)
    for path in ("u/b", "u/a", "u/c/d"):
        place.write(path, b"1")
    assert list(place.names("u")) == ["a", "b"]


def test_what_was_left_half_written_is_cleared(tmp_path: Path):
    place = LocalStore(tmp_path)
    place.write(f"{store.SCRATCH}/.packgen-x", b"half")
    store.clear_scratch(place)
    assert list(place.names(store.SCRATCH)) == []
