"""``packgen look``: pictures of one unit's pack, as private as the pack, gone with the next build."""

from io import BytesIO
from pathlib import Path

import pytest
from pack_folder import files_below, manifest
from PIL import Image
from played_office import install, needs_posix
from small_municipality import MEANS, SETTINGS, write
from test_cli import Session

pytestmark = needs_posix
HIDDEN = "-;" * 9 + "-"
PICTURE = "leder/Sidene i pakken 1 - Øvre skole - 2026.png"


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An invented LibreOffice, the only one there is: every file gets one white page."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return install(folder)


@pytest.fixture
def municipality(tmp_path: Path) -> Path:
    return write(tmp_path / "provevik")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "ut" / "provevik" / "2026"


def run(command: str, municipality: Path, root: Path, *asked: str, code: int = 0) -> Session:
    at = Session()
    assert at.run(command, municipality, "--out", root.parents[1], *asked) == code, at.complained
    return at


def hide_skolen(municipality: Path) -> None:
    rows = (
        f"provevik;Prøvevik kommune;;;bokmål;60;41;{MEANS}",
        f"skolen;Øvre skole;provevik;;bokmål;24;20;{HIDDEN}",
        f"heimen;Solheimen;provevik;;nynorsk;20;16;{MEANS}",
        f"lillevik;Lillevik;provevik;;bokmål;4;3;{MEANS}",
    )
    write(municipality, settings=SETTINGS + "    replaces_unreleased: ja\n", rows=rows)


@pytest.mark.usefixtures("program")
def test_pictures_lie_in_the_leaders_folder_and_bear_what_the_pack_shows(municipality: Path, root: Path):
    run("build", municipality, root, "--unit", "skolen")
    pack = [node for node in manifest(root).values() if node["unit"] == "skolen"]
    at = run("look", municipality, root, "--unit", "øvre skole")
    pictures = {path: node for path, node in manifest(root).items() if node["document"] == "look"}
    assert set(pictures) == {path for path in files_below(root) if path.endswith(".png")}
    assert f"skolen/{PICTURE}" in pictures
    for path, node in pictures.items():
        assert path.startswith("skolen/leder/Sidene i pakken ")
        assert (root / path).as_posix() in at.said
        assert node["edition"] == "leader"
        assert set(node["shows"]) == {shown for other in pack for shown in other["shows"]}
        assert node["distribution"] == max(other["distribution"] for other in pack)
    assert "tar dem bort" in at.said


@pytest.mark.usefixtures("program")
def test_all_other_files_stay_and_the_next_build_takes_the_pictures_away(municipality: Path, root: Path):
    run("build", municipality, root)
    built = {f: (root / f).read_bytes() for f in files_below(root)}
    listed = manifest(root)
    run("look", municipality, root, "--unit", "skolen")
    now = {f: (root / f).read_bytes() for f in files_below(root)}
    assert {f: data for f, data in now.items() if not f.endswith(".png")} == built
    assert {path: node for path, node in manifest(root).items() if node["document"] != "look"} == listed
    run("build", municipality, root)
    assert {f: (root / f).read_bytes() for f in files_below(root)} == built
    assert manifest(root) == listed


@pytest.mark.usefixtures("program")
def test_a_second_look_gives_the_same_pictures_and_leaves_none_of_the_first(municipality: Path, root: Path):
    run("look", municipality, root, "--unit", "skolen")
    first = {f: (root / f).read_bytes() for f in files_below(root)}
    stale = root / "skolen/leder/Sidene i pakken 9 - Øvre skole - 2026.png"
    stale.write_bytes(first[f"skolen/{PICTURE}"])
    notes = root / ".packgen" / "units" / "skolen.json"
    notes.write_text(notes.read_text("utf-8").replace("pakken 1 -", "pakken 9 -"), "utf-8")
    run("look", municipality, root, "--unit", "skolen")
    assert {f: (root / f).read_bytes() for f in files_below(root)} == first


@pytest.mark.usefixtures("program")
def test_without_a_unit_it_is_the_first_that_may_be_shown(municipality: Path, root: Path):
    rows = (
        f"lillevik;Lillevik;;Kultur;bokmål;4;3;{MEANS}",
        f"skolen;Øvre skole;;Grunnskole;bokmål;24;20;{MEANS}",
        f"heimen;Solheimen;;Sykehjem;bokmål;24;20;{MEANS}",
    )
    write(municipality, rows=rows)
    at = run("look", municipality, root)
    assert "Øvre skole" in at.complained
    assert {path.split("/")[0] for path in manifest(root)} == {"skolen"}


@pytest.mark.usefixtures("program")
def test_pictures_of_a_unit_that_is_now_hidden_go_even_when_another_was_asked_for(municipality: Path, root: Path):
    run("look", municipality, root, "--unit", "skolen")
    hide_skolen(municipality)
    run("build", municipality, root, "--unit", "heimen", "--document", "run_sheet_one")
    assert not list(root.rglob("*.png"))


@pytest.mark.usefixtures("program")
def test_an_edited_picture_of_a_unit_that_is_now_hidden_stops_build_and_look(municipality: Path, root: Path):
    run("look", municipality, root, "--unit", "skolen")
    (root / "skolen" / PICTURE).write_bytes(b"my own marks")
    hide_skolen(municipality)
    before = {f: (root / f).read_bytes() for f in files_below(root)}
    for command in ("build", "look"):
        at = run(command, municipality, root, code=1)
        assert "Sidene i pakken 1" in at.complained
        assert "Ingenting er skrevet" in at.complained
    assert {f: (root / f).read_bytes() for f in files_below(root)} == before


@pytest.mark.usefixtures("program")
def test_pictures_of_a_hidden_unit_bear_none_of_its_own_figures(municipality: Path, root: Path):
    hide_skolen(municipality)
    run("look", municipality, root, "--unit", "skolen")
    assert {tuple(node["shows"]) for node in manifest(root).values()} == {("provevik",)}
    assert {node["distribution"] for node in manifest(root).values()} == {0}


@pytest.mark.usefixtures("program")
def test_an_edited_picture_is_kept(municipality: Path, root: Path):
    run("look", municipality, root, "--unit", "skolen")
    (root / "skolen" / PICTURE).write_bytes(b"my own marks")
    at = run("look", municipality, root, "--unit", "skolen")
    assert (root / "skolen" / PICTURE).read_bytes() == b"my own marks"
    assert "Sidene i pakken 1 - Øvre skole - 2026 (ny).png" in at.complained
    assert f"skolen/{PICTURE}" in manifest(root)


@pytest.mark.usefixtures("program")
def test_what_was_shown_is_noted_as_released(municipality: Path, root: Path):
    run("look", municipality, root, "--unit", "skolen")
    assert (municipality / "released" / "2026.yaml").exists()


def test_without_libreoffice_one_error_says_where_it_is(
    municipality: Path, root: Path, program: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("packgen.office._USUAL", ())
    Path(program).unlink()
    at = run("look", municipality, root, code=1)
    assert "libreoffice.org" in at.complained
    assert not root.exists()


@pytest.mark.usefixtures("program")
def test_unknown_units_are_told_and_nothing_is_written(municipality: Path, root: Path):
    at = run("look", municipality, root, "--unit", "Øver skole", code=1)
    assert "«Øvre skole»" in at.complained
    assert not root.exists()


@pytest.mark.office("soffice")
def test_libreoffice_itself_makes_pictures_of_every_page(municipality: Path, root: Path):
    run("look", municipality, root, "--unit", "skolen")
    pictures = [Image.open(BytesIO(path.read_bytes())) for path in sorted((root / "skolen/leder").iterdir())]
    assert len(pictures) > 4
    assert all(picture.width == 2400 and picture.height <= 3200 for picture in pictures)
