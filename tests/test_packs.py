"""Whole packs, as a build leaves them: sound files, everywhere, of the examples and of every state."""

import re
import time
from hashlib import sha256
from itertools import product
from pathlib import Path
from typing import get_args

from invariants import check_package
from invented import words
from pack_folder import files_below, listed, manifest

from packgen.blocks import Cell, Column, Document, Heading, Section, Table, text
from packgen.files import SHARED_UNIT
from packgen.model import MeetingForm
from packgen.pipeline import Request, gather
from packgen.printing import tool_of
from packgen.render import word
from packgen.surveys import Gathered
from packgen.theme import Theme

TEMPLATES = Path(__file__).parents[1] / "templates"
EXAMPLES = Path(__file__).parents[1] / "examples"


def office_files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*.*x")) if p.is_file()}


def test_every_file_of_an_example_is_sound(example: Path):
    found = {name: faults for name, data in office_files(example).items() if (faults := check_package(data))}
    assert found == {}


def test_every_file_of_every_state_is_sound(state_files: dict[str, bytes]):
    found = {name: faults for name, data in state_files.items() if (faults := check_package(data))}
    assert found == {}


def test_the_manifest_names_every_file_and_its_digest(example: Path):
    noted = manifest(example)
    assert files_below(example) - noted.keys() == {"index.html"}
    assert noted.keys() <= files_below(example)
    for path, entry in noted.items():
        data = (example / path).read_bytes()
        assert (entry["sha256"], entry["bytes"]) == (sha256(data).hexdigest(), len(data))


DRAFTS = {"email_leader", "email_representatives", "email_staff"}


def own(example: Path) -> Gathered:
    """Return what an example was built from: its settings, and its own words over packgen's."""
    given = gather(Request(EXAMPLES / example.parent.name), words()).value
    assert given is not None
    return given


def test_every_unit_gets_every_document_for_its_form_of_the_meetings(example: Path):
    makeups = own(example).words_everywhere(words()).makeups
    for_all = {m.id for m in makeups if m.scope == "unit" and not m.forms and not m.when}
    of_forms = [{m.id for m in makeups if form in m.forms} for form in get_args(MeetingForm)]
    as_far_as_it_has_come = {m.id for m in makeups if m.scope == "unit" and m.when}
    for unit in {f["unit"] for f in listed(example)} - {SHARED_UNIT}:
        documents = {f["document"] for f in listed(example) if f["unit"] == unit}
        assert documents - for_all - DRAFTS - as_far_as_it_has_come in of_forms, unit
        assert for_all | DRAFTS <= documents, unit


def test_what_all_units_share_is_made_once_in_each_written_standard_in_use(example: Path):
    standards = {f["written_standard"] for f in listed(example)}
    shared = [f for f in listed(example) if f["unit"] == SHARED_UNIT and f["document"] != "sending_list"]
    given = own(example)
    makeups, tools = given.words_everywhere(words()).makeups, given.municipality.printed.tools
    unwanted = {m.id for m in makeups if m.is_printed and tools and tool_of(m) not in tools}
    documents = {m.id for m in makeups if m.scope == "municipality"} - unwanted
    assert {(f["document"], f["written_standard"]) for f in shared} == set(product(documents, standards))
    printed = {m.id for m in makeups if m.is_printed}
    others = [f for f in shared if f["document"] not in printed]
    assert len(others) == len({(f["document"], f["written_standard"]) for f in others})
    assert sum(1 for f in listed(example) if f["document"] == "sending_list") == 1


def test_files_of_an_edition_lie_in_its_folder(example: Path):
    folders = {"staff": {"alle"}, "representatives": {"tv-vo"}, "leader": {"leder", "leiar"}}
    for entry in listed(example):
        if entry["document"] not in {"start_here", "sending_list"}:
            steps = [step for step in Path(entry["path"]).parts[:-1] if step != "utskrift"]
            assert steps[-1] in folders[entry["edition"]], entry["path"]


def test_the_examples_hold_every_form_of_the_meetings():
    outcome = gather(Request(EXAMPLES / "fjordvik"), words())
    assert outcome.value is not None
    own = outcome.value.municipality.meeting_form
    assert {unit.meeting_form or own for unit in outcome.value.now.tree.units} == set(get_args(MeetingForm))


def test_file_names_suit_windows_and_sharepoint(example: Path):
    names: set[str] = set()
    for path in (p.relative_to(example).as_posix() for p in example.rglob("*") if p.is_file()):
        assert not re.search(r'[<>:"\\|?*\x00-\x1f]|[ .](/|$)|(^|/)( |~\$)|_vti_', path), path
        assert len(path) <= 200, path
        assert path.casefold() not in names, path
        names.add(path.casefold())


def test_a_table_of_two_thousand_cells_is_made_in_no_time():
    columns = tuple(Column(text(str(n))) for n in range(10))
    rows = tuple(tuple(Cell(text(f"{n} {m}")) for m in range(10)) for n in range(200))
    table = Table("plain", columns, rows, "Stor tabell", "To hundre rader.")
    document = Document(
        "x", "nb", "T", "S", "A", "", "", "", ("Side", "av"), (Section((Heading(1, text("T"), "t"), table)),)
    )
    start = time.process_time()
    word.render(document, Theme(), (TEMPLATES / "word.docx").read_bytes())
    assert time.process_time() - start < 5
