"""The fonts of printed pages: which families, what characters they have, how wide their letters are.

Lato comes with packgen. A municipality's own font takes its place, and Lato stays for the characters that it lacks.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import typst
from fontpkg_lato import FAMILY, ROOT
from fontTools.ttLib import TTFont

from packgen.allowed import MB, USUAL, Allowed
from packgen.problems import Outcome, Place, Problem, error
from packgen.render.sheets.pieces import MM_PER_POINT

LATO = ROOT / "files"
_UNITS_PER_EM = slice(18, 20)
"""Where a font's head table says how many units a type size has (OpenType specification)."""


@dataclass(frozen=True, slots=True)
class Family:
    """A font family: its two weights, regular and bold, and its files as ``files[bold][italic]``.

    A style that it lacks has the file of the nearest one.
    """

    name: str
    folder: Path
    weights: tuple[int, int]
    files: tuple[tuple[Path, Path], tuple[Path, Path]]


@dataclass(frozen=True, slots=True)
class Fonts:
    """Families in order of preference: a character is printed in the first one that has it."""

    families: tuple[Family, ...]

    def has(self, character: str) -> bool:
        """Tell whether a character can be printed, in all four styles."""
        return any(_in_all_styles(family, character) for family in self.families)

    def width_mm(self, text: str, points: float, bold: bool, italic: bool) -> float:  # noqa: FBT001 - a run's fields
        """Return how wide a text is in mm, without kerning. What no family has is taken to be one type size wide."""
        faces = [_widths(family.files[bold][italic]) for family in self.families]
        return sum(_advance(ord(character), faces) for character in text) * points * MM_PER_POINT


def _in_all_styles(family: Family, character: str) -> bool:
    return all(ord(character) in _widths(file) for row in family.files for file in row)


def _advance(code: int, faces: Iterable[Mapping[int, float]]) -> float:
    return next((face[code] for face in faces if code in face), 1.0)


@cache
def _widths(file: Path) -> Mapping[int, float]:
    """Return how wide each character of a font file is, in type sizes."""
    with file.open("rb") as stream, TTFont(stream, lazy=True) as font:
        # To parse that table is to be told on screen of dates that seem odd.
        units = int.from_bytes(font.reader["head"][_UNITS_PER_EM], "big")
        metrics = font["hmtx"].metrics
        return {code: metrics[glyph][0] / units for code, glyph in font.getBestCmap().items()}


def lato() -> Fonts:
    """Return the fonts that packgen brings."""
    regular, italic = LATO / "Lato-Regular.ttf", LATO / "Lato-Italic.ttf"
    bold, both = LATO / "Lato-Bold.ttf", LATO / "Lato-BoldItalic.ttf"
    return Fonts((Family(FAMILY, LATO, (_REGULAR, _BOLD), ((regular, italic), (bold, both))),))


# ---------------------------------------------------------------- a font of one's own

_REGULAR, _BOLD, _HEAVY = 400, 700, 600
_NEARLY = 50
"""How far from 400 a weight may be and still be called regular."""
_SUFFIXES = {".ttf", ".otf"}
_OTHER_SUFFIXES = {".ttc", ".otc", ".woff", ".woff2"}
_BEGINNINGS = {b"\x00\x01\x00\x00", b"OTTO", b"true"}
_RESTRICTED, _MAY_BE_EMBEDDED = 0x0002, 0x000C
_NO_SUBSETS, _BITMAPS_ONLY = 0x0100, 0x0200


def own(folder: Path, allowed: Allowed = USUAL) -> Outcome[Fonts]:
    """Return the fonts of a folder (.ttf and .otf, also in folders below it) with Lato behind them.

    Of several families it is the one with the most of regular, bold, italic and both; the first by name of equals.
    """
    files = _files(folder)
    if not files:
        return Outcome(None, (error("print.no_font", Place(file=str(folder))),))
    if len(files) > allowed.font_files:
        return Outcome(None, (error("print.too_many_fonts", Place(file=str(folder)), limit=allowed.font_files),))
    problems = tuple(problem for file in files for problem in _judged(file, allowed.font_mb))
    if problems:
        return Outcome(None, problems)
    faces = _read_by_typst(folder)
    lost = {file.resolve() for file in files} - {Path(face.path or "").resolve() for face in faces}
    if lost:
        return Outcome(None, tuple(_wrong("print.font_broken", file) for file in sorted(lost)))
    return _chosen(folder, faces)


def _files(folder: Path) -> tuple[Path, ...]:
    known = _SUFFIXES | _OTHER_SUFFIXES
    return tuple(sorted(file for file in folder.rglob("*") if file.suffix.lower() in known and file.is_file()))


def _wrong(code: str, file: Path) -> Problem:
    return error(code, Place(file=str(file)))


def _judged(file: Path, largest_mb: int) -> tuple[Problem, ...]:
    """Return what is wrong with a font file; a kind that is not read, or one that is too large, is not opened."""
    if file.suffix.lower() in _OTHER_SUFFIXES:
        return (_wrong("print.font_kind", file),)
    if file.stat().st_size > largest_mb * MB:
        return (error("print.font_too_big", Place(file=str(file)), limit_mb=largest_mb),)
    return _judged_inside(file)


def _judged_inside(file: Path) -> tuple[Problem, ...]:
    """Return whether it is broken, variable (its widths are not fixed), or not to be embedded."""
    try:
        with file.open("rb") as stream:
            if stream.read(4) not in _BEGINNINGS or ord("a") not in _widths(file):
                return (_wrong("print.font_broken", file),)
            stream.seek(0)
            with TTFont(stream, lazy=True) as font:
                is_variable, rights = "fvar" in font, font["OS/2"].fsType
    except Exception:  # noqa: BLE001 - whatever a library says of a broken file
        return (_wrong("print.font_broken", file),)
    if is_variable:
        return (_wrong("print.font_variable", file),)
    return (_wrong("print.font_forbidden", file),) if _is_forbidden(rights) else ()


def _is_forbidden(rights: int) -> bool:
    """Tell whether a font's rights (OS/2 fsType) forbid what a PDF needs: a part of its outlines inside."""
    is_restricted = bool(rights & _RESTRICTED) and not rights & _MAY_BE_EMBEDDED
    return is_restricted or bool(rights & (_NO_SUBSETS | _BITMAPS_ONLY))


def _found(folder: Path) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])


def _read_by_typst(folder: Path) -> list[typst.FontInfo]:
    """Return the fonts as the typesetter sees them: it is its names and weights that choose."""
    return sorted(_found(folder).fonts(), key=lambda face: (face.family, face.path or ""))


# ---------------------------------------------------------------- which family


def _chosen(folder: Path, faces: list[typst.FontInfo]) -> Outcome[Fonts]:
    names = dict.fromkeys(face.family for face in faces)
    groups = {name: [face for face in faces if face.family == name] for name in names}
    whole = {name: group for name, group in groups.items() if _regular(group)}
    if not whole:
        return Outcome(None, (error("print.font_no_regular", Place(file=str(folder)), families=", ".join(names)),))
    name = min(whole, key=lambda one: (-_style_count(whole[one]), one))
    twice = _twice(whole[name])
    if twice:
        return Outcome(None, twice)
    family = _family(name, folder, whole[name])
    unprintable = _unprintable(family)
    if unprintable:
        return Outcome(None, unprintable)
    behind = () if name.casefold() == FAMILY.casefold() else lato().families
    return Outcome(Fonts((family, *behind)))


_TRIAL = b"""
#set text(font: sys.inputs.family, fallback: false, weight: int(sys.inputs.weight), style: sys.inputs.style)
#sys.inputs.letters
"""


def _unprintable(family: Family) -> tuple[Problem, ...]:
    """Return an error for every file with which the typesetter makes no PDF: some faults show only there."""
    styles = [(bold, italic) for bold in (False, True) for italic in (False, True)]
    files = dict.fromkeys(family.files[bold][italic] for bold, italic in styles if not _prints(family, bold, italic))
    return tuple(_wrong("print.font_broken", file) for file in files)


def _prints(family: Family, bold: bool, italic: bool) -> bool:  # noqa: FBT001 - a run's own fields
    known = _widths(family.files[bold][italic])
    values = {
        "family": family.name,
        "weight": str(family.weights[bold]),
        "style": "italic" if italic else "normal",
        "letters": "".join(chr(code) for code in range(0x20, 0x180) if code in known),
    }
    try:
        typst.compile(_TRIAL, font_paths=_found(family.folder), sys_inputs=values, format="pdf")
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001 - a fault inside the typesetter is no Exception
        return False
    return True


def _regular(group: list[typst.FontInfo]) -> typst.FontInfo | None:
    near = [face for face in group if face.style == "normal" and abs(face.weight - _REGULAR) <= _NEARLY]
    return min(near, key=lambda face: abs(face.weight - _REGULAR), default=None)


def _style_count(group: list[typst.FontInfo]) -> int:
    return len({(face.weight >= _HEAVY, face.style == "normal") for face in group})


def _twice(group: list[typst.FontInfo]) -> tuple[Problem, ...]:
    """Return an error for every style that two files have: which one is used would be chance."""
    counts = Counter((face.style, face.weight, face.stretch) for face in group)
    doubles = [face for face in group if counts[face.style, face.weight, face.stretch] > 1]
    return tuple(_wrong("print.font_twice", Path(face.path or "")) for face in doubles)


def _family(name: str, folder: Path, group: list[typst.FontInfo]) -> Family:
    regular = _regular(group)
    thin = regular.weight if regular else _REGULAR
    heavy = [face.weight for face in group if face.weight >= _HEAVY]
    bold = min(heavy, key=lambda weight: (abs(weight - _BOLD), -weight), default=thin)
    files = tuple((_nearest(group, weight, "normal"), _nearest(group, weight, "italic")) for weight in (thin, bold))
    return Family(name, folder, (thin, bold), (files[0], files[1]))


def _nearest(group: list[typst.FontInfo], weight: int, style: str) -> Path:
    """Return the file that the typesetter takes for a style: slant first, then width, then weight."""

    def distance(face: typst.FontInfo) -> tuple[int, float, int]:
        slant = 0 if face.style == style else 2 if "normal" in {face.style, style} else 1
        return slant, abs(face.stretch - 1.0), abs(face.weight - weight)

    return Path(min(group, key=distance).path or "")
