"""Draws Heimvik's logo, and makes its templates for Word and PowerPoint, as a municipality has them from its designer.

The templates have styles and layouts of their own names, which municipality.yaml says the parts of.
"""

from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from lxml import etree
from PIL import Image, ImageDraw
from pptx import Presentation
from pptx.presentation import Presentation as Deck
from pptx.slide import SlideLayout, SlideMaster
from pptx.util import Emu

from packgen.render import package

GREEN, RUST, MIST, WHITE, TEXT = "1F4D3D", "A3430F", "E9F1EC", "FFFFFF", "1E1E1E"
FONT = "Calibri"
LOGO_SAYS = "Logoen til Heimvik kommune"
_SIDE, _FINE = 640, 4
_THEME = {
    "1F497D": GREEN,
    "EEECE1": MIST,
    "4F81BD": GREEN,
    "C0504D": RUST,
    "9BBB59": "5E7F4B",
    "8064A2": "6B4E71",
    "4BACC6": "2E6F8E",
    "F79646": "8A6A1F",
    'latin typeface="Calibri"': f'latin typeface="{FONT}"',
    'latin typeface="Cambria"': f'latin typeface="{FONT}"',
    'name="Office': 'name="Heimvik',
}


# ---------------------------------------------------------------- the logo


def logo(house: str, water: str) -> bytes:
    """Return a house by the water as a PNG with nothing behind it."""
    side = _SIDE * _FINE
    large = Image.new("RGBA", (side, side), (*_rgb(water), 0))
    draw = ImageDraw.Draw(large)
    unit = side / 32
    roof = [(3, 15), (16, 3), (29, 15), (26.6, 17.4), (16, 7.6), (5.4, 17.4)]
    draw.polygon([(x * unit, y * unit) for x, y in roof], fill=(*_rgb(house), 255))
    for box in ((7, 17.4, 10.4, 23.4), (21.6, 17.4, 25, 23.4)):
        draw.rectangle([place * unit for place in box], fill=(*_rgb(house), 255))
    for y in (24.6, 28):
        for x in (3, 11.7, 20.4):
            arc = [(x - 0.3) * unit, (y - 3.4) * unit, (x + 8.9) * unit, (y + 2) * unit]
            draw.arc(arc, 25, 155, fill=(*_rgb(water), 255), width=round(1.5 * unit))
    found = BytesIO()
    large.resize((_SIDE, _SIDE), Image.Resampling.LANCZOS).save(found, "PNG")
    return found.getvalue()


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour)
    return red, green, blue


# ---------------------------------------------------------------- Word


def word() -> bytes:
    """Return the template for Word: a cover, a header with the logo, styles with names of its own."""
    made = docx.Document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(23), Mm(21)
    section.top_margin, section.bottom_margin = Mm(26), Mm(17)
    section.header_distance, section.footer_distance = Mm(9), Mm(8)
    _word_styles(made, Length(section.page_width - section.left_margin - section.right_margin))
    _cover(made)
    _edges(made.add_section(WD_SECTION.NEW_PAGE))
    made.add_paragraph("Her byrjar teksten. Skriv med stilane som heiter HK.", style="HK Brødtekst")
    return _finished(made)


def _word_styles(made: Document, room: Length) -> None:
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(11)
    for name in ("List Bullet", "List Number"):
        made.styles[name].paragraph_format.line_spacing = 1.0
        made.styles[name].paragraph_format.space_after = Pt(2)
    looks = {
        "HK Kapittel": (24, GREEN, True, 0, 8, 0),
        "HK Mellomtittel": (15, GREEN, True, 12, 3, 1),
        "HK Deltittel": (13, RUST, True, 9, 2, 2),
        "HK Brødtekst": (11, TEXT, False, 0, 6, None),
        "HK Ingress": (13, GREEN, False, 0, 10, None),
        "HK Framside": (38, GREEN, True, 6, 10, None),
        "HK Framsidelinje": (17, TEXT, False, 0, 4, None),
        "HK Kant": (9.5, GREEN, False, 0, 0, None),
    }
    for name, (size, colour, bold, before, after, level) in looks.items():
        style = made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.font.size, style.font.bold, style.font.color.rgb = Pt(size), bold, RGBColor.from_string(colour)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.0 if level is not None else 1.08
        if level is not None:
            style.paragraph_format.keep_with_next = True
            _line(style, "outlineLvl", val=str(level))
    _ruled(made.styles["HK Kapittel"], "bottom", RUST)
    _ruled(made.styles["HK Framside"], "top", RUST)
    made.styles["HK Kant"].paragraph_format.tab_stops.add_tab_stop(room, alignment=WD_TAB_ALIGNMENT.RIGHT)
    made.styles.element.append(etree.fromstring(_TABLE))


_TABLE = """<w:style xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:type="table"
 w:customStyle="1" w:styleId="HKTabell"><w:name w:val="HK Tabell"/><w:basedOn w:val="TableNormal"/>
<w:tblPr><w:tblBorders><w:top w:val="single" w:sz="12" w:space="0" w:color="1F4D3D"/>
<w:bottom w:val="single" w:sz="12" w:space="0" w:color="1F4D3D"/>
<w:insideH w:val="single" w:sz="4" w:space="0" w:color="B9CBC1"/></w:tblBorders></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="E9F1EC"/></w:tcPr></w:tblStylePr>
</w:style>"""


def _line(style: ParagraphStyle, tag: str, **what: str) -> None:
    """Give a style's paragraphs a property that python-docx has no word for; these come last in the schema."""
    made = OxmlElement(f"w:{tag}")
    for key, value in what.items():
        made.set(qn(f"w:{key}"), value)
    style.element.get_or_add_pPr().append(made)


def _ruled(style: ParagraphStyle, side: str, colour: str) -> None:
    """Draw a line along one side of a style's paragraphs."""
    borders, line = OxmlElement("w:pBdr"), OxmlElement(f"w:{side}")
    for key, value in {"val": "single", "sz": "18", "space": "6", "color": colour}.items():
        line.set(qn(f"w:{key}"), value)
    borders.append(line)
    properties = style.element.get_or_add_pPr()
    before = [i for i, each in enumerate(properties) if each.tag in {qn("w:keepNext"), qn("w:keepLines")}]
    properties.insert(max(before, default=-1) + 1, borders)


def _cover(made: Document) -> None:
    """Write the page before everything: the logo, what it is, whose and when."""
    first = made.add_paragraph()
    first.paragraph_format.space_after = Mm(62)
    _picture(first, Mm(38))
    made.add_paragraph("{{dokument}}", style="HK Framside")
    for words in ("{{eining}}", "{{runde}}"):
        made.add_paragraph(words, style="HK Framsidelinje")
    last = made.add_paragraph(style="HK Framsidelinje")
    last.paragraph_format.space_before = Mm(70)
    last.add_run("{{kommune}}").bold = True


def _edges(section: Section) -> None:
    """Write the header with the logo, the unit and the round, and the foot with the number of the page."""
    section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    head.style = foot.style = "HK Kant"
    _picture(head, Mm(12))
    _to_the_right(head)
    head.add_run("{{eining}} · {{runde}}")
    foot.add_run("{{kommune}} · {{dokument}}")
    _to_the_right(foot)
    foot.add_run("Side ")
    _field(foot, " PAGE ")


def _to_the_right(paragraph: Paragraph) -> None:
    """Add Word's alignment tab, which finds the right margin of upright pages and of those that lie."""
    tab = OxmlElement("w:ptab")
    for key, value in {"relativeTo": "margin", "alignment": "right", "leader": "none"}.items():
        tab.set(qn(f"w:{key}"), value)
    paragraph.add_run()._r.append(tab)  # noqa: SLF001 - nor for this tab


def _field(paragraph: Paragraph, instruction: str) -> None:
    for kind, words in (("begin", None), (None, instruction), ("end", None)):
        run = paragraph.add_run()
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        mark.text = words
        run._r.append(mark)  # noqa: SLF001 - python-docx has no word for fields


def _picture(paragraph: Paragraph, height: Length) -> None:
    shape = paragraph.add_run().add_picture(BytesIO(logo(GREEN, RUST)), height=height)
    shape._inline.docPr.set("descr", LOGO_SAYS)  # noqa: SLF001 - nor for alternative texts


# ---------------------------------------------------------------- PowerPoint


_WIDE, _HIGH = 33.867, 19.05
"""A slide of 16:9, in centimetres."""
_KEPT = {"Title Slide": "Framside", "Title and Content": "Vanleg side", "Section Header": "Bolk"}
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BOX = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
_NAMES = f'xmlns:p="{_P}" xmlns:a="{_A}" xmlns:r="{_R}"'


def slides() -> bytes:
    """Return the template for PowerPoint: three layouts with names of its own, the logo on the master."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(12_192_000), Emu(6_858_000)
    for layout in list(deck.slide_layouts):
        if layout.name in _KEPT:
            layout.name = _KEPT[layout.name]
        else:
            deck.slide_layouts.remove(layout)
    front, usual, part = deck.slide_layouts
    _master(deck)
    for page in (front, usual, part):
        for holder in page.placeholders:
            if holder.placeholder_format.type in _FEET:
                _drop_place(holder)
    _front(front)
    for holder in usual.placeholders:
        _drop_place(holder)
    _part(part)
    _foot(usual, "tx2")
    _foot(part, "tx2")
    return _finished(deck)


_FEET = {13, 15, 16}
"""Number, foot and date, as PowerPoint counts placeholders."""


def _master(deck: Deck) -> None:
    """Lay out what every slide has: a green edge, title and text, the foot and the logo."""
    master = deck.slide_master
    places = {1: (2.0, 0.9, 29.6, 2.9), 2: (2.0, 4.2, 29.6, 12.4)}
    feet = {15: (2.0, 17.4, 18.0, 0.9), 16: (20.4, 17.4, 5.0, 0.9), 13: (25.8, 17.4, 3.0, 0.9)}
    for holder in master.placeholders:
        _place(holder, *(places | feet)[int(holder.placeholder_format.type)])
    _foot(master, "tx2")
    _bar(master, 0, 0, 0.7, _HIGH, "accent1")
    _logo_on(master, 30.0, 16.75, 1.75, GREEN, RUST)
    styles = master.element.find(f"{{{_P}}}txStyles")
    title = styles.find(f"{{{_P}}}titleStyle/{{{_A}}}lvl1pPr")
    title.set("algn", "l")
    letters = title.find(f"{{{_A}}}defRPr")
    letters.set("sz", "3000")
    letters.set("b", "1")
    letters.find(f".//{{{_A}}}schemeClr").set("val", "tx2")
    for level, size in zip(range(1, 6), ("2200", "2000", "1800", "1800", "1800"), strict=True):
        styles.find(f"{{{_P}}}bodyStyle/{{{_A}}}lvl{level}pPr/{{{_A}}}defRPr").set("sz", size)


def _front(page: SlideLayout) -> None:
    """Make the first slide green, with the logo for dark ground and the municipality's name beside it."""
    _ground(page, "tx2")
    page.element.set("showMasterSp", "0")
    title, subtitle, *_ = page.placeholders
    _place(title, 3.2, 5.0, 24.5, 4.4)
    _place(subtitle, 3.2, 10.2, 24.5, 3.4)
    for holder, size in ((title, "4000"), (subtitle, "2200")):
        _letters(holder, size, "bg1")
    _bar(page, 3.45, 9.75, 4.0, 0.12, "bg1")
    _logo_on(page, 3.2, 1.5, 2.7, WHITE, WHITE)
    page.shapes._spTree.append(etree.fromstring(_words(6.3, 2.1, 20.0, 1.5, "{{kommune}}")))  # noqa: SLF001
    _foot(page, "bg1")


def _part(page: SlideLayout) -> None:
    """Make the slide that opens a part light green."""
    _ground(page, "bg2")
    title, text, *_ = page.placeholders
    _place(title, 2.0, 5.2, 28.0, 4.0)
    _place(text, 2.0, 9.6, 28.0, 4.6)
    _letters(title, "3600", "tx2")
    _letters(text, "2200", "tx1")


def _place(holder: object, *box: float) -> None:
    """Put a placeholder at a place: from the left, from above, width and height in centimetres."""
    holder.left, holder.top, holder.width, holder.height = (  # type: ignore[attr-defined] # python-pptx has many kinds
        Emu(round(length * 360_000)) for length in box
    )


def _drop_place(holder: object) -> None:
    """Let a placeholder stand where the master's does."""
    properties = holder._element.spPr  # type: ignore[attr-defined] # noqa: SLF001
    for frame in properties.findall(f"{{{_A}}}xfrm"):
        properties.remove(frame)


def _letters(holder: object, size: str, colour: str) -> None:
    """Set a placeholder's text in a size (hundredths of a point) and a colour of the theme, from the left."""
    body = holder._element.txBody  # type: ignore[attr-defined] # noqa: SLF001
    body.find(f"{{{_A}}}bodyPr").set("anchor", "b" if size > "3000" else "t")
    style = body.find(f"{{{_A}}}lstStyle")
    for child in list(style):
        style.remove(child)
    bold = int(size > "3000")
    style.append(
        etree.fromstring(
            f'<a:lvl1pPr {_NAMES} marL="0" indent="0" algn="l"><a:buNone/><a:defRPr sz="{size}" b="{bold}" cap="none">'
            f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill><a:latin typeface="+mn-lt"/></a:defRPr>'
            "</a:lvl1pPr>"
        )
    )


def _foot(page: SlideMaster | SlideLayout, colour: str) -> None:
    """Set date, foot and number in small letters of a colour."""
    for holder in page.placeholders:
        if int(holder.placeholder_format.type) in _FEET:
            _letters(holder, "1200", colour)


def _ground(page: SlideLayout, colour: str) -> None:
    fill = f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
    ground = f"<p:bg {_NAMES}><p:bgPr>{fill}<a:effectLst/></p:bgPr></p:bg>"
    page.element.cSld.insert(0, etree.fromstring(ground))


def _bar(page: SlideMaster | SlideLayout, x: float, y: float, wide: float, high: float, colour: str) -> None:
    """Draw a filled box behind everything else."""
    made = etree.fromstring(
        f'<p:sp {_NAMES}><p:nvSpPr><p:cNvPr id="80" name="Strek"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f"<p:spPr>{_frame(x, y, wide, high)}{_BOX}<a:solidFill>"
        f'<a:schemeClr val="{colour}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
    )
    page.shapes._spTree.insert(2, made)  # noqa: SLF001 - python-pptx draws on slides only


def _words(x: float, y: float, wide: float, high: float, words: str) -> str:
    return (
        f'<p:sp {_NAMES}><p:nvSpPr><p:cNvPr id="81" name="Kommunen"/><p:cNvSpPr txBox="1"/><p:nvPr userDrawn="1"/>'
        f"</p:nvSpPr><p:spPr>{_frame(x, y, wide, high)}{_BOX}</p:spPr><p:txBody>"
        '<a:bodyPr anchor="ctr"/><a:lstStyle/><a:p><a:r><a:rPr lang="nn-NO" sz="2000" b="1"><a:solidFill>'
        f'<a:schemeClr val="bg1"/></a:solidFill></a:rPr><a:t>{words}</a:t></a:r></a:p></p:txBody></p:sp>'
    )


def _logo_on(page: SlideMaster | SlideLayout, x: float, y: float, side: float, house: str, water: str) -> None:
    """Put the logo on a master or a layout."""
    _, rid = page.part.get_or_add_image_part(BytesIO(logo(house, water)))
    made = (
        f'<p:pic {_NAMES}><p:nvPicPr><p:cNvPr id="82" name="Logo" descr="{LOGO_SAYS}"/><p:cNvPicPr/>'
        f'<p:nvPr userDrawn="1"/></p:nvPicPr><p:blipFill><a:blip r:embed="{rid}"/><a:stretch><a:fillRect/></a:stretch>'
        f"</p:blipFill><p:spPr>{_frame(x, y, side, side)}{_BOX}</p:spPr></p:pic>"
    )
    page.shapes._spTree.append(etree.fromstring(made))  # noqa: SLF001


def _frame(x: float, y: float, wide: float, high: float) -> str:
    at, size = ((round(a * 360_000), round(b * 360_000)) for a, b in ((x, y), (wide, high)))
    return f'<a:xfrm><a:off x="{at[0]}" y="{at[1]}"/><a:ext cx="{size[0]}" cy="{size[1]}"/></a:xfrm>'


# ---------------------------------------------------------------- files


def _finished(made: Document | Deck) -> bytes:
    """Return a file in the municipality's colours and font, the same bytes each time."""
    found = BytesIO()
    made.save(found)
    whole = package.read(found.getvalue())
    parts = tuple(
        replace(part, blob=_replaced(part.blob, _THEME)) if "/theme/" in part.name else part for part in whole.parts
    )
    return package.to_bytes(replace(whole, parts=parts))


def _replaced(blob: bytes, words: Mapping[str, str]) -> bytes:
    for old, new in words.items():
        blob = blob.replace(old.encode(), new.encode())
    return blob
