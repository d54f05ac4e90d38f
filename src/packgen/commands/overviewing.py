"""The overview for HR and the working environment committee: how far all have come on a day."""

from pathlib import Path

from rich.text import Text

from packgen import overview, pipeline
from packgen.commands.reading import municipalities, read_looks, read_words
from packgen.desk import DONE, PROBLEMS, Desk, stops, tell
from packgen.overview import Summed
from packgen.pipeline import Request
from packgen.problems import Outcome


def summed_up(at: Desk, folders: tuple[Path, ...], out: Path, *, day: str, results: Path | None) -> int:
    """Write the overview of these municipalities as it was on an ISO day; return the exit code."""
    words, looks = read_words(at), read_looks()
    codes = [DONE]
    for folder in municipalities(at, folders):
        read = pipeline.gather(Request(folder, results), words)
        made: Outcome[Summed] = Outcome(None)
        if read.value is not None and not stops(read.problems, strict=False):
            made = overview.write(read.value, words, looks, out, day)
        tell(at, (*read.problems, *made.problems, *(made.value.problems if made.value else ())))
        if made.value is None:
            at.err.print(at.speech.say("problem.nothing_written"))
            codes.append(PROBLEMS)
            continue
        at.out.print(Text(at.speech.say("done.sheets", count=made.value.count, folder=made.value.folder.as_posix())))
    return max(codes)
