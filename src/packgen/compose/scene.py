"""Where a block word stands: the words and the view it speaks from, and what is around it."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol, TypeVar

from packgen.blocks import Logo
from packgen.compose.days import days_ahead
from packgen.compose.words import Words, for_factor, words_of
from packgen.content.makeup import Each, Makeup, Medium, Minutes
from packgen.content.texts import Texts
from packgen.model import FACTORS, Factor, MeetingForm, RoundDates, View
from packgen.record import Record

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PackFile:
    """A file of the pack as «Start her» lists it: document id, what the file is called, the folder it lies in."""

    document: str
    name: str
    folder: str


Question = tuple[str, str, int]
"""A question to a scene: of its values, its view or its conditions; which; and of what factor (0 for none)."""


class Keeper(Protocol):
    """What keeps pages that were composed before (`compose.memory`)."""

    def once(self, key: Hashable, of: object, scene: "Scene", make: Callable[["Scene"], T]) -> T:
        """Return what ``make`` gives for a scene, made now or before."""

    def shared(self, key: Hashable, of: tuple[object, ...], make: Callable[[], T]) -> T:
        """Return what ``make`` gives, made now or before of these same objects."""


class Log(Protocol):
    """What notes which conditions a scene is asked for."""

    def condition(self, condition: str, factor: Factor | None) -> bool:
        """Return whether a condition holds, of a factor where it is asked inside one."""


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a block word may look at. ``path`` makes tags unique: document and part."""

    words: Words
    view: View
    minutes: Minutes
    makeups: Mapping[str, Makeup]
    medium: Medium
    path: str
    files: tuple[PackFile, ...] = ()
    factor: Factor | None = None
    forms: tuple[MeetingForm, ...] = ()
    """The forms of the meetings in use where this is read: a unit's own, or those of all units that share it."""
    logo: Logo | None = None
    files_known: int = 0
    """Tells lists of files apart."""
    held: Mapping[str, bool] = field(default_factory=dict)
    """Which conditions hold, but for those of a single factor."""
    memory: "Keeper | None" = None
    """Keeps pages that are the same for many units; None composes each anew."""
    log: "Log | None" = None
    """Notes what is asked of this scene, while a page is composed that may be kept."""
    answers: dict[Question, Hashable] = field(default_factory=dict)
    """What was asked before of the view and its conditions, and what the answer is told by."""

    def once(self, page: object, make: Callable[["Scene"], T], detail: str = "") -> T:
        """Return what ``make`` gives here, made now or before.

        ``page`` is the part of the make-up that it is made of, and ``detail`` which of the things made of that part.
        """
        if self.memory is None:
            return make(self)
        factor = self.factor.number if self.factor else 0
        language = self.words.texts.language
        place = (id(page), detail, self.path, language, self.medium, factor, self.forms, self.files_known)
        return self.memory.once(place, page, self, make)

    def shared(self, key: Hashable, of: tuple[object, ...], make: Callable[[], T]) -> T:
        """Return what ``make`` gives of these objects alone, made now or before; ``key`` tells it from others."""
        return make() if self.memory is None else self.memory.shared(key, of, make)

    def at(self, part: str) -> "Scene":
        """Return the scene inside a part."""
        return self._moved(self.words, f"{self.path}.{part}", self.factor)

    def _moved(self, words: Words, path: str, factor: Factor | None) -> "Scene":
        """Return the scene somewhere else in the same document (`dataclasses.replace` takes several times as long)."""
        return Scene(
            words,
            self.view,
            self.minutes,
            self.makeups,
            self.medium,
            path,
            self.files,
            factor,
            self.forms,
            self.logo,
            self.files_known,
            self.held,
            self.memory,
            self.log,
            self.answers,
        )

    def each(self, each: Each) -> tuple["Scene", ...]:
        """Return the scenes of ``for_each``: one for each factor, for each that the unit works on, or this one."""
        if not each:
            return (self,)
        if each == "chosen":
            return tuple(self._of(FACTORS[number - 1]) for number in self.worked_on)
        left_out = self.worked_on if each == "others" else ()
        return tuple(self._of(factor) for factor in FACTORS if factor.number not in left_out)

    def _of(self, factor: Factor) -> "Scene":
        words = self.shared(("factor", factor.number), (self.words,), partial(for_factor, self.words, factor))
        return self._moved(words, f"{self.path}.{factor.id}", factor)

    @property
    def worked_on(self) -> tuple[int, ...]:
        """The numbers of the factors that the unit works on; none before it has chosen."""
        return self.view.record.worked_on if self.view.record is not None else ()

    def key(self, key: str) -> str:
        """Return a key with ``{factor}`` filled in."""
        return key.replace("{factor}", self.factor.id) if self.factor else key

    def is_for(self, forms: tuple[MeetingForm, ...]) -> bool:
        """Tell whether something for these forms of the meetings (empty = all) is of use here."""
        return not forms or any(form in forms for form in self.forms)

    def holds(self, when: tuple[str, ...]) -> bool:
        """Tell whether any of the conditions holds; none at all always holds."""
        if not when:
            return True
        for one in when:  # noqa: SIM110 - asked hundreds of times for each document, and this is the faster way
            if self.condition(one):
                return True
        return False

    def condition(self, condition: str) -> bool:
        """Tell whether one condition holds here, and note that it was asked for."""
        if self.log is not None:
            return self.log.condition(condition, self.factor)
        return self.held_of(condition, self.factor.number if self.factor else 0)

    def held_of(self, condition: str, factor: int) -> bool:
        """Tell whether a condition holds of a factor, 0 for none."""
        if condition.startswith("no_") and condition != "no_source":
            return not self.held_of(condition.removeprefix("no_"), factor)
        if condition == "distribution":
            return self._has_distribution(factor)
        if condition == "reasons" and factor:
            return self._has_reasons(factor)
        return self.held.get(condition, False)

    def _has_reasons(self, factor: int) -> bool:
        """Tell whether any group said why it named a factor."""
        record = self.view.record
        return record is not None and any(reason.factor == factor for reason in record.reasons)

    def _has_distribution(self, factor: int) -> bool:
        """Tell whether there are shares to show: of a factor, else of any."""
        shares = self.view.figures.shares if self.view.figures is not None else None
        return shares is not None and (not factor or bool(shares[factor - 1]))


def has_come(makeup: Makeup, decided: Mapping[str, bool]) -> bool:
    """Tell whether a unit has come as far as a document asks for, by what it has `recorded`."""
    return not makeup.when or any(
        not decided[name.removeprefix("no_")] if name.startswith("no_") else decided[name] for name in makeup.when
    )


def _held(view: View) -> Mapping[str, bool]:
    """Return which conditions hold for a view, whatever the factor at hand."""
    figures, state = view.figures, view.state
    return {
        state: True,
        "figures": figures is not None,
        "source": state == "fallback" and figures is not None,
        "no_source": state == "fallback" and figures is None,
        "trend": figures is not None and bool(figures.trend or figures.trend_broken),
        "trend_line": figures is not None and bool(figures.trend),
        "trend_broken": figures is not None and figures.trend_broken and not figures.trend,
        "dates": view.round.dates != RoundDates(),
        "networks": bool(view.municipality.programme.networks),
        **{f"link_{link.id}": True for link in view.municipality.links},
        **recorded(view),
    }


def recorded(view: View) -> Mapping[str, bool]:
    """Return which conditions hold by what the unit has decided in its meetings."""
    record, earlier = view.record or Record("", ""), view.earlier
    return {
        "chosen": bool(record.worked_on),
        "tally": bool(record.tally),
        "reasons": bool(record.reasons),
        "loose_reasons": any(not reason.factor for reason in record.reasons),
        "goals": bool(record.goals),
        "plan": bool(record.measures),
        "followed_up": bool(record.follow_ups),
        "leaders_own": bool(record.leaders_own),
        "days": bool(days_ahead(view)),
        "earlier": earlier is not None and bool(earlier.measures or earlier.goals),
    }


def scene(
    texts: Texts,
    minutes: Minutes,
    makeups: Mapping[str, Makeup],
    view: View,
    pack_files: tuple[PackFile, ...] = (),
    forms: tuple[MeetingForm, ...] = (),
    logo: Logo | None = None,
    memory: Keeper | None = None,
) -> Scene:
    """Return the scene of one unit's pack in one edition; each document narrows it to itself.

    ``forms`` are the forms of the meetings of those who share it, where that is not the unit's own. A ``logo`` that has
    no alternative text is said to be the municipality's.
    """
    forms = forms or (view.municipality.form_of(view.unit),)
    words = words_of(texts, minutes, view, memory.shared if memory is not None else None)
    said = replace(logo, alt=logo.alt or words.string("labels.logo")) if logo else None
    return Scene(
        words,
        view,
        minutes,
        makeups,
        "word",
        "",
        pack_files,
        forms=forms,
        logo=said,
        files_known=hash(pack_files),
        held=_held(view),
        memory=memory,
    )
