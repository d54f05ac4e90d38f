"""Make-up + scene → a deck in document words."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import Literal

from packgen.blocks import Block, Deck, DeckSection, Notes, Paragraph, Slide, plain, text
from packgen.compose.document import scene_of
from packgen.compose.items import compose_items
from packgen.compose.record_words import goal_text
from packgen.compose.scene import Scene
from packgen.compose.slides_shown import slides_in
from packgen.content.makeup import Makeup, SlideForm, SlideMakeup
from packgen.filenames import folder_name, unit_folder
from packgen.record_form import FormId, FormKind

REGIONS = (
    "kicker", "number", "number_note", "subtitle", "date", "organisation", "lead", "statement", "question", "body",
    "side", "time", "note",
)  # fmt: skip
"""Every region that a slide's text node may name, in reading order."""

_KINDS: Mapping[SlideForm, FormKind] = {
    **dict.fromkeys(("tally", "chosen", "cross"), "one"),
    **dict.fromkeys(("vision", "matrix", "plan"), "two"),
}
"""Which meeting's form a part belongs to: a long meeting has those of both."""
_Style = Literal["question", "note", "lead"]
_STYLES: Mapping[str, _Style] = {"question": "question", "statement": "question", "note": "note", "lead": "lead"}


def compose_deck(makeup: Makeup, scene: Scene) -> Deck:
    """Return the deck of a make-up for the unit of the scene."""
    scene = scene_of(makeup, scene)
    words, view = scene.words, scene.view
    name = words.string(f"documents.{makeup.id}.name")
    slides = [(title, here.once(slide, partial(_slide, slide))) for title, slide, here in slides_in(makeup, scene)]
    return Deck(
        id=makeup.id,
        language=words.language,
        title=f"{name} – {view.unit.name}",
        subject=view.round.name,
        author=view.municipality.name,
        footer=f"{view.unit.name} · {view.round.name}",
        sections=tuple(
            DeckSection(words.string(title), tuple(slide for _, slide in group))
            for title, group in groupby(slides, key=lambda pair: pair[0])
        ),
        unit=view.unit.name,
        logo=scene.logo,
    )


def _slide(makeup: SlideMakeup, scene: Scene) -> Slide:
    scene = _with_goal(scene.at(makeup.id))
    key = scene.key(makeup.key)
    name = f"{makeup.id}_{scene.factor.id}" if scene.factor else makeup.id
    regions = tuple(
        (region, blocks) for region in _named(makeup, key, scene) if (blocks := _region(makeup, region, key, scene))
    )
    form = _form_id(makeup, scene)
    return Slide(
        name,
        makeup.kind,
        scene.words.inline(f"{key}.title"),
        regions,
        _with_form(scene.once(makeup, partial(_notes, makeup, key), "notes"), form, scene),
        makeup.hidden,
        form,
    )


def _with_goal(scene: Scene) -> Scene:
    """Return the scene of a factor that the unit works on with the goal it has for it, in its own words or ours."""
    record, factor = scene.view.record, scene.factor
    if record is None or factor is None:
        return scene
    return replace(scene, words=scene.words.having(goal=goal_text(scene.words, record.goal(factor.number))))


def _form_id(makeup: SlideMakeup, scene: Scene) -> str:
    """Return whose form a slide's table is and which part of it, empty for a slide that is none."""
    if not makeup.form:
        return ""
    view = scene.view
    whose = (folder_name(view.municipality.id), folder_name(view.round.id), unit_folder(view.unit.id))
    part = f"{makeup.form}.{scene.factor.number}" if scene.factor else makeup.form
    return str(FormId(*whose, _KINDS[makeup.form], part=part))


def _named(makeup: SlideMakeup, key: str, scene: Scene) -> tuple[str, ...]:
    """Return the regions that a slide has items or a text for, in reading order."""
    words = scene.words
    return scene.shared(
        ("regions", makeup.id, key, words.language),
        (makeup, words.texts),
        lambda: tuple(one for one in REGIONS if one in makeup.regions or words.has(f"{key}.{one}")),
    )


def _region(makeup: SlideMakeup, region: str, key: str, scene: Scene) -> tuple[Block, ...]:
    """Return a region's blocks: built from items where the make-up says so, else the text of that name."""
    if region in makeup.regions:
        return compose_items(makeup.regions[region], scene)
    return scene.once(makeup, partial(_region_text, region, f"{key}.{region}"), region)


def _region_text(region: str, key: str, scene: Scene) -> tuple[Block, ...]:
    """Return the blocks of a region's text."""
    blocks = tuple(b for b in scene.words.blocks(key) if not _is_empty(b))
    style = _STYLES.get(region)
    if style is None:
        return blocks
    return tuple(replace(b, style=style) if isinstance(b, Paragraph) else b for b in blocks)


def _is_empty(block: Block) -> bool:
    """Tell whether a paragraph says nothing, as where the municipality has not set its only value."""
    return isinstance(block, Paragraph) and not plain(block.text).strip()


def _notes(makeup: SlideMakeup, key: str, scene: Scene) -> Notes:
    """Return the speaker notes: time, what to say, what to do, what to hand out."""
    words = scene.words
    parts: list[tuple[str, tuple[Block, ...]]] = []
    if makeup.minutes:
        time = words.having(n=makeup.minutes).string("labels.notes.minutes")
        parts.append((words.string("labels.notes.time"), (Paragraph(text(time)),)))
    parts.extend(
        (words.string(f"labels.notes.{part}"), words.blocks(f"{key}.{part}"))
        for part in ("say", "do", "hand_out")
        if words.has(f"{key}.{part}")
    )
    return Notes(tuple(parts))


def _with_form(notes: Notes, form: str, scene: Scene) -> Notes:
    """Return speaker notes with the id of the form that the slide is a part of, where it is one, as the last."""
    if not form:
        return notes
    help_ = Paragraph(scene.words.inline("labels.notes.form_help"))
    return Notes((*notes.parts, (scene.words.string("labels.notes.form"), (Paragraph(text(form)), help_))))
