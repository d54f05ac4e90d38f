"""Heimvik, the example that has made packgen its own: everything a municipality can change shows in its packs."""

import io
import runpy
from functools import cache
from pathlib import Path

import pytest
from conftest import EXAMPLES, Once, _round
from invented import words
from office import facts, opened
from pack_folder import listed
from PIL import Image

from packgen.pipeline import Request, gather

HEIMVIK = EXAMPLES / "heimvik"


@pytest.fixture(scope="module")
def built(once: Once) -> Path:
    return _round("heimvik", once)


@cache
def file(built: Path, unit: str, document: str) -> bytes:
    (path,) = (e["path"] for e in listed(built) if (e["unit"], e["document"]) == (unit, document))
    return (built / path).read_bytes()


def said(built: Path, unit: str, document: str = "handbook") -> str:
    return " ".join("".join(root.itertext()) for root in opened(file(built, unit, document)).xml.values())


def test_nothing_is_wrong_with_it() -> None:
    outcome = gather(Request(HEIMVIK), words())
    assert outcome.value is not None
    assert outcome.problems == ()


@pytest.mark.parametrize(
    ("unit", "there", "gone"),
    [
        ("heimvik-skule", ("tenesta", "Framtidsbiletet", "Sjølvstende", "Fagleg utvikling"), ("glansbil", "eininga ")),
        (
            "strand-skole",
            ("tjenesten", "Framtidsbildet", "Selvstendighet", "Faglig utvikling"),
            ("glansbil", "enheten "),
        ),
    ],
)
def test_its_own_terms_and_names_of_factors_stand_in_both_written_standards(
    built: Path, unit: str, there: tuple[str, ...], gone: tuple[str, ...]
) -> None:
    told = said(built, unit) + said(built, unit, "meeting_two" if unit == "strand-skole" else "meeting_one")
    assert [word for word in there if word not in told] == []
    assert [word for word in gone if word in told.casefold()] == []


def test_no_file_bears_a_name_that_it_has_replaced(built: Path) -> None:
    names = [path.name.casefold() for path in built.rglob("*")]
    assert sum("framtidsbil" in name for name in names) > 1
    assert [name for name in names if "glansbil" in name] == []


def test_a_text_is_its_own_an_item_is_gone_and_a_paragraph_is_added(built: Path) -> None:
    told = said(built, "teknisk-drift")
    assert "Ring heller éin gong for mykje." in told
    assert words().texts["nn"].node("handbook.prepare.checklist")[0] not in told
    assert "Kom det lite ut av førre runde?" in told
    assert "I 2024 lova vi" in told


def test_a_document_and_a_part_are_gone_and_a_part_of_its_own_is_there(built: Path) -> None:
    assert "leading_change" not in {e["document"] for e in listed(built)}
    nynorsk, bokmaal = said(built, "teknisk-drift"), said(built, "strand-skole")
    assert "Hjelp kvarandre som leiarar" not in nynorsk
    assert "Slik gjer vi det i Heimvik" in nynorsk
    assert "Slik gjør vi det i Heimvik" in bokmaal


def test_only_schools_read_of_the_curriculum_and_only_the_nursing_home_of_its_bells(built: Path) -> None:
    packs = {
        unit: said(built, unit)
        for unit in ("heimvik-skule", "strand-skole", "heimvik-barnehage", "heimvik-sjukeheim", "teknisk-drift")
    }
    assert {unit for unit, told in packs.items() if "æreplanen" in told} == {"heimvik-skule", "strand-skole"}
    assert {unit for unit, told in packs.items() if "klokkene på gangen" in told} == {"heimvik-sjukeheim"}


def test_its_word_template_is_what_documents_stand_on(built: Path) -> None:
    office = opened(file(built, "heimvik-skule", "handbook"))
    styles = office.xml["word/styles.xml"]
    assert facts(styles, "//w:style[@w:styleId='Heading1']/w:name/@w:val") == ["HK Kapittel"]
    assert facts(styles, "//w:style[@w:styleId='TablePlain']/w:name/@w:val") == ["HK Tabell"]
    edges = ["".join(root.itertext()) for name, root in office.xml.items() if "/header" in name]
    assert any("Heimvik skule · 10-FAKTOR 2026" in words_of for words_of in edges)


def test_its_powerpoint_template_is_what_decks_stand_on(built: Path) -> None:
    office = opened(file(built, "heimvik-skule", "meeting_one"))
    first = office.leads("ppt/slides/slide1.xml", "slideLayout")[0].target
    assert "Heimvik kommune" in "".join(office.xml[first].itertext())
    (master,) = (name for name in office.xml if "slideMasters/slideMaster" in name and not name.endswith(".rels"))
    assert facts(office.xml[master], "//p:pic/p:nvPicPr/p:cNvPr/@descr") == ["Logoen til Heimvik kommune"]


def test_its_script_makes_what_lies_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.syspath_prepend(str(EXAMPLES))
    made = runpy.run_path(str(EXAMPLES / "make_heimvik.py"))
    made["main"].__globals__["FOLDER"] = tmp_path
    made["main"]()
    names = {path.relative_to(tmp_path) for path in tmp_path.rglob("*.*") if path.is_file()}
    assert len(names) == 7 + 2  # two records
    for name in names:
        assert content(tmp_path / name) == content(HEIMVIK / name), name


def content(path: Path) -> object:
    """Return what a file holds, without how it is packed: that may differ between machines."""
    data = path.read_bytes()
    if path.suffix == ".png":
        return pixels(data)
    if path.suffix in (".csv", ".yaml"):
        return data
    return {n: pixels(part) if n.endswith(".png") else part for n, part in opened(data).parts.items()}


def pixels(data: bytes) -> bytes:
    return Image.open(io.BytesIO(data)).tobytes()
