"""The lists of a municipality's template beside packgen's: ours keep their numbers, theirs get new ones."""

from collections.abc import Iterable, Iterator
from copy import deepcopy

from packgen.render.word.names import BULLETS, CHECKS, NUMBERS, Style
from packgen.render.word.own_styles import Sheet, properties, put, value
from packgen.render.xml import URI, Element, maker

w = maker("w", qualified=True)

_W = f"{{{URI['w']}}}"
_FIRST, _FIRST_KIND = 1001, 1001
"""Numbers of the first of their lists and kinds of lists: far from those that a document adds."""
_COUNTS = frozenset({"decimal", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "decimalZero"})


def merge(own: Element | None, ours: Element, users: Iterable[Element]) -> Element:
    """Return our lists with those of theirs that are used; what uses them is given their new numbers."""
    found = deepcopy(ours)
    used = [element for root in users for element in root.iter(f"{_W}numId") if value(element) != "0"]
    if own is None:
        for element in used:
            _drop(element)
        return found
    renamed = dict(_copied(own, found, sorted({value(element) for element in used}, key=_as_number)))
    for element in used:
        if value(element) in renamed:
            element.set(f"{_W}val", renamed[value(element)])
        else:
            _drop(element)
    return found


def _as_number(written: str) -> int:
    return int(written) if written.isdigit() else 0


def _drop(element: Element) -> None:
    """Take away the mark of a list that is not there."""
    mark = element.getparent()
    if mark is not None and (owner := mark.getparent()) is not None:
        owner.remove(mark)


def _copied(own: Element, found: Element, wanted: list[str]) -> Iterator[tuple[str, str]]:
    """Add lists and their kinds, and yield their old and new numbers. Kinds stand before all lists."""
    lists = {element.get(f"{_W}numId"): element for element in own.iterfind(f"{_W}num")}
    kinds = {element.get(f"{_W}abstractNumId"): element for element in own.iterfind(f"{_W}abstractNum")}
    new: dict[str, str] = {}
    for old in wanted:
        kind = value(lists[old].find(f"{_W}abstractNumId")) if old in lists else ""
        if kind not in kinds:
            continue
        if kind not in new:
            new[kind] = str(_FIRST_KIND + len(new))
            _add_kind(found, deepcopy(kinds[kind]), new[kind])
        number = str(_FIRST + sum(1 for _ in found.iterfind(f"{_W}num")))
        copied = deepcopy(lists[old])
        copied.set(f"{_W}numId", number)
        copied.find(f"{_W}abstractNumId").set(f"{_W}val", new[kind])  # type: ignore[union-attr]
        found.append(copied)
        yield old, number


def _add_kind(found: Element, kind: Element, number: str) -> None:
    """Add a kind of list by a number of its own; its bullets are letters, not pictures."""
    kind.set(f"{_W}abstractNumId", number)
    codes = {value(code) for code in found.iterfind(f"{_W}abstractNum/{_W}nsid")}
    for code in kind.findall(f"{_W}nsid"):
        if value(code) in codes:
            kind.remove(code)
    for picture in list(kind.iter(f"{_W}lvlPicBulletId")):
        picture.getparent().remove(picture)  # type: ignore[union-attr]
    kinds = found.findall(f"{_W}abstractNum")
    found.insert(found.index(kinds[-1]) + 1, kind)


# ---------------------------------------------------------------- lists of theirs that play our parts


def settle(lists: Element, sheet: Sheet, parts: Iterable[str]) -> None:
    """Make sure that styles of lists in the part of ours are lists: by their own signs, else by ours."""
    for part, ours in ((Style.BULLET, BULLETS), (Style.NUMBER, NUMBERS), (Style.CHECK, CHECKS)):
        if part not in parts:
            continue
        level = _level(lists, sheet, part)
        fits = level is not None and (value(level.find(f"{_W}numFmt")) in _COUNTS) == (part == Style.NUMBER)
        lines = properties(sheet.by_id[part], "pPr")
        if not fits:
            put(lines, w("numPr", w("numId", val=ours)))
            level = lists.find(f"{_W}abstractNum[@{_W}abstractNumId='{ours}']/{_W}lvl")
        else:
            _release(lists, part, ours)
            if part == Style.NUMBER:
                _count_as(lists, sheet, part)
        _indent(lines, sheet, part, level)


def _level(lists: Element, sheet: Sheet, part: str) -> Element | None:
    """Return the first level of the list that a style is, where it is one."""
    number = value(sheet.first(part, "pPr/numPr/numId"))
    inner = value(sheet.first(part, "pPr/numPr/ilvl"))
    kind = value(lists.find(f"{_W}num[@{_W}numId='{number}']/{_W}abstractNumId")) if number.isdigit() else ""
    if not kind or inner not in {"", "0"}:
        return None
    return lists.find(f"{_W}abstractNum[@{_W}abstractNumId='{kind}']/{_W}lvl[@{_W}ilvl='0']")


def _release(lists: Element, part: str, ours: int) -> None:
    """Let go of the style of our own list: a style belongs to one."""
    for mark in lists.iterfind(f"{_W}abstractNum[@{_W}abstractNumId='{ours}']/{_W}lvl/{_W}pStyle"):
        if value(mark) == part and (level := mark.getparent()) is not None:
            level.remove(mark)


def _count_as(lists: Element, sheet: Sheet, part: str) -> None:
    """Let every numbered list of a document be of the template's kind."""
    number = value(sheet.first(part, "pPr/numPr/numId"))
    kind = value(lists.find(f"{_W}num[@{_W}numId='{number}']/{_W}abstractNumId"))
    ours = lists.find(f"{_W}num[@{_W}numId='{NUMBERS}']/{_W}abstractNumId")
    if ours is not None:
        ours.set(f"{_W}val", kind)


def _indent(lines: Element, sheet: Sheet, part: str, level: Element | None) -> None:
    """Say a list's indents in its style too: an indent at the right alone would undo those of the list."""
    indent = None if level is None else level.find(f"{_W}pPr/{_W}ind")
    if indent is not None and sheet.by_id[part].find(f"{_W}pPr/{_W}ind") is None:
        put(lines, deepcopy(indent))
