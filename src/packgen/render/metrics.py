"""How wide text is in Calibri (Carlito has the same widths), for what must fit before a page is laid out.

A municipality's own font differs a little: what is measured here keeps a margin.
"""

from collections.abc import Mapping

from packgen.render.traced import knowing

_MM_PER_POINT = 25.4 / 72

# Widths in hundredths of the type size, and the characters that have them.
_REGULAR_WIDTHS = {
    22: "'",
    23: " ilí",
    24: "j",
    25: ",.I·‘’",
    27: ":;",
    29: "`",
    30: "()",
    31: "-[]f{}",
    32: "J",
    33: "!t",
    35: "r",
    39: "/\\sš",
    40: '"zž',
    42: "Lcçč“”",
    43: "x",
    45: "kvy",
    46: "?FS|Š",
    47: "ZgŽ",
    48: "aàáäå",
    49: "ETYÉ",
    50: "#*+<=>^_e~§èéêë–•−",
    51: "$0123456789«»",
    52: "KPX",
    53: "CbdhnopquòóôöøüŋČ",
    54: "BR",
    55: "đ",
    57: "V",
    58: "AÀÄÅ",
    60: "●",
    62: "DH",
    63: "G",
    64: "UÜ",
    65: "N",
    66: "OÓÒÔÖØ",
    67: "Q",
    68: "&",
    69: "…",
    71: "%w",
    76: "Æ",
    77: "æ",
    80: "m",
    85: "M",
    89: "@W",
    91: "—→",
}
_BOLD_WIDTHS = {
    23: " '",
    25: "ilí",
    26: ",j‘’",
    27: ".I·",
    28: ":;",
    30: "`",
    31: "()-",
    32: "[]f",
    33: "!J",
    34: "{}",
    35: "t",
    36: "r",
    40: "szšž",
    42: "Lcçč",
    43: "/\\",
    44: '"“”',
    46: "?Fx",
    47: "SgvyŠ",
    48: "Zk|Ž",
    49: "EaÉàáäå",
    50: "#*+<=>T^_e~§èéêë–•−",
    51: "$0123456789",
    52: "Y",
    53: "CPČ",
    54: "bdhnopqu«»òóôöøüŋ",
    55: "KX",
    56: "BR",
    57: "đ",
    59: "V",
    60: "●",
    61: "AÀÄÅ",
    63: "DH",
    64: "G",
    65: "UÜ",
    66: "N",
    68: "OÓÒÔÖØ",
    69: "Q",
    70: "&",
    71: "…",
    73: "%",
    75: "w",
    77: "æ",
    78: "Æ",
    81: "m",
    87: "M",
    90: "@",
    91: "W—→",
}
_UNKNOWN = 62  # wider than nearly every letter: what is not known never overflows


def _by_character(widths: Mapping[int, str]) -> dict[str, int]:
    return {character: width for width, characters in widths.items() for character in characters}


_REGULAR = _by_character(_REGULAR_WIDTHS)
_BOLD = _by_character(_BOLD_WIDTHS)


@knowing
def width_mm(text: str, points: float, *, bold: bool = False) -> float:
    """Return the width of a line of text at this size, in mm."""
    widths = _BOLD if bold else _REGULAR
    return (
        sum(widths.get(character, _UNKNOWN) for character in text.replace("\u00a0", " ")) * points * _MM_PER_POINT / 100
    )


@knowing
def longest_word_mm(text: str, points: float, *, bold: bool = False) -> float:
    """Return the width of the longest word of a text, in mm; 0 where there is none."""
    return max((width_mm(word, points, bold=bold) for word in text.split()), default=0.0)
