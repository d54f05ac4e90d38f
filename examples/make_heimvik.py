"""Makes the example municipality Heimvik, which does not exist and has made packgen its own.

The unit list and two rounds of invented results, the logo, and the municipality's own templates for Word and
PowerPoint (make_heimvik_templates.py). Run ``python examples/make_heimvik.py`` to make the files again.
"""

import random
from pathlib import Path

import invented_records
import make_fjordvik as drawn
import make_heimvik_templates as templates
from make_fjordvik import Node, unit

from packgen import units

FOLDER = Path(__file__).parent / "heimvik"
HEAD = (
    "Id", "Eining", "Overordna", "Teneste", "Inviterte", "Svar", "1. Oppgåvemotivasjon", "2. Meistringstru",
    "3. Sjølvstende", "4. Bruk av kompetanse", "5. Meistringsorientert leiing", "6. Rolleklarheit",
    "7. Relevant kompetanseutvikling", "8. Fleksibilitetsvilje", "9. Meistringsklima", "10. Nytteorientert motivasjon",
)  # fmt: skip
NATIONAL = {
    "Administrasjon": "4.3 4.4 4.5 4.3 4.1 4.2 3.9 4.6 4.2 4.6",
    "Grunnskule": "4.4 4.4 4.2 4.4 4.0 4.2 3.7 4.4 4.2 4.8",
    "Barnehage": "4.3 4.4 4.2 4.3 4.1 4.3 3.9 4.5 4.3 4.8",
    "Sjukeheim": "4.2 4.4 4.1 4.2 3.9 4.2 3.8 4.4 4.1 4.8",
    "Teknisk": "4.2 4.3 4.3 4.2 3.9 4.1 3.7 4.4 4.0 4.5",
    "Kultur": "4.4 4.4 4.4 4.3 4.1 4.1 3.8 4.6 4.2 4.6",
}
"""Invented figures for the country, per kind of service."""


def organisation(*, now: bool) -> Node:
    """Return the municipality as it is, or as it was two years before."""
    return unit(
        "Heimvik kommune", 4, 4,
        unit("Heimvik skule", 27, 23 if now else 19, service="Grunnskule", meeting="2026-10-12"),
        unit("Strand skole", 16, 13 if now else 12, service="Grunnskule", language="bokmål", meeting="2026-10-14"),
        unit("Heimvik barnehage", 21, 18 if now else 16, service="Barnehage", form="long_meeting"),
        unit("Heimvik sjukeheim", 46, 34 if now else 29, service="Sjukeheim", form="shifts", meeting="2026-10-13"),
        unit("Teknisk drift", 14, 11 if now else 9, service="Teknisk", form="wall"),
        unit("Kultur og bibliotek", 4, 3, service="Kultur", form="small_group"),
        service="Administrasjon",
    )  # fmt: skip


def round_of(year: int) -> Node:
    """Return the organisation of a year with everybody's answers."""
    root = organisation(now=year == 2026)
    drawn.answered_by(root, random.Random(7000 + year))
    return root


def main() -> None:
    """Make everything that is not text."""
    now = round_of(2026)
    made = {
        "einingar.xlsx": units.form(drawn.tree(now), "nn"),
        "resultat-2026.xlsx": drawn.own_form(now, "nn", NATIONAL),
        "resultat-2024.csv": drawn.as_csv([list(HEAD), *drawn.rows(round_of(2024))[1:]]),
        "logo.png": templates.logo(templates.GREEN, templates.RUST),
        "logo-negativ.png": templates.logo(templates.WHITE, templates.WHITE),
        "malar/heimvik.docx": templates.word(),
        "malar/heimvik.pptx": templates.slides(),
        **drawn.records(
            invented_records.HEIMVIK, "Oppdikta, som alt anna i Heimvik. Blir laga av examples/make_heimvik.py."
        ),
    }
    for name, data in made.items():
        file = FOLDER / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        print(name, len(data))


if __name__ == "__main__":
    main()
