"""What tests share: tools that may be missing, and finished packs that are made once for all of them."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import invented
import pytest
import tools
from filelock import FileLock
from pack_folder import listed

from packgen import pipeline
from packgen.pipeline import Request

Once = Callable[[str, Callable[[Path], None]], Path]
"""Fills a folder once for all test processes, and gives it."""
os.environ["PACKGEN_CACHE"] = ""  # nothing of a test's is kept for the next build of whoever runs it
EXAMPLES = Path(__file__).parents[1] / "examples"


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose tools are missing; fail it where all of them must be there."""
    for mark in item.iter_markers("office"):
        if lost := tools.missing(mark.args):
            said = f"not found: {', '.join(lost)} (see tests/tools.py)"
            (pytest.fail if tools.required() else pytest.skip)(said)


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Once:
    """Return a function that fills a folder once for all test processes and gives it."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent

    def filled(name: str, fill: Callable[[Path], None]) -> Path:
        folder = shared / name
        with FileLock(shared / f"{name}.lock"):
            if not (shared / f"{name}.done").exists():
                folder.mkdir(exist_ok=True)
                fill(folder)
                (shared / f"{name}.done").touch()
        return folder

    return filled


def _build(example: str, out: Path) -> None:
    """Build a copy of an example: a build notes in the municipality's folder what was released."""
    copy = shutil.copytree(EXAMPLES / example, out / "municipalities" / example)
    outcome = pipeline.gather(Request(copy), invented.words())
    assert outcome.value is not None, outcome.problems
    built = pipeline.build(outcome.value, invented.words(), invented.looks(), out)
    assert built.value is not None, built.problems


def _round(example: str, once: Once) -> Path:
    out = once(f"output-{example}", lambda folder: _build(example, folder))
    return next(out.glob("*/*/.packgen")).parent


@pytest.fixture(scope="session", params=["seljord", "fjordvik", "heimvik"])
def example(request: pytest.FixtureRequest, once: Once) -> Path:
    """Return the folder of a round that an example municipality was built into."""
    return _round(request.param, once)


@pytest.fixture(scope="session")
def state_files() -> dict[str, bytes]:
    """Return the packs of the longest name in every state and both standards: «handbook, shown, nb.docx» → bytes.

    What there is in large print as well is called «handbook, shown in large print, nb.docx».
    """
    large = {
        f"{document}, {state} in large print, {language}.docx": made.data
        for state in invented.LARGE_STATES
        for language in ("nb", "nn")
        for document, made in invented.large_prints(state, language).items()
    }
    return large | {
        f"{document}, {state}, {language}.{made.path.rpartition('.')[2]}": made.data
        for state in invented.STATES
        for language in ("nb", "nn")
        for document, made in invented.pack(state, language).items()
    }


CHOSEN = {
    "seljord": ("seljord",),
    "fjordvik": (
        "helse-omsorg-og-mestring--solbakken-sjukeheim--avdeling-1",
        "oppvekst-og-laering--fjordvik-skole--sfo",
        "oppvekst-og-laering--fjordbarnehagen",
    ),
    "heimvik": ("heimvik-skule",),
}
"""Units of the examples whose pages are looked at: with all there is, hidden, merged since the last round, on the
municipality's own templates with the layers of its kind of service."""


@pytest.fixture(scope="session")
def page_files(state_files: dict[str, bytes], once: Once) -> dict[str, bytes]:
    """Return the files whose pages are measured: those of every state, and of some units of the examples."""
    found = {name: data for name, data in state_files.items() if name.endswith(("docx", "pptx"))}
    for name, units in CHOSEN.items():
        root = _round(name, once)
        for entry in listed(root):
            if entry["unit"] in units and entry["path"].endswith(("docx", "pptx")):
                unit = entry["unit"].rpartition("--")[2]
                ending = Path(entry["path"]).suffix
                found[f"{entry['document']}, {name} {unit}, {entry['written_standard']}{ending}"] = (
                    root / entry["path"]
                ).read_bytes()
    return found


@pytest.fixture(scope="session")
def page_pdfs(page_files: dict[str, bytes], once: Once) -> dict[str, Path]:
    """Return the PDFs of the files whose pages are measured."""

    def convert(folder: Path) -> None:
        made = tools.to_pdf(page_files, folder)
        (folder / "names.json").write_text(json.dumps({name: str(path) for name, path in made.items()}), "utf-8")

    names = json.loads((once("pages", convert) / "names.json").read_text("utf-8"))
    return {name: Path(file) for name, file in names.items()}
