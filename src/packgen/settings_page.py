"""The page that explains every setting and the unit list: made of their tables and the sentences in content."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from packgen.content.texts import Texts
from packgen.schema import Setting
from packgen.settings import SETTINGS
from packgen.units.columns import COLUMNS, Column


def make(texts: Texts) -> str:
    """Return the page as Markdown: an example, then a table for each section of the file."""
    parts = [f"# {_text(texts, 'page.title')}\n\n{_text(texts, 'page.lead')}\n"]
    parts.append(f"## {_text(texts, 'page.example')}\n\n```yaml\n{texts.node('settings.page.example_yaml')}```\n")
    grouped = groupby(sorted(SETTINGS, key=section_order), key=section_of)
    parts.extend(_table(texts, section, tuple(rows)) for section, rows in grouped)
    parts.append(_unit_list(texts))
    return "\n".join(parts)


def section_of(setting: Setting) -> str:
    """Return the section that a setting stands in, empty at the top: ``rounds[].dates``."""
    return setting.path.rpartition(".")[0]


def section_order(setting: Setting) -> tuple[int, int]:
    """Order single settings before sections, and sections as they first stand in the schema."""
    section = section_of(setting)
    return (section != "", min(i for i, row in enumerate(SETTINGS) if section_of(row) == section))


def _table(texts: Texts, section: str, rows: Sequence[Setting]) -> str:
    key = f"fields.{_plain(section)}.about"
    title = f"`{_plain(section)}`" if section else _text(texts, "page.top")
    about = f"{_text(texts, key)}\n\n" if section else ""
    head = _row(texts.node("settings.page.head")) + _row(("---",) * 4)
    return f"## {title}\n\n{about}{head}" + "".join(_row(_cells(texts, row)) for row in rows)


def _cells(texts: Texts, row: Setting) -> tuple[str, ...]:
    sentence = _text(texts, f"fields.{_plain(row.path)}")
    return (f"`{_plain(row.path)}`", _kind(texts, row), default_of(texts, row), sentence)


def _unit_list(texts: Texts) -> str:
    """Return the part on the unit list: an example in YAML, then its columns with their headings in Excel."""
    start = f"## {_text(texts, 'unit_list.title')}\n\n{_text(texts, 'unit_list.lead')}\n\n"
    head = _row(texts.node("settings.unit_list.head")) + _row(("---",) * 4)
    return f"{start}```yaml\n{texts.node('settings.unit_list.example_yaml')}```\n\n{head}" + "".join(
        _row(_column(texts, row)) for row in COLUMNS
    )


def _column(texts: Texts, column: Column) -> tuple[str, ...]:
    words = texts.node(f"units.columns.{column.path}")
    return (f"`{column.path}`", words["head"], _kind(texts, Setting(column.path, column.kind)), words["help"])


def _kind(texts: Texts, row: Setting) -> str:
    """Return in words what may stand there, with its range or words."""
    allowed = f": {row.kind.allowed}" if row.kind.allowed else ""
    many = f" ({_text(texts, 'page.many')})" if row.many else ""
    return f"{_text(texts, f'kinds.{row.kind.name}')}{allowed}{many}"


def default_of(texts: Texts, row: Setting) -> str:
    """Return in words what holds where nothing is written."""
    if row.required:
        return _text(texts, "page.must")
    if row.given:
        return _text(texts, f"given.{row.given}")
    if isinstance(row.default, bool):
        return _text(texts, "page.yes" if row.default else "page.no")
    return str(row.default) or _text(texts, "page.none")


def _plain(path: str) -> str:
    return path.replace("[]", "")


def _text(texts: Texts, key: str) -> str:
    return str(texts.node(f"settings.{key}")).strip()


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"
