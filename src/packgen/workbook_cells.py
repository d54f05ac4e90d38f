"""Values into cells of a workbook that people have made: those cells change, and nothing else in the file does.

The sheets are edited where they lie. A library that reads a workbook and writes it again leaves out what it does not
know: drawings, colours by rules, settings of the printer.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping

from lxml import etree

Value = str | int | None
"""A text, a whole number, or nothing."""

Cell = tuple[int, int]
"""Row and column, from 1."""

_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_RELATION_ID = re.compile(r"\{http://(?:schemas\.openxmlformats|purl\.oclc)\.org/.*relationships\}id")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_CHAIN = "calcChain.xml"
"""The part that says in which order formulas are counted; Excel makes it again when it is not there."""
_LETTERS = 26


class CannotEditError(Exception):
    """A workbook whose shape leaves no room for a change."""


def edited(data: bytes, sheet: str, changes: Mapping[Cell, Value]) -> bytes:
    """Return the workbook with these values in the cells of a sheet; cells keep their formats.

    A cell that was not there takes the format of the one above. CannotEditError where a formula that stays would lose
    what it is worked out from.
    """
    if not changes:
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        entries = [(info, package.read(info)) for info in package.infolist()]
    parts = {info.filename: content for info, content in entries}
    name = _part_of(parts, sheet)
    root = _parsed(parts[name])
    had_formulas = _edit(root, changes)
    made = {name: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)}
    gone = _without_chain(parts, made) if had_formulas else ""
    return _zipped([(info, made.get(info.filename, content)) for info, content in entries if info.filename != gone])


def cell(reference: str) -> Cell:
    """Return row and column of ``C7``."""
    match = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", reference)
    if match is None:
        raise CannotEditError(reference)
    column = 0
    for letter in match[1]:
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return int(match[2]), column


def _reference(at: Cell) -> str:
    row, column = at
    letters = ""
    while column:
        column, last = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + last) + letters
    return f"{letters}{row}"


def _parsed(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def _zipped(entries: list[tuple[zipfile.ZipInfo, bytes]]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for info, content in entries:
            package.writestr(info, content, info.compress_type)
    return written.getvalue()


# ---------------------------------------------------------------- parts


def _targets(parts: Mapping[str, bytes], name: str) -> dict[str, str]:
    """Return the parts that a part refers to, by the id of the relationship."""
    folder, file = posixpath.split(name)
    relations = parts.get(posixpath.join(folder, "_rels", f"{file}.rels"))
    found = {}
    for one in () if relations is None else _parsed(relations).iter(_RELATIONS):
        target = one.get("Target") or ""
        path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[one.get("Id") or ""] = path
        if (one.get("Type") or "").endswith("/officeDocument"):
            found["workbook"] = path
    return found


def _part_of(parts: Mapping[str, bytes], title: str) -> str:
    """Return the name of the part that a sheet stands in."""
    workbook = _targets(parts, "")["workbook"]
    targets = _targets(parts, workbook)
    for sheet in _parsed(parts[workbook]).iter("{*}sheet"):
        if sheet.get("name") == title:
            relation = next(value for name, value in sheet.items() if _RELATION_ID.fullmatch(str(name)))
            return targets[str(relation)]
    raise CannotEditError(title)


def _without_chain(parts: Mapping[str, bytes], made: dict[str, bytes]) -> str:
    """Return the name of the part with the order of formulas, and take away what speaks of it; empty for none."""
    gone = next((name for name in parts if name.endswith(_CHAIN)), "")
    for name in [n for n in parts if gone and (n.endswith(".rels") or n == "[Content_Types].xml")]:
        root = _parsed(parts[name])
        told = [one for one in root if str(one.get("Target") or one.get("PartName") or "").rpartition("/")[2] == _CHAIN]
        for one in told:
            root.remove(one)
        if told:
            made[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return gone


# ---------------------------------------------------------------- cells


def _edit(root: etree._Element, changes: Mapping[Cell, Value]) -> bool:
    """Put values into a sheet; tell whether a formula went."""
    space = f"{{{etree.QName(root).namespace}}}"
    rows = root.find(f"{space}sheetData")
    if rows is None:
        raise CannotEditError
    had_formulas = False
    for at, value in sorted(changes.items()):
        found = _cell(rows, at, space, is_needed=value is not None)
        if found is not None:
            had_formulas |= found.find(f"{space}f") is not None
            _put(found, value, space)
    masters = {one.get("si") for one in rows.iter(f"{space}f") if one.get("t") == "shared" and one.get("ref")}
    if any(one.get("t") == "shared" and one.get("si") not in masters for one in rows.iter(f"{space}f")):
        raise CannotEditError
    return had_formulas


def _cell(rows: etree._Element, at: Cell, space: str, *, is_needed: bool) -> etree._Element | None:
    """Return a cell; one that is not there is made where it is needed."""
    row = _found_or_made(rows, at[0], f"{space}row", str(at[0]), is_needed=is_needed)
    if row is None:
        return None
    count = len(row)
    found = _found_or_made(row, at[1], f"{space}c", _reference(at), is_needed=is_needed)
    above = rows.find(f".//{space}c[@r='{_reference((at[0] - 1, at[1]))}']")
    if found is not None and len(row) > count and above is not None:
        found.set("s", above.get("s") or "0")
    return found


def _found_or_made(
    parent: etree._Element, number: int, tag: str, name: str, *, is_needed: bool
) -> etree._Element | None:
    """Return the row or cell with a number; one that is not there is made in its place, where it is needed."""
    children = list(parent.iterchildren(tag))
    numbers = [_number(child) for child in children]
    if number in numbers:
        return children[numbers.index(number)]
    if not is_needed:
        return None
    made = etree.Element(tag, {"r": name})
    after = next((child for child, place in zip(children, numbers, strict=True) if place > number), None)
    if after is not None:
        after.addprevious(made)
    elif children:
        children[-1].addnext(made)
    else:
        parent.insert(0, made)
    return made


def _number(child: etree._Element) -> int:
    """Return the number of a row, or of the column that a cell stands in."""
    name = child.get("r") or ""
    return int(name) if name.isdigit() else cell(name)[1]


def _put(found: etree._Element, value: Value, space: str) -> None:
    """Put a value into a cell, whose format stays."""
    for child in list(found):
        found.remove(child)
    for name in ("t", "cm", "vm"):  # the kind of what stood there
        if name in found.attrib:
            del found.attrib[name]
    if isinstance(value, int):
        etree.SubElement(found, f"{space}v").text = str(value)
    elif value is not None:
        found.set("t", "inlineStr")
        said = etree.SubElement(etree.SubElement(found, f"{space}is"), f"{space}t")
        said.set(_SPACE, "preserve")
        said.text = value
