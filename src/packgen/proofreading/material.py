"""What is proof-read, read once: the texts of both written standards, the lines of their files, and the word lists."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from packgen import resources
from packgen.content import texts as all_texts
from packgen.content.texts import Path_, Texts
from packgen.model import Language
from packgen.problems import Outcome, Place, Problem
from packgen.proofreading.prose import Passage
from packgen.yaml_source import load as load_yaml

T = TypeVar("T")

LANGUAGES: tuple[Language, ...] = ("nb", "nn")
MESSAGES = "messages"
_NO_PROSE = frozenset({"neutrality", "examples", "example_yaml"})
"""Keys of lists of words to look for, and of commands and files to type."""


@dataclass(frozen=True, slots=True)
class Material:
    """Texts and messages by written standard, lines by file as places name it, rules and own words."""

    texts: Mapping[Language, Texts]
    messages: Mapping[Language, Texts]
    lines: Mapping[str, tuple[str, ...]]
    rules: Mapping[Language, Mapping[str, Any]]
    own_words: Mapping[Language, frozenset[str]]
    sources: Mapping[Language, Mapping[str, str]]

    def passage(self, language: Language, path: Path_, text: str, place: Place) -> Passage:
        """Return one text with the lines of its file."""
        return Passage(path, text, language, place, self.lines.get(place.file, ()))

    def passages(self, language: Language) -> Iterator[Passage]:
        """Return every text of the documents, the forms and the command line that is prose."""
        return self._prose(self.texts[language])

    def all_passages(self, language: Language) -> Iterator[Passage]:
        """Return the same, and the messages on what is wrong."""
        yield from self._prose(self.texts[language])
        yield from self._prose(self.messages[language])

    def rule(self, language: Language, name: str) -> Any:  # noqa: ANN401 - a mapping or a list by its name
        """Return one part of a written standard's rules, an empty mapping where it has none."""
        return self.rules[language].get(name) or {}

    def _prose(self, found: Texts) -> Iterator[Passage]:
        for path, text in found.leaves():
            if not _NO_PROSE & set(path):
                yield self.passage(found.language, path, text, found.places[path])


def read(content: Path, *, drafts: bool = False) -> Outcome[Material]:
    """Read all that proof-reading needs from a content folder; lists that it lacks are packgen's own."""
    problems: list[Problem] = []
    return Outcome(
        Material(
            texts={
                language: _kept(all_texts.load(content, language, drafts=drafts), problems) for language in LANGUAGES
            },
            messages={language: _messages(content, language, problems) for language in LANGUAGES},
            lines=_lines(content),
            rules={language: _kept(_rules(content, language), problems) for language in LANGUAGES},
            own_words={language: _own_words(content, language) for language in LANGUAGES},
            sources={language: _kept(_yaml(sources_file(content, language)), problems) for language in LANGUAGES},
        ),
        tuple(problems),
    )


def sources_file(content: Path, language: Language) -> Path:
    """Return the file that notes which source text each text of a written standard was made from."""
    return content / "sources" / f"{language}.yaml"


def read_sources(content: Path, language: Language) -> Mapping[str, str]:
    """Return what is noted there: the fingerprint of its source by the key of a text."""
    return _yaml(sources_file(content, language)).value or {}


def read_rules(content: Path, language: Language) -> Mapping[str, Any]:
    """Return the rules of a written standard, packgen's own where the content has none."""
    return _rules(content, language).value or {}


def words_of_file(file: Path) -> frozenset[str]:
    """Return the words of a list: one a line, lines that start with # say why."""
    if not file.is_file():
        return frozenset()
    lines = (line.strip() for line in file.read_text("utf-8").splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _kept(outcome: Outcome[T], problems: list[Problem]) -> T:
    """Return the value of an outcome that always has one, and keep its problems."""
    problems.extend(outcome.problems)
    if outcome.value is None:
        raise ValueError(outcome.problems)
    return outcome.value


def _messages(content: Path, language: Language, problems: list[Problem]) -> Texts:
    """Return the messages as texts: ``messages.results.no_files.hint``."""
    nodes: dict[str, Any] = {}
    places: dict[Path_, Place] = {}
    for file in sorted((content / language / MESSAGES).glob("*.yaml")):
        outcome = load_yaml(file.read_bytes(), _name(content, file))
        problems.extend(outcome.problems)
        if outcome.value is not None:
            nodes[file.stem] = outcome.value.value
            places |= {(MESSAGES, file.stem, *path): place for path, place in outcome.value.places.items()}
    return Texts(language, {MESSAGES: nodes}, places)


def _lines(content: Path) -> dict[str, tuple[str, ...]]:
    files = (file for language in LANGUAGES for file in (content / language).rglob("*.yaml"))
    return {_name(content, file): tuple(_text(file).split("\n")) for file in files}


def _text(file: Path) -> str:
    return file.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n")


def _name(content: Path, file: Path) -> str:
    """Return a file's name as the places of its texts have it."""
    return f"content/{file.relative_to(content).as_posix()}"


def _own_words(content: Path, language: Language) -> frozenset[str]:
    return words_of_file(_nearest(content, f"words/{language}.txt"))


def _nearest(content: Path, name: str) -> Path:
    return content / name if (content / name).is_file() else resources.CONTENT / name


def _rules(content: Path, language: Language) -> Outcome[Mapping[str, Any]]:
    return _yaml(_nearest(content, f"proofreading/{language}.yaml"))


def _yaml(file: Path) -> Outcome[Mapping[str, Any]]:
    """Return a file of rules or fingerprints as a mapping, empty where there is none or it cannot be read."""
    if not file.is_file():
        return Outcome({}, ())
    outcome = load_yaml(file.read_bytes(), "/".join(("content", *file.parts[-2:])))
    found = outcome.value.value if outcome.value else {}
    return Outcome(found if isinstance(found, Mapping) else {}, outcome.problems)
