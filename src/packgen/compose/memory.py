"""What was composed before is not composed again where nothing that it was made from has changed.

Most pages say the same to every unit. While a part or a slide is composed, everything that it asks of its scene is
noted with the answer; it is the same for another unit whose scene gives the same answers. The questions of a page are
a tree: which is asked next follows from the answers so far.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter, is_
from typing import Any, NamedTuple, TypeVar

from packgen.compose.scene import Question, Scene
from packgen.compose.words import Words
from packgen.model import Factor, Meeting, Unit, View

T = TypeVar("T")
_MOST = 64
"""How many versions of one page are kept; with more it begins anew."""
_PATIENCE = 12
"""How often a page may be another one than before until it is not looked up any more."""
_LAST = 8
"""With how many answers to a question, those met last, a new one is compared."""
_NOTHING = object()
_SAID = frozenset({str, int, bool, type(None)})
"""What is told apart by what it says, not by which object it is."""


@dataclass(slots=True)
class _Node:
    """A question, and by its answer what is asked next or what was made."""

    question: Question
    answers: "dict[Hashable, _Node | _Leaf]" = field(default_factory=dict)


class _Leaf(NamedTuple):
    made: Any


@dataclass(slots=True)
class _Page:
    """What was made of one part of a make-up in one place. ``of`` is held, so that no other object gets its id."""

    of: object
    top: _Node | _Leaf | None = None
    count: int = 0
    found: int = 0
    missed: int = 0

    def keep(self, log: "Mapping[Question, Hashable]", made: object) -> None:
        """Keep what was made, by the questions that it asked and their answers."""
        self.missed += 1
        self.count += 1
        leaf = _Leaf(made)
        if not log:
            self.top = leaf
            return
        if self.count > _MOST:
            self.top, self.count = None, 1
        steps = list(log.items())
        if self.top is None:
            self.top = _Node(steps[0][0])
        node: _Node | _Leaf = self.top
        for number, (question, answer) in enumerate(steps):
            if isinstance(node, _Leaf) or node.question != question:  # asked in another order: nothing here holds
                self.top, self.count, self.missed = None, 0, _PATIENCE + self.found
                return
            last = number + 1 == len(steps)
            node = node.answers.setdefault(answer, leaf if last else _Node(steps[number + 1][0]))


@dataclass(slots=True)
class Memory:
    """Pages composed before, by what they are, each with the questions that were asked and their answers."""

    pages: dict[Hashable, _Page] = field(default_factory=dict)
    kept: dict[Hashable, tuple[tuple[object, ...], Any]] = field(default_factory=dict)
    _seen: dict[Question, list[tuple[int, Any]]] = field(default_factory=dict)
    _count: int = 0

    def once(self, key: Hashable, of: object, scene: Scene, make: Callable[[Scene], T]) -> T:
        """Return what ``make`` gives for a scene, made now or before; ``key`` and ``of`` say all else it is made of."""
        page = self.pages.get(key)
        if page is None or page.of is not of:
            page = self.pages[key] = _Page(of)
        if page.missed >= _PATIENCE and page.found < page.missed:
            return make(scene)
        node = page.top
        values, answers = scene.words.values, scene.answers
        while type(node) is _Node:
            question = node.question
            if question[0] == "value":
                answer = values.get(question[1], _NOTHING)
            elif question in answers:
                answer = answers[question]
            else:
                answer = self._answer(scene, question)
            node = node.answers.get(answer)
        if node is not None:
            page.found += 1
            found: T = node.made  # type: ignore[union-attr] # a leaf, the type of which is told above
            return found
        log: dict[Question, Hashable] = {}
        found = make(self._watched(scene, log))
        page.keep(log, found)
        return found

    def shared(self, key: Hashable, of: tuple[object, ...], make: Callable[[], T]) -> T:
        """Return what ``make`` gives, made now or before of these same objects."""
        known = self.kept.get(key)
        if known is None or not all(map(is_, known[0], of)):
            known = self.kept[key] = (of, make())
        found: T = known[1]
        return found

    def _answer(self, scene: Scene, question: Question) -> Hashable:
        """Return the answer to a question of the view or of conditions, so that it can be told from others."""
        kind, name, factor = question
        if kind == "holds":
            answer: Hashable = scene.held_of(name, factor)
        else:
            answer = self._named(question, attrgetter(name)(scene.view))
        scene.answers[question] = answer
        return answer

    def _named(self, question: Question, value: Any) -> Hashable:  # noqa: ANN401 - any answer
        """Return what an answer is told by: itself where it is simple, else the number of the last that was equal."""
        if type(value) in _SAID:
            simple: Hashable = value
            return simple
        seen = self._seen.setdefault(question, [])
        number: int
        for number, one in reversed(seen):
            if one is value or one == value:
                return number
        self._count += 1
        seen.append((self._count, value))
        del seen[:-_LAST]
        return self._count

    def _watched(self, scene: Scene, asked: dict[Question, Hashable]) -> Scene:
        words = Words(scene.words.texts, _Values(scene.words.values, {}, asked))
        log = _Log(self, scene, asked)
        return replace(scene, words=words, memory=None, view=_View(scene.view, "", log), log=log)  # type: ignore[arg-type] # plays a view


# ---------------------------------------------------------------- a scene that notes what it is asked


class _Values(Mapping[str, Any]):
    """Values by name that note which are asked for, and values of the page's own, which are not."""

    def __init__(self, base: Mapping[str, Any], own: Mapping[str, Any], log: dict[Question, Hashable]) -> None:
        self._base, self._own, self._log = base, own, log

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - any value
        if name in self._own:
            return self._own[name]
        self._log["value", name, 0] = self._base.get(name, _NOTHING)
        return self._base[name]

    def __contains__(self, name: object) -> bool:
        if name in self._own:
            return True
        self._log["value", str(name), 0] = self._base.get(str(name), _NOTHING)
        return name in self._base

    def __iter__(self) -> Iterator[str]:
        return iter({**self._base, **self._own})

    def __len__(self) -> int:
        return len({**self._base, **self._own})

    def __or__(self, more: Mapping[str, Any]) -> "_Values":
        return _Values(self._base, {**self._own, **more}, self._log)


@dataclass(frozen=True, slots=True)
class _Log:
    """Answers what is asked of a view and which conditions hold, and notes it."""

    memory: Memory
    scene: Scene
    asked: dict[Question, Hashable]

    def condition(self, condition: str, factor: Factor | None) -> bool:
        """Return whether a condition holds, of a factor where it is asked inside one."""
        return bool(self.note(("holds", condition, factor.number if factor else 0)))

    def note(self, question: Question) -> Hashable:
        """Note a question, and return what its answer is told by."""
        answers = self.scene.answers
        found = answers[question] if question in answers else self.memory._answer(self.scene, question)  # noqa: SLF001 - its own module
        self.asked[question] = found
        return found


_INSIDE = frozenset({"unit", "meeting_one", "meeting_two"})
"""What is never missing in a view or a unit, so that only what is asked of it counts."""


class _View:
    """A view, or the unit or a meeting in it, that notes what it is asked."""

    __slots__ = ("_base", "_log", "_path")

    def __init__(self, base: View | Unit | Meeting, path: str, log: _Log) -> None:
        self._base, self._path, self._log = base, path, log

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - any field of a view
        found = getattr(self._base, name)
        if isinstance(found, Unit | Meeting) and name in _INSIDE:
            return _View(found, f"{self._path}{name}.", self._log)
        self._log.note(("view", f"{self._path}{name}", 0))
        return found
