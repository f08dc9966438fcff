"""Prints one line per figure: name, value, target, and whether it holds.

``--live`` prints those of the live view alone; ``--live-minutes N`` watches its memory for so long,
10 for the whole check. ``--studio`` prints those of the studio's store alone; ``--writing-s N``
lets eight stations write for so long, 60 for the whole check, and ``--postgres URL`` takes a server
of PostgreSQL, on which it makes databases and drops them, instead of SQLite. ``--app`` prints those
of the app in real browsers alone (chromium); ``--app-analyses N`` is the length of its long run.
"""

from __future__ import annotations

import argparse
import sys

from benchmarks import analysis, app_load, live, start, studio


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m benchmarks")
    asked.add_argument("--live", action="store_true", help="the live view alone")
    asked.add_argument("--live-minutes", type=float, default=live.MEMORY_S / 60)
    asked.add_argument("--studio", action="store_true", help="the studio's store alone")
    asked.add_argument("--writing-s", type=float, default=studio.WRITING_S)
    asked.add_argument("--postgres", metavar="URL", help="a server for the studio's databases")
    asked.add_argument("--app", action="store_true", help="the app in real browsers alone")
    asked.add_argument("--app-analyses", type=int, default=app_load.ANALYSES)
    wish = asked.parse_args()
    everything = not (wish.live or wish.studio or wish.app)
    found = [*analysis.figures(), *start.figures()] if everything else []
    if everything or wish.studio:
        found += studio.figures(wish.postgres, wish.writing_s)
    if everything or wish.live:
        found += live.figures(60 * wish.live_minutes)
    if everything or wish.app:
        found += app_load.figures(wish.app_analyses)
    for figure in found:
        print(figure.line())
    return 0 if all(figure.holds for figure in found) else 1


if __name__ == "__main__":
    sys.exit(main())
