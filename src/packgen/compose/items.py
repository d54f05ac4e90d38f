"""Block words of the make-up → blocks. `BLOCK_WORDS` is the whole vocabulary, one small function each."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, Literal

from packgen.blocks import (
    Agenda,
    Block,
    Box,
    Cell,
    Column,
    Columns,
    Field,
    Heading,
    Lines,
    List,
    NewPage,
    Panels,
    Paragraph,
    Quadrants,
    Steps,
    Table,
    Text,
    text,
)
from packgen.compose import figures as figure_words
from packgen.compose import plan, recorded, run_sheet
from packgen.compose.scene import Scene
from packgen.compose.words import clock_after, for_factor
from packgen.content.makeup import Item
from packgen.model import FACTORS

_Make = Callable[[Item, Scene], tuple[Block, ...]]
DEFAULT_ROW_MM = 9.0
"""A row that a hand can write in on A4 (page design: at least 9 mm)."""


_SPEAKING = frozenset(
    {"text", "heading", "lead", "quote", "question", "note", "label", "say", "aim", "leader", "tip", "task", "columns"}
    | {"reflection", "bullets", "checklist", "table", "writing", "quadrants", "steps", "panels"}
)
"""Block words whose key is that of a text."""

LONG_PAUSE = 30
"""Minutes from which a pause stands in the plan of a day: lunch does, a short break is told when it comes."""


def compose_items(items: Iterable[Item], scene: Scene) -> tuple[Block, ...]:
    """Return the blocks of a list of items, in order, where their conditions hold."""
    found: list[Block] = []
    for item in items:
        if scene.holds(item.when):
            for here in scene.each(item.for_each):
                if not _was_removed(item, here):
                    found.extend(here.once(item, partial(BLOCK_WORDS[item.word], item)))
    return tuple(found)


def _was_removed(item: Item, scene: Scene) -> bool:
    """Tell whether a municipality has taken away all that a block would say."""
    if item.word not in _SPEAKING:
        return False
    key, made = scene.key(item.key), scene.words.texts.made
    says: bool | None = made.get(("says", key))
    if says is None:
        says = made["says", key] = _says(scene.words.node(key))
    return not says


def _says(node: Any) -> bool:  # noqa: ANN401 - a string, list or dict by its block word
    if isinstance(node, Mapping):
        return any(_says(child) for child in node.values())
    return any(_says(child) for child in node) if isinstance(node, list) else bool(node)


# ---------------------------------------------------------------- text


def _text(item: Item, scene: Scene) -> tuple[Block, ...]:
    return scene.words.blocks(scene.key(item.key))


def _heading(item: Item, scene: Scene) -> tuple[Block, ...]:
    level: Literal[2, 3] = 3 if item.options.get("level") == "3" else 2
    return (Heading(level, scene.words.inline(scene.key(item.key)), ""),)


def _paragraph(item: Item, scene: Scene) -> tuple[Block, ...]:
    return (Paragraph(scene.words.inline(scene.key(item.key)), item.word),)  # type: ignore[arg-type] # the word is the style


def _box(item: Item, scene: Scene) -> tuple[Block, ...]:
    return (box(item.word, scene.key(item.key), scene),)


def box(kind: str, key: str, scene: Scene) -> Box:
    """Return a box from a node {title, text, badge?}."""
    words = scene.words
    badge = words.string(f"{key}.badge") if words.has(f"{key}.badge") else ""
    return Box(kind, words.inline(f"{key}.title"), words.blocks(f"{key}.text"), badge)  # type: ignore[arg-type] # a block word


def _columns(item: Item, scene: Scene) -> tuple[Block, ...]:
    key, words = scene.key(item.key), scene.words
    return (
        Columns(
            words.inline(f"{key}.left.title"),
            words.blocks(f"{key}.left.text"),
            words.inline(f"{key}.right.title"),
            words.blocks(f"{key}.right.text"),
        ),
    )


def _reflection(item: Item, scene: Scene) -> tuple[Block, ...]:
    question = Paragraph(scene.words.inline(scene.key(item.key)), "question")
    lines = Lines(int(item.options.get("lines", "5")))
    return (Box("reflection", scene.words.inline("labels.reflection"), (question, lines)),)


def _lines(item: Item, _scene: Scene) -> tuple[Block, ...]:
    return (Lines(int(item.key)),)


def _bullets(item: Item, scene: Scene) -> tuple[Block, ...]:
    return (List(scene.words.inlines(scene.key(item.key))),)


def _checklist(item: Item, scene: Scene) -> tuple[Block, ...]:
    return (List(scene.words.inlines(scene.key(item.key)), "check"),)


def _panels(item: Item, scene: Scene) -> tuple[Block, ...]:
    """Return short sections side by side: a node {part: {head, text}}, the parts that are named, in that order."""
    key, words = scene.key(item.key), scene.words
    names = [f"{key}.{part}" for part in item.options.get("parts", ())]
    return (Panels(tuple((words.inline(f"{name}.head"), words.blocks(f"{name}.text")) for name in names)),)


def _new_page(_item: Item, _scene: Scene) -> tuple[Block, ...]:
    return (NewPage(),)


# ---------------------------------------------------------------- tables


def _weights(item: Item, count: int) -> tuple[float, ...]:
    weights = tuple(float(w) for w in item.options.get("weights", ()))
    return weights or (1.0,) * count


def _head(item: Item, key: str, scene: Scene) -> tuple[Column, ...]:
    heads = scene.words.inlines(f"{key}.head")
    return tuple(Column(head, weight) for head, weight in zip(heads, _weights(item, len(heads)), strict=True))


def _row_mm(item: Item) -> float:
    return float(item.options.get("row_mm", DEFAULT_ROW_MM))


def _titles(key: str, scene: Scene) -> tuple[str, str]:
    return scene.words.string(f"{key}.title"), scene.words.string(f"{key}.summary")


def _table(item: Item, scene: Scene) -> tuple[Block, ...]:
    key = scene.key(item.key)
    rows = tuple(
        tuple(Cell(cell) for cell in scene.words.inlines(f"{key}.rows.{i}"))
        for i in range(len(scene.words.node(f"{key}.rows")))
    )
    first = item.options.get("first_is_head") == "true"
    return (Table("plain", _head(item, key, scene), rows, *_titles(key, scene), first_is_head=first),)


def _writing(item: Item, scene: Scene) -> tuple[Block, ...]:
    key = scene.key(item.key)
    columns = _head(item, key, scene)
    firsts = scene.words.inlines(f"{key}.first") if scene.words.has(f"{key}.first") else ()
    count = len(firsts) or _row_count(item, scene)
    rows = tuple(
        (Cell(firsts[i], strong=True) if firsts else Cell(), *(Cell() for _ in columns[1:])) for i in range(count)
    )
    rows = (*rows, *_last(item, scene))
    return (Table("writing", columns, rows, *_titles(key, scene), row_mm=_row_mm(item), first_is_head=bool(firsts)),)


def _last(item: Item, scene: Scene) -> tuple[tuple[Cell, ...], ...]:
    """Return the last row of a table to write in where it has one of its own: labels to write beside."""
    key = item.options.get("last", "")
    return (tuple(Cell(cell) for cell in scene.words.inlines(key)),) if key else ()


def _row_count(item: Item, scene: Scene) -> int:
    """Return the number of empty rows; ``choose`` stands for as many as the unit may work on."""
    rows = item.options.get("rows", "7")
    return scene.view.municipality.choice.work_on_max if rows == "choose" else int(rows)


def _factor_label(scene: Scene, number: int) -> Text:
    return text(f"{number}. {scene.words.values['f'][FACTORS[number - 1].id]}")


def _factor_rows(item: Item, scene: Scene) -> tuple[Block, ...]:
    key = scene.key(item.key)
    columns = _head(item, key, scene)
    rows = tuple((Cell(_factor_label(scene, f.number)), *(Cell() for _ in columns[1:])) for f in FACTORS)
    rows = (*rows, *_last(item, scene))
    return (Table("writing", columns, rows, *_titles(key, scene), row_mm=_row_mm(item), first_is_head=True),)


def _factor_table(item: Item, scene: Scene) -> tuple[Block, ...]:
    """Return a row per factor: name, definition and prompts, and a field for one's own preparation."""
    key = scene.key(item.key)
    rows = []
    for factor in FACTORS:
        words = for_factor(scene.words, factor)
        name = words.values["factor"]["name"]
        about = (
            Paragraph(words.inline(f"factors.{factor.id}.definition")),
            List(words.inlines(f"factors.{factor.id}.prompts")),
        )
        field = Field(
            "text",
            f"{scene.path}.{factor.id}",
            f"{factor.number}. {name}",
            words.string(f"{key}.prompt"),
            multiline=True,
        )
        rows.append((Cell(_factor_label(scene, factor.number), more=about, strong=True), Cell(field=field)))
    table = Table(
        "form", _head(item, key, scene), tuple(rows), *_titles(key, scene), row_mm=_row_mm(item), first_is_head=True
    )
    return (table,)


def _signs(item: Item, scene: Scene) -> tuple[Block, ...]:
    """Return example signs in the three columns of the vision image."""
    key, words = scene.key(item.key), scene.words
    columns = [words.inlines(f"{key}.{who}") for who in ("staff", "leader", "organisation")]
    cells = tuple(Cell(more=(List(signs),)) for signs in columns)
    heads = words.inlines("labels.signs.head")
    return (Table("plain", tuple(Column(h) for h in heads), (cells,), *_titles("labels.signs", scene)),)


def _quadrants(item: Item, scene: Scene) -> tuple[Block, ...]:
    key, words = scene.key(item.key), scene.words
    cells = tuple((words.inline(f"{key}.cells.{i}.head"), words.inline(f"{key}.cells.{i}.help")) for i in range(4))
    matrix: dict[str, Any] = {}
    if words.has(f"{key}.across"):
        matrix = {
            "across": words.inlines(f"{key}.across"),
            "down": words.inlines(f"{key}.down"),
            "across_title": words.inline(f"{key}.across_title"),
            "down_title": words.inline(f"{key}.down_title"),
        }
    return (Quadrants(cells, *_titles(key, scene), **matrix),)  # type: ignore[arg-type] # four cells by construction


# ---------------------------------------------------------------- meetings


def _minutes_named(names: Iterable[str], scene: Scene) -> tuple[int, ...]:
    found = []
    for name in names:
        activity, _, step = name.partition(".")
        found.append(int(name) if name.isdigit() else scene.words.values["minutes"][activity][step])
    return tuple(found)


def _steps(item: Item, scene: Scene) -> tuple[Block, ...]:
    node = scene.words.node(scene.key(item.key))
    steps = (
        (scene.words.inline(scene.key(item.key)),)
        if isinstance(node, str)
        else scene.words.inlines(scene.key(item.key))
    )
    minutes = _minutes_named(item.options.get("minutes", ()), scene) or (0,) * len(steps)
    return (Steps(tuple(zip(minutes, steps, strict=True))),)


def _agenda(item: Item, scene: Scene) -> tuple[Block, ...]:
    words, meeting, start = scene.words, item.key, item.options.get("start", "")
    items = [(at, i) for at, i in scene.minutes.starts(meeting) if not (start and i.pause and i.minutes < LONG_PAUSE)]
    agenda = Agenda(
        tuple(
            (scene.minutes.of_item(meeting, i.id), words.inline(f"meetings.{meeting}.items.{i.id}")) for _, i in items
        ),
        words.string("labels.minutes_short"),
        words.string(f"meetings.{meeting}.summary"),
        tuple(n for n, (_, i) in enumerate(items) if i.main),
        tuple(clock_after(start, at) for at, _ in items) if start else (),
    )
    return (agenda,)


# ---------------------------------------------------------------- forms


def _field(entry: Mapping[str, Any], key: str, tag: str, scene: Scene, title: str) -> Field:
    words = scene.words
    options = words.node(f"{key}.options") if words.has(f"{key}.options") else ()
    return Field(
        entry.get("kind", "text"),
        tag,
        title,
        words.string(f"{key}.prompt"),
        tuple(options),
        multiline=entry.get("multiline") == "true",
    )


def _fields(item: Item, scene: Scene) -> tuple[Block, ...]:
    """Return a form of label and field side by side."""
    key, words = scene.key(item.key), scene.words
    rows = []
    for entry in item.options.get("entries", ()):
        place = f"{key}.fields.{entry['id']}"
        label = words.inline(f"{place}.label")
        field = _field(entry, place, f"{scene.path}.{entry['id']}", scene, words.string(f"{place}.label"))
        rows.append((Cell(label, strong=True), Cell(field=field)))
    weights = _weights(item, 2) if "weights" in item.options else (1.0, 2.0)
    columns = tuple(Column((), weight) for weight in weights)
    return (Table("form", columns, tuple(rows), *_titles(key, scene), row_mm=_row_mm(item), first_is_head=True),)


def _form(item: Item, scene: Scene) -> tuple[Block, ...]:
    """Return a table of fields: one column per entry, empty rows to fill in."""
    key = scene.key(item.key)
    rows = tuple(
        tuple(_form_cell(entry, key, row, scene) for entry in item.options.get("entries", ()))
        for row in range(int(item.options.get("rows", "4")))
    )
    return (Table("form", _head(item, key, scene), rows, *_titles(key, scene), row_mm=_row_mm(item)),)


def _form_cell(entry: Mapping[str, Any], key: str, row: int, scene: Scene) -> Cell:
    if entry.get("kind") == "blank":
        return Cell()
    if entry.get("kind") == "row_head":
        return Cell(scene.words.inlines(f"{key}.first")[row], strong=True)
    place = f"{key}.fields.{entry['id']}"
    title = f"{scene.words.string(f'{place}.title')} {row + 1}"
    return Cell(field=_field(entry, place, f"{scene.path}.{entry['id']}.{row + 1}", scene, title))


# ---------------------------------------------------------------- what other modules make


def _figures(item: Item, scene: Scene) -> tuple[Block, ...]:
    return figure_words.FIGURE_WORDS[item.key](scene)


def _run_sheet(item: Item, scene: Scene) -> tuple[Block, ...]:
    return run_sheet.compose_run_sheet(item.key, scene)


def _file_list(_item: Item, scene: Scene) -> tuple[Block, ...]:
    return run_sheet.compose_file_list(scene)


def _record(item: Item, scene: Scene) -> tuple[Block, ...]:
    return recorded.RECORD_WORDS[item.key](item, scene)


BLOCK_WORDS: Mapping[str, _Make] = {
    "text": _text,
    "heading": _heading,
    "lead": _paragraph,
    "quote": _paragraph,
    "question": _paragraph,
    "note": _paragraph,
    "label": _paragraph,
    "say": _paragraph,
    "aim": _box,
    "leader": _box,
    "tip": _box,
    "task": _box,
    "columns": _columns,
    "reflection": _reflection,
    "lines": _lines,
    "bullets": _bullets,
    "checklist": _checklist,
    "table": _table,
    "writing": _writing,
    "factor_rows": _factor_rows,
    "factor_table": _factor_table,
    "quadrants": _quadrants,
    "steps": _steps,
    "agenda": _agenda,
    "fields": _fields,
    "form": _form,
    "figures": _figures,
    "signs": _signs,
    "run_sheet": _run_sheet,
    "file_list": _file_list,
    "links": plan.compose_links,
    "dates": plan.compose_dates,
    "timeline": plan.compose_timeline,
    "network_groups": plan.compose_networks,
    "panels": _panels,
    "new_page": _new_page,
    "record": _record,
}
