"""A municipality's own PowerPoint template: three unlike ones carry whole decks, and every misuse is told."""

import re
from dataclasses import replace
from functools import cache
from io import BytesIO
from random import Random
from zipfile import ZipFile

import invariants
import invented
import own_decks
import pages
import pytest
import tools
from lxml import etree
from office import NS, closed, entry, every, facts, opened, with_parts
from PIL import Image

from packgen.contrast import TEXT, contrast
from packgen.messages import load
from packgen.packs import make_pack
from packgen.problems import values_of
from packgen.render.office_theme import ACCENT, INK, MUTED, SAND, WHITE
from packgen.render.office_theme import TEXT as TEXT_NAME
from packgen.render.slides.anatomy import largest_room
from packgen.render.slides.boxes import Box
from packgen.render.slides.colours import Scheme
from packgen.render.slides.names import LAYOUTS
from packgen.render.slides.own_template import adopt
from packgen.render.slides.palette import looks_on
from packgen.render.slides.template import opened as opened_template
from packgen.render.template_fields import filled
from packgen.resources import CONTENT, TEMPLATES
from packgen.theme import Theme

OURS = (TEMPLATES / "slides.pptx").read_bytes()
NAMES = {"opening": "Framside", "Tekst": "Innhald", "section": "Bolk"}
MADE = {"light": (own_decks.light, {}), "dark": (own_decks.dark, NAMES)}
SAVED = {"saved by LibreOffice": (own_decks.saved_by_libreoffice, {})}
EITHER = pytest.mark.parametrize("language", ["nb", "nn"])
EACH = pytest.mark.parametrize(
    "name", [*MADE, pytest.param("saved by LibreOffice", marks=pytest.mark.office("soffice"))]
)
MASTER, LAYOUT = own_decks.MASTER, "ppt/slideLayouts/slideLayout{}.xml"
OVERHANG = re.compile(r"«j» stands at|runs [34] points out")
"""A slanted j of DejaVu at the beginning of a line reaches four points to the left of it."""


def outcome(data, layouts=None):
    return adopt(data, OURS, layouts or {}, "maler/mal.pptx", Theme())


@cache
def adopted(name):
    make, layouts = (MADE | SAVED)[name]
    found = outcome(make(), layouts)
    assert found.value is not None, found.problems
    return found


@cache
def decks(name, language, unit="lang"):
    """Return both meetings' decks of a unit on a template, by name."""
    given = replace(
        invented.gathered(invented.results(), language, invented.results(round_=invented.EARLIER)),
        documents=("meeting_one", "meeting_two"),
    )
    looks = replace(invented.looks(), slides=adopted(name).value)
    made = make_pack(given, invented.TREE.get(unit), invented.words(), looks)
    return {f"{one.document}, {name}, {language}.pptx": one.data for one in made}


def codes(data, layouts=None):
    found = outcome(data, layouts)
    if any(p.is_error for p in found.problems):
        assert found.value is None
    return [p.code for p in found.problems]


def told(data, layouts=None):
    """Return each problem in words, Norwegian."""
    messages = load(CONTENT, "nb")
    return [messages.tell(p) for p in outcome(data, layouts).problems]


def layouts_of(data):
    office = opened(data)
    return {facts(root, "p:cSld/@name")[0]: root for root in office.of_type("slideLayout+xml").values()}


def of_ours(data):
    """Return the layouts that slides are made on, by packgen's name."""
    roots = opened(data).of_type("slideLayout+xml").values()
    return {root.get("matchingName"): root for root in roots if root.get("matchingName") in LAYOUTS.values()}


def shapes(root, name):
    return every(root, f"//p:sp[p:nvSpPr/p:cNvPr/@name='{name}']")


def box(shape):
    return [int(v) for v in facts(shape, "p:spPr/a:xfrm/a:off/@* | p:spPr/a:xfrm/a:ext/@*")]


# ---------------------------------------------------------------- whole decks on three unlike templates


@EACH
@EITHER
def test_both_meetings_on_a_template_have_no_fault(name, language):
    made = decks(name, language)
    assert len(made) == 2
    assert {n: invariants.check_package(data) for n, data in made.items()} == {n: [] for n in made}


@pytest.mark.office("soffice", "validator")
@pytest.mark.parametrize("name", [*MADE, *SAVED])
@EITHER
def test_the_open_xml_sdk_finds_no_error(name, language):
    assert tools.validate(decks(name, language) | {f"{name}.pptx": adopted(name).value}) == []


@pytest.mark.office("soffice")
@pytest.mark.parametrize("name", [*MADE, *SAVED])
@EITHER
def test_nothing_is_cut_or_off_its_box(name, language, tmp_path):
    made = decks(name, language)
    faults = []
    for deck, pdf in tools.to_pdf(made, tmp_path).items():
        office = opened(made[deck])
        for slide, page in zip(office.slides(), pages.read(pdf), strict=True):
            faults += [f"{deck}: {fault}" for fault in pages.slide_faults(office, slide, page)]
    assert [fault for fault in faults if not OVERHANG.search(fault)] == []


@EACH
def test_a_template_has_every_layout_and_no_slide(name):
    data = adopted(name).value
    assert set(of_ours(data)) == set(LAYOUTS.values())
    assert set(opened_template(data, Theme(), "nb").layouts) == set(LAYOUTS.values())
    assert not [n for n in opened(data).parts if re.search(r"/slides/|notesSlides|comment", n)]
    assert opened(data).types["ppt/presentation.xml"].endswith("presentation.main+xml")


@EACH
def test_the_same_template_gives_the_same_bytes(name):
    make, layouts = (MADE | SAVED)[name]
    assert outcome(make(), layouts).value == adopted(name).value


@pytest.mark.parametrize("name", MADE)
def test_what_the_municipality_has_drawn_stays_as_it_is(name):
    make, _ = MADE[name]
    before, after = layouts_of(make()), layouts_of(adopted(name).value)
    for layout, root in before.items():
        theirs = {facts(s, "*/p:cNvPr/@name")[0]: box(s) for s in every(root, "//p:sp[*/p:nvPr/p:ph]")}
        kept = {facts(s, "*/p:cNvPr/@name")[0]: box(s) for s in every(after[layout], "//p:sp[*/p:nvPr/p:ph]")}
        assert theirs == kept


def test_the_logo_of_the_master_stays_and_pictures_of_old_slides_go():
    office = opened(adopted("light").value)
    pictures = [name for name in office.parts if name.startswith("ppt/media/")]
    assert len(pictures) == 1
    assert office.parts[pictures[0]] == own_decks.logo()
    assert [rel.target for rel in office.leads(MASTER, "image")] == pictures
    hidden = [n for n, root in of_ours(adopted("light").value).items() if root.get("showMasterSp") == "0"]
    assert hidden == []


def test_decks_are_in_the_templates_own_colours_and_font():
    office = opened(decks("light", "nb")["meeting_one, light, nb.pptx"])
    theme = office.xml["ppt/theme/theme1.xml"]
    assert facts(theme, "//a:clrScheme/a:dk2/a:srgbClr/@val") == ["7A1F3D"]
    used = {c for root in office.of_type("presentationml.slide+xml").values() for c in facts(root, "//a:srgbClr/@val")}
    assert not used & {"1F3F57", "F4EFE7", "4A6D87"}
    charts = {c for root in office.of_type("chart+xml").values() for c in facts(root, "//a:srgbClr/@val")}
    assert "7A1F3D" in charts
    assert "1F3F57" not in charts


def test_a_placeholder_of_theirs_has_its_text_where_it_stood():
    (before,) = shapes(layouts_of(own_decks.light())["Title Slide"], "Subtitle 2")
    (after,) = shapes(of_ours(adopted("light").value)["Forside"], "Undertittel")
    x, y, wide, high = box(before)
    assert box(after) == [x + 91440, y + 45720, wide - 2 * 91440, high - 2 * 45720]
    assert facts(after, "p:txBody/a:bodyPr/@lIns | p:txBody/a:bodyPr/@tIns") == ["0", "0"]


def test_added_placeholders_stand_below_the_title_above_the_foot_and_on_no_logo():
    data = adopted("light").value
    master = opened(data).xml[MASTER]
    feet = min(int(v) for v in facts(master, "//p:sp[*/p:nvPr/p:ph[@type='ftr']]/p:spPr/a:xfrm/a:off/@y"))
    for name, root in of_ours(data).items():
        (title,) = every(root, "//p:sp[*/p:nvPr/p:ph[@type='title']]")
        for shape in every(root, "//p:sp[*/p:nvPr/p:ph[not(@type='title' or @type='ftr' or @type='sldNum')]]"):
            label = facts(shape, "*/p:cNvPr/@name")[0]
            if "Placeholder" in label:  # theirs, that packgen has no use for
                continue
            x, y, wide, high = box(shape)
            assert y + high <= feet, (name, label)
            assert x + wide <= own_decks.WIDE
            assert y >= box(title)[1] + box(title)[3] or y + high <= box(title)[1], (name, label)


def test_body_text_keeps_packgens_sizes():
    ours = opened_template(OURS, Theme(), "nb").layouts
    theirs = opened_template(adopted("dark").value, Theme(), "nb").layouts
    for name, layout in theirs.items():
        for holder in layout.holders.values():
            if holder.name.startswith(("Tekst", "Panel")):
                assert holder.size == ours[name].holders[holder.name].size


def test_footer_and_number_are_the_templates_own():
    office = opened(decks("light", "nn", "heimen")["meeting_one, light, nn.pptx"])
    slides = list(office.slides().values())
    assert facts(slides[1], "//p:sp[p:nvSpPr/p:nvPr/p:ph/@type='ftr']//a:t/text()") == [
        "Øvre Årvoll bu- og omsorgssenter · 10-FAKTOR 2026"
    ]
    assert facts(slides[1], "//p:sp[p:nvSpPr/p:nvPr/p:ph/@type='sldNum']//a:t/text()") == ["2"]
    assert not facts(slides[0], "//p:ph/@type[.='ftr']")
    (foot,) = every(of_ours(adopted("light").value)["Tekst"], "//p:sp[*/p:nvPr/p:ph[@type='ftr']]")
    (theirs,) = every(opened(own_decks.light()).xml[MASTER], "//p:sp[*/p:nvPr/p:ph[@type='ftr']]")
    assert box(foot)[1] - box(theirs)[1] in {0, 45720}


def test_pale_footers_are_made_readable():
    (foot,) = every(of_ours(adopted("light").value)["Tekst"], "//p:sp[*/p:nvPr/p:ph[@type='ftr']]")
    (colour,) = facts(foot, ".//a:lvl1pPr//a:srgbClr/@val")
    assert contrast(colour, "FFFFFF") >= TEXT


def test_the_masters_list_all_layouts_with_ids_of_their_own():
    office = opened(adopted("dark").value)
    ids = facts(office.xml[MASTER], "//p:sldLayoutId/@id")
    assert len(ids) == len(set(ids)) == len(office.of_type("slideLayout+xml"))


def test_slides_of_another_size_are_made_as_large_as_packgens():
    def small(root):
        for place in every(root, "//a:off | //a:ext[@cx]"):
            for key, value in place.attrib.items():
                place.set(key, str(int(value) * 3 // 4))
        for run in every(root, "//*[@sz and not(self::p:ph)]"):
            run.set("sz", str(int(run.get("sz")) * 3 // 4))

    def smaller(root):
        size = every(root, "p:sldSz")[0]
        size.attrib.update({"cx": "9144000", "cy": "5143500"})

    data = own_decks.edited(own_decks.light(), "ppt/presentation.xml", smaller)
    for part in (MASTER, *(LAYOUT.format(n) for n in range(1, 12))):
        data = own_decks.edited(data, part, small)
    found = outcome(data)
    assert [p for p in found.problems if p.is_error] == []
    assert facts(opened(found.value).xml["ppt/presentation.xml"], "p:sldSz/@cx") == ["12192000"]
    (title,) = shapes(of_ours(found.value)["Tekst"], "Tittel")
    (same,) = shapes(of_ours(adopted("light").value)["Tekst"], "Tittel")
    assert box(title) == pytest.approx(box(same), abs=70_000)


def test_a_template_made_from_packgens_own_is_adopted_whole():
    painted = with_parts(
        OURS, {n: b.replace(b"1F3F57", b"7A1F3D") for n, b in opened(OURS).parts.items() if "theme" in n}
    )
    found = outcome(painted)
    assert found.problems == ()
    layouts = opened_template(found.value, Theme(), "nb").layouts
    ours = opened_template(OURS, Theme(), "nb").layouts
    for name in ("Tekst", "Kapittel", "Aktivitet", "Tabell"):
        assert {h.name: h.box for h in layouts[name].holders.values()} == {
            h.name: h.box for h in ours[name].holders.values()
        }
    assert b"7A1F3D" in opened(found.value).parts["ppt/theme/theme1.xml"]


def test_a_mapped_layout_with_two_columns_takes_text_and_panel():
    found = outcome(own_decks.light(), {"Aktivitet": "Two Content"})
    assert [p for p in found.problems if p.is_error] == []
    layout = of_ours(found.value)["Aktivitet"]
    (left,), (right,) = shapes(layout, "Tekst"), shapes(layout, "Panel")
    theirs = shapes(layouts_of(own_decks.light())["Two Content"], "Content Placeholder 2")
    theirs += shapes(layouts_of(own_decks.light())["Two Content"], "Content Placeholder 3")
    assert [box(left)[0], box(right)[0]] == [box(shape)[0] + 91440 for shape in theirs]


def test_a_layout_of_theirs_with_packgens_name_keeps_it():
    data = own_decks.renamed(own_decks.light(), 6, "Tabell")
    found = outcome(data)
    names = [facts(r, "p:cSld/@name")[0] for r in opened(found.value).of_type("slideLayout+xml").values()]
    assert names.count("Tabell") == 1
    assert "Tabell · 10-FAKTOR" in names


# ---------------------------------------------------------------- fields


@pytest.mark.parametrize(
    "runs",
    [
        ("{{unit}} – {{round}} – {{municipality}}",),
        ("{", "{ en", "het }} – {{Runde", "}", "} – {{kommune}}"),
        ("{{eining}} – {{runde}} – {{kommune}}",),
    ],
)
def test_fields_on_the_master_are_filled_however_they_are_split(runs):
    template = outcome(own_decks.with_words(own_decks.light(), *runs)).value
    looks = replace(invented.looks(), slides=template)
    given = replace(invented.gathered(invented.results(), "nb"), documents=("meeting_one",))
    (made,) = make_pack(given, invented.TREE.get("veg"), invented.words(), looks)
    (words,) = shapes(opened(made.data).xml[MASTER], "Merke")
    assert "".join(facts(words, ".//a:t/text()")) == "Veg/park & anlegg – 10-FAKTOR 2026 – Prøvevik kommune"


def test_a_unit_whose_name_looks_like_a_field_is_printed_as_it_is():
    assert filled("{{unit}}", {"unit": "{{round}} <b>&", "round": "2026"}) == "{{round}} <b>&"


def test_an_unknown_field_is_told_with_the_nearest():
    (problem,) = outcome(own_decks.with_words(own_decks.light(), "{{enhte}}")).problems
    assert problem.code == "templates.slides_unknown_field"
    assert values_of(problem) == {"name": "enhte", "nearest": "enhet"}


# ---------------------------------------------------------------- misuse


def test_macros_active_controls_and_objects_are_refused():
    kinds = {
        "ppt/vbaProject.bin": ("application/vnd.ms-office.vbaProject", "archive.macro"),
        "ppt/activeX/activeX1.xml": ("application/vnd.ms-office.activeX+xml", "archive.active"),
        "ppt/embeddings/oleObject1.bin": (
            "application/vnd.openxmlformats-officedocument.oleObject",
            "archive.object",
        ),
    }
    for name, (kind, code) in kinds.items():
        assert code in codes(own_decks.with_part(own_decks.light(), name, b"<x/>", kind))


def test_every_fault_that_the_guard_finds_is_told_at_once():
    data = own_decks.with_part(own_decks.light(), "ppt/vbaProject.bin", b"x", "application/vnd.ms-office.vbaProject")
    data = own_decks.with_relationship(data, MASTER, "image", "http://fjordvik.example/logo.png", external=True)
    assert set(codes(data)) == {"archive.macro", "templates.link_out"}


def test_a_workbook_on_a_layout_is_refused():
    inner = BytesIO()
    with ZipFile(inner, "w") as book:
        book.writestr("[Content_Types].xml", "<Types/>")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    data = own_decks.with_part(own_decks.light(), "ppt/embeddings/book.xlsx", inner.getvalue(), kind)
    data = own_decks.with_relationship(data, LAYOUT.format(2), "package", "../embeddings/book.xlsx", external=False)
    assert codes(data) == ["archive.object"]


def test_a_link_out_is_told_in_the_words_of_templates():
    data = own_decks.with_relationship(own_decks.light(), MASTER, "image", "file:///c:/logo.png", external=True)
    (one,) = told(data)
    assert "file:///c:/logo.png" in one.message
    assert "Excel" not in one.hint


def test_a_large_picture_is_refused_by_its_size():
    noise = BytesIO()
    dots = Random(1).randbytes(2400 * 2400)  # noqa: S311 - what no PNG can make smaller
    Image.frombytes("L", (2400, 2400), dots).save(noise, "PNG")
    office = opened(own_decks.light())
    picture = office.leads(MASTER, "image")[0].target
    (one,) = outcome(with_parts(own_decks.light(), {picture: noise.getvalue()})).problems
    assert one.code == "templates.slides_media_too_big"
    assert values_of(one)["limit_mb"] == "5"


def test_other_kinds_of_files_are_refused():
    assert codes((TEMPLATES / "word.docx").read_bytes()) == ["templates.slides_wrong_kind"]
    assert codes(b"%PDF-1.7") == ["archive.not_office"]
    assert codes(own_decks.light()[:4000]) == ["archive.broken"]


def test_a_part_that_is_missing_or_no_xml_is_told_by_name():
    gone = with_parts(own_decks.light(), {own_decks.THEME: None})
    types = opened(gone).parts["[Content_Types].xml"]
    (one,) = outcome(gone).problems
    assert b"theme1.xml" in types
    assert one.code == "templates.slides_broken"
    assert "theme1.xml" in values_of(one)["part"]
    cut = with_parts(own_decks.light(), {MASTER: opened(own_decks.light()).parts[MASTER][:900]})
    assert codes(cut) == ["templates.slides_broken"]


def test_values_that_no_program_writes_are_a_broken_template():
    def odd(root):
        every(root, "//p:sp//a:off")[0].set("x", "<script>")

    assert codes(own_decks.edited(own_decks.light(), LAYOUT.format(4), odd)) == ["templates.slides_broken"]


def test_two_parts_of_one_name_are_refused():
    parts = opened(own_decks.light()).parts
    core = [(entry("docProps/core.xml"), parts["docProps/core.xml"])]
    with pytest.warns(UserWarning, match="Duplicate"):
        data = closed([*((entry(name), blob) for name, blob in parts.items()), *core])
    assert codes(data) == ["archive.double"]


def test_slides_that_are_not_wide_are_refused_with_the_reason():
    (one,) = told(own_decks.four_to_three())
    assert "25,4 x 19,1 cm, ikke 16:9" in one.message
    assert "16:9" in one.hint


def test_a_layout_that_is_not_there_is_told_with_the_nearest():
    (one, other) = outcome(own_decks.dark(), NAMES | {"Tabel": "Innhald", "Diagram": "Innhold"}).problems
    assert (one.code, values_of(one)) == ("templates.slides_unknown_layout", {"name": "Tabel", "nearest": "Tabell"})
    assert (other.code, values_of(other)["nearest"]) == ("templates.slides_missing_layout", "Innhald")


def test_a_layout_without_a_title_is_refused():
    assert "templates.slides_no_title" in codes(own_decks.light(), {"Tabell": "Blank"})


def test_a_template_without_title_and_content_is_refused():
    def bare(root):
        for shape in every(root, "//p:sp[*/p:nvPr/p:ph]"):
            shape.getparent().remove(shape)

    data = own_decks.light()
    for number in range(1, 12):
        data = own_decks.edited(data, LAYOUT.format(number), bare)
    assert codes(data) == ["templates.slides_no_content"]


def test_a_layout_with_too_little_room_is_refused_with_how_little():
    problems = outcome(own_decks.light(), {"Aktivitet": "Title and Content"}).problems
    (one,) = (p for p in problems if p.code == "templates.slides_no_room")
    assert values_of(one)["ours"] == "Aktivitet"
    assert int(values_of(one)["percent"]) < 70


def test_a_title_with_little_room_is_a_warning():
    def low(root):
        (title,) = every(root, "//p:sp[*/p:nvPr/p:ph[@type='title']]")
        title.find("p:spPr", NS).append(
            etree.fromstring(
                f'<a:xfrm xmlns:a="{NS["a"]}"><a:off x="609600" y="274638"/><a:ext cx="9400000" cy="500000"/></a:xfrm>'
            )
        )

    found = outcome(own_decks.edited(own_decks.light(), LAYOUT.format(2), low))
    assert "templates.slides_small_title" in [p.code for p in found.problems]
    assert found.value is not None


def coloured(colour, path="p:txStyles/p:bodyStyle/a:lvl1pPr/a:defRPr/a:solidFill"):
    def edit(root):
        fill = every(root, path)[0]
        fill[:] = [etree.fromstring(f'<a:srgbClr xmlns:a="{NS["a"]}" val="{colour}"/>')]

    return own_decks.edited(own_decks.light(), MASTER, edit)


def test_unreadable_text_is_refused_with_its_ratio():
    one = next(p for p in outcome(coloured("AAAAAA")).problems if p.code == "templates.slides_contrast")
    assert (values_of(one)["ratio"], values_of(one)["needed"]) == ("2,3", "4,5")


def test_a_title_may_be_paler_than_text_but_not_as_it_pleases():
    title = "p:txStyles/p:titleStyle/a:lvl1pPr/a:defRPr/a:solidFill"
    assert codes(coloured("8A8A8A", title)) == []
    one = next(p for p in outcome(coloured("B0B0B0", title)).problems if p.code == "templates.slides_contrast")
    assert values_of(one)["needed"] == "3,0"


def test_text_on_a_dark_shape_of_the_layout_is_judged_by_the_shape():
    def panel(root):
        shape = (
            f'<p:sp xmlns:p="{NS["p"]}" xmlns:a="{NS["a"]}"><p:nvSpPr><p:cNvPr id="77" name="Flate"/><p:cNvSpPr/>'
            '<p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="12192000" cy="6858000"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="101010"/></a:solidFill>'
            "</p:spPr></p:sp>"
        )
        every(root, "p:cSld/p:spTree")[0].insert(2, etree.fromstring(shape))

    assert "templates.slides_contrast" in codes(own_decks.edited(own_decks.light(), LAYOUT.format(2), panel))


def test_text_on_a_picture_is_a_warning():
    def photograph(root):
        picture = every(root, "//p:pic")[0]
        place = every(picture, "p:spPr/a:xfrm")[0]
        place[0].attrib.update({"x": "0", "y": "0"})
        place[1].attrib.update({"cx": "12192000", "cy": "6858000"})
        tree = picture.getparent()
        tree.insert(2, picture)

    found = outcome(own_decks.edited(own_decks.light(), MASTER, photograph))
    assert {p.code for p in found.problems} == {"templates.slides_on_picture"}
    assert found.value is not None


def test_a_very_wide_font_is_a_warning():
    theme = opened(own_decks.light()).parts[own_decks.THEME].replace(b'typeface="Calibri"', b'typeface="Verdana"')
    assert codes(with_parts(own_decks.light(), {own_decks.THEME: theme})) == ["templates.slides_wide_font"]


def test_hostile_names_change_nothing_but_themselves():
    name = '"><x>{{7*7}}{% include "/etc/passwd" %}' + "Æ" * 300
    found = outcome(own_decks.renamed(own_decks.light(), 2, name), {"Tabell": name})
    assert found.value is None or found.problems == ()
    data = own_decks.renamed(own_decks.light(), 2, "'; DROP TABLE «&amp;» \u202e")
    found = outcome(data, {name: "\x00../../etc/passwd"})
    assert [p.code for p in found.problems] == ["templates.slides_unknown_layout", "templates.slides_missing_layout"]
    assert outcome(data).value is not None


# ---------------------------------------------------------------- colours and room


@pytest.mark.parametrize("paper", ["FFFFFF", "FFF3D6", "0C2233", "00695C", "7F7F7F", "FFD500", "B00020"])
@pytest.mark.parametrize("theme", ["1F497D", "FFE100", "101010", "EEEEEE"])
def test_every_colour_can_be_read_where_packgen_uses_it(paper, theme):
    names = {f"accent{n}": theme for n in range(1, 7)} | {"tx1": "000000", "tx2": theme, "bg1": "FFFFFF", "bg2": theme}
    looks = looks_on(Scheme(names), paper, (theme, theme), Theme(), (1.0, 1.0))
    named = {role: names.get(str(node.attributes["val"]), node.attributes["val"]) for role, node in looks.fills.items()}
    grounds = {WHITE: paper, SAND: named[SAND]}
    assert named[WHITE] == paper
    for role in (TEXT_NAME, INK, ACCENT, MUTED):
        for ground in grounds.values():
            assert contrast(str(named[role]), str(ground)) >= 4.0 if paper == "7F7F7F" else TEXT, (role, ground)


def test_the_largest_room_goes_around_what_stands_in_it():
    whole = Box(0, 0, 100, 100)
    assert largest_room(whole, ()) == whole
    assert largest_room(whole, (Box(0, 0, 100, 30),)) == Box(0, 30, 100, 70)
    assert largest_room(whole, (Box(60, 20, 10, 10),)) == Box(0, 30, 100, 70)
    assert largest_room(whole, (Box(-5, -5, 200, 200),)).w == 0
