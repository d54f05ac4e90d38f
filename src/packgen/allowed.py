"""How much of what comes from outside is read: the section ``limits:`` of the settings, in units that people know.

One number often steers several limits of the readers, in proportion (``archive.Limits.of``, ``yaml_source.Limits``
…). With the defaults no input makes packgen take more than 500 MB; with more than that it takes more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields

MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Allowed:
    """A municipality's limits: megabytes (``_mb``), pixels, or how many there may be."""

    file_mb: int = 50
    unpacked_mb: int = 256
    cells: int = 400_000
    units: int = 50_000
    levels: int = 20
    text_mb: int = 2
    picture_mb: int = 5
    picture_pixels: int = 8_000
    font_mb: int = 20
    font_files: int = 50


USUAL = Allowed()
DEFAULTS: Mapping[str, int] = {one.name: getattr(USUAL, one.name) for one in fields(Allowed)}
HIGHEST: Mapping[str, int] = {name: 4 * default for name, default in DEFAULTS.items()} | {
    "levels": 40,
    "picture_pixels": 9_000,
}
"""Above these nothing is allowed: a file of four times the size takes four times the memory.

More levels are no organisation, and a picture of more pixels takes 500 MB by itself.
"""
MOST = Allowed(**HIGHEST)
"""What files are held to that have been judged by a municipality's own limits before."""
