"""Every door through which something from outside comes in: small real files, and how the file is opened there.

A new door is one more row of `DOORS`: its name, the ending of its files, the operations that know its format, its seeds,
and a function from the bytes of one file to everything that packgen says of it. What is opened is opened the whole way:
a file that is let in is also used as a build would, so that what no reader minds cannot break what comes after.
"""

# ruff: noqa: E501 - a row a door

import hashlib
import io
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import form_files
import invented
import own_decks
import own_word_templates
import result_files
import sample_records
import small_municipality
from invariants import check_package
from PIL import Image
from rich.console import Console

from packgen import (
    cli,
    collect,
    files,
    logos,
    messages,
    own_looks,
    packs,
    pipeline,
    places,
    records_file,
    resources,
    settings,
    settings_form,
    speech,
    unit_records,
    units,
    upgrade,
)
from packgen.blocks import Document, Paragraph, Run, Section
from packgen.content.layers import NO_LAYER
from packgen.exchange import chapters, export_docx, export_xlsx, judging, read_back
from packgen.exchange.rows import of_documents, rows
from packgen.merge import kept
from packgen.merge.merger import Merger
from packgen.model import Brand, Municipality, OwnTemplates
from packgen.problems import Outcome, Problem, Severity
from packgen.proofreading.material import read_rules
from packgen.render import word
from packgen.render.sheets import fonts
from packgen.results import form as results_form
from packgen.store import LocalStore
from packgen.surveys import Gathered

EXAMPLES = Path(__file__).parents[2] / "examples"
TEMPLATES = resources.TEMPLATES
Told = tuple[Problem, ...]


class BrokenPromiseError(AssertionError):
    """Something that packgen promises did not hold, though nothing was raised."""


@dataclass(frozen=True, slots=True)
class Door:
    """One door: ``kind`` names the operations of `mutate.KINDS`; ``seeds`` and ``open`` are called in a child process."""

    name: str
    ending: str
    kind: str
    seeds: Callable[[], tuple[bytes, ...]]
    open: Callable[[bytes], Told]


# ---------------------------------------------------------------- a place on the disk


@cache
def desk_folder() -> Path:
    """Return a folder of this process's own."""
    return Path(tempfile.mkdtemp(prefix="packgen-fuzz-"))


def laid(name: str, data: bytes, folder: Path | None = None) -> Path:
    """Lay a file below a folder, this process's own where none is named."""
    path = (folder or desk_folder()) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def fresh(name: str) -> Path:
    """Return an empty folder."""
    folder = desk_folder() / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def whole(outcome: Outcome[object]) -> Told:
    """Return what an outcome tells, and make sure that what has no value says why."""
    if outcome.value is None and not any(problem.is_error for problem in outcome.problems):
        raise BrokenPromiseError("no value and no error")
    return outcome.problems


def example(*names: str) -> Callable[[], tuple[bytes, ...]]:
    return lambda: tuple((EXAMPLES / name).read_bytes() for name in names)


def _saved(write: Callable[[Path], Path], ending: str) -> bytes:
    return write(desk_folder() / f"seed{ending}").read_bytes()


# ---------------------------------------------------------------- results

LISTED = result_files.tree(
    *(
        result_files.Unit(id=i, name=n, parent=p, service=s)
        for i, n, p, s in (
            ("seljord", "Seljord", None, ""),
            ("h", "Heddal skule", "seljord", "Grunnskole"),
            ("f", "Flatin", "h", ""),
        )
    )
)


def _results(ending: str) -> Callable[[bytes], Told]:
    def opened(data: bytes) -> Told:
        path = laid(f"resultat{ending}", data)
        return whole(result_files.read(path, listed=LISTED if len(data) % 2 else None))

    return opened


def _rows() -> list[list[object]]:
    head = ["Id", "Enhet", "Overordnet", "Tjeneste", "Målform", "Inviterte", "Svar", *result_files.NUMBERED]
    line = ["h", "Heddal skule", "Seljord", "Grunnskole", "nn", 24, 20, *result_files.floats(result_files.UNIT)]
    return [head, ["seljord", "Seljord", "", "", "nb", 60, 41, *result_files.floats(result_files.OTHER)], line]


def _csv_seeds() -> tuple[bytes, ...]:
    lines = small_municipality.write(fresh("csv")) / "resultater.csv"
    written = [
        _saved(lambda p, e=e: result_files.delimited(p, result_files.ks_rows(), e), ".csv") for e in ("utf-8", "cp1252")
    ]
    return (lines.read_bytes(), (EXAMPLES / "fjordvik/resultater-2022.csv").read_bytes()[:6_000], *written)


def _xlsx_seeds() -> tuple[bytes, ...]:
    tables = _saved(lambda p: result_files.xlsx(p, _rows(), ("KS", result_files.ks_rows())), ".xlsx")
    counted = _saved(lambda p: result_files.xlsx(p, [*_rows(), ["=A1"], ["=SUM(F2:F3)"]]), ".xlsx")
    return (tables, counted, results_form.write("nb", LISTED), (EXAMPLES / "seljord/resultat-2023.xlsx").read_bytes())


def _report_seeds() -> tuple[bytes, ...]:
    kinds = ({}, {"pages": False}, {"table": False})
    return tuple(_saved(lambda p, k=k: result_files.report(p, **k), ".pptx") for k in kinds)  # type: ignore[misc]


# ---------------------------------------------------------------- settings and units

_EVERYTHING = """\
schema: 1
name: Prøvevik kommune
language: nb
contact: {name: Kari Nordmann, email: hr@provevik.kommune.no, phone: 12 34 56 78}
links:
  - {id: intranet, text: Intranett, url: "https://provevik.kommune.no/10-faktor"}
terms:
  - {id: unit, language: nb, a: en seksjon, the: seksjonen, many: seksjoner, all: alle seksjonene, one: én, compound: seksjons}
factors:
  - {number: 3, nb: Selvstendighet, nn: Sjølvstende}
leader_programme: {date: 12.3.2026, place: Rådhuset}
network_groups:
  - name: Fjell
    members: [Øvre skole, Solheimen]
    meetings:
      - {date: 2026-05-01, form: digital}
choice: {keep: 2, improve: 2, work_on_min: 1, work_on_max: 3}
brand: {primary: "#0b6e75", accent: "#7a1f3d", font: Calibri}
sheets: {tools: [vision_image], size: A1, tiles: A4}
meeting_form: long_meeting
large_print: ja
rounds:
  - id: 2024
    dates: {training: 2024-01-10, results: 2024-03-01}
  - id: 2026
    limit: 5
    results: resultater.csv
    columns: {unit: Enhet, answered: Svar}
    dates:
      answering_start: 2026-02-01
      answering_end: 2026-02-20
"""


def _place() -> Path:
    folder = desk_folder() / "kommune"
    if not folder.exists():
        small_municipality.write(folder)
    return folder


def _settings(name: str) -> Callable[[bytes], Told]:
    def opened(data: bytes) -> Told:
        folder = fresh("innstillinger")
        small_municipality.write(folder)
        (folder / "municipality.yaml").unlink()
        laid(name, data, folder)
        loaded = settings.load(folder)
        told = whole(loaded)
        if loaded.value is None:
            return told
        return (*told, *_used(folder))

    return opened


def _used(folder: Path) -> Told:
    """Return what is said when a municipality's folder is read the whole way."""
    return whole(pipeline.gather(pipeline.Request(folder), invented.words()))


def _workbook_seeds() -> tuple[bytes, ...]:
    texts = invented.words().texts["nb"]
    plain = {"name": "Prøvevik kommune", "language": "nb", "contact": {"email": "hr@provevik.no"}}
    lists = {
        "rounds": [{"id": "2026", "limit": "5", "results": ["resultater.csv"]}],
        "links": [{"id": "a", "text": "b", "url": "https://a.no"}],
    }
    return (settings_form.write(texts, plain | lists), settings_form.write(texts, plain | lists, LISTED))


def _units(name: str) -> Callable[[bytes], Told]:
    def opened(data: bytes) -> Told:
        path = laid(name, data)
        municipality = replace(result_files.PLACE, folder=str(path.parent), units_file=name)
        found = units.load(municipality)
        told = whole(found)
        if found.value is not None:
            units.form(found.value, "nn")
        return told

    return opened


_UNITS_YAML = """\
schema: 1
units:
  - {id: h, name: Heddal skule, parent: Seljord, service: Grunnskole, language: nn}
  - name: Flatin
    parent: Seljord kommune / Heddal skule
    meeting_form: video
    leader_email: a@b.no; c@d.no
    invited: 24
    answered: 20
    meeting_one: {date: 12.3.2026, start: 8.30, place: Rom 3}
    was: [gamle, f2]
"""

# ---------------------------------------------------------------- a municipality's own texts


def _layer(path: str) -> Callable[[bytes], Told]:
    def opened(data: bytes) -> Told:
        folder = small_municipality.write(fresh("tekster"))
        shutil.copytree(EXAMPLES / "heimvik" / "texts", folder / "texts")
        laid(path, data, folder)
        told = _used(folder)
        levels = upgrade.read(folder, invented.words())
        whole(levels)
        if levels.value is not None:
            keys = [one.key for level in levels.value for one in level.compared]
            decided = upgrade.decide(levels.value, keys[:1], keys[1:2], invented.words(), upgrade.Comments("a", "b"))
            whole(decided)
            told = (*told, *decided.problems)
        return (*told, *levels.problems)

    return opened


_TEXTS = """\
cover:
  title: Vårt hefte
start:
  welcome: |
    Dere i {{ unit.name }} har fått **svar**. Her er en [lenke](https://a.no).

    - En
    - To
  reading:
    rows:
      7: {remove: yes}
"""
_MADE_FROM = "schema: 1\nnb:\n  handbook.cover.title: Arbeidshefte\n  handbook.start.welcome: [a, b]\n"
_REPLACED = "schema: 1\nreplaced:\n  - {key: handbook.title, language: nb, packgen: 0.1.0, text: a, made_from: b}\n"
_RELEASED = """\
schema: 1
round: '2026'
snapshots:
- limit: 5
  units:
    provevik: {n: 40, classes: 5, above: []}
    skolen: {n: 20, classes: 5, above: [provevik]}
    heimen: {n: 12, classes: 3, above: [provevik]}
"""


def _released(data: bytes) -> Told:
    folder = small_municipality.write(fresh("utgitt"))
    laid("released/2026.yaml", data, folder)
    return _used(folder)


_NOTES = ("manifest.json", "manifest.pending.jsonl", ".packgen/units/a.json", ".packgen/pending/a.jsonl")
"""What a run notes for the next: as it once was, for all units in one, and by unit."""


def _noted(name: str) -> Callable[[bytes], Told]:
    def opened(data: bytes) -> Told:
        """Lay notes of an earlier run in a place of packs, then write a unit there; what lies beside must stay."""
        folder = fresh("output")
        laid(name, data, folder)
        beside, edited = laid("beside.docx", b"x"), laid("a/b.docx", b"y", folder)
        outcome = places.alone(LocalStore(folder), lambda: _written(LocalStore(folder)))
        if beside.read_bytes() != b"x" or (edited.exists() and edited.read_bytes() not in (b"x", b"y")):
            raise BrokenPromiseError("notes of an earlier run had somebody's file changed")
        return whole(outcome)

    return opened


def _written(store: LocalStore) -> Outcome[files.Known]:
    made = files.Made("a/b.docx", b"x", "a", "handbook", "leader", "nb", shows=("a",))
    rights = files.Rights(frozenset({"a"}), {"a": 5})
    hidden = tuple(told for known in files.every_known(store) for told in files.no_longer_allowed(store, known, rights))
    known = files.read_known(store, "a")
    files.is_current(store, known, "x", rights, ())
    written, locked = files.write_unit(store, (made,), known)
    told = files.settle(store, known, files.entries_of(known, written), "x")
    again = files.read_known(store, "a")
    if again.pending or not all(one.entry.path in again.entries and files.holds(store, one.entry) for one in written):
        raise BrokenPromiseError("a unit that was just written is not there")
    return Outcome(again, (*hidden, *locked, *told))


def _note_seeds() -> tuple[bytes, ...]:
    """Return the four kinds of notes, in the order of `_NOTES`."""
    store = LocalStore(fresh("output"))
    made = files.Made("a/b.docx", b"x", "a", "handbook", "leader", "nb", shows=("a",))
    written, _ = files.write_unit(store, (made,), files.read_known(store, "a"))
    pending = store.read(_NOTES[3]) or b""
    files.settle(store, files.Known("a"), files.entries_of(files.Known("a"), written), "x")
    manifest = store.read(_NOTES[2]) or b""
    old = json.dumps({"schema": 1, "files": json.loads(manifest)["files"]}).encode()
    return old, pending, manifest, pending


def _note_door(name: str, number: int) -> "Door":
    ending = ".json" if _NOTES[number].endswith("json") else ".jsonl"
    return Door(name, ending, "json", lambda: _note_seeds()[number : number + 1], _noted(_NOTES[number]))


def _kept(data: bytes) -> Told:
    """Take what another process kept, damaged; and what all are told, as if whoever damaged it knew the checksum.

    A shape is read only where its checksum is right: it holds functions, and lies in a folder that is its owner's alone.
    """
    folder = fresh("formene")
    place = kept.Kept(folder, "1", lambda: kept.Known(frozenset(), frozenset()))
    file = place._place("x") / "a.shape"
    laid(file.name, data, file.parent)
    if place.shape("x", file.name) is None and file.exists():
        raise BrokenPromiseError("a damaged shape that nobody throws away")
    for one in (data, _with_digest(data), _with_digest(data[32:])):
        kept.read_known(laid("known", one, folder))
    return ()


def _with_digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest() + data


def _kept_seeds() -> tuple[bytes, ...]:
    """Return a shape as it lies in its file, and texts that say the same to all."""
    paragraphs = tuple(Paragraph((Run(one),)) for one in ("Velkommen", "Fjell skule"))
    document = Document("x", "nb", "T", "", "Vik", "", "", "", ("", ""), (Section(paragraphs),))
    known = kept.Known(frozenset({"Velkommen"}), frozenset({"x", "h"}))
    looks = invented.looks()
    folder = fresh("formene")
    made = Merger(kept=kept.Kept(folder, "1", lambda: known), patience=1)
    made.file("x", document, lambda one: word.made(one, looks.theme, looks.word))
    found = sorted(folder.glob("*/*.shape"))
    kept.write_known(folder / "known", known)
    return (*(one.read_bytes() for one in found), (folder / "known").read_bytes())


# ---------------------------------------------------------------- looks


def _template(name: str, field: str) -> Callable[[bytes], Told]:
    def opened(data: bytes) -> Told:
        path = laid(name, data)
        made = Municipality(str(path.parent), "a", "A", "nb", templates=replace(OwnTemplates(), **{field: name}))
        looks = own_looks.read(made, TEMPLATES)
        if looks.value is not None and (looks.value.word or looks.value.slides):
            _drawn(looks.value)
        return looks.problems

    return opened


def _drawn(own: own_looks.OwnLooks) -> None:
    """Make one document with each template that was taken, and make sure that Office would open it."""
    given = replace(invented.gathered(invented.results(), "nb"), looks=own)
    unit, words = invented.TREE.get("lang"), invented.words()
    wanted = (("evaluation_sheet",) if own.word else ()) + (("meeting_two",) if own.slides else ())
    for made in packs.make_pack(replace(given, documents=wanted), unit, words, invented.looks()):
        check_package(made.data)


def _word_templates() -> tuple[bytes, ...]:
    made = (own_word_templates.with_python_docx(), own_word_templates.by_hand())
    return (*made, (EXAMPLES / "heimvik/malar/heimvik.docx").read_bytes())


def _logo(ending: str) -> Callable[[bytes], Told]:
    def opened(data: bytes) -> Told:
        path = laid(f"logo{ending}", data)
        brand = Brand(logo=path.name, logo_negative=path.name, logo_alt="Våpen")
        return logos.read(Municipality(str(path.parent), "a", "A", "nb", brand=brand)).problems

    return opened


def _pictures(*kinds: tuple[str, str]) -> Callable[[], tuple[bytes, ...]]:
    def made() -> tuple[bytes, ...]:
        found = []
        for kind, mode in kinds:
            buffer = io.BytesIO()
            Image.linear_gradient("L").resize((600, 200)).convert(mode).save(buffer, kind)
            found.append(buffer.getvalue())
        return tuple(found)

    return made


_SVG = b"""<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 600 200" width="600" height="200">
<title>Logo</title><defs><linearGradient id="g"><stop offset="0" stop-color="#0b6e75"/><stop offset="1" stop-color="#fff"/>
</linearGradient><clipPath id="c"><rect width="300" height="200"/></clipPath><symbol id="s"><circle cx="9" cy="9" r="9"/></symbol></defs>
<style>.a{fill:#7a1f3d;stroke:#000;stroke-width:2}</style><g clip-path="url(#c)"><path class="a" d="M10 10 L200 20 C 1 2 3 4 5 6 Z"/>
<rect x="1" y="2" width="90" height="60" rx="4" fill="url(#g)"/><use xlink:href="#s" transform="translate(5 5) scale(2)"/></g>
<polygon points="1,2 3,4 5,6"/><ellipse cx="5" cy="5" rx="2" ry="3" opacity=".5"/></svg>"""


def _font(data: bytes) -> Told:
    folder = fresh("skrift")
    laid("A-Regular.ttf", data, folder)
    laid("Lato-Bold.ttf", (fonts.LATO / "Lato-Bold.ttf").read_bytes(), folder)
    return whole(fonts.own(folder))


def _font_seeds() -> tuple[bytes, ...]:
    return ((fonts.LATO / "Lato-Regular.ttf").read_bytes(),)


# ---------------------------------------------------------------- texts that come back


@cache
def _book() -> chapters.Book:
    words = invented.words()
    texts = words.texts["nb"]
    found = of_documents(rows(texts, NO_LAYER, words.nodes), ("start_here",), texts, words.nodes)
    return chapters.book(found, texts, words.nodes, "A")


@cache
def _now() -> judging.Now:
    words = invented.words()
    found = rows(words.texts["nb"], NO_LAYER, words.nodes)
    return judging.Now(
        "A", judging.by_key(found), words.texts["nb"], words.minutes, read_rules(resources.CONTENT, "nb")
    )


def _exchange_seeds(*, as_word: bool) -> Callable[[], tuple[bytes, ...]]:
    def made() -> tuple[bytes, ...]:
        if not as_word:
            return (export_xlsx.write(_book()),)
        looks = invented.looks()
        return (word.render(export_docx.document(_book()), looks.theme, looks.word),)

    return made


def _came_back(data: bytes) -> Told:
    heads = read_back.Heads.of([texts.nodes["exchange"] for texts in invented.words().texts.values()])
    back = read_back.read(data, "tekster", heads)
    told = whole(back)
    if back.value is None:
        return told
    judged = judging.judge(back.value, _now())
    return (*told, *judging.judge_mark(back.value.mark, _now(), "tekster"), *judged.problems)


# ---------------------------------------------------------------- forms that units have filled in


@cache
def _meeting() -> Gathered:
    """Return what forms are merged into: everything known, the unit among it that the seeds are of."""
    folder = fresh("innhenting")
    given = invented.gathered(None, "nb")
    return replace(given, municipality=replace(given.municipality, folder=str(folder)))


def _form(ending: str) -> Callable[[bytes], Told]:
    def opened(data: bytes) -> Told:
        path = laid(f"inn/skjema{ending}", data)
        found = collect.read((path,), _meeting(), invented.words(), "nb", "2026-04-29")
        if found.value is not None:
            for one in found.value.records.values():
                path = unit_records.path_of(_meeting().municipality, one.unit, one.round)
                again = records_file.read(records_file.write(one, "x"), str(path))
                if again.value != one:
                    raise BrokenPromiseError(f"a record that is not read as it was written: {again.problems[:1]}")
        return whole(found)

    return opened


def _form_seeds(ending: str) -> Callable[[], tuple[bytes, ...]]:
    def made() -> tuple[bytes, ...]:
        return (*(form_files.full(kind, ending) for kind in form_files.FORMS), form_files.blank("one", ending))

    return made


def _deck_seeds() -> tuple[bytes, ...]:
    record = sample_records.record()
    return tuple(form_files.documents((name,), record)[f"{name}.pptx"] for name in ("meeting_one", "meeting_two"))


def _record(data: bytes) -> Told:
    folder = small_municipality.write(fresh("protokoll"))
    laid("records/skolen/2026.yaml", data, folder)
    return _used(folder)


def _record_seeds() -> tuple[bytes, ...]:
    return (records_file.write(sample_records.record("skolen"), "Skrevet av packgen"),)


# ---------------------------------------------------------------- words in the files, paths on the command line

_SLOTS = (
    "Prøvevik kommune",
    "Øvre skole",
    "Grunnskole",
    "Rom 3",
    "Kari Nordmann",
    "Intranett",
    "Fjell",
    "Rådhuset",
    "en seksjon",
    "Innledning",
)
_SHOWN = ("start_here", "staff_letter", "invitation", "results_sheet", "meeting_two", "evaluation_sheet", "handbook")


def _words_in_files(data: bytes) -> Told:
    """Put ten lines of text in the settings, the unit list and a text of one's own, and make files of them."""
    lines = (*data.decode("utf-8", "replace").split("\n"), *_SLOTS)[: len(_SLOTS)]
    name, unit, service, room, person, link, group, place, term, text = (
        json.dumps(line, ensure_ascii=False) for line in lines
    )
    forms = ", ".join(f"{form}: {term}" for form in ("a", "the", "many", "all", "one", "compound"))
    written = (
        f"schema: 1\nname: {name}\nlanguage: nb\nunits: enheter.yaml\ncontact: {{name: {person}}}\n"
        f"links:\n  - {{id: a, text: {link}, url: 'https://a.no'}}\nterms:\n  - {{id: unit, language: nb, {forms}}}\n"
        f"leader_programme: {{date: 12.3.2026, place: {place}}}\nnetwork_groups:\n  - {{name: {group}, members: [skolen]}}\n"
        "rounds:\n  - {id: 2026, limit: 5, results: resultater.csv}\n"
    )
    listed = (
        f"schema: 1\nunits:\n  - {{id: provevik, name: {name}}}\n  - {{id: skolen, name: {unit}, parent: provevik,"
        f" service: {service}, meeting_one: {{date: 12.3.2026, start: 9, place: {room}}}}}\n"
        f"  - {{id: heimen, name: {service}, parent: provevik}}\n  - {{id: lillevik, name: {person}, parent: provevik}}\n"
    )
    folder = small_municipality.write(fresh("ord"), settings=written)
    rows_ = [line for line in (folder / "resultater.csv").read_text("utf-8").split("\n") if line]
    ids = [re.sub(r"^([^;]*);[^;]*;[^;]*;[^;]*;", r"\1;;;;", line) for line in rows_[1:]]
    laid("resultater.csv", "\n".join((rows_[0].replace("Enhet", "Navn2"), *ids)).encode(), folder)
    laid("enheter.yaml", listed.encode(), folder)
    laid("texts/nb/handbook.yaml", f"cover: {{title: {text}}}\nstart: {{welcome: {text}}}\n".encode(), folder)
    gathered = pipeline.gather(pipeline.Request(folder), invented.words())
    if gathered.value is None or any(problem.is_error for problem in gathered.problems):
        return whole(Outcome(None, gathered.problems))
    given = replace(gathered.value, documents=_SHOWN)
    made = packs.make_pack(given, given.now.tree.get("skolen"), invented.words(), invented.looks())
    _sound(made)
    return gathered.problems


def _sound(made: Iterable[files.Made]) -> None:
    """Make sure that files can be opened, and that their names stay where they belong on any machine."""
    for one in made:
        if one.data.startswith(b"PK"):
            check_package(one.data)
        steps = one.path.split("/")
        if ".." in steps or one.path.startswith("/") or re.search(r'[<>:"\\|?*\x00-\x1f\u202a-\u202e]', one.path):
            raise BrokenPromiseError(f"a file name that leads astray: {one.path!r}")
        if any(len(step.encode()) > 255 for step in steps):
            raise BrokenPromiseError("a file name that is too long")


_COMMANDS: tuple[tuple[str, ...], ...] = (
    ("check", "@"),
    ("check", "{place}", "--results", "@"),
    ("privacy", "@"),
    ("privacy", "{place}", "--results", "@"),
    ("texts", "import", "@", "{place}"),
    ("texts", "where", "handbook.cover.title", "@"),
    ("texts", "where", "@", "{place}"),
    ("build", "{place}", "--unit", "@", "--out", "{out}"),
    ("build", "{place}", "--document", "@", "--out", "{out}"),
    ("units", "form", "{place}", "{out}/@"),
    ("results", "form", "{out}/@"),
    ("texts", "export", "{out}/@", "{place}"),
    ("upgrade", "{place}", "--mine", "@"),
    ("upgrade", "{place}", "--report", "{out}/@"),
    ("check", "{place}", "--report", "{out}/@"),
    (
        "new",
        "{out}/@",
        "--name",
        "A",
        "--language",
        "nb",
        "--limit",
        "5",
        "--round",
        "2026",
        "--contact",
        "a@b.no",
        "--out",
        "{out}",
    ),
    (
        "new",
        "{out}/ny",
        "--name",
        "@",
        "--language",
        "nb",
        "--limit",
        "@",
        "--round",
        "@",
        "--contact",
        "@",
        "--out",
        "{out}",
    ),
    ("sheets", "{place}", "--unit", "@", "--out", "{out}"),
    ("@",),
    ("--@",),
)
_TONGUES = ("nb", "nn", "en")


def _command(data: bytes) -> Told:
    """Run a command with paths and words from the first lines; what is written stays in a folder of this process."""
    place, out = _place(), fresh("ut")
    first, *lines = data.decode("utf-8", "surrogateescape").split("\n")
    line = _COMMANDS[int(first) % len(_COMMANDS) if first.isascii() and first.isdecimal() and len(first) < 9 else 0]
    given = (lines or [""])[0].replace("\x00", "")
    arguments = []
    for word_ in line:
        shown = given
        if "{out}/" in word_:  # what is written to must not lead out of this process's own folder
            shown = "/".join(step for step in given.split("/") if step not in {"", ".", ".."}) or "x"
        arguments.append(word_.replace("{place}", str(place)).replace("{out}", str(out)).replace("@", shown))
    said = io.TextIOWrapper(io.BytesIO(), "utf-8", errors="replace")
    console = Console(file=said, width=100, highlight=False, soft_wrap=True)
    desk = cli.Desk(speech.load(resources.CONTENT, "nb"), messages.load(resources.CONTENT, "nb"), console, console)
    code = cli.run(arguments, desk)
    said.seek(0)
    if odd := re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", said.read()):
        raise BrokenPromiseError(f"the screen is sent U+{ord(odd[0]):04X}")
    if code not in (0, 1, 2):
        raise BrokenPromiseError(f"exit code {code}")
    return ()


def _command_seeds() -> tuple[bytes, ...]:
    here = str(_place())
    given = (
        here,
        "resultater.csv",
        f"{here}/resultater.csv",
        "Øvre skole",
        "finnes-ikke",
        "handbook",
        "a/b/c.xlsx",
        "tekster.docx",
        "5",
    )
    return tuple(f"{n}\n{one}".encode() for n in range(len(_COMMANDS)) for one in given)


# ---------------------------------------------------------------- all of them

DOORS: tuple[Door, ...] = (
    Door("results_xlsx", ".xlsx", "xlsx", _xlsx_seeds, _results(".xlsx")),
    Door("results_csv", ".csv", "csv", _csv_seeds, _results(".csv")),
    Door("results_pptx", ".pptx", "pptx", _report_seeds, _results(".pptx")),
    Door("settings_yaml", ".yaml", "yaml", lambda: (_EVERYTHING.encode(), small_municipality.SETTINGS.encode()), _settings("municipality.yaml")),
    Door("settings_workbook", ".xlsx", "xlsx", _workbook_seeds, _settings("innstillinger.xlsx")),
    Door("units_xlsx", ".xlsx", "xlsx", lambda: (units.form(LISTED, "nb"), units.form(invented.TREE, "nn")), _units("enheter.xlsx")),
    Door("units_yaml", ".yaml", "yaml", lambda: (_UNITS_YAML.encode(),), _units("enheter.yaml")),
    Door("texts_yaml", ".yaml", "yaml", lambda: (_TEXTS.encode(), *example("heimvik/texts/nb/handbook.yaml")()), _layer("texts/nb/handbook.yaml")),
    Door("documents_yaml", ".yaml", "yaml", example("heimvik/documents/handbook.yaml"), _layer("documents/handbook.yaml")),
    Door("new_document_yaml", ".yaml", "yaml", example("heimvik/documents/leading_change.yaml"), _layer("documents/leading_change.yaml")),
    Door("made_from_yaml", ".yaml", "yaml", lambda: (_MADE_FROM.encode(),), _layer("texts/made_from.yaml")),
    Door("released_yaml", ".yaml", "yaml", lambda: (_RELEASED.encode(),), _released),
    _note_door("manifest", 0),
    _note_door("pending", 1),
    _note_door("unit_manifest", 2),
    _note_door("unit_pending", 3),
    Door("kept_shape", ".shape", "bytes", _kept_seeds, _kept),
    Door("word_template", ".docx", "docx", _word_templates, _template("mal.docx", "word")),
    Door("slide_template", ".pptx", "pptx", lambda: (own_decks.light(), own_decks.dark()), _template("mal.pptx", "slides")),
    Door("logo_png", ".png", "picture", _pictures(("PNG", "RGBA"), ("PNG", "P"), ("PNG", "L")), _logo(".png")),
    Door("logo_jpeg", ".jpg", "picture", _pictures(("JPEG", "RGB"), ("JPEG", "L")), _logo(".jpg")),
    Door("logo_svg", ".svg", "svg", lambda: (_SVG,), _logo(".svg")),
    Door("font", ".ttf", "font", _font_seeds, _font),
    Door("exchange_xlsx", ".xlsx", "xlsx", _exchange_seeds(as_word=False), _came_back),
    Door("exchange_docx", ".docx", "docx", _exchange_seeds(as_word=True), _came_back),
    Door("form_docx", ".docx", "docx", _form_seeds("docx"), _form(".docx")),
    Door("form_xlsx", ".xlsx", "xlsx", _form_seeds("xlsx"), _form(".xlsx")),
    Door("form_pptx", ".pptx", "pptx", _deck_seeds, _form(".pptx")),
    Door("record_yaml", ".yaml", "yaml", _record_seeds, _record),
    Door("words_in_files", ".txt", "words", lambda: ("\n".join(_SLOTS).encode(),), _words_in_files),
    Door("command_line", ".txt", "words", _command_seeds, _command),
)  # fmt: skip


# ---------------------------------------------------------------- what the watch must see


def _raises(_: bytes) -> Told:
    return (Problem(Severity.ERROR, str(1 // 0)),)


def _hangs(_: bytes) -> Told:
    while True:
        pass


def _swells(_: bytes) -> Told:
    return (Problem(Severity.ERROR, str(len(bytearray(600_000_000)))),)[:0]


def _speechless(_: bytes) -> Told:
    return (Problem(Severity.ERROR, "not.there"),)


def _dies(_: bytes) -> Told:
    os._exit(3)


_BAD = {"raises": _raises, "hangs": _hangs, "swells": _swells, "speechless": _speechless, "dies": _dies}
BAD_DOORS = tuple(Door(name, ".txt", "bytes", tuple, opened) for name, opened in _BAD.items())
"""Doors with a fault each, for the test that findings are found."""


def door(name: str) -> Door:
    """Return the door of this name (StopIteration where there is none)."""
    return next(one for one in (*DOORS, *BAD_DOORS) if one.name == name)
