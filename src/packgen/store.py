"""Where packs lie: a folder of this machine, or another place with the same few things that can be done there.

Paths are relative to the place, with ``/``. A file is written whole or not at all: whoever reads meets the old one or
the new one, also where the program is killed or the disk is full.
"""

import errno
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

NOTES = ".packgen"
"""The folder of what packgen notes for itself."""
SCRATCH = f"{NOTES}/new"
"""The folder of files that are not whole yet, on the same disk as those that they become."""
_FULL = (errno.ENOSPC, errno.EDQUOT)


class LockedError(Exception):
    """A file that another program holds open (Word on Windows) and that cannot be replaced now."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class FullError(Exception):
    """A place without room for a file."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class UnreachableError(Exception):
    """A place that cannot be reached or refuses: no network, no permission, no such bucket."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason


def is_url(place: str) -> bool:
    r"""Tell whether a place is an URL (``s3://packs``) and not a folder; ``C:\packs`` and ``C://packs`` are folders."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", place) is not None


class Store(Protocol):
    """A place where packs lie. Values of these classes can be handed to other processes."""

    def read(self, path: str) -> bytes | None:
        """Return what a file holds; None where there is none."""

    def write(self, path: str, data: bytes) -> None:
        """Write a file, whole or not at all. Raises `LockedError` or `FullError`, and leaves the old one."""

    def remove(self, path: str) -> None:
        """Delete a file, if there is one, and the folders that it leaves empty."""

    def size(self, path: str) -> int | None:
        """Return how many bytes a file has; None where there is none."""

    def names(self, folder: str) -> Iterator[str]:
        """Yield the names of the files directly in a folder, sorted; none where there is no such folder."""

    def place(self, path: str) -> str:
        """Return what a message calls a file."""


@dataclass(frozen=True, slots=True)
class LocalStore:
    """A folder of this machine, or one that it reaches as a folder."""

    root: Path

    def read(self, path: str) -> bytes | None:
        """Return what a file holds; None where there is none."""
        with suppress(FileNotFoundError, NotADirectoryError):
            return (self.root / path).read_bytes()
        return None

    def write(self, path: str, data: bytes) -> None:
        """Write a file, whole or not at all."""
        write_whole(self.root / path, data, self.root / SCRATCH)

    def remove(self, path: str) -> None:
        """Delete a file, if there is one, and the folders that it leaves empty but for those of notes."""
        target = self.root / path
        try:
            target.unlink(missing_ok=True)
        except PermissionError as fault:
            raise LockedError(str(target)) from fault
        if path.startswith(f"{NOTES}/"):
            return  # other processes are about to write there
        folder = target.parent
        while folder != self.root and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent

    def size(self, path: str) -> int | None:
        """Return how many bytes a file has; None where there is none."""
        with suppress(FileNotFoundError, NotADirectoryError):
            return (self.root / path).stat().st_size
        return None

    def names(self, folder: str) -> Iterator[str]:
        """Yield the names of the files directly in a folder, sorted."""
        with suppress(FileNotFoundError, NotADirectoryError), os.scandir(self.root / folder) as found:
            names = sorted(one.name for one in found if one.is_file())
            yield from names

    def place(self, path: str) -> str:
        """Return what a message calls a file."""
        return str(self.root / path)


def write_whole(path: Path, data: bytes, scratch: Path | None = None) -> None:
    """Write a file so that it appears whole or not at all; ``scratch`` is where it grows, its own folder without one.

    Raises `LockedError` where another program holds the file, `FullError` where there is no room.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if scratch is not None:
        scratch.mkdir(parents=True, exist_ok=True)
    name = ""
    try:
        handle, name = tempfile.mkstemp(dir=scratch or path.parent, prefix=".packgen-")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException as fault:
        if name:
            Path(name).unlink(missing_ok=True)
        if isinstance(fault, PermissionError):
            raise LockedError(str(path)) from fault
        if isinstance(fault, OSError) and fault.errno in _FULL:
            raise FullError(str(path)) from fault
        raise


def clear_scratch(store: Store) -> None:
    """Delete what runs that were cut off left half-written; only for whom holds the lock."""
    for name in list(store.names(SCRATCH)):
        with suppress(LockedError):
            store.remove(f"{SCRATCH}/{name}")
