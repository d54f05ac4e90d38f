"""The section ``limits:`` of the settings: every key at a door, lower and higher, and what is told of a wrong value."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import form_files
import invented
import own_decks
import pytest
import small_municipality
from office import opened, with_parts
from openpyxl import Workbook
from PIL import Image
from test_render_sheets_fonts import font

from packgen import (
    archive,
    collect,
    drawings,
    logos,
    messages,
    pipeline,
    records_file,
    resources,
    settings,
    unit_records,
    yaml_source,
)
from packgen import units as unit_lists
from packgen.allowed import DEFAULTS, HIGHEST, MOST, USUAL, Allowed
from packgen.blocks import Logo
from packgen.content import overrides
from packgen.content.texts import load as load_texts
from packgen.exchange import read_back
from packgen.model import Brand, Municipality, Round, Unit, UnitTree
from packgen.privacy import release_from
from packgen.problems import Outcome, Place, Problem, values_of
from packgen.render.sheets import fonts
from packgen.render.slides import own_template as slide_template
from packgen.render.word import own_template as word_template
from packgen.results import delimited, sources, workbook
from packgen.theme import Theme
from packgen.yaml_source import Limits

MB = 1_000_000


def saved(rows: int, columns: int = 1) -> bytes:
    book = Workbook()
    for row in range(1, rows + 1):
        for column in range(1, columns + 1):
            book.active.cell(row, column, "Namn" if row == 1 else f"Eining {row}-{column}")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def heavier(data: bytes, megabytes: int) -> bytes:
    """Return a package with a part more that nothing makes smaller."""
    noise = bytes(n * n * 7919 >> 7 & 255 for n in range(4096)) * (megabytes * MB // 4096 + 1)
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_STORED) as package:
        package.writestr("docProps/more.bin", noise)
    return out.getvalue()


def codes(found: Outcome | tuple[Problem, ...]) -> list[str]:
    return [problem.code for problem in (found if isinstance(found, tuple) else found.problems)]


def place(folder: Path, allowed: Allowed = USUAL, **more: object) -> Municipality:
    return Municipality(str(folder), "x", "Prøvevik", "nb", allowed=allowed, **more)


# ---------------------------------------------------------------- the settings


def loaded(folder: Path, limits: str) -> Outcome[Municipality]:
    return settings.load(small_municipality.write(folder, settings=f"{small_municipality.SETTINGS}limits: {limits}\n"))


def test_without_the_section_all_is_as_usual(tmp_path):
    assert settings.load(small_municipality.write(tmp_path)).value.allowed == USUAL
    assert loaded(tmp_path, "{cells: 1000, font_mb: 3}").value.allowed == replace(USUAL, cells=1000, font_mb=3)


@pytest.mark.parametrize("name", DEFAULTS)
def test_a_limit_may_be_lower_and_higher_up_to_its_ceiling(tmp_path, name):
    for value in (1, DEFAULTS[name], HIGHEST[name]):
        assert getattr(loaded(tmp_path, f"{{{name}: {value}}}").value.allowed, name) == value


@pytest.mark.parametrize("name", DEFAULTS)
def test_above_the_ceiling_the_usual_holds_and_the_ceiling_is_told(tmp_path, name):
    outcome = loaded(tmp_path, f"{{{name}: {HIGHEST[name] + 1}}}")
    assert outcome.value.allowed == USUAL
    (problem,) = outcome.problems
    told = messages.load(resources.CONTENT, "nb").tell(problem)
    assert f"limits.{name}" in told.message
    assert str(HIGHEST[name]) in told.message


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "mye", "[1]"])
def test_what_is_no_whole_number_is_refused(tmp_path, value):
    assert loaded(tmp_path, f"{{cells: {value}}}").problems


def test_the_settings_themselves_are_held_to_the_usual_and_name_no_setting(tmp_path):
    outcome = loaded(tmp_path, "{text_mb: 8} #" + "x" * 3 * MB)
    assert codes(outcome) == ["settings.too_much"]
    (tmp_path / "municipality.yaml").unlink()
    (tmp_path / "innstillinger.xlsx").write_bytes(heavier(saved(2), 65))
    assert codes(settings.load(tmp_path)) == ["settings.too_much"]


def test_with_the_defaults_every_reader_is_held_to_what_it_was_made_for():
    assert archive.Limits.of(USUAL) == archive.Limits()
    assert Limits.of(USUAL) == Limits()
    assert Limits.of_units(USUAL, 10) == Limits(20_000_000, nodes=500_000, setting="limits.units")


# ---------------------------------------------------------------- doors


def test_file_mb_holds_for_office_files_of_all_kinds(tmp_path):
    data = heavier(saved(2), 2)
    small, large = replace(USUAL, file_mb=1), replace(USUAL, file_mb=3)
    (tmp_path / "u.xlsx").write_bytes(data)
    for allowed, told in ((small, ["archive.too_big"]), (large, [])):
        assert codes(unit_lists.load(place(tmp_path, allowed, units_file="u.xlsx"))) == told
        assert codes(read_back.read(data, "t.xlsx", read_back.Heads({}, frozenset()), allowed))[:1] == (
            told or ["exchange.no_mark"]
        )
        assert codes(sources.read((tmp_path / "u.xlsx",), allowed)) == (["results.file_too_big"] if told else [])


def test_file_mb_holds_for_templates():
    word = heavier((resources.TEMPLATES / "word.docx").read_bytes(), 2)
    slides = heavier(own_decks.light(), 2)
    ours = (resources.TEMPLATES / "slides.pptx").read_bytes()
    plain = (resources.TEMPLATES / "word.docx").read_bytes()
    for allowed, told in ((replace(USUAL, file_mb=1), True), (USUAL, False)):
        assert ("archive.too_big" in codes(word_template.adopt(word, plain, {}, "m", Theme(), allowed=allowed))) == told
        assert ("archive.too_big" in codes(slide_template.adopt(slides, ours, {}, "m", Theme(), allowed))) == told


def test_file_mb_holds_for_forms_that_come_back():
    data = heavier(form_files.blank("one", "docx"), 2)
    words = form_files.words()
    assert codes(collect.recognise.kind(data, "a.docx", words, replace(USUAL, file_mb=1))) == ["archive.too_big"]
    assert collect.recognise.kind(data, "a.docx", words, USUAL).value == "word_form"


def test_unpacked_mb_holds_for_what_a_file_becomes():
    data = heavier(saved(2), 2)
    assert "archive.too_big_unpacked" in codes(workbook.read(data, "a.xlsx", replace(USUAL, unpacked_mb=2)))
    assert codes(workbook.read(data, "a.xlsx", replace(USUAL, unpacked_mb=3))) == []
    (problem,) = archive.check(heavier(saved(2), 70), "a", replace(archive.Limits.of(USUAL), size=100 * MB))
    assert (problem.code, values_of(problem)["limit_mb"]) == ("archive.part_too_big", "64")
    wider = archive.Limits.of(replace(USUAL, unpacked_mb=400, file_mb=100))
    assert archive.check(heavier(saved(2), 70), "a", wider) == ()


def test_cells_hold_for_workbooks_and_text_files():
    less = replace(USUAL, cells=100)
    assert codes(workbook.read(saved(60, 2), "a.xlsx", less)) == ["archive.too_many_cells"]
    assert codes(workbook.read(saved(60, 2), "a.xlsx", replace(USUAL, cells=1000))) == []
    rows = b"a;b\n" * 26
    assert codes(delimited.read(rows, "a.csv", less)) == ["results.csv_too_long"]
    assert codes(delimited.read(rows, "a.csv", replace(USUAL, cells=104))) == []
    long = b"x" * 6 * MB
    assert codes(delimited.read(long, "a.csv")) == ["results.csv_too_big"]
    assert codes(delimited.read(long, "a.csv", MOST)) == ["results.csv_broken"]  # a field of six million letters


@pytest.mark.parametrize("ending", ["yaml", "xlsx"])
def test_units_hold_for_lists_of_both_kinds(tmp_path, ending):
    lines = "".join(f"  - {{name: Eining {n}}}\n" for n in range(4))
    data = saved(5) if ending == "xlsx" else f"schema: 1\nunits:\n{lines}".encode()
    (tmp_path / f"u.{ending}").write_bytes(data)
    listed = place(tmp_path, replace(USUAL, units=3), units_file=f"u.{ending}")
    assert codes(unit_lists.load(listed)) == ["fields.too_many"]
    assert len(unit_lists.load(replace(listed, allowed=replace(USUAL, units=4))).value.units) == 4


def test_more_units_may_have_longer_files():
    text = "schema: 1\nround: '2026'\nsnapshots:\n- limit: 5\n  units: {} #" + "x" * 21 * MB
    assert codes(release_from(text.encode(), "r.yaml")) == ["yaml.too_big"]
    assert codes(release_from(text.encode(), "r.yaml", replace(USUAL, units=60_000))) == []


def test_levels_hold_for_lists_and_for_results(tmp_path):
    lines = "".join(f"  - {{id: u{n}, name: U{n}{f', parent: u{n - 1}' if n else ''}}}\n" for n in range(5))
    (tmp_path / "u.yaml").write_text(f"schema: 1\nunits:\n{lines}", "utf-8")
    listed = place(tmp_path, replace(USUAL, levels=4), units_file="u.yaml")
    assert codes(unit_lists.load(listed)) == ["units.too_deep"]
    assert unit_lists.load(replace(listed, allowed=replace(USUAL, levels=5))).value is not None
    rows = tuple(f"u{n};U{n};{f'u{n - 1}' if n else ''};;;30;20;{small_municipality.MEANS}" for n in range(5))
    for levels, told in ((2, True), (20, False)):
        written = f"{small_municipality.SETTINGS}limits: {{levels: {levels}}}\n"
        folder = small_municipality.write(tmp_path / "k", settings=written, rows=rows)
        found = pipeline.gather(pipeline.Request(folder), invented.words())
        assert ("results.too_deep" in codes(found)) == told


def test_text_mb_holds_for_records_and_own_texts(tmp_path):
    record = b"schema: 1\nunit: skolen\nround: '2026'\n#" + b"x" * MB
    assert codes(records_file.read(record, "records/skolen/2026.yaml", replace(USUAL, text_mb=1))) == ["yaml.too_big"]
    assert codes(records_file.read(record, "records/skolen/2026.yaml")) == []
    path = tmp_path / "records" / "skolen" / "2026.yaml"
    path.parent.mkdir(parents=True)
    path.write_bytes(record)
    own = place(tmp_path, replace(USUAL, text_mb=1), rounds=(Round("2026", "2026", "2026"),))
    _, problems = unit_records.read(own, UnitTree((Unit("skolen", "Skolen"),)))
    assert codes(problems) == ["yaml.too_big"]
    base = load_texts(resources.CONTENT, "nb").value
    (tmp_path / "texts" / "nb").mkdir(parents=True)
    (tmp_path / "texts" / "nb" / "handbook.yaml").write_bytes(b"#" + b"x" * (MB * 3 // 2))
    assert codes(overrides.texts_layer(tmp_path, "nb", base)) == ["yaml.too_big"]
    assert codes(overrides.texts_layer(tmp_path, "nb", base, allowed=replace(USUAL, text_mb=4))) == []


def logo(folder: Path, allowed: Allowed) -> Outcome[Logo | None]:
    return logos.read(place(folder, allowed, brand=Brand(logo="logo.png", logo_alt="Våpen")))


def test_pictures_are_held_to_their_size_and_their_pixels(tmp_path):
    picture = Image.effect_noise((1200, 1200), 90)
    picture.save(tmp_path / "logo.png")
    assert MB < (tmp_path / "logo.png").stat().st_size < 5 * MB
    assert codes(logo(tmp_path, replace(USUAL, picture_mb=1))) == ["brand.logo_too_big"]
    assert codes(logo(tmp_path, replace(USUAL, picture_pixels=1199))) == ["brand.logo_too_wide"]
    assert codes(logo(tmp_path, replace(USUAL, picture_pixels=1200))) == []


def test_drawings_have_parts_by_the_megabyte():
    parts = "<rect width='1' height='1'/>" * 4_100
    data = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>{parts}</svg>".encode()
    assert codes(drawings.safe(data, Place(), replace(USUAL, picture_mb=1))) == ["brand.logo_heavy"]
    assert codes(drawings.safe(data, Place(), replace(USUAL, picture_mb=2))) == []


def test_pictures_of_a_slide_template_are_held_to_it_too():
    ours = (resources.TEMPLATES / "slides.pptx").read_bytes()
    noise = io.BytesIO()
    Image.effect_noise((1200, 1200), 90).save(noise, "PNG")
    picture = opened(own_decks.light()).leads(own_decks.MASTER, "image")[0].target
    data = with_parts(own_decks.light(), {picture: noise.getvalue()})
    for megabytes, told in ((1, ["templates.slides_media_too_big"]), (2, [])):
        found = codes(slide_template.adopt(data, ours, {}, "m", Theme(), replace(USUAL, picture_mb=megabytes)))
        assert [code for code in found if "media" in code] == told


def test_fonts_are_held_to_their_size_and_number(tmp_path):
    for style, weight in (("Regular", 400), ("Bold", 700)):
        font(tmp_path, style=style, weight=weight)
    assert codes(fonts.own(tmp_path, replace(USUAL, font_files=1))) == ["print.too_many_fonts"]
    assert codes(fonts.own(tmp_path, replace(USUAL, font_files=2))) == []
    (tmp_path / "Egen-Regular.ttf").write_bytes((tmp_path / "Egen-Regular.ttf").read_bytes() + bytes(MB))
    assert codes(fonts.own(tmp_path, replace(USUAL, font_mb=1))) == ["print.font_too_big"]
    assert "print.font_too_big" not in codes(fonts.own(tmp_path, replace(USUAL, font_mb=2)))


# ---------------------------------------------------------------- what is told

SAID = {
    "file_mb": ("archive.too_big", "results.file_too_big", "templates.too_large"),
    "unpacked_mb": (
        *("archive.too_big_unpacked", "archive.part_too_big", "archive.too_many_parts", "archive.too_much_inside"),
    ),
    "cells": ("archive.too_many_cells", "archive.area", "results.csv_too_big", "results.csv_too_long"),
    "units": ("fields.too_many",),
    "levels": ("units.too_deep", "results.too_deep"),
    "picture_mb": ("brand.logo_too_big", "brand.logo_heavy", "templates.slides_media_too_big"),
    "picture_pixels": ("brand.logo_too_wide",),
    "font_mb": ("print.font_too_big",),
    "font_files": ("print.too_many_fonts",),
}


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_what_is_refused_names_the_setting_that_lets_more_in(language):
    for name, told in SAID.items():
        for area, code in (one.split(".") for one in told):
            file = resources.CONTENT / language / "messages" / f"{area}.yaml"
            words = yaml_source.load(file.read_bytes(), str(file)).value.value[code]
            assert f"limits.{name}" in words["hint"], (area, code)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_file_of_values_names_the_setting_that_is_its_own(language):
    for limits in (Limits(size=2), Limits(nodes=2)):
        for one in (limits, replace(limits, setting="limits.units")):
            (problem,) = yaml_source.load(b"{a: [b, c]}", "f.yaml", one).problems
            assert one.setting in messages.load(resources.CONTENT, language).tell(problem).hint
