"""``packgen new``: a municipality's folder and its first pack from a few answers, all of it or nothing."""

import datetime as dt
import io
import re
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
import yaml
from pack_folder import files_below
from test_cli import Session

from packgen import new_folder, pipeline, settings, wording, yaml_source
from packgen.commands import starting
from packgen.content import texts
from packgen.messages import Tongue
from packgen.model import Contact, Language
from packgen.new_folder import Answers
from packgen.pipeline import Request
from packgen.resources import CONTENT
from packgen.settings import FILE_NAME, SETTINGS
from packgen.settings_workbook import key_of

WORDS = wording.read(CONTENT).value
TEXTS = {language: texts.load(CONTENT, language).value for language in ("nb", "nn")}
OPTIONS = (
    *("--name", "Fjordvik kommune", "--language", "nn", "--limit", "3"),
    *("--round", "2027", "--contact", "hr@fjordvik.no"),
)
FORMS = {"nb": "resultater.xlsx", "nn": "resultat.xlsx"}


class Terminal(io.StringIO):
    """Somebody's keyboard."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO())


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the first pack of one document: these tests are about the folder."""
    asked = starting.Request
    monkeypatch.setattr(starting, "Request", lambda folder: asked(folder, documents=("staff_letter",)))


def made(answers: Answers) -> dict[str, bytes]:
    return dict(new_folder.files(answers, TEXTS[answers.language]))


def answered(language: Language, *, excel: bool = False) -> Answers:
    return Answers("Fjordvik: «kommune» #1", language, 3, "2027", "hr@fjordvik.no", excel)


# ---------------------------------------------------------------- the folder


@pytest.mark.parametrize("excel", [False, True])
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_folder_is_read_back_as_what_was_answered(tmp_path: Path, language: Language, excel: bool):  # noqa: FBT001
    for path, data in made(answered(language, excel=excel)).items():
        (tmp_path / "f" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "f" / path).write_bytes(data)
    outcome = pipeline.gather(Request(tmp_path / "f"), WORDS)
    assert outcome.problems == ()
    found = outcome.value.municipality
    assert (found.name, found.language) == ("Fjordvik: «kommune» #1", language)
    assert found.contact == Contact(email="hr@fjordvik.no")
    assert [(one.id, one.limit, one.results) for one in found.rounds] == [("2027", 3, ())]
    assert outcome.value.own.levels(None) == ()


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_same_answers_give_the_same_files(language: Language):
    assert made(answered(language)) == made(answered(language))
    assert set(made(answered(language))) == {FILE_NAME, FORMS[language], f"texts/{language}/handbook.yaml"}
    own = {"nb": "innstillinger.xlsx", "nn": "innstillingar.xlsx"}[language]
    assert set(made(answered(language, excel=True))) == {own, FORMS[language], f"texts/{language}/handbook.yaml"}


def in_use(text: str) -> str:
    """Return a file with every line that stands behind # in use."""
    return "\n".join(line if re.match(r" *# \S", line) else line.replace("#", "", 1) for line in text.splitlines())


def paths(node: object, above: str = "") -> set[str]:
    if isinstance(node, dict):
        return {path for name, child in node.items() for path in paths(child, f"{above}.{name}" if above else name)}
    if isinstance(node, list) and node and isinstance(node[0], dict):
        return paths(node[0], above)
    return {above}


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_setting_stands_in_the_file_and_can_be_taken_into_use(tmp_path: Path, language: Language):
    text = in_use(made(answered(language))[FILE_NAME].decode())
    tree = yaml_source.load(text.encode(), "x").value.value
    assert paths(tree) == {key_of(setting) for setting in SETTINGS}
    files = {setting.path for setting in SETTINGS if setting.kind.name == "file"}
    for key in sorted(key_of(setting) for setting in SETTINGS if setting.path in files):
        node = tree
        for step in key.split("."):
            node = (node[0] if isinstance(node, list) else node)[step]
        (tmp_path / node).parent.mkdir(exist_ok=True)
        (tmp_path / node).write_bytes(b"")
    (tmp_path / FILE_NAME).write_text(text, "utf-8")
    assert settings.load(tmp_path).problems == ()


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_line_says_what_it_is_for(language: Language):
    lines = made(answered(language))[FILE_NAME].decode().splitlines()
    for above, line in pairwise(lines):
        if re.match(r"#? *(?:- )?\w+:", line) and not line.rstrip().endswith("schema: 1"):
            assert re.match(r" *# \S", above), line
        assert len(line) <= 130


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_example_of_own_texts_changes_them_when_it_is_taken_into_use(tmp_path: Path, language: Language):
    files = made(Answers("Fjordvik", language, 5, "2026"))
    (tmp_path / FILE_NAME).write_bytes(files[FILE_NAME])
    own = tmp_path / f"texts/{language}/handbook.yaml"
    own.parent.mkdir(parents=True)
    text = in_use(files[f"texts/{language}/handbook.yaml"].decode())
    own.write_text(text, "utf-8")
    outcome = pipeline.gather(Request(tmp_path), WORDS)
    assert outcome.problems == ()
    changed, base = (words.texts[language] for words in (outcome.value.own.of(None), WORDS))
    example = yaml.safe_load(text)["start"]
    assert changed.node("handbook.start.ten_minutes") == example["ten_minutes"]
    before = base.node("handbook.start.welcome").strip()
    assert changed.node("handbook.start.welcome").split(before) == ["", f"\n\n{example['welcome']['after']}"]
    assert (changed.node("handbook.start.made"), bool(base.node("handbook.start.made"))) == ("", True)


# ---------------------------------------------------------------- the command


def test_a_new_municipality_has_a_first_pack_and_is_told_what_to_do(tmp_path: Path):
    at = Session()
    assert at.run("new", "fjordvik", *OPTIONS) == 0, at.complained
    assert files_below(tmp_path / "fjordvik") == {FILE_NAME, "resultat.xlsx", "texts/nn/handbook.yaml"}
    pack = tmp_path / "output/fjordvik/2027"
    assert (pack / "index.html").is_file()
    assert any(name.startswith("fjordvik/leiar/Arbeidshefte") for name in files_below(pack))
    assert {entry.name for entry in tmp_path.iterdir()} == {"fjordvik", "output"}
    for said in ("Fjordvik kommune", "output/fjordvik/2027/index.html", "fjordvik/municipality.yaml", "resultat.xlsx"):
        assert said in at.said
    assert len(at.said.strip().splitlines()) == 4
    again = Session()
    assert again.run("build", "fjordvik") == 0, again.complained


@pytest.mark.usefixtures("quick")
def test_without_a_terminal_the_folder_names_the_municipality(tmp_path: Path):
    at = Session("nn")
    assert at.run("new", "Ås") == 0, at.complained
    found = settings.load(tmp_path / "Ås").value
    assert (found.name, found.language, found.contact) == ("Ås", "nn", Contact())
    assert [(one.id, one.limit) for one in found.rounds] == [(str(dt.date.today().year), 5)]  # noqa: DTZ011


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(("tongue", "form"), [("nb", "innstillinger.xlsx"), ("nn", "innstillingar.xlsx")])
def test_settings_are_written_in_excel_when_asked_for(tmp_path: Path, tongue: Tongue, form: str):
    at = Session(tongue)
    assert at.run("new", "fjordvik", "--excel") == 0, at.complained
    assert form in files_below(tmp_path / "fjordvik")
    assert form in at.said
    assert openpyxl.load_workbook(tmp_path / "fjordvik" / form).sheetnames[1] == TEXTS[tongue].node(
        "settings_form.names.about"
    )


@pytest.mark.usefixtures("quick")
def test_questions_are_answered_at_a_terminal_and_wrong_answers_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr("sys.stdin", Terminal("Ytre Fjord kommune\nsvensk\nnynorsk\n2\n3\n2028\n\n"))
    at = Session()
    assert at.run("new", "ytre-fjord") == 0, at.complained
    found = settings.load(tmp_path / "ytre-fjord").value
    assert (found.name, found.language) == ("Ytre Fjord kommune", "nn")
    assert [(one.id, one.limit) for one in found.rounds] == [("2028", 3)]
    assert "svensk" in at.complained
    asked = capsys.readouterr().out
    assert [asked.count(word) for word in ("Hva heter kommunen", "Bokmål eller nynorsk", "[Ytre-fjord kommune]")] == [
        1,
        2,
        1,
    ]


@pytest.mark.usefixtures("quick")
def test_plain_enter_takes_what_is_proposed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stdin", Terminal("\n" * 5))
    at = Session()
    assert at.run("new", "fjordvik", "--excel") == 0, at.complained
    found = settings.load(tmp_path / "fjordvik").value
    assert (found.name, found.language, found.rounds[0].limit) == ("Fjordvik kommune", "nb", 5)


@pytest.mark.usefixtures("quick")
def test_an_answer_as_an_option_means_no_questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stdin", Terminal("Feil\n" * 5))
    assert Session().run("new", "fjordvik", "--limit", "3") == 0
    found = settings.load(tmp_path / "fjordvik").value
    assert (found.name, found.rounds[0].limit) == ("fjordvik", 3)


@pytest.mark.usefixtures("quick")
def test_an_empty_folder_and_one_with_hidden_files_alone_are_used(tmp_path: Path):
    (tmp_path / "fjordvik/.git").mkdir(parents=True)
    at = Session()
    assert at.run("new", "fjordvik") == 0, at.complained
    assert {entry.name for entry in (tmp_path / "fjordvik").iterdir()} == {".git", FILE_NAME, FORMS["nb"], "texts"}


# ---------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("name", "said"),
    [(FILE_NAME, "kommune fra før"), ("innstillingar.xlsx", "kommune fra før"), ("notat.txt", "ikke tom")],
)
def test_a_folder_with_something_in_it_is_refused(tmp_path: Path, name: str, said: str):
    (tmp_path / "fjordvik").mkdir()
    (tmp_path / "fjordvik" / name).write_bytes(b"mitt")
    at = Session()
    assert at.run("new", "fjordvik") == 1
    assert said in at.complained
    assert name in at.complained
    assert (tmp_path / "fjordvik" / name).read_bytes() == b"mitt"
    assert files_below(tmp_path) == {f"fjordvik/{name}"}


def test_a_file_where_the_folder_should_be_is_refused(tmp_path: Path):
    (tmp_path / "fjordvik").write_bytes(b"mitt")
    assert Session().run("new", "fjordvik") == 1
    assert files_below(tmp_path) == {"fjordvik"}


def test_a_pack_that_lies_there_is_not_written_over(tmp_path: Path):
    (tmp_path / "ut/fjordvik/2027").mkdir(parents=True)
    at = Session()
    assert at.run("new", "fjordvik", *OPTIONS, "--out", "ut") == 1
    assert "fjordvik/2027" in at.complained
    assert files_below(tmp_path) == set()
    assert {entry.name for entry in tmp_path.iterdir()} == {"ut"}


@pytest.mark.parametrize(
    "options", [("--limit", "2"), ("--limit", "fem"), ("--contact", "hr"), ("--name", "x" * 300), ("--round", "\u200b")]
)
def test_an_option_that_cannot_stand_writes_nothing(tmp_path: Path, options: tuple[str, str]):
    at = Session()
    assert at.run("new", "ny/fjordvik", *options) == 1
    assert "Ingenting er skrevet" in at.complained
    assert list(tmp_path.iterdir()) == []


def fail(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("where", ["build_one", "_placed"])
def test_what_is_stopped_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str):
    monkeypatch.setattr(starting, where, fail)
    if where == "_placed":
        monkeypatch.setattr(starting, "_first_pack", lambda _at, _made, there, _out, _words: there / "fjordvik/2026")
    at = Session()
    assert at.run("new", "ny/fjordvik", "--out", "ut/pakker") == 130
    assert "Ingenting er skrevet" in at.complained
    assert list(tmp_path.iterdir()) == []


def test_a_build_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(starting, "build_one", lambda *_: None)
    at = Session()
    assert at.run("new", "fjordvik") == 1
    assert "Ingenting er skrevet" in at.complained
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("is_there", [False, True])
def test_a_folder_that_cannot_be_placed_takes_its_pack_with_it(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    is_there: bool,  # noqa: FBT001 - parametrised
):
    if is_there:
        (tmp_path / "fjordvik").mkdir()
    rename, calls = Path.rename, []

    def refuse(self: Path, target: Path) -> Path:
        calls.append(target)
        if Path(target).name in {"fjordvik", "texts"} and "output" not in str(target):
            raise PermissionError(target)
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    at = Session()
    assert at.run("new", "fjordvik") == 1
    assert "kan ikke lages her" in at.complained
    assert calls
    assert files_below(tmp_path) == set()
