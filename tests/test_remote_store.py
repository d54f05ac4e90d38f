"""Packs in places that are no folder of this machine: what goes in comes out, and faults are told with their place."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from packgen.problems import Place
from packgen.remote_store import PlaceStore, opened
from packgen.store import FullError, LocalStore, UnreachableError, is_url


@pytest.fixture(params=["memory", "file"])
def store(request, tmp_path):
    return PlaceStore(f"memory://{uuid4().hex}/packs" if request.param == "memory" else f"file://{tmp_path}/packs")


def test_what_is_written_can_be_read_and_is_replaced_whole(store):
    store.write("a/b/håndbok.docx", b"one")
    store.write("a/b/håndbok.docx", b"second")
    assert (store.read("a/b/håndbok.docx"), store.size("a/b/håndbok.docx")) == (b"second", 6)


def test_a_store_works_after_it_was_sent_to_another_process(store):
    pickle.loads(pickle.dumps(store)).write("a", b"x")  # noqa: S301 - our own
    assert store.read("a") == b"x"


@pytest.mark.parametrize("path", ["none", "a", "a/b/none", "a/b/file/below"])
def test_what_is_not_there_is_none(store, path):
    store.write("a/b/file", b"x")
    assert (store.read(path), store.size(path)) == (None, None)
    store.remove("a/b/none")
    assert list(store.names(path)) == []


def test_names_are_the_files_directly_in_a_folder(store):
    for path in ("a/two", "a/one", "a/below/three", "ab", ".packgen/note"):
        store.write(path, b"x")
    assert list(store.names("a")) == ["one", "two"]
    assert list(store.names("")) == ["ab"]


def test_what_others_have_written_is_seen_at_once(store):
    other = pickle.loads(pickle.dumps(store))  # noqa: S301 - our own
    assert list(store.names("a")) == []
    other.write("a/one", b"x")
    assert (list(store.names("a")), store.size("a/one")) == (["one"], 1)


def test_a_removed_file_takes_empty_folders_along(tmp_path):
    store = PlaceStore(f"file://{tmp_path}/packs")
    for path in ("a/b/one", "a/two"):
        store.write(path, b"x")
    store.remove("a/b/one")
    assert not (tmp_path / "packs/a/b").exists()
    assert store.read("a/two") == b"x"


def test_a_folder_of_a_place_is_a_place(store):
    store.below("fjordvik/2026").write("a", b"x")
    assert store.read("fjordvik/2026/a") == b"x"


def test_one_only_creates_a_file(store):
    assert store.is_first
    assert (store.create("a", b"one"), store.create("a", b"two"), store.read("a")) == (True, False, b"one")


def test_of_several_at_once_one_creates_a_file(tmp_path):
    store = PlaceStore(f"file://{tmp_path}")
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda number: store.create("lock", b"%d" % number), range(8)))
    assert sorted(made) == [False] * 7 + [True]
    assert store.read("lock") == b"%d" % made.index(True)


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    store = PlaceStore(f"file://{tmp_path}")
    store.write("a", b"old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(FullError) as caught:
        store.write("a", b"new")
    assert caught.value.path == f"file://{tmp_path}/a"
    assert store.read("a") == b"old"
    assert list(store.names(".packgen/new")) == []


def test_a_server_that_cannot_move_over_a_file_moves_to_where_it_was(monkeypatch):
    files = {"/p/a": b"old"}

    class Server(fsspec.AbstractFileSystem):
        protocol = "smb"
        makedirs = invalidate_cache = lambda *_, **__: None

        def pipe_file(self, path, value, mode="overwrite"):  # noqa: ARG002 - as fsspec has it
            files[path] = value

        def mv(self, old, new):
            if new in files:
                raise FileExistsError(new)
            files[new] = files.pop(old)

        def rm_file(self, path):
            del files[path]

    monkeypatch.setattr("packgen.remote_store.url_to_fs", lambda _: (Server(), "/p"))
    monkeypatch.setattr("packgen.remote_store._root", lambda *_: "/p")
    PlaceStore("smb://host/p").write("a", b"new")
    assert files == {"/p/a": b"new"}


class Refusing(MemoryFileSystem):
    """A place that refuses all."""

    protocol = "refusing"
    cachable = False

    def cat_file(self, path, *_, **__):
        raise PermissionError(13, "Forbidden", path)

    pipe_file = info = ls = rm_file = open = cat_file


@pytest.fixture
def refusing():
    fsspec.register_implementation("refusing", Refusing, clobber=True)
    return PlaceStore("refusing://anne:secret@host/packs")


@pytest.mark.parametrize(
    "ask",
    [
        lambda store: store.read("a"),
        lambda store: store.write("a", b"x"),
        lambda store: store.create("a", b"x"),
        lambda store: store.remove("a"),
        lambda store: store.size("a"),
        lambda store: list(store.names("a")),
    ],
)
def test_a_place_that_refuses_is_told_with_its_address_and_without_a_password(refusing, ask):
    with pytest.raises(UnreachableError) as caught:
        ask(refusing)
    assert caught.value.path == "refusing://host/packs/a"
    assert "Forbidden" in caught.value.reason
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own
    assert (again.path, again.reason) == (caught.value.path, caught.value.reason)


def test_a_place_is_tried_before_anything_is_made(refusing, monkeypatch):
    def code(url):
        outcome = opened(url)
        assert outcome.value is None
        return outcome.problems[0].code, outcome.problems[0].place

    assert code("s4://bucket") == ("cluster.unknown_place", Place(file="s4://bucket"))
    assert code(refusing.url)[0] == "cluster.place_unreachable"

    def lacking(_):
        raise ImportError("Install s3fs to access S3")

    monkeypatch.setattr("packgen.remote_store.url_to_fs", lacking)
    assert code("s3://bucket/packs") == ("cluster.place_needs", Place(file="s3://bucket/packs"))


def test_a_good_place_is_opened_and_left_as_it_was(tmp_path):
    place = f"memory://{uuid4().hex}"
    assert opened(place).value == PlaceStore(place)
    assert list(PlaceStore(place).names(".packgen")) == []
    assert opened(f"file://{tmp_path}").value == LocalStore(tmp_path)


@pytest.mark.parametrize("place", ["s3://bucket/packs", "memory://", "file:///packs", "abfs+x://a", "S3://b"])
def test_an_url_is_a_place(place):
    assert is_url(place)


@pytest.mark.parametrize(
    "place", ["C:\\packs", "C:/packs", "C://packs", "output", "./s3://x", "/srv/a://b", "", "é3://"]
)
def test_a_folder_is_no_url(place):
    assert not is_url(place)
