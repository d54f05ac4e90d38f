"""Measures on which page each heading of the handbook stands, and keeps it in ``contents_pages.json``.

Run it after a change to content or the Word template: ``python templates/measure_contents.py``. Needs LibreOffice. It
makes the handbook in every shape that it can have (written standard, own figures or not, with a trend or not …), turns
them into PDF and reads the pages of the headings from the PDF's outline.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import fields, replace
from decimal import Decimal
from itertools import chain, combinations, product

import pypdfium2

from packgen import compose, contents_pages, office, packs, privacy, resources, wording
from packgen.blocks import Document, plain
from packgen.content.makeup import Makeup
from packgen.model import (
    FACTORS,
    Choice,
    Comparator,
    Difference,
    Edition,
    Figures,
    Language,
    Link,
    Mean,
    Meeting,
    Municipality,
    Round,
    RoundDates,
    Share,
    TrendPoint,
    Unit,
    View,
)
from packgen.render import word

MEASURED = resources.TEMPLATES / "contents_pages.json"
TEMPLATE, LARGE_TEMPLATE = resources.TEMPLATES / "word.docx", resources.TEMPLATES / "word_large.docx"
MEANS = tuple(Mean(Decimal("4.2")) for _ in FACTORS)
SHARES = tuple(tuple(Share(f"{v}\u00a0%", Decimal(v)) for v in (2, 3, 12, 45, 38)) for _ in FACTORS)
COMPARATORS = (
    Comparator("parent", "Oppvekst og læring", MEANS),
    Comparator("municipality", "Fjordvik", MEANS),
    Comparator("national_service", "Barnehage", MEANS),
)


def figures(*, shares: bool, trend: bool, broken: bool, beside: int = len(COMPARATORS)) -> Figures:
    """Return figures of one shape; their values do not matter for where headings stand."""
    comparators = COMPARATORS[len(COMPARATORS) - beside :]
    return Figures(
        unit="u",
        name="Bekkelia",
        answered=24,
        invited=30,
        response_percent=80,
        means=MEANS,
        comparators=comparators,
        differences=tuple(tuple(Difference(i, "none") for i in range(beside)) for _ in FACTORS),
        shares=SHARES if shares else None,
        trend=(TrendPoint("2024", "2024", MEANS, ("none",) * len(FACTORS)),) if trend else (),
        trend_broken=broken,
        margin=Decimal("0.15"),
        threshold=Decimal("0.2"),
    )


def views(makeup: Makeup) -> Iterator[View]:
    """Return a view of every shape that a document can have."""
    beside = range(len(COMPARATORS), -1, -1)
    shown = [
        figures(shares=s, trend=t, broken=b, beside=n)
        for n, s, t, b in product(beside, *((True, False),) * 3)
        if not (t and b)
    ]
    lent = [privacy.means_only(figures(shares=False, trend=False, broken=False, beside=n)) for n in beside]
    states = [("shown", f) for f in shown] + [("fallback", f) for f in (*lent, None)] + [("preparation", None)]
    languages: tuple[Language, ...] = ("nb", "nn")
    for language, (state, found), most in product(languages, states, (1, 2, 3)):
        municipality = Municipality("", "fjordvik", "Fjordvik kommune", language, choice=Choice(2, 2, most, most))
        yield View(
            municipality=municipality,
            round=Round("2026", "10-FAKTOR 2026", "2026"),
            unit=Unit("u", "Bekkelia barnehage"),
            parent=None,
            language=language,
            edition=Edition(makeup.edition),
            state=state,  # type: ignore[arg-type] # one of the three
            figures=found,
        )
        if makeup.id == "preparation":
            yield from planned(municipality, makeup)


def planned(municipality: Municipality, makeup: Makeup) -> Iterator[View]:
    """Return a view for every number of dates and every choice of links that a plan can have."""
    names = tuple(field.name for field in fields(RoundDates) if not field.name.endswith("_end"))
    chosen = tuple(combinations(("survey", "pages"), n) for n in range(3))
    for (count, links), meetings in product(product(range(len(names) + 1), chain(*chosen)), (0, 2)):
        dates = {name: f"2026-03-{day:02}" for day, name in enumerate(names[:count], start=10)}
        ends = {f"{name.removesuffix('_start')}_end": "2026-03-20" for name in dates if name.endswith("_start")}
        meeting = Meeting("2026-04-14", "08:30", "Møterommet") if meetings else Meeting()
        yield View(
            municipality=replace(municipality, links=tuple(Link(name, name, f"https://{name}.no") for name in links)),
            round=Round("2026", "10-FAKTOR 2026", "2026", dates=RoundDates(**dates, **ends)),
            unit=Unit("u", "Bekkelia barnehage", meeting_one=meeting, meeting_two=meeting),
            parent=None,
            language=municipality.language,
            edition=Edition(makeup.edition),
            state="preparation",
            figures=None,
        )


def documents() -> dict[str, Document]:
    """Return one document of each shape that has a table of contents."""
    outcome = wording.read(resources.CONTENT)
    if outcome.value is None:
        raise SystemExit(str(outcome.problems))
    words = outcome.value
    makeups = {m.id: m for m in words.makeups}
    found: dict[str, Document] = {}
    for makeup in words.makeups:
        if any(part.kind == "contents" for part in makeup.parts):
            for view in views(makeup):
                scene = compose.scene(words.texts[view.language], words.minutes, makeups, view)
                document = compose.compose_document(makeup, scene)
                for made in (document, compose.large_print(document)) if makeup.large_print else (document,):
                    found.setdefault(contents_pages.shape_of(made), made)
    return found


def outline(pdf: bytes) -> list[tuple[str, int]]:
    """Return the headings of a PDF's outline with their page, from 1."""
    opened = pypdfium2.PdfDocument(pdf)
    found = []
    for item in opened.get_toc():
        destination = item.get_dest()
        if destination is not None:
            found.append((item.get_title(), int(destination.get_index()) + 1))
    return found


def measure(found: dict[str, Document], program: str) -> dict[str, list[int]]:
    """Return the page of each heading for each shape."""
    looks = packs.read_looks(resources.TEMPLATES, resources.CONTENT)
    templates = {False: looks.word, True: looks.word_large}
    files = {f"{s}.docx": word.render(d, looks.theme, templates[d.large_print]) for s, d in found.items()}
    made = office.to_pdf(files, program)
    if made.value is None or made.problems:
        raise SystemExit(str(made.problems))
    return {shape: matched(document, outline(made.value[f"{shape}.docx"]), shape) for shape, document in found.items()}


def matched(document: Document, found: list[tuple[str, int]], shape: str) -> list[int]:
    """Return the page of each heading of a document, in order; stop when the outline holds others."""
    wanted = [" ".join(plain(h.text).split()) for h in contents_pages.headings(document)]
    titles = [" ".join(title.split()) for title, _ in found]
    if titles != wanted:
        raise SystemExit(f"{shape}: the outline differs from the headings\n{titles}\n{wanted}")
    return [page for _, page in found]


def main() -> None:
    """Measure every shape and write the file."""
    program = office.find()
    if program is None:
        raise SystemExit("LibreOffice is needed to measure pages")
    shapes = measure(documents(), program)
    made_from = contents_pages.digest_of(resources.CONTENT, TEMPLATE, LARGE_TEMPLATE)
    text = json.dumps({"schema": 1, "made_from": made_from, "shapes": dict(sorted(shapes.items()))}, indent=1)
    MEASURED.write_text(text + "\n", "utf-8")
    print(f"{len(shapes)} shapes measured", file=sys.stderr)


if __name__ == "__main__":
    main()
