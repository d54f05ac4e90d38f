"""``municipality.yaml`` (or Excel) → `Municipality`: settings, each with a default and one row in `SETTINGS`.

The sentences that explain the rows stand in content (``settings.fields.<path>``); pages in ``docs/`` are made of both.
"""

import os
import re
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, get_args

from rapidfuzz import process

from packgen import archive, identity, settings_workbook, yaml_source
from packgen.allowed import DEFAULTS, HIGHEST, Allowed
from packgen.fields import COLOUR, DAY, EMAILS, FILE, LANGUAGE, TEXT, VERSION, WEB, YES_NO, At, Kind, one_of, whole
from packgen.model import (
    Brand,
    Choice,
    ColumnNames,
    Contact,
    FactorName,
    LeaderProgramme,
    Link,
    MeetingForm,
    Municipality,
    NetworkGroup,
    NetworkMeeting,
    OwnTemplates,
    PaperSize,
    PrintChoice,
    Round,
    RoundDates,
    Term,
)
from packgen.problems import Outcome, Place, Problem, error, warning
from packgen.schema import Section, Setting, read

FILE_NAME = "municipality.yaml"
FILE_NAMES = (FILE_NAME, *settings_workbook.FILE_NAMES)
"""The files that settings may stand in; a municipality has one of them."""
TERM_FORMS = ("a", "the", "many", "all", "one", "compound")
"""The forms that texts use a term in: without article, with, plural, definite plural, with «en/ein», in compounds."""
LOWEST_LIMIT = 3
HIGHEST_LIMIT = 50
_MOST_FACTORS = 3


def _limit(written: str, at: At) -> int | Problem:
    if re.fullmatch(r"[0-9]{1,2}", written) and LOWEST_LIMIT <= int(written) <= HIGHEST_LIMIT:
        return int(written)
    return error("settings.limit_outside", at.place, value=written, lowest=LOWEST_LIMIT, highest=HIGHEST_LIMIT)


_LIMIT: Kind[int] = Kind("whole", _limit, f"{LOWEST_LIMIT}–{HIGHEST_LIMIT}")
_FEW = whole(1, _MOST_FACTORS)

SETTINGS: tuple[Setting, ...] = (
    Setting("schema", VERSION, required=True),
    Setting("name", TEXT, given="folder"),
    Setting("language", LANGUAGE, "nb"),
    Setting("factor_names", one_of("present", "older"), "present"),
    Setting("factors[].number", whole(1, 10), required=True),
    Setting("factors[].nb", TEXT),
    Setting("factors[].nn", TEXT),
    Setting("terms[].id", TEXT, required=True),
    Setting("terms[].language", LANGUAGE, required=True),
    Setting("terms[].a", TEXT, required=True),
    Setting("terms[].the", TEXT, required=True),
    Setting("terms[].many", TEXT, required=True),
    Setting("terms[].all", TEXT, required=True),
    Setting("terms[].one", TEXT, required=True),
    Setting("terms[].compound", TEXT, required=True),
    Setting("templates.word", FILE),
    Setting("templates.slides", FILE),
    Setting("word_styles[].ours", TEXT, required=True),
    Setting("word_styles[].theirs", TEXT, required=True),
    Setting("slide_layouts[].ours", TEXT, required=True),
    Setting("slide_layouts[].theirs", TEXT, required=True),
    Setting("choice.keep", _FEW, 2),
    Setting("choice.improve", _FEW, 2),
    Setting("choice.work_on_min", _FEW, 2),
    Setting("choice.work_on_max", _FEW, 2),
    Setting("meeting_form", one_of(*get_args(MeetingForm)), "two_meetings"),
    Setting("contact.name", TEXT),
    Setting("contact.email", EMAILS),
    Setting("contact.phone", TEXT),
    Setting("links[].id", TEXT, required=True),
    Setting("links[].text", TEXT, required=True),
    Setting("links[].url", WEB, required=True),
    Setting("units", FILE),
    Setting("follow_up.every_months", whole(1, 12), 3),
    Setting("lix_limit", whole(20, 80), 45),
    Setting("email_drafts", one_of("with_files", "without_files"), "with_files"),
    Setting("large_print", YES_NO, default=False),
    Setting("sheets.tools", TEXT, many=True),
    Setting("sheets.size", one_of(*get_args(PaperSize)), "A1"),
    Setting("sheets.tiles", one_of("none", "A4", "A3"), "none"),
    Setting("sheets.fonts", FILE),
    Setting("brand.primary", COLOUR),
    Setting("brand.accent", COLOUR),
    Setting("brand.font", TEXT),
    Setting("brand.logo", FILE),
    Setting("brand.logo_negative", FILE),
    Setting("brand.logo_alt", TEXT, given="logo_alt"),
    Setting("leader_programme.date", DAY),
    Setting("leader_programme.place", TEXT),
    Setting("network_groups[].name", TEXT, required=True),
    Setting("network_groups[].members", TEXT, many=True),
    Setting("network_groups[].meetings[].date", DAY, required=True),
    Setting("network_groups[].meetings[].form", one_of("in_person", "digital"), "in_person"),
    *(Setting(f"limits.{name}", whole(1, HIGHEST[name]), usual) for name, usual in DEFAULTS.items()),
    Setting("rounds[].id", TEXT, required=True),
    Setting("rounds[].name", TEXT, given="round_name"),
    Setting("rounds[].period", TEXT, given="round_id"),
    Setting("rounds[].limit", _LIMIT, 5),
    Setting("rounds[].results", FILE, many=True),
    Setting("rounds[].released_under_limit", YES_NO, default=False),
    Setting("rounds[].released_n_at_least_10", YES_NO, default=False),
    Setting("rounds[].replaces_unreleased", YES_NO, default=False),
    Setting("rounds[].dates.training", DAY),
    Setting("rounds[].dates.information_start", DAY),
    Setting("rounds[].dates.information_end", DAY),
    Setting("rounds[].dates.answering_start", DAY),
    Setting("rounds[].dates.answering_end", DAY),
    Setting("rounds[].dates.analysis_day", DAY),
    Setting("rounds[].dates.results", DAY),
    Setting("rounds[].dates.follow_up", DAY),
    Setting("rounds[].dates.evaluation", DAY),
    Setting("rounds[].columns.unit", TEXT),
    Setting("rounds[].columns.municipality", TEXT),
    Setting("rounds[].columns.national", TEXT),
    Setting("rounds[].columns.id", TEXT),
    Setting("rounds[].columns.parent", TEXT),
    Setting("rounds[].columns.service", TEXT),
    Setting("rounds[].columns.language", TEXT),
    Setting("rounds[].columns.invited", TEXT),
    Setting("rounds[].columns.answered", TEXT),
)
"""Every setting there is, in the order of the page that explains them."""


def load(folder: Path) -> Outcome[Municipality]:
    """Read a municipality's folder; a value whenever its file could be read, with defaults for what was wrong."""
    return _municipality(folder, _source(folder))


def of_bytes(folder: Path, name: str, data: bytes) -> Outcome[Municipality]:
    """Return what a folder's settings would be with these bytes in the file of this name."""
    return _municipality(folder, source_of(folder / name, data))


def source_of(path: Path, data: bytes) -> Outcome[yaml_source.Yaml]:
    """Return a file of settings, YAML or Excel, as the tree that stands in it.

    It is held to the usual limits: those that it sets are for what is read after it.
    """
    if path.name == FILE_NAME:
        read_as = yaml_source.load(data, str(path))
    else:
        read_as = settings_workbook.read(data, str(path), SETTINGS)
    return Outcome(read_as.value, tuple(dict.fromkeys(map(_of_settings, read_as.problems))))


_TOO_MUCH = frozenset(
    {
        *("yaml.too_big", "yaml.too_many_values", "archive.too_big", "archive.too_big_unpacked"),
        *("archive.part_too_big", "archive.too_many_parts", "archive.too_many_cells", "archive.too_much_inside"),
        "archive.area",
    }
)
"""What is told of a file that is too much in one way or another, with the setting that lets more in."""


def _of_settings(problem: Problem) -> Problem:
    return error("settings.too_much", Place(file=problem.place.file)) if problem.code in _TOO_MUCH else problem


def _municipality(folder: Path, source: Outcome[yaml_source.Yaml]) -> Outcome[Municipality]:
    if source.value is None:
        return Outcome(None, source.problems)
    section, problems = read(source.value, SETTINGS)
    reader = _Reader(folder, [*source.problems, *problems])
    return Outcome(reader.municipality(section), tuple(reader.problems))


def files_in(folder: Path) -> tuple[Path, ...]:
    """Return the files of settings in a folder: one where all is well."""
    return tuple(folder / name for name in FILE_NAMES if (folder / name).is_file())


def file_of(folder: Path) -> Path:
    """Return the file that a folder's settings stand in, for places that name it."""
    return next(iter(files_in(folder)), folder / FILE_NAME)


def _source(folder: Path) -> Outcome[yaml_source.Yaml]:
    """Return the file as YAML, or why there is none."""
    place, found = Place(file=str(folder)), files_in(folder)
    if not folder.is_dir():
        return Outcome(None, (error("settings.no_folder", place, folder=folder.name),))
    if not found:
        return Outcome(None, (error("settings.no_file", place, name=FILE_NAME),))
    if len(found) > 1:
        names = ", ".join(f"«{path.name}»" for path in found)
        return Outcome(None, (error("settings.several_files", place, names=names),))
    path, is_workbook = found[0], found[0].name != FILE_NAME
    try:
        with path.open("rb") as file:
            data = file.read((archive.Limits().size if is_workbook else yaml_source.Limits().size) + 1)
    except OSError:
        return Outcome(None, (error("settings.unreadable", Place(file=str(path))),))
    return source_of(path, data)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Makes the model's values of a file that the schema has read, and judges what no single field can."""

    folder: Path
    problems: list[Problem] = field(default_factory=list)

    def municipality(self, top: Section) -> Municipality:
        own_name = self.folder.resolve().name
        rounds = tuple(self.round(section) for section in top["rounds"])
        self.rounds_in_order(top["rounds"], rounds)
        self.problems.extend(error("settings.link_twice", s.place("id"), id=s["id"]) for s in _repeated(top["links"]))
        return Municipality(
            folder=str(self.folder),
            id=identity.slug((own_name,)),
            name=top["name"] or own_name,
            language=top["language"],
            factor_names=top["factor_names"],
            choice=self.choice(top),
            meeting_form=top["meeting_form"],
            contact=Contact(top["contact.name"], top["contact.email"], top["contact.phone"]),
            links=tuple(Link(link["id"], link["text"], link["url"]) for link in top["links"]),
            rounds=rounds,
            units_file=self.path(top["units"], top.place("units")),
            programme=self.programme(top),
            follow_up_months=top["follow_up.every_months"],
            drafts_attach=top["email_drafts"] == "with_files",
            lix_limit=top["lix_limit"],
            large_print=top["large_print"],
            printed=self.printed(top),
            terms=tuple(
                Term(one["id"], one["language"], tuple((form, one[form]) for form in TERM_FORMS))
                for one in top["terms"]
            ),
            own_factor_names=tuple(FactorName(one["number"], one["nb"], one["nn"]) for one in top["factors"]),
            brand=self.brand(top),
            templates=self.templates(top),
            allowed=Allowed(**_below(top, "limits.")),
        )

    def templates(self, top: Section) -> OwnTemplates:
        word, slides = (
            self.path(top[f"templates.{kind}"], top.place(f"templates.{kind}")) for kind in ("word", "slides")
        )
        return OwnTemplates(
            word,
            slides,
            tuple((pair["ours"], pair["theirs"]) for pair in top["word_styles"]),
            tuple((pair["ours"], pair["theirs"]) for pair in top["slide_layouts"]),
        )

    def printed(self, top: Section) -> PrintChoice:
        tiles = top["sheets.tiles"]
        fonts = self.path(top["sheets.fonts"], top.place("sheets.fonts"))
        return PrintChoice(top["sheets.tools"], top["sheets.size"], "" if tiles == "none" else tiles, fonts)

    def brand(self, top: Section) -> Brand:
        names = ("primary", "accent", "font", "logo", "logo_negative", "logo_alt")
        found = {name: top[f"brand.{name}"] for name in names}
        places = {name: top.place(f"brand.{name}") for name in names}
        for name in ("primary", "accent"):
            if self.is_left_empty(top, ("brand", name)):
                self.problems.append(warning("settings.colour_empty", places[name], field=f"brand.{name}"))
        for name in ("logo", "logo_negative"):
            found[name] = self.path(found[name], places[name])
        return Brand(**found, places=places)

    def is_left_empty(self, top: Section, path: tuple[str, str]) -> bool:
        """Tell whether a name stands in the file with nothing after it, as YAML reads «primary: #0B6E75»."""
        return path in top.source.places and not top.source.value[path[0]][path[1]]

    def programme(self, top: Section) -> LeaderProgramme:
        networks = tuple(
            NetworkGroup(
                group["name"],
                group["members"],
                tuple(NetworkMeeting(one["date"], one["form"]) for one in group["meetings"]),
            )
            for group in top["network_groups"]
        )
        return LeaderProgramme(top["leader_programme.date"], top["leader_programme.place"], networks)

    def choice(self, top: Section) -> Choice:
        lowest, highest = top["choice.work_on_min"], top["choice.work_on_max"]
        if lowest > highest:
            place = top.place("choice.work_on_max")
            self.problems.append(error("settings.work_on_turned", place, lowest=lowest, highest=highest))
        return Choice(top["choice.keep"], top["choice.improve"], lowest, highest)

    def round(self, section: Section) -> Round:
        if section["released_n_at_least_10"] and not section["released_under_limit"]:
            self.problems.append(error("settings.n_without_release", section.place("released_n_at_least_10")))
        results = section["results"]
        found = tuple(self.path(name, section.place("results", i)) for i, name in enumerate(results))
        return Round(
            id=section["id"],
            name=section["name"] or f"10-FAKTOR {section['id']}",
            period=section["period"] or section["id"],
            limit=section["limit"],
            dates=self.dates(section),
            results=tuple(name for name in found if name),
            released_under_limit=section["released_under_limit"],
            released_n_at_least_10=section["released_n_at_least_10"],
            replaces_unreleased=section["replaces_unreleased"],
            columns=ColumnNames(**_below(section, "columns.")),
        )

    def dates(self, section: Section) -> RoundDates:
        dates = RoundDates(**_below(section, "dates."))
        for start, end in (("information_start", "information_end"), ("answering_start", "answering_end")):
            first, last = getattr(dates, start), getattr(dates, end)
            if first and last and last < first:
                place = section.place(f"dates.{end}")
                self.problems.append(error("settings.dates_turned", place, start=start, end=end))
        return dates

    def rounds_in_order(self, sections: tuple[Section, ...], rounds: tuple[Round, ...]) -> None:
        """Refuse two rounds of one id, and years that go backwards: packs are made for the last round."""
        self.problems.extend(error("settings.round_twice", s.place("id"), id=s["id"]) for s in _repeated(sections))
        years = [re.search(r"(?:19|20)[0-9]{2}", round_.id) for round_ in rounds]
        for (one, other), section in zip(pairwise(years), sections[1:], strict=True):
            if one and other and other[0] < one[0]:
                place = section.place("id")
                self.problems.append(error("settings.rounds_turned", place, earlier=other[0], later=one[0]))

    def path(self, written: str, place: Place) -> str:
        """Return a path inside the municipality's folder with forward slashes; empty where it is none, or leads out."""
        name = written.replace("\\", "/")
        if not name:
            return ""
        steps = PurePosixPath(name)
        if steps.is_absolute() or PureWindowsPath(name).drive or ".." in steps.parts or not self.inside(name):
            self.problems.append(error("settings.path_outside", place, path=written))
            return ""
        if not os.path.exists(self.folder / name):  # noqa: PTH110 - Path.exists raises on names that are too long
            self.problems.append(self.missing(name, place))
            return ""
        return str(steps)

    def inside(self, name: str) -> bool:
        """Tell whether a path stays in the folder when links on the disk are followed."""
        try:
            return (self.folder / name).resolve().is_relative_to(self.folder.resolve())
        except (OSError, RuntimeError):  # links that go in circles
            return False

    def missing(self, name: str, place: Place) -> Problem:
        """Return the problem of a file that is not there, with the one that may have been meant."""
        there = [entry.name for entry in sorted((self.folder / name).parent.glob("*")) if entry.name not in FILE_NAMES]
        nearest = process.extractOne(PurePosixPath(name).name, there, score_cutoff=60)
        if nearest:
            return error("settings.file_missing_near", place, path=name, nearest=nearest[0])
        return error("settings.file_missing", place, path=name)


def _repeated(sections: tuple[Section, ...]) -> list[Section]:
    """Return the sections whose id stood before, also where only the names of folders would be the same."""
    seen: set[str] = set()
    found = []
    for section in sections:
        slug = identity.slug((section["id"],))
        if section["id"] and slug in seen:
            found.append(section)
        seen.add(slug)
    return found


def _below(section: Section, prefix: str) -> dict[str, Any]:
    """Return the values under a prefix by the rest of their path."""
    return {path.removeprefix(prefix): value for path, value in section.values.items() if path.startswith(prefix)}
