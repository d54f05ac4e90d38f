"""Names of files and folders that Windows, SharePoint and a USB stick all take."""

import re
import unicodedata

from packgen import identity

LONGEST_STEM = 110
"""Characters of a file name before its ending: with the folders above it stays within Windows' 260."""

SHARED = "felles"
"""The folder of what is made once for the whole municipality."""

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*#%~\u200b-\u200f\u2028-\u202e\u2066-\u2069]+')
_SPACES = re.compile(r"\s+")
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$")


def file_name(parts: tuple[str, str, str], ending: str) -> str:
    """Return «document - unit - round.ending»; a long unit name is cut at a word, the other two stay whole."""
    document, unit, round_ = (_clean(part) for part in parts)
    room = LONGEST_STEM - len(document) - len(round_) - len(" -  - ")
    stem = " - ".join((document, _shortened(unit, max(room, 20)), round_))
    return f"{_allowed(stem)}.{ending}"


def unit_folder(unit_id: str) -> str:
    """Return the folder of a unit's pack; a unit called as a folder of ours has another name for it."""
    name = folder_name(unit_id)
    return f"{name}-" if name == SHARED else name


def folder_name(name: str) -> str:
    """Return a folder's name: an id as it is, anything else as a slug."""
    return _allowed(name if identity.is_slug(name) else identity.slug((name,)))


def _clean(part: str) -> str:
    return _SPACES.sub(" ", _FORBIDDEN.sub("-", unicodedata.normalize("NFC", part))).strip(" .-")


def _shortened(name: str, room: int) -> str:
    if len(name) <= room:
        return name
    return name[: room + 1].rsplit(" ", 1)[0][:room].rstrip(" ,.-")


def _allowed(stem: str) -> str:
    return f"{stem}-" if _RESERVED.match(stem) else stem
