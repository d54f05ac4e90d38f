"""Forms filled in in Word: read back as written, however a program has wrapped the fields; each misuse is told."""

import io
import zipfile
from collections.abc import Callable

import pytest
from form_files import (
    W,
    blank,
    changed,
    codes,
    fill_word,
    fillings,
    full,
    in_libreoffice,
    rewritten,
    run,
    said,
    words,
    write_controls,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from packgen.collecting import word_form
from packgen.collecting.filled import Filled
from packgen.problems import Outcome, values_of
from packgen.record_form import FormKind

DOCUMENT = "word/document.xml"
Root = etree._Element


def read(data: bytes) -> Outcome[Filled]:
    return word_form.read(data, "skjema.docx", words())


def filled(data: bytes) -> Filled:
    outcome = read(data)
    assert outcome.value is not None, outcome.problems
    return outcome.value


def edited(change: Callable[[Root], None], kind: FormKind = "one") -> bytes:
    return changed(blank(kind, "docx"), DOCUMENT, change)


def control(root: Root, key: str) -> Root:
    return next(tag.getparent().getparent() for tag in root.iter(f"{W}tag") if tag.get(f"{W}val") == key)


def cell(root: Root, key: str) -> Root:
    return next(control(root, key).iterancestors(f"{W}tc"))


def without_tags(root: Root) -> None:
    for tag in list(root.iter(f"{W}tag")):
        tag.getparent().remove(tag)


# ---------------------------------------------------------------- what is written is read


@pytest.mark.parametrize("kind", ["one", "two", "follow_up"])
@pytest.mark.parametrize("tags", [True, False])
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_what_is_written_is_read_back(kind: FormKind, data: st.DataObject, *, tags: bool):
    made = full(kind, "docx")
    empty = filled(made)
    written = data.draw(fillings(kind, empty.present))

    def write(root: Root) -> None:
        write_controls(root, {key: text for key, (text, _) in written.items()})
        if not tags:
            without_tags(root)

    found = filled(changed(made, DOCUMENT, write))
    assert said(found) == {**said(empty), **{key: meant for key, (_, meant) in written.items()}}
    assert (found.form, found.unit_name, found.present) == (empty.form, empty.unit_name, empty.present)


def test_a_form_says_whose_it_is_and_an_empty_one_holds_nothing_but_its_session():
    found = filled(blank("one", "docx", "nn"))
    assert (found.form.unit, found.form.round, found.form.kind) == ("lang", "2026", "one")
    assert found.unit_name.startswith("Interkommunalt kompetansesenter")
    assert said(found) == {"session": "1"}


@pytest.mark.office("soffice")
def test_libreoffice_drops_tags_and_loses_nothing():
    made = {kind: {"docx": full(kind, "docx")} for kind in ("one", "two")}
    plan = {"goal.1.staff": "Vi sier fra.\nVi spør: Hva nå?", "measure.2.text": "Øve sammen", "date": "28.04.2026"}
    before = {"one.docx": made["one"]["docx"], "two.docx": fill_word(made["two"]["docx"], plan)}
    after = in_libreoffice(before, "docx")
    for name, data in before.items():
        root = etree.fromstring(zipfile.ZipFile(io.BytesIO(after[name])).read(DOCUMENT))
        assert word_form.tags(root) == frozenset()
        there, here = filled(data), filled(after[name])
        assert said(here) == said(there)
        assert (here.form, here.unit_name, here.present) == (there.form, there.unit_name, there.present)


# ---------------------------------------------------------------- wrappings


def wrap(node: Root, tag: str, content: list[Root]) -> None:
    """Put a control with a tag in the place of a node, around it and what follows."""
    made = etree.Element(f"{W}sdt")
    etree.SubElement(etree.SubElement(made, f"{W}sdtPr"), f"{W}tag", {f"{W}val": tag})
    node.addprevious(made)
    etree.SubElement(made, f"{W}sdtContent").extend(content)


def unwrapped(root: Root, key: str, text: str) -> Root:
    """Write a text in a field without a control, and return its cell."""
    own, place = control(root, key), cell(root, key)
    own.addprevious(run(text))
    own.getparent().remove(own)
    return place


def around_cell(root: Root) -> None:
    place = unwrapped(root, "tally.3.improve", "4")
    wrap(place, "tally.3.improve", [place])


def around_paragraph(root: Root) -> None:
    place = unwrapped(root, "tally.3.improve", "4")
    paragraph = place.find(f"{W}p")
    wrap(paragraph, "tally.3.improve", [paragraph])


def around_row(root: Root) -> None:
    place = unwrapped(root, "tally.3.improve", "4")
    row = next(place.iterancestors(f"{W}tr"))
    wrap(row, "", [row])


def in_a_control(root: Root) -> None:
    write_controls(root, {"tally.3.improve": "4"})
    wrap(control(root, "tally.3.improve"), "tally.3.improve", [control(root, "tally.3.improve")])


def beside_the_control(root: Root) -> None:
    control(root, "tally.3.improve").addnext(run("4"))


def in_a_tracked_change(root: Root) -> None:
    write_controls(root, {"tally.3.improve": ""})
    content = control(root, "tally.3.improve").find(f"{W}sdtContent")
    deleted = etree.SubElement(content, f"{W}del")
    etree.SubElement(etree.SubElement(deleted, f"{W}r"), f"{W}delText").text = "9"
    etree.SubElement(content, f"{W}ins").append(run("4"))


def in_a_table_in_a_table(root: Root) -> None:
    write_controls(root, {"tally.3.improve": "4"})
    table = next(control(root, "tally.3.improve").iterancestors(f"{W}tbl"))
    outer = etree.Element(f"{W}tbl")
    table.addprevious(outer)
    place = etree.SubElement(etree.SubElement(outer, f"{W}tr"), f"{W}tc")
    place.append(table)
    etree.SubElement(place, f"{W}p")


def number_gone(root: Root) -> None:
    write_controls(root, {"tally.3.improve": "4"})
    own = control(root, "tally.3.improve")
    own.getparent().remove(own.getprevious())


def tag_gone(root: Root) -> None:
    write_controls(root, {"tally.3.improve": "4"})
    tag = control(root, "tally.3.improve").find(f"{W}sdtPr/{W}tag")
    tag.getparent().remove(tag)


def of_google(root: Root) -> None:
    write_controls(root, {"tally.3.improve": "4"})
    wrap(control(root, "tally.3.improve"), "goog_rdk_7", [control(root, "tally.3.improve")])


WRAPPINGS = (
    *(around_cell, around_paragraph, around_row, in_a_control, beside_the_control, in_a_tracked_change),
    *(in_a_table_in_a_table, number_gone, tag_gone, of_google),
)


@pytest.mark.parametrize("wrapping", WRAPPINGS, ids=lambda one: one.__name__)
def test_a_field_is_read_in_every_wrapping(wrapping: Callable[[Root], None]):
    found = filled(edited(wrapping))
    assert said(found) == {"session": "1", "tally.3.improve": "4"}
    assert found.present == filled(blank("one", "docx")).present


def test_paragraphs_and_line_breaks_part_what_is_several_and_not_what_is_one():
    def change(root: Root) -> None:
        write_controls(root, {"reasons.3.improve": "• Vi venter.\n\n- Det tar tid.", "own.1.commits": "Jeg\nspør"})
        last = cell(root, "reasons.3.improve").findall(f"{W}p")[-1]
        more = etree.Element(f"{W}p")
        more.append(run("Og mer"))
        last.addnext(more)

    found = said(filled(edited(change)))
    assert found["reasons.3.improve"] == "Vi venter.\nDet tar tid.\nOg mer"
    assert found["own.1.commits"] == "Jeg spør"


def test_what_words_strict_format_calls_otherwise_is_read():
    usual, strict = W.strip("{}").encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    data = fill_word(blank("one", "docx"), {"groups": "4"})
    assert said(filled(rewritten(data, DOCUMENT, lambda old: old.replace(usual, strict))))["groups"] == "4"


def test_an_id_that_a_line_break_or_a_soft_hyphen_parts_is_whole():
    def change(root: Root) -> None:
        for text in root.iter(f"{W}t"):
            if (text.text or "").startswith("provevik/"):
                text.text = text.text.replace("vik/", "vik\u00ad/")
                own = text.getparent()
                own.getparent().replace(own, run(text.text.replace("/lang", "/\nlang")))

    assert filled(edited(change)).form == filled(blank("one", "docx")).form


# ---------------------------------------------------------------- misuse


def test_control_characters_are_taken_away_and_told():
    outcome = read(fill_word(blank("one", "docx"), {"own.1.commits": "Jeg \u202espør\u200b"}))
    assert outcome.value is not None
    assert said(outcome.value)["own.1.commits"] == "Jeg spør"
    assert codes(outcome) == ["fields.cleaned"]


@pytest.mark.parametrize(
    ("key", "text", "code", "told"),
    [
        ("own.1.commits", "x" * 100_000, "collect.too_long", {"length": "100000", "longest": "1000"}),
        ("tally.3.improve", "fire", "collect.not_number", {"field": "23: Viktig å forbedre: 3. Autonomi"}),
        ("tally.3.improve", "3,5", "collect.not_number", {"value": "3,5", "lowest": "0", "highest": "99"}),
        ("session", "0", "collect.not_number", {"lowest": "1"}),
        ("date", "i morgen", "fields.not_day", {"value": "i morgen", "field": "1: Dato for møtet"}),
        ("date", "31.02.2026", "fields.not_day", {"value": "31.02.2026"}),
        ("chosen.1.way", "kanskje", "collect.not_option", {"allowed": "Ta vare på, Forbedre"}),
        ("chosen.1.factor", "Lønn", "collect.not_factor", {"value": "Lønn"}),
        ("chosen.1.factor", "3 eller 5", "collect.not_factor", {"value": "3 eller 5"}),
        ("chosen.1.factor", "3. Mestringstro", "collect.factor_clash", {"value": "3. Mestringstro"}),
    ],
)
def test_a_wrong_value_is_told_with_its_field(key: str, text: str, code: str, told: dict[str, str]):
    outcome = read(fill_word(blank("one", "docx"), {key: text}))
    assert outcome.value is None
    assert codes(outcome) == [code]
    assert told.items() <= values_of(outcome.problems[0]).items()


def test_all_wrong_values_are_told_at_once():
    outcome = read(fill_word(blank("one", "docx"), {"date": "snart", "groups": "noen", "chosen.1.factor": "11"}))
    assert codes(outcome) == ["fields.not_day", "collect.not_number", "collect.not_factor"]


def replaced(old: bytes, new: bytes) -> bytes:
    return rewritten(blank("one", "docx"), DOCUMENT, lambda data: data.replace(old, new))


def test_a_form_id_with_wrong_digits_is_refused():
    outcome = read(replaced(b"lang/M1/54", b"lang/M1/55"))
    assert codes(outcome) == ["collect.id_check"]
    assert values_of(outcome.problems[0])["id"] == "provevik/2026/lang/M1/55"


def test_a_form_without_its_id_is_refused():
    assert codes(read(replaced(b"provevik/2026/lang/M1/54", b""))) == ["collect.no_id"]


def test_two_forms_in_one_file_are_refused():
    other = str(filled(blank("two", "docx")).form)
    assert codes(read(fill_word(blank("one", "docx"), {"reasons.0.content": other}))) == ["collect.two_ids"]


def test_an_unknown_field_is_told():
    assert read(replaced(b'"tally.3.improve"', b'"tally.11.improve"')).ok  # its number is still before it

    def change(root: Root) -> None:
        without_tags(root)
        next(t for t in root.iter(f"{W}t") if (t.text or "").startswith("23:")).text = "99: "

    outcome = read(edited(change))
    assert codes(outcome) == ["collect.unknown_field", "collect.missing"]
    assert values_of(outcome.problems[0])["field"] == "99"


def test_a_field_that_somebody_deleted_is_told():
    def change(root: Root) -> None:
        for key in ("groups", "tally.3.improve", "chosen.2.way"):
            place = cell(root, key)
            place.getparent().remove(place)

    outcome = read(edited(change))
    assert codes(outcome) == ["collect.missing"]
    told = values_of(outcome.problems[0])
    assert told["count"] == "3"
    assert told["fields"].startswith("«3: Antall grupper», «23: Viktig å forbedre: 3. Autonomi», «64: ")


def test_a_row_that_was_copied_is_told_where_the_two_differ():
    def change(root: Root) -> None:
        write_controls(root, {"tally.3.improve": "4"})
        row = next(control(root, "tally.3.improve").iterancestors(f"{W}tr"))
        row.addnext(etree.fromstring(etree.tostring(row).replace(b">4<", b">5<")))

    outcome = read(edited(change))
    assert codes(outcome) == ["collect.twice"]
    assert {"one": "4", "other": "5"}.items() <= values_of(outcome.problems[0]).items()


def with_part(name: str, content: bytes) -> bytes:
    return rewritten(blank("one", "docx"), name, lambda _: content)


def relations(target: str) -> Callable[[bytes], bytes]:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    link = f'<Relationship Id="x" Type="{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    return lambda old: old.replace(b"</Relationships>", link.encode())


def renamed_zip() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("bilder/sommer.jpg", b"jpg")
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK" + bytes(50_000_001), "archive.too_big"),
        (with_part("word/vbaProject.bin", b"x"), "archive.macro"),
        (
            rewritten(blank("one", "docx"), "word/_rels/document.xml.rels", relations("file://server/x.dotm")),
            "archive.link_out",
        ),
        (renamed_zip(), "archive.not_office"),
        (b"Dette er en tekst", "archive.not_office"),
        (replaced(b"<w:document", b'<!DOCTYPE x [<!ENTITY y "z">]><w:document'), "archive.doctype"),
        (blank("one", "docx")[:-200], "archive.broken"),
        (with_part(DOCUMENT, b"<w:document"), "collect.broken"),
        (blank("one", "xlsx"), "collect.broken"),
    ],
    ids=["huge", "macro", "link out", "renamed zip", "text", "doctype", "cut off", "no xml", "excel"],
)
def test_a_file_that_is_no_safe_form_is_refused(data: bytes, code: str):
    outcome = read(data)
    assert outcome.value is None
    assert codes(outcome) == [code]


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, 10**6), new=st.binary(min_size=1, max_size=8))
def test_a_damaged_form_gives_problems_and_never_a_traceback(at: int, new: bytes):
    whole = blank("one", "docx")
    at %= len(whole)
    outcome = read(whole[:at] + new + whole[at + len(new) :])
    assert outcome.value is not None or codes(outcome)


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_a_form_with_parts_moved_or_gone_gives_problems_and_never_a_traceback(data: st.DataObject):
    def change(root: Root) -> None:
        nodes = [node for node in root.iter() if node.getparent() is not None and node.getparent() is not root]
        for _ in range(3):
            one, other = data.draw(st.sampled_from(nodes)), data.draw(st.sampled_from(nodes))
            if one not in other.iterancestors() and one is not other:
                other.append(one)

    outcome = read(edited(change))
    assert outcome.value is not None or codes(outcome)
