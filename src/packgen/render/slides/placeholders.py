"""The placeholders of layouts and masters as they stand in the file."""

from collections.abc import Iterator

from packgen.render.slides.boxes import EMU, Box
from packgen.render.xml import URI, Element

NS = {"a": URI["a"], "p": URI["p"]}
PH = "*/p:nvPr/p:ph"
FEET = ("dt", "ftr", "sldNum")
PLACE = "p:spPr/a:xfrm"


def placeholders(root: Element) -> list[Element]:
    """Return the shapes of a layout or master that are placeholders."""
    return [shape for shape in root.iterfind(".//p:sp", NS) if shape.find(PH, NS) is not None]


def get(element: Element, path: str, attribute: str, otherwise: str = "") -> str:
    """Return an attribute of the first descendant at a path."""
    found = element.find(path, NS)
    value = found.get(attribute) if found is not None else None
    return otherwise if value is None else value


def kind_of(shape: Element) -> str:
    """Return a placeholder's type; one that says none may hold anything (``obj``)."""
    return get(shape, PH, "type", "obj")


def styles(shape: Element, master: Element) -> Iterator[Element]:
    """Yield the descriptions of first-level paragraphs that hold for a placeholder, nearest first."""
    kind = kind_of(shape)
    named = {"title": "titleStyle", "ctrTitle": "titleStyle"} | dict.fromkeys(FEET, "otherStyle")
    yield from shape.iterfind("p:txBody/a:lstStyle/a:lvl1pPr", NS)
    for same in _same(shape, master):
        yield from same.iterfind("p:txBody/a:lstStyle/a:lvl1pPr", NS)
    yield from master.iterfind(f"p:txStyles/p:{named.get(kind, 'bodyStyle')}/a:lvl1pPr", NS)


def box_of(shape: Element, master: Element) -> Box | None:
    """Return a placeholder's box: its own, or that of the master's placeholder of its type."""
    for owner in (shape, *_same(shape, master)):
        if owner.find(PLACE, NS) is not None:
            corner = (get(owner, f"{PLACE}/a:off", side, "0") for side in ("x", "y"))
            extent = (get(owner, f"{PLACE}/a:ext", side, "0") for side in ("cx", "cy"))
            return Box(*(int(length) / EMU for length in (*corner, *extent)))
    return None


def _same(shape: Element, master: Element) -> list[Element]:
    """Return the placeholders of a master that a layout's belongs to."""
    kind = kind_of(shape)
    family = {"ctrTitle": "title"} | dict.fromkeys(("obj", "subTitle", "tbl", "chart", "pic", "media", "dgm"), "body")
    wanted = {kind, family.get(kind, kind)}
    return [s for s in placeholders(master) if kind_of(s) in wanted]
