"""Prints one line per figure: name, value, target, and whether it holds."""

from __future__ import annotations

import sys

from benchmarks import analysis, start


def main() -> int:
    found = [*analysis.figures(), *start.figures()]
    for figure in found:
        print(figure.line())
    return 0 if all(figure.holds for figure in found) else 1


if __name__ == "__main__":
    sys.exit(main())
