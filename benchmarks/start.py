"""How long the command line takes to say how it is used."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.figure import Figure, medians

REPEATS = 7
MOST_SECONDS = 0.3


def figures() -> list[Figure]:
    command = [sys.executable, "-c", "from posture.cli.main import main; main()", "--help"]
    (seconds,) = medians(REPEATS, lambda: subprocess.run(command, capture_output=True, check=True))
    holds = seconds < MOST_SECONDS
    return [Figure("posture --help", seconds, "s", f"< {MOST_SECONDS}", holds)]
