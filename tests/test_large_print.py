"""Large print: nothing below 18 points, no narrow columns, and every word, figure and field of the usual document."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import invented
import pytest
from invariants import check_package
from office import Element, Office, every, facts, opened, q, twice

from packgen import index_page, sending
from packgen.blocks import (
    Box,
    Cell,
    Chart,
    Column,
    Contents,
    Document,
    Field,
    Heading,
    Lines,
    List,
    NewPage,
    Paragraph,
    Section,
    Series,
    Table,
    plain,
    text,
)
from packgen.compose import large_print
from packgen.content import makeup
from packgen.files import Entry
from packgen.model import Language
from packgen.packs import make_pack
from packgen.pipeline import Request, gather

EXAMPLES = Path(__file__).parents[1] / "examples"
LEAST, LEAST_AT_EDGES = 36, 28
"""Half-points: 18 in the text, 14 in headers and footers."""
LEAST_IN_CHARTS = 1800
STATES = ("with distributions and trend", "fallback", "preparation", "recorded")
DOCUMENTS = {"handbook", "results_sheet", "appraisal_preparation", "appraisal_agreement"}
RECORDED = {"action_plan", "said_and_did"}
"""What there is only of a unit that has decided something."""

state = pytest.mark.parametrize("state", STATES)
language = pytest.mark.parametrize("language", ["nb", "nn"])


@cache
def pairs(state: str, language: Language) -> dict[str, tuple[Office, Office]]:
    """Return each document as it usually is and in large print."""
    made = invented.in_both_prints(state, language)
    return {name: (opened(usual.data), opened(large.data)) for name, (usual, large) in made.items()}


@cache
def larges() -> dict[str, Office]:
    found = ((s, lang) for s in STATES for lang in ("nb", "nn"))
    return {
        f"{name}, {s}, {lang}": pair[1]
        for s, lang in found
        for name, pair in pairs(s, lang).items()  # type: ignore[arg-type] # one of the two
    }


# ---------------------------------------------------------------- sizes


class Sizes:
    """The size of each run as direct size, its styles and what they are based on give it, in half-points."""

    def __init__(self, office: Office):
        styles = office.xml["word/styles.xml"]
        self.by_id = {style.get(q("w:styleId"), ""): style for style in every(styles, "w:style")}
        self.usual = int(facts(styles, "w:docDefaults/w:rPrDefault/w:rPr/w:sz/@w:val")[0])

    def _of_style(self, name: str) -> int:
        while name:
            if found := facts(self.by_id[name], "w:rPr/w:sz/@w:val"):
                return int(found[0])
            name = "".join(facts(self.by_id[name], "w:basedOn/@w:val"))
        return 0

    def of(self, run: Element) -> int:
        own = [int(size) for size in facts(run, "w:rPr/w:sz/@w:val")]
        names = facts(run, "w:rPr/w:rStyle/@w:val") + facts(run, "ancestor::w:p[1]/w:pPr/w:pStyle/@w:val")
        return next(size for size in (*own, *map(self._of_style, names), self.usual) if size)


def small_runs(office: Office) -> Iterator[str]:
    sizes = Sizes(office)
    for name, root in office.stories.items():
        least = LEAST if name == "word/document.xml" else LEAST_AT_EDGES
        for run in every(root, "//w:r[w:t]"):
            if sizes.of(run) < least:
                yield f"{name}, {sizes.of(run) / 2:g} points: {''.join(facts(run, 'w:t/text()'))[:40]}"


def test_no_letter_is_smaller_than_18_points_and_at_the_edges_14():
    found = {name: small for name, office in larges().items() if (small := list(small_runs(office)))}
    assert found == {}


def test_small_letters_are_found_in_the_usual_documents():
    assert all(any(small_runs(usual)) for usual, _ in pairs("fallback", "nb").values())


def test_letters_of_charts_are_18_points():
    sizes = {
        int(size)
        for office in larges().values()
        for chart in office.of_type("chart+xml").values()
        for size in facts(chart, "//@sz")
    }
    assert sizes
    assert min(sizes) >= LEAST_IN_CHARTS


# ---------------------------------------------------------------- the same, laid out anew


def test_what_is_had_in_large_print_is_the_handbook_the_results_the_appraisal_and_the_plan():
    assert {m.id for m in invented.words().makeups if m.large_print} == DOCUMENTS | RECORDED
    assert set(invented.large_prints("shown", "nb")) == DOCUMENTS
    assert set(invented.large_prints("recorded", "nb")) == RECORDED | {"appraisal_agreement"}


def test_no_table_has_more_columns_than_large_words_have_room_in():
    for name, office in larges().items():
        for table in every(office.xml["word/document.xml"], "//w:tbl"):
            look = facts(table, "w:tblPr/w:tblStyle/@w:val")
            columns = len(every(table, "w:tblGrid/w:gridCol"))
            assert columns <= (4 if look == ["TableCross"] else 2), f"{name}: {''.join(table.itertext())[:60]}"


def test_all_pages_are_portrait():
    for office in larges().values():
        assert not every(office.xml["word/document.xml"], "//w:pgSz[@w:orient='landscape']")


def words_of(office: Office) -> set[str]:
    # the table of contents has the page numbers of its own print
    paragraphs = every(office.xml["word/document.xml"], "//w:p[not(starts-with(w:pPr/w:pStyle/@w:val, 'TOC'))]")
    said = " ".join("".join(e.text or " " for e in p.iter(q("w:t"), q("w:tab"), q("w:br"))) for p in paragraphs)
    drawn = " ".join(" ".join(facts(c, "//a:t/text() | //c:v/text()")) for c in office.of_type("chart+xml").values())
    return {word for word in re.findall(r"[^\W_]+(?:[,.][0-9]+)?", f"{said} {drawn}") if len(word) > 1}


@state
@language
def test_every_word_and_figure_of_the_usual_document_stands_in_large_print(state: str, language: Language):
    for name, (usual, large) in pairs(state, language).items():
        assert words_of(usual) - words_of(large) == set(), name


@state
@language
def test_headings_are_the_same_in_the_same_order(state: str, language: Language):
    for usual, large in pairs(state, language).values():
        assert headings(large) == headings(usual)


def headings(office: Office) -> list[tuple[str, str]]:
    found = every(office.xml["word/document.xml"], "//w:p[starts-with(w:pPr/w:pStyle/@w:val, 'Heading')]")
    return [("".join(facts(p, "w:pPr/w:pStyle/@w:val")), "".join(facts(p, ".//w:t/text()"))) for p in found]


@state
@language
def test_fields_have_the_same_tags_each_of_them_once(state: str, language: Language):
    for name, (usual, large) in pairs(state, language).items():
        tags = facts(large.xml["word/document.xml"], "//w:sdt/w:sdtPr/w:tag/@w:val")
        assert tags == facts(usual.xml["word/document.xml"], "//w:sdt/w:sdtPr/w:tag/@w:val"), name
        assert twice(tags) == []


@state
def test_charts_show_the_same_values(state: str):
    for usual, large in pairs(state, "nb").values():
        assert values(large) == values(usual)


def values(office: Office) -> Counter[tuple[str, ...]]:
    """Return the values of each chart's series, but for the places of its legend."""
    legend = "starts-with(c:tx//c:v, 'Forklaring')"
    charts = (
        facts(chart, f"//c:ser[not({legend})]/c:xVal//c:v/text() | //c:ser/c:val//c:v/text()")
        for chart in office.of_type("chart+xml").values()
    )
    return Counter(tuple(sorted({v for v in chart if re.fullmatch(r"[0-9.]+", v) and "." in v})) for chart in charts)


def test_figures_of_the_table_of_means_stand_in_letters():
    _, large = pairs("fallback", "nb")["results_sheet"]
    cells = ["".join(facts(p, ".//w:t/text()")) for p in every(large.xml["word/document.xml"], "//w:tc//w:p")]
    assert [cell for cell in cells if re.search(r": [1-5],[0-9]$", cell)]


def test_large_prints_are_sound():
    found = {
        f"{name}, {s}, {lang}": faults
        for s in STATES
        for lang in ("nb", "nn")
        for name, made in invented.large_prints(s, lang).items()  # type: ignore[arg-type] # one of the two
        if (faults := check_package(made.data))
    }
    assert found == {}


# ---------------------------------------------------------------- single blocks


def laid_out(*blocks: object, landscape: bool = False) -> tuple[object, ...]:
    """Return blocks after a heading in large print."""
    start = Section((Heading(1, text("T"), "h001"),))
    made = Document(
        "x",
        "nb",
        "T",
        "S",
        "A",
        "",
        "",
        "",
        ("Side", "av"),
        (start, Section(tuple(blocks), landscape=landscape)),  # type: ignore[arg-type]
    )
    (section,) = large_print(made).sections
    return section.blocks[1:]


def table(kind: str, heads: str, *rows: str, first: bool = False) -> Table:
    columns = tuple(Column(text(head)) for head in heads.split())
    cells = tuple(tuple(Cell(text(cell.strip("–"))) for cell in row.split()) for row in rows)
    return Table(kind, columns, cells, "Tittel", "Hva som står.", row_mm=9, first_is_head=first)  # type: ignore[arg-type]


def said(blocks: object) -> list[str]:
    found: list[str] = []
    for block in blocks:  # type: ignore[attr-defined]
        match block:
            case Paragraph():
                found.append(plain(block.text))
            case List():
                found += [f"• {plain(item)}" for item in block.items]
            case Table():
                found += [" | ".join(plain(cell.text) for cell in row) for row in block.rows]
            case Lines():
                found.append(f"{block.count} linjer")
            case _:
                found.append(type(block).__name__)
    return found


def test_a_wide_table_of_text_becomes_a_list_for_each_row():
    made = laid_out(table("plain", "Når Hva Hvem", "Mai Møte Leder", "Juni Plan –", first=True))
    assert said(made) == ["Når: Mai", "• Hva: Møte", "• Hvem: Leder", "Når: Juni", "• Hva: Plan"]


def test_a_table_of_two_columns_stays_a_table():
    usual = table("plain", "Ord Mening", "a b")
    assert laid_out(usual) == (usual,)


def test_a_sheet_of_lists_side_by_side_becomes_lines_below_each_head():
    made = laid_out(table("writing", "Vi Leder Alle", *["– – –"] * 6))
    assert said(made) == ["Vi", "6 linjer", "Leder", "6 linjer", "Alle", "6 linjer"]


def test_a_wide_sheet_becomes_a_numbered_upright_table_for_each_row():
    made = laid_out(table("writing", "Mål A B C Frist", *["– – – – –"] * 2))
    assert said(made) == [
        "Mål 1 | ",
        "A | ",
        "B | ",
        "C | ",
        "Frist | ",
        "Mål 2 | ",
        "A | ",
        "B | ",
        "C | ",
        "Frist | ",
    ]
    assert [block.title for block in made if isinstance(block, Table)] == ["Tittel – 1", "Tittel – 2"]


def test_rows_of_a_sheet_with_heads_of_their_own_are_told_apart_by_them():
    made = laid_out(table("writing", "Faktor Vi Kommunen", "Mestring – –", first=True))
    assert said(made) == ["Faktor: Mestring", "Vi | ", "Kommunen | "]


def test_a_form_keeps_its_fields():
    fields = [Field("text", f"x.{name}", name, "Skriv") for name in "abc"]
    columns = tuple(Column(text(name)) for name in "abc")
    form = Table("form", columns, (tuple(Cell(field=field) for field in fields),), "Skjema", "Tre felt.")
    (made,) = laid_out(form)
    assert isinstance(made, Table)
    assert [(plain(head.text), cell.field) for head, cell in made.rows] == list(zip("abc", fields, strict=True))


def test_a_landscape_sheet_becomes_a_portrait_page_of_its_own():
    made = laid_out(Paragraph(text("Ark")), landscape=True)
    assert said(made) == ["NewPage", "Ark", "NewPage"]
    assert isinstance(made[0], NewPage)


def test_a_note_below_a_question_goes_into_its_box():
    question = Box("reflection", text("Tenk etter"), (Paragraph(text("Hva?"), "question"), Lines(2)))
    (made,) = laid_out(question, Paragraph(text("Og hvorfor?"), "note"))
    assert isinstance(made, Box)
    assert said(made.body) == ["Hva?", "2 linjer", "Og hvorfor?"]


def test_a_table_with_a_chart_becomes_a_table_of_two_columns_and_a_page_with_the_chart_and_its_note():
    series = tuple(Series(name, (Decimal("4.2"),), ("4,2",)) for name in ("Enheten", "Landet"))
    chart = Chart("dots", "Snitt", ("Mestring",), series, "Snitt i ord.", 20, bare=True)
    usual = replace(table("figures", "Faktor Enheten Landet", "Mestring 4,2 4,2"), chart=chart, chart_head="Skala 1–5")
    start, after = Contents(text("Innhold")), Paragraph(text("Etterpå"))
    _, made, *rest = laid_out(start, usual, Paragraph(text("Kilde"), "note"), after)
    assert isinstance(made, Table)
    assert [plain(column.head) for column in made.columns] == ["Faktor", "Skala 1–5"]
    assert said(made.rows[0][1].more) == ["Enheten: 4,2", "Landet: 4,2"]
    assert said(rest) == ["NewPage", "Chart", "Kilde", "NewPage", "Etterpå"]


def test_pages_of_a_short_form_are_not_kept_apart():
    assert said(laid_out(NewPage(), Paragraph(text("Del 2")))) == ["Del 2"]
    kept = laid_out(Contents(text("Innhold")), NewPage(), Paragraph(text("Del 2")))
    assert said(kept) == ["Contents", "NewPage", "Del 2"]


# ---------------------------------------------------------------- asking for it


def test_large_prints_are_made_where_they_are_asked_for_and_named_so():
    given = replace(invented.gathered(None, "nb"), documents=("handbook", "start_here"))
    unit = invented.TREE.get("heimen")
    usual = make_pack(given, unit, invented.words(), invented.looks())
    both = make_pack(replace(given, large_print=True), unit, invented.words(), invented.looks())
    assert [made for made in both if not made.large_print] == list(usual)
    (large,) = (made for made in both if made.large_print)
    (handbook,) = (made for made in usual if made.document == "handbook")
    assert large.path == f"{handbook.path.removesuffix('.docx')} - stor skrift.docx"
    assert (large.document, large.edition, large.shows) == (handbook.document, handbook.edition, handbook.shows)


@pytest.mark.parametrize("asked", [False, True])
@pytest.mark.parametrize("setting", [False, True])
def test_the_setting_or_the_flag_asks_for_them(tmp_path: Path, *, asked: bool, setting: bool):
    own = (EXAMPLES / "seljord" / "municipality.yaml").read_text("utf-8")
    for file in (EXAMPLES / "seljord").glob("*.*"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "municipality.yaml").write_text(own + f"\nlarge_print: {'ja' if setting else 'nei'}\n", "utf-8")
    outcome = gather(Request(tmp_path, large_print=asked), invented.words())
    assert outcome.value is not None, outcome.problems
    assert outcome.value.large_print is (asked or setting)


def test_no_draft_carries_them():
    given = replace(invented.gathered(invented.results(), "nb"), large_print=True)
    unit = invented.TREE.get("lang")
    pack = make_pack(given, unit, invented.words(), invented.looks())
    usual = tuple(made for made in pack if not made.large_print)
    drafts = [sending.drafts(given, unit, invented.words(), files) for files in (pack, usual)]
    assert drafts[0] == drafts[1]
    assert len(usual) == len(pack) - len(DOCUMENTS)


def by_unit(*entries):
    return lambda unit: [one for one in entries if one.unit == unit]


def test_the_index_page_tells_them_apart():
    given, texts = invented.gathered(None, "nn"), invented.words().texts["nn"]
    entry = Entry("lang/leiar/a - stor skrift.docx", "lang", "handbook", "leader", "nn", "0", 1, (), 0)
    now = given.now
    pages = [
        index_page.make(
            invented.looks().index, given.municipality, now.round, now.tree, now.disclosure, texts, by_unit(one)
        ).decode()
        for one in (entry, replace(entry, large_print=True))
    ]
    assert ["Arbeidshefte for leiar (stor skrift)" in page for page in pages] == [False, True]


def test_slides_cannot_be_had_in_large_print(tmp_path: Path):
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "x.yaml").write_text(
        "schema: 1\nid: x\nmedium: slides\nedition: staff\nphase: analysis\nlarge_print: true\n", "utf-8"
    )
    outcome = makeup.load(tmp_path)
    assert [p.code for p in outcome.problems] == ["content.no_large_print"]
    assert outcome.value is not None
    assert not outcome.value[0].large_print
