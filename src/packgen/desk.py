"""Where the command line speaks: in whose words, on which streams, and what its exit codes mean.

Exit code 0: done. 1: problems in the input (all of them told, nothing written). 2: wrong use.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from packgen import clean, messages, resources, speech
from packgen.messages import Messages
from packgen.problems import Problem, in_order
from packgen.speech import Speech

MOST_TOLD = 500
"""Problems told one by one; what is more comes of the same few slips, or of a file made to drown a screen."""

DONE, PROBLEMS, WRONG_USE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the command line speaks and in which words."""

    speech: Speech
    messages: Messages
    out: Console
    err: Console


def desk() -> Desk:
    """Return the desk for this machine and person."""
    tongue = speech.chosen_tongue()
    return Desk(
        speech.load(resources.CONTENT, tongue),
        messages.load(resources.CONTENT, tongue),
        Console(highlight=False, soft_wrap=True),
        Console(stderr=True, highlight=False, soft_wrap=True),
    )


def tell(at: Desk, problems: Iterable[Problem]) -> None:
    """Print problems with place and remedy (the first `MOST_TOLD`), then how many there were in all."""
    found = in_order(problems)
    for problem in found[:MOST_TOLD]:
        told = at.messages.tell(problem)
        style = "bold red" if problem.is_error else "bold yellow"
        head = Text(at.speech.say(f"problem.{problem.severity.value}"), style=style)
        place = _place(problem)
        at.err.print(Text.assemble(head, " ", Text(place, style="cyan"), ": " if place else "", told.message))
        if told.hint:
            at.err.print(Text(f"  {at.speech.say('problem.fix', hint=told.hint)}"))
    if len(found) > MOST_TOLD:
        at.err.print(Text(at.speech.say("problem.more", shown=MOST_TOLD)))
    if found:
        errors = sum(1 for p in found if p.is_error)
        at.err.print(Text(at.speech.say("problem.found", errors=errors, warnings=len(found) - errors)))


def stops(problems: Iterable[Problem], *, strict: bool) -> bool:
    """Tell whether these problems stop a run: errors do, and warnings where they were asked to."""
    return any(p.is_error or strict for p in problems)


def _place(problem: Problem) -> str:
    place = problem.place
    line = f":{place.line}" if place.line else ""
    column = f":{place.column}" if place.line and place.column else ""
    parts = (f"{place.file}{line}{column}", place.sheet, place.cell)
    return clean.on_screen(", ".join(part for part in parts if part))
