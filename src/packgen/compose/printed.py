"""Make-up + scene → sheets for the wall and cards, in document words."""

from packgen.blocks import Card, Cards, CardSide, Sheet, Sheets
from packgen.compose.document import scene_of
from packgen.compose.items import compose_items
from packgen.compose.scene import Scene
from packgen.content.makeup import CardMakeup, CardSideMakeup, Makeup, SheetMakeup


def compose_sheets(makeup: Makeup, scene: Scene, unit: str = "") -> Sheets:
    """Return the sheets of a make-up, with the name of a unit on them or, without one, a line to write it on.

    A sheet that would hold nothing but its title, of a factor that nothing was decided on, is none.
    """
    scene = scene_of(makeup, scene)
    found = tuple(
        made
        for sheet in makeup.sheets
        if scene.is_for(sheet.forms) and scene.holds(sheet.when)
        for here in scene.each(sheet.for_each)
        if (made := _sheet(makeup, sheet, here, unit)).body
    )
    return Sheets(makeup.id, scene.words.language, *_said(makeup, scene), found, scene.logo)


def compose_cards(makeup: Makeup, scene: Scene) -> Cards:
    """Return the cards of a make-up, each as often as it is to be printed."""
    scene = scene_of(makeup, scene)
    found = tuple(
        card
        for one in makeup.cards
        if scene.is_for(one.forms)
        for here in scene.each(one.for_each)
        for card in (_card(one, here),) * one.copies
    )
    return Cards(makeup.id, scene.words.language, *_said(makeup, scene), scene.words.string("print.duplex"), found)


def _said(makeup: Makeup, scene: Scene) -> tuple[str, str, str]:
    """Return a file's title, subject and author."""
    view = scene.view
    return (
        f"{scene.words.string(f'documents.{makeup.id}.name')} – {view.unit.name}",
        view.round.name,
        view.municipality.name,
    )


def _sheet(makeup: Makeup, sheet: SheetMakeup, scene: Scene, unit: str) -> Sheet:
    scene = scene.at(sheet.id)
    words = scene.words
    return Sheet(
        id=f"{sheet.id}_{scene.factor.id}" if scene.factor else sheet.id,
        landscape=sheet.landscape,
        title=words.inline(scene.key(sheet.title)),
        body=compose_items(sheet.body, scene),
        unit=unit,
        unit_label=words.string("print.unit"),
        mark=_mark(makeup, sheet, scene),
        goes_on=words.string("labels.page_of") if makeup.scope == "unit" else "",
    )


def _mark(makeup: Makeup, sheet: SheetMakeup, scene: Scene) -> str:
    """Return the readable id at a sheet's foot: round, meeting, sheet, for whom it is."""
    words = scene.words
    parts = (
        scene.view.round.name,
        words.string(f"print.meetings.{sheet.meeting}") if sheet.meeting else "",
        words.string(f"documents.{makeup.id}.name"),
        words.string("print.audience").format(words.string(f"documents.shared_editions.{makeup.edition.value}")),
    )
    return " · ".join(part for part in parts if part)


def _card(card: CardMakeup, scene: Scene) -> Card:
    name = f"{card.id}_{scene.factor.id}" if scene.factor else card.id
    return Card(name, _side(card.front, scene), _side(card.back, scene))


def _side(side: CardSideMakeup, scene: Scene) -> CardSide:
    words = scene.words
    return CardSide(
        number=words.string(scene.key(side.number)) if side.number else "",
        title=words.inline(scene.key(side.title)) if side.title else (),
        body=compose_items(side.body, scene),
        foot=words.inline(scene.key(side.foot)) if side.foot else (),
    )
