"""Content controls: places to fill in on screen that print as what they show."""

from packgen.blocks import Field
from packgen.render.nodes import Node, maker
from packgen.render.word.names import Style
from packgen.render.word.text import Pen

w = maker("w", qualified=True)


def control(field: Field, pen: Pen) -> Node:
    """Return a control as a run of its paragraph, showing its value, else its prompt.

    All of our controls stand in a run: Word lets them be clicked anywhere in the cell, and other programs keep the
    table around them. Its id is given in the last pass over the document.
    """
    properties = w(
        "sdtPr",
        w("rPr", pen.tongue),
        w("alias", val=field.title),
        w("tag", val=field.tag),
        w("id", val=0),
        w("lock", val="sdtLocked"),
        None if field.value else w("showingPlcHdr"),
        _kind(field, pen),
    )
    shown = pen.run(field.value) if field.value else pen.run(field.prompt, style=Style.PROMPT)
    return w("sdt", properties, w("sdtContent", shown))


def _kind(field: Field, pen: Pen) -> Node | None:
    if field.kind == "rich":
        return None
    if field.kind == "date":
        return w(
            "date",
            w("dateFormat", val="d. MMMM yyyy"),
            w("lid", val=pen.tag),
            w("storeMappedDataAs", val="dateTime"),
            w("calendar", val="gregorian"),
        )
    if field.kind == "choice":
        return w("dropDownList", *(w("listItem", displayText=option, value=option) for option in field.options))
    return w("text", multiLine=True) if field.multiline else w("text")
