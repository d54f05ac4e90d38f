"""packgen's layouts made from a municipality's own: theirs with names and missing placeholders, or ours on theirs.

A layout that packgen makes is a copy: what the municipality has drawn stays as it is in the template. Its placeholders
stay where they are; those that packgen needs and the layout lacks stand in the room that is free.
"""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from packgen.contrast import TEXT as READABLE
from packgen.contrast import contrast
from packgen.render.nodes import to_bytes
from packgen.render.office_theme import MUTED, TEXT
from packgen.render.slides.anatomy import Anatomy, Spot, largest_room
from packgen.render.slides.boxes import Box, emu
from packgen.render.slides.names import REGIONS, placeholder
from packgen.render.slides.palette import Looks
from packgen.render.slides.placeholders import FEET, NS, PH, get, kind_of, placeholders
from packgen.render.slides.template import MARK, Holder, Layout
from packgen.render.slides.text import LEADING
from packgen.render.xml import URI, Element, maker

LEAST_SHARE = 0.7
"""How much of the width and of the height that packgen's own layout has, a layout must have room for."""

_MAIN = {"opening": "subtitle", "section": "lead", "statement": "statement", "question": "question"}
_WITH_ANCHOR_OF_ITS_OWN = {"title", "subtitle", "lead"}
_LINE, _ROWS = 26.0, 4
_LEAST = 18.0
_SUBTITLE, _OPENING = 80.0, 480.0
"""The least height of an opening's subtitle, and the least width of what stands under it."""
_GAP = 10.0
_FREE_INDEX = 200
_INSETS = ("lIns", "tIns", "rIns", "bIns")
_DROPPED = ("p:transition", "p:timing", "p:custDataLst")

p, a = maker("p"), maker("a")


@dataclass(frozen=True, slots=True)
class Pattern:
    """packgen's own layout of a kind: its name, its placeholders and its tree."""

    kind: str
    name: str
    layout: Layout
    root: Element

    @property
    def main(self) -> str:
        """The region that the largest placeholder is for."""
        return _MAIN.get(self.kind, "body")

    def region(self, name: str) -> str:
        """Return the region that a placeholder belongs to («Tekst 2» → ``body``)."""
        plain = name.rstrip(" 0123456789")
        return next(region for region, word in REGIONS.items() if word == plain)

    def whole(self, region: str) -> Box:
        """Return the room of a region: its placeholders, and a note or a line of introduction in the same column."""
        own = [h for h in self.layout.holders.values() if self.region(h.name) == region]
        return _around(h.box for h in (*own, *self.beside(own[0])))

    def beside(self, first: Holder) -> list[Holder]:
        """Return the note and the line of introduction that stand in the column of a text."""
        found = (self.layout.holders.get(REGIONS[region]) for region in ("lead", "note"))
        return [h for h in found if h is not None and h.box.x == first.box.x and h.box.w == first.box.w]

    def shape(self, name: str) -> Element:
        """Return a placeholder as it stands in our template."""
        return next(shape for shape in placeholders(self.root) if get(shape, "*/p:cNvPr", "name") == name)

    def panels(self) -> list[tuple[Box, Element]]:
        """Return the panels behind text: not what covers a side of the slide, nor thin lines."""
        found = []
        for shape in self.root.iterfind("p:cSld/p:spTree/p:sp", NS):
            if shape.find(PH, NS) is None:
                x, y, w, h = (int(get(shape, f"p:spPr/a:xfrm/a:{tag}", key)) / 12700 for tag, key in _PLACE)
                if h < 500:  # noqa: PLR2004 - the height of a slide is 540
                    found.append((Box(x, y, w, h), shape))
        return found


_PLACE = (("off", "x"), ("off", "y"), ("ext", "cx"), ("ext", "cy"))


@dataclass(frozen=True, slots=True)
class Plan:
    """How one of packgen's layouts is made on one of theirs: which placeholder is whose, and where the others stand.

    ``mapped`` is False where only its title, its foot and its background are used.
    """

    pattern: Pattern
    page: Anatomy
    theirs: Mapping[str, Spot]
    added: Mapping[str, Box]
    panels: tuple[tuple[Box, Element], ...]
    share: float
    mapped: bool


def _around(boxes: Iterable[Box]) -> Box:
    first, *rest = boxes
    for box in rest:
        first = first.joined(box)
    return first


# ---------------------------------------------------------------- planning


def plan(pattern: Pattern, page: Anatomy, *, mapped: bool) -> Plan:
    """Return how a layout is made; ``share`` is 1 where there is as much room as in our own, less where less."""
    theirs = _assigned(pattern, page) if mapped else {REGIONS["title"]: page.title} if page.title else {}
    added: dict[str, Box] = {}
    shares = []
    for name, region in _firsts(pattern, theirs):
        first, frame = pattern.layout.holders[name], pattern.whole(region)
        inner = [h for h in pattern.layout.holders.values() if pattern.region(h.name) == region] + pattern.beside(first)
        room = _around(theirs[h.name].box for h in inner if h.name in theirs)
        shares.append(_share(room, frame))
        added |= {h.name: _moved(h.box, frame, room) for h in inner if h.name not in theirs}
    loose = [h for name, h in pattern.layout.holders.items() if name not in theirs and name not in added]
    panels: tuple[tuple[Box, Element], ...] = ()
    if loose:
        room = free_room(page, [*theirs.values()], mapped=mapped)
        if pattern.kind == "opening":
            more, share = _opening(loose, _around_title(room, page.title), page.title.align if page.title else "l")
        else:
            behind = [(box, shape) for box, shape in pattern.panels() if any(_inside(h.box, box) for h in loose)]
            frame = _around([h.box for h in loose] + [box for box, _ in behind])
            more, share = {h.name: _moved(h.box, frame, room) for h in loose}, _share(room, frame)
            panels = tuple((_moved(box, frame, room), shape) for box, shape in behind)
        added |= more
        shares.append(share)
    return Plan(pattern, page, theirs, added, panels, min(shares, default=1.0), mapped)


def _firsts(pattern: Pattern, theirs: Mapping[str, Spot]) -> list[tuple[str, str]]:
    """Return the placeholders of theirs that hold the first text of a region, with that region."""
    return [(name, region) for name in theirs if (region := pattern.region(name)) != "title" and name[-1] not in "23"]


def _assigned(pattern: Pattern, page: Anatomy) -> dict[str, Spot]:
    """Return which of their placeholders is which of ours: by name, then by size and place."""
    found = {REGIONS["title"]: page.title} if page.title else {}
    left = list(page.texts)
    for name in pattern.layout.holders:
        same = next((spot for spot in left if spot.name.casefold() == name.casefold()), None)
        if same is not None and name not in found:
            found[name] = same
            left.remove(same)
    main, side = placeholder(pattern.main), placeholder("side")
    if main not in found and left:
        if side in pattern.layout.holders and side not in found and len(left) > 1:
            found[main], found[side] = sorted(left[:2], key=lambda spot: spot.box.x)
        else:
            found[main] = left[0]
    return found


def free_room(page: Anatomy, taken: list[Spot], *, mapped: bool) -> Box:
    """Return the largest room that is left on a layout, above its foot and within its margins.

    For a layout of ours on theirs that is the room below the title, or that of their text where it is larger.
    """
    title = page.title
    texts = page.texts[:1]
    sides = [spot.box for spot in (title, *texts) if spot is not None]
    margin = page.wide * 0.05
    left = min([box.x for box in sides], default=margin)
    right = max([box.right for box in sides], default=page.wide - margin)
    feet = (*page.feet.values(), *page.master_feet.values())
    low = min((s.box.y for s in feet if s.box.y > page.high / 2), default=page.high * 0.94) - 6
    top = title.box.bottom + _GAP if title is not None and not mapped else page.high * 0.06
    obstacles = (*page.obstacles, *(_grown(spot.box) for spot in taken))
    room = largest_room(Box(left, top, right - left, max(low - top, 1)), obstacles)
    if mapped:
        under = max((spot.box.bottom for spot in taken), default=top) + _GAP
        below = largest_room(Box(left, under, right - left, max(low - under, 1)), obstacles)
        room = below if below.h >= _ROWS * _LINE and below.w >= _OPENING else room
    if not mapped and texts and texts[0].box.w * texts[0].box.h > room.w * room.h:
        return texts[0].box
    return room


def _grown(box: Box) -> Box:
    return Box(box.x, box.y - _GAP, box.w, box.h + 2 * _GAP)


def _inside(one: Box, other: Box) -> bool:
    return other.x <= one.x and one.right <= other.right and other.y <= one.y and one.bottom <= other.bottom


def _moved(box: Box, frame: Box, room: Box) -> Box:
    """Return where a box of a frame stands when the frame is stretched into a room."""
    across, down = room.w / frame.w, room.h / frame.h
    return Box(room.x + (box.x - frame.x) * across, room.y + (box.y - frame.y) * down, box.w * across, box.h * down)


def _share(room: Box, frame: Box) -> float:
    return min(room.w / frame.w, room.h / frame.h, 1.0)


def _around_title(room: Box, title: Spot | None) -> Box:
    """Return the part of a room whose middle is that of a title that stands in the middle."""
    if title is None or title.align != "ctr":
        return room
    middle = title.box.x + title.box.w / 2
    half = max(min(middle - room.x, room.right - middle), 1.0)
    return Box(middle - half, room.y, 2 * half, room.h)


def _opening(loose: list[Holder], room: Box, align: str) -> tuple[dict[str, Box], float]:
    """Return the small texts of an opening in rows at the foot of a room, with the subtitle in what is left above."""
    names = {h.name for h in loose}
    number = min(room.w * 0.38, 300.0) if align == "ctr" else 32.0
    rows = (
        (("kicker", 0.0, room.w),),
        (("number", 0.0, number), ("number_note", number + _GAP, room.w - number - _GAP)),
        (("date", 0.0, room.w),),
        (("organisation", 0.0, room.w),),
    )
    subtitle = placeholder("subtitle")
    used = _ROWS * _LINE
    above = max(room.h - used - _GAP, 1.0) if subtitle in names else 0.0
    top = room.y + (above + _GAP if above else 0.0)
    boxes = {
        placeholder(region): Box(room.x + x, top + row * _LINE, w, _LINE)
        for row, cells in enumerate(rows)
        for region, x, w in cells
        if placeholder(region) in names
    }
    if above:
        boxes[subtitle] = Box(room.x, room.y, room.w, above)
    needed = used + (_SUBTITLE + _GAP if above else 0.0)
    return boxes, min(room.h / needed, room.w / _OPENING, 1.0)


# ---------------------------------------------------------------- making


def made(plan: Plan, looks: Looks, shown_name: str) -> Element:
    """Return the layout's tree. ``shown_name`` is what people see; packgen finds it by its mark."""
    root = deepcopy(plan.page.root)
    for name in _DROPPED:
        for element in root.findall(name, NS):
            root.remove(element)
    root.attrib.pop("type", "")
    root.attrib.update({MARK: plan.pattern.name, "preserve": "1", "userDrawn": "1"})
    page = root.find("p:cSld", NS)
    if page is None:
        raise ValueError("a layout without shapes")
    page.set("name", shown_name)
    shapes = page.find("p:spTree", NS)
    if shapes is None:
        raise ValueError("a layout without shapes")
    copies = dict(zip(map(id, placeholders(plan.page.root)), placeholders(root), strict=True))
    used = {name: copies[id(spot.shape)] for name, spot in plan.theirs.items()}
    _others_away(shapes, plan, set(map(id, used.values())))
    behind = [_panel(shape, box, looks) for box, shape in plan.panels]
    texts = [
        _theirs(used[name], plan.theirs[name], plan.pattern, name)
        if name in used
        else _aligned(_ours(plan, name, looks), plan, name)
        for name in plan.pattern.layout.holders
    ]
    feet = [shape for shape in placeholders(root) if kind_of(shape) in {"ftr", "sldNum"}]
    wanted = ("ftr", "sldNum") if plan.pattern.layout.footer else ()
    feet = [_foot(kind, feet, plan, looks) for kind in wanted]
    tail = shapes.find("p:extLst", NS)
    for shape in (*behind, *texts, *feet):
        if tail is not None:
            tail.addprevious(shape)
        else:
            shapes.append(shape)
    numbered(root)
    return root


def _others_away(shapes: Element, plan: Plan, used: set[int]) -> None:
    """Take away the placeholders that the layout of ours does not use, and give the rest free indexes."""
    free = _FREE_INDEX
    for shape in placeholders(shapes):
        kind = kind_of(shape)
        drop = not plan.mapped or (kind in FEET and not plan.pattern.layout.footer)
        if id(shape) in used or (kind in {"ftr", "sldNum"} and plan.pattern.layout.footer):
            continue
        if drop:
            _take_away(shape)
            continue
        ph = shape.find(PH, NS)
        if ph is not None:
            ph.set("idx", str(free))
            free += 1


def _take_away(shape: Element) -> None:
    parent = shape.getparent()
    if parent is not None:
        parent.remove(shape)


def _theirs(shape: Element, spot: Spot, pattern: Pattern, name: str) -> Element:
    """Return a placeholder of theirs under our name: its text stands where it stood, with no margins around it."""
    own = pattern.shape(name)
    region = pattern.region(name)
    _named(shape, name)
    _replaced(shape, PH, own)
    _put(shape, spot.box)
    body = _body(shape)
    properties = _text_properties(body)
    if region not in _WITH_ANCHOR_OF_ITS_OWN:
        properties.set("anchor", get(own, "p:txBody/a:bodyPr", "anchor", "t"))
    if region != "title":
        _styled(body, own, spot)
    return shape


def _named(shape: Element, name: str) -> None:
    properties = shape.find("*/p:cNvPr", NS)
    if properties is not None:
        for attribute in ("descr", "title"):
            properties.attrib.pop(attribute, "")
        properties.set("name", name)


def _replaced(shape: Element, path: str, other: Element) -> None:
    old, new = shape.find(path, NS), other.find(path, NS)
    if old is not None and new is not None:
        old.attrib.clear()
        old.attrib.update(new.attrib)


def _put(shape: Element, box: Box) -> None:
    """Write a shape's box: the first thing in its properties."""
    properties = shape.find("p:spPr", NS)
    if properties is None:
        raise ValueError("a placeholder without properties")
    for old in properties.findall("a:xfrm", NS):
        properties.remove(old)
    place = a("xfrm", a("off", x=emu(box.x), y=emu(box.y)), a("ext", cx=emu(box.w), cy=emu(box.h)))
    properties.insert(0, place)


def _body(shape: Element) -> Element:
    body = shape.find("p:txBody", NS)
    if body is None:
        body = p("txBody", a("bodyPr"), a("lstStyle"), a("p"))
        shape.append(body)
    if body.find("a:lstStyle", NS) is None:
        body.insert(1, a("lstStyle"))
    return body


def _text_properties(body: Element) -> Element:
    """Return the properties of a text: without margins, columns, turned letters or shrinking."""
    properties = body.find("a:bodyPr", NS)
    if properties is None:
        properties = a("bodyPr")
        body.insert(0, properties)
    for name in ("vert", "rot", "numCol", "spcCol", "wrap"):
        properties.attrib.pop(name, "")
    for child in properties.findall("a:normAutofit", NS) + properties.findall("a:spAutoFit", NS):
        properties.remove(child)
    for name in _INSETS:
        properties.set(name, "0")
    properties.set("wrap", "square")
    return properties


def _styled(body: Element, own: Element, spot: Spot) -> None:
    """Give a text the size, the spacing and the bullets of ours, and leave it its own font, colour and alignment."""
    styles = body.find("a:lstStyle", NS)
    ours = own.find("p:txBody/a:lstStyle/a:lvl1pPr", NS)
    if styles is None or ours is None:
        return
    level = deepcopy(ours)
    run = level.find("a:defRPr", NS)
    kept = styles.find("a:lvl1pPr/a:defRPr", NS)
    if run is not None:
        size = run.get("sz", "2400")
        _take_away(run)
        run = deepcopy(kept) if kept is not None else a("defRPr")
        run.attrib.update({"sz": size, "b": "1" if spot.bold else "0"})
        run.attrib.pop("cap", "")
        level.append(run)
    level.set("algn", spot.align)
    _plain_bullets(level)
    for old in styles.findall("a:lvl1pPr", NS):
        styles.remove(old)
    at = 1 if styles.find("a:defPPr", NS) is not None else 0
    styles.insert(at, level)


def _plain_bullets(level: Element) -> None:
    """Let bullets and numbers be as large as the text and in its colour, whatever the master says of its own."""
    for at, child in enumerate(level):
        if etree.QName(child).localname == "buNone":
            level.insert(at, a("buSzPct", val=100_000))
            level.insert(at, a("buClrTx"))
            return


def _aligned(shape: Element, plan: Plan, name: str) -> Element:
    """Return a small text of an opening as its title stands: on the left, in the middle or on the right."""
    title = plan.page.title
    if plan.pattern.kind == "opening" and title is not None:
        side = {"ctr": {"number": "r", "number_note": "l"}}.get(title.align, {})
        for level in shape.iterfind(".//a:lvl1pPr", NS):
            level.set("algn", side.get(plan.pattern.region(name), title.align))
        for properties in shape.iterfind("p:txBody/a:bodyPr", NS):
            properties.set("anchor", "t" if plan.pattern.region(name) == "subtitle" else "b")
    return shape


def _ours(plan: Plan, name: str, looks: Looks) -> Element:
    """Return a placeholder of ours in their colours at a place on their layout, no higher type than a line there."""
    copy, box, holder = deepcopy(plan.pattern.shape(name)), plan.added[name], plan.pattern.layout.holders[name]
    _put(copy, box)
    for level in copy.iterfind(".//a:lvl1pPr", NS):
        _plain_bullets(level)
    for run in copy.iterfind(".//a:lvl1pPr/a:defRPr", NS):
        run.set("sz", str(round(min(holder.size, max(box.h / LEADING, _LEAST)) // 2 * 200)))
    if get(copy, ".//a:lvl1pPr/a:defRPr/a:solidFill/a:schemeClr", "val") == "bg1":  # on a panel of ours that is gone
        for colour in copy.iterfind(".//a:lvl1pPr/a:defRPr/a:solidFill/a:schemeClr", NS):
            colour.set("val", TEXT)
    _recoloured(copy, looks)
    return copy


def _panel(shape: Element, box: Box, looks: Looks) -> Element:
    copy = deepcopy(shape)
    _put(copy, box)
    _recoloured(copy, looks)
    return copy


def _recoloured(shape: Element, looks: Looks) -> None:
    """Put their colour in the place of each name of our theme."""
    for colour in list(shape.iter(f"{{{URI['a']}}}schemeClr")):
        wanted = looks.fills.get(colour.get("val", ""))
        parent = colour.getparent()
        if wanted is not None and parent is not None:
            parent.replace(colour, etree.fromstring(to_bytes(wanted)))


def _foot(kind: str, own: list[Element], plan: Plan, looks: Looks) -> Element:
    """Return the placeholder of the footer or the number: the layout's, else the master's, else ours."""
    found = next((shape for shape in own if kind_of(shape) == kind), None)
    spot = plan.page.feet.get(kind) or plan.page.master_feet.get(kind)
    ours = next(shape for shape in placeholders(plan.pattern.root) if kind_of(shape) == kind)
    if spot is None:
        copy = deepcopy(ours)
        _recoloured(copy, looks)
        return copy
    shape = found if found is not None else deepcopy(ours)
    _named(shape, get(ours, "*/p:cNvPr", "name"))
    _replaced(shape, PH, ours)
    _put(shape, spot.box)
    body = _body(shape)
    _text_properties(body)
    _with_words(body, ours)
    behind = plan.page.behind(spot.box)
    readable = all(contrast(spot.colour, ground) >= READABLE for ground in behind)
    level = a(
        "lvl1pPr",
        a("defRPr", a("latin", typeface="+mn-lt"), sz=round(min(spot.size, 14) * 100), b=spot.bold),
        algn=spot.align,
    )
    colour = a("srgbClr", val=spot.colour) if readable else etree.fromstring(to_bytes(looks.fills[MUTED]))
    level[0].insert(0, a("solidFill", colour))  # LibreOffice does not look for it on the master
    styles = body.find("a:lstStyle", NS)
    if styles is not None:
        for old in list(styles):
            styles.remove(old)
        styles.append(level)
    return shape


def _with_words(body: Element, ours: Element) -> None:
    """Let a foot that has no words say ours: LibreOffice takes its looks from them."""
    if body.find("a:p//a:t", NS) is not None:
        return
    for paragraph in body.findall("a:p", NS):
        body.remove(paragraph)
    body.extend(deepcopy(paragraph) for paragraph in ours.iterfind("p:txBody/a:p", NS))


def numbered(root: Element) -> None:
    """Give shapes that have no id, or another's, ids of their own; what is joined by id stays joined."""
    known: set[int] = set()
    for properties in root.iterfind(".//p:cNvPr", NS):
        number = int(properties.get("id", "0"))
        if number < 1 or number in known:
            number = max(known, default=0) + _FREE_INDEX
            properties.set("id", str(number))
        known.add(number)
