"""The commands on texts: proof-read them, and make first drafts by machine."""

from pathlib import Path

import yaml
from rich.text import Text

from packgen import clean, pipeline, proofreading, resources, settings, speech, wording
from packgen.commands.reading import read_words
from packgen.content.layers import Node
from packgen.desk import DONE, PROBLEMS, Desk, stops, tell
from packgen.model import Language
from packgen.pipeline import Request
from packgen.proofreading import LIX_LIMIT
from packgen.proofreading.apertium import translate
from packgen.proofreading.draft import Drafted, Translator, draft
from packgen.proofreading.hunspell import misspelt
from packgen.proofreading.material import LANGUAGES
from packgen.proofreading.spelling import Speller
from packgen.store import write_whole


def check(
    at: Desk,
    municipality: Path | None,
    content: Path | None,
    language: Language | None,
    *,
    strict: bool,
    drafts: bool,
    speller: Speller = misspelt,
) -> int:
    """Proof-read all texts by the municipality's own limit and tell what was found; return the exit code."""
    loaded = settings.load(municipality) if municipality else None
    limit = loaded.value.lix_limit if loaded and loaded.value else LIX_LIMIT
    found = proofreading.check(
        content or resources.CONTENT,
        languages=(language,) if language else LANGUAGES,
        lix_limit=limit,
        drafts=drafts,
        speller=speller,
    )
    problems = (*(loaded.problems if loaded else ()), *found)
    tell(at, problems)
    if stops(problems, strict=strict):
        return PROBLEMS
    at.out.print(at.speech.say("done.texts"))
    return DONE


def where(at: Desk, key: str, folder: Path | None, unit: str | None, language: Language | None) -> int:
    """Show what each layer has at a key, the one that wins last; return the exit code."""
    words = read_words(at)
    spoken, own, chosen = language or at.speech.written, None, None
    if folder is not None:
        read = pipeline.gather(Request(folder, units=(unit,) if unit else ()), words)
        tell(at, read.problems)
        if read.value is None:
            return PROBLEMS
        own, chosen = read.value.own, read.value.chosen[0] if unit else None
        spoken = language or (read.value.language_of(chosen) if chosen else read.value.own_language)
    found = wording.where(words, own, key, chosen, spoken)
    if not found:
        tell(at, (wording.unknown_key(words, key, spoken),))
        return PROBLEMS
    for number, standing in enumerate(found, start=1):
        place = f"{standing.place.file}:{standing.place.line}" if standing.place.line else standing.place.file
        wins = number == len(found) and number > 1
        head = Text.assemble((standing.layer, "bold"), "  ", (place, "cyan"))
        at.out.print(Text.assemble(head, "  ", (at.speech.say("where.wins"), "bold green")) if wins else head)
        at.out.print(Text("\n".join(f"  {line}" for line in _lines(standing.node, at))))
    return DONE


def _lines(node: Node | None, at: Desk) -> list[str]:
    """Return a text or a part as lines that people can read; a word for what is removed."""
    if node is None or node == "":
        return [at.speech.say("where.removed")]
    dumped = node if isinstance(node, str) else yaml.safe_dump(node, allow_unicode=True, sort_keys=False, width=100)
    return [clean.on_screen(line) for line in dumped.strip().splitlines()]


def make_drafts(
    at: Desk, content: Path | None, source: Language, target: Language, translator: Translator = translate
) -> int:
    """Write drafts of all texts that one written standard lacks, and tell how many; return the exit code."""
    folder = content or resources.CONTENT
    comment = speech.load(resources.CONTENT, target).say("texts_draft.comment")
    outcome = draft(folder, source, target, comment, translator)
    tell(at, outcome.problems)
    if outcome.value is None:
        return PROBLEMS
    _write(outcome.value)
    at.out.print(Text(at.speech.say("done.drafts", count=outcome.value.made, folder=folder / target / "drafts")))
    return DONE


def _write(drafted: Drafted) -> None:
    for file, data in drafted.files.items():
        write_whole(file, data)
    for file in drafted.done_with:
        file.unlink()
