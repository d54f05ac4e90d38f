"""The looks that renderers draw with: colours and font, read from ``templates/theme.yaml``."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as ``RRGGBB`` and the font of Office documents.

    ``ramp`` has five tints of one hue from least to most agreement; text on the first three is black, on the last two
    white.
    """

    ink: str = "1F3F57"
    text: str = "1E1E1E"
    sand: str = "F4EFE7"
    rule: str = "C9D3DB"
    accent: str = "0B6E75"
    muted: str = "4A6D87"
    white: str = "FFFFFF"
    ramp: tuple[str, ...] = ("D9E1E8", "A9BCCB", "7A97AD", "4A6D87", "1F3F57")
    band: str = "DDE3E8"
    font: str = "Calibri"
