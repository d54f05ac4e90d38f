"""Makes the pictures of pages in ``docs/pictures``: ``python docs/make_pictures.py``. Needs LibreOffice."""

import shutil
import subprocess
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image

from packgen import packs, pipeline, resources
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


def pages(data: bytes, name: str, office: str) -> list[tuple[str, Image.Image]]:
    """Return the text and the picture of each page of an Office file."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "profile" / "user").mkdir(parents=True)
        shutil.copy(resources.TEMPLATES / "libreoffice.xcu", place / "profile" / "user" / "registrymodifications.xcu")
        (place / name).write_bytes(data)
        command = [office, f"-env:UserInstallation={(place / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
        subprocess.run([*command, "--outdir", folder, str(place / name)], check=True, capture_output=True)
        opened = pypdfium2.PdfDocument((place / name).with_suffix(".pdf").read_bytes())
        return [
            (page.get_textpage().get_text_range().replace("\r\n", "\n"), page.render(scale=2).to_pil())
            for page in opened
        ]


def main() -> None:
    """Make every picture from the pack of one unit of the example."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    words = packs.read_words(resources.CONTENT).value
    if office is None or words is None:
        raise SystemExit("LibreOffice is needed, and content without problems")
    looks = packs.read_looks(resources.TEMPLATES, resources.CONTENT)
    gathered = pipeline.gather(Request(EXAMPLE, units=("Barnetrinnet",)), words).value
    if gathered is None:
        raise SystemExit("the example has problems: packgen check examples/fjordvik")
    (HERE / "pictures").mkdir(exist_ok=True)
    pack = packs.make_pack(gathered, gathered.chosen[0], words, looks)
    shared = (file for file in packs.make_shared(gathered, words, looks) if file.language == gathered.own_language)
    made = {file.document: file for file in (*pack, *shared)}
    drawn = {name: pages(made[name].data, Path(made[name].path).name, office) for name in {w[0] for w in WANTED}}
    for document, texts, name in WANTED:
        picture = next(p for on_page, p in drawn[document] if all(text in on_page for text in texts))
        height = round(picture.height * WIDTH / picture.width)
        framed = Image.new("RGB", (WIDTH + 2, height + 2), "#C9D3DB")
        framed.paste(picture.resize((WIDTH, height), Image.Resampling.LANCZOS), (1, 1))
        framed.quantize(64).save(HERE / "pictures" / name, optimize=True)


if __name__ == "__main__":
    main()
