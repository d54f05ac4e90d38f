"""Make-up + scene → a Word document in document words."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache, partial
from itertools import count

from packgen.blocks import Block, Contents, Cover, Document, Heading, Paragraph, Section
from packgen.compose.items import box, compose_items
from packgen.compose.run_sheet import planned
from packgen.compose.scene import Scene
from packgen.compose.words import for_meeting
from packgen.content.makeup import Makeup, Part


def scene_of(makeup: Makeup, scene: Scene) -> Scene:
    """Return the scene of a whole document: its medium, the root of its tags, its meeting's date and place."""
    words = for_meeting(scene.words, planned(makeup, scene))
    return replace(scene, words=words, medium=makeup.medium, path=makeup.id)


def compose_document(makeup: Makeup, scene: Scene) -> Document:
    """Return the Word document of a make-up for the unit of the scene."""
    scene = scene_of(makeup, scene)
    words, view = scene.words, scene.view
    name = words.string(f"documents.{makeup.id}.name")
    return Document(
        id=makeup.id,
        language=words.language,
        title=f"{name} – {view.unit.name}",
        subject=view.round.name,
        author=view.municipality.name,
        header_left=view.unit.name,
        header_right=f"{name} · {view.round.name}",
        footer_left=view.municipality.name,
        page_of=(words.string("labels.page"), words.string("labels.page_of")),
        sections=_joined(_sections(makeup, scene)),
        compact=makeup.compact,
        logo=scene.logo,
        fillings=(
            ("unit", view.unit.name),
            ("round", view.round.name),
            ("document", name),
            ("municipality", view.municipality.name),
            ("edition", words.string(f"documents.editions.{makeup.edition.value}.name")),
        ),
    )


def _sections(makeup: Makeup, scene: Scene) -> Iterable[Section]:
    for part in makeup.parts:
        if scene.holds(part.when):
            for here in scene.each(part.for_each):
                blocks = here.at(part.id).once(part, partial(_part, part))
                yield Section(blocks, part.landscape)


def _part(part: Part, scene: Scene) -> tuple[Block, ...]:
    key = scene.key(part.key)
    body = compose_items(part.body, scene)
    if part.kind == "cover":
        return (_cover(key, scene), *body)
    if part.kind == "contents":
        return (Contents(scene.words.inline(key), part.depth), *body)
    if part.kind == "chapter":
        return (*_opening(key, scene), *body)
    return body


def _cover(key: str, scene: Scene) -> Cover:
    words = scene.words
    lines = tuple(line for line in words.inlines(f"{key}.lines") if any(run.text.strip() for run in line))
    return Cover(words.inline(f"{key}.kicker"), words.inline(f"{key}.title"), words.inline(f"{key}.subtitle"), lines)


def _opening(key: str, scene: Scene) -> tuple[Block, ...]:
    """Return a chapter's heading, with its lead and its box of aim and time where the node has them."""
    words = scene.words
    found: list[Block] = [Heading(1, words.inline(f"{key}.title"), "")]
    if words.has(f"{key}.lead"):
        found.append(Paragraph(words.inline(f"{key}.lead"), "lead"))
    if words.has(f"{key}.aim"):
        found.append(box("aim", f"{key}.aim", scene))
    return tuple(found)


def _joined(sections: Iterable[Section]) -> tuple[Section, ...]:
    """Return the sections with neighbouring portrait parts as one; each landscape part keeps its own pages.

    Every heading has an id, by its number in the document.
    """
    numbers = count(1)
    joined: list[tuple[bool, list[Block]]] = []
    for section in sections:
        blocks = [_named(one, next(numbers)) if type(one) is Heading else one for one in section.blocks]
        if joined and not section.landscape and not joined[-1][0]:
            joined[-1][1].extend(blocks)
        elif blocks:
            joined.append((section.landscape, blocks))
    return tuple(Section(tuple(blocks), landscape) for landscape, blocks in joined)


@lru_cache(maxsize=8_000)
def _named(heading: Heading, number: int) -> Heading:
    """Return a heading with its number as its id; the same one each time, so that it need not be compared again."""
    return Heading(heading.level, heading.text, f"h{number:03}")
