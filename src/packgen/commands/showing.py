"""Tables of what there is: what may be shown of each unit, and which documents a pack has."""

import json
from pathlib import Path
from typing import Any

import click
from rich.table import Table
from rich.text import Text

from packgen import pipeline, privacy, wording
from packgen.commands.reading import read_words
from packgen.content import text
from packgen.desk import DONE, PROBLEMS, Desk, tell
from packgen.pipeline import Request
from packgen.surveys import Gathered

MOST_OF_A_WORD = 12
"""Letters that a column of a table keeps for itself in a narrow window."""


def privacy_log(at: Desk, folder: Path, results_file: Path | None, *, as_json: bool) -> int:
    """Show of each unit what may be shown, and why; return the exit code."""
    words = read_words(at)
    outcome = pipeline.gather(Request(folder, results_file), words)
    tell(at, outcome.problems)
    if outcome.value is None or not outcome.ok:
        return PROBLEMS
    now = outcome.value.now
    log = privacy.log(now.tree, now.disclosure, now.round)
    if as_json:
        click.echo(json.dumps(log, ensure_ascii=False, indent=2))
    else:
        _privacy_table(at, outcome.value, words, log)
    return DONE


def _privacy_table(at: Desk, gathered: Gathered, words: wording.Words, log: dict[str, Any]) -> None:
    say = at.speech.say
    title = say(
        "privacy_table.title",
        municipality=gathered.municipality.name,
        round=gathered.now.round.name,
        limit=log["limit"],
    )
    at.out.print(Text(title, style="bold"))
    table = Table(box=None, pad_edge=False)
    for name in ("unit", "n", "shown", "classes", "beside"):
        table.add_column(say(f"privacy_table.{name}"), overflow="fold")
    reasons = words.texts[at.speech.written].node("privacy.reasons")
    names = {u.id: u.name for u in gathered.now.tree.units}
    depth = {u.id: len(gathered.now.tree.ancestors(u.id)) for u in gathered.now.tree.units}
    for unit in log["units"]:
        table.add_row(
            "  " * depth[unit["id"]] + unit["name"],
            "" if unit["n"] is None else str(unit["n"]),
            say("privacy_table.yes" if unit["shown"] else "privacy_table.no"),
            str(unit["distribution"] or "–"),
            ", ".join(names[c] for c in unit["comparators"]) if unit["shown"] else reasons[unit["reason"]],
        )
    at.out.print(table, soft_wrap=False)


def documents(at: Desk) -> int:
    """Show the documents of a pack, for whom each is and when it is used; return the exit code."""
    words = read_words(at)
    texts = words.texts[at.speech.written]
    values = {"t": texts.node("terms")}

    def said(key: str) -> str:
        return text.string(texts.node(key), texts.language, values)

    table = Table(box=None, pad_edge=False)
    table.add_column("id", no_wrap=True, min_width=max(len(makeup.id) for makeup in words.makeups))
    for name in ("document", "audience", "phase", "about"):
        table.add_column(at.speech.say(f"documents_table.{name}"), overflow="fold", min_width=MOST_OF_A_WORD)
    for makeup in words.makeups:
        edition = makeup.edition.value
        table.add_row(
            makeup.id,
            said(f"documents.{makeup.id}.name"),
            said(
                f"documents.shared_editions.{edition}"
                if makeup.scope != "unit"
                else f"documents.editions.{edition}.name"
            ),
            said(f"documents.phases.{makeup.phase}"),
            said(f"documents.{makeup.id}.about"),
        )
    at.out.print(table, soft_wrap=False)
    return DONE
