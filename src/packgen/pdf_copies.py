"""PDFs beside the Word and PowerPoint files of packs: same name, same readers, made only when the file is another.

A PDF is what a leader shares, so it has no notes and no hidden slides. In the manifest it bears unit, document, edition
and figures of the file that it was made from: whatever that file may no longer show, its PDF may not show either.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from packgen import files, office
from packgen.files import Entry, Known, Made, Written
from packgen.problems import Outcome, Problem


def make(
    root: Path,
    sources: Iterable[Entry],
    program: str,
    known: Known,
    on_made: Callable[[int, int], None] = lambda _made, _of: None,
) -> Outcome[tuple[Written, ...]]:
    """Lay a PDF beside each Word and PowerPoint file below a round's folder; tell which files did not convert.

    ``on_made`` is told how many files are done of how many. A PDF that was made from the same file before is left as it
    lies.
    """
    wanted = sorted((e for e in sources if _ending(e.path) in office.ENDINGS), key=lambda e: (_ending(e.path), e.path))
    before = {e.path: files.made_before(root, _pdf(e.path), e.sha256, known) for e in wanted}
    written = [one for one in before.values() if one is not None]
    waiting = [e for e in wanted if before[e.path] is None]
    problems: list[Problem] = []
    for first in range(0, len(waiting), office.BATCH):
        outcome = _convert(root, waiting[first : first + office.BATCH], program, known)
        problems.extend(outcome.problems)
        if outcome.value is None:
            break
        written.extend(outcome.value)
        on_made(min(first + office.BATCH, len(waiting)), len(waiting))
    return Outcome(tuple(written), tuple(problems))


def _convert(root: Path, sources: Sequence[Entry], program: str, known: Known) -> Outcome[tuple[Written, ...]]:
    """Convert so many files as one process of LibreOffice takes, and write their PDFs."""
    by_name = {str(root / source.path): source for source in sources}
    outcome = office.to_pdf({name: Path(name).read_bytes() for name in by_name}, program)
    if outcome.value is None:
        return Outcome(None, outcome.problems)
    made = [_made(by_name[name], data) for name, data in outcome.value.items()]
    return Outcome(files.write_unit(root, made, known), outcome.problems)


def _made(source: Entry, data: bytes) -> Made:
    return Made(
        path=_pdf(source.path),
        data=data,
        unit=source.unit,
        document=source.document,
        edition=source.edition,
        language=source.written_standard,
        shows=source.shows,
        distribution=source.distribution,
        large_print=source.large_print,
        made_from=source.sha256,
    )


def _pdf(path: str) -> str:
    return f"{path.rpartition('.')[0]}.pdf"


def _ending(path: str) -> str:
    return path.rpartition(".")[2]
