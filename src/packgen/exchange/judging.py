"""What a file of texts that came back changes, and all that speaks against it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import process

from packgen import __version__
from packgen.content.layers import Path as KeyPath
from packgen.content.makeup import Minutes
from packgen.content.texts import Texts
from packgen.exchange import checks
from packgen.exchange.chapters import NOBODY, SCHEMA, Mark, fingerprint
from packgen.exchange.read_back import ReadBack, Returned
from packgen.exchange.rows import Row
from packgen.exchange.shown import same, shown
from packgen.problems import Outcome, Place, Problem, error, warning


@dataclass(frozen=True, slots=True)
class Now:
    """How things stand: a municipality's texts as rows by key, packgen's, and what texts are judged by."""

    name: str
    rows: Mapping[str, tuple[Row, ...]]
    texts: Texts
    minutes: Minutes
    rules: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """A text that is to be another, or (None) packgen's again; it is made from ``packgens``."""

    path: KeyPath
    text: str | None
    packgens: str

    @property
    def key(self) -> str:
        """The key of the text."""
        return ".".join(self.path)


def judge_mark(mark: Mark, now: Now, file: str) -> Iterator[Problem]:
    """Return what speaks against a file as a whole: of another edition, for somebody else, from another packgen."""
    place = Place(file=file)
    if mark.schema != SCHEMA:
        yield error("exchange.schema", place, version=mark.schema)
    if mark.name not in (NOBODY, now.name):
        yield error("exchange.other_municipality", place, theirs=mark.name, ours=now.name)
    if mark.version != __version__:
        yield warning("exchange.other_version", place, version=mark.version, now=__version__)


def judge(read: ReadBack, now: Now) -> Outcome[tuple[Change, ...]]:
    """Return what changes; no value where an error stops it. Everything that is wrong at once."""
    judge_one = _Judge(read.mark, now, {}, [], [], [], [])
    for row in read.rows:
        judge_one.row(row)
    problems = [*judge_one.problems, *checks.check(judge_one.news, now.texts, now.minutes, now.rules)]
    stops = any(problem.is_error for problem in problems)
    return Outcome(None if stops else tuple(judge_one.changes), tuple(problems))


_MOST_PROPOSALS = 100
"""How many unknown keys are held against all known ones: where there are more, it is another file."""


@dataclass(frozen=True, slots=True)
class _Judge:
    mark: Mark
    now: Now
    seen: dict[str, Place]
    unknown: list[str]
    changes: list[Change]
    news: list[checks.New]
    problems: list[Problem]

    def row(self, back: Returned) -> None:
        """Judge one row and keep what it changes."""
        rows = self.now.rows.get(back.key, ())
        locked = next((row.locked for row in rows if row.locked), None)
        if not rows:
            if back.own:
                self.wrong("unknown_key", back, key=back.key, nearest=self.nearest(back.key))
        elif locked is not None:
            if not any(same(back.own, row.own) for row in rows):
                self.wrong("locked", back, key=back.key, file=locked.file, line=locked.line or 1)
        elif back.key in self.seen:
            first = self.seen[back.key]
            self.wrong("double_key", back, key=back.key, first=first.cell or first.file)
        else:
            self.seen[back.key] = back.place
            self.open(back, rows[0])

    def open(self, back: Returned, row: Row) -> None:
        """Judge a row that may be written in."""
        if back.packgens is not None and self.is_as_now and not same(back.packgens, row.packgens):
            self.warn("packgens_edited", back)
        if same(back.own, row.own):
            return
        if back.print_ == fingerprint(shown(back.own)):
            self.warn("kept", back, text=row.own)
        else:
            self.change(back, row)

    def change(self, back: Returned, row: Row) -> None:
        """Keep a change; one that says what packgen says is none, or takes the municipality's away."""
        if row.own and back.print_ and back.print_ != fingerprint(row.own):
            self.warn("changed_meanwhile", back, text=row.own)
        packgens = self.packgens(back, row)
        if not back.own or same(back.own, row.packgens) or same(back.own, packgens):
            if row.own:
                self.changes.append(Change(row.path, None, packgens))
            return
        self.changes.append(Change(row.path, back.own, packgens))
        self.news.append(checks.New(row.path, row.packgens, back.own, back.place))

    def packgens(self, back: Returned, row: Row) -> str:
        """Return packgen's text as whoever wrote the new one saw it: a file of another packgen has its own."""
        if back.packgens and not self.is_as_now and not same(back.packgens, row.packgens):
            return back.packgens
        return row.packgens

    @property
    def is_as_now(self) -> bool:
        return self.mark.version == __version__

    def nearest(self, key: str) -> str:
        """Return the key that an unknown one may have been; a dash where there is none, or where many are unknown."""
        self.unknown.append(key)
        found = process.extractOne(key, list(self.now.rows)) if len(self.unknown) <= _MOST_PROPOSALS else None
        return found[0] if found else "–"

    def wrong(self, code: str, back: Returned, **values: object) -> None:
        self.problems.append(error(f"exchange.{code}", back.place, **values))

    def warn(self, code: str, back: Returned, **values: object) -> None:
        self.problems.append(warning(f"exchange.{code}", back.place, key=back.key, **values))


def by_key(found: Sequence[Row]) -> Mapping[str, tuple[Row, ...]]:
    """Return rows by their keys: several where something is added beside a text."""
    rows: dict[str, list[Row]] = {}
    for row in found:
        rows.setdefault(row.key, []).append(row)
    return {key: tuple(each) for key, each in rows.items()}
