"""How fast sheets and cards are made, in one written standard.

The yardstick is Typst setting the same number of pages with one word on each, tagged and with the same fonts: the least
that any program pays that lets Typst make these files. Every figure is the median of runs taken in turn.
"""

import json
import statistics
from dataclasses import replace
from pathlib import Path

import measuring
import typst
from fontpkg_lato import ROOT
from pypdfium2 import PdfDocument

from packgen import packs, pipeline, resources, wording
from packgen.files import Made
from packgen.pipeline import Request

EXAMPLE = Path(__file__).parents[1] / "examples" / "fjordvik"
BARE = b"""#set document(title: "a")
#let n = json(bytes(sys.inputs.n))
#for i in range(n) { page(width: 594mm, height: 841mm, heading(text(font: "Lato", fallback: false, "Ark"))) }"""


def main(runs: int) -> None:
    """Make all sheets and cards of the example in one written standard, and print what it took."""
    words = wording.read(resources.CONTENT).value
    looks = packs.read_looks(resources.TEMPLATES, resources.CONTENT)
    gathered = pipeline.gather(Request(EXAMPLE), words).value
    tools = packs.printed_makeups(words)

    def make(tiles: str) -> tuple[Made, ...]:
        choice = replace(gathered.municipality.printed, tiles=tiles)
        asked = replace(gathered, municipality=replace(gathered.municipality, printed=choice))
        return packs.make_printed(asked, "nb", tools, "ark", words, looks)

    first = measuring.seconds(lambda: make(""))
    made = make("")
    pages = [len(PdfDocument(one.data)) for one in made if one.path.endswith("pdf")]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(ROOT / "files")])
    compiler = typst.Compiler(BARE, font_paths=fonts, ignore_system_fonts=True)

    def bare() -> None:
        for count in pages:
            asked = {"n": json.dumps(count)}
            compiler.compile(BARE, format="pdf", sys_inputs=asked, pdf_standards=["ua-1"], timestamp=0)

    taken, least = [], []
    for _ in range(runs):
        taken.append(measuring.seconds(lambda: make("")))
        least.append(measuring.seconds(bare))
    tiled = measuring.seconds(lambda: make("A4"))
    print(f"files (PDF and editable slides)                    {len(made):8}")
    print(f"pages in the PDFs                                  {sum(pages):8}")
    print(f"first time (template and fonts read)               {first:8.2f} s")
    print(f"after that, not yet written                        {statistics.median(taken):8.3f} s")
    print(f"Typst setting as many pages with one word          {statistics.median(least):8.3f} s")
    ratio = statistics.median(t / b for t, b in zip(taken, least, strict=True))
    print(f"ratio, pair by pair                                {ratio:8.1f}")
    print(f"the same with parts on A4 to glue together         {tiled:8.3f} s")
