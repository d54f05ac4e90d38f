"""What was composed before is not composed again where nothing that it was made from has changed.

Most pages say the same to every unit. While a part or a slide is composed, everything that it asks of its scene is
noted with the answer; it is the same for another unit whose scene gives the same answers.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from packgen.compose.scene import Scene
from packgen.compose.words import Words
from packgen.model import FACTORS, Factor, View

T = TypeVar("T")
_MOST = 6
"""How many versions of one page are kept: those made last."""
_NOTHING = object()
_Asked = tuple[str, str]
"""A question to a scene: of its values, its view or its conditions, and which."""


@dataclass(slots=True)
class Memory:
    """Pages composed before, by what they are, each with the questions that were asked and their answers."""

    kept: dict[Hashable, list[tuple[Mapping[_Asked, Any], Any]]] = field(default_factory=dict)

    def once(self, key: Hashable, scene: Scene, make: Callable[[Scene], T]) -> T:
        """Return what ``make`` gives for a scene, made now or before. ``key`` says all else that it is made from."""
        versions = self.kept.setdefault(key, [])
        for number, (asked, made) in enumerate(versions):
            if all(_is_same(_answer(scene, question), answer) for question, answer in asked.items()):
                if number:
                    versions.insert(0, versions.pop(number))
                found: T = made
                return found
        log: dict[_Asked, Any] = {}
        found = make(_watched(scene, log))
        versions.insert(0, (log, found))
        del versions[_MOST:]
        return found


def _is_same(one: Any, other: Any) -> bool:  # noqa: ANN401 - any answer
    return one is other or bool(one == other)


def _answer(scene: Scene, question: _Asked) -> Any:  # noqa: ANN401 - any answer
    kind, name = question
    if kind == "value":
        return scene.words.values.get(name, _NOTHING)
    if kind == "view":
        return getattr(scene.view, name)
    condition, _, number = name.partition(" ")
    return _at(scene, int(number)).condition(condition)


def _at(scene: Scene, factor: int) -> Scene:
    """Return a scene with this factor at hand, 0 for none."""
    here = scene.factor.number if scene.factor else 0
    return scene if here == factor else replace(scene, factor=FACTORS[factor - 1] if factor else None)


# ---------------------------------------------------------------- a scene that notes what it is asked


class _Values(Mapping[str, Any]):
    """Values by name that note which are asked for, and values of the page's own, which are not."""

    def __init__(self, base: Mapping[str, Any], own: Mapping[str, Any], log: dict[_Asked, Any]) -> None:
        self._base, self._own, self._log = base, own, log

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - any value
        if name in self._own:
            return self._own[name]
        self._log["value", name] = self._base.get(name, _NOTHING)
        return self._base[name]

    def __contains__(self, name: object) -> bool:
        if name in self._own:
            return True
        self._log["value", str(name)] = self._base.get(str(name), _NOTHING)
        return name in self._base

    def __iter__(self) -> Iterator[str]:
        return iter({**self._base, **self._own})

    def __len__(self) -> int:
        return len({**self._base, **self._own})

    def __or__(self, more: Mapping[str, Any]) -> "_Values":
        return _Values(self._base, {**self._own, **more}, self._log)


class _View:
    """A view that notes what it is asked."""

    def __init__(self, base: View, log: dict[_Asked, Any]) -> None:
        self._base, self._log = base, log

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - any field of a view
        self._log["view", name] = found = getattr(self._base, name)
        return found


@dataclass(frozen=True, slots=True)
class _Log:
    """Answers which conditions hold, and notes which were asked for."""

    scene: Scene
    asked: dict[_Asked, Any]

    def condition(self, condition: str, factor: Factor | None) -> bool:
        """Return whether a condition holds, of a factor where it is asked inside one."""
        question = ("holds", f"{condition} {factor.number if factor else 0}")
        self.asked[question] = found = bool(_answer(self.scene, question))
        return found


def _watched(scene: Scene, asked: dict[_Asked, Any]) -> Scene:
    words = Words(scene.words.texts, _Values(scene.words.values, {}, asked))
    return replace(scene, words=words, memory=None, view=_View(scene.view, asked), log=_Log(scene, asked))  # type: ignore[arg-type] # plays a view
