"""Drafts by machine: what is protected comes through, nothing is lost in silence, and no draft passes for a text."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from proofs import content, said

from packgen.content import texts
from packgen.model import Language
from packgen.proofreading import apertium, protecting, stale
from packgen.proofreading.draft import Drafted, Translator, draft
from packgen.proofreading.material import read_sources

PARAGRAPH = """\
I {{ t.unit.the }} skal vi ikke lage **mange tiltak**, men {{ choose.max|words }}.

- Hva kan *lederen* gjøre?
- [ ] Spør {% if choose.max == 1 %}en tillitsvalgt{% else %}to tillitsvalgte{% endif %}

1. Les 10-FAKTOR på https://www.ks.no & skriv `packgen build --out x`
> Jeg er viddevakt.
"""


def shout(html: str, _source: Language, _target: Language) -> str:
    """Translate by writing words in capitals."""
    return re.sub(r"(<[^>]*>|&\w+;)|([^<&]+)", lambda m: m[1] or m[2].upper(), html)


def drafted(
    folder: Path, files: Mapping[str, str], translator: Translator = shout, source: Language = "nb"
) -> Drafted | None:
    target: Language = "nn" if source == "nb" else "nb"
    return draft(content(folder, files), source, target, "Utkast.\nLes.", translator).value


def write(made: Drafted) -> None:
    for file, data in made.files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def through(text: str, terms: Mapping[str, str]) -> str | None:
    line = protecting.line(text, terms)
    return line.with_words(shout(line.html, "nb", "nn"))


@pytest.mark.parametrize(
    ("text", "translated"),
    [
        ("Hei {{ unit.name }} og {navn}", "HEI {{ unit.name }} OG {navn}"),
        ("{% if a %}ja{% else %}nei{% endif %}", "{% if a %}JA{% else %}NEI{% endif %}"),
        ("- [ ] **gjør** det", "- [ ] **GJØR** DET"),
        ("1. > ### a < b & c", "1. > ### A < B & C"),
        ("skriv `kode` på post@x.no, a.yaml", "SKRIV `kode` PÅ post@x.no, a.yaml"),
        ("Viddevakten og viddevakter", "Viddevakta OG VIDDEVAKTER"),
    ],
)
def test_values_marks_code_and_terms_come_through(text: str, translated: str):
    assert through(text, {"viddevakten": "viddevakta"}) == translated


@pytest.mark.parametrize("html", ["a<k0></k0>", "<k1></k1><k0></k0>", "<k0></k0><k1></k1><k1></k1>", "<k0/><b><k1/>"])
def test_a_piece_that_is_lost_doubled_or_moved_is_no_draft(html: str):
    assert protecting.line("{{ a }} og {{ b }}", {}).with_words(html) is None


def test_only_what_is_missing_is_drafted_with_a_comment_on_top(tmp_path: Path):
    files = {"nb/x.yaml": "a: en\nb: {c: to, d: tre}\n", "nn/x.yaml": "b: {c: to}\n"}
    made = drafted(tmp_path, files)
    assert made.made == 2
    assert {f.relative_to(tmp_path).as_posix(): d.decode() for f, d in made.files.items()} == {
        "nn/drafts/x.yaml": "# Utkast.\n# Les.\na: EN\nb:\n  d: TRE\n",
        "sources/nn.yaml": f"x.a: {stale.fingerprint('en')}\nx.b.d: {stale.fingerprint('tre')}\n",
    }


def test_drafts_are_left_alone_unless_they_are_asked_for(tmp_path: Path):
    files = {"nb/x.yaml": "a: en\nb: [to, {c: tre}]\n", "nn/x.yaml": "b: [to]\n"}
    write(drafted(tmp_path, files))
    own = texts.load(tmp_path, "nn").value
    assert dict(own.leaves()) == {("x", "b", 0): "to"}
    assert own.drafts == frozenset()
    both = texts.load(tmp_path, "nn", drafts=True).value
    assert dict(both.leaves()) == {("x", "a"): "EN", ("x", "b", 0): "to", ("x", "b", 1, "c"): "TRE"}
    assert both.drafts == {("x", "a"), ("x", "b", 1, "c")}
    assert both.place("x.a").file == "content/nn/drafts/x.yaml"


def test_a_text_that_somebody_has_written_beats_its_draft(tmp_path: Path):
    write(drafted(tmp_path, {"nb/x.yaml": "a: en\n", "nn/x.yaml": "b: x\n"}))
    content(tmp_path, {"nn/x.yaml": "a: ein\n"})
    both = texts.load(tmp_path, "nn", drafts=True).value
    assert (both.node("x.a"), both.drafts) == ("ein", frozenset())


def test_a_draft_that_somebody_has_mended_stays_and_one_that_is_done_with_goes(tmp_path: Path):
    files = {"nb/x.yaml": "a: en\n", "nb/y.yaml": "a: to\n", "nn/y.yaml": "a: to\n"}
    mended = {"nn/drafts/x.yaml": "a: ein\n", "nn/drafts/y.yaml": "a: TO\n"}
    made = drafted(tmp_path, {**files, **mended})
    assert (made.made, made.done_with) == (0, (tmp_path / "nn/drafts/y.yaml",))
    assert [data.decode().splitlines()[-1] for data in made.files.values()] == ["a: ein"]


def test_a_text_that_does_not_come_through_is_told_and_left_out_with_its_list(tmp_path: Path):
    files = {"nb/x.yaml": 'a: ["Hei {{ b }}", to]\nc: tre\n', "nn/x.yaml": "d: e\n"}
    outcome = draft(content(tmp_path, files), "nb", "nn", "", lambda html, *_: html.replace("<k0/>", ""))
    assert [(p.code, p.place.line) for p in outcome.problems] == [("texts.draft_lost_piece", 1)] * 2
    assert [path.name for path in outcome.value.files] == ["x.yaml", "nn.yaml"]
    assert outcome.value.files[tmp_path / "nn/drafts/x.yaml"] == b"c: tre\n"


def test_without_the_program_there_is_one_clear_problem_and_nothing_to_write(tmp_path: Path):
    outcome = draft(content(tmp_path, {"nb/x.yaml": "a: en\n", "nn/x.yaml": "b: x\n"}), "nb", "nn", "", lambda *_: None)
    assert outcome.value is None
    assert [p.code for p in outcome.problems] == ["texts.no_translator"]


def test_apertium_that_is_not_there_translates_nothing(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert apertium.translate("<p>hei</p>", "nb", "nn") is None


def test_a_draft_of_a_draft_notes_the_source_once(tmp_path: Path):
    write(drafted(tmp_path, {"nb/x.yaml": "a: en\n", "nn/x.yaml": "b: x\n"}))
    content(tmp_path, {"nb/x.yaml": "a: endret\n"})
    write(drafted(tmp_path, {}))
    assert read_sources(tmp_path, "nn") == {"x.a": stale.fingerprint("en")}


@pytest.mark.office("apertium")
def test_a_real_paragraph_keeps_its_values_lists_and_bold_words(tmp_path: Path):
    lines = "".join(f"  {line}\n" for line in PARAGRAPH.splitlines())
    write(drafted(tmp_path, {"nb/x.yaml": f"a: |\n{lines}", "nn/x.yaml": "b: x\n"}, apertium.translate))
    assert texts.load(tmp_path, "nn", drafts=True).value.node("x.a").splitlines() == [
        "I {{ t.unit.the }} skal vi ikkje lage **mange tiltak**, men {{ choose.max|words }}.",
        "",
        "- Kva kan *leiaren* gjere?",
        "- [ ] Spør {% if choose.max == 1 %}ein tillitsvald{% else %}to tillitsvalde{% endif %}",
        "",
        "1. Les 10-FAKTOR på https://www.ks.no & skriv `packgen build --out x`",
        "> Eg er viddevakt.",
    ]


@pytest.mark.office("apertium")
def test_it_works_the_other_way_too(tmp_path: Path):
    write(drafted(tmp_path, {"nn/x.yaml": "a: Eg veit ikkje.\n", "nb/x.yaml": "b: x\n"}, apertium.translate, "nn"))
    assert texts.load(tmp_path, "nb", drafts=True).value.node("x.a") == "Jeg vet ikke."


def test_a_content_folder_that_cannot_be_read_gives_no_drafts(tmp_path: Path):
    outcome = draft(content(tmp_path, {"nb/x.yaml": "a: [\n"}), "nb", "nn", "", shout)
    assert outcome.value is None
    assert said(outcome.problems)[0][0].startswith("yaml.")
