"""Layers of words, the whole line: a municipality's folder changes its documents, and nothing else does."""

from pathlib import Path

import pytest
import small_municipality
from office import opened
from small_municipality import SETTINGS
from test_cli import Session

from packgen import packs, pipeline, resources, wording
from packgen.packs import Looks
from packgen.pipeline import Request
from packgen.problems import Outcome
from packgen.surveys import Gathered
from packgen.wording import Words

TERM = (
    "terms:\n  - {id: vision_image, language: nb, a: framtidsbilde, the: framtidsbildet, many: framtidsbilder,"
    " all: framtidsbildene, one: et framtidsbilde, compound: framtidsbilde}\n"
)


@pytest.fixture(scope="module")
def words() -> Words:
    found = wording.read(resources.CONTENT).value
    assert found is not None
    return found


@pytest.fixture(scope="module")
def looks() -> Looks:
    return packs.read_looks(resources.TEMPLATES, resources.CONTENT)


def write(folder: Path, settings: str = "", **files: str) -> Path:
    """Write a municipality with these files beside its settings, ``/`` in a name written as two underscores."""
    small_municipality.write(folder, settings=SETTINGS + settings)
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def gather(folder: Path, words: Words) -> Outcome[Gathered]:
    return pipeline.gather(Request(folder), words)


def said(gathered: Gathered, unit: str, document: str, words: Words, looks: Looks) -> str:
    """Return the letters of a unit's document."""
    pack = packs.make_pack(gathered, gathered.now.tree.get(unit), words, looks)
    (made,) = (one for one in pack if one.document == document)
    return " ".join("".join(root.itertext()) for root in opened(made.data).xml.values())


def test_without_overrides_every_byte_is_packgens_own(tmp_path: Path, words: Words, looks: Looks) -> None:
    plain = gather(write(tmp_path / "a" / "provevik"), words).value
    empty = gather(write(tmp_path / "b" / "provevik", texts__nb__handbook="", documents__handbook=""), words).value
    assert plain is not None
    assert empty is not None
    unit = plain.chosen[0]
    assert packs.make_pack(plain, unit, words, looks) == packs.make_pack(empty, unit, words, looks)


def test_a_text_is_replaced_for_the_whole_municipality_in_its_written_standard_only(
    tmp_path: Path, words: Words, looks: Looks
) -> None:
    given = gather(write(tmp_path / "k", texts__nb__start_here="", texts__nb__handbook=TITLE), words).value
    assert given is not None
    assert "Vårt eget kapittel" in said(given, "skolen", "handbook", words, looks)
    assert "Vårt eget kapittel" not in said(given, "heimen", "handbook", words, looks)  # nynorsk


TITLE = "about:\n  chapter:\n    title: Vårt eget kapittel\n"


def test_a_layer_of_a_kind_of_service_is_over_the_municipalitys_and_a_units_over_both(
    tmp_path: Path, words: Words, looks: Looks
) -> None:
    folder = write(
        tmp_path / "k",
        texts__nb__handbook=TITLE,
        services__grunnskole__texts__nb__handbook=TITLE.replace("Vårt eget", "Skolens eget"),
        units__lillevik__texts__nb__handbook=TITLE.replace("Vårt eget", "Lilleviks eget"),
    )
    given = gather(folder, words).value
    assert given is not None
    chapters = {unit: said(given, unit, "handbook", words, looks) for unit in ("provevik", "skolen", "lillevik")}
    assert "Vårt eget kapittel" in chapters["provevik"]
    assert "Skolens eget kapittel" in chapters["skolen"]
    assert "Lilleviks eget kapittel" in chapters["lillevik"]
    assert "Vårt eget kapittel" not in chapters["skolen"] + chapters["lillevik"]


def test_a_term_of_the_settings_is_used_in_all_texts_in_its_forms(tmp_path: Path, words: Words, looks: Looks) -> None:
    given = gather(write(tmp_path / "k", TERM), words).value
    assert given is not None
    told = said(given, "skolen", "handbook", words, looks).casefold()
    assert "framtidsbildet" in told
    assert "glansbilde" not in told


def test_a_factor_bears_the_name_of_the_settings(tmp_path: Path, words: Words, looks: Looks) -> None:
    given = gather(write(tmp_path / "k", "factors:\n  - {number: 3, nb: Selvstyre}\n"), words).value
    assert given is not None
    told = said(given, "skolen", "handbook", words, looks)
    assert "Selvstyre" in told
    assert "Autonomi" not in told


def test_a_document_and_a_part_can_be_removed_and_a_part_added(tmp_path: Path, words: Words, looks: Looks) -> None:
    folder = write(
        tmp_path / "k",
        documents__toolbox="remove: yes\n",
        documents__handbook="parts:\n  alive:\n    remove: yes\n  about:\n    after:\n      - id: ours\n"
        "        chapter: ours.chapter\n        body:\n          - text: ours.text\n",
        texts__nb__ours="chapter:\n  title: Slik gjør vi det\ntext: Vi møtes på torsdager.\n",
        texts__nn__ours="chapter:\n  title: Slik gjer vi det\ntext: Vi møtest på torsdagar.\n",
    )
    outcome = gather(folder, words)
    assert outcome.problems == ()
    given = outcome.value
    assert given is not None
    pack = {made.document for made in packs.make_pack(given, given.now.tree.get("skolen"), words, looks)}
    assert "toolbox" not in pack
    told = said(given, "skolen", "handbook", words, looks)
    assert "Vi møtes på torsdager." in told
    rhythm = words.texts["nb"].node("handbook.alive.rhythm.title")
    assert rhythm not in told


def test_a_sheet_of_a_municipalitys_own_is_printed_once_and_is_no_document_of_units(
    tmp_path: Path, words: Words, looks: Looks
) -> None:
    names = "{name: Vår plakat, file: Vår plakat, about: Om oss., use: Heng den opp., print: Ett ark.}"
    folder = write(
        tmp_path / "k",
        documents__print_ours="schema: 1\nid: print_ours\nmedium: sheet\nedition: staff\nphase: analysis\norder: 300\n"
        "sheets:\n  - {id: one, title: ours.title, body: [{lead: ours.lead}]}\n",
        texts__nb__documents=f"print_ours: {names}\n",
        texts__nn__documents=f"print_ours: {names}\n",
        texts__nb__ours="title: Slik vil vi ha det\nlead: Sammen.\n",
        texts__nn__ours="title: Slik vil vi ha det\nlead: Saman.\n",
    )
    outcome = gather(folder, words)
    assert outcome.problems == ()
    given = outcome.value
    assert given is not None
    assert "print_ours" not in {made.document for made in packs.make_pack(given, given.chosen[0], words, looks)}
    printed = [made.path for made in packs.make_shared(given, words, looks) if made.document == "print_ours"]
    assert len(printed) == 2 * 2  # PDF and slide, in each written standard


def test_a_new_part_without_its_texts_is_told_before_anything_is_written(tmp_path: Path, words: Words) -> None:
    folder = write(
        tmp_path / "k",
        documents__handbook="parts:\n  about:\n    after:\n      - {id: ours, chapter: ours.chapter}\n",
    )
    problems = gather(folder, words).problems
    assert [p.code for p in problems] == ["layers.cannot_make"] * len(problems)
    assert any("ours.chapter" in dict(p.values)["said"] for p in problems)


def test_a_text_that_only_units_with_figures_have_is_tried_before_anything_is_written(
    tmp_path: Path, words: Words
) -> None:
    folder = write(tmp_path / "k", texts__nb__figures='response: {answered_label: "{{ factor.name }}"}\n')
    problems = gather(folder, words).problems
    assert {p.code for p in problems} == {"layers.cannot_make"}
    assert all("factor" in dict(p.values)["said"] for p in problems)


def test_a_removed_text_leaves_no_empty_paragraph(tmp_path: Path, words: Words, looks: Looks) -> None:
    whole = gather(write(tmp_path / "a"), words).value
    less = gather(write(tmp_path / "b", texts__nb__handbook="about:\n  measures: {remove: yes}\n"), words).value
    assert whole is not None
    assert less is not None
    before, after = (said(one, "skolen", "handbook", words, looks) for one in (whole, less))
    assert "Hva den måler" in before
    assert "Hva den måler" not in after


@pytest.mark.parametrize(
    ("files", "code", "nearest"),
    [
        ({"services__grunskole__texts__nb__handbook": TITLE}, "layers.unknown_services", "grunnskole"),
        ({"units__skole__texts__nb__handbook": TITLE}, "layers.unknown_units", "skolen"),
        ({"texts__nb__handbook": "abuot:\n  chapter: x\n"}, "layers.unknown_key", "about"),
    ],
)
def test_a_slip_is_told_with_the_nearest_name(
    files: dict[str, str], code: str, nearest: str, tmp_path: Path, words: Words
) -> None:
    (problem,) = gather(write(tmp_path / "k", **files), words).problems
    assert problem.code == code
    assert nearest in dict(problem.values)["nearest"]


def test_an_unknown_term_is_told_with_the_nearest(tmp_path: Path, words: Words) -> None:
    (problem,) = gather(write(tmp_path / "k", TERM.replace("vision_image", "vision_picture")), words).problems
    assert (problem.code, dict(problem.values)["nearest"]) == ("layers.unknown_term", "vision_image")


def test_a_value_that_packgen_does_not_know_is_told_at_its_line(tmp_path: Path, words: Words) -> None:
    text = "about:\n  chapter:\n    title: Hei {{ unit.navn }}\n"
    problems = gather(write(tmp_path / "k", texts__nb__handbook=text), words).problems
    assert ("texts.unknown_value", 3) in {(p.code, p.place.line) for p in problems}


class TestWhere:
    def test_it_shows_every_layer_and_which_one_wins(self, tmp_path: Path) -> None:
        at = Session("nb")
        folder = write(tmp_path / "k", texts__nb__handbook=TITLE)
        assert at.run("texts", "where", "handbook.about.chapter.title", folder) == 0
        packgens, own = at.said.index("Om undersøkelsen"), at.said.index("Vårt eget kapittel")
        assert packgens < own
        assert "handbook.yaml:3" in at.said
        assert "dette gjelder" in at.said

    def test_of_a_unit_it_goes_down_to_the_units_own(self, tmp_path: Path) -> None:
        at = Session("nb")
        folder = write(tmp_path / "k", units__skolen__texts__nb__handbook=TITLE)
        assert at.run("texts", "where", "handbook.about.chapter.title", folder, "--unit", "Øvre skole") == 0
        assert "Øvre skole" in at.said
        assert "Vårt eget kapittel" in at.said

    def test_a_key_that_is_not_there_is_told_with_the_nearest(self) -> None:
        at = Session("nb")
        assert at.run("texts", "where", "handbook.about.chapter.titel") == 1
        assert "handbook.about.chapter.title" in at.complained

    def test_a_part_of_a_document_is_shown_as_its_make_up(self) -> None:
        at = Session("nn")
        assert at.run("texts", "where", "handbook.parts.about") == 0
        assert "chapter: handbook.about.chapter" in at.said
