"""What the command line says, in the person's own written standard: labels and sentences with ``{named}`` values."""

import locale
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packgen import clean
from packgen.messages import Tongue
from packgen.model import Language
from packgen.yaml_source import load as load_yaml


@dataclass(frozen=True, slots=True)
class Speech:
    """The sentences of one language by key (``build.help``)."""

    language: Tongue
    nodes: Mapping[str, Any]

    @property
    def written(self) -> Language:
        """The written standard of content that goes with this language."""
        return "nn" if self.language == "nn" else "nb"

    def say(self, key: str, **values: object) -> str:
        """Return the sentence at a key with its values filled in."""
        node = self._node(key)
        return str(node).strip().format_map({name: clean.on_screen(str(value)) for name, value in values.items()})

    def lines(self, key: str) -> tuple[str, ...]:
        """Return the list of sentences at a key, nothing where there is none."""
        try:
            return tuple(self._node(key))
        except KeyError:
            return ()

    def _node(self, key: str) -> Any:  # noqa: ANN401 - a string or a list
        node: Any = self.nodes
        for step in key.split("."):
            node = node[step]
        return node


def load(content: Path, language: Tongue) -> Speech:
    """Read what the command line says in a language."""
    file = content / language / "cli.yaml"
    outcome = load_yaml(file.read_bytes(), str(file))
    if outcome.value is None:
        raise ValueError(outcome.problems)
    return Speech(language, outcome.value.value)


def chosen_tongue(environment: Mapping[str, str] = os.environ) -> Tongue:
    """Return the language to speak: ``PACKGEN_LANGUAGE`` (nb, nn, en), else the machine's nynorsk, else bokmål."""
    wanted = environment.get("PACKGEN_LANGUAGE", "")
    if wanted in ("nb", "nn", "en"):
        return wanted  # type: ignore[return-value] # one of the three
    machine = environment.get("LC_ALL") or environment.get("LANG") or locale.getlocale()[0] or ""
    return "nn" if machine.lower().startswith(("nn", "norwegian nynorsk")) else "nb"
