"""Kept shapes give the same bytes in another process and municipality, and hold nothing of anybody's."""

import io
import pickle
import re
import zipfile
import zlib
from collections import Counter
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from pathlib import Path

import invented
import pytest
import sample_records
from hypothesis import HealthCheck, given, settings
from test_merge import documents, figures, render

from packgen import shapes
from packgen.blocks import Document, Link, Paragraph, Run, Section
from packgen.merge import kept
from packgen.merge.blank import NUMBER, Known, ValuesError, blank, filler
from packgen.merge.kept import Kept
from packgen.merge.merger import Merger
from packgen.model import Contact, Meeting, Results, Score, UnitResult, UnitTree
from packgen.model import Link as Address
from packgen.packs import Press, make_pack
from packgen.record import Records
from packgen.render import package
from packgen.render.traced import Step, run
from packgen.surveys import Gathered

KNOWN = Known(frozenset({"Velkommen"}), frozenset({"x", "start", "h"}))


def a_document(*texts: str) -> Document:
    blocks = tuple(Paragraph((Run(one),)) for one in texts)
    return Document("x", "nb", "T", "", "Vik", "", "", "", ("", ""), (Section(blocks),))


def press(folder: Path, patience: int = 3) -> tuple[Press, Counter]:
    made, told = Press.with_shapes(folder, invented.words()), Counter()
    made.merger.told = lambda what: told.update([what])
    made.merger.patience = patience
    return made, told


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Return a folder with the shapes of a few units of one municipality."""
    place = tmp_path_factory.mktemp("shapes")
    made, _ = press(place, patience=1)
    for drawn in (("Solbakken", (Decimal("4.1"),) * 10, 20, 25, False), ("Åsen", (Decimal("3.6"),) * 10, 9, 12, True)):
        for makeup, document in documents(drawn):
            made.merger.file(makeup.id, document, render(makeup.medium))
    return place


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn=figures())
def test_what_another_process_kept_gives_the_bytes_of_direct_rendering(folder, drawn):
    made, _ = press(folder)
    for makeup, document in documents(drawn):
        merged = made.merger.file(makeup.id, document, render(makeup.medium))
        assert merged == package.to_bytes(render(makeup.medium)(document)), makeup.id


def test_the_first_document_of_a_new_process_is_merged(folder):
    made, told = press(folder)
    for makeup, document in documents(("Bråten barnehage", (Decimal("4.4"),) * 10, 31, 40, False)):
        made.merger.file(makeup.id, document, render(makeup.medium))
    assert told["merged"] > 3 * (told["compiled"] + told["direct"])


# ---------------------------------------------------------------- nothing of anybody's

MARK = "Qxzwq"
WRITTEN = {"text", "commits", "target", "note", "responsible"}
FIGURES = ("17.37", "71.73", "2.77", "3.17", "4.71")


def marked() -> Gathered:
    """Return a municipality whose every name, place, link, date and figure is known again."""
    found = invented.results(shares=invented.SHARES)
    scores = tuple(Score(Decimal(FIGURES[2 + number % 3]), None) for number in range(10))
    results = {
        name: replace(one, scores=scores) if name != "veg" else UnitResult(name, 7919, 7717, scores)
        for name, one in found.units.items()
    }
    found = Results(found.round, results, found.national)
    meeting = Meeting("2097-04-14", "08:30", f"{MARK} møterom")
    own = {"meeting_one": meeting, "meeting_two": meeting}
    tree = UnitTree(tuple(replace(one, name=f"{MARK} {one.id} {MARK}vik", **own) for one in invented.TREE.units))
    given = invented.gathered(found)
    town = replace(
        given.municipality,
        name=f"{MARK}kommunen",
        contact=Contact(f"{MARK} Hansen", f"{MARK.lower()}@example.org", "97 53 19 86"),
        links=(Address("survey", f"Svar hos {MARK}", f"https://{MARK.lower()}.example.org/10"),),
    )
    records = Records({"lang": spoken(sample_records.record("lang"))}, {"lang": spoken(sample_records.earlier("lang"))})
    round_ = replace(given.now.round, name=f"{MARK}-FAKTOR 2097", period=f"{MARK} 2097")
    survey = replace(invented._survey(round_, found), tree=tree)
    return replace(given, municipality=town, now=survey, chosen=tree.units, records=records)


def spoken(value):
    """Return a record with the mark before everything that somebody has written in it."""
    if isinstance(value, tuple):
        return tuple(f"{MARK} {one}" if isinstance(one, str) else spoken(one) for one in value)
    if is_dataclass(value):
        return replace(value, **{one.name: spoken_field(value, one.name) for one in fields(value)})
    return value


def spoken_field(owner, name: str):
    own = getattr(owner, name)
    return f"{MARK} {own}" if name in WRITTEN and isinstance(own, str) and own else spoken(own)


def everything(data: bytes) -> bytes:
    """Return bytes with all that is packed in them unpacked beside them, all the way down."""
    found = [data]
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found += [everything(archive.read(name)) for name in archive.namelist()]
    return b"\n".join(found)


def all_of(shape) -> bytes:
    """Return every letter of a shape: its values as Python writes them, and its parts unpacked."""
    texts = repr((shape.known, shape.slots, shape.own, shape.steps, shape.guards)).encode()
    return b"\n".join((texts, *(unpacked(one) for one in shape.parts)))


def unpacked(part) -> bytes:
    if hasattr(part, "deflated"):
        return part.name + everything(zlib.decompress(part.deflated, -15))
    if hasattr(part, "pieces"):
        return part.name.encode() + b"".join(one for one in part.pieces if isinstance(one, bytes))
    return part.name.encode() + b"\n".join(map(unpacked, part.parts))


@pytest.fixture(scope="module")
def kept_of_marked(tmp_path_factory) -> list[bytes]:
    place = tmp_path_factory.mktemp("marked")
    made, _ = press(place, patience=1)
    given = marked()
    words, looks = invented.words(), invented.looks()
    packs = [make_pack(given, given.now.tree.get(name), words, looks, made) for name in ("veg", "lang", "natt")]
    assert any(MARK.encode() in everything(one.data) for pack in packs for one in pack)
    found = []
    for file in place.glob("*/*.shape"):
        data = file.read_bytes()
        found += [data, zlib.decompress(data[32:]), all_of(kept._unpacked(data))]
    assert len(found) > 3 * 15
    return found


def test_no_name_date_or_address_of_a_municipality_is_in_what_is_kept(kept_of_marked):
    for data in kept_of_marked:
        assert MARK.lower().encode() not in data.lower()
        assert not re.search(rb"(?<![\"\d])2097|2097(?![\"\d])|97.53.19.86|example\.org", data)  # not w:w="2097"


def test_no_figure_of_a_municipality_is_in_what_is_kept(kept_of_marked):
    for data in kept_of_marked:
        for figure in (*FIGURES, "7919", "7717"):
            for written in (figure, figure.replace(".", ",")):
                assert not re.search(rb"(?<![\d.,])" + re.escape(written).encode() + rb"(?![\d])", data), written


def test_a_blank_document_says_nothing_but_what_all_are_told():
    document = a_document("Velkommen", "Heimen er her", " til Åsgrenda ")
    made, paths = blank(document, KNOWN)
    said = [one.text[0].text for one in made.sections[0].blocks]
    assert said[0] == "Velkommen"
    assert not re.search("Heim|Åsg|Vik", repr(made))
    assert (said[2][0], said[2][-1]) == (" ", " ")
    assert len(paths) == 4  # title, author, two paragraphs


def test_two_texts_of_about_one_length_have_one_filler():
    assert filler("Solbakken skole") == filler("Granheims skule")
    assert filler("4,2") == filler("3,9") == "0,0"
    assert filler("2026-05-15") == filler("2027-12-01") == "2000-01-01"
    assert filler("B7 \U0001f600") == "n0 n"


def test_a_blank_number_is_one_number():
    made, paths = blank((Decimal("4.17"), Decimal(0)), KNOWN)
    assert made == (NUMBER, Decimal(0))
    assert len(paths) == 2


@pytest.mark.parametrize(
    "document",
    [
        replace(a_document(), sections=(Section((Link((Run("Svar"),), "https://vik.example", "Kode"),)),)),
        a_document("to\nlinjer"),
        replace(a_document(), id="vik"),
    ],
)
def test_what_cannot_be_blanked_is_not_kept(document):
    with pytest.raises(ValuesError):
        blank(document, KNOWN)


# ---------------------------------------------------------------- files


def simple(document: Document) -> package.Package:
    words = document.sections[0].blocks[0].text[0].text
    return package.Package(
        (package.Part("/a.xml", "text/xml", f"<a>{words}</a>".encode()),),
        (package.Relationship("rId1", "x", "/a.xml"),),
    )


def merger(folder: Path, made_by: str = "1", **more: int) -> tuple[Merger, Counter]:
    told: Counter = Counter()
    there = Kept(folder, made_by, lambda: KNOWN, **more)
    return Merger(1, told=lambda what: told.update([what]), kept=there), told


def made(made_: Merger, words: str = "Heimen") -> bytes:
    return made_.file("a", a_document(words), simple)


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*/*.shape"))


def test_a_shape_is_compiled_once_for_all_processes(tmp_path):
    (first, told), (second, told_second) = merger(tmp_path), merger(tmp_path)
    assert made(first) == made(second) == package.to_bytes(simple(a_document("Heimen")))
    assert (told["compiled"], told_second["compiled"], told_second["merged"]) == (1, 0, 1)
    assert len(files(tmp_path)) == 1
    assert files(tmp_path)[0].parent.stat().st_mode & 0o077 == 0


def test_other_code_or_texts_find_nothing(tmp_path):
    made(merger(tmp_path)[0])
    other, told = merger(tmp_path, "2")
    made(other)
    assert told["compiled"] == 1


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:0],
        lambda data: data[:-7],
        lambda data: data[:40] + bytes([data[40] ^ 1]) + data[41:],
        lambda data: b"something else" + data[14:],
        lambda data: kept.hashlib.sha256(data[:2]).digest() + data[:2],
    ],
)
def test_a_damaged_file_is_made_anew(tmp_path, damage):
    made(merger(tmp_path)[0])
    (file,) = files(tmp_path)
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    again, told = merger(tmp_path)
    assert made(again) == package.to_bytes(simple(a_document("Heimen")))
    assert told["compiled"] == 1
    assert files(tmp_path)[0].read_bytes() == whole


class Hostile:
    def __reduce__(self) -> tuple:
        return (exec, ("raise SystemExit",))


@pytest.mark.parametrize("value", [Hostile(), Path("x"), io.BytesIO(), {"a": Counter()}])
def test_nothing_but_values_of_our_own_is_read(value):
    data = zlib.compress(pickle.dumps((value,) * 7))
    assert kept._unpacked(kept.hashlib.sha256(data).digest() + data) is None


@pytest.mark.parametrize(
    "name", [("os", "system"), ("packgen.files", "write_whole"), ("packgen.render.chart", "Chart")]
)
def test_steps_call_functions_of_renderers_alone(name):
    with pytest.raises(pickle.UnpicklingError):
        kept._function(*name)


def test_a_marked_function_is_written_by_its_name_and_read_unmarked():
    assert run(Step(kept._function("packgen.render.chart", "shown"), (Decimal("4.25"), "0.0")), ()) == "4,3"


def test_what_was_not_used_for_longest_goes_first(tmp_path):
    made(merger(tmp_path)[0])
    size = files(tmp_path)[0].stat().st_size
    (old,) = files(tmp_path)
    small, _ = merger(tmp_path, "2", most_bytes=size + 10)
    made(small)
    assert len(files(tmp_path)) == 1
    assert files(tmp_path) != [old]


def test_a_folder_that_cannot_be_written_to_is_as_none(tmp_path):
    (tmp_path / "file").write_text("in the way")
    here, told = merger(tmp_path / "file" / "shapes")
    assert made(here) == package.to_bytes(simple(a_document("Heimen")))
    assert told["compiled"] == 1


def test_while_another_process_compiles_a_document_is_rendered(tmp_path):
    here, told = merger(tmp_path)
    with here.kept.alone("a") as alone:
        assert alone
        other, told = merger(tmp_path)
        assert made(other) == package.to_bytes(simple(a_document("Heimen")))
    assert told == {"direct": 1}


# ---------------------------------------------------------------- where


def test_shapes_lie_where_the_environment_says(tmp_path):
    assert shapes.folder({shapes.VARIABLE: str(tmp_path)}) == tmp_path
    assert shapes.folder({shapes.VARIABLE: ""}) is None
    assert shapes.folder({}).name == "shapes"
    assert shapes.keeping(None, invented.words()) is None
