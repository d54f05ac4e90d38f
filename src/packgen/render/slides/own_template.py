"""A municipality's own PowerPoint template becomes one that decks are made on.

Its masters, layouts, theme and pictures stay. Each of packgen's layouts is made from one of theirs: from the one that
the settings name, from the one that PowerPoint itself knows to be of that kind, else packgen's own layout with the
title, the foot and the background of their «title and content».
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import floor

from lxml import etree
from rapidfuzz import process

from packgen import archive
from packgen.allowed import MB, USUAL, Allowed
from packgen.contrast import LARGE_TEXT, contrast
from packgen.contrast import TEXT as READABLE
from packgen.problems import Outcome, Place, Problem, error, warning
from packgen.render import office_theme, package
from packgen.render.package import Package, Part, to_xml
from packgen.render.slides import own_fields, own_parts
from packgen.render.slides.anatomy import Anatomy, Spot
from packgen.render.slides.boxes import EMU
from packgen.render.slides.colours import scheme_of
from packgen.render.slides.names import LAYOUTS
from packgen.render.slides.own_layouts import LEAST_SHARE, Pattern, Plan, free_room, made, numbered, plan
from packgen.render.slides.palette import looks_on
from packgen.render.slides.template import MARK, opened, text_colours
from packgen.render.slides.text import LEADING
from packgen.render.slides.typefaces import measures, typeface
from packgen.render.template_fields import nearest
from packgen.theme import Theme

"""The most that one picture or film of a template may hold, in bytes: every deck carries it."""

_KNOWN_AS = {
    "content": ("obj", ("tittel og innhold", "tittel og innhald", "title and content", "title, content")),
    "opening": ("title", ("tittellysbilde", "tittellysbilete", "title slide")),
    "section": ("secHead", ("deloverskrift", "delingsoverskrift", "inndelingsoverskrift", "section header")),
}
"""Kinds that PowerPoint has too: its name for them in the file, and what people see."""

_WIDE_SHAPE = 16 / 9
_TITLE_LINES, _TITLE_SIZE = 2, 28.0
"""What a title must have room for: two lines of the smallest type that titles are set in."""
_LARGE_SIZE = 24.0
_WIDEST = 1.3
_READ = {"body", "side"}
"""Regions of running text, that may be set smaller than the layout has it."""
_WIDE, _HIGH = own_parts.WIDE / EMU, own_parts.HIGH / EMU


def adopt(
    own: bytes, ours: bytes, layouts: Mapping[str, str], file: str, theme: Theme, allowed: Allowed = USUAL
) -> Outcome[bytes]:
    """Return a template to make decks on from a municipality's own and packgen's, and everything that is wrong with it.

    ``layouts`` says which of their layouts each of packgen's (by name or kind) is made from. There is no value where
    the template cannot be used.
    """
    place = Place(file=file)
    unsafe = tuple(_unsafe(own, place, allowed))
    if unsafe:
        return Outcome(None, unsafe)
    try:
        return _adopted(package.read(own), ours, layouts, place, theme, allowed)
    except package.ODD as odd:
        return Outcome(None, (error("templates.slides_broken", place, part=str(odd)[:60]),))


def _adopted(
    whole: Package, ours: bytes, layouts: Mapping[str, str], place: Place, theme: Theme, allowed: Allowed
) -> Outcome[bytes]:
    main = own_parts.main_part(whole)
    if main is None:
        return Outcome(None, (error("templates.slides_wrong_kind", place),))
    broken = tuple(_broken(whole, main, place, allowed))
    if broken:
        return Outcome(None, broken)
    adoption = _Adoption(own_parts.kept(whole, main), package.read(ours), _patterns(ours), place, theme)
    return adoption.outcome(layouts)


# ---------------------------------------------------------------- whether it may be opened at all


def _unsafe(own: bytes, place: Place, allowed: Allowed) -> Iterator[Problem]:
    """Yield what the guard of Office files says, in the words of templates."""
    for problem in archive.check(own, place.file, archive.Limits.of(allowed)):
        is_link = problem.code == "archive.link_out"
        yield replace(problem, code="templates.link_out") if is_link else problem


def _broken(whole: Package, main: Part, place: Place, allowed: Allowed) -> Iterator[Problem]:
    """Yield parts that cannot be read, that are missing or too large, and slides of another shape."""
    for part in whole.parts:
        if part.content_type.endswith("xml") and not _is_xml(part.blob):
            yield error("templates.slides_broken", place, part=part.name)
            return
    template = own_parts.kept(whole, main)
    yield from (error("templates.slides_broken", place, part=name) for name in own_parts.missing(template))
    if not own_parts.masters_of(template):
        yield error("templates.slides_broken", place, part="slideMaster")
    for part in template.parts:
        if "embeddings/" in part.name:
            yield error("archive.object", place, part=part.name)
        elif not part.content_type.endswith("xml") and len(part.blob) > allowed.picture_mb * MB:
            values = {"part": part.name.rpartition("/")[2], "size_mb": f"{len(part.blob) / 1_000_000:.0f}"}
            yield error("templates.slides_media_too_big", place, limit_mb=allowed.picture_mb, **values)
    across, down = own_parts.size_of(main)
    if not down or abs(across / down - _WIDE_SHAPE) > 0.01:  # noqa: PLR2004 - a hundredth is rounding
        shape = f"{across / 360_000:.1f} x {down / 360_000:.1f} cm".replace(".", ",")
        yield error("templates.slides_not_wide", place, size=shape)


def _is_xml(blob: bytes) -> bool:
    try:
        etree.fromstring(blob)
    except etree.XMLSyntaxError:
        return False
    return True


def _patterns(ours: bytes) -> dict[str, Pattern]:
    """Return packgen's own layouts by kind."""
    template = opened(ours, Theme(), "nb")
    return {
        kind: Pattern(
            kind,
            name,
            template.layouts[name],
            etree.fromstring(template.package.part(template.layouts[name].part).blob),
        )
        for kind, name in LAYOUTS.items()
    }


# ---------------------------------------------------------------- one template


@dataclass(frozen=True)
class _Adoption:
    """A municipality's template on its way to be one of packgen's."""

    template: Package
    ours: Package
    patterns: Mapping[str, Pattern]
    place: Place
    theme: Theme

    def outcome(self, wanted: Mapping[str, str]) -> Outcome[bytes]:
        own = own_parts.as_seen(own_parts.in_our_size(self.template))
        problems = list(self._unknown_fields(own))
        own = replace(own, parts=tuple(_prepared(part) for part in own.parts))
        pages = _pages(own)
        chosen, faults = self._chosen(wanted, pages)
        problems += faults
        home = self._home(chosen, pages)
        if home is None:
            return Outcome(None, (*problems, error("templates.slides_no_content", self.place)))
        if measures(home.theme)[0] > _WIDEST:
            problems.append(warning("templates.slides_wide_font", self.place, font=typeface(home.theme, "minor")))
        plans, more = self._plans(chosen, pages, home)
        problems += [*more, *self._faults(plans)]
        if any(problem.is_error for problem in problems):
            return Outcome(None, tuple(dict.fromkeys(problems)))
        shown = {page.name for page in pages}
        added = [(one.page.part, self._made(one, shown)) for one in plans]
        title = self.place.file.rpartition("/")[2]
        template = own_parts.completed(own_parts.with_layouts(own, added), self.ours, title)
        return Outcome(package.to_bytes(template), tuple(dict.fromkeys(problems)))

    def _unknown_fields(self, own: Package) -> Iterator[Problem]:
        for part in own.parts:
            if part.content_type.endswith(("slideMaster+xml", "slideLayout+xml")):
                for name in own_fields.unknown(etree.fromstring(part.blob)):
                    yield error("templates.slides_unknown_field", self.place, name=name[:60], nearest=nearest(name))

    def _chosen(self, wanted: Mapping[str, str], pages: list[Anatomy]) -> tuple[dict[str, Anatomy], list[Problem]]:
        """Return which of their layouts the settings name for each kind, and what is wrong with that."""
        kinds = {name.casefold(): kind for kind, name in LAYOUTS.items()} | {kind: kind for kind in LAYOUTS}
        by_name = {page.name.casefold(): page for page in reversed(pages)}
        chosen, problems = {}, []
        for ours, theirs in wanted.items():
            kind, page = kinds.get(ours.casefold(), ""), by_name.get(theirs.casefold())
            if not kind:
                near = _nearest(ours, LAYOUTS.values())
                problems.append(error("templates.slides_unknown_layout", self.place, name=ours[:60], nearest=near))
            if page is None:
                near = _nearest(theirs, (page.name for page in pages))
                problems.append(error("templates.slides_missing_layout", self.place, name=theirs[:60], nearest=near))
            if kind and page is not None:
                chosen[kind] = page
                if page.title is None:
                    problems.append(error("templates.slides_no_title", self.place, name=page.name))
        return chosen, problems

    def _home(self, chosen: Mapping[str, Anatomy], pages: list[Anatomy]) -> Anatomy | None:
        """Return their «title and content», on which the layouts stand that they have no other for."""
        found = chosen.get("content") or _known("content", pages)
        plain = (page for page in pages if page.title is not None and page.texts)
        return found if found is not None and found.title is not None else next(plain, None)

    def _plans(
        self, chosen: Mapping[str, Anatomy], pages: list[Anatomy], home: Anatomy
    ) -> tuple[list[Plan], list[Problem]]:
        """Return how each of packgen's layouts is made, and where there is too little room."""
        plans, problems = [], []
        for kind, pattern in self.patterns.items():
            page = chosen.get(kind) or self._alike(kind, pages, home)
            one = plan(pattern, page or home, mapped=page is not None)
            if page is not None and kind not in chosen and one.share < LEAST_SHARE:
                problems.append(warning("templates.slides_not_used", self.place, name=page.name, ours=pattern.name))
                one = plan(pattern, home, mapped=False)
            if one.share < LEAST_SHARE and (not one.mapped or page is not None):
                values = {"name": one.page.name, "ours": pattern.name if one.mapped else LAYOUTS["content"]}
                problems.append(error("templates.slides_no_room", self.place, percent=floor(one.share * 100), **values))
            plans.append(one)
        return plans, problems

    def _alike(self, kind: str, pages: list[Anatomy], home: Anatomy) -> Anatomy | None:
        """Return a layout of theirs that is of a kind without anybody having said so."""
        same = next((p for p in pages if p.name.casefold() == LAYOUTS[kind].casefold() and p.title is not None), None)
        return same or (home if kind == "content" else _known(kind, pages))

    # ------------------------------------------------------------ what is wrong with the layouts

    def _faults(self, plans: list[Plan]) -> Iterator[Problem]:
        for one in plans:
            for name, spot in one.theirs.items():
                size = one.pattern.layout.holders[name].size if spot is not one.page.title else spot.size
                reading = one.pattern.region(name) in _READ
                yield from self._contrast(one.page, spot, READABLE if reading or size < _LARGE_SIZE else LARGE_TEXT)
            title = one.page.title
            if title is not None and title.box.h < _TITLE_LINES * _TITLE_SIZE * LEADING * title.spacing - 1:
                yield warning("templates.slides_small_title", self.place, name=one.page.name, size=f"{_TITLE_SIZE:.0f}")

    def _contrast(self, page: Anatomy, spot: Spot, needed: float) -> Iterator[Problem]:
        behind = spot.own_fill or page.behind(spot.box)
        if not behind:
            yield warning("templates.slides_on_picture", self.place, name=page.name)
            return
        ratio = min(contrast(spot.colour, ground) for ground in behind)
        if ratio < needed:
            told = {"ratio": _told(floor(ratio * 10) / 10), "needed": _told(needed)}
            yield error("templates.slides_contrast", self.place, name=page.name, text=spot.name[:60], **told)

    # ------------------------------------------------------------ making

    def _made(self, one: Plan, shown: set[str]) -> etree._Element:
        page = one.page
        room = next(iter(one.added.values()), None) or (
            page.texts[0].box if page.texts else free_room(page, [], mapped=False)
        )
        text, paper = text_colours(page, room)
        title = page.title.colour if page.title else ""
        looks = looks_on(
            page.scheme,
            paper,
            (text, title),
            replace(self.theme, font=typeface(page.theme, "minor")),
            measures(page.theme),
        )
        name = one.pattern.name
        return made(one, looks, f"{name} · 10-FAKTOR" if name in shown else name)


def _nearest(name: str, names: Iterable[str]) -> str:
    found = process.extractOne(name, list(names))
    return str(found[0]) if found else ""


def _told(number: float) -> str:
    return f"{number:.1f}".replace(".", ",")


def _known(kind: str, pages: list[Anatomy]) -> Anatomy | None:
    """Return the layout that PowerPoint knows to be of a kind, or that bears its usual name."""
    if kind not in _KNOWN_AS:
        return None
    mark, names = _KNOWN_AS[kind]
    fitting = [page for page in pages if page.title is not None and (page.texts or kind != "content")]
    same = (page for page in fitting if page.kind == mark)
    return next(same, None) or next((page for page in fitting if page.name.casefold() in names), None)


def _prepared(part: Part) -> Part:
    """Return a part ready to be used: fields in one run each, a theme that is nobody else's, no marks of packgen's."""
    if part.content_type.endswith(("slideMaster+xml", "slideLayout+xml")):
        root = etree.fromstring(part.blob)
        own_fields.gathered(root)
        numbered(root)
        root.attrib.pop(MARK, "")
        return replace(part, blob=to_xml(root))
    if part.content_type == office_theme.THEME_TYPE:
        root = etree.fromstring(part.blob)
        if root.get("name") == office_theme.NAME:  # made from packgen's own template, and the municipality's since
            root.set("name", f"{office_theme.NAME} 2")
            return replace(part, blob=to_xml(root))
    return part


def _pages(own: Package) -> list[Anatomy]:
    """Return every layout with its master, in the order in which people see them."""
    parts = {part.name: part for part in own.parts}
    found = []
    for master in own_parts.masters_of(own):
        root = etree.fromstring(master.blob)
        theme = etree.fromstring(next(parts[r.target].blob for r in master.relationships if r.type.endswith("/theme")))
        scheme = scheme_of(theme, root)
        found += [
            Anatomy(layout, etree.fromstring(layout.blob), root, theme, scheme, _WIDE, _HIGH)
            for layout in own_parts.layouts_of(own, master)
        ]
    return found
