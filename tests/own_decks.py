"""Three PowerPoint templates that are unlike each other, as municipalities have them, made here.

A light one with a logo on its master and slides of its own; the same after LibreOffice has saved it; a dark .potx with
another font and names of its own for its layouts.
"""

import re
import subprocess
from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import tools
from lxml import etree
from office import closed, entry, opened, with_parts
from PIL import Image
from pptx import Presentation
from pptx.util import Emu

WIDE, HIGH = 12_192_000, 6_858_000
TYPES = "[Content_Types].xml"
THEME, MASTER = "ppt/theme/theme1.xml", "ppt/slideMasters/slideMaster1.xml"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_LOGO = (
    '<p:pic xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><p:nvPicPr>'
    '<p:cNvPr id="90" name="Logo" descr="Fjordvik kommune"/><p:cNvPicPr/><p:nvPr userDrawn="1"/></p:nvPicPr>'
    '<p:blipFill><a:blip r:embed="{rid}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr><a:xfrm>'
    '<a:off x="10300000" y="150000"/><a:ext cx="1500000" cy="500000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
    "</a:prstGeom></p:spPr></p:pic>"
)
_FIELDS = (
    '<p:sp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:nvSpPr><p:cNvPr id="91" name="Merke"/>'
    '<p:cNvSpPr txBox="1"/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm><a:off x="300000" y="60000"/>'
    '<a:ext cx="6000000" cy="200000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody>'
    '<a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0"/><a:lstStyle/><a:p>{runs}</a:p></p:txBody></p:sp>'
)


def logo(side: int = 100) -> bytes:
    """Return a picture."""
    made = BytesIO()
    Image.linear_gradient("L").resize((side * 3, side)).save(made, "PNG")
    return made.getvalue()


@cache
def light() -> bytes:
    """Return a template of 16:9 with the municipality's colours, a logo on its master and a slide that is no use."""
    deck = _wide()
    part = deck.slide_master.part
    _, rid = part.get_or_add_image_part(BytesIO(logo()))
    deck.slide_master.shapes._spTree.append(etree.fromstring(_LOGO.format(rid=rid)))
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "Et gammelt lysbilde"
    slide.notes_slide.notes_text_frame.text = "Et gammelt notat"
    slide.shapes.add_picture(BytesIO(logo(40)), 0, 0)
    colours = {b"1F497D": b"7A1F3D", b"EEECE1": b"F6EFEA", b"4F81BD": b"0B6E75", b"C0504D": b"B5651D"}
    return _with(_bytes(deck), {THEME: colours})


@cache
def dark() -> bytes:
    """Return a .potx: light text on dark blue, a wider font, Norwegian names of layouts."""
    deck = _wide()
    for layout, name in zip(deck.slide_layouts, ("Framside", "Innhald", "Bolk", "To spalter"), strict=False):
        layout.name = name
    colours = {
        b"1F497D": b"14324A",
        b"EEECE1": b"CFE8F5",
        b"4F81BD": b"6FD3C7",
        b'<a:sysClr val="windowText" lastClr="000000"/>': b'<a:srgbClr val="0C2233"/>',
        b'<a:latin typeface="Calibri"/>': b'<a:latin typeface="DejaVu Sans Condensed"/>',
    }
    turned = {b'bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2"': b'bg1="dk1" tx1="lt1" bg2="dk2" tx2="lt2"'}
    data = _with(_bytes(deck), {THEME: colours, MASTER: turned, TYPES: {b"presentation.main": b"template.main"}})
    layouts = {name: blob for name, blob in opened(data).parts.items() if "slideLayouts/slideLayout" in name}
    return with_parts(
        data, {name: re.sub(rb' type="(title|obj|secHead)"', b"", b, count=1) for name, b in layouts.items()}
    )


@cache
def saved_by_libreoffice() -> bytes:
    """Return the light template as LibreOffice saves it: no styles of text, another font in the theme, ids twice."""
    with TemporaryDirectory(prefix="packgen-own-") as folder:
        for source, ending in (("a.pptx", "odp"), ("a.odp", "pptx")):
            path = Path(folder) / source
            if ending == "odp":
                path.write_bytes(light())
            else:
                (Path(folder) / "a.pptx").unlink()
            profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
            command = [
                str(tools.soffice()),
                profile,
                "--headless",
                "--convert-to",
                ending,
                "--outdir",
                folder,
                str(path),
            ]
            subprocess.run(command, check=True, capture_output=True, timeout=180)
        return (Path(folder) / "a.pptx").read_bytes()


def four_to_three() -> bytes:
    """Return python-pptx' own template: 4:3."""
    return _bytes(Presentation())


def with_words(data: bytes, *runs: str) -> bytes:
    """Return a template with a line of text on its master, in these runs."""
    made = "".join(f'<a:r><a:rPr lang="en-US" sz="1000"/><a:t>{run}</a:t></a:r>' for run in runs)
    return edited(data, MASTER, lambda root: root[0][-1].append(etree.fromstring(_FIELDS.format(runs=made))))


def edited(data: bytes, part: str, edit: Callable[[etree._Element], object]) -> bytes:
    """Return a template in which one part was edited in place."""
    root = etree.fromstring(opened(data).parts[part])
    edit(root)
    return with_parts(data, {part: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)})


def renamed(data: bytes, layout: int, name: str) -> bytes:
    """Return a template with another name on a layout (from 1)."""
    return edited(data, f"ppt/slideLayouts/slideLayout{layout}.xml", lambda root: root[0].set("name", name))


def with_part(data: bytes, name: str, blob: bytes, kind: str) -> bytes:
    """Return a template with another part, whose content type it says; nothing leads to it."""
    types = (
        opened(data)
        .parts[TYPES]
        .replace(b"</Types>", f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'.encode())
    )
    return with_parts(data, {name: blob, TYPES: types})


def with_relationship(data: bytes, part: str, kind: str, target: str, *, external: bool) -> bytes:
    """Return a template in which one more thing leads from a part."""
    folder, _, file = part.rpartition("/")
    name = f"{folder}/_rels/{file}.rels"
    mode = ' TargetMode="External"' if external else ""
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    more = f'<Relationship Id="rId900" Type="{base}/{kind}" Target="{target}"{mode}/></Relationships>'
    return with_parts(data, {name: opened(data).parts[name].replace(b"</Relationships>", more.encode())})


def _wide() -> Presentation:
    """Return python-pptx' template made as wide as PowerPoint's own are."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(WIDE), Emu(HIGH)
    for part in (deck.slide_master, *deck.slide_layouts):
        for place in part._element.iter(f"{A}off", f"{A}ext"):
            for key in {"x", "cx"} & {*place.attrib}:
                place.set(key, str(int(place.get(key)) * 4 // 3))
    return deck


def _bytes(deck: Presentation) -> bytes:
    made = BytesIO()
    deck.save(made)
    parts = opened(made.getvalue()).parts
    names = sorted(parts, key=lambda n: (n != TYPES, n))
    return closed((entry(name), parts[name]) for name in names)  # python-pptx stamps the time


def _with(data: bytes, changes: Mapping[str, Mapping[bytes, bytes]]) -> bytes:
    parts = {}
    for name, words in changes.items():
        blob = opened(data).parts[name]
        for old, new in words.items():
            assert old in blob, old
            blob = blob.replace(old, new)
        parts[name] = blob
    return with_parts(data, parts)
