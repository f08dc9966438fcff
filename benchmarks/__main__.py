"""Prints one line per figure: name, value, target, and whether it holds.

``--photo``, ``--start``, ``--live``, ``--studio``, ``--batch`` and ``--app`` print those sections
alone; ``--batch-photos N`` watches memory over N different photos, 20000 for the whole check;
``--page FILE`` also writes them to a page, on which the others stay. ``--photos DIR`` compares
landmarks on real photographs too. ``--live-minutes N`` watches the memory of the live view for so
long, 10 for the whole check. ``--writing-s N`` lets eight stations write for so long, 60 for the
whole check, and ``--postgres URL`` takes a server of PostgreSQL, on which it makes databases and
drops them, instead of SQLite. ``--app`` needs chromium; ``--app-analyses N`` is the length of its
long run.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import analysis, app_load, batch, live, page, scaled, start, studio

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.figure import Figure


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m benchmarks")
    asked.add_argument("--photo", action="store_true", help="a single photo alone")
    asked.add_argument("--photos", type=Path, metavar="DIR", help="real photographs, side views")
    asked.add_argument("--start", action="store_true", help="the start of commands alone")
    asked.add_argument("--live", action="store_true", help="the live view alone")
    asked.add_argument("--live-minutes", type=float, default=live.MEMORY_S / 60)
    asked.add_argument("--studio", action="store_true", help="the studio's store alone")
    asked.add_argument("--writing-s", type=float, default=studio.WRITING_S)
    asked.add_argument("--postgres", metavar="URL", help="a server for the studio's databases")
    asked.add_argument("--app", action="store_true", help="the app in real browsers alone")
    asked.add_argument("--app-analyses", type=int, default=app_load.ANALYSES)
    asked.add_argument("--batch", action="store_true", help="batches of photos alone")
    asked.add_argument("--batch-photos", type=int, default=0)
    asked.add_argument("--page", type=Path, metavar="FILE", help="write the figures to this page")
    wish = asked.parse_args()
    sections: dict[str, Callable[[], list[Figure]]] = {
        "photo": lambda: [*analysis.figures(), *scaled.figures(wish.photos)],
        "start": start.figures,
        "live": lambda: live.figures(60 * wish.live_minutes),
        "batch": lambda: batch.figures(distinct=wish.batch_photos),
        "studio": lambda: studio.figures(wish.postgres, wish.writing_s),
        "app": lambda: app_load.figures(wish.app_analyses),
    }
    named = [name for name in sections if getattr(wish, name)]
    found: dict[str, list[Figure]] = {}
    for name in named or sections:
        found[name] = sections[name]()
        for figure in found[name]:
            print(figure.line(), flush=True)
        if wish.page is not None:
            page.keep(wish.page, {name: found[name]})
    return 0 if all(figure.holds for figures in found.values() for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
