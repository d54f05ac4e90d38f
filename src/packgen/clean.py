"""Text from outside, cleaned once where it comes in: names, places and addresses as one line that every file can hold.

What is taken away has no shape on paper and does harm: control characters and lone halves of surrogate pairs break
Office files, bidi controls and invisible characters make two names look alike, and private-use characters
(U+E000-F8FF) are packgen's own marks for slots.
"""

import re
import unicodedata

_INVISIBLE = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls that are no space or line break
    "\u00ad\u200b\u2060\ufeff"  # soft hyphen, spaces and joiners of no width
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # bidi controls, deprecated format characters
    "\ufff9-\ufffb"  # interlinear annotation
    "\ud800-\udfff"  # lone surrogates
    "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"  # private use
    "\ufdd0-\ufdef"  # no characters at all, and so are the last two of every plane:
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
    + "\U000e0000-\U000e007f"  # tags, which can hide a whole text
    "]"
)

_NOT_FOR_SCREENS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LONGEST_SHOWN = 2_000


def line(value: str) -> tuple[str, bool]:
    """Return the text as one clean line, and whether characters were taken away.

    Composed (NFC), with every stretch of white space as one space and none at the ends: that alone is no change worth
    a warning.
    """
    kept = _INVISIBLE.sub("", value)
    return " ".join(unicodedata.normalize("NFC", kept).split()), kept != value


def letters(value: str) -> tuple[str, bool]:
    """Return one line of a text, its white space as it is, without what no file can hold, and whether there was any."""
    kept = _INVISIBLE.sub("", value)
    return unicodedata.normalize("NFC", kept), kept != value


def on_screen(value: str) -> str:
    """Return a text as a terminal may be sent it: nothing that moves its cursor or turns its words, and not endless."""
    shown = _NOT_FOR_SCREENS.sub("\ufffd", value)
    return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[: _LONGEST_SHOWN - 1]}…"


def lines(value: str) -> list[str]:
    """Return a text's lines, whichever way they end."""
    return re.split("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", value)
