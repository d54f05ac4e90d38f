"""The test that proves it: hidden figures are nowhere, and what staff may not see changes no byte of their files."""

import email
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from email.policy import default
from pathlib import Path, PurePosixPath

import invented
import pypdfium2
import pytest
import small_municipality
from invented import EARLIER, HIDDEN_MEANS, OTHER_SHARES, gathered, results
from office import Office, facts, is_xml, opened
from small_municipality import HIDDEN_MEANS as SMALL_HIDDEN
from small_municipality import MEANS, SETTINGS

from packgen import pipeline
from packgen.model import Edition, Results
from packgen.pipeline import Request


def built(found: Results, earlier: Results | None, folder: Path) -> dict[str, bytes]:
    """Every file that a build leaves behind, the packs and the municipality's own folder alike, by path."""
    given = gathered(found, None, earlier)
    given = replace(given, municipality=replace(given.municipality, folder=str(folder / "kommune")))
    assert pipeline.build(given, invented.words(), invented.looks(), folder / "ut").value is not None
    return tree(folder)


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def differing(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> set[str]:
    assert one.keys() == other.keys()
    return {path for path in one if one[path] != other[path]}


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return built(results(), results(round_=EARLIER), tmp_path_factory.mktemp("first"))


HIDDEN_CHANGES = {
    "means": {"hidden": dict.fromkeys(HIDDEN_MEANS, "3.33")},
    "numbers of people": {"people": {"natt": (7, 2), "sfo": (5, 2), "vakt": (4, 4)}},
}


@pytest.mark.parametrize("change", HIDDEN_CHANGES)
def test_other_figures_of_hidden_units_change_no_byte(change: str, output: dict[str, bytes], tmp_path: Path):
    more = HIDDEN_CHANGES[change]
    assert differing(output, built(results(**more), results(round_=EARLIER, **more), tmp_path)) == set()


def test_other_distributions_of_hidden_units_change_no_byte(output: dict[str, bytes], tmp_path: Path):
    usual, other = results(), results(shares=OTHER_SHARES)
    mixed = {name: (other if name in HIDDEN_MEANS else usual).units[name] for name in usual.units}
    assert differing(output, built(replace(usual, units=mixed), results(round_=EARLIER), tmp_path)) == set()


def test_other_distributions_change_no_byte_for_staff(output: dict[str, bytes], tmp_path: Path):
    changed = differing(output, built(results(shares=OTHER_SHARES), results(round_=EARLIER), tmp_path))
    names = {Path(path).name for path in changed}
    assert {path for path in changed if "/alle/" in path} == set()
    assert {n.split(" - ")[0] for n in names} == {
        *(name for name in names if name.endswith(".json")),
        "Arbeidshefte for leder",
        "Arbeidshefte for leiar",
        "Resultatark med svarfordeling",
        "Analysedag",
        "E-post til leder",
        "E-post til leiar",
        "E-post til tillitsvalgt og verneombud",
        "E-post til tillitsvald og verneombod",
    }, "no other document has any"
    assert any("Årvoll" in n for n in names), "the distributions of large units are in their leaders' handbooks"


def test_files_of_staff_never_hold_a_distribution(state_files: dict[str, bytes]):
    """All ten factors in every class: words of the five answers, beside a percent, stand in leaders' files alone."""
    editions = {m.id: m.edition for m in invented.words().makeups}
    staff = {n: data for n, data in state_files.items() if editions[re.split("[, ]", n)[0]] is Edition.STAFF}
    assert staff
    for name, data in staff.items():
        for workbook in opened(data).workbooks().values():
            heads = facts(workbook.xml["xl/worksheets/sheet1.xml"], "//s:t/text()")
            assert not {h for h in heads if re.match(r"(Svært|Delvis|Verken)", h)}, name


# ---------------------------------------------------------------- nowhere at all

PRINTED = {"2,4", "2,1", "1,9", "1,6"}
"""How the hidden means would be printed (2.37, 2.14, 1.86, 1.63)."""
COUNTS = {"67", "77"}
"""Answers and invitations of the school, which is hidden for the sake of a small unit below it."""


FORM_ID = re.compile(r"\S+/(?:M1|M2|O)\S*/[0-9]{2}\b")
"""The id of a form: its last two digits are worked out from the names before them."""
DIGESTS_AND_STYLES = re.compile(r"[0-9a-f]{64}|<style>.*?</style>", re.DOTALL)


def said(office: Office) -> Iterator[str]:
    """All that a file says in any part: text, values of charts and workbooks, alternative texts, names."""
    for name, root in office.xml.items():
        yield name
        yield from (text for text in root.itertext() if text.strip())
        yield from facts(root, "//@descr | //@title | //@name | //w:tblCaption/@w:val | //w:tblDescription/@w:val")
    for workbook in office.workbooks().values():
        yield from said(workbook)


def tokens(texts: Iterator[str]) -> set[str]:
    return {t.replace(".", ",") for text in texts for t in re.findall(r"\d+(?:[.,]\d+)?", text)}


def test_no_figure_of_a_hidden_unit_stands_anywhere(output: dict[str, bytes]):
    raw = {mean.replace(".", ",") for mean in HIDDEN_MEANS.values()}
    for path, data in output.items():
        found = tokens(iter([*told(path, data, output), path])) & (PRINTED | raw | COUNTS)
        if path.endswith(("json", "pdf")) or "replan" in path or "utskrift" in path:
            found -= COUNTS  # sizes of files; minutes of a meeting
        assert found == set(), path


def told(path: str, data: bytes, output: dict[str, bytes]) -> Iterator[str]:
    """All that a file says: any part of an Office file, the words of an e-mail (it carries files of the pack alone)."""
    if path.endswith("eml"):
        message = email.message_from_bytes(data, policy=default)
        yield from (message["Subject"], message["To"] or "", message.get_body().get_content())
        assert {part.get_payload(decode=True) for part in message.iter_attachments()} <= set(output.values())
    elif path.endswith(("docx", "pptx", "xlsx")):
        yield from (FORM_ID.sub("", text) for text in said(opened(data)))
    elif path.endswith("pdf"):
        yield from (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
    else:
        yield DIGESTS_AND_STYLES.sub("", data.decode())


def test_a_shown_unit_is_found_by_the_same_search(output: dict[str, bytes]):
    (handbook,) = (d for p, d in output.items() if "Arbeidshefte" in p and "Barnetrinnet" in p)
    assert {"4,2", "64", "71"} <= tokens(said(opened(handbook)))


def test_every_part_of_a_file_is_searched(output: dict[str, bytes]):
    for path, data in output.items():
        if path.endswith(("docx", "pptx")):
            assert {n for n in opened(data).parts if not is_xml(n) and not n.endswith((".xlsx", ".png"))} == set()


def test_pictures_hold_codes_and_dates_alone(output: dict[str, bytes]):
    """A picture cannot be searched: none may come from figures, so all units of one written standard have the same."""
    by_standard: dict[str, set[str]] = {}
    for path, data in output.items():
        if path.endswith(("docx", "pptx")):
            standard = "nn" if "/leiar/" in path or "heimen" in path or "nynorsk" in path else "nb"
            pictures = {PurePosixPath(n).name for n in opened(data).parts if n.endswith(".png")}
            by_standard.setdefault(standard, set()).update(pictures)
    codes_and_timeline = len(invented.MUNICIPALITY.links) + 1
    assert {len(found) for found in by_standard.values()} == {codes_and_timeline}


# ---------------------------------------------------------------- the whole line, from results as they lie on disk


def from_disk(folder: Path, hidden: str, answered: int = 3) -> dict[str, bytes]:
    rows = (
        f"provevik;Prøvevik kommune;;;bokmål;60;41;{MEANS}",
        f"skolen;Øvre skole;provevik;Grunnskole;bokmål;24;20;{MEANS}",
        f"heimen;Solheimen;provevik;Sykehjem;nynorsk;20;16;{MEANS}",
        f"lillevik;Lillevik;provevik;Kultur;bokmål;4;{answered};{hidden}",
    )
    municipality = small_municipality.write(folder / "kommune", settings=SETTINGS, rows=rows)
    outcome = pipeline.gather(Request(municipality), invented.words())
    assert outcome.value is not None, outcome.problems
    assert pipeline.build(outcome.value, invented.words(), invented.looks(), folder / "ut").value is not None
    return {path: data for path, data in tree(folder).items() if not path.endswith("resultater.csv")}


def test_other_results_of_a_hidden_unit_in_the_file_change_no_byte_of_what_is_built(tmp_path: Path):
    one = from_disk(tmp_path / "one", SMALL_HIDDEN)
    assert differing(one, from_disk(tmp_path / "other", SMALL_HIDDEN.replace("1,7", "4,4"), answered=4)) == set()


def test_other_results_of_a_shown_unit_change_its_files(tmp_path: Path):
    one = built(results(), None, tmp_path / "one")
    means = {**HIDDEN_MEANS, "veg": "3.50"}
    changed = differing(one, built(results(hidden=means), None, tmp_path / "other"))
    assert {Path(path).parts[3] for path in changed if path.endswith(("docx", "pptx", "eml"))} == {"veg"}
