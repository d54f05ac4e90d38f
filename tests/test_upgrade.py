"""An upgrade: what packgen has changed under a municipality's own texts, and what choosing does."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_exchange import looks

from packgen import resources, upgrade, upgrade_report, wording
from packgen.blocks import plain
from packgen.content import texts as all_texts
from packgen.content.layers import Edit, Layer
from packgen.content.texts import Texts
from packgen.exchange import made_from
from packgen.model import Language
from packgen.problems import Place, Problem, values_of
from packgen.render import word
from packgen.upgrade import Comments, Decided, Level, Piece, compare, decide, difference, stale
from packgen.wording import Words
from packgen.yaml_source import Yaml, load

TEXTS = """
about:
  title: Om dette
  text: |
    Les arket og del det.

    Ta det med.
  lines: [En, To, Tre]
"""
SAID = Comments("packgens tekster", "Det som er byttet ut")
OVER = """\
# Våre tekster
about:
  # Bedre tittel
  title: Om oss
  text: Les alt sammen.
"""


def texts(source: str = TEXTS, language: Language = "nb") -> Texts:
    value = load(source.encode(), "handbook.yaml").value
    assert value is not None
    own = all_texts.load(resources.CONTENT, language).value
    assert own is not None
    nodes = {
        "handbook": value.value,
        "documents": {"handbook": {"name": "Heftet"}},
        "neutrality": own.nodes["neutrality"],
        "terms": {},
        "exchange": own.nodes["exchange"],
    }
    return Texts(language, nodes, {})


def words(source: str = TEXTS) -> Words:
    real = wording.read(resources.CONTENT).value
    assert real is not None
    return Words({"nb": texts(source), "nn": texts(source, "nn")}, (), real.minutes, Yaml({}, {}))


def write(folder: Path, over: str = OVER, notes: dict[str, Any] | None = None) -> Path:
    (folder / "texts" / "nb").mkdir(parents=True, exist_ok=True)
    (folder / "texts" / "nb" / "handbook.yaml").write_text(over, "utf-8")
    if notes is not None:
        (folder / made_from.MADE_FROM).write_bytes(made_from.file_of({"nb": notes}, "om dette"))
    return folder


NOTED = {"handbook.about.title": "Om dette", "handbook.about.text": "Les arket.\n\nTa det med.\n"}


def read(folder: Path, source: str = TEXTS) -> tuple[Level, ...]:
    outcome = upgrade.read(folder, words(source))
    assert outcome.value is not None, outcome.problems
    return outcome.value


def statuses(levels: tuple[Level, ...]) -> dict[str, str]:
    return {f"{level.name}:{one.key}": one.status for level in levels for one in level.compared}


def choose(folder: Path, *, mine: str = "", theirs: str = "", source: str = TEXTS) -> Decided:
    outcome = decide(read(folder, source), {mine} - {""}, {theirs} - {""}, words(source), SAID)
    assert outcome.value is not None, outcome.problems
    for file, data in outcome.value.files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return outcome.value


def edit(value: Any, **more: Any) -> Edit:
    return Edit(Yaml(value, {}), place=Place(file="x.yaml", line=3), **more)


# ---------------------------------------------------------------- comparing


def test_each_override_is_unchanged_changed_or_not_noted():
    layer: Layer = {
        ("handbook", "about", "title"): edit("Vår"),
        ("handbook", "about", "text"): edit("Vår"),
        ("handbook", "about", "lines", "2"): edit("Vår"),
    }
    found = compare(layer, texts(), NOTED)
    assert [(one.key, one.status) for one in found] == [
        ("handbook.about.title", "same"),
        ("handbook.about.text", "changed"),
        ("handbook.about.lines.2", "unnoted"),
    ]
    assert (found[1].was, found[1].now) == (NOTED["handbook.about.text"], "Les arket og del det.\n\nTa det med.\n")


def test_lines_that_are_only_broken_elsewhere_are_no_change():
    long = "Dette er en setning som er så lang at filen som den står i her hos oss, har måttet brytes et sted."
    wrapped = "about:\n  text: |\n    " + long.replace("oss, har", "oss,\n    har") + "\n"
    layer: Layer = {("handbook", "about", "text"): edit("Vår")}
    assert [one.status for one in compare(layer, texts(wrapped), {"handbook.about.text": long})] == ["same"]


def test_a_list_that_is_replaced_is_compared_as_a_whole():
    layer: Layer = {("handbook", "about", "lines"): edit(["A"])}
    noted = {"handbook.about.lines": ["En", "To"]}
    assert [one.status for one in compare(layer, texts(), noted)] == ["changed"]
    assert [one.status for one in compare(layer, texts(), {"handbook.about.lines": ["En", "To", "Tre"]})] == ["same"]


def test_texts_that_packgen_has_none_of_are_the_municipalitys_own():
    assert compare({("own",): edit({"a": "b"})}, texts(), {}) == ()


def test_a_stale_override_is_a_warning_with_its_place():
    layer: Layer = {("handbook", "about", "text"): edit("Vår"), ("handbook", "about", "title"): edit("Vår")}
    (problem,) = stale(layer, texts(), NOTED)
    assert (problem.code, problem.is_error, problem.place.line) == ("upgrade.changed", False, 3)
    assert stale(layer, texts(), {}) == ()


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("a b c", "a b c", (Piece("same", "a b c"),)),
        (
            "Les arket nå",
            "Les heftet nå",
            (Piece("same", "Les "), Piece("old", "arket"), Piece("new", "heftet"), Piece("same", " nå")),
        ),
        ("en to", "helt annet her", (Piece("old", "en to"), Piece("new", "helt annet her"))),
        ("", "ny", (Piece("new", "ny"),)),
        ("", "", ()),
    ],
)
def test_two_texts_are_compared_word_by_word(old: str, new: str, pieces: tuple[Piece, ...]):
    assert difference(old, new) == pieces


@given(st.text(alphabet="ab \n", max_size=20), st.text(alphabet="ab \n", max_size=20))
def test_the_pieces_make_both_texts_again(old: str, new: str):
    pieces = difference(old, new)
    assert "".join(p.text for p in pieces if p.kind != "new").split() == old.split()
    assert "".join(p.text for p in pieces if p.kind != "old") == new


# ---------------------------------------------------------------- a folder


def test_all_layers_of_a_folder_are_compared_each_with_its_own_notes(tmp_path: Path):
    write(tmp_path, notes=NOTED)
    write(tmp_path / "services" / "sykehjem", "about: {title: Om hjemmet}\n")
    write(tmp_path / "units" / "lia", "about: {title: Om Lia}\n", {"handbook.about.title": "Om det gamle"})
    assert statuses(read(tmp_path)) == {
        ":handbook.about.title": "same",
        ":handbook.about.text": "changed",
        "services/sykehjem:handbook.about.title": "unnoted",
        "units/lia:handbook.about.title": "changed",
    }


def test_an_override_whose_key_is_gone_is_shown_with_the_nearest(tmp_path: Path):
    over = "about: {titel: Vår, lines: {9: Niende}}\n"
    write(tmp_path, over, {"handbook.about.titel": "Om før"})
    by_key = {one.key: one for one in read(tmp_path)[0].compared}
    gone = by_key["handbook.about.titel"]
    assert (gone.status, gone.was, gone.own, gone.nearest) == ("gone", "Om før", "Vår", "handbook.about.title")
    assert by_key["handbook.about.lines.9"].own == "Niende"


def test_an_override_whose_whole_file_is_gone_is_gone_too(tmp_path: Path):
    write(tmp_path, notes={})
    (tmp_path / "texts" / "nb" / "booklet.yaml").write_text("a: {b: Vår}\n", "utf-8")
    (tmp_path / made_from.MADE_FROM).write_bytes(made_from.file_of({"nb": {"booklet.a.b": "Før"}}, "om"))
    gone = [one for one in read(tmp_path)[0].compared if one.status == "gone"]
    assert [(one.key, one.was, one.own) for one in gone] == [("booklet.a.b", "Før", "Vår")]


@pytest.mark.parametrize(
    ("file", "source", "code"),
    [
        ("texts/made_from.yaml", "nb: {}\n", "exchange.notes"),
        ("texts/made_from.yaml", "schema: 1\nnb: [a]\n", "exchange.notes"),
        ("texts/made_from.yaml", "a: [\n", "yaml.syntax"),
        ("texts/nb/handbook.yaml", "about: {title: [a]}\n", "layers.text_expected"),
    ],
)
def test_what_cannot_be_read_stops_an_upgrade(tmp_path: Path, file: str, source: str, code: str):
    write(tmp_path)
    (tmp_path / file).write_text(source, "utf-8")
    outcome = upgrade.read(tmp_path, words())
    assert outcome.value is None
    assert code in {problem.code for problem in outcome.problems}


# ---------------------------------------------------------------- choosing


def test_what_nobody_chooses_stays_as_it_is(tmp_path: Path):
    write(tmp_path, notes=NOTED)
    assert choose(tmp_path).files == {}


def test_an_override_without_a_note_is_noted_from_todays_text(tmp_path: Path):
    write(tmp_path)
    assert [one.key for one in choose(tmp_path).noted] == ["handbook.about.title", "handbook.about.text"]
    assert set(statuses(read(tmp_path)).values()) == {"same"}
    assert choose(tmp_path).files == {}
    changed = TEXTS.replace("Om dette", "Om det nye")
    assert statuses(read(tmp_path, changed))[":handbook.about.title"] == "changed"


def test_mine_keeps_the_text_and_notes_todays(tmp_path: Path):
    write(tmp_path, notes=NOTED)
    decided = choose(tmp_path, mine="handbook.about.text")
    assert [one.key for one in decided.kept] == ["handbook.about.text"]
    assert (tmp_path / "texts" / "nb" / "handbook.yaml").read_text("utf-8") == OVER
    assert set(statuses(read(tmp_path)).values()) == {"same"}


def test_theirs_takes_the_override_away_and_keeps_it_in_a_file(tmp_path: Path):
    write(tmp_path, notes=NOTED)
    choose(tmp_path, theirs="handbook.about.text")
    assert (tmp_path / "texts" / "nb" / "handbook.yaml").read_text("utf-8") == OVER.replace(
        "  text: Les alt sammen.\n", ""
    )
    assert statuses(read(tmp_path)) == {":handbook.about.title": "same"}
    kept = load((tmp_path / made_from.REPLACED).read_bytes(), "r").value
    assert kept is not None
    (one,) = kept.value["replaced"]
    assert (one["key"], one["language"], one["text"]) == ("handbook.about.text", "nb", "Les alt sammen.")
    assert one["made_from"].strip("\n") == NOTED["handbook.about.text"].strip("\n")


def test_what_was_replaced_before_is_not_touched(tmp_path: Path):
    write(tmp_path, notes=NOTED)
    choose(tmp_path, theirs="handbook.about.text")
    before = (tmp_path / made_from.REPLACED).read_bytes()
    choose(tmp_path, theirs="handbook.about.title")
    after = (tmp_path / made_from.REPLACED).read_bytes()
    assert after.startswith(before)
    value = load(after, "r").value
    assert value is not None
    assert [one["key"] for one in value.value["replaced"]] == ["handbook.about.text", "handbook.about.title"]


@pytest.mark.parametrize(
    ("over", "key", "left"),
    [
        ("about: {title: Vår}\n", "handbook.about.title", {}),
        ("about: {title: {replace: Vår}}\n", "handbook.about.title", {}),
        (
            "about:\n  lines:\n    before: [Null]\n    2: To\n",
            "handbook.about.lines",
            {"about": {"lines": {"2": "To"}}},
        ),
        (
            "about:\n  lines:\n    2: {after: [Nei]}\n    3: T\n",
            "handbook.about.lines.2",
            {"about": {"lines": {"3": "T"}}},
        ),
        ("about:\n  titel: Vår\n  title: Om\n", "handbook.about.titel", {"about": {"title": "Om"}}),
    ],
)
def test_each_kind_of_override_can_be_taken_away(tmp_path: Path, over: str, key: str, left: dict[str, Any]):
    write(tmp_path, over)
    choose(tmp_path, theirs=key)
    value = load((tmp_path / "texts" / "nb" / "handbook.yaml").read_bytes(), "h").value
    assert value is not None
    assert (value.value or {}) == left
    assert key not in {one.key for one in read(tmp_path)[0].compared}


def wrong(folder: Path, mine: set[str], theirs: set[str]) -> Problem:
    outcome = decide(read(folder), mine, theirs, words(), SAID)
    assert outcome.value is None
    return outcome.problems[0]


def test_a_choice_that_cannot_be_made_is_told(tmp_path: Path):
    write(tmp_path, "about: {titel: Vår, text: Vår}\n", NOTED)
    assert wrong(tmp_path, {"handbook.about.text"}, {"handbook.about.text"}).code == "upgrade.both"
    unknown = wrong(tmp_path, {"handbook.about.txt"}, set())
    assert (unknown.code, values_of(unknown)["nearest"]) == ("upgrade.no_override", "handbook.about.text")
    gone = wrong(tmp_path, {"handbook.about.titel"}, set())
    assert (gone.code, values_of(gone)["nearest"]) == ("upgrade.nothing_to_keep", "handbook.about.title")


# ---------------------------------------------------------------- the report


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_report_shows_what_is_new_and_what_is_gone(tmp_path: Path, language: Language):
    write(tmp_path, "about: {titel: Vår gamle, text: Les alt.}\n", NOTED)
    made = upgrade_report.report(read(tmp_path), "Fjordvik", words().texts, language)
    headings = [plain(b.text) for s in made.sections for b in s.blocks if hasattr(b, "id")]
    said = words().texts[language].nodes["exchange"]["report"]
    assert headings == [said["title"], said["changed"], said["gone"], said["choose"]]
    changed = next(b for s in made.sections for b in s.blocks if getattr(b, "title", "") == said["head"][0])
    was, now, own = changed.rows[0][1:]
    assert [run.text for run in now.text if run.bold] == ["arket og del det."]
    assert [run.text for run in was.text if run.italic] == ["arket."]
    assert plain(own.text) == "Les alt."
    data = word.render(made, looks().theme, looks().word)
    assert data == word.render(made, looks().theme, looks().word)


def test_the_report_says_when_there_is_nothing_to_do(tmp_path: Path):
    write(tmp_path, notes=NOTED | {"handbook.about.text": texts().nodes["handbook"]["about"]["text"]})
    made = upgrade_report.report(read(tmp_path), "Fjordvik", words().texts, "nb")
    said = [plain(b.text) for s in made.sections for b in s.blocks if hasattr(b, "text")]
    assert any("Dere trenger ikke gjøre noe." in one for one in said)
    assert "Slik velger dere" not in said
