"""Makes the pictures of pages in ``docs/pictures``: ``python docs/make_pictures.py``. Needs LibreOffice."""

from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image

from packgen import look, office, packs, pipeline, resources, wording
from packgen.pipeline import Request

HERE = Path(__file__).parent
EXAMPLE = HERE.parent / "examples" / "fjordvik"
WIDTH = 900
# Document, the texts on the page that find it, and the picture's name.
WANTED = (
    ("meeting_one", ("gjennomsnitt per faktor",), "slide-results.png"),
    ("meeting_one", ("Analysekrysset: gruppenes svar",), "slide-cross.png"),
    ("handbook", ("9. Mestringsklima", "Gjennomsnitt på en skala"), "handbook-factor.png"),
    ("handbook", ("Du som leder", "Når det blir stille", "La dette ligge"), "handbook-chapter.png"),
    ("progress_plan", ("Framdriftsplan", "15. oktober 2026"), "progress-plan.png"),
    ("toolbox", ("Når det blir vanskelig", "Ingen sier noe"), "toolbox.png"),
)


def pages(pdf: bytes) -> list[tuple[str, Image.Image]]:
    """Return the text and the picture of each page."""
    opened = pypdfium2.PdfDocument(pdf)
    return [
        (page.get_textpage().get_text_range().replace("\r\n", "\n"), page.render(scale=2).to_pil()) for page in opened
    ]


def keep(picture: Image.Image, name: str) -> None:
    """Keep a picture in a thin frame, as wide as all the others."""
    height = round(picture.height * WIDTH / picture.width)
    framed = Image.new("RGB", (WIDTH + 2, height + 2), "#C9D3DB")
    framed.paste(picture.resize((WIDTH, height), Image.Resampling.LANCZOS), (1, 1))
    framed.quantize(64).save(HERE / "pictures" / name, optimize=True)


def wall(sheets: list[Image.Image]) -> Image.Image:
    """Return the first sheet above two others, as they hang on a wall."""
    gap, height = 40, 900
    first, *others = (sheet.resize((round(sheet.width * height / sheet.height), height)) for sheet in sheets)
    width = first.width + 2 * gap
    below = [
        one.resize(((width - 3 * gap) // 2, round(one.height * ((width - 3 * gap) // 2) / one.width))) for one in others
    ]
    board = Image.new("RGB", (width, first.height + below[0].height + 3 * gap), "#F4EFE7")
    board.paste(first, (gap, gap))
    for number, one in enumerate(below):
        board.paste(one, (gap + number * (one.width + gap), first.height + 2 * gap))
    return board


def main() -> None:
    """Make every picture from the pack of one unit of the example."""
    program = office.find()
    words = wording.read(resources.CONTENT).value
    if program is None or words is None:
        raise SystemExit("LibreOffice is needed, and content without problems")
    looks = packs.read_looks(resources.TEMPLATES, resources.CONTENT)
    gathered = pipeline.gather(Request(EXAMPLE, units=("Barnetrinnet",)), words).value
    if gathered is None:
        raise SystemExit("the example has problems: packgen check examples/fjordvik")
    (HERE / "pictures").mkdir(exist_ok=True)
    pack = packs.make_pack(gathered, gathered.chosen[0], words, looks)
    shared = (file for file in packs.make_shared(gathered, words, looks) if file.language == gathered.own_language)
    shared = tuple(shared)
    made = {file.document: file for file in (*pack, *shared)}
    printed = {file.document: pages(file.data)[0][1] for file in shared if file.path.endswith(".pdf")}
    keep(wall([printed[f"print_{name}"] for name in ("analysis_cross", "tally", "vision_image")]), "sheets.png")
    keep(printed["print_reflection_cards"], "cards.png")
    files = {made[name].path: made[name].data for name in {w[0] for w in WANTED}}
    pdfs = office.to_pdf(files, program).value
    if pdfs is None:
        raise SystemExit("LibreOffice made nothing")
    drawn = {name: pages(pdfs[made[name].path]) for name in {w[0] for w in WANTED}}
    for document, texts, name in WANTED:
        picture = next(p for on_page, p in drawn[document] if all(text in on_page for text in texts))
        keep(picture, name)
    sheets = look.make(gathered, words, looks, program).value
    if sheets is None:
        raise SystemExit("LibreOffice made nothing")
    keep(Image.open(BytesIO(sheets[0].data)), "look.png")


if __name__ == "__main__":
    main()
