"""One text → blocks: Jinja2 fills in values, light Markdown gives the shape.

Values never become source. Jinja prints each value as a slot (private-use characters around an index), Markdown is
parsed with the slots in place, and only then do the values take their places in the finished runs. So a unit named
``{{7*7}}`` or ``**A**`` prints so. The parse of a text with its slots is the same for every unit and is kept.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, meta, nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markdown_it import MarkdownIt
from markdown_it.token import Token

from packgen.blocks import Block, Heading, List, Paragraph, Run, Text
from packgen.model import Language

LONGEST_TEXT = 100_000
"""Characters that one text may grow to when its values are filled in; beyond that a template runs wild."""

_OPEN, _CLOSE = "\ue000", "\ue001"
_SLOT = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_BREAKS = re.compile("[ \t\n]+")
_TICK = "[ ] "
_WORDS: Mapping[str, tuple[str, ...]] = {
    "nb": ("null", "én", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve", "tolv"),
    "nn": ("null", "éin", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve", "tolv"),
}


class TextError(Exception):
    """A text that cannot be made: what Jinja says, with the key of the text."""


def number_word(number: int, language: Language) -> str:
    """Return a small number as a word («to»), larger ones as digits."""
    words = _WORDS[language]
    return words[number] if 0 <= number < len(words) else str(number)


def capital(value: str) -> str:
    """Return the value with a capital first letter and the rest as it was."""
    return value[:1].upper() + value[1:]


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja without the sums that eat all memory: no powers, and products of whole numbers only."""

    intercepted_binops = frozenset({"**", "*", "%"})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401 - Jinja's own
        if operator != "*" or not (isinstance(left, int) and isinstance(right, int)):
            raise SecurityError(operator)
        return super().call_binop(context, operator, left, right)


def _environment(language: Language) -> ImmutableSandboxedEnvironment:
    environment = _Sandbox(undefined=StrictUndefined, finalize=_slot, autoescape=False)
    environment.filters = {"words": lambda value: number_word(value, language), "cap": capital}
    environment.globals = {}
    return environment


@pass_context
def _slot(context: Context, value: object) -> str:
    """Print a value as a slot and remember it in the list that this rendering brought along."""
    slots: list[str] = context.parent["slots_"]
    slots.append(str(value))
    return f"{_OPEN}{len(slots) - 1}{_CLOSE}"


_ENVIRONMENTS: Mapping[str, ImmutableSandboxedEnvironment] = {"nb": _environment("nb"), "nn": _environment("nn")}


@lru_cache(maxsize=20_000)
def _template(language: Language, source: str) -> Template:
    return _ENVIRONMENTS[language].from_string(source)


def _fill(source: str, language: Language, values: Mapping[str, Any]) -> tuple[str, list[str]]:
    """Return the text with slots in it, and the values of the slots."""
    if "{" not in source:
        return source, []
    plain = _plain(source, language)
    if plain is not None:
        found = _values_of(plain[1], values)
        if found is not None:
            return plain[0], found
    slots: list[str] = []
    pieces: list[str] = []
    length = 0
    try:
        for piece in _template(language, source).generate({**values, "slots_": slots}):
            length += len(piece)
            if length > LONGEST_TEXT:
                raise TextError("too long")
            pieces.append(piece)
    except (TemplateError, TypeError, ValueError, LookupError, ArithmeticError, RecursionError) as fault:
        raise TextError(str(fault)) from fault
    return "".join(pieces), slots


# ---------------------------------------------------------------- most texts only name values, which takes no Jinja

_Named = tuple[str, tuple[str, ...], bool]
"""A value that a text prints: its name, the names inside it one after the other, and whether it gets a capital."""


@lru_cache(maxsize=20_000)
def _plain(source: str, language: Language) -> tuple[str, tuple[_Named, ...]] | None:
    """Return the text with its slots, and what they print, where it does no more than print values; else None."""
    try:
        body = _ENVIRONMENTS[language].parse(source).body
    except (TemplateError, RecursionError):
        return None
    pieces: list[str] = []
    named: list[_Named] = []
    for node in body:
        for one in node.nodes if isinstance(node, nodes.Output) else (None,):
            if isinstance(one, nodes.TemplateData):
                pieces.append(one.data)
                continue
            found = _named(one)
            if found is None:
                return None
            pieces.append(f"{_OPEN}{len(named)}{_CLOSE}")
            named.append(found)
    text = "".join(pieces)
    return (text, tuple(named)) if len(text) <= LONGEST_TEXT else None


def _named(node: Any) -> _Named | None:  # noqa: ANN401 - a node of Jinja's
    if isinstance(node, nodes.Filter) and node.name == "cap" and not (node.args or node.kwargs or node.dyn_args):
        found = _named(node.node)
        return (*found[:2], True) if found and not found[2] else None
    steps: list[str] = []
    while isinstance(node, nodes.Getattr):
        steps.insert(0, node.attr)
        node = node.node
    return (node.name, tuple(steps), False) if isinstance(node, nodes.Name) else None


def _values_of(named: tuple[_Named, ...], values: Mapping[str, Any]) -> list[str] | None:
    """Return what these print, None where Jinja has to look: at what is no plain value, or is not there."""
    found: list[str] = []
    for name, steps, has_capital in named:
        value = values.get(name, _NOTHING)
        for step in steps:
            if type(value) is not Frozen or step in _OF_DICTS:
                return None
            value = value.get(step, _NOTHING)
        if type(value) is str:
            found.append(capital(value) if has_capital else value)
        elif type(value) is int and not has_capital:
            found.append(str(value))
        else:
            return None
    return found


_NOTHING = object()
_OF_DICTS = frozenset(("_hashed", *dir(dict)))
"""Names that Jinja finds at the dict itself."""


def string(source: str, language: Language, values: Mapping[str, Any]) -> str:
    """Return a text as plain letters, without Markdown (names, file names, alternative text)."""
    return _string(source, language, _used(source, language, values))


def inline(source: str, language: Language, values: Mapping[str, Any]) -> Text:
    """Return a one-paragraph text as runs; several paragraphs become one."""
    return _inline(source, language, _used(source, language, values))


def blocks(source: str, language: Language, values: Mapping[str, Any]) -> tuple[Block, ...]:
    """Return a text as blocks: paragraphs, lists, quotes and headings (level 2 and 3, whose ids are still empty)."""
    return _blocks(source, language, _used(source, language, values))


# ---------------------------------------------------------------- a text is made once for all units with its values

_Used = tuple[tuple[str, Any], ...]
"""The values that a text uses, by name: all that it is made from but its source."""


class Frozen(dict[str, Any]):
    """Values by name that do not change, so that texts made from them can be kept. Jinja reads it as any dict."""

    __slots__ = ("_hashed",)

    def __hash__(self) -> int:  # type: ignore[override] # a dict has none, for it may change; this one may not
        try:
            return self._hashed
        except AttributeError:
            self._hashed: int = hash(frozenset(self.items()))
            return self._hashed

    def __reduce__(self) -> tuple[type["Frozen"], tuple[dict[str, Any]]]:
        return Frozen, (dict(self),)  # without its hash, which is another in another process


_SIMPLE = frozenset({Frozen, str, int, bool, type(None)})


def frozen(value: Any) -> Any:  # noqa: ANN401 - whatever texts may use
    """Return a value as texts may use it: dicts and lists that cannot change, all the way down."""
    if type(value) in _SIMPLE:
        return value
    if isinstance(value, dict | Mapping):  # the first is told at once
        return Frozen({name: child if type(child) in _SIMPLE else frozen(child) for name, child in value.items()})
    if isinstance(value, list | tuple):
        return tuple(frozen(child) for child in value)
    return value


def _used(source: str, language: Language, values: Mapping[str, Any]) -> _Used:
    if "{" not in source:
        return ()
    return tuple([(name, frozen(values[name])) for name in _names(source, language) if name in values])


@lru_cache(maxsize=20_000)
def _names(source: str, language: Language) -> tuple[str, ...]:
    """Return the names that a text uses; none where it cannot be read, which is told when it is filled in."""
    try:
        return tuple(sorted(meta.find_undeclared_variables(_ENVIRONMENTS[language].parse(source))))
    except (TemplateError, RecursionError):
        return ()


def names(source: str | Iterable[str], language: Language) -> Iterable[str]:
    """Return the names of the values that a text, or each of several, is made from."""
    sources = (source,) if isinstance(source, str) else source
    return [name for one in sources if "{" in one for name in _names(one, language)]


@lru_cache(maxsize=20_000)
def _string(source: str, language: Language, used: _Used) -> str:
    filled, slots = _fill(source, language, dict(used))
    return _put_back(filled, slots).strip()


@lru_cache(maxsize=20_000)
def _inline(source: str, language: Language, used: _Used) -> Text:
    filled, slots = _fill(source, language, dict(used))
    return _runs_with(slots, _inline_runs(filled.strip()))


@lru_cache(maxsize=20_000)
def _blocks(source: str, language: Language, used: _Used) -> tuple[Block, ...]:
    filled, slots = _fill(source, language, dict(used))
    parsed = _parsed(filled)
    return tuple(_block_with(slots, block) for block in parsed) if slots else parsed


# ---------------------------------------------------------------- slots → values


def _put_back(value: str, slots: list[str]) -> str:
    return _SLOT.sub(lambda match: slots[int(match[1])], value) if slots else value


def _runs_with(slots: list[str], runs: Text) -> Text:
    return tuple(Run(_put_back(run.text, slots), run.bold, run.italic) for run in runs) if slots else runs


def _block_with(slots: list[str], block: Block) -> Block:
    if isinstance(block, List):
        return replace(block, items=tuple(_runs_with(slots, item) for item in block.items))
    if isinstance(block, Paragraph | Heading):
        return replace(block, text=_runs_with(slots, block.text))
    return block


# ---------------------------------------------------------------- Markdown → blocks

_MARKDOWN = MarkdownIt("zero", {"html": False}).enable(
    ["heading", "list", "blockquote", "emphasis", "escape", "newline", "balance_pairs", "fragments_join"]
)


@lru_cache(maxsize=20_000)
def _parsed(source: str) -> tuple[Block, ...]:
    tokens = _MARKDOWN.parse(source)
    found: list[Block] = []
    index = 0
    while index < len(tokens):
        block, index = _READERS[tokens[index].type](tokens, index)
        found.extend(block)
    return tuple(found)


@lru_cache(maxsize=20_000)
def _inline_runs(source: str) -> Text:
    (token,) = _MARKDOWN.parseInline(_BREAKS.sub(" ", source))  # never a list or a heading: «1. juni» keeps its number
    return _runs(token.children or ())


def _runs(children: Iterable[Token]) -> Text:
    found: list[Run] = []
    bold = italic = False
    for child in children:
        if child.type in ("strong_open", "strong_close"):
            bold = child.type == "strong_open"
        elif child.type in ("em_open", "em_close"):
            italic = child.type == "em_open"
        else:
            found.append(Run(" " if child.type in ("softbreak", "hardbreak") else child.content, bold, italic))
    return _joined(found)


def _joined(runs: Iterable[Run]) -> Text:
    """Return the runs with neighbours of one weight as one, and none empty."""
    found: list[Run] = []
    for run in runs:
        if found and (found[-1].bold, found[-1].italic) == (run.bold, run.italic):
            found[-1] = replace(found[-1], text=found[-1].text + run.text)
        elif run.text:
            found.append(run)
    return tuple(found)


_Read = Callable[[list[Token], int], tuple[tuple[Block, ...], int]]


def _paragraph(tokens: list[Token], index: int) -> tuple[tuple[Block, ...], int]:
    return (Paragraph(_runs(tokens[index + 1].children or ())),), index + 3


def _heading(tokens: list[Token], index: int) -> tuple[tuple[Block, ...], int]:
    level = 2 if tokens[index].tag in ("h1", "h2") else 3
    return (Heading(2 if level == 2 else 3, _runs(tokens[index + 1].children or ()), ""),), index + 3  # noqa: PLR2004 - the level


def _quote(tokens: list[Token], index: int) -> tuple[tuple[Block, ...], int]:
    end = _closing(tokens, index)
    return (
        tuple(Paragraph(_runs(t.children or ()), "quote") for t in tokens[index:end] if t.type == "inline"),
        end + 1,
    )


def _list(tokens: list[Token], index: int) -> tuple[tuple[Block, ...], int]:
    end = _closing(tokens, index)
    items = [_runs(t.children or ()) for t in tokens[index:end] if t.type == "inline"]
    if not items:  # a dash alone is a list of nothing
        return (), end + 1
    if tokens[index].type == "ordered_list_open":
        return (List(tuple(items), "number"),), end + 1
    if all(item and item[0].text.startswith(_TICK) for item in items):
        ticked = tuple((replace(item[0], text=item[0].text[len(_TICK) :]), *item[1:]) for item in items)
        return (List(ticked, "check"),), end + 1
    return (List(tuple(items)),), end + 1


def _closing(tokens: list[Token], index: int) -> int:
    """Return the index of the token that closes the one at ``index``."""
    level = tokens[index].level
    return next(i for i in range(index + 1, len(tokens)) if tokens[i].level == level and tokens[i].nesting == -1)


_READERS: Mapping[str, _Read] = {
    "paragraph_open": _paragraph,
    "heading_open": _heading,
    "blockquote_open": _quote,
    "bullet_list_open": _list,
    "ordered_list_open": _list,
}
