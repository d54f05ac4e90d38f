"""The looks that renderers draw with: colours and font, read from ``templates/theme.yaml``."""

from dataclasses import dataclass
from pathlib import Path

from packgen.yaml_source import load as load_yaml


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


def load(file: Path) -> Theme:
    """Return the looks that a theme file describes (ValueError with its problems where it is no YAML)."""
    outcome = load_yaml(file.read_bytes(), str(file))
    if outcome.value is None:
        raise ValueError(outcome.problems)
    found = outcome.value.value
    return Theme(**found["colours"], ramp=tuple(found["ramp"]), band=found["band"], font=found["font"])
