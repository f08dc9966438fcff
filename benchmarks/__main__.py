"""Prints one line per figure: name, value, target, and whether it holds.

``--live`` prints those of the live view alone; ``--live-minutes N`` watches its memory for so long,
10 for the whole check.
"""

from __future__ import annotations

import argparse
import sys

from benchmarks import analysis, live, start


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m benchmarks")
    asked.add_argument("--live", action="store_true", help="the live view alone")
    asked.add_argument("--live-minutes", type=float, default=live.MEMORY_S / 60)
    wish = asked.parse_args()
    found = [] if wish.live else [*analysis.figures(), *start.figures()]
    found += live.figures(60 * wish.live_minutes)
    for figure in found:
        print(figure.line())
    return 0 if all(figure.holds for figure in found) else 1


if __name__ == "__main__":
    sys.exit(main())
