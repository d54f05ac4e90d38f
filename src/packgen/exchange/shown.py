"""A text of a content file as people read it, and whether two texts say the same.

Content files break long lines, and Markdown joins them again. Nobody wants to see those breaks in Excel.
"""

import re
import unicodedata

from packgen import clean

_NEW_LINE = re.compile(r"[ \t]*(?:[-*+] |\d+[.)] |#{1,6} |>|\{%)")
"""How a line begins that is never joined to the one above: lists, headings, quotes, statements."""
_ALONE = re.compile(r"[ \t]*#{1,6} |.*%\}\s*$")
_WIDTH = 60
"""A line that had room for the next word of the paragraph was broken on purpose."""


def shown(text: str) -> str:
    """Return a text with the lines of each paragraph joined where only the width of the file broke them."""
    found: list[str] = []
    above = ""
    for line in text.strip("\n").split("\n"):
        if _goes_on(above, line):
            found[-1] = f"{found[-1]} {line.strip()}"
        else:
            found.append(line.rstrip())
        above = line
    return "\n".join(found)


def _goes_on(above: str, line: str) -> bool:
    if not above.strip() or not line.strip() or _ALONE.match(above) or _NEW_LINE.match(line):
        return False
    return len(above) + 1 + len(line.split(maxsplit=1)[0]) > _WIDTH


def same(one: str, other: str) -> bool:
    """Return whether two texts say the same, however their lines are broken."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", shown(came_back(text)[0]))


def came_back(text: str) -> tuple[str, bool]:
    """Return a text from outside with clean lines and no space at its ends, and whether characters were taken away."""
    found = [clean.letters(line) for line in clean.lines(text)]
    return "\n".join(line.rstrip() for line, _ in found).strip(" \t\n"), any(changed for _, changed in found)
