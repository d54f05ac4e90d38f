"""Facts about native charts: their order, their data, their marks."""

import zipfile
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from lxml import etree

from packgen.blocks import Chart, Series
from packgen.render import package
from packgen.render.chart import Frame, chart_part, class_tints, digit_places, shown
from packgen.theme import Theme

NS = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
MEANS = Chart(
    kind="dots",
    title="Gjennomsnitt",
    categories=("1. Indre motivasjon", "2. Mestringstro"),
    series=(
        Series("Enheten", (Decimal("4.2"), Decimal("4.9")), band=Decimal("0.3")),
        Series("Kommunen", (Decimal("4.2"), None), mark="diamond"),
        Series("Landet", (Decimal("4.3"), Decimal("4.4")), mark="bar"),
    ),
    alt="…",
    height_mm=30,
)
CLASSES = ("Svært uenig", "Delvis uenig", "Verken eller", "Delvis enig", "Svært enig")
SHARES = Chart(
    kind="shares",
    title="Svarfordeling",
    categories=("",),
    series=tuple(Series(name, (Decimal(v),)) for name, v in zip(CLASSES, ("1", "7", "17", "46", "29"), strict=True)),
    alt="…",
    height_mm=24,
    number_format="0",
)
TREND = Chart(
    kind="line",
    title="Utvikling",
    categories=("2022", "2024", "2026"),
    series=(
        Series("Enheten", (Decimal("3.8"), Decimal("4.1"), Decimal("4.2"))),
        Series("Kommunen", (Decimal("3.9"), None, Decimal("4.0")), mark="diamond"),
    ),
    alt="…",
    height_mm=45,
)


def parts(chart: Chart, **frame) -> tuple[etree._Element, bytes]:
    xml, workbook = chart_part(chart, Theme(), "nb", embedded="rId1", frame=Frame(**frame))
    return etree.fromstring(xml), package.to_bytes(workbook)


def facts(root: etree._Element, path: str) -> list[str]:
    return [str(value) for value in root.xpath(path, namespaces=NS)]


def cached(root: etree._Element) -> dict[str, list[Decimal | str | None]]:
    """What the chart holds of each range of its workbook."""
    held = {}
    for reference in root.xpath("//c:numRef | //c:strRef", namespaces=NS):
        count = int(reference.xpath("string(*/c:ptCount/@val)", namespaces=NS))
        values: list[Decimal | str | None] = [None] * count
        for point in reference.iterfind(".//c:pt", NS):
            text = point.findtext("c:v", namespaces=NS) or ""
            number = reference.tag.endswith("numRef")
            values[int(point.get("idx") or 0)] = Decimal(text) if number else text
        held[reference.findtext("c:f", namespaces=NS)] = values
    return held


def in_workbook(workbook: bytes, reference: str) -> list[Decimal | str | None]:
    book = openpyxl.load_workbook(BytesIO(workbook), data_only=True)
    sheet, _, cells = reference.replace("$", "").partition("!")
    found = book[sheet][cells]
    rows = found if isinstance(found, tuple) else ((found,),)
    return [Decimal(str(cell.value)) if isinstance(cell.value, int | float) else cell.value for (cell,) in rows]


@pytest.mark.parametrize("chart", [MEANS, SHARES, TREND], ids=lambda chart: chart.kind)
def test_cache_holds_what_the_workbook_holds(chart):
    root, workbook = parts(chart)
    held = cached(root)
    assert held
    for reference, values in held.items():
        assert values == in_workbook(workbook, reference), reference


def test_workbook_begins_at_a1_with_categories_beside_their_values():
    _, workbook = parts(SHARES)
    sheet = openpyxl.load_workbook(BytesIO(workbook)).active
    assert [cell.value for cell in sheet[1]] == [None, *CLASSES]
    assert [cell.value for cell in sheet[2]][1:] == [1, 7, 17, 46, 29]


def test_edited_value_moves_what_is_drawn_from_it():
    _, workbook = parts(MEANS)
    sheet = openpyxl.load_workbook(BytesIO(workbook)).active
    band = next(column for column in sheet.iter_cols() if column[0].value == "± Enheten")
    assert [cell.value for cell in band[1:6]] == [
        "=MAX(1,C2-0.3)",
        "=MIN(5,C2+0.3)",
        None,
        "=MAX(1,C3-0.3)",
        "=MIN(5,C3+0.3)",
    ]


def test_band_is_cut_at_the_end_of_the_scale():
    root, _ = parts(MEANS)
    (band,) = root.xpath("//c:ser[c:tx//c:v='± Enheten']", namespaces=NS)
    assert facts(band, "c:xVal//c:v/text()") == ["3.9", "4.5", "4.6", "5"]


def test_band_is_drawn_before_every_mark():
    root, _ = parts(MEANS)
    order = {
        ser.xpath("string(c:tx//c:v)", namespaces=NS): int(ser.find("c:order", NS).get("val"))
        for ser in root.iter(f"{{{NS['c']}}}ser")
    }
    assert order["± Enheten"] < min(order["Enheten"], order["Kommunen"], order["Landet"])


def test_text_in_the_workbook_stays_text():
    _, workbook = parts(Chart("line", "", ("=1+1",), (Series("@SUM(A1)", (Decimal("4.0"),)),), "", 40))
    sheet = openpyxl.load_workbook(BytesIO(workbook)).active
    assert (sheet["A2"].value, sheet["B1"].value) == ("=1+1", "@SUM(A1)")
    with zipfile.ZipFile(BytesIO(workbook)) as archive:
        assert etree.fromstring(archive.read("xl/worksheets/sheet1.xml")).find(".//{*}f") is None


def test_scale_of_means_runs_from_1_to_5_with_a_line_at_each_digit():
    for chart, axis in ((MEANS, "1001"), (TREND, "1002")):
        root, _ = parts(chart)
        (scale,) = root.xpath(f"//c:valAx[c:axId/@val='{axis}']", namespaces=NS)
        assert facts(scale, "c:scaling/c:min/@val | c:scaling/c:max/@val | c:majorUnit/@val") == ["5", "1", "1"]


def test_rows_of_a_bare_chart_share_its_whole_height():
    bare = Chart(**{f: getattr(MEANS, f) for f in MEANS.__dataclass_fields__} | {"bare": True})
    root, _ = parts(bare, width_mm=70, digits="none")
    assert facts(root, "//c:layoutTarget/@val") == ["inner"]
    assert facts(root, "//c:manualLayout/c:y/@val | //c:manualLayout/c:h/@val") == ["0", "1"]
    assert facts(root, "//c:valAx[c:axId/@val='1002']/c:scaling/*/@val") == ["minMax", "2", "0"]
    assert not facts(root, "//a:t/text()"), "a table beside it says the words"


def test_grid_lines_stand_where_the_digits_of_a_table_head_are_set():
    bare = Chart(**{f: getattr(MEANS, f) for f in MEANS.__dataclass_fields__} | {"bare": True})
    root, _ = parts(bare, width_mm=70, digits="none")
    (x,), (w,) = facts(root, "//c:manualLayout/c:x/@val"), facts(root, "//c:manualLayout/c:w/@val")
    places = digit_places(70)
    assert float(x) * 70 == pytest.approx(places[0], abs=0.01)
    assert (float(x) + float(w)) * 70 == pytest.approx(places[-1], abs=0.01)


def test_marks_differ_in_shape():
    root, _ = parts(MEANS)
    symbols = {
        name: set(facts(root, f"//c:ser[c:tx//c:v='{name}']/c:marker/c:symbol/@val"))
        for name in ("Enheten", "Kommunen", "Landet")
    }
    assert symbols == {"Enheten": {"circle"}, "Kommunen": {"diamond"}, "Landet": {"none"}}
    strokes = facts(root, "//c:ser[c:tx//c:v='Landet']/c:spPr/a:ln[a:solidFill]/@w")
    assert strokes, "the upright bar is drawn as a stroke"


def test_chart_with_several_marks_a_row_names_them():
    root, _ = parts(MEANS)
    assert {"Enheten", "Kommunen", "Landet"} <= set(facts(root, "//a:t/text()"))


def test_rows_of_one_value_print_it_with_a_decimal_comma():
    chart = Chart(
        "dots",
        "",
        ("Enheten", "Kommunen"),
        (
            Series("Enheten", (Decimal("4.0"), None)),
            Series("Kommunen", (None, Decimal("4.9")), labels=("", "4,9 eller høyere")),
        ),
        "",
        30,
    )
    root, _ = parts(chart)
    assert {"4,0", "4,9 eller høyere"} <= set(facts(root, "//a:t/text()"))


def test_every_share_is_printed_black_on_light_and_white_on_dark():
    root, _ = parts(SHARES)
    for index, ink in enumerate(["000000", "000000", "000000", "FFFFFF", "FFFFFF"]):
        label = root.xpath(f"//c:ser[c:idx/@val='{index}']/c:dLbls/c:dLbl", namespaces=NS)
        assert len(label) == 1
        if index:  # the first is too narrow for its label, which stands above the bar
            assert facts(label[0], ".//a:defRPr//a:srgbClr/@val") == [ink]


def test_label_that_finds_no_room_stands_above_its_segment():
    root, _ = parts(SHARES, width_mm=100)
    lifted = facts(root, "//c:ser[c:dLbls/c:dLbl/c:layout]/c:idx/@val")
    assert lifted == ["0"]


def test_three_classes_take_the_ends_and_the_middle_of_the_ramp():
    assert class_tints(3) == (0, 2, 4)
    assert class_tints(5) == (0, 1, 2, 3, 4)


def test_own_label_is_printed_instead_of_the_value():
    series = (
        Series("Uenig", (Decimal(10),), labels=("under 10 %",)),
        Series("Enig", (Decimal(90),), labels=("over 90 %",)),
    )
    root, _ = parts(Chart("shares", "", ("",), series, "", 24, number_format="0"))
    assert facts(root, "//c:dLbl//a:t/text()") == ["under 10 %", "over 90 %"]


def test_no_negative_value_is_inverted():
    root, _ = parts(SHARES)
    assert facts(root, "//c:barChart/c:ser/c:invertIfNegative/@val") == ["0"] * 5


def test_language_and_font_stand_on_all_text():
    for chart in (MEANS, SHARES, TREND):
        root, _ = parts(chart)
        assert facts(root, "/c:chartSpace/c:lang/@val") == ["nb-NO"]
        assert not root.xpath("//a:defRPr[not(@lang='nb-NO')] | //a:rPr[not(@lang='nb-NO')]", namespaces=NS)
        assert set(facts(root, "//a:latin/@typeface")) == {"Calibri"}


def test_decimal_comma_does_not_hang_on_the_readers_machine():
    nn, _ = chart_part(TREND, Theme(), "nn", embedded="rId1")
    assert set(facts(etree.fromstring(nn), "//c:dLbl/c:numFmt/@formatCode")) == {"[$-814]0.0"}


def test_value_is_rounded_half_up():
    assert (shown(Decimal("4.25"), "0.0"), shown(Decimal("0.5"), "0"), shown(Decimal(45), "0")) == ("4,3", "1", "45")


def test_same_chart_gives_the_same_bytes():
    assert chart_part(MEANS, Theme(), "nb", embedded="rId1") == chart_part(MEANS, Theme(), "nb", embedded="rId1")
