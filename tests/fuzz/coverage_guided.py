"""The same doors led by coverage, where atheris is installed: ``python -m tests.fuzz.coverage_guided NAME [options]``.

Options are those of libFuzzer (``-max_total_time=600``). It keeps the mutants that reach new lines of packgen and goes
on from those; the mutations are ours, so that packages and workbooks stay packages and workbooks.
"""

import sys
import tempfile
from pathlib import Path
from random import Random

import atheris

with atheris.instrument_imports(include=["packgen"]):
    from . import doors, mutate, run


def main() -> None:
    """Fuzz one door until libFuzzer stops; an input with a fault is laid where it is run from."""
    one = doors.door(sys.argv[1])
    folder = Path(tempfile.mkdtemp(prefix="packgen-corpus-"))
    for number, seed in enumerate(one.seeds()):
        (folder / f"{number}{one.ending}").write_bytes(seed)
        one.open(seed)

    def changed(data: bytes, longest: int, seed: int) -> bytes:
        return mutate.mutant(Random(seed), (data,), one.kind)[:longest]  # noqa: S311 - not for secrets

    def opened(data: bytes) -> None:
        mark, said = run.opened(one, data)
        if mark:
            raise RuntimeError(f"{mark}\n{said}")

    bounds = ["-max_len=2000000", "-timeout=30", "-rss_limit_mb=2000"]
    atheris.Setup([sys.argv[0], *bounds, *sys.argv[2:], str(folder)], opened, custom_mutator=changed)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
