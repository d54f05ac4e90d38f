"""What makes files here: packgen's own code, and the libraries that have a hand in them, as digest and versions.

Machines that share a build must have the same, and what was made by other code is made anew.
"""

import hashlib
import sys
from functools import cache
from importlib import metadata
from pathlib import Path

LIBRARIES = (
    *("et-xmlfile", "fontpkg-lato", "fonttools", "icalendar", "isal", "jinja2", "lxml", "markdown-it-py"),
    *("markupsafe", "matplotlib", "mdurl", "openpyxl", "pillow", "python-dateutil", "python-pptx", "pyyaml"),
    *("segno", "typst"),
)
"""The libraries that have a hand in what files hold: another version of one may write other bytes."""

_PACKAGE = Path(__file__).parent
_DATA = "_data"
"""Where a wheel keeps content and templates inside the package: they count as they were read, not as files."""


@cache
def digest() -> str:
    """Return the SHA-256 of packgen's modules and of which Python runs them."""
    return hashlib.sha256(repr((sys.version_info[:2], code_of(_PACKAGE))).encode()).hexdigest()


def code_of(package: Path) -> str:
    """Return the SHA-256 of a package's modules by their paths in it, however a checkout ends their lines."""
    files = {file.relative_to(package): file for file in package.rglob("*.py")}
    found = hashlib.sha256()
    for name, file in sorted((path.as_posix(), file) for path, file in files.items() if path.parts[0] != _DATA):
        code = file.read_bytes().replace(b"\r\n", b"\n")
        found.update(f"{name} {len(code)}\n".encode() + code)
    return found.hexdigest()


def versions() -> tuple[tuple[str, str], ...]:
    """Return the versions of the libraries; empty for one that is not there, as only a library of ours brings it."""
    return tuple((name, _version(name)) for name in LIBRARIES)


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return ""
