"""The user guides, done as they stand: every command in order, and in Excel what their tables say to write.

A guide is read from top to bottom. A ``console`` block holds commands and what is seen, where «…» stands for what is
left out. A table under a sentence that names a workbook and a sheet holds what to write: its heads are the sheet's
own; a row that is there already is found by its first cell, and another goes to the first row that is free. A
``yaml`` block is the file named before it.
"""

import datetime as dt
import io
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from branded import png
from office import opened
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from test_cli import Session
from test_new import WORDS, Terminal

from packgen.model import Language

ROOT = Path(__file__).parents[1]
GUIDES: Mapping[Language, str] = {"nb": "brukerveiledning.md", "nn": "brukarrettleiing.md"}
LANGUAGES: tuple[Language, ...] = ("nb", "nn")
CALL = "py build.py"
LOGO = png(1200, 300)
BLOCK = re.compile(r"^```(\w+)\n([^`]*)^```$|((?:^\|.*\n)+)", re.MULTILINE)


# ---------------------------------------------------------------- what a guide says to do


@dataclass(frozen=True)
class Command:
    """A command, the answers to what it asks, and what is seen."""

    line: str
    seen: tuple[str, ...]

    @property
    def arguments(self) -> list[str]:
        return [a or b for a, b in re.findall(r'"([^"]+)"|(\S+)', self.line.removeprefix(CALL))]

    @property
    def needs_office(self) -> bool:
        return self.arguments[0] == "look" or "--pdf" in self.arguments

    @property
    def asked(self) -> list[tuple[str, str]]:
        """Return the questions and their answers."""
        return re.findall(r"^(.+\?(?: \[.*\])?): (.*)$", "\n".join(self.seen), re.MULTILINE)

    @property
    def told(self) -> str:
        """Return what is seen beside questions, as a pattern for text with single spaces."""
        answers = {f"{question}: {answer}" for question, answer in self.asked}
        shown = " ".join(" ".join(line for line in self.seen if line not in answers).split())
        return r"\s*.*?\s*".join(re.escape(part.strip()) for part in shown.split("…"))


@dataclass(frozen=True)
class Written:
    """Rows to write in a sheet of a workbook, each by the sheet's own heads."""

    file: str
    sheet: str
    rows: tuple[Mapping[str, str], ...]


@dataclass(frozen=True)
class NewFile:
    """A small file to make."""

    file: str
    text: str


Step = Command | Written | NewFile


def read(language: Language) -> str:
    return (ROOT / "docs" / GUIDES[language]).read_text("utf-8")


def steps(guide: str) -> Iterator[Step]:
    """Return what a guide says to do, in its order."""
    before = ""
    for kind, block, table in BLOCK.findall(guide):
        whole = f"```{kind}\n{block}```" if kind else table
        before += guide[len(before) : guide.index(whole, len(before))]
        if kind == "console":
            yield from commands(block)
        elif kind == "yaml":
            yield NewFile(last(r"`([^`\s]+\.yaml)`", before), block)
        elif table and (rows := list(records(table))) and not is_for_reading(rows[0]):
            yield Written(last(r"`([^`\s]+\.xlsx)`", before), last(r"arket\s+«([^»]+)»", before), tuple(rows))
        before += whole


def is_for_reading(row: Mapping[str, str]) -> bool:
    """Tell whether a table is no form: that of what to do when something stops."""
    return bool({"Gjør dette", "Gjer dette"} & set(row))


def last(pattern: str, text: str) -> str:
    return re.findall(pattern, text)[-1]


def commands(block: str) -> Iterator[Command]:
    for part in re.split(rf"^(?={CALL})", block, flags=re.MULTILINE)[1:]:
        line, *seen = part.splitlines()
        yield Command(line, tuple(seen))


def records(table: str) -> Iterator[Mapping[str, str]]:
    heads, _, *rows = (
        [cell.strip().strip("`") for cell in line.strip("|\n").split("|")] for line in table.splitlines()
    )
    for row in rows:
        yield dict(zip(heads, row, strict=True))


# ---------------------------------------------------------------- doing it


def write(step: Written) -> None:
    """Write rows in a workbook as a person would: only in cells that are open; what is shown of others is so."""
    workbook = openpyxl.load_workbook(step.file)
    for row in step.rows:
        sheet = workbook[row.get("Ark", step.sheet)]
        wanted = {name: value for name, value in row.items() if name != "Ark"}
        cells = row_for(sheet, wanted)
        for name, value in wanted.items():
            if sheet.protection.sheet and cells[name].protection.locked:
                assert cells[name].value == value, f"{sheet.title}: {name}"
            else:
                cells[name].value = value
    workbook.save(step.file)


def row_for(sheet: Worksheet, wanted: Mapping[str, str]) -> Mapping[str, Cell]:
    """Return the cells under these heads, in the row that bears the first value, else in the first free one."""
    heads = next(row for row in sheet.iter_rows() if set(wanted) <= {cell.value for cell in row})
    columns = {cell.value: cell.column for cell in heads if cell.value in wanted}
    first = next(iter(wanted))
    below = range(heads[0].row + 1, sheet.max_row + 1)
    named = [n for n in below if sheet.cell(n, columns[first]).value == wanted[first]]
    free = [n for n in below if all(sheet.cell(n, c).value is None for c in range(1, sheet.max_column + 1))]
    (found, *_) = [*named, *free]
    return {name: sheet.cell(found, column) for name, column in columns.items()}


def do(step: Command, tongue: Language) -> None:
    """Run a command and see what the guide shows."""
    typed = "".join(f"{answer}\n" for _, answer in step.asked)
    at, prompts = Session(tongue), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(prompts):
        patch.setattr("sys.stdin", Terminal(typed) if typed else io.StringIO())
        code = at.run(*step.arguments)
    prompted = prompts.getvalue().replace(f"[{dt.datetime.now().astimezone().year}]", "[2026]")
    for question, _ in step.asked:
        assert question in prompted
    seen = " ".join(f"{at.complained}\n{at.said}".split())
    assert re.search(step.told, seen), f"{step.line}\n{step.told}\n{at.complained}\n{at.said}"
    assert code == (1 if any(line.startswith("Feil ") for line in step.seen) else 0), at.complained


def follow(language: Language, folder: Path, is_run: Callable[[Command], bool]) -> Path:
    """Do what a guide says in an empty folder, with those of its commands; return the folder."""
    guide = read(language)
    with chdir(folder):
        for step in steps(guide):
            if isinstance(step, Written):
                write(step)
            elif isinstance(step, NewFile):
                Path(step.file).parent.mkdir(parents=True, exist_ok=True)
                Path(step.file).write_text(step.text, "utf-8")
            elif step.line != CALL and is_run(step):
                do(step, language)
            if isinstance(step, Command) and step.arguments[:1] == ["new"]:
                assert "`provevik/logo.png`" in guide
                Path("provevik/logo.png").write_bytes(LOGO)
    return folder


@pytest.fixture(scope="module", params=LANGUAGES)
def done(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Language, Path]:
    """Return a guide's written standard, and the packs of whoever did all that it says."""
    folder = follow(request.param, tmp_path_factory.mktemp("guide"), lambda step: not step.needs_office)
    return request.param, folder / "output/provevik/2026"


# ---------------------------------------------------------------- what comes of it


def words_of(unit: Path) -> Mapping[str, str]:
    """Return what is written in a unit's documents and on its slides, by file."""
    return {file.name: words(file.read_bytes()) for file in unit.rglob("*.[dp][op][ct]x")}


def words(data: bytes) -> str:
    parts = opened(data).xml
    found = [parts[name] for name in parts if re.search(r"word/document\.xml|slides/slide\d+\.xml", name)]
    lines = [paragraph for part in found for paragraph in part.iter("{*}p")]
    return "\n".join("".join(node.text or "" for node in line.iter("{*}t")) for line in lines)


def rows_of(guide: str, sheets: str) -> list[tuple[str, ...]]:
    """Return the rows that a guide writes in the sheets with such a name, the later after the earlier."""
    written = [step for step in steps(guide) if isinstance(step, Written)]
    return [
        tuple(row.values())
        for step in written
        if re.search(sheets, step.sheet)
        for row in step.rows
        if "Ark" not in row
    ]


def new_file(guide: str, name: str) -> Any:
    return yaml.safe_load(next(s.text for s in steps(guide) if isinstance(s, NewFile) and s.file.endswith(name)))


def test_whoever_does_what_the_guide_says_gets_a_pack_of_their_own(done: tuple[Language, Path]):
    language, pack = done
    guide = read(language)
    school, home = words_of(pack / "oevre-skole"), words_of(pack / "solheimen")
    everything = "\n".join((*school.values(), *home.values()))

    changed = [tuple(row.values()) for s in steps(guide) if isinstance(s, Written) for row in s.rows if "Ark" in row]
    packgens = {key: text for _, key, text, *new in changed if new}
    own = {key: text for _, key, *_, text in changed}
    assert len(own) == 3
    for key, text in own.items():
        new, old = (said.replace("{{ unit.name }}", "Øvre skole") for said in (text, packgens[key]))
        bearing = [said for said in school.values() if new in said.splitlines()]
        assert bearing, key
        assert not [said for said in bearing if old in said.splitlines()]

    ((_, _, _, the, *_),) = rows_of(guide, "^(Egne|Eigne) ord")
    ((_, factor),) = rows_of(guide, "faktor")
    content = WORDS.texts[language]
    assert the in everything
    assert content.node("terms.vision_image.a") not in everything.casefold()
    assert factor in everything

    handbook = next(text for name, text in school.items() if name.startswith("Arbeidshefte"))
    assert new_file(guide, "provevik.yaml")["chapter"]["title"] in handbook
    assert new_file(guide, "provevik.yaml")["how"].strip() in handbook
    (removed,) = (
        name for name, edit in new_file(guide, "documents/handbook.yaml")["parts"].items() if "remove" in edit
    )
    assert content.node(f"handbook.{removed}.chapter.title") not in handbook
    in_schools = new_file(guide, "staff_letter.yaml")["opening"]["after"]
    assert in_schools in "\n".join(school.values())
    assert in_schools not in "\n".join(home.values())


def test_the_pack_of_the_guide_bears_its_colours_font_and_logo(done: tuple[Language, Path]):
    language, pack = done
    looks = dict(rows_of(read(language), "^Innstilling"))
    primary, accent, font, _ = looks.values()
    offices = [opened(file.read_bytes()) for file in pack.rglob("*.[dp][op][ct]x")]
    for office in offices:
        theme = next(data.decode() for name, data in office.parts.items() if re.search(r"theme1?\.xml$", name))
        assert all(f'"{value}"' in theme for value in (primary, accent, font))
    assert any(LOGO in office.parts.values() for office in offices if office.is_word)
    assert any(LOGO in office.parts.values() for office in offices if office.is_deck)


@pytest.mark.office("soffice")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_commands_of_the_guide_that_need_libreoffice_show_what_it_says(language: Language, tmp_path: Path):
    folder = follow(
        language,
        tmp_path,
        lambda step: step.needs_office or step.arguments[:1] == ["new"] or "export" in step.arguments,
    )
    assert list(folder.rglob("Sidene i pakk* 1 - Øvre skole - 2026.png"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guide_is_found_from_the_front_page_and_its_own_links_lead_somewhere(language: Language):
    assert f"(docs/{GUIDES[language]})" in (ROOT / "README.md").read_text("utf-8")
    links = re.findall(r"\]\(([^)#]+)", read(language))
    assert links
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []
