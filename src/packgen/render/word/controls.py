"""Content controls: places to fill in on screen that print as what they show."""

from packgen.blocks import Field
from packgen.render.nodes import Node, maker
from packgen.render.traced import knowing
from packgen.render.word.names import Style
from packgen.render.word.text import Para, Pen
from packgen.theme import Theme

w = maker("w", qualified=True)

_MUTED = "accent2"
"""What themes call the colour of small labels."""
_NUMBER_POINTS = 9.0


def numbered(field: Field, pen: Pen, theme: Theme) -> Node:
    """Return the number of a field as it is printed before it: ``12:`` and a no-break space, small.

    It is no part of the control: a program that keeps only the text of controls still leaves «12: what was written».
    """
    size = round(_NUMBER_POINTS * 2)
    looks = w("rPr", w("color", val=theme.muted, themeColor=_MUTED), w("sz", val=size), w("szCs", val=size), pen.tongue)
    return w("r", looks, w("t", f"{field.number}:\u00a0", **{"xml:space": "preserve"}))


def control_of_paragraphs(field: Field, pen: Pen, style: str) -> Node:
    """Return a control that holds paragraphs of its own, one for each line of its value.

    Other programs lose line breaks within a control of plain text, and keep the paragraphs of this kind.
    """
    shown = [pen.run(line) for line in field.value.split("\n")] if field.value else [_prompt(field, pen)]
    paragraphs = (Para(style, (run,), after=0).node() for run in shown)
    return w("sdt", _properties(field, pen, None), w("sdtContent", *paragraphs))


def control(field: Field, pen: Pen) -> Node:
    """Return a control as a run of its paragraph, showing its value, else its prompt.

    Controls stand in a run: Word lets them be clicked anywhere in the cell, and other programs keep the table around
    them. Its id is given in the last pass over the document.
    """
    shown = pen.run(_shown(field)) if field.value else _prompt(field, pen)
    return w("sdt", _properties(field, pen, _kind(field, pen)), w("sdtContent", shown))


def _properties(field: Field, pen: Pen, kind: Node | None) -> Node:
    return w(
        "sdtPr",
        w("rPr", pen.tongue),
        w("alias", val=field.title),
        w("tag", val=field.tag),
        w("id", val=0),
        w("lock", val="sdtLocked"),
        None if field.value else w("showingPlcHdr"),
        kind,
    )


def _prompt(field: Field, pen: Pen) -> Node:
    return pen.run(field.prompt, style=Style.PROMPT)


def _shown(field: Field) -> str:
    """Return what stands in a field: days as ``14.04.2026``, all else as it is."""
    return _day(field.value) if field.kind == "date" else field.value


@knowing
def _day(value: str) -> str:
    return ".".join(reversed(value.split("-")))


def _kind(field: Field, pen: Pen) -> Node | None:
    if field.kind == "rich":
        return None
    if field.kind == "date":
        return w(
            "date",
            w("dateFormat", val="dd.MM.yyyy" if field.number or field.value else "d. MMMM yyyy"),
            w("lid", val=pen.tag),
            w("storeMappedDataAs", val="dateTime"),
            w("calendar", val="gregorian"),
            **({"fullDate": f"{field.value}T00:00:00Z"} if field.value else {}),
        )
    if field.kind == "choice":
        return w("dropDownList", *(w("listItem", displayText=option, value=option) for option in field.options))
    return w("text", multiLine=True) if field.multiline else w("text")
