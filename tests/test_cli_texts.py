"""The commands on texts: proof-reading, drafts, and builds with drafts."""

import shutil
from pathlib import Path

import pytest
from pack_folder import files_below
from small_municipality import SETTINGS, write
from test_cli import Session

from packgen import proofreading, resources
from packgen.commands import texts as commands
from packgen.content.makeup import load_minutes
from packgen.proofreading import exceptions, material, parity
from packgen.proofreading.stale import fingerprint


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A content folder of two texts."""
    content = tmp_path / "content"
    for language in ("nb", "nn"):
        (content / language).mkdir(parents=True)
        (content / language / "x.yaml").write_text("a: Vi møtes i dag.\n", "utf-8")
    shutil.copytree(resources.CONTENT / "documents", content / "documents")
    for language in ("nb", "nn"):
        shutil.copy(resources.CONTENT / language / "neutrality.yaml", content / language)
        shutil.copy(resources.CONTENT / language / "terms.yaml", content / language)
    return content


def knows_all(*_: object) -> dict[str, tuple[str, ...]]:
    return {}


def check(at: Session, content: Path, *, strict: bool = False, **more: object) -> int:
    asked = {"municipality": None, "language": None, "drafts": False, "speller": knows_all, **more}
    return commands.check(at.desk, content=content, strict=strict, **asked)


def test_texts_without_a_finding_are_in_order(own: Path):
    at = Session()
    assert check(at, own, strict=True) == 0, at.complained
    assert "Tekstene er i orden." in at.said


def test_a_finding_is_told_with_place_and_proposal_and_stops_a_strict_run(own: Path):
    (own / "nn" / "x.yaml").write_text("a: Vi møtest ikke i dag.\n", "utf-8")
    at = Session()
    assert check(at, own) == 0
    assert "content/nn/x.yaml:1:14" in at.complained
    assert "Skriv ikkje." in at.complained
    assert check(Session(), own, strict=True) == 1


def test_an_error_stops_without_strict_too(own: Path):
    (own / "nn" / "x.yaml").write_text("a: Vi møtest {{ dag }}.\n", "utf-8")
    at = Session()
    assert check(at, own) == 1
    assert "«dag»" in at.complained


def test_one_written_standard_can_be_read_alone(own: Path):
    (own / "nn" / "x.yaml").write_text("a: Vi møtest ikke i dag.\n", "utf-8")
    assert check(Session(), own, strict=True, language="nb") == 0
    assert check(Session(), own, strict=True, language="nn") == 1


def test_the_municipality_has_its_own_limit_for_heavy_texts(own: Path, tmp_path: Path):
    heavy = "Undersøkelsen beskrives nedenfor. " * 10
    (own / "nb" / "x.yaml").write_text(f"a: {heavy}\n", "utf-8")
    folder = write(tmp_path / "provevik", settings=SETTINGS + "lix_limit: 80\n")
    at = Session()
    check(at, own)
    assert "LIX" in at.complained
    at = Session()
    check(at, own, municipality=folder)
    assert "LIX 78" not in at.complained


def test_without_a_dictionary_the_rest_is_read_and_the_program_named(own: Path):
    (own / "nn" / "x.yaml").write_text("a: Vi møtest ikke i dag.\n", "utf-8")
    at = Session()
    assert check(at, own, speller=lambda *_: None) == 0
    for word in ("hunspell-no", "nn_NO", "nb_NO", "WSL", "Skriv ikkje."):
        assert word in at.complained
    assert check(Session(), own, speller=lambda *_: None, strict=True) == 1


@pytest.mark.office("hunspell")
def test_the_command_takes_content_language_and_strict(own: Path):
    (own / "nb" / "x.yaml").write_text("a: Vi møøtes.\n", "utf-8")
    at = Session()
    assert at.run("texts", "check", "--content", own, "--language", "nb", "--strict") == 1
    assert "møøtes" in at.complained


def test_a_folder_without_texts_is_told(tmp_path: Path):
    at = Session()
    assert check(at, tmp_path) == 1
    assert "ingen tekster" in at.complained


# ---------------------------------------------------------------- drafts


@pytest.mark.office("apertium")
def test_drafts_are_written_beside_the_texts_and_marked(own: Path):
    (own / "nb" / "x.yaml").write_text("a: Vi møtes i dag.\nb: Hva gjør vi?\n", "utf-8")
    at = Session()
    assert at.run("texts", "draft", "--content", own) == 0, at.complained
    assert (own / "nn/drafts/x.yaml").read_text("utf-8").splitlines()[0].startswith("# Utkast frå ei maskin.")
    assert (own / "nn/drafts/x.yaml").read_text("utf-8").splitlines()[-1] == "b: Kva gjer vi?"
    assert (own / "sources/nn.yaml").read_text("utf-8") == f"x.b: {fingerprint('Hva gjør vi?')}\n"
    assert "Laget 1 utkast" in at.said
    assert check(Session(), own) == 1
    assert check(Session(), own, drafts=True) == 0


def test_without_apertium_the_remedy_is_told_and_nothing_is_written(own: Path, monkeypatch: pytest.MonkeyPatch):
    (own / "nb" / "x.yaml").write_text("a: Vi møtes i dag.\nb: Hva gjør vi?\n", "utf-8")
    monkeypatch.setenv("PATH", "")
    before = files_below(own)
    at = Session()
    assert at.run("texts", "draft", "--content", own) == 1
    assert "apertium-nno-nob" in at.complained
    assert files_below(own) == before


def test_the_same_standard_twice_is_wrong_use(own: Path):
    assert Session().run("texts", "draft", "--from", "nb", "--to", "nb", "--content", own) == 2
    assert Session().run("texts", "draft", "--from", "nn", "--to", "nn", "--content", own) == 2


@pytest.fixture
def missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Our own content without one text in nynorsk, which a draft has."""
    content = shutil.copytree(resources.CONTENT, tmp_path / "content")
    file, beside = content / "nn" / "index.yaml", content / "nn" / "drafts" / "index.yaml"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    beside.parent.mkdir()
    beside.write_text("".join(line for line in lines if line.startswith("title:")), "utf-8")
    file.write_text("".join(line for line in lines if not line.startswith("title:")), "utf-8")
    monkeypatch.setattr(resources, "CONTENT", content)
    return content


@pytest.mark.usefixtures("missing")
def test_a_missing_text_is_an_error_and_its_draft_only_counts_when_asked_for(tmp_path: Path):
    folder = write(tmp_path / "provevik")
    asked = ("--unit", "heimen", "--document", "run_sheet_one", "--out", tmp_path / "ut")
    at = Session()
    with pytest.raises(SystemExit) as stop:
        at.run("build", folder, *asked)
    assert stop.value.code == 1
    assert "index.title" in at.complained
    at = Session()
    assert at.run("build", folder, *asked, "--drafts") == 0, at.complained
    assert list((tmp_path / "ut").rglob("*.docx"))
    assert "1 utkast i nn står i dokumentene." in at.complained


@pytest.mark.usefixtures("missing")
def test_drafts_stop_a_strict_run_and_check_names_them(tmp_path: Path):
    folder = write(tmp_path / "provevik")
    at = Session()
    assert at.run("check", folder, "--drafts") == 0
    assert "1 utkast i nn" in at.complained
    at = Session()
    assert at.run("build", folder, "--drafts", "--strict", "--out", tmp_path / "ut") == 1
    assert not (tmp_path / "ut").exists()


# ---------------------------------------------------------------- our own content


@pytest.mark.office("hunspell")
def test_our_own_texts_are_clean():
    """When this fails: ``packgen texts check --strict``."""
    at = Session()
    assert at.run("texts", "check", "--strict") == 0, at.complained


def test_every_exception_has_a_reason_and_is_needed():
    read, planned = material.read(resources.CONTENT).value, load_minutes(resources.CONTENT).value
    found = list(parity.check(read))
    for language in ("nb", "nn"):
        found += proofreading.findings(read, planned, language, proofreading.LIX_LIMIT, knows_all)
        made = material.read_rules(resources.CONTENT, language)["exceptions"]
        assert [one for one in made if not one.get("reason")] == []
        assert [one for one in made if not any(exceptions.is_for(one, problem) for problem in found)] == []
