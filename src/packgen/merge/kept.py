"""Compiled shapes kept on disk, for the next build and for the processes of one build.

**What is kept holds nothing of anybody's.** A shape that is to be kept is compiled around a blank document
(`packgen.merge.blank`) and not around a unit's: all that it consists of (the document that others are compared with,
what its slots hold in it, constant parts, the steps and what guards want) is worked out from the blank document, theme
and template. The document at hand decides only which blocks there are and about how long its texts are. What cannot be
blanked, such as a picture that is drawn from values, is not kept. A municipality's own template and logo stand in what
is kept for it, as they do on its letters.

A file is the digest of what follows and a pickle. It is read only where the digest is right, by an unpickler that
knows packgen's own frozen classes and functions of its renderers, and nothing else. Files appear whole; one that is
broken, or made by other code, texts, templates or libraries, is as if it were not there. A folder that cannot be
written to keeps nothing, silently: a build is the same without.
"""

import builtins
import hashlib
import io
import json
import math
import os
import pickle
import sys
import tempfile
import zlib
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, is_dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import BuiltinFunctionType, FunctionType
from typing import Any

from filelock import FileLock, Timeout

from packgen.merge.blank import Known
from packgen.merge.program import program
from packgen.merge.shape import Shape
from packgen.merge.template import Ready
from packgen.render.zipped import Entry

MOST_BYTES = 512 * 1024 * 1024
"""How large the folder may grow; what has not been used for longest is thrown away first."""
MOST_TRIED = 12
"""How many shapes of one document are read, those used last."""
_ENDING = ".shape"
_MOST_LETTERS = 256 * 1024 * 1024
_DIGEST = hashlib.sha256().digest_size
_FUNCTIONS = frozenset(
    {(builtins, name) for name in ("abs", "bool", "round", "str")} | {(math, "ceil"), (math, "floor")}
)
_MODULES = ("packgen.blocks", "packgen.theme", "packgen.merge.", "packgen.render.")
"""Where classes and functions that a shape names may stand: values and what lays them out. None of them writes."""

_FAULTS = (pickle.UnpicklingError, EOFError, ValueError, TypeError, LookupError, AttributeError, OverflowError)
_Fault = (*_FAULTS, zlib.error, MemoryError, RecursionError)


@dataclass(frozen=True, slots=True)
class Kept:
    """A folder of shapes. ``made_by`` is a digest of all that they are made from but what `key` says.

    ``known`` gives the texts and words that say the same to everyone, when they are first needed.
    """

    folder: Path
    made_by: str
    known: Callable[[], Known]
    most_bytes: int = MOST_BYTES

    def names(self, key: Hashable) -> tuple[str, ...]:
        """Return the names of the shapes of a document, the one used last first."""
        found = []
        with suppress(OSError), os.scandir(self._place(key)) as files:
            for one in files:
                if one.name.endswith(_ENDING):
                    with suppress(OSError):
                        found.append((one.stat().st_mtime_ns, one.name))
        return tuple(name for _, name in sorted(found, reverse=True)[:MOST_TRIED])

    def shape(self, key: Hashable, name: str) -> Shape | None:
        """Return a shape; None where its file is gone or broken, which it then is no longer."""
        file = self._place(key) / name
        try:
            data = file.read_bytes()
        except OSError:
            return None
        found = _unpacked(data)
        with suppress(OSError):
            if found is None:
                file.unlink(missing_ok=True)
            else:
                os.utime(file)
        return found

    def keep(self, key: Hashable, shape: Shape) -> str:
        """Write a shape that was compiled around a blank document; return its name, empty where that cannot be."""
        try:
            data = _packed(shape)
            name = hashlib.sha256(data).hexdigest()[:24] + _ENDING
            _write(self._place(key) / name, data)
            self._make_room()
        except (OSError, pickle.PicklingError, TypeError, AttributeError):
            return ""
        return name

    @contextmanager
    def alone(self, key: Hashable) -> Iterator[bool]:
        """Tell, for as long as the block lasts, whether nobody else compiles this document; True if unknown."""
        place = self._place(key)
        lock = FileLock(place / ".lock", timeout=0)
        try:
            _own_folder(place)
            lock.acquire()
        except Timeout:
            yield False
            return
        except (OSError, NotImplementedError):
            yield True
            return
        try:
            yield True
        finally:
            lock.release()

    def _place(self, key: Hashable) -> Path:
        return self.folder / hashlib.sha256(repr((self.made_by, key)).encode()).hexdigest()[:24]

    def _make_room(self) -> None:
        """Throw away the shapes not used for longest, where there are too many."""
        found = []
        for file in self.folder.glob(f"*/*{_ENDING}"):
            with suppress(OSError):
                about = file.stat()
                found.append((about.st_mtime_ns, about.st_size, file))
        size = sum(one for _, one, _ in found)
        for _, one, file in sorted(found):
            if size <= self.most_bytes:
                return
            with suppress(OSError):
                file.unlink()
            size -= one


# ---------------------------------------------------------------- what says the same to everyone


def read_known(file: Path) -> Known | None:
    """Return what was written to a file; None where there is no such file, or another was written over it."""
    try:
        data = file.read_bytes()
        if hashlib.sha256(data[_DIGEST:]).digest() != data[:_DIGEST]:
            return None
        texts, words = json.loads(data[_DIGEST:])
        return Known(frozenset(texts), frozenset(words))
    except (OSError, ValueError, TypeError, RecursionError):
        return None


def write_known(file: Path, known: Known) -> None:
    """Write what says the same to everyone, where that can be."""
    data = json.dumps([sorted(known.texts), sorted(known.words)], ensure_ascii=False).encode()
    with suppress(OSError):
        _write(file, hashlib.sha256(data).digest() + data)


# ---------------------------------------------------------------- files


def _own_folder(folder: Path) -> None:
    """Make a folder that is its owner's alone, with those above it."""
    if not folder.is_dir():
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)


def _write(file: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    _own_folder(file.parent)
    number, temporary = tempfile.mkstemp(dir=file.parent, suffix=".new")
    try:
        with os.fdopen(number, "wb") as stream:
            stream.write(data)
        Path(temporary).replace(file)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def _packed(shape: Shape) -> bytes:
    stream = io.BytesIO()
    slots, guards = dict(shape.slots), dict(shape.guards)
    _Pickler(stream, protocol=5).dump((shape.known, slots, shape.own, shape.parts, shape.size, shape.steps, guards))
    data = zlib.compress(stream.getvalue(), 1)
    return hashlib.sha256(data).digest() + data


def _unpacked(data: bytes) -> Shape | None:
    """Return the shape in a file's bytes; None where they are not what was written, or not ours."""
    digest, rest = data[:_DIGEST], data[_DIGEST:]
    if hashlib.sha256(rest).digest() != digest:
        return None
    try:
        plain = zlib.decompressobj().decompress(rest, _MOST_LETTERS)
        known, slots, own, parts, size, steps, guards = _Unpickler(io.BytesIO(plain)).load()
        return Shape(known, slots, own, program(steps, guards), _shared(parts), size, steps, guards)
    except _Fault:
        return None


def _shared(parts: tuple[Ready, ...]) -> tuple[Ready, ...]:
    """Return parts of which those without slots are the same values in all shapes that have them."""
    return tuple(_the_same(one) if isinstance(one, Entry) else one for one in parts)


@lru_cache(maxsize=4_000)
def _the_same(entry: Entry) -> Entry:
    return entry


class _Pickler(pickle.Pickler):
    """Writes functions by module and name, also those that are marked for tracing."""

    def persistent_id(self, value: Any) -> tuple[str, str] | None:  # noqa: ANN401 - any part of a shape
        if not isinstance(value, FunctionType | BuiltinFunctionType) and value not in (bool, str):
            return None
        name = (value.__module__, value.__qualname__)
        if _function(*name) is not value:
            raise pickle.PicklingError(f"{name} is no function of a module")
        return name


class _Unpickler(pickle.Unpickler):
    """Reads values of packgen's own frozen classes; anything else is a fault."""

    def persistent_load(self, name: Any) -> Any:  # noqa: ANN401 - a function
        return _function(*name)

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - a class
        if (module, name) == (Decimal.__module__, Decimal.__name__):
            return Decimal
        found = getattr(_module(module), name, None)
        if isinstance(found, type) and found.__module__ == module and (is_dataclass(found) or issubclass(found, tuple)):
            return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def _function(module: str, name: str) -> Any:  # noqa: ANN401 - a function
    """Return a function that a step may call, unmarked: one of a renderer's, or one of few of Python's own."""
    for owner, allowed in _FUNCTIONS:
        if owner.__name__ == module and name in allowed:
            return getattr(owner, name)
    found = getattr(_module(module), name, None)
    found = getattr(found, "__wrapped__", found)
    if isinstance(found, FunctionType) and found.__module__ == module:
        return found
    raise pickle.UnpicklingError(f"{module}.{name}")


def _module(name: str) -> Any:  # noqa: ANN401 - a module
    """Return a module of packgen's own that is in use and whose values may be kept."""
    if name.startswith(_MODULES) and name in sys.modules:
        return sys.modules[name]
    raise pickle.UnpicklingError(name)
