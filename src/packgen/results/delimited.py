"""Text files with separators (.csv), as Excel and others save them → one sheet of cells."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from packgen import clean
from packgen.allowed import MB, USUAL, Allowed
from packgen.problems import Outcome, Place, Problem, error, warning
from packgen.results.cells import Cell, Sheet, ref, sheet_of, text_cell

_SEPARATORS = (";", "\t", ",")
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class _Limits:
    """Bytes, rows and cells: a few bytes can make a row, which is a hundred times as large in memory."""

    size: int
    rows: int
    cells: int

    @classmethod
    def of(cls, allowed: Allowed) -> "_Limits":
        """Return them in proportion to the cells of a workbook; a small file is never too big in bytes."""
        return cls(max(allowed.cells * 25 // 2, MB // 10), allowed.cells // 4, allowed.cells)


def read(data: bytes, file: str, allowed: Allowed = USUAL) -> Outcome[tuple[Sheet, ...]]:
    """Return the file's table as one sheet, cells named as Excel names them when it opens the file."""
    place, limits = Place(file=file), _Limits.of(allowed)
    if len(data) > limits.size:
        return Outcome(None, (error("results.csv_too_big", place, limit_mb=-(-limits.size // MB)),))
    text = _decoded(data)
    if text is None or "\x00" in text:
        return Outcome(None, (error("results.csv_encoding", place),))
    too_long = error("results.csv_too_long", place, limit=limits.rows)
    if text.count("\n") + text.count("\r") > 2 * limits.rows:  # a line may end with both
        return Outcome(None, (too_long,))
    try:
        rows = _rows(text)
    except csv.Error:
        return Outcome(None, (error("results.csv_broken", place),))
    if len(rows) > limits.rows or sum(map(len, rows)) > limits.cells:
        return Outcome(None, (too_long,))
    problems: list[Problem] = []
    sheet = sheet_of(file, "", _cells(rows, file, problems))
    return Outcome((sheet,), tuple(problems))


def _cells(rows: list[list[str]], file: str, problems: list[Problem]) -> Iterator[tuple[int, int, Cell]]:
    """Yield the filled cells; note each whose text had characters that no file can hold."""
    for row, values in enumerate(rows, start=1):
        for column, value in enumerate(values, start=1):
            line, changed = clean.line(value) if value else ("", False)
            if changed:
                place = Place(file=file, cell=ref(row, column))
                problems.append(warning("results.invisible_characters", place, text=line))
            if line:
                yield row, column, text_cell(line, ref(row, column))


def _decoded(data: bytes) -> str | None:
    """Return the text: by its byte-order mark, else UTF-8, else cp1252 (Excel on Windows); None if it is neither."""
    marked = [encoding for mark, encoding in _BYTE_ORDER_MARKS if data.startswith(mark)]
    for encoding in marked or ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _rows(text: str) -> list[list[str]]:
    """Return the rows by the separator that parts most of them: semicolon before tab before comma."""
    first, _, rest = text.partition("\n")
    declared = first.strip().removeprefix("sep=") if first.startswith("sep=") else ""
    if declared in _SEPARATORS:
        return [[], *_parsed(rest, declared)]
    return max((_parsed(text, separator) for separator in _SEPARATORS), key=_parted)


def _parsed(text: str, separator: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def _parted(rows: list[list[str]]) -> int:
    return sum(1 for row in rows if len(row) > 1)
