"""The commands on texts: proof-read them, and make first drafts by machine."""

from pathlib import Path

from rich.text import Text

from packgen import files, proofreading, resources, settings, speech
from packgen.desk import DONE, PROBLEMS, Desk, stops, tell
from packgen.model import Language
from packgen.proofreading import LIX_LIMIT
from packgen.proofreading.apertium import translate
from packgen.proofreading.draft import Drafted, Translator, draft
from packgen.proofreading.hunspell import misspelt
from packgen.proofreading.material import LANGUAGES
from packgen.proofreading.spelling import Speller


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
        files.write_whole(file, data)
    for file in drafted.done_with:
        file.unlink()
