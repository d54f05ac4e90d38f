"""How fast packgen is, as ratios measured in one run. Usage: ``python benchmarks/run.py [PART …] [options]``."""

import argparse
from collections.abc import Callable, Mapping

import direct
import limits
import plain_decks
import scale
import sheets
import word_templates


def _limits(asked: argparse.Namespace) -> None:
    limits.main(asked.warm, asked.runs)


def _handbook(asked: argparse.Namespace) -> None:
    word_templates.main(asked.warm, asked.runs)


def _deck(asked: argparse.Namespace) -> None:
    plain_decks.main(asked.warm, asked.runs)


def _scale(asked: argparse.Namespace) -> None:
    scale.main(asked.most, tuple(asked.jobs), asked.pack)


def _direct(asked: argparse.Namespace) -> None:
    direct.main(asked.runs, min(asked.runs, FEW))


def _sheets(asked: argparse.Namespace) -> None:
    sheets.main(min(asked.runs, FEW))


FEW = 7
"""How many runs are enough for what takes long and varies little."""

PARTS: Mapping[str, Callable[[argparse.Namespace], None]] = {
    "merge": _limits,
    "handbook": _handbook,
    "deck": _deck,
    "direct": _direct,
    "sheets": _sheets,
    "scale": _scale,
}


def main() -> None:
    """Run the parts that were asked for, all of them where none was."""
    command = argparse.ArgumentParser(description=__doc__)
    command.add_argument("part", nargs="*", choices=[*PARTS, []], help=f"{', '.join(PARTS)} (all without any)")
    command.add_argument("--warm", type=int, default=60, help="units made before anything is measured (60)")
    command.add_argument("--runs", type=int, default=30, help="units that each figure is the median of (30)")
    command.add_argument("--most", type=int, default=1000, help="the largest municipality of «scale», in units (1000)")
    command.add_argument("--jobs", type=int, nargs="+", default=[1, 2], help="processes of «scale» (1 2)")
    command.add_argument(
        "--pack", choices=[*scale.PACKS, "fitting"], default="fitting", help="what a pack of «scale» holds"
    )
    asked = command.parse_args()
    for part in asked.part or PARTS:
        PARTS[part](asked)


if __name__ == "__main__":
    main()
