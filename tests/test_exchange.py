"""Texts out to Excel and Word and back: what the files hold, what comes back, and what is told of each misuse."""

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from lxml import etree
from openpyxl.worksheet.worksheet import Worksheet
from test_exchange_yaml import texts as any_text

from packgen import packs, resources, wording
from packgen.content.layers import NO_LAYER, Edit, Layer
from packgen.content.texts import Texts
from packgen.exchange import chapters, export_docx, export_xlsx, judging, read_back
from packgen.exchange.chapters import Book, Mark
from packgen.exchange.judging import Change, Now
from packgen.exchange.read_back import ReadBack
from packgen.exchange.rows import NOT_EXCHANGED, Row, of_documents, rows
from packgen.problems import Outcome, Place, Problem, values_of
from packgen.proofreading.material import read_rules
from packgen.render import word
from packgen.yaml_source import Yaml, load

BASE = """
handbook:
  about:
    title: Om dette
    text: |
      Dere er **flinke** til å lese, og dette er en linje som er så lang at filen har måttet brytes i to,
      slik at den ser slik ut.

      - Husk {{ unit.name }}
    lines: [En, To, Tre]
shared:
  rows: [[a1, b1], [a2, b2]]
documents:
  handbook: {name: Heftet for alle som leser og vil noe mer enn det}
terms: {unit: {a: enhet}}
"""
DOCUMENTS = """
meetings: {schema: 1}
handbook:
  order: 10
  parts: [{id: a, body: [{text: handbook.about.text}, {table: shared.rows}]}]
"""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OWN = Place(file="fjordvik/texts/nb/handbook.yaml", line=4)


def parsed(source: str) -> Yaml:
    value = load(source.encode(), "x.yaml").value
    assert value is not None
    return value


@cache
def words() -> wording.Words:
    value = wording.read(resources.CONTENT).value
    assert value is not None
    return value


def base(source: str = BASE) -> Texts:
    node = parsed(source)
    real = words().texts["nb"].nodes
    nodes = {**node.value, "exchange": real["exchange"], "neutrality": real["neutrality"]}
    return Texts("nb", nodes, node.places)


def layer(**own: str) -> Layer:
    return {
        tuple(key.replace("__", ".").split(".")): Edit(Yaml(text, {(): OWN}), place=OWN) for key, text in own.items()
    }


def found(own: Layer = NO_LAYER, texts: Texts | None = None) -> tuple[Row, ...]:
    return rows(texts or base(), own, parsed(DOCUMENTS))


def book(own: Layer = NO_LAYER, name: str = "Fjordvik", texts: Texts | None = None) -> Book:
    return chapters.book(found(own, texts), texts or base(), parsed(DOCUMENTS), name)


def heads() -> read_back.Heads:
    return read_back.Heads.of([words().texts[language].nodes["exchange"] for language in ("nb", "nn")])


@cache
def looks() -> packs.Looks:
    return packs.read_looks(resources.TEMPLATES, resources.CONTENT)


def as_word(made: Book) -> bytes:
    return word.render(export_docx.document(made), looks().theme, looks().word)


KINDS: Mapping[str, Callable[[Book], bytes]] = {"excel": export_xlsx.write, "word": as_word}


def now(own: Layer = NO_LAYER, name: str = "Fjordvik") -> Now:
    rules = read_rules(resources.CONTENT, "nb")
    return Now(name, judging.by_key(found(own)), base(), words().minutes, rules)


def read(data: bytes) -> ReadBack:
    outcome = read_back.read(data, "fil", heads())
    assert outcome.value is not None, outcome.problems
    return outcome.value


def judged(data: bytes, own: Layer = NO_LAYER) -> Outcome[tuple[Change, ...]]:
    return judging.judge(read(data), now(own))


def codes(problems: tuple[Problem, ...]) -> list[str]:
    return sorted(problem.code for problem in problems)


def in_excel(data: bytes, edits: Mapping[str, object], column: int = 4) -> bytes:
    """Write in the column of the municipality, as a person does."""
    made = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in made:
        for row in sheet.iter_rows(min_row=2):
            if row[0].value in edits:
                cell = row[column - 1]
                cell.value = edits[row[0].value]
                if isinstance(cell.value, str) and not cell.value.startswith("=SUM"):
                    cell.data_type = "s"
    return saved(made)


def saved(made: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def in_word(data: bytes, edit: Callable[[etree._Element], None]) -> bytes:
    """Do something to the document's XML, as Word would."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                root = etree.fromstring(part)
                edit(root)
                part = etree.tostring(root)
            new.writestr(name, part)
    return out.getvalue()


def control(root: etree._Element, key: str) -> etree._Element:
    return next(
        one
        for one in root.iter(f"{W}sdt")
        if (tag := one.find(f"{W}sdtPr/{W}tag")) is not None and tag.get(f"{W}val").partition("#")[0] == key
    )


def write_in(root: etree._Element, key: str, *paragraphs: str) -> etree._Element:
    """Write in a control as Word does: the prompt goes, and so does the mark that it shows one."""
    one = control(root, key)
    for shown in one.findall(f"{W}sdtPr/{W}showingPlcHdr"):
        one.find(f"{W}sdtPr").remove(shown)
    content = one.find(f"{W}sdtContent")
    for child in list(content):
        content.remove(child)
    for number, text in enumerate(paragraphs):
        run = etree.SubElement(content, f"{W}r")
        if number:
            etree.SubElement(run, f"{W}br")
        etree.SubElement(run, f"{W}t").text = text
    return one


# ---------------------------------------------------------------- rows


def test_every_text_has_a_row_with_list_items_numbered_from_one():
    assert [row.key for row in found()] == [
        "handbook.about.title",
        "handbook.about.text",
        "handbook.about.lines.1",
        "handbook.about.lines.2",
        "handbook.about.lines.3",
        "shared.rows.1.1",
        "shared.rows.1.2",
        "shared.rows.2.1",
        "shared.rows.2.2",
        "documents.handbook.name",
        "terms.unit.a",
    ]


def test_a_text_is_shown_as_people_read_it():
    text = next(row for row in found() if row.key == "handbook.about.text").packgens
    assert text.count("\n") == 2
    assert "brytes i to, slik at den" in text


def test_a_row_says_in_which_document_and_under_which_heading_it_stands():
    where = {row.key: row.where for row in found()}
    assert where["handbook.about.lines.2"] == "Om dette (2)"
    assert where["shared.rows.2.1"].startswith("Heftet for alle")
    assert where["shared.rows.2.1"].endswith("(2.1)")


def test_the_rows_of_a_document_are_its_own_what_it_uses_and_its_name():
    some = of_documents(found(), ["handbook"], base(), parsed(DOCUMENTS))
    assert {row.namespace for row in some} == {"handbook", "shared", "documents"}


def test_a_municipalitys_text_stands_beside_packgens():
    own = next(row for row in found(layer(handbook__about__title="Vårt")) if row.own)
    assert (own.key, own.packgens, own.own, own.locked) == ("handbook.about.title", "Om dette", "Vårt", None)


@pytest.mark.parametrize(
    "edit",
    [
        Edit(Yaml(["Bare én"], {(): OWN, (0,): OWN}), place=OWN),
        Edit(removed=True, place=OWN),
        Edit(after=(Yaml("Fire", {(): OWN}),), place=OWN),
    ],
)
def test_what_no_cell_can_say_is_locked_with_its_place(edit: Edit):
    path = ("handbook", "about", "lines") if edit.instead or edit.removed else ("handbook", "about", "lines", "3")
    locked = [row for row in found({path: edit}) if row.locked]
    assert locked
    assert {row.locked for row in locked} == {OWN}
    assert {row.key.rsplit(".", 1)[0] for row in locked} == {"handbook.about.lines"}


def test_every_file_of_packgens_texts_has_a_name_to_people():
    real = words()
    for texts in real.texts.values():
        made = chapters.book(rows(texts, NO_LAYER, real.nodes), texts, real.nodes)
        assert not {chapter.title for chapter in made.chapters} & set(texts.nodes)
        assert set(texts.nodes) - NOT_EXCHANGED == {row.namespace for one in made.chapters for row in one.rows}


# ---------------------------------------------------------------- Excel


def sheets(data: bytes) -> dict[str, Worksheet]:
    return {sheet.title: sheet for sheet in openpyxl.load_workbook(io.BytesIO(data)).worksheets}


def test_a_workbook_begins_with_how_to_and_has_a_sheet_for_each_document():
    made = sheets(export_xlsx.write(book()))
    assert list(made) == [
        "Slik gjør du",
        "Heftet for alle som leser og…",
        "Navn på dokumentene",
        "shared",
        "Navn på verktøyene",
    ]
    assert made["Slik gjør du"]["A1"].value == "Gjør tekstene til deres egne"


def test_only_the_municipalitys_column_and_the_notes_are_open():
    sheet = sheets(export_xlsx.write(book(layer(handbook__about__title="=1+1"))))["Heftet for alle som leser og…"]
    assert sheet.protection.sheet
    assert [cell.protection.locked for cell in sheet[2]] == [True, True, True, False, False, True]
    assert sheet["C2"].fill.fgColor.rgb != sheet["D2"].fill.fgColor.rgb
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["F"].hidden


def test_a_text_that_looks_like_a_formula_stays_a_text():
    for text in ("=1+1", "+47 12", "@her", "-3"):
        sheet = sheets(export_xlsx.write(book(layer(handbook__about__title=text))))["Heftet for alle som leser og…"]
        assert (sheet["D2"].value, sheet["D2"].data_type, sheet["D2"].quotePrefix) == (text, "s", True)


def test_a_locked_row_says_where_it_can_be_changed():
    own = {("handbook", "about", "lines"): Edit(removed=True, place=OWN)}
    sheet = sheets(export_xlsx.write(book(own)))["Heftet for alle som leser og…"]
    assert sheet["E4"].value == "Denne kan bare endres i filen fjordvik/texts/nb/handbook.yaml, linje 4."
    assert sheet["D4"].protection.locked


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_texts_give_the_same_file(kind: str):
    own = layer(handbook__about__title="Vårt")
    assert KINDS[kind](book(own)) == KINDS[kind](book(own))


# ---------------------------------------------------------------- round trips


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_nobody_wrote_in_changes_nothing(kind: str):
    own = {
        **layer(handbook__about__title="Vårt **eget**\n\n- en\n- to"),
        ("handbook", "about", "lines"): Edit(after=(Yaml("Fire", {(): OWN}),), place=OWN),
    }
    assert judged(KINDS[kind](book(own)), own) == Outcome((), ())


@given(any_text)
@settings(max_examples=60, deadline=None)
def test_any_text_comes_back_from_excel_as_it_was(text: str):
    own = layer(handbook__about__title=text)
    outcome = judged(export_xlsx.write(book(own)), own)
    assert outcome == Outcome((), ())


@given(any_text)
@settings(max_examples=25, deadline=None)
def test_any_text_comes_back_from_word_as_it_was(text: str):
    own = layer(handbook__about__title=text)
    assert judged(as_word(book(own)), own) == Outcome((), ())


def test_a_text_written_in_excel_is_a_change_made_from_packgens():
    data = in_excel(export_xlsx.write(book()), {"handbook.about.title": "Nytt: «dette» #1", "shared.rows.2.1": "=x"})
    assert judged(data).value == (
        Change(("handbook", "about", "title"), "Nytt: «dette» #1", "Om dette"),
        Change(("shared", "rows", "2", "1"), "=x", "a2"),
    )


def test_a_text_written_in_word_is_a_change():
    data = in_word(as_word(book()), lambda root: write_in(root, "handbook.about.title", "Nytt", "", "- punkt"))
    assert judged(data).value == (Change(("handbook", "about", "title"), "Nytt\n\n- punkt", "Om dette"),)


def test_a_number_in_a_cell_is_the_text_that_was_typed():
    changes = judged(in_excel(export_xlsx.write(book()), {"handbook.about.title": 10})).value
    assert [change.text for change in changes or ()] == ["10"]


def test_an_emptied_cell_takes_the_municipalitys_text_away():
    own = layer(handbook__about__title="Vårt")
    data = in_excel(export_xlsx.write(book(own)), {"handbook.about.title": None})
    assert judged(data, own).value == (Change(("handbook", "about", "title"), None, "Om dette"),)


def test_packgens_own_text_is_no_override():
    own = layer(handbook__about__title="Vårt")
    data = in_excel(export_xlsx.write(book(own)), {"handbook.about.title": "Om dette", "shared.rows.1.1": " a1 \n"})
    changes = judged(data, own).value
    assert [change for change in changes or () if change.text is not None] == []
    assert [change.key for change in changes or ()] == ["handbook.about.title"]


def test_columns_may_be_moved_and_rows_deleted():
    made = openpyxl.load_workbook(io.BytesIO(export_xlsx.write(book())))
    sheet = made["Heftet for alle som leser og…"]
    sheet["D2"] = "Nytt"
    sheet.insert_cols(1)
    sheet.delete_rows(3)
    assert [change.key for change in judged(saved(made)).value or ()] == ["handbook.about.title"]


def around(root: etree._Element, key: str, level: str) -> None:
    """Let a control stand around the cell, the row or a paragraph in the stead of in a run."""
    one = write_in(root, key, "Nytt")
    run = one.find(f"{W}sdtContent/{W}r")
    paragraph = one.getparent()
    paragraph.replace(one, run)
    node = paragraph
    while level != "paragraph" and not node.tag.endswith(level):
        node = node.getparent()
    parent, index = node.getparent(), node.getparent().index(node)
    content = one.find(f"{W}sdtContent")
    content.append(node)
    parent.insert(index, one)


@pytest.mark.parametrize("level", ["paragraph", "}tc", "}tr"])
def test_a_control_is_read_in_every_wrapping(level: str):
    data = in_word(as_word(book()), lambda root: around(root, "handbook.about.title", level))
    assert [(c.key, c.text) for c in judged(data).value or ()] == [("handbook.about.title", "Nytt")]


def test_a_control_that_was_moved_out_of_its_table_is_read_by_its_tag():
    def move(root: etree._Element) -> None:
        one = write_in(root, "handbook.about.title", "Nytt")
        row = next(one.iterancestors(f"{W}tr"))
        paragraph = etree.Element(f"{W}p")
        paragraph.append(one)
        row.getparent().getparent().insert(0, paragraph)
        row.getparent().remove(row)

    assert [c.text for c in judged(in_word(as_word(book()), move)).value or ()] == ["Nytt"]


def test_without_tags_texts_are_read_by_the_keys_of_their_rows():
    def drop(root: etree._Element) -> None:
        write_in(root, "handbook.about.title", "Nytt")
        for tag in list(root.iter(f"{W}tag")):
            tag.getparent().remove(tag)

    assert [(c.key, c.text) for c in judged(in_word(as_word(book()), drop)).value or ()] == [
        ("handbook.about.title", "Nytt")
    ]


def test_what_a_tracked_change_has_deleted_is_gone():
    def track(root: etree._Element) -> None:
        content = write_in(root, "handbook.about.title", "Nytt").find(f"{W}sdtContent")
        gone = etree.SubElement(content, f"{W}del")
        etree.SubElement(etree.SubElement(gone, f"{W}r"), f"{W}delText").text = " borte"
        come = etree.SubElement(content, f"{W}ins")
        etree.SubElement(etree.SubElement(come, f"{W}r"), f"{W}t").text = " her"

    assert [c.text for c in judged(in_word(as_word(book()), track)).value or ()] == ["Nytt her"]


def test_several_paragraphs_in_word_are_several_paragraphs():
    def write(root: etree._Element) -> None:
        cell = next(control(root, "handbook.about.title").iterancestors(f"{W}tc"))
        for text in ("En", "To", "- a", "- b"):
            paragraph = etree.SubElement(cell, f"{W}p")
            etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t").text = text

    assert [c.text for c in judged(in_word(as_word(book()), write)).value or ()] == ["En\n\nTo\n\n- a\n- b"]


def test_python_docx_sees_the_table_that_people_see(tmp_path: Path):
    (tmp_path / "t.docx").write_bytes(as_word(book()))
    table = docx.Document(str(tmp_path / "t.docx")).tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["Nøkkel", "packgens tekst", "Kommunens tekst"]


# ---------------------------------------------------------------- misuse


def test_an_unknown_key_is_told_with_the_nearest():
    made = openpyxl.load_workbook(io.BytesIO(export_xlsx.write(book())))
    sheet = made["Heftet for alle som leser og…"]
    sheet["A2"], sheet["D2"], sheet["A3"] = "handbook.about.titel", "Nytt", "handbook.gone"
    outcome = judged(saved(made))
    (problem,) = outcome.problems
    assert outcome.value is None
    assert (problem.code, values_of(problem)["nearest"]) == ("exchange.unknown_key", "handbook.about.title")
    assert problem.place == Place(file="fil", sheet="Heftet for alle som leser og…", cell="D2")


def test_a_key_twice_and_a_text_without_one_are_told():
    made = openpyxl.load_workbook(io.BytesIO(export_xlsx.write(book())))
    sheet = made["Heftet for alle som leser og…"]
    sheet["A3"] = sheet["A2"].value
    assert "exchange.double_key" in codes(judged(saved(made)).problems)
    sheet["A3"], sheet["D3"] = None, "Uten nøkkel"
    assert codes(read_back.read(saved(made), "fil", heads()).problems) == ["exchange.no_key"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Hei {{ unitt.name }}", "texts.unknown_value"),
        ("Hei {{ unit.name", "texts.broken_jinja"),
        ("Hei {{ unit.name|caps }}", "texts.unknown_filter"),
    ],
)
def test_a_broken_or_unknown_value_stops_everything(text: str, code: str):
    data = in_excel(export_xlsx.write(book()), {"handbook.about.title": text, "shared.rows.1.1": "Fin"})
    outcome = judged(data)
    assert outcome.value is None
    assert code in codes(outcome.problems)


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("Ingenting", ["exchange.lost_bold", "exchange.lost_list", "exchange.lost_value"]),
        ("**Alt**\n\n- {{ unit.name }}", []),
        ("**Liste** uten {{ unit.name }}", ["exchange.lost_list"]),
    ],
)
def test_what_a_new_text_has_lost_is_told_and_stops_nothing(text: str, lost: list[str]):
    outcome = judged(in_excel(export_xlsx.write(book()), {"handbook.about.text": text}))
    assert codes(outcome.problems) == lost
    assert outcome.value is not None


def test_words_of_the_other_standard_and_words_that_judge_are_told():
    data = in_excel(export_xlsx.write(book()), {"handbook.about.title": "Ikkje en bra score"})
    outcome = judged(data)
    assert codes(outcome.problems) == ["content.judges_a_result", "texts.slip"]
    assert outcome.value is not None


def test_a_formula_is_refused_with_its_cell():
    data = in_excel(export_xlsx.write(book()), {"handbook.about.title": "=SUM(A1:A2)"})
    (problem,) = read_back.read(data, "fil", heads()).problems
    assert (problem.code, problem.place.cell) == ("exchange.formula", "D2")


def test_a_date_that_excel_has_made_of_a_text_is_refused():
    data = in_excel(export_xlsx.write(book()), {"handbook.about.title": date(2026, 3, 1)})
    assert codes(read_back.read(data, "fil", heads()).problems) == ["exchange.not_text"]


@pytest.mark.parametrize(
    ("name", "part", "code"),
    [("xl/vbaProject.bin", b"x", "archive.macro"), ("word/vbaProject.bin", b"x", "archive.macro")],
)
def test_a_file_with_macros_is_refused(name: str, part: bytes, code: str):
    out = io.BytesIO(export_xlsx.write(book()) if name.startswith("xl") else as_word(book()))
    with zipfile.ZipFile(out, "a") as package:
        package.writestr(name, part)
    assert code in codes(read_back.read(out.getvalue(), "fil", heads()).problems)


def test_a_workbook_that_fetches_from_another_is_refused():
    made = openpyxl.load_workbook(io.BytesIO(export_xlsx.write(book())))
    made.worksheets[1]["D2"].hyperlink = "file:///c:/annet.xlsx"
    assert codes(read_back.read(saved(made), "fil", heads()).problems) == ["archive.link_out"]


def test_an_ordinary_workbook_or_a_broken_file_is_refused():
    assert codes(read_back.read(saved(openpyxl.Workbook()), "fil", heads()).problems) == ["exchange.no_mark"]
    assert codes(read_back.read(b"PK\x03\x04", "fil", heads()).problems) == ["archive.broken"]
    assert codes(read_back.read(b"hei", "fil", heads()).problems) == ["archive.not_office"]


def test_a_file_whose_heads_are_gone_is_refused():
    made = openpyxl.load_workbook(io.BytesIO(export_xlsx.write(book())))
    for sheet in made.worksheets[1:]:
        sheet["D1"] = "Noe annet"
    assert codes(read_back.read(saved(made), "fil", heads()).problems) == ["exchange.no_rows"]


@pytest.mark.parametrize(
    ("mark", "code"),
    [
        (Mark("nb", "Lillevik"), "exchange.other_municipality"),
        (Mark("nb", "Fjordvik", schema="9"), "exchange.schema"),
        (Mark("nb", "Fjordvik", version="0.0.1"), "exchange.other_version"),
        (Mark("nb", "–"), ""),
    ],
)
def test_what_a_file_says_it_is_is_held_against_the_folder(mark: Mark, code: str):
    assert chapters.mark_in(mark.line) == mark
    assert [problem.code for problem in judging.judge_mark(mark, now(), "fil")] == ([code] if code else [])


def test_a_text_from_an_older_file_is_made_from_what_stood_there():
    data = in_excel(export_xlsx.write(book()), {"handbook.about.title": "Nytt"})
    data = in_excel(data, {"handbook.about.title": "Om det gamle"}, column=3)
    back = read(data)
    older = ReadBack(Mark("nb", "Fjordvik", version="0.0.1"), back.rows)
    (change,) = judging.judge(older, now()).value or ()
    assert change.packgens == "Om det gamle"
    assert codes(judging.judge(back, now()).problems) == ["exchange.packgens_edited"]


def test_a_locked_row_that_somebody_wrote_in_is_refused_with_its_place():
    own = {("handbook", "about", "lines"): Edit(removed=True, place=OWN)}
    (problem,) = judged(in_excel(export_xlsx.write(book(own)), {"handbook.about.lines.2": "Nytt"}), own).problems
    assert (problem.code, values_of(problem)["line"]) == ("exchange.locked", "4")


def test_what_was_changed_in_the_folder_meanwhile_is_never_lost_unsaid():
    data = export_xlsx.write(book())
    own = layer(handbook__about__title="For hånd")
    untouched = judged(data, own)
    assert (untouched.value, codes(untouched.problems)) == ((), ["exchange.kept"])
    both = judged(
        in_excel(export_xlsx.write(book(layer(handbook__about__title="Før"))), {"handbook.about.title": "Nå"}), own
    )
    assert [change.text for change in both.value or ()] == ["Nå"]
    assert values_of(both.problems[0])["text"] == "For hånd"
    assert codes(both.problems) == ["exchange.changed_meanwhile"]


def test_invisible_characters_are_taken_away_and_told():
    outcome = read_back.read(
        in_excel(export_xlsx.write(book()), {"handbook.about.title": "Ny\u202ett"}), "fil", heads()
    )
    assert codes(outcome.problems) == ["exchange.invisible"]
    assert outcome.value is not None
    assert next(row for row in outcome.value.rows if row.key == "handbook.about.title").own == "Nytt"
