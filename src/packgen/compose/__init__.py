"""Content + what may be shown + make-up → documents: survey words become document words here, and only here."""

from collections.abc import Callable, Mapping

from packgen.blocks import Calendar, Cards, Deck, Document, Sheets
from packgen.compose.accessibility_report import Checked, accessibility_report
from packgen.compose.calendar_days import compose_calendar
from packgen.compose.deck import compose_deck
from packgen.compose.document import compose_document
from packgen.compose.large_print import large_print
from packgen.compose.printed import compose_cards, compose_sheets
from packgen.compose.scene import PackFile, Scene, has_come, recorded, scene
from packgen.compose.words import Words
from packgen.content.makeup import Makeup, Medium

COMPOSERS: Mapping[Medium, Callable[[Makeup, Scene], Document | Deck | Sheets | Cards | Calendar]] = {
    "word": compose_document,
    "slides": compose_deck,
    "sheet": compose_sheets,
    "cards": compose_cards,
    "form": compose_document,
    "calendar": compose_calendar,
}
"""What makes a document of each medium."""

__all__ = [
    "COMPOSERS",
    "Checked",
    "PackFile",
    "Scene",
    "Words",
    "accessibility_report",
    "compose_calendar",
    "compose_cards",
    "compose_deck",
    "compose_document",
    "compose_sheets",
    "has_come",
    "large_print",
    "recorded",
    "scene",
]
