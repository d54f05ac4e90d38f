"""Inputs that have once hung or swelled, too big to lie in the tree: each is made when it is needed.

They are within all limits on bytes, or unpack to little; what made them costly was what became of them in memory.
"""

import io
import re
from collections.abc import Callable, Mapping

from openpyxl import Workbook
from small_municipality import SETTINGS

from . import doors, mutate

_HEAD = "Id;Enhet;Overordnet;Tjeneste;Målform;Inviterte;Svar;" + ";".join(map(str, range(1, 11)))
_MEANS = "4,2;4,2;4,3;4,2;3,9;4,1;3,7;4,3;4,1;4,6"
_SHEET = "xl/worksheets/sheet1.xml"


def _csv(line: str, times: int = 20_000) -> bytes:
    """Return a table of results with so many lines; ``{n}`` and ``{m}`` are a line's number and the one before it."""
    lines = (line.format(n=n, m=n - 1) for n in range(times))
    return "\n".join((_HEAD, *(f"{one};30;20;{_MEANS}" for one in lines))).encode()


def _names(times: int) -> bytes:
    return "\n".join(";".join(f"Ord{5 * n + m}" for m in range(5)) for n in range(times)).encode()


def _units(line: str, times: int = 20_000) -> bytes:
    return ("schema: 1\nunits:\n" + "".join(f"  - {line.format(n=n)}\n" for n in range(times))).encode()


def _workbook(end: bytes, new: bytes, part: str = _SHEET) -> bytes:
    """Return an empty workbook with something put in before a tag of a part."""
    book = Workbook()
    book.active["A1"] = "Enhet"  # type: ignore[index] # a new workbook has a sheet
    saved = io.BytesIO()
    book.save(saved)
    parts = mutate.unpacked(saved.getvalue())
    parts[part] = parts[part].replace(end, new + end, 1)
    return mutate.packed(parts)


def _spread(what: str) -> bytes:
    return _workbook(b"<pageMargins", f"<{what}s><{what} ref='A1:XFD104857'/></{what}s>".encode())


def _cells() -> bytes:
    rows = (f'<row r="{row}">' + f"<c><v>{row % 97}</v></c>" * 60 + "</row>" for row in range(2, 8_000))
    return _workbook(b"</sheetData>", "".join(rows).encode())


def _headings() -> bytes:
    """Return a real list of results in which every line is a row of headings."""
    parts = mutate.unpacked(doors.door("results_xlsx").seeds()[0])
    row = re.search(rb"<row.*?</row>", parts[_SHEET], re.DOTALL)[0]  # type: ignore[index] # a seed has rows
    rows = (re.sub(rb'(r="[A-Z]*)\d+', rb"\g<1>%d" % n, row) for n in range(100, 8_000))
    parts[_SHEET] = parts[_SHEET].replace(b"</sheetData>", b"".join(rows) + b"</sheetData>")
    return mutate.packed(parts)


def _elements() -> bytes:
    tags = b"".join(b"<%c/>" % (97 + n * n % 26) for n in range(3_500_000))
    return _workbook(b"</Relationships>", tags, "_rels/.rels")


def _released() -> bytes:
    units = (f"    u{n}: {{n: 10, classes: 5, above: [a, b, c, d]}}\n" for n in range(200_000))
    return ("schema: 1\nround: '2026'\nsnapshots:\n- limit: 5\n  units:\n" + "".join(units)).encode()


BIG: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "two million lines of one letter": ("results_csv", lambda: b"a\n" * 2_400_000),
    "no unit is in the list": ("results_csv", lambda: _csv(";Skule nummer {n};;;")),
    "all units have one name": ("results_csv", lambda: _csv(";Skule;;;")),
    "one name under as many parents": ("results_csv", lambda: _csv(";Avdeling;Skule {n};;")),
    "four hundred thousand names and no factor": ("results_csv", lambda: _names(79_990)),
    "each unit lies under the one before it": ("results_csv", lambda: _csv(";Skule {n}a;Skule {m}a;;")),
    "half a million cells": ("results_xlsx", _cells),
    "a merged area over half the sheet": ("results_xlsx", lambda: _spread("mergeCell")),
    "a link over half the sheet": ("units_xlsx", lambda: _spread("hyperlink")),
    "every line is a heading": ("results_xlsx", _headings),
    "elements of four bytes": ("exchange_xlsx", _elements),
    "four hundred thousand units that are none": ("units_yaml", lambda: _units("a", 390_000)),
    "units of one name under one name": ("units_yaml", lambda: _units("{{name: Skule, parent: Skule}}")),
    "units of one name under paths": ("units_yaml", lambda: _units("{{name: Skule, parent: A{n} / Skule}}")),
    "parents that are not there": ("units_yaml", lambda: _units("{{name: Skule {n}, parent: Fjell {n}}}")),
    "twenty thousand rounds": ("settings_yaml", lambda: SETTINGS.encode() + b"  - -0: 2026\n" * 20_000),
    "two hundred thousand units released": ("released_yaml", _released),
}
"""Door and input by what it is."""
