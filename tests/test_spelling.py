"""Every word that people read is spelt as the dictionary of its written standard has it, or stands in our own list.

Our lists (``tests/words``) hold words that the dictionaries lack: terms of the field, long compounds, and names.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import tools

from packgen import resources
from packgen.content import texts

OWN = Path(__file__).parent / "words"
NOT_PROSE = {"neutrality", "examples", "example_yaml"}
"""Lists of words and stems to look for, and commands to type: no sentences."""
CODE = re.compile(
    r"`[^`]*`|https?://\S+|\S+@\S+|(?<!\w)--?[a-z]\S*|\b[\w.-]+\.(?:yaml|xlsx|csv|docx|pptx|html|json)\b|\w+_\w+"
)
VALUE = re.compile(r"\{\{.*?\}\}|\{\w*\}", re.DOTALL)
STATEMENT = re.compile(r"\{%.*?%\}", re.DOTALL)
ENDING = re.compile(r"(?<=\w)-(?:a|en|et|ar|er|ane|ene)\b")
"""An ending after an abbreviation («id-en»)."""
WORD = re.compile(r"[^\W\d_]+")

pytestmark = pytest.mark.office("hunspell")


def words_of(text: str) -> Iterator[str]:
    """The whole words of a text: what is glued to a value, what is code, and capitals for a name are left out."""
    bare = ENDING.sub("", CODE.sub(" ", STATEMENT.sub(" ", VALUE.sub("\0", text))))
    for piece in bare.split():
        if "\0" not in piece:
            yield from (word for word in WORD.findall(piece) if len(word) > 1 and not word.isupper())


def own_words(language: str) -> set[str]:
    lines = (OWN / f"{language}.txt").read_text("utf-8").splitlines()
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


def content_words(language: str) -> dict[str, str]:
    """Each word of the content with the key of the first text that has it; messages included."""
    loaded = texts.load(resources.CONTENT, language).value
    found: dict[str, str] = {}
    for path, text in loaded.leaves():
        if not NOT_PROSE & set(path):
            for word in words_of(text):
                found.setdefault(word, ".".join(map(str, path)))
    return found


def unknown(words: Mapping[str, str], language: str) -> dict[str, str]:
    own = own_words(language)
    rest = {w for w in words if w not in own and w.lower() not in own}
    return {word: words[word] for word in sorted(tools.misspelt(rest, language))}


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_word_is_known(language: str):
    assert unknown(content_words(language), language) == {}


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_our_own_list_holds_only_words_that_are_used(language: str):
    used = {word.lower() for word in content_words(language)}
    assert own_words(language) - used == set(), f"take these out of tests/words/{language}.txt"


@pytest.mark.parametrize(
    ("language", "text", "faults"),
    [
        ("nb", "Vi begynner på møtet nå", set()),
        ("nb", "Vi begynnner på møttet {{ unit.name }}", {"begynnner", "møttet"}),
        ("nn", "Eg veit ikkje kva {{ t.unit.the }} gjer", set()),
        ("nn", "Jeg vet ikke hva vi gjør", {"Jeg", "ikke", "hva"}),
    ],
)
def test_a_misspelt_word_is_found(language: str, text: str, faults: set[str]):
    assert set(unknown(dict.fromkeys(words_of(text), ""), language)) == faults
