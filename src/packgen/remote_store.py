"""Packs in a place that `fsspec` reaches: an object store such as S3, a server, or memory.

Object stores take a file whole by nature. Where a file grows while it is written, it grows under another name and is
moved to its own.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from fsspec import AbstractFileSystem
from fsspec.core import url_to_fs

from packgen.problems import Outcome, Place, Problem, error
from packgen.store import SCRATCH, FullError, LocalStore, Store, UnreachableError

_GROW = frozenset({"file", "local", "sftp", "ssh", "smb", "ftp", "hdfs", "arrow_hdfs", "webhdfs", "webdav", "dbfs"})
"""Places where a file grows while it is written. All others are object stores, or memory: whole or not there."""
_LOCAL = frozenset({"file", "local"})
_FULL = (errno.ENOSPC, errno.EDQUOT)
_FIRST_WINS = frozenset(
    {"file", "local", "sftp", "ssh", "smb", "memory", "s3", "s3a", "gs", "gcs", "abfs", "abfss", "az"}
)
"""Places that let one only of several create a file."""


@dataclass(frozen=True, slots=True)
class PlaceStore:
    """A place by its URL, such as ``s3://bucket/packs``, ``sftp://host/packs`` or ``memory://packs``.

    Who may write there is said where the library of the place looks for it (environment, its own settings). All methods
    raise `UnreachableError` where the place cannot be reached or refuses, `FullError` where there is no room.
    """

    url: str

    def read(self, path: str) -> bytes | None:
        """Return what a file holds; None where there is none."""
        with self._reached(path) as (files, full):
            try:
                return bytes(files.cat_file(full))
            except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
                return None

    def write(self, path: str, data: bytes) -> None:
        """Write a file, whole or not at all."""
        with self._reached(path) as (files, full):
            if self._grows:
                self._write_aside(files, full, data)
            else:
                files.pipe_file(full, data)

    def _write_aside(self, files: AbstractFileSystem, full: str, data: bytes) -> None:
        scratch = f"{_root(files, self.url)}/{SCRATCH}"
        aside = f"{scratch}/{uuid4().hex}"
        files.makedirs(scratch, exist_ok=True)
        files.makedirs(full.rpartition("/")[0], exist_ok=True)
        try:
            files.pipe_file(aside, data)
            if self.is_local:
                os.replace(aside, full)  # noqa: PTH105 - `mv` copies where it cannot rename, as on Windows
            else:
                _move(files, aside, full)
        except BaseException:
            with suppress(Exception):  # the first fault tells more
                files.rm_file(aside)
            raise

    def create(self, path: str, data: bytes) -> bool:
        """Write a file that is not there yet; False where it is. Of several at once one gets True (see `is_first`)."""
        with self._reached(path) as (files, full):
            try:
                if self._grows:
                    files.makedirs(full.rpartition("/")[0], exist_ok=True)
                    with files.open(full, "xb") as file:
                        file.write(data)
                else:
                    files.pipe_file(full, data, mode="create")
            except FileExistsError:
                return False
        return True

    @property
    def is_first(self) -> bool:
        """Whether `create` is sure that nobody else created the file at the same moment."""
        return self._protocol in _FIRST_WINS

    def remove(self, path: str) -> None:
        """Delete a file, if there is one, and the folders that it leaves empty (an object store has no folders)."""
        with self._reached(path) as (files, full):
            with suppress(FileNotFoundError, NotADirectoryError):
                files.rm_file(full)
            root, folder = _root(files, self.url), full.rpartition("/")[0]
            while self._grows and len(folder) > len(root) and files.isdir(folder) and not files.ls(folder):
                files.rmdir(folder)
                folder = folder.rpartition("/")[0]

    def size(self, path: str) -> int | None:
        """Return how many bytes a file has; None where there is none."""
        with self._reached(path) as (files, full):
            try:
                found = files.info(full)
            except (FileNotFoundError, NotADirectoryError):
                return None
            return int(found["size"]) if found["type"] == "file" else None

    def names(self, folder: str) -> Iterator[str]:
        """Yield the names of the files directly in a folder, sorted; none where there is no such folder."""
        with self._reached(folder) as (files, full):
            try:
                found = files.ls(full, detail=True)
            except (FileNotFoundError, NotADirectoryError):
                found = []
        paths = (str(one["name"]).rstrip("/") for one in found if one["type"] == "file")
        yield from sorted(path.rpartition("/")[2] for path in paths if path.strip("/") != full.strip("/"))

    def place(self, path: str) -> str:
        """Return what a message calls a file: its URL without any password."""
        parts = urlsplit(self.url)
        server = parts.netloc.rpartition("@")[2]
        return f"{parts.scheme}://{server}{parts.path.rstrip('/')}/{path}".rstrip("/")

    def below(self, folder: str) -> "PlaceStore":
        """Return the store of a folder in this place."""
        return PlaceStore(f"{self.url.rstrip('/')}/{folder}")

    @property
    def is_local(self) -> bool:
        """Whether the place is a folder of this machine."""
        return self._protocol in _LOCAL

    @property
    def _protocol(self) -> str:
        return self.url.partition("://")[0].lower()

    @property
    def _grows(self) -> bool:
        return self._protocol in _GROW

    @contextmanager
    def _reached(self, path: str) -> Iterator[tuple[AbstractFileSystem, str]]:
        """Give the file system of the place and the full path in it; faults are told as a store's."""
        try:
            files, root = url_to_fs(self.url)
            files.invalidate_cache()  # others write there too
            yield files, f"{root.rstrip('/')}/{path}".rstrip("/")
        except Exception as fault:  # each library of a place has exceptions of its own
            if isinstance(fault, OSError) and fault.errno in _FULL:
                raise FullError(self.place(path)) from fault
            raise UnreachableError(self.place(path), f"{type(fault).__name__}: {fault}") from fault


def _root(files: AbstractFileSystem, url: str) -> str:
    return str(files._strip_protocol(url)).rstrip("/")  # noqa: SLF001 - what `url_to_fs` gives too


def _move(files: AbstractFileSystem, aside: str, full: str) -> None:
    """Move a finished file over the old one; a place that cannot is without either for a moment."""
    try:
        files.mv(aside, full)
    except OSError:
        files.rm_file(full)
        files.mv(aside, full)


def opened(url: str) -> Outcome[Store]:
    """Return the store at an URL, or why there is none: an unknown kind of place, a library missing, no permission.

    A folder of this machine (``file:///packs``) is a `LocalStore`, which sees to it that files survive a power cut.
    """
    store = PlaceStore(url)
    try:
        _, root = url_to_fs(url)
    except ImportError as fault:
        return Outcome(None, (error("cluster.place_needs", Place(file=store.place("")), reason=fault),))
    except ValueError:
        return Outcome(None, (error("cluster.unknown_place", Place(file=store.place(""))),))
    except Exception as fault:  # noqa: BLE001 - each library of a place has exceptions of its own
        return Outcome(None, (unreachable(UnreachableError(store.place(""), f"{type(fault).__name__}: {fault}")),))
    if store.is_local:
        return Outcome(LocalStore(Path(root)))
    name = f".packgen/try-{uuid4().hex}"
    try:
        store.write(name, b"")
        store.remove(name)
    except UnreachableError as fault:
        return Outcome(None, (unreachable(fault),))
    return Outcome(store)


def unreachable(fault: UnreachableError) -> Problem:
    """Return the problem of a place that cannot be reached or refuses."""
    return error("cluster.place_unreachable", Place(file=fault.path), reason=fault.reason)
