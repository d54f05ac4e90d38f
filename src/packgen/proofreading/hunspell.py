"""The program hunspell: which words a dictionary does not know, and what it would write instead."""

import shutil
import subprocess
from collections.abc import Iterable, Mapping

from packgen.model import Language

DICTIONARIES: Mapping[Language, str] = {"nb": "nb_NO", "nn": "nn_NO"}
_SECONDS = 300
_FEW = 5


def misspelt(words: Iterable[str], language: Language) -> Mapping[str, tuple[str, ...]] | None:
    """Return the unknown words with a few proposals each; None where the program or its dictionary is missing.

    One process takes all words, one a line; ``^`` keeps it from taking a word for a command.
    """
    program = shutil.which("hunspell")
    asked = sorted(set(words))
    if program is None:
        return None
    done = subprocess.run(  # noqa: S603 - a program from the path, no word of ours is an argument
        [program, "-d", DICTIONARIES[language], "-i", "utf-8", "-a"],
        input="".join(f"^{word}\n" for word in asked),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=_SECONDS,
    )
    return None if done.returncode else dict(_unknown(done.stdout))


def _unknown(said: str) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Read the answers: ``& word 2 0: first, second`` is unknown with proposals, ``# word 0`` without."""
    for line in said.splitlines():
        if line.startswith("& "):
            head, _, proposals = line.partition(": ")
            yield head.split()[1], tuple(proposals.split(", ")[:_FEW])
        elif line.startswith("# "):
            yield line.split()[1], ()
