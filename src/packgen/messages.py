"""Problems in words: the sentence and the remedy of a problem, in either written standard.

The words stand in ``content/<language>/messages/*.yaml`` (code → ``message`` and ``hint``); English is the fallback.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from packgen import clean
from packgen.problems import Problem, values_of
from packgen.yaml_source import load as load_yaml

Tongue = Literal["nb", "nn", "en"]


@dataclass(frozen=True, slots=True)
class Told:
    """A problem in words: what is wrong, and what to do about it."""

    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Messages:
    """All sentences of one language by code, with English behind them."""

    sentences: Mapping[str, Mapping[str, str]]

    def tell(self, problem: Problem) -> Told:
        """Return the problem's sentence and hint; the bare code and values where nobody has written any."""
        sentence = self.sentences.get(problem.code)
        if sentence is None:
            return Told(f"{problem.code}: {dict(problem.values)}", "")
        values = {name: clean.on_screen(value) for name, value in values_of(problem).items()}
        return Told(sentence["message"].format_map(values), sentence.get("hint", "").format_map(values))


def load(content: Path, language: Tongue) -> Messages:
    """Read all message files of a language; codes that it lacks come from English."""
    sentences: dict[str, Mapping[str, str]] = {}
    for tongue in dict.fromkeys(("en", language)):
        for file in sorted((content / tongue / "messages").glob("*.yaml")):
            outcome = load_yaml(file.read_bytes(), str(file))
            if outcome.value is None:
                raise ValueError(outcome.problems)
            sentences |= {f"{file.stem}.{code}": words for code, words in outcome.value.value.items()}
    return Messages(sentences)
