"""Three unlike Word templates of invented municipalities: made with python-docx, saved by LibreOffice, made by hand."""
# ruff: noqa: E501 - XML as it stands in files

import subprocess
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import tools
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from lxml import etree
from office import TYPES, closed, entry
from PIL import Image, ImageDraw

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DARK_HEADINGS = RGBColor(0x7A, 0x1F, 0x3D)


def logo(colour: str = "#7A1F3D") -> bytes:
    """Return a shield as a picture."""
    picture = Image.new("RGB", (160, 200), "white")
    draw = ImageDraw.Draw(picture)
    draw.polygon([(10, 10), (150, 10), (150, 110), (80, 190), (10, 110)], fill=colour)
    draw.polygon([(30, 100), (80, 45), (130, 100)], fill="white")
    found = BytesIO()
    picture.save(found, "PNG")
    return found.getvalue()


# ---------------------------------------------------------------- with python-docx


def simple_field(paragraph: docx.text.paragraph.Paragraph, instruction: str) -> None:
    """Add a field without a result, as programs do."""
    for kind, words in (("begin", ""), ("", instruction), ("end", "")):
        run = paragraph.add_run()
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        mark.text = words or None
        run._r.append(mark)


@cache
def with_python_docx() -> bytes:
    """Return python-docx's default in other colours, with a logo and a placeholder split over runs in its header."""
    made = docx.Document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(34), Mm(24)
    made.styles["Normal"].font.name = "Carlito"
    for name in ("Heading 1", "Heading 2", "Heading 3", "Caption"):
        made.styles[name].font.color.rgb = DARK_HEADINGS
    header = section.header
    header.paragraphs[0].add_run().add_picture(BytesIO(logo()), height=Mm(16))
    words = header.add_paragraph()
    for piece, bold in (("Til {", False), ("{en", True), ("het}} · ", True), ("{{ Runde }}", False)):
        words.add_run(piece).bold = bold
    footer = section.footer.paragraphs[0]
    footer.add_run("{{kommune}}\tSide ")
    simple_field(footer, " PAGE ")
    footer.add_run(" av ")
    simple_field(footer, " NUMPAGES ")
    made.add_paragraph("Skriv her. Denne teksten er et eksempel.")
    return saved(made)


def saved(made: docx.document.Document) -> bytes:
    """Return a document's bytes."""
    found = BytesIO()
    made.save(found)
    return found.getvalue()


# ---------------------------------------------------------------- with LibreOffice


@cache
def with_libreoffice() -> bytes:
    """Return a template that LibreOffice has saved: other ids, its own styles, a cover before a page break."""
    made = docx.Document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(25), Mm(20)
    section.top_margin = section.bottom_margin = Mm(28)
    for name in ("Heading 1", "Heading 2", "Heading 3", "Caption"):
        made.styles[name].font.color.rgb = RGBColor(0x1D, 0x4E, 0x2C)
    body = made.styles.add_style("Kommunetekst", WD_STYLE_TYPE.PARAGRAPH)
    made.styles["Normal"].font.name = body.font.name = "DejaVu Sans"
    body.font.size = Pt(11)
    body.paragraph_format.space_after = Pt(7)
    section.header.paragraphs[0].add_run("{{municipality}}")
    made.add_paragraph()
    made.add_paragraph().add_run().add_picture(BytesIO(logo("#1D4E2C")), height=Mm(30))
    for words in ("{{dokument}}", "{{eining}}", "{{runde}}"):
        paragraph = made.add_paragraph(words)
        paragraph.runs[0].font.size = Pt(26)
    made.add_page_break()
    made.add_paragraph("Her begynner teksten.", style="Kommunetekst")
    return through_libreoffice(saved(made))


def through_libreoffice(data: bytes) -> bytes:
    """Return a document as LibreOffice saves it."""
    with TemporaryDirectory(prefix="packgen-lo-") as folder:
        path = Path(folder) / "mal.docx"
        path.write_bytes(data)
        (Path(folder) / "out").mkdir()
        subprocess.run(
            [
                str(tools.soffice()),
                f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}",
                "--headless",
                "--convert-to",
                "docx:MS Word 2007 XML",
                "--outdir",
                str(Path(folder) / "out"),
                str(path),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return (Path(folder) / "out" / "mal.docx").read_bytes()


# ---------------------------------------------------------------- by hand


STYLES = f"""<w:styles xmlns:w="{W}">
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi"/><w:sz w:val="22"/>
</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>
<w:pPr><w:spacing w:after="120"/><w:ind w:left="567"/><w:jc w:val="both"/></w:pPr></w:style>
<w:style w:type="table" w:default="1" w:styleId="Vanligtabell"><w:name w:val="Normal Table"/><w:tblPr>
<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="108" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>
</w:tblCellMar></w:tblPr></w:style>
<w:style w:type="character" w:default="1" w:styleId="Standardskriftforavsnitt">
<w:name w:val="Default Paragraph Font"/></w:style>
<w:style w:type="paragraph" w:styleId="Overskrift1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>
<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:color w:val="FFCC00"/><w:sz w:val="40"/></w:rPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="KFTittel"><w:name w:val="KF Kapittel"/>
<w:pPr><w:keepNext/><w:pBdr><w:bottom w:val="single" w:sz="12" w:space="4" w:color="auto" w:themeColor="accent2"/></w:pBdr>
<w:spacing w:before="0" w:after="240"/></w:pPr><w:rPr><w:rFonts w:asciiTheme="majorHAnsi" w:hAnsiTheme="majorHAnsi"/>
<w:b/><w:color w:val="003B5C" w:themeColor="text2"/><w:sz w:val="48"/></w:rPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="KFMellom"><w:name w:val="KF Mellomtittel"/>
<w:basedOn w:val="KFTittel"/><w:pPr><w:pBdr><w:bottom w:val="nil"/></w:pBdr><w:spacing w:before="240" w:after="60"/></w:pPr>
<w:rPr><w:sz w:val="30"/></w:rPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="BodyText"><w:name w:val="KF Brødtekst"/>
<w:pPr><w:spacing w:before="0" w:after="140" w:line="300" w:lineRule="auto"/></w:pPr>
<w:rPr><w:color w:val="222222"/></w:rPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Lead"><w:name w:val="KF Punkt"/>
<w:basedOn w:val="BodyText"/><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr><w:spacing w:after="40"/></w:pPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="KFNum"><w:name w:val="KF Nummer"/>
<w:basedOn w:val="BodyText"/><w:pPr><w:numPr><w:numId w:val="8"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="KFBlek"><w:name w:val="KF Blek"/>
<w:rPr><w:color w:val="9AA7B0"/></w:rPr></w:style>
<w:style w:type="table" w:customStyle="1" w:styleId="KFTabell"><w:name w:val="KF Tabell"/><w:basedOn w:val="Vanligtabell"/>
<w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="003B5C"/>
<w:insideH w:val="single" w:sz="4" w:space="0" w:color="BBBBBB"/></w:tblBorders></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="E3EEF4"/></w:tcPr></w:tblStylePr></w:style>
<w:style w:type="table" w:customStyle="1" w:styleId="KFMork"><w:name w:val="KF Mørk tabell"/><w:basedOn w:val="Vanligtabell"/>
<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="003B5C"/></w:tcPr></w:tblStylePr></w:style>
</w:styles>"""

NUMBERING = f"""<w:numbering xmlns:w="{W}">
<w:abstractNum w:abstractNumId="1"><w:nsid w:val="00000001"/><w:multiLevelType w:val="singleLevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:pStyle w:val="Lead"/><w:lvlText w:val="–"/><w:lvlJc w:val="left"/>
<w:pPr><w:ind w:left="397" w:hanging="397"/></w:pPr></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:multiLevelType w:val="singleLevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="KFNum"/><w:lvlText w:val="%1)"/><w:lvlJc w:val="left"/>
<w:pPr><w:ind w:left="454" w:hanging="454"/></w:pPr></w:lvl></w:abstractNum>
<w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="8"><w:abstractNumId w:val="2"/></w:num>
</w:numbering>"""

THEME = f"""<a:theme xmlns:a="{A}" name="Kystby"><a:themeElements><a:clrScheme name="Kystby">
<a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1><a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1>
<a:dk2><a:srgbClr val="003B5C"/></a:dk2><a:lt2><a:srgbClr val="5FA8C8"/></a:lt2>
<a:accent1><a:srgbClr val="F2A900"/></a:accent1><a:accent2><a:srgbClr val="00778B"/></a:accent2>
<a:accent3><a:srgbClr val="A50034"/></a:accent3><a:accent4><a:srgbClr val="B7BF10"/></a:accent4>
<a:accent5><a:srgbClr val="E35205"/></a:accent5><a:accent6><a:srgbClr val="6D3A5D"/></a:accent6>
<a:hlink><a:srgbClr val="0563C1"/></a:hlink><a:folHlink><a:srgbClr val="954F72"/></a:folHlink></a:clrScheme>
<a:fontScheme name="Kystby"><a:majorFont><a:latin typeface="DejaVu Serif"/><a:ea typeface=""/><a:cs typeface=""/></a:majorFont>
<a:minorFont><a:latin typeface="DejaVu Sans"/><a:ea typeface=""/><a:cs typeface=""/></a:minorFont></a:fontScheme>
<a:fmtScheme name="Kystby"><a:fillStyleLst>{'<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>' * 3}</a:fillStyleLst>
<a:lnStyleLst>{'<a:ln w="6350"><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:ln>' * 3}</a:lnStyleLst>
<a:effectStyleLst>{"<a:effectStyle><a:effectLst/></a:effectStyle>" * 3}</a:effectStyleLst>
<a:bgFillStyleLst>{'<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>' * 3}</a:bgFillStyleLst></a:fmtScheme>
</a:themeElements></a:theme>"""

HEADER = f"""<w:hdr xmlns:w="{W}"><w:tbl><w:tblPr><w:tblW w:w="9356" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>
<w:tblGrid><w:gridCol w:w="4678"/><w:gridCol w:w="4678"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:tcW w:w="4678" w:type="dxa"/></w:tcPr>
<w:p><w:r><w:rPr><w:b/><w:lang w:val="en-US"/></w:rPr><w:t>{{{{kommune}}}}</w:t></w:r></w:p></w:tc>
<w:tc><w:tcPr><w:tcW w:w="4678" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:jc w:val="right"/></w:pPr>
<w:sdt><w:sdtPr><w:alias w:val="Enhet"/><w:tag w:val="enhet"/><w:id w:val="1"/><w:showingPlcHdr/><w:text/></w:sdtPr>
<w:sdtContent><w:r><w:t>Klikk for å skrive</w:t></w:r></w:sdtContent></w:sdt></w:p></w:tc></w:tr></w:tbl><w:p/></w:hdr>"""
FIRST_HEADER = f'<w:hdr xmlns:w="{W}"><w:p><w:r><w:t>Kystby kommune – mappe {{{{utgave}}}}</w:t></w:r></w:p></w:hdr>'
FOOTER = f"""<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:jc w:val="right"/></w:pPr><w:r><w:t xml:space="preserve">{{{{dokument}}}} </w:t></w:r>
<w:fldSimple w:instr=" PAGE "/></w:p></w:ftr>"""

PAGE = """<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1701" w:right="1134" w:bottom="1247" w:left="1304" w:header="567"
w:footer="567" w:gutter="0"/><w:cols w:space="708"/>"""
DOCUMENT = f"""<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>
<w:p/><w:p/><w:p/>
<w:p><w:pPr><w:pStyle w:val="KFTittel"/></w:pPr><w:r><w:t>{{{{doku</w:t></w:r><w:r><w:t>ment}}}}</w:t></w:r></w:p>
<w:sdt><w:sdtPr><w:tag w:val="unit"/><w:id w:val="2"/></w:sdtPr><w:sdtContent>
<w:p><w:pPr><w:pStyle w:val="KFMellom"/></w:pPr><w:r><w:t>Skriv enheten</w:t></w:r></w:p></w:sdtContent></w:sdt>
<w:p><w:r><w:t>{{{{runde}}}} · {{{{kommune}}}}</w:t></w:r></w:p>
<w:p><w:pPr><w:sectPr><w:headerReference w:type="default" r:id="rId9"/>{PAGE}<w:vAlign w:val="center"/></w:sectPr></w:pPr></w:p>
<w:p><w:r><w:t>Eksempeltekst som ikke skal bli med.</w:t></w:r></w:p>
<w:sectPr><w:headerReference w:type="default" r:id="rId7"/><w:headerReference w:type="first" r:id="rId9"/>
<w:footerReference w:type="default" r:id="rId8"/>{PAGE}<w:titlePg/></w:sectPr></w:body></w:document>"""

_RELS = "application/vnd.openxmlformats-package.relationships+xml"
_PARTS = {
    "word/document.xml": (f"{_WML}.template.main+xml", DOCUMENT, ""),
    "word/styles.xml": (f"{_WML}.styles+xml", STYLES, "styles"),
    "word/numbering.xml": (f"{_WML}.numbering+xml", NUMBERING, "numbering"),
    "word/theme/theme1.xml": ("application/vnd.openxmlformats-officedocument.theme+xml", THEME, "theme"),
    "word/header1.xml": (f"{_WML}.header+xml", HEADER, "header:rId7"),
    "word/footer1.xml": (f"{_WML}.footer+xml", FOOTER, "footer:rId8"),
    "word/header2.xml": (f"{_WML}.header+xml", FIRST_HEADER, "header:rId9"),
}

WISHES = {
    "heading 1": "KF Kapittel",
    "Heading2": "KF Mellomtittel",
    "Brødtekst": "KF Brødtekst",
    "List Bullet": "KF Punkt",
    "Nummerert liste": "KF Nummer",
    "Ingress": "KF Brødtekst",
    "Tabell tekstrader": "KF Tabell",
}
"""Which of the styles made by hand play the part of packgen's: in all the ways that people may write it."""


def by_hand(changed: Mapping[str, str] | None = None) -> bytes:
    """Return a .dotx with styles of its own names, a cover in its own section; ``changed`` parts instead of its own."""
    parts = {name: (kind, (changed or {}).get(name, xml), lead) for name, (kind, xml, lead) in _PARTS.items()}
    types = "".join(f'<Override PartName="/{n}" ContentType="{kind}"/>' for n, (kind, *_) in parts.items())
    leads = [(lead, name.removeprefix("word/")) for name, (*_, lead) in parts.items() if lead]
    rels = "".join(
        f'<Relationship Id="{lead.partition(":")[2] or f"rId{n}"}" Type="{R}/{lead.partition(":")[0]}" Target="{name}"/>'
        for n, (lead, name) in enumerate(leads, start=1)
    )
    uri = "http://schemas.openxmlformats.org/package/2006"
    files = {
        TYPES: f'<Types xmlns="{uri}/content-types"><Default Extension="rels" ContentType="{_RELS}"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{uri}/relationships">'
        f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{uri}/relationships">{rels}</Relationships>',
        **{name: xml for name, (_, xml, _) in parts.items()},
    }
    return closed((entry(name), etree.tostring(etree.fromstring(xml))) for name, xml in sorted(files.items()))
