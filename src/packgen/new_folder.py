"""A new municipality's folder as files: commented settings, a form for results, and an example of own texts.

The settings are made of the schema and the sentences that explain it, so a new setting stands in them by itself. What
somebody answered is set; the rest stands behind ``#`` with its default or an example, and changes nothing.
"""

import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Literal

from packgen import settings_form
from packgen.content.texts import Texts
from packgen.model import Language
from packgen.results import form as results_form
from packgen.schema import Setting
from packgen.settings import FILE_NAME, SETTINGS

_WIDTH = 110
"""Characters of a comment's line."""
_SAFE = re.compile(r"[A-Za-zÆØÅæøå0-9](?:[\wÆØÅæøå.,@/()-]| (?=[\wÆØÅæøå(]))*")
"""Texts that YAML takes as they are."""
_DAY = "12.3.2026"


@dataclass(frozen=True, slots=True)
class Answers:
    """What a municipality says of itself to begin with. ``contact`` is an e-mail address, or empty."""

    name: str
    language: Language
    limit: int
    round: str
    contact: str = ""
    excel: bool = False


def files(answers: Answers, texts: Texts) -> Mapping[str, bytes]:
    """Return the folder's files by path, all in the written standard of ``texts``."""
    return {
        settings_file(answers, texts): _settings(answers, texts),
        results_file(texts): results_form.write(answers.language),
        f"texts/{answers.language}/handbook.yaml": _override(texts).encode(),
    }


def settings_file(answers: Answers, texts: Texts) -> str:
    """Return the name of the file of settings."""
    return str(texts.node("settings_form.file")) if answers.excel else FILE_NAME


def results_file(texts: Texts) -> str:
    """Return the name of the form for results."""
    return str(texts.node("new_folder.results_file"))


def _settings(answers: Answers, texts: Texts) -> bytes:
    values = _values(answers)
    return settings_form.write(texts, values) if answers.excel else _Commented(texts).file(values).encode()


def _values(answers: Answers) -> dict[str, Any]:
    """Return the answers as the tree of a file of settings, in the order that the file has them."""
    contact = {"email": answers.contact} if answers.contact else {}
    return {
        "schema": "1",
        "name": answers.name,
        "language": answers.language,
        "contact": contact,
        "units": "",
        "rounds": [{"id": answers.round, "limit": str(answers.limit)}],
    }


def _override(texts: Texts) -> str:
    lead = [line for text in texts.node("new_folder.override.lead") for line in _about(text, 0)]
    example = [_Line(text, 0, "off") for text in str(texts.node("new_folder.override.example_yaml")).splitlines()]
    return _written((*lead, _Line("", 0, "off"), *example))


# ---------------------------------------------------------------- commented YAML


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a file: an explanation, a line in use, or one that stands behind # until somebody wants it."""

    text: str
    indent: int
    kind: Literal["about", "on", "off"]


def _written(lines: Iterable[_Line]) -> str:
    """Return lines as a file. The # of an unused line stands first, so that taking it away leaves the line right."""
    starts = {"about": "{}# {}", "on": "{}{}", "off": "#{}{}"}
    written = (starts[line.kind].format(" " * line.indent, line.text) for line in lines)
    return "".join(f"{line}\n" for line in written)


def _about(text: str, indent: int) -> Iterator[_Line]:
    """Return an explanation in lines of reading length."""
    for line in textwrap.wrap(text, _WIDTH - indent, break_on_hyphens=False):
        yield _Line(line, indent, "about")


_Rows = Sequence[tuple[tuple[str, ...], Setting]]


@dataclass(frozen=True, slots=True)
class _Commented:
    """Writes a file of settings, each under the sentence that explains it."""

    texts: Texts

    def file(self, values: Mapping[str, Any]) -> str:
        """Return the whole file: what most need (what ``values`` names) first, then the rest."""
        rows = [(tuple(setting.path.split(".")), setting) for setting in SETTINGS]
        order = {name: place for place, name in enumerate(values)}
        usual = sorted((row for row in rows if _top(row) in values), key=lambda row: order[_top(row)])
        rest = [row for row in rows if _top(row) not in values]
        lead = [line for text in self.texts.node("new_folder.settings.head") for line in _about(text, 0)]
        first = (*self.title("usual"), *self.level(usual, values, 0, ()))
        return _written((*lead, *first, *self.title("rest"), *self.level(rest, {}, 0, ())))

    def title(self, key: str) -> Iterator[_Line]:
        yield _Line("", 0, "on")
        yield _Line(f"{'-' * 20} {self.texts.node(f'new_folder.settings.{key}')}", 0, "about")

    def level(self, rows: _Rows, values: Mapping[str, Any], indent: int, above: tuple[str, ...]) -> Iterator[_Line]:
        """Return the lines of one section. Sections and lists are open; what nobody set stands behind #."""
        for step, group in groupby(rows, key=lambda row: row[0][0]):
            below = [(steps[1:], setting) for steps, setting in group]
            name = step.removesuffix("[]")
            path, value = (*above, name), values.get(name, "")
            if indent == 0:
                yield _Line("", 0, "on")
            if not below[0][0]:
                yield from self.leaf(below[0][1], value, indent, path)
                continue
            yield from _about(self.found("settings.fields", (*path, "about")), indent)
            yield _Line(f"{name}:", indent, "on")
            for item in (value or [{}]) if step.endswith("[]") else ():
                yield from _record(self.level(below, item, indent + 4, path))
            if not step.endswith("[]"):
                yield from self.level(below, value or {}, indent + 2, path)

    def leaf(self, setting: Setting, value: str, indent: int, path: tuple[str, ...]) -> Iterator[_Line]:
        """Return one setting under its explanation."""
        choices = f" {self.found('new_folder.settings', ('pick',))} {setting.kind.allowed}."
        about = self.found("settings.fields", path)
        yield from _about(f"{about}{choices if setting.kind.name == 'one_of' else ''}", indent)
        text = f"{path[-1]}: {_scalar(value or self.example(setting, path))}"
        yield _Line(text, indent, "on" if value else "off")

    def example(self, setting: Setting, path: tuple[str, ...]) -> str:
        """Return what stands behind #: the default, else an example."""
        if isinstance(setting.default, bool):
            return self.found("settings.page", ("yes" if setting.default else "no",))
        own = "" if setting.default is None else str(setting.default)
        return own or self.found("new_folder.examples", path) or (_DAY if setting.kind.name == "day" else "–")

    def found(self, key: str, path: tuple[str, ...]) -> str:
        try:
            return str(self.texts.node(".".join((key, *path)))).strip()
        except KeyError:
            return ""


def _top(row: tuple[tuple[str, ...], Setting]) -> str:
    return row[0][0].removesuffix("[]")


def _record(lines: Iterable[_Line]) -> Iterator[_Line]:
    """Return a record of a list: a dash before its first field. Behind #, all of it is."""
    kinds: list[Literal["on", "off"]] = []
    for line in lines:
        if line.kind == "about":
            yield line if kinds else replace(line, indent=line.indent - 2)
        elif not kinds:
            kinds.append(line.kind)
            yield _Line(f"- {line.text}", line.indent - 2, line.kind)
        else:
            yield line if kinds[0] == "on" else replace(line, kind="off")


def _scalar(text: str) -> str:
    """Return a text as YAML reads it back: in quotes where it needs them."""
    return text if _SAFE.fullmatch(text) else json.dumps(text, ensure_ascii=False)
