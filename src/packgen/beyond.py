"""What a build beyond one machine needs: modules on libraries that not everybody has, and that take a second to load.

So nobody imports those modules by name: they are asked for here, where an option needs them. Each imports its libraries
at its top, like any other.
"""

import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from packgen.problems import Outcome, error


def cluster() -> Outcome[ModuleType]:
    """Return `packgen.cluster`, or the problem that ``dask.distributed`` is not installed."""
    return _asked_for("packgen.cluster", "distributed")


def remote_store() -> Outcome[ModuleType]:
    """Return `packgen.remote_store`, or the problem that ``fsspec`` is not installed."""
    return _asked_for("packgen.remote_store", "fsspec")


def remote_lock() -> Outcome[ModuleType]:
    """Return `packgen.remote_lock`, or the problem that ``fsspec`` is not installed."""
    return _asked_for("packgen.remote_lock", "fsspec")


def _asked_for(module: str, library: str) -> Outcome[ModuleType]:
    if find_spec(library) is None:
        install = f'"{sys.executable}" -m pip install {library}'
        return Outcome(None, (error("cluster.not_installed", library=library, install=install),))
    return Outcome(import_module(module))
