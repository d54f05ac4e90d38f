"""The names by which the renderer finds layouts and placeholders in a template, and which people see in PowerPoint.

Each name is the same word in both written standards, so that one template serves both.
"""

from packgen.blocks import Slide

LAYOUTS = {
    "opening": "Forside",
    "agenda": "Tidsplan",
    "section": "Kapittel",
    "statement": "Poeng",
    "question": "Spørsmål",
    "content": "Tekst",
    "content_side": "Tekst og panel",
    "activity": "Aktivitet",
    "table": "Tabell",
    "chart": "Diagram",
    "factor": "Faktor",
    "factor_text": "Faktor i tekst",
    "sheet": "Ark",
    "tally": "Plenum",
    "summary": "Oppsummering",
    "closing": "Avslutning",
}

REGIONS = {
    "title": "Tittel",
    "kicker": "Runde",
    "number": "Tal",
    "number_note": "Tal med ord",
    "subtitle": "Undertittel",
    "date": "Dato",
    "organisation": "Kommune",
    "lead": "Ingress",
    "statement": "Poeng",
    "question": "Spørsmål",
    "body": "Tekst",
    "time": "Tid",
    "side": "Panel",
    "note": "Notat",
    "footer": "Fot",
    "slide_number": "Side",
}

_WITHOUT_SIDE = {"activity": "content", "factor": "factor_text"}
_WITH_SIDE = {"content": "content_side"}


def layout_of(slide: Slide) -> str:
    """Return the name of the layout that a slide is made on: its kind's, or the one that fits its side panel."""
    has_side = any(region == "side" and blocks for region, blocks in slide.regions)
    return LAYOUTS[(_WITH_SIDE if has_side else _WITHOUT_SIDE).get(slide.kind, slide.kind)]


def placeholder(region: str, number: int = 1) -> str:
    """Return the name of a region's first placeholder («Tekst»), second («Tekst 2») and so on."""
    return REGIONS[region] if number == 1 else f"{REGIONS[region]} {number}"
