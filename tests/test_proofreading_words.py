"""The lints of the two written standards: slips from the other one, heavy words, and spellings that are mixed."""

from pathlib import Path

import pytest
from proofs import one, places, read, said

from packgen import resources
from packgen.proofreading import bokmaal, material, nynorsk, wordlist


@pytest.mark.parametrize(
    ("text", "word", "proposal"),
    [
        ("Vi veit ikke svaret.", "ikke", "ikkje"),
        ("Hva gjer vi?", "Hva", "Kva"),
        ("Alle enhetene er med.", "enhetene", "eining"),
        ("Spør eit verneombud.", "verneombud", "verneombod"),
        ("Møtet er om to uker.", "uker", "veker"),
        ("Vel kva to faktorar de vil ta.", "kva to", "kva for to"),
        ("Då kan vi gjera det.", "gjera", "gjere"),
    ],
)
def test_bokmaal_in_nynorsk_is_a_slip(tmp_path: Path, text: str, word: str, proposal: str):
    assert said(nynorsk.check(one(tmp_path, "nn", text))) == [("slip", word, proposal)]


@pytest.mark.parametrize(
    ("text", "word", "proposal"),
    [
        ("Det er ein moglegheit for alle.", "moglegheit", "høve"),
        ("Leiaren bekreftar avtalen.", "bekreftar", "stadfeste"),
        ("Dei skriv ned ynske samt planar.", "samt", "og"),
        ("Vi gjer det i henhold til planen.", "i henhold til", "etter"),
    ],
)
def test_a_heavy_word_in_nynorsk_has_a_better_one(tmp_path: Path, text: str, word: str, proposal: str):
    assert said(nynorsk.check(one(tmp_path, "nn", text))) == [("heavy", word, proposal)]


@pytest.mark.parametrize("text", ["Det er fint å skriva.", "Hugs å ikkje skriva."])
def test_an_infinitive_in_a_is_pointed_out(tmp_path: Path, text: str):
    found = [each for each in said(nynorsk.infinitives(one(tmp_path, "nn", text))) if each[0] == "infinitive"]
    assert found == [("infinitive", "skriva", "skrive")]


@pytest.mark.parametrize(
    "text",
    [
        "Det er fint å ta, ha, dra og stå.",
        "Hugs å delta, ivareta, gjenta og overta.",
        "Å vere, å gjere, å betale og å begynne er bra.",
        "Vi talar om tala, gruppa og eininga og {{ t.unit.the }}s mål.",
        "Rolleklarheit er eit namn. Verneombodet og leiaren møter alle.",
        "Vi skal nå målet, og det gjer vi i ei økt.",
    ],
)
def test_good_nynorsk_stands(tmp_path: Path, text: str):
    assert said(nynorsk.check(one(tmp_path, "nn", text))) == []


@pytest.mark.parametrize(
    ("text", "word", "proposal"),
    [
        ("Vi vet ikkje svaret.", "ikkje", "ikke"),
        ("Korleis gjør vi det?", "Korleis", "Hvordan"),
        ("Alle einingane er med.", "einingane", "enhet"),
        ("Vi talte med dei andre.", "dei", "de"),
        ("Vi møtes efter jul.", "efter", "etter"),
    ],
)
def test_nynorsk_or_old_words_in_bokmaal_are_slips(tmp_path: Path, text: str, word: str, proposal: str):
    assert said(bokmaal.check(one(tmp_path, "nb", text))) == [("slip", word, proposal)]


@pytest.mark.parametrize(
    ("text", "word", "proposal"),
    [
        ("Leder samt ansatte møtes.", "samt", "og"),
        ("Vi foretar et valg.", "foretar", "gjør"),
        ("Benyttes arket?", "Benyttes", "Bruke"),
        ("Svar vedrørende saken", "vedrørende", "om"),
    ],
)
def test_a_stiff_word_in_bokmaal_has_a_plainer_one(tmp_path: Path, text: str, word: str, proposal: str):
    assert said(bokmaal.check(one(tmp_path, "nb", text))) == [("heavy", word, proposal)]


@pytest.mark.parametrize(
    "text",
    [
        "Boken ligger på bordet, og gruppen leser den.",
        "Hvilket kurs passer? Vi går fram, og det er framtid i det.",
        "Vi fremmer saken, selv om den er fremmed.",
        "Skriv `ikkje` som kode, og kjør --samt.",
    ],
)
def test_good_bokmaal_stands(tmp_path: Path, text: str):
    assert said(bokmaal.check(one(tmp_path, "nb", text))) == []


def test_the_rarer_of_two_spellings_is_pointed_out(tmp_path: Path):
    found = list(bokmaal.check(one(tmp_path, "nb", "Gå fram.\nSe framover.\nFremtiden er vår.")))
    assert said(found) == [("mixed", "Fremtiden", "Framtiden")]
    assert places(found) == [("content/nb/x.yaml", 4, 3)]


def test_a_finding_stands_where_its_word_does(tmp_path: Path):
    found = list(nynorsk.check(one(tmp_path, "nn", "Første linje.\nEg veit {{ unit.name }} ikke.")))
    assert places(found) == [("content/nn/x.yaml", 3, 27)]


def test_messages_are_proof_read_too(tmp_path: Path):
    files = {"nn/x.yaml": "a: b\n", "nn/messages/x.yaml": "code:\n  message: Vi veit ikke.\n  hint: Sjå her.\n"}
    found = list(nynorsk.check(read(tmp_path, files)))
    assert places(found) == [("content/nn/messages/x.yaml", 2, 20)]


def test_the_longest_entry_counts():
    words = wordlist.read([{"reason": "r", "words": {"når": "a", "når det gjeld": "b", "n*": "c"}}])
    assert {start: len(found) for start, found in words.entries.items()} == {"nå": 2, "n": 1}


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_no_proposal_is_itself_pointed_out(language):
    """What a list tells people to write is not told off by the same list."""
    rules = material.read_rules(resources.CONTENT, language)
    for name in ("slips", "heavy"):
        words = wordlist.read(rules[name])
        proposals = " . ".join(p for group in rules[name] for p in group["words"].values())
        passage = one_passage(proposals, language)
        assert [(hit.word, hit.proposal) for hit in words.hits(passage)] == []


def one_passage(text, language):
    return material.Passage(("x",), text, language, material.Place(), ())


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_group_has_a_reason_and_every_entry_a_proposal(language):
    rules = material.read_rules(resources.CONTENT, language)
    for group in (*rules["slips"], *rules["heavy"]):
        assert group["reason"].endswith(".")
        assert all(group["words"].values())
