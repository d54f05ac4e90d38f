"""Makes the example municipality Fjordvik, which does not exist: its unit list, three rounds of results, some records.

Every figure is drawn from invented answers with a fixed seed, so that means, distributions and the figures of the
levels above agree with each other as real ones do. Run ``python examples/make_fjordvik.py`` to make the files again.
"""

import csv
import io
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import invented_records
from openpyxl import Workbook, load_workbook

from packgen import filenames, identity, records_file, results, spreadsheet, units
from packgen.model import Language, Meeting, MeetingForm, Unit, UnitTree
from packgen.record import Record

FOLDER = Path(__file__).parent / "fjordvik"
STATEMENTS = (4, 4, 3, 3, 5, 4, 3, 3, 3, 3)
"""Statements per factor; sources differ for the last two, and the example takes three."""
LEVEL = (4.2, 4.3, 4.2, 4.2, 3.9, 4.1, 3.8, 4.4, 4.1, 4.6)
"""About where the means of each factor lie in the municipality."""
NAMES = (
    "Indre motivasjon", "Mestringstro", "Autonomi", "Bruk av kompetanse", "Mestringsorientert ledelse",
    "Rolleklarhet", "Relevant kompetanseutvikling", "Fleksibilitetsvilje", "Mestringsklima", "Prososial motivasjon",
)  # fmt: skip
LANGUAGES: Mapping[str, Language] = {"bokmål": "nb", "nynorsk": "nn"}
MERGED = ("oppvekst-og-laering--nordre-barnehage", "oppvekst-og-laering--soere-barnehage")
LONG = "Interkommunalt kompetansesenter for habilitering, rehabilitering og velferdsteknologi, øst"


@dataclass
class Node:
    """A unit of the example: its own people (not those of units below), and what stands below it."""

    name: str
    invited: int
    answered: int
    service: str = ""
    language: str = ""
    below: list["Node"] = field(default_factory=list)
    was: tuple[str, ...] = ()
    meeting: str = ""
    form: MeetingForm | None = None
    parent: "Node | None" = None
    answers: list[list[list[int]]] = field(default_factory=list)

    @property
    def path(self) -> tuple[str, ...]:
        """Return the names from below the municipality down to this unit."""
        above = self.parent.path if self.parent and self.parent.parent else ()
        return (*above, self.name)

    @property
    def id(self) -> str:
        """Return the unit's id."""
        return identity.slug((self.name.removesuffix(" kommune"),)) if self.parent is None else identity.slug(self.path)

    @property
    def top(self) -> "Node":
        """Return the municipality."""
        return self if self.parent is None else self.parent.top

    def all_below(self) -> Iterator["Node"]:
        """Return this unit and all below it, parents first."""
        yield self
        for node in self.below:
            yield from node.all_below()

    def people(self) -> tuple[int, int]:
        """Return invited and answered, with everyone below."""
        found = [node.people() for node in self.below]
        return self.invited + sum(n for n, _ in found), self.answered + sum(n for _, n in found)

    def all_answers(self) -> list[list[list[int]]]:
        """Return everybody's answers here and below: person, factor, statement."""
        return self.answers + [person for node in self.below for person in node.all_answers()]


def unit(name: str, invited: int, answered: int, *below: Node, **more: object) -> Node:
    """Return a unit with the units below it."""
    return Node(name, invited, answered, below=list(below), **more)  # type: ignore[arg-type] # the fields above


def organisation(year: int) -> Node:
    """Return the municipality as it was in a year; by 2026 two kindergartens are one and the library has a new name."""
    merged = (
        [unit("Fjordbarnehagen", 31, 27, service="Barnehage", was=MERGED)]
        if year == 2026
        else [
            unit("Nordre barnehage", 15, 12, service="Barnehage"),
            unit("Søre barnehage", 16, 13, service="Barnehage"),
        ]
    )
    library = (
        unit("Biblioteket", 9, 8, service="Kultur", was=("kultur-idrett--folkebiblioteket",))
        if year == 2026
        else unit("Folkebiblioteket", 9, 7, service="Kultur")
    )
    return unit(
        "Fjordvik kommune", 2, 2,
        unit(
            "Oppvekst og læring", 4, 4,
            unit(
                "Fjordvik skole", 0, 0,
                unit("Barnetrinnet", 28, 24, service="Grunnskole"),
                unit("Ungdomstrinnet", 22, 18, service="Grunnskole"),
                unit("SFO", 9, 4, service="Grunnskole"),
                service="Grunnskole",
            ),
            unit("Åsgrenda skule", 19, 16, service="Grunnskole", language="nynorsk", meeting="2026-04-14"),
            unit("Øyane oppvekstsenter", 13, 11, service="Grunnskole", language="nynorsk"),
            unit("Bekkelia barnehage", 18, 15, service="Barnehage"),
            *merged,
            unit("Naustvika barnehage", 8, 3, service="Barnehage", language="nynorsk"),
            unit("PP-tjenesten", 7, 6, service="Oppvekst", form="small_group"),
            unit("Administrasjon", 6, 5, service="Administrasjon"),
            service="Oppvekst",
        ),
        unit(
            "Helse, omsorg og mestring", 5, 4,
            unit(
                "Solbakken sjukeheim", 3, 3,
                unit("Avdeling 1", 26, 19, service="Sykehjem", language="nynorsk", form="shifts"),
                unit("Avdeling 2", 24, 17, service="Sykehjem", language="nynorsk"),
                unit("Kjøkken", 7, 4, service="Sykehjem", language="nynorsk", form="wall"),
                service="Sykehjem", language="nynorsk", meeting="2026-04-16",
            ),
            unit(
                "Elvebredden bo- og omsorgssenter", 2, 2,
                unit("Avdeling 1", 21, 16, service="Sykehjem"),
                unit("Avdeling 2", 23, 12, service="Sykehjem"),
                unit("Nattjenesten", 12, 7, service="Sykehjem", form="shifts"),
                service="Sykehjem",
            ),
            unit(
                "Hjemmetjenesten", 2, 2,
                unit("Sone nord", 27, 20, service="Hjemmetjeneste"),
                unit("Sone sør", 25, 21, service="Hjemmetjeneste"),
                unit("Dagsenteret", 5, 3, service="Hjemmetjeneste"),
                service="Hjemmetjeneste",
            ),
            unit("Legevakt & legekontor", 14, 10, service="Helse", form="video"),
            unit("Helsestasjonen", 9, 8, service="Helse"),
            unit(LONG, 11, 9, service="Helse"),
            unit("Administrasjon", 6, 6, service="Administrasjon"),
            service="Helse",
        ),
        unit(
            "Teknisk drift", 3, 3,
            unit("Veg/park", 12, 9, service="Teknisk"),
            unit("Vann & avløp", 10, 8, service="Teknisk"),
            unit("Bygg og eiendom", 19, 14, service="Teknisk"),
            unit("Renhold", 24, 15, service="Teknisk", form="wall"),
            unit("Brann og redning", 6, 2, service="Teknisk"),
            service="Teknisk",
        ),
        unit(
            "Kultur/idrett", 2, 2,
            library,
            unit("Kulturskulen", 11, 9, service="Kultur", language="nynorsk", form="long_meeting"),
            unit("Ungdomshuset", 4, 4, service="Kultur", form="small_group"),
            service="Kultur",
        ),
        unit(
            "Stab og støtte", 3, 3,
            unit("Økonomi", 8, 7, service="Administrasjon"),
            unit("Lønn og personal", 9, 8, service="Administrasjon", form="long_meeting"),
            unit("Servicetorget", 6, 5, service="Administrasjon"),
            service="Administrasjon",
        ),
        service="Administrasjon",
    )  # fmt: skip


def answered_by(node: Node, rng: random.Random, parent: Node | None = None) -> None:
    """Give every person of the unit, and of those below it, invented answers."""
    node.parent = parent
    lean = [rng.gauss(0, 0.18) for _ in STATEMENTS]
    for _ in range(node.answered):
        mood = rng.gauss(0, 0.35)
        node.answers.append(
            [
                [min(5, max(1, round(rng.gauss(LEVEL[f] + lean[f] + mood, 0.75)))) for _ in range(count)]
                for f, count in enumerate(STATEMENTS)
            ]
        )
    for child in node.below:
        answered_by(child, rng, node)


def tenth(value: Decimal, places: str) -> Decimal:
    """Return the value rounded half up to so many decimals."""
    return value.quantize(Decimal(places), ROUND_HALF_UP)


def figures(node: Node) -> tuple[list[Decimal], list[list[Decimal]]]:
    """Return the ten means (two decimals) and ten distributions (percent, one decimal) of a unit and all below it."""
    people = node.all_answers()
    means, shares = [], []
    for factor in range(len(STATEMENTS)):
        given = [answer for person in people for answer in person[factor]]
        means.append(tenth(Decimal(sum(given)) / len(given), "0.01"))
        shares.append([tenth(Decimal(100 * given.count(value)) / len(given), "0.1") for value in range(1, 6)])
    return means, shares


NATIONAL = {
    "Administrasjon": "4.3 4.4 4.5 4.3 4.1 4.2 3.9 4.6 4.2 4.6",
    "Grunnskole": "4.4 4.4 4.2 4.4 4.0 4.2 3.7 4.4 4.2 4.8",
    "Barnehage": "4.3 4.4 4.2 4.3 4.1 4.3 3.9 4.5 4.3 4.8",
    "Sykehjem": "4.2 4.4 4.1 4.2 3.9 4.2 3.8 4.4 4.1 4.8",
    "Hjemmetjeneste": "4.2 4.4 4.1 4.2 3.9 4.2 3.8 4.4 4.1 4.7",
    "Helse": "4.4 4.4 4.4 4.3 4.0 4.1 3.9 4.5 4.2 4.7",
    "Teknisk": "4.2 4.3 4.3 4.2 3.9 4.1 3.7 4.4 4.0 4.5",
    "Kultur": "4.4 4.4 4.4 4.3 4.1 4.1 3.8 4.6 4.2 4.6",
    "Oppvekst": "4.3 4.4 4.3 4.3 4.0 4.2 3.8 4.5 4.2 4.7",
}
"""Invented figures for the country, per kind of service."""


# ---------------------------------------------------------------- the files


def tree(root: Node) -> UnitTree:
    """Return the example as packgen's own units, for the unit list and the form."""
    return UnitTree(tuple(as_unit(node) for node in root.all_below()))


def as_unit(node: Node) -> Unit:
    """Return one unit of the list; units with a meeting date have a place and a time as well."""
    invited, answered = node.people()
    first = Meeting(node.meeting, "08:30", "Møterommet") if node.meeting else Meeting()
    second = Meeting(node.meeting[:-2] + "28", "08:30", "Møterommet") if node.meeting else Meeting()
    address = f"{identity.slug(node.path[-2:])}@{node.top.id}.example"
    return Unit(
        id=node.id,
        name=node.name,
        parent=node.parent.id if node.parent else None,
        service=node.service,
        language=LANGUAGES.get(node.language),
        leader_email=f"leder.{address}",
        representative_email=f"tillitsvalgt.{address}",
        safety_email=f"verneombud.{address}",
        meeting_form=node.form,
        invited=invited,
        answered=answered,
        meeting_one=first,
        meeting_two=second,
        was=node.was,
    )


def own_form(root: Node, language: Language, national: Mapping[str, str]) -> bytes:
    """Return packgen's own form with the round's figures in it, and those of the country by kind of service."""
    workbook = load_workbook(io.BytesIO(results.form.write(language, tree(root))))
    _, units_sheet, means_sheet, shares_sheet, national_sheet, _ = workbook.worksheets
    del units_sheet
    nodes = {node.id: node for node in root.all_below()}
    made = {name: figures(node) for name, node in nodes.items()}
    for row in means_sheet.iter_rows(min_row=5):
        if row[0].value:
            for cell, mean in zip(row[2:12], made[row[0].value][0], strict=True):
                cell.value = float(mean)
    counts: dict[str, int] = {}
    for row in shares_sheet.iter_rows(min_row=5):
        if row[0].value:
            factor = counts[row[0].value] = counts.get(row[0].value, -1) + 1
            for cell, share in zip(row[3:8], made[row[0].value][1][factor], strict=True):
                cell.value = float(share)
    for row in national_sheet.iter_rows(min_row=5):
        given = national.get(str(row[0].value), "")
        for cell, mean in zip(row[1:11], given.split(), strict=False):
            cell.value = float(mean)
    return spreadsheet.to_bytes(workbook)


def rows(root: Node) -> list[list[str]]:
    """Return a table with a row per unit and a column per factor, as municipalities keep it themselves."""
    head = [
        "Id",
        "Enhet",
        "Overordnet",
        "Tjeneste",
        "Inviterte",
        "Svar",
        *(f"{n}. {x}" for n, x in enumerate(NAMES, 1)),
    ]
    found = [head]
    for node in root.all_below():
        people = [str(n) for n in node.people()]
        means = [str(tenth(mean, "0.1")).replace(".", ",") for mean in figures(node)[0]]
        found.append([node.id, node.name, node.parent.id if node.parent else "", node.service, *people, *means])
    return found


def as_csv(table: list[list[str]]) -> bytes:
    """Return a table as Norwegian Excel saves CSV: semicolons and cp1252."""
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(table)
    return text.getvalue().encode("cp1252")


def as_workbook(table: list[list[str]], title: str) -> bytes:
    """Return a table as a sheet with a title over it and a line under it."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Resultater"
    sheet.append([title])
    sheet.append([])
    for row in table:
        sheet.append(row)
    sheet.append([])
    sheet.append(["10-FAKTOR: KS' medarbeiderundersøkelse"])
    return spreadsheet.to_bytes(workbook)


def round_of(year: int) -> Node:
    """Return the organisation of a year with everybody's answers."""
    root = organisation(year)
    answered_by(root, random.Random(year))
    return root


def records(found: Iterable[Record], head: str) -> dict[str, bytes]:
    """Return records as files, by their paths in the municipality's folder."""
    return {
        f"records/{filenames.unit_folder(one.unit)}/{filenames.folder_name(one.round)}.yaml": records_file.write(
            one, head
        )
        for one in found
    }


def main() -> None:
    """Make the unit list, the results of all three rounds, and what some units have decided."""
    FOLDER.mkdir(exist_ok=True)
    now = round_of(2026)
    made = {
        "enheter.xlsx": units.form(tree(now), "nb"),
        "resultater-2026.xlsx": own_form(now, "nb", NATIONAL),
        "resultater-2024.xlsx": as_workbook(rows(round_of(2024)), "10-FAKTOR 2024, Fjordvik kommune"),
        "resultater-2022.csv": as_csv(rows(round_of(2022))),
        **records(
            invented_records.FJORDVIK, "Oppdiktet, som alt annet i Fjordvik. Lages av examples/make_fjordvik.py."
        ),
    }
    for name, data in made.items():
        (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / name).write_bytes(data)
        print(name, len(data))


if __name__ == "__main__":
    main()
