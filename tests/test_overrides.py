"""A municipality's own texts and make-up: what each override does, and what is told of each that goes astray."""

from pathlib import Path
from typing import Any

import pytest

from packgen import resources
from packgen.content import makeup, overrides
from packgen.content import texts as all_texts
from packgen.content.layers import NO_LAYER, Layer, merge
from packgen.content.texts import Texts
from packgen.problems import Problem, values_of
from packgen.proofreading import overridden
from packgen.yaml_source import Yaml, load

TEXTS_FILE = """
about:
  title: Om dette
  text: Les arket.
  lines: [En, To, Tre]
  table:
    title: Tabell
    summary: Hva den sier
    head: [A, B]
    rows: [[a1, b1], [a2, b2]]
  box: {title: Husk, text: Vann}
  cross:
    cells:
      - {head: Nord, help: Opp}
      - {head: Sør, help: Ned}
meeting:
  after: Etterpå
"""
NAMES_FILE = "handbook: {name: Heftet, file: Heftet, about: Om heftet}\n"
DOCUMENT = """
schema: 1
id: handbook
medium: word
edition: leader
phase: follow_up
order: 10
parts:
  - {id: cover, cover: handbook.about}
  - id: about
    chapter: handbook.about
    when: shown
    body:
      - text: handbook.about.text
      - {table: handbook.about.table, weights: [1, 2]}
"""
DECK = """
schema: 1
id: deck
medium: slides
edition: staff
phase: analysis
order: 20
sections:
  - id: first
    title: handbook.about.title
    slides:
      - {id: opening, kind: opening, item: welcome, minutes: 1, text: handbook.about}
      - {id: why, kind: content, item: welcome, minutes: 2, text: handbook.about}
"""
MINUTES = """
schema: 1
activities: {reflection: {before: 2, after: 6}}
meetings: {deck: [{id: welcome, minutes: 3}]}
"""


def tree(files: dict[str, str], folder: str) -> Yaml:
    nodes: dict[str, Any] = {}
    places: dict[Any, Any] = {}
    for name, source in files.items():
        found = load(source.encode(), f"{folder}/{name}.yaml").value
        nodes[name] = found.value
        places |= {(name, *path): place for path, place in found.places.items()}
    return Yaml(nodes, places)


_TREE = tree({"handbook": TEXTS_FILE, "documents": NAMES_FILE, "cli": "help: Hjelp"}, "content/nb")
BASE = Texts("nb", _TREE.value, _TREE.places)
DOCUMENTS = tree({"handbook": DOCUMENT, "deck": DECK, "meetings": MINUTES}, "content/documents")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "fjordvik"


def write(folder: Path, name: str, source: str | bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(source if isinstance(source, bytes) else source.encode())


def texts(folder: Path, source: str | bytes, lower: Layer = NO_LAYER, name: str = "handbook", own: Any = ()) -> Any:
    write(folder, f"texts/nb/{name}.yaml", source)
    return overrides.texts_layer(folder, "nb", BASE, lower, own)


def documents(folder: Path, source: str | bytes, lower: Layer = NO_LAYER, name: str = "handbook") -> Any:
    write(folder, f"documents/{name}.yaml", source)
    return overrides.documents_layer(folder, DOCUMENTS, lower)


def about(outcome: Any, lower: Layer = NO_LAYER) -> Any:
    assert outcome.problems == ()
    return overrides.texts(BASE, merge(lower, outcome.value)).node("handbook.about")


def parts(outcome: Any, lower: Layer = NO_LAYER) -> list[str]:
    assert outcome.problems == ()
    made = overrides.documents(DOCUMENTS, merge(lower, outcome.value))
    assert made.problems == ()
    return [part.id for document in made.value[0] for part in document.parts if document.id == "handbook"]


def told(problem: Problem) -> tuple[str, int | None, int | None]:
    return problem.code, problem.place.line, problem.place.column


# ---------------------------------------------------------------- texts


def test_a_text_a_list_and_an_item_are_replaced(folder: Path):
    found = about(texts(folder, 'about:\n  title: "Nytt: 012"\n  lines: {2: Ny to}\n  table: {rows: [[x, y]]}\n'))
    assert found["title"] == "Nytt: 012"
    assert found["lines"] == ["En", "Ny to", "Tre"]
    assert found["table"]["rows"] == [["x", "y"]]
    assert found["text"] == "Les arket."


def test_values_are_text_as_it_was_written(folder: Path):
    assert about(texts(folder, "about: {lines: [no, 0123, 1e3]}"))["lines"] == ["no", "0123", "1e3"]


def test_operations_on_texts_lists_and_items(folder: Path):
    source = """
schema: 1
about:
  title: {replace: Ny}
  text: {before: Først., after: [Så., Sist.]}
  lines:
    1: {after: [En og et halvt]}
    3: {remove: ja}
    after: Slutt
  table:
    rows: {2: {before: [x, y]}, after: [[p, q], [r, s]]}
  box: {remove: yes}
"""
    found = about(texts(folder, source))
    assert found["title"] == "Ny"
    assert found["text"] == "Først.\n\nLes arket.\n\nSå.\n\nSist."
    assert found["lines"] == ["En", "En og et halvt", "To", "Slutt"]
    assert found["table"]["rows"] == [["a1", "b1"], ["x", "y"], ["a2", "b2"], ["p", "q"], ["r", "s"]]
    assert found["box"] == {"title": "", "text": ""}


def test_items_of_a_row_and_cells_of_a_sheet_have_numbers(folder: Path):
    found = about(texts(folder, "about:\n  table: {rows: {1: {2: ny}}}\n  cross: {cells: {2: {head: Sørvest}}}\n"))
    assert found["table"]["rows"] == [["a1", "ny"], ["a2", "b2"]]
    assert found["cross"]["cells"][1] == {"head": "Sørvest", "help": "Ned"}


def test_a_text_of_packgens_may_be_called_as_an_operation(folder: Path):
    outcome = texts(folder, "meeting: {after: Senere}")
    assert overrides.texts(BASE, outcome.value).node("handbook.meeting.after") == "Senere"


def test_an_override_knows_its_place(folder: Path):
    made = overrides.texts(BASE, texts(folder, "about:\n  lines:\n    2: Ny\n").value)
    assert (made.place("handbook.about.lines").file, made.place("handbook.about.title").line) == (
        "content/nb/handbook.yaml",
        3,
    )
    place = made.places["handbook", "about", "lines", 1]
    assert (place.file, place.line, place.column) == (str(folder / "texts/nb/handbook.yaml"), 3, 8)


def test_numbers_mean_packgens_list_whatever_lower_layers_add(folder: Path):
    lower = texts(folder, "about: {lines: {1: {before: [Null, Halv]}}}").value
    upper = texts(folder, "about: {lines: {2: Ny to}}")
    assert about(upper, lower)["lines"] == ["Null", "Halv", "En", "Ny to", "Tre"]


def test_numbers_mean_the_list_that_a_lower_layer_put_in_its_stead(folder: Path):
    lower = texts(folder, "about: {lines: [A, B, C, D]}").value
    assert about(texts(folder, "about: {lines: {4: Ny}}", lower), lower)["lines"] == ["A", "B", "C", "Ny"]


def test_a_file_with_a_name_of_its_own_holds_texts_of_its_own(folder: Path):
    outcome = texts(folder, "welcome: {title: Hei}", name="fjordvik")
    assert outcome.problems == ()
    assert overrides.texts(BASE, outcome.value).node("fjordvik.welcome.title") == "Hei"
    upper = texts(folder, "welcome: {title: Hallo, more: Mer}", outcome.value, name="fjordvik")
    assert upper.problems == ()
    made = overrides.texts(BASE, merge(outcome.value, upper.value))
    assert made.node("fjordvik.welcome") == {"title": "Hallo", "more": "Mer"}


def test_a_new_document_has_its_names_among_those_of_the_others(folder: Path):
    source = "guide: {name: Vår, file: Vår, about: Om}\nhandbook: {name: Boka}\n"
    outcome = texts(folder, source, name="documents", own={"guide"})
    assert outcome.problems == ()
    assert overrides.texts(BASE, outcome.value).node("documents.guide.name") == "Vår"
    assert overrides.texts(BASE, outcome.value).node("documents.handbook.name") == "Boka"
    lacking = texts(folder, "guide: {name: Vår, file: Vår}", name="documents", own={"guide"})
    (problem,) = lacking.problems
    assert problem.code == "layers.missing_key"
    assert values_of(problem) == {"key": "documents.guide", "missing": "about"}
    assert [p.code for p in texts(folder, "guide: {name: Vår}", name="documents").problems] == ["layers.unknown_key"]


def test_texts_without_overrides_are_packgens_own(folder: Path):
    outcome = overrides.texts_layer(folder, "nb", BASE)
    assert (outcome.value, outcome.problems) == ({}, ())
    assert overrides.texts(BASE, NO_LAYER) is BASE
    assert texts(folder, "# alt er tatt bort\n").value == {}


def test_drafts_stay_drafts_where_nothing_is_laid_over_them(folder: Path):
    drafted = Texts("nb", BASE.nodes, BASE.places, frozenset({("handbook", "about", "lines", i) for i in range(3)}))
    layer = texts(folder, "about: {lines: {1: {before: Null}, 3: Ny}}").value
    made = overrides.texts(drafted, layer)
    assert made.drafts == {("handbook", "about", "lines", 1), ("handbook", "about", "lines", 2)}


MISUSES_OF_TEXTS = {
    "about:\n  titel: Ny": ("unknown_key", 2, 10, {"key": "handbook.about.titel", "nearest": "title"}),
    "abut: {title: Ny}": ("unknown_key", 1, 1, {"key": "handbook.abut", "nearest": "about"}),
    "about: Ny": ("section_expected", 1, 8, {"key": "handbook.about"}),
    "about: {title: [Ny]}": ("text_expected", 1, 9, {"key": "handbook.about.title"}),
    "about: {lines: Ny}": ("list_expected", 1, 16, {"key": "handbook.about.lines"}),
    "about: {lines: [[Ny]]}": ("text_expected", 1, 17, {"key": "handbook.about.lines.1"}),
    "about: {lines: {2: [Ny]}}": ("text_expected", 1, 17, {"key": "handbook.about.lines.2"}),
    "about: {table: {rows: [[a, b], c]}}": ("list_expected", 1, 32, {"key": "handbook.about.table.rows.2"}),
    "about: {lines: {4: Ny}}": ("no_item", 1, 20, {"key": "handbook.about.lines", "number": "4", "count": "3"}),
    "about: {lines: {0: Ny}}": ("no_item", 1, 20, {"key": "handbook.about.lines", "number": "0", "count": "3"}),
    "about: {title: {repalce: Ny}}": ("unknown_operation", 1, 26, {"word": "repalce", "nearest": "replace"}),
    "about: {lines: {3: {repalce: Ny}}}": ("unknown_operation", 1, 30, {"word": "repalce", "nearest": "replace"}),
    "about: {title: {remove: yes}}": ("required", 1, 25, {"key": "handbook.about.title"}),
    "about: {table: {head: {remove: yes}}}": ("required", 1, 32, {"key": "handbook.about.table.head"}),
    "remove: yes": ("not_here", 1, 9, {"operation": "remove", "key": "handbook"}),
    "about: {after: Mer}": ("not_here", 1, 16, {"operation": "after", "key": "handbook.about"}),
    "about: {cross: {cells: {1: {remove: yes}}}}": (
        "not_here",
        1,
        37,
        {"operation": "remove", "key": "handbook.about.cross.cells.1"},
    ),
    "about: {cross: {cells: {after: {head: x, help: y}}}}": (
        "not_here",
        1,
        25,
        {"operation": "after", "key": "handbook.about.cross.cells"},
    ),
    "about: {cross: {cells: [{head: x, help: y}]}}": (
        "other_count",
        1,
        17,
        {"key": "handbook.about.cross.cells", "count": "2"},
    ),
    "about: {cross: {cells: [{head: x}, {head: y, help: z}]}}": (
        "missing_key",
        1,
        25,
        {"key": "handbook.about.cross.cells.1", "missing": "help"},
    ),
    "about: {box: {replace: {title: x, text: y, titel: z}}}": (
        "unknown_key",
        1,
        51,
        {"key": "handbook.about.box.titel", "nearest": "title"},
    ),
    "about: {title: }": ("empty", 1, 16, {"key": "handbook.about.title"}),
    "about: {text: {after: }}": ("empty", 1, 23, {"key": "handbook.about.text"}),
    "about: {text: {replace: x, remove: yes}}": (
        "one_operation",
        1,
        36,
        {"operation": "remove", "other": "replace"},
    ),
    "about: {lines: {after: [[Ny]]}}": ("text_expected", 1, 25, {"key": "handbook.about.lines"}),
    "about: {text: {after: {x: y}}}": ("text_expected", 1, 16, {"key": "handbook.about.text"}),
}


@pytest.mark.parametrize("source", MISUSES_OF_TEXTS)
def test_a_misuse_of_texts_is_told_with_its_place(folder: Path, source: str):
    code, line, column, values = MISUSES_OF_TEXTS[source]
    outcome = texts(folder, source)
    (problem,) = outcome.problems
    assert told(problem) == (f"layers.{code}", line, column)
    assert values_of(problem) == values
    assert problem.place.file == str(folder / "texts/nb/handbook.yaml")
    assert outcome.value == {}


def test_what_is_removed_leaves_nothing_to_edit(folder: Path):
    (problem,) = texts(folder, "about: {lines: {remove: yes, 1: x}}").problems
    assert told(problem) == ("layers.one_operation", 1, 25)
    assert values_of(problem) == {"operation": "remove", "other": "1"}


def test_remove_takes_yes_or_no(folder: Path):
    assert texts(folder, "about: {text: {remove: no}}").value == {}
    for slip in ("kanskje", "", "[yes]"):
        (problem,) = texts(folder, f"about: {{text: {{remove: {slip}}}}}").problems
        assert problem.code == "fields.not_yes_no"
        assert problem.place.line == 1


def test_all_problems_of_all_files_come_at_once_and_the_rest_is_read(folder: Path):
    write(folder, "texts/nb/documents.yaml", "handbook: {nam: x}")
    write(folder, "texts/nb/broken.yaml", "a: 'x")
    outcome = texts(folder, "about:\n  titel: x\n  lines: {9: x}\n  text: Ny\n  title: ''\n")
    assert [(p.code, Path(p.place.file).name) for p in outcome.problems] == [
        ("yaml.quote_not_closed", "broken.yaml"),
        ("layers.unknown_key", "documents.yaml"),
        ("layers.unknown_key", "handbook.yaml"),
        ("layers.no_item", "handbook.yaml"),
        ("layers.empty", "handbook.yaml"),
    ]
    assert list(outcome.value) == [("handbook", "about", "text")]


def test_another_version_of_the_file_is_refused(folder: Path):
    assert [p.code for p in texts(folder, "schema: 2").problems] == ["fields.not_schema"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("texts/nb/handbok.yaml", "layers.unknown_file"),
        ("texts/nb/cli.yaml", "layers.not_in_documents"),
        ("texts/nb/Vår bok.yaml", "layers.file_name"),
        ("texts/nb/handbook.yml", "layers.not_read"),
        ("texts/nb/more/handbook.yaml", "layers.not_read"),
    ],
)
def test_a_file_that_nobody_would_read_is_told(folder: Path, name: str, code: str):
    write(folder, name, "about: {title: x}")
    write(folder, "texts/nb/.DS_Store", "x")
    outcome = overrides.texts_layer(folder, "nb", BASE)
    assert [p.code for p in outcome.problems] == [code]
    assert outcome.value == {}


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"about: {title: &a x}", "yaml.anchor"),
        (b"about: {title: !!python/object x}", "yaml.tag"),
        (b"about: " + b"[" * 60, "yaml.too_deep"),
        (b"a: " + b"x" * 1_100_000, "yaml.too_big"),
        (b"about: [" + b"x," * 11_000 + b"]", "yaml.too_many_values"),
        (b"about: {title: \xff}", "yaml.not_utf8"),
    ],
)
def test_hostile_files_are_refused_before_they_are_read(folder: Path, source: bytes, code: str):
    assert code in [p.code for p in texts(folder, source).problems]
    assert code in [p.code for p in documents(folder, source).problems]


def test_a_file_of_many_wrong_names_is_told_in_no_time(folder: Path):
    outcome = texts(folder, "about:\n" + "".join(f"  x{i}: y\n" for i in range(4_000)))
    assert len(outcome.problems) == 4_000


# ---------------------------------------------------------------- make-up


def test_parts_are_removed_added_and_changed(folder: Path):
    source = """
schema: 1
id: handbook
order: 12
parts:
  cover: {remove: yes}
  about:
    landscape: true
    body:
      1: {replace: {say: handbook.about.text}}
      2: {weights: [3, 1]}
      after: {text: fjordvik.more}
    after:
      - id: ours
        chapter: fjordvik.ours
"""
    outcome = documents(folder, source)
    assert parts(outcome) == ["about", "ours"]
    made, _ = overrides.documents(DOCUMENTS, outcome.value).value
    handbook = next(m for m in made if m.id == "handbook")
    assert handbook.order == 12
    assert handbook.parts[0].landscape
    assert [(item.word, item.key) for item in handbook.parts[0].body] == [
        ("say", "handbook.about.text"),
        ("table", "handbook.about.table"),
        ("text", "fjordvik.more"),
    ]
    assert handbook.parts[0].body[1].options["weights"] == ["3", "1"]
    assert handbook.parts[1].place.line == 14


def test_a_removed_option_is_gone_and_one_word_may_become_a_list(folder: Path):
    made = overrides.documents(DOCUMENTS, documents(folder, "parts: {about: {when: {remove: yes}}}").value)
    assert made.problems == ()
    assert made.value[0][0].parts[1].when == ()
    made = overrides.documents(DOCUMENTS, documents(folder, "parts: {about: {when: [shown, dates]}}").value)
    assert made.value[0][0].parts[1].when == ("shown", "dates")


def test_slides_and_minutes_are_overridden_alike(folder: Path):
    slides = (
        "sections: {first: {slides: {why: {minutes: 1, after: {id: own, kind: content, item: welcome, minutes: 1}}}}}"
    )
    write(folder, "documents/deck.yaml", slides)
    write(
        folder,
        "documents/meetings.yaml",
        "activities: {reflection: {before: 4}}\nmeetings: {deck: {welcome: {minutes: 5}}}",
    )
    outcome = overrides.documents_layer(folder, DOCUMENTS)
    assert outcome.problems == ()
    made, minutes = overrides.documents(DOCUMENTS, outcome.value).value
    deck = next(m for m in made if m.id == "deck")
    assert [(s.id, s.minutes) for s in deck.sections[0].slides] == [("opening", 1), ("why", 1), ("own", 1)]
    assert minutes.of_meeting("deck") == 5
    assert minutes.of_activity("reflection") == 10


def test_a_unit_changes_what_its_municipality_added(folder: Path):
    lower = documents(folder, "parts: {about: {after: {id: ours, chapter: a.b}}}").value
    upper = documents(
        folder, "parts: {ours: {chapter: a.c, after: {id: mine, chapter: a.d}}, cover: {remove: yes}}", lower
    )
    assert parts(upper, lower) == ["about", "ours", "mine"]


def test_a_whole_document_is_removed(folder: Path):
    outcome = documents(folder, "schema: 1\nremove: yes")
    assert outcome.problems == ()
    assert [m.id for m in overrides.documents(DOCUMENTS, outcome.value).value[0]] == ["deck"]


NEW = """\
schema: 1
medium: word
edition: leader
phase: follow_up
order: 90
parts:
  - id: one
    chapter: guide.one
"""


def test_a_new_document_has_the_name_of_its_file(folder: Path):
    outcome = documents(folder, NEW, name="guide")
    assert outcome.problems == ()
    assert overrides.new_documents(DOCUMENTS, outcome.value) == {"guide"}
    made = overrides.documents(DOCUMENTS, outcome.value)
    assert made.problems == ()
    assert [(m.id, m.order) for m in made.value[0]] == [("handbook", 10), ("deck", 20), ("guide", 90)]
    upper = documents(folder, "parts: {one: {landscape: true}}", outcome.value, name="guide")
    made = overrides.documents(DOCUMENTS, merge(outcome.value, upper.value))
    assert made.value[0][2].parts[0].landscape


def test_faults_of_a_new_document_have_their_own_place(folder: Path):
    source = NEW.replace("medium: word", "medium: wrod") + "    lanscape: true\n    body: {x: y}\n  - nothing\n"
    outcome = documents(folder, source, name="guide")
    problems = overrides.documents(DOCUMENTS, outcome.value).problems
    assert {(p.code, p.place.line) for p in problems} == {
        ("content.unknown_word", 2),
        ("content.unknown_field", 9),
        ("content.not_a_list", 10),
        ("content.not_a_section", 11),
    }
    assert {p.place.file for p in problems} == {str(folder / "documents/guide.yaml")}


@pytest.mark.parametrize(
    ("source", "code", "line"),
    [
        ("parts: x", "not_a_list", 1),
        ("parts: {about: {body: x}}", "not_a_list", 1),
        ("parts: {about: {chapter: [x]}}", "not_a_text", 1),
        ("parts: {about: {landscape: ja}}", "unknown_word", 1),
        ("parts: {about: {for_each: factr}}", "unknown_word", 1),
        ("parts: {about: {lanscape: true}}", "unknown_field", 1),
        ("partz: []", "unknown_field", 1),
        ("parts: {about: {body: {1: {text: {replace: [x]}}}}}", "not_a_text", 1),
        ("parts: {about: {body: {2: {weights: [x, 1]}}}}", "not_a_number", 1),
        ("parts: {about: {body: {2: {weights: 3}}}}", "not_a_list", 1),
        ("parts: {about: {body: {2: {row_mm: x}}}}", "unknown_field", 1),
        ("parts: {about: {body: {after: [{writing: a.b, row_mm: x}]}}}", "not_a_number", 1),
        ("parts: {about: {body: {after: [{writing: a.b, rows: x}]}}}", "not_a_number", 1),
        ("parts: {about: {body: {after: [{lines: x}]}}}", "not_a_number", 1),
        ("parts: {about: {body: {after: [x]}}}", "no_block_word", 1),
        ("parts: {about: {body: {after: [{form: a.b, entries: [x]}]}}}", "id_missing_or_twice", 1),
    ],
)
def test_what_the_make_up_cannot_use_is_told_with_the_overrides_place(folder: Path, source: str, code: str, line: int):
    outcome = documents(folder, source)
    assert outcome.problems == ()
    problems = overrides.documents(DOCUMENTS, outcome.value).problems
    assert [(p.code, p.place.file, p.place.line) for p in problems] == [
        (f"content.{code}", str(folder / "documents/handbook.yaml"), line)
    ]


@pytest.mark.parametrize(
    "source",
    [
        "activities: x",
        "activities: {reflection: [x]}",
        "meetings: {deck: x}",
        "meetings: {deck: [x]}",
        "meetings: {deck: [{minutes: 1}]}",
        "meetings: {deck: [{id: a, activities: [x]}]}",
    ],
)
def test_broken_minutes_are_told(folder: Path, source: str):
    outcome = documents(folder, source, name="meetings")
    problems = overrides.documents(DOCUMENTS, outcome.value).problems
    assert problems
    assert {p.place.file for p in problems} == {str(folder / "documents/meetings.yaml")}


MISUSES_OF_DOCUMENTS = {
    "parts: {abuot: {landscape: true}}": ("unknown_key", 1, 9, {"key": "handbook.parts.abuot", "nearest": "about"}),
    "parts: {about: {body: {3: {text: x}}}}": (
        "no_item",
        1,
        24,
        {"key": "handbook.parts.about.body", "number": "3", "count": "2"},
    ),
    "parts: {about: {id: other}}": ("id_is_fixed", 1, 21, {"id": "about"}),
    "id: other": ("id_is_fixed", 1, 5, {"id": "handbook"}),
    "parts: {about: {replace: {id: other}}}": ("id_is_fixed", 1, 17, {"id": "about"}),
    "parts: {about: {after: {chapter: x}}}": ("id_missing", 1, 17, {"key": "handbook.parts.about"}),
    "parts: {about: {after: [x]}}": ("id_missing", 1, 25, {"key": "handbook.parts.about"}),
    "parts: {about: {after: {id: cover}}}": ("id_taken", 1, 17, {"id": "cover"}),
    "after: x": ("not_here", 1, 8, {"operation": "after", "key": "handbook"}),
    "parts: {about: {chapter: {after: x}}}": (
        "not_here",
        1,
        34,
        {"operation": "after", "key": "handbook.parts.about.chapter"},
    ),
    "parts: {about: {chapter: {repalce: x}}}": (
        "unknown_operation",
        1,
        36,
        {"word": "repalce", "nearest": "replace"},
    ),
    "remove: yes\norder: 3": ("one_operation", 1, 9, {"operation": "remove", "other": "order"}),
    "parts: {about: {when: }}": ("empty", 1, 23, {"key": "handbook.parts.about.when"}),
}


@pytest.mark.parametrize("source", MISUSES_OF_DOCUMENTS)
def test_a_misuse_of_make_up_is_told_with_its_place(folder: Path, source: str):
    code, line, column, values = MISUSES_OF_DOCUMENTS[source]
    (problem,) = documents(folder, source).problems
    assert told(problem) == (f"layers.{code}", line, column)
    assert values_of(problem) == values


def test_an_id_is_added_once(folder: Path):
    source = "parts:\n  cover: {after: {id: new, chapter: x}}\n  about: {after: {id: new, chapter: y}}\n"
    (problem,) = documents(folder, source).problems
    assert (problem.code, problem.place.line, values_of(problem)) == ("layers.id_taken", 3, {"id": "new"})
    lower = documents(folder, "parts: {cover: {after: {id: new, chapter: x}}}").value
    upper = documents(folder, "parts: {after: {id: new, chapter: y}}", lower)
    assert [p.code for p in upper.problems] == ["layers.id_taken"]


def test_a_document_that_packgen_has_none_of_is_told(folder: Path):
    (problem,) = documents(folder, "order: 3", name="handbok").problems
    assert problem.code == "layers.unknown_document"
    assert values_of(problem) == {"id": "handbok", "nearest": "handbook"}
    (folder / "documents/handbok.yaml").unlink()
    (problem,) = documents(folder, NEW + "id: other\n", name="guide").problems
    assert (problem.code, problem.place.line) == ("layers.other_id", 9)


# ---------------------------------------------------------------- who says what


def test_each_layer_that_has_a_say_stands_with_its_place(folder: Path):
    municipality = texts(folder, "about:\n  title: Vårt\n  lines: {1: Én}\n").value
    service = texts(folder, "about: {text: Annet}").value
    unit = texts(folder, "about: {title: Mitt}").value
    layers = (("municipality", municipality), ("service", service), ("unit", unit))
    base = Yaml(BASE.nodes, BASE.places)
    found = overrides.where("handbook.about.title", base, layers)
    assert [(s.layer, s.node, s.place.line) for s in found] == [
        ("packgen", "Om dette", 3),
        ("municipality", "Vårt", 2),
        ("unit", "Mitt", 1),
    ]
    assert [s.node for s in overrides.where("handbook.about.lines.1", base, layers)] == ["En", "Én"]
    assert overrides.where("handbook.about.titel", base, layers) == ()


def test_a_removed_text_stands_nowhere(folder: Path):
    layer = texts(folder, "about: {box: {remove: yes}}").value
    found = overrides.where("handbook.about.box.text", Yaml(BASE.nodes, BASE.places), (("unit", layer),))
    assert [(s.layer, s.node) for s in found] == [("packgen", "Vann"), ("unit", None)]


# ---------------------------------------------------------------- packgen's own content


CONTENT = {language: all_texts.load(resources.CONTENT, language).value for language in ("nb", "nn")}
NODES = makeup.load_nodes(resources.CONTENT).value
PLANNED = makeup.load_minutes(resources.CONTENT).value


def test_make_up_from_nodes_is_make_up_from_files():
    made = overrides.documents(NODES, NO_LAYER)
    assert made.problems == ()
    assert made.value == (makeup.load(resources.CONTENT).value, PLANNED)


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_packgens_own_files_are_overrides_of_themselves_without_a_problem(folder: Path, language: str):
    for file in sorted((resources.CONTENT / language).glob("*.yaml")):
        if file.stem not in overrides._NO_TEXTS:
            write(folder, f"texts/{language}/{file.name}", file.read_bytes())
    for file in sorted((resources.CONTENT / "documents").glob("*.yaml")):
        source = file.read_text("utf-8")
        write(folder, f"documents/{file.name}", source)
    words = overrides.texts_layer(folder, language, CONTENT[language])
    assert words.problems == ()
    assert overrides.texts(CONTENT[language], words.value).nodes == CONTENT[language].nodes
    made = overrides.documents_layer(folder, NODES)
    assert made.problems == ()
    assert overrides.document_nodes(NODES, made.value).value == NODES.value


def checked(folder: Path, source: str) -> list[Problem]:
    write(folder, "texts/nb/start_here.yaml", source)
    outcome = overrides.texts_layer(folder, "nb", CONTENT["nb"])
    assert outcome.problems == ()
    lines = {str(folder / "texts/nb/start_here.yaml"): source.split("\n")}
    return list(overridden.check(outcome.value, CONTENT["nb"], PLANNED, lines))


def test_own_texts_may_use_packgens_values_and_no_others(folder: Path):
    key = next(key for key, node in CONTENT["nb"].node("start_here").items() if isinstance(node, str))
    good = "{{ unit.name }} {{ t.unit.the|cap }} {{ limit|words }} {{ minutes.cross.alone }}"
    assert checked(folder, f'{key}: "{good}"\n') == []
    (problem,) = checked(folder, f'{key}: "Hei {{{{ unit.nam }}}}"\n')
    assert (problem.code, values_of(problem)["proposal"]) == ("texts.unknown_value", "unit.name")
    assert problem.place.column == len(key) + len(': "Hei {{ ') + 1
    (problem,) = checked(folder, f"{key}:\n  after: [Greit, '{{% if unit.name %}}']\n")
    assert (problem.code, problem.place.line) == ("texts.broken_jinja", 2)


def test_own_texts_that_judge_a_result_are_pointed_out(folder: Path):
    key = next(key for key, node in CONTENT["nb"].node("start_here").items() if isinstance(node, str))
    (problem,) = checked(folder, f"{key}: Resultatet er dårlig.\n")
    assert (problem.code, problem.is_error) == ("content.judges_a_result", False)
    assert problem.place.file == str(folder / "texts/nb/start_here.yaml")
