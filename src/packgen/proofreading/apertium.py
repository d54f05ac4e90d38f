"""The program Apertium: a rule-based machine translation between bokmål and nynorsk."""

import shutil
import subprocess
from collections.abc import Mapping

from packgen.model import Language

PAIRS: Mapping[tuple[Language, Language], str] = {("nb", "nn"): "nob-nno_e", ("nn", "nb"): "nno-nob"}
"""The pair of each direction; ``nob-nno_e`` gives nynorsk whose infinitives end in -e."""
_SECONDS = 600


def translate(html: str, source: Language, target: Language) -> str | None:
    """Return HTML in the other written standard, with its tags; None where the program or the pair is missing.

    ``-u`` leaves out the stars at words that it does not know.
    """
    program = shutil.which("apertium")
    if program is None:
        return None
    done = subprocess.run(  # noqa: S603 - a program from the path, no word of ours is an argument
        [program, "-u", "-f", "html-noent", PAIRS[source, target]],
        input=html,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=_SECONDS,
    )
    return None if done.returncode else done.stdout
