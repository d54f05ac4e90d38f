"""An invented municipality of any size: areas of forty units, each with its figures. One size, one set of files."""

import random
from pathlib import Path

AREA = 40
_FIRST = ("Nord", "Sør", "Øst", "Vest", "Øvre ", "Nedre ", "Ytre ", "Indre ", "Stor", "Litle", "Gamle", "Ny")
_SECOND = ("li", "vik", "dal", "ås", "nes", "berg", "mo", "haug", "sund", "strand", "land", "tun", "bekk", "mark")
_KINDS = (
    "barnehage", "skule", "sjukeheim", "heimeteneste", "bibliotek", "bufellesskap", "vaksenopplæring", "dagsenter",
    "renhald og kjøkken", "avlasting og aktivitet", "psykisk helse og rus", "miljøarbeidarteneste", "brann og redning",
)  # fmt: skip
_SETTINGS = """\
schema: 1
name: Storvåg kommune
language: nn
email_drafts: {drafts}
rounds:
  - id: 2026
    limit: 5
    results: resultat.csv
"""


def write(folder: Path, units: int, *, attached: bool = True) -> Path:
    """Write a municipality of this many units (one in four areas in bokmål), and return its folder.

    ``attached`` tells whether its drafts of e-mail carry the files, as they do unless it is set otherwise.
    """
    draw = random.Random(units)  # noqa: S311 - figures of nobody
    folder.mkdir(parents=True, exist_ok=True)
    areas = [_area(number, draw, min(AREA, units - 1 - number * AREA)) for number in range(-(-(units - 1) // AREA))]
    answered = sum(n for n, _ in areas)
    head = "id;enhet;overordnet;målform;inviterte;svar;" + ";".join(str(number) for number in range(1, 11))
    top = f"top;Storvåg kommune;;nynorsk;{answered + 50};{answered};{_means(draw)}"
    rows = (head, top, *(row for _, rows in areas for row in rows))
    (folder / "resultat.csv").write_text("\n".join(rows) + "\n", "utf-8")
    drafts = "with_files" if attached else "without_files"
    (folder / "municipality.yaml").write_text(_SETTINGS.format(drafts=drafts), "utf-8")
    return folder


def _area(number: int, draw: random.Random, members: int) -> tuple[int, list[str]]:
    """Return how many answered in an area, and its rows: itself and the units in it, ``members`` in all."""
    standard, rows, answered = ("bokmål" if number % 4 == 3 else "nynorsk"), [], 0  # noqa: PLR2004
    for unit in range(members - 1):
        count = draw.randint(3, 40)
        answered += count
        name = f"{draw.choice(_FIRST)}{draw.choice(_SECOND)} {draw.choice(_KINDS)}"
        where = f"e{number}-{unit};{name};Område {number};{standard}"
        rows.append(f"{where};{count + draw.randint(0, 9)};{count};{_means(draw)}")
    own = max(answered, 8)
    first = f"o{number};Område {number};Storvåg kommune;{standard};{own + 20};{own};{_means(draw)}"
    return own, [first, *rows]


def _means(draw: random.Random) -> str:
    return ";".join(f"{draw.uniform(3.2, 4.8):.1f}".replace(".", ",") for _ in range(10))
