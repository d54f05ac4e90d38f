"""A municipality's own Word template: three unlike ones carry a handbook and a form, and every misuse is told."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import cast

import docx
import invented
import own_word_templates as templates
import pages
import pytest
import tools
from docx.shared import Mm, RGBColor
from invariants import check_package
from office import TYPES, Element, Office, edited, every, facts, opened, q, with_parts
from word_sample import LONG_UNIT, sample

from packgen import messages, resources
from packgen.blocks import Document
from packgen.contents_pages import PageNumbers
from packgen.packs import make_pack
from packgen.problems import Problem, values_of
from packgen.render import word
from packgen.render.word import own_template
from packgen.theme import Theme

FOLDER = Path(__file__).parents[1] / "templates"
OURS, OURS_LARGE = (FOLDER / "word.docx").read_bytes(), (FOLDER / "word_large.docx").read_bytes()
DOCUMENTS = ("handbook", "appraisal_agreement", "run_sheet_one")
MAKERS: dict[str, tuple[Callable[[], bytes], dict[str, str]]] = {
    "python-docx": (templates.with_python_docx, {}),
    "LibreOffice": (templates.with_libreoffice, {"Body Text": "Kommunetekst"}),
    "by hand": (templates.by_hand, templates.WISHES),
}
WAYS = pytest.mark.parametrize(
    "way", [pytest.param(n, marks=pytest.mark.office("soffice") if n == "LibreOffice" else ()) for n in MAKERS]
)


@cache
def adopted(way: str, *, large: bool = False) -> bytes:
    make, wishes = MAKERS[way]
    found = own_template.adopt(make(), OURS_LARGE if large else OURS, wishes, "mal.docx", Theme(), large=large)
    assert found.value is not None, found.problems
    return found.value


def problems(own: bytes, wishes: dict[str, str] | None = None) -> list[Problem]:
    return list(own_template.adopt(own, OURS, wishes or {}, "maler/mal.docx", Theme()).problems)


def codes(own: bytes, wishes: dict[str, str] | None = None) -> list[str]:
    return [problem.code for problem in problems(own, wishes)]


@cache
def pack(way: str) -> dict[str, bytes]:
    """Return a handbook, a form and a sheet of one page, in both prints where they have a large one."""
    given = invented.gathered(invented.results(), "nb", invented.results(round_=invented.EARLIER))
    given = replace(given, documents=DOCUMENTS, large_print=True)
    looks = replace(invented.looks(), word=adopted(way), word_large=adopted(way, large=True), pages=PageNumbers({}))
    made = make_pack(given, invented.TREE.get("lang"), invented.words(), looks)
    return {f"{one.document}{' in large print' if one.large_print else ''}, {way}.docx": one.data for one in made}


def rendered(way: str, document: Document | None = None) -> Office:
    return opened(word.render(document or sample(), Theme(), adopted(way)))


def body(office: Office) -> Element:
    return office.xml["word/document.xml"][0]


def said(element: Element) -> str:
    return "".join(facts(element, ".//w:t/text()"))


def edges(office: Office, kind: str) -> list[str]:
    return [said(root) for name, root in office.stories.items() if kind in name]


# ---------------------------------------------------------------- what documents look like on them


@WAYS
def test_a_handbook_and_forms_are_sound(way):
    assert len(pack(way)) == 5
    assert {name: faults for name, data in pack(way).items() if (faults := check_package(data))} == {}


@pytest.mark.office("validator")
@WAYS
def test_the_validator_finds_nothing(way):
    assert tools.validate(pack(way)) == []


@pytest.mark.office("soffice")
@WAYS
def test_no_page_is_cut_crowded_or_empty(way, tmp_path):
    pdfs = tools.to_pdf(pack(way), tmp_path)
    found = [
        f"{name}, {fault}"
        for name, pdf in pdfs.items()
        for fault in pages.document_faults(opened(pack(way)[name]), pages.read(pdf))
    ]
    assert found == []


@WAYS
def test_the_same_template_gives_the_same_bytes(way):
    make, wishes = MAKERS[way]
    first, second = (own_template.adopt(make(), OURS, wishes, "mal.docx", Theme()).value for _ in range(2))
    assert first == second
    assert word.render(sample(), Theme(), adopted(way)) == word.render(sample(), Theme(), adopted(way))


@WAYS
def test_every_style_in_use_is_there_once(way):
    root = rendered(way).xml["word/styles.xml"]
    ids, names = facts(root, "w:style/@w:styleId"), [n.casefold() for n in facts(root, "w:style/w:name/@w:val")]
    assert len(ids) == len(set(ids))
    assert len(names) == len(set(names))


@WAYS
def test_forms_keep_their_controls(way):
    form = opened(pack(way)[f"appraisal_agreement, {way}.docx"])
    ours = opened(invented.pack("with distributions and trend", "nb")["appraisal_agreement"].data)
    assert facts(body(form), "//w:sdtPr/w:tag/@w:val") == facts(body(ours), "//w:sdtPr/w:tag/@w:val") != []


@WAYS
def test_nothing_of_the_sample_text_comes_along(way):
    assert not any(words in said(body(rendered(way))) for words in ("Skriv her", "Her begynner", "Eksempeltekst"))


@WAYS
def test_large_print_has_no_style_below_18_points_but_at_the_edges(way):
    styles = opened(adopted(way, large=True)).xml["word/styles.xml"]
    used = {s for name, data in pack(way).items() if "large" in name for s in _used(opened(data))}
    small = {
        style.get(q("w:styleId")): size
        for style in every(styles, "w:style")
        for size in facts(style, "w:rPr/w:sz/@w:val")
        if int(size) < 36 and style.get(q("w:styleId")) in used
    }
    assert small.keys() <= {"Gap", "Header", "Footer", "Normal"}  # «Normal» is on the cover alone
    cover = opened(adopted(way, large=True)).stories
    runs = [run for root in cover.values() for run in every(root, "//w:r[w:t][not(ancestor::w:p/w:pPr/w:pStyle)]")]
    assert all(int(facts(run, "w:rPr/w:sz/@w:val")[0]) >= 28 for run in runs)


def _used(office: Office) -> set[str]:
    return set(facts(office.xml["word/document.xml"], "//w:pStyle/@w:val"))


# ---------------------------------------------------------------- styles


def test_their_style_keeps_its_name_and_looks_and_gets_our_id():
    root = rendered("by hand").xml["word/styles.xml"]
    (chapter,) = every(root, "w:style[@w:styleId='Heading1']")
    assert facts(chapter, "w:name/@w:val") == ["KF Kapittel"]
    assert facts(chapter, "w:rPr/w:sz/@w:val") == ["48"]
    assert facts(chapter, "w:pPr/w:outlineLvl/@w:val") == ["0"]
    assert facts(root, "w:style[w:name/@w:val='KF Mellomtittel']/w:basedOn/@w:val") == ["Heading1"]


def test_a_style_that_has_our_id_by_chance_gets_another():
    root = rendered("by hand").xml["word/styles.xml"]
    assert facts(root, "w:style[@w:styleId='ListBullet']/w:name/@w:val") == ["KF Punkt"]  # was «Lead»
    assert facts(root, "w:style[@w:styleId='Lead']/w:basedOn/@w:val") == ["BodyText"]  # two parts, one style


def test_names_that_are_taken_are_not_taken_again():
    names = facts(rendered("by hand").xml["word/styles.xml"], "w:style/w:name/@w:val")
    assert "heading 1" in names  # theirs, which plays no part
    assert "heading 3" in names  # ours, for they have none


def test_our_styles_stand_on_one_of_their_own_and_not_on_normal():
    root = rendered("by hand").xml["word/styles.xml"]
    assert facts(root, "w:style[@w:styleId='TableText']/w:basedOn/@w:val") == ["PackgenText"]
    (stand,) = every(root, "w:style[@w:styleId='PackgenText']")
    assert every(stand, "w:basedOn") == []
    assert facts(stand, "w:pPr/w:ind/@w:left") == ["0"]
    assert facts(stand, "w:rPr/w:rFonts/@w:asciiTheme") == ["minorHAnsi"]


def test_a_theme_colour_that_cannot_be_read_plays_no_part():
    office = rendered("by hand")
    root = office.xml["word/styles.xml"]
    assert facts(root, "w:style[@w:styleId='Question']/w:rPr/w:color/@w:themeColor") == ["text2"]
    assert facts(root, "w:style[@w:styleId='Badge']/w:rPr/w:shd/@w:themeFill") == ["accent2"]  # accent1 is yellow
    assert facts(root, "w:style[@w:styleId='PanelAim']/w:tcPr/w:shd/@w:fill") == ["F2F2F2"]  # theirs is a strong blue
    assert facts(root, "w:style[@w:styleId='PanelAim']/w:tcPr/w:shd/@w:themeFill") == []
    assert "background2" not in facts(body(office), "//w:shd/@w:themeFill")


def test_their_theme_stays_and_charts_take_its_ink_and_font():
    office = rendered("by hand")
    assert office.xml["word/theme/theme1.xml"].get("name") == "Kystby"
    chart = office.parts["word/charts/chart1.xml"].decode()
    assert "003B5C" in chart
    assert 'typeface="DejaVu Sans"' in chart


def test_lists_of_both_stand_side_by_side():
    office = rendered("by hand")
    numbering = office.xml["word/numbering.xml"]
    ids = facts(numbering, "w:num/@w:numId")
    assert len(ids) == len(set(ids))
    restarted = facts(numbering, "w:num[w:lvlOverride]/w:abstractNumId/@w:val")
    (theirs,) = every(numbering, "w:abstractNum[w:lvl/w:lvlText/@w:val='%1)']")
    assert set(restarted) == {theirs.get(q("w:abstractNumId"))}


def test_a_list_style_without_signs_gets_ours():
    plain = templates.by_hand(
        {"word/styles.xml": templates.STYLES.replace('<w:numPr><w:numId w:val="7"/></w:numPr>', "")}
    )
    found = own_template.adopt(plain, OURS, templates.WISHES, "mal.dotx", Theme())
    assert found.value is not None
    styles = opened(found.value).xml["word/styles.xml"]
    assert facts(styles, "w:style[@w:styleId='ListBullet']/w:pPr/w:numPr/w:numId/@w:val") == ["1"]


# ---------------------------------------------------------------- headers, footers, cover


def test_a_placeholder_in_pieces_is_filled_in():
    assert edges(rendered("python-docx"), "header") == ["Til Fjellheimen bu- og omsorgssenter · 10-FAKTOR 2026"]


def test_their_page_fields_stay_and_show_something():
    (footer,) = [root for name, root in rendered("python-docx").stories.items() if "footer" in name]
    assert [i.strip() for i in facts(footer, "//w:instrText/text()")] == ["PAGE", "NUMPAGES"]
    assert said(footer) == "Prøvevik kommuneSide 1 av 1"


def test_controls_are_filled_in_by_their_tags():
    office = rendered("by hand")
    assert "Prøvevik kommuneFjellheimen bu- og omsorgssenter" in edges(office, "header")
    assert not any(every(root, "//w:sdt") for name, root in office.stories.items() if "header" in name)


def test_our_footer_stands_where_they_have_none():
    bare = docx.Document(BytesIO(templates.with_python_docx()))
    for paragraph in list(bare.sections[0].footer.paragraphs):
        paragraph._p.getparent().remove(paragraph._p)
    bare.sections[0].footer.add_paragraph()
    found = own_template.adopt(templates.saved(bare), OURS, {}, "mal.docx", Theme())
    assert found.value is not None
    office = opened(word.render(sample(), Theme(), found.value))
    assert {"Prøvevik kommuneSide 1 av 1"} == set(edges(office, "footer"))
    assert check_package(word.render(sample(), Theme(), found.value)) == []


def test_their_cover_takes_the_place_of_ours_in_documents_that_have_one():
    office = rendered("by hand")
    assert said(body(office)).startswith("Arbeidshefte for leder – Fjellheimen bu- og omsorgssenter")
    assert facts(body(office), "//w:tblStyle/@w:val").count("TableCover") == 0
    without = replace(sample(), sections=sample().sections[1:])
    assert said(body(rendered("by hand", without))).startswith("Resultatene våre")


def test_a_template_with_no_cover_gets_ours_without_header():
    office = rendered("python-docx")
    assert facts(body(office), "//w:tblStyle/@w:val")[0] == "TableCover"
    assert len(every(body(office), "//w:sectPr/w:titlePg")) == 1


def test_a_cover_of_its_own_section_keeps_its_page():
    first, *others = every(body(rendered("by hand")), "//w:sectPr")
    assert facts(first, "w:vAlign/@w:val") == ["center"]
    assert not any(every(section, "w:vAlign") for section in others)
    assert [bool(every(section, "w:titlePg")) for section in others].count(True) == 1


def test_landscape_sections_are_made_from_the_upright_one():
    lying = every(body(rendered("by hand")), "//w:sectPr[w:pgSz/@w:orient='landscape']")
    assert {(*facts(s, "w:pgSz/@w:w"), *facts(s, "w:pgMar/@w:left")) for s in lying} == {("16838", "1304")}
    assert all(every(section, "w:headerReference") for section in lying)


def test_what_is_filled_in_is_text_and_nothing_else():
    hostile = "<w:p/> & {{round}} \\1 {% x %} " + LONG_UNIT
    office = rendered("python-docx", replace(sample(), header_left=hostile))
    assert edges(office, "header") == [f"Til {hostile} · 10-FAKTOR 2026"]
    data = word.render(replace(sample(), header_left=hostile), Theme(), adopted("by hand"))
    assert check_package(data) == []


def test_a_picture_that_says_nothing_says_the_municipality_and_is_told():
    assert codes(templates.with_python_docx()) == ["templates.silent_picture"]
    office = rendered("python-docx")
    assert [facts(root, "//wp:docPr/@descr") for name, root in office.stories.items() if "header" in name] == [
        ["Prøvevik kommune"]
    ]


# ---------------------------------------------------------------- misuse


def changed(change: Callable[[docx.document.Document], object]) -> bytes:
    made = docx.Document(BytesIO(templates.with_python_docx()))
    change(made)
    return templates.saved(made)


def with_relationship(part: str, type_: str, target: str) -> bytes:
    rels = part.replace("word/", "word/_rels/") + ".rels"
    xml = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId99" Type="{templates.R}/{type_}" Target="{target}" TargetMode="External"/>'
        "</Relationships>"
    )
    return with_parts(templates.with_python_docx(), {rels: xml.encode()})


def set_size(width: int, height: int, side: int = 22) -> bytes:
    def change(made: docx.document.Document) -> None:
        section = made.sections[0]
        section.page_width, section.page_height = Mm(width), Mm(height)
        section.left_margin = section.right_margin = Mm(side)

    return changed(change)


def test_macros_objects_and_broken_files_are_refused():
    own = templates.with_python_docx()
    assert codes(with_parts(own, {"word/vbaProject.bin": b"x"})) == ["archive.macro"]
    macro = edited(
        own,
        TYPES,
        lambda root: every(root, "ct:Override[@PartName='/word/document.xml']")[0].set(
            "ContentType", "application/vnd.ms-word.template.macroEnabledTemplate.main+xml"
        ),
    )
    assert codes(macro) == ["archive.macro"]
    assert codes(with_parts(own, {"word/embeddings/oleObject1.bin": b"x"})) == ["archive.object"]
    assert codes(own[:2000]) == ["archive.broken"]
    assert codes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") == ["archive.old_format"]
    assert codes(with_parts(own, {"word/styles.xml": b"<w:styles"})) == ["archive.broken"]


def test_an_attached_template_and_other_links_out_are_told_as_word_has_them():
    assert codes(with_relationship("word/settings.xml", "attachedTemplate", "file:///M:/maler/Brev.dotm")) == [
        "templates.attached"
    ]
    assert codes(with_relationship("word/header1.xml", "image", "file:///M:/logo.png"))[0] == "templates.link_out"


def test_a_presentation_is_no_word_template():
    assert codes((FOLDER / "slides.pptx").read_bytes()) == ["templates.not_word"]


def test_a_page_of_another_size_or_with_little_room_is_refused():
    assert "templates.not_a4" in codes(set_size(216, 279))
    assert "templates.not_a4" in codes(set_size(297, 210))
    assert values_of(next(p for p in problems(set_size(210, 297, side=42)) if p.is_error)) == {
        "room": "126",
        "least": "130",
    }
    assert "templates.low" in codes(changed(lambda made: setattr(made.sections[0], "top_margin", Mm(90))))


def test_names_of_styles_are_checked_with_the_nearest():
    found = problems(
        templates.by_hand(),
        {
            "Hedding 1": "KF Kapittel",
            "heading 2": "KF Mellomtitel",
            "Ingress": "KF Tabell",
            "Luft": "KF Brødtekst",
            "heading 1": "KF Kapittel",
            "Overskrift 1": "KF Kapittel",
        },
    )
    assert [p.code for p in found if "style" not in p.code or "pale" not in p.code] == [
        "templates.fixed_part",
        "templates.no_style",
        "templates.part_twice",
        "templates.style_kind",
        "templates.unknown_part",
    ]
    told = {p.code: values_of(p) for p in found}
    assert told["templates.no_style"]["nearest"].startswith("«KF Mellomtittel»")
    assert "«heading 1»" in told["templates.unknown_part"]["nearest"]


def test_a_style_that_cannot_be_read_is_told_with_its_contrast():
    (pale,) = [p for p in problems(templates.by_hand(), {**templates.WISHES, "Merknad": "KF Blek"}) if p.is_error]
    assert pale.code == "templates.pale_style"
    assert values_of(pale) == {
        "style": "KF Blek",
        "colour": "9AA7B0",
        "ground": "FFFFFF",
        "ratio": "2,4",
        "least": "4,5",
    }
    light = changed(lambda made: setattr(made.styles["Heading 3"].font.color, "rgb", RGBColor(0x99, 0x99, 0x99)))
    assert "templates.pale_style" in codes(light)


def test_a_style_that_plays_no_part_may_be_as_pale_as_it_likes():
    assert codes(templates.by_hand(), templates.WISHES) == []  # «heading 1» is yellow, and not in use
    assert "templates.pale_style" in codes(templates.by_hand())


def test_a_dark_table_head_is_told():
    found = problems(templates.by_hand(), {**templates.WISHES, "Tabell skjema": "KF Mørk tabell"})
    assert [p.code for p in found] == ["templates.dark_table"]


def test_an_unknown_placeholder_is_told_with_the_nearest():
    (found,) = [p for p in problems(changed(lambda m: m.sections[0].header.add_paragraph("{{enhett}}"))) if p.is_error]
    assert found.code == "templates.unknown_placeholder"
    assert values_of(found)["nearest"] == "{{enhet}}"


def test_fields_that_show_what_is_saved_elsewhere_are_refused():
    def add(instruction: str) -> bytes:
        return changed(lambda made: templates.simple_field(made.sections[0].footer.paragraphs[0], instruction))

    for instruction in (" DATE \\@ dd.MM ", ' INCLUDETEXT "M:\\\\x.docx" ', " DDEAUTO excel x ", " FILENAME "):
        assert "templates.field" in codes(add(instruction))
    assert "templates.field" not in codes(add(' STYLEREF "heading 1" '))


def test_an_empty_control_that_asks_for_something_unknown_is_left_out_and_told():
    own = templates.by_hand(
        {"word/header1.xml": templates.HEADER.replace("enhet", "saksnummer").replace("Enhet", "Saksnummer")}
    )
    found = own_template.adopt(own, OURS, templates.WISHES, "mal.dotx", Theme())
    assert [p.code for p in found.problems] == ["templates.empty_control"]
    assert found.value is not None
    assert "Klikk for å skrive" not in "".join(edges(opened(found.value), "header"))


def test_all_problems_come_at_once_in_words():
    def spoil(made: docx.document.Document) -> None:
        made.sections[0].page_width = Mm(216)
        made.sections[0].header.add_paragraph("{{ting}}")
        made.styles["Heading 2"].font.color.rgb = RGBColor(0xCC, 0xCC, 0xCC)

    found = problems(changed(spoil), {"Ingress": "Finnes ikke"})
    wanted = {"not_a4", "unknown_placeholder", "pale_style", "no_style", "silent_picture"}
    assert {p.code for p in found} == {f"templates.{code}" for code in wanted}
    for language in ("nb", "nn", "en"):
        tell = messages.load(resources.CONTENT, cast("messages.Tongue", language)).tell
        assert all(tell(p).hint and "{ting" not in tell(p).hint for p in found)
    assert all(p.place.file == "maler/mal.docx" for p in found)


@pytest.mark.parametrize("name", ["word/styles.xml", "word/numbering.xml", "word/header1.xml"])
def test_a_part_that_is_missing_is_a_broken_file(name):
    own = templates.by_hand()
    broken = with_parts(own, {name: None})
    broken = edited(
        broken, TYPES, lambda root: [root.remove(e) for e in every(root, f"ct:Override[@PartName='/{name}']")]
    )
    assert codes(broken, templates.WISHES) == ["archive.broken"]
