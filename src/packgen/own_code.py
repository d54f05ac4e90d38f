"""The digest of packgen's own code: machines that share a build must have the same."""

import hashlib
import sys
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parent


@cache
def digest() -> str:
    """Return the SHA-256 of all modules and of which Python runs them, however a checkout ends its lines."""
    found = hashlib.sha256(repr(sys.version_info[:2]).encode())
    for file in sorted(_PACKAGE.rglob("*.py")):
        code = file.read_bytes().replace(b"\r\n", b"\n")
        found.update(f"{file.relative_to(_PACKAGE).as_posix()} {len(code)}\n".encode() + code)
    return found.hexdigest()
