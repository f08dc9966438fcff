"""How long the command line takes to say how it is used, and to analyse a first photo."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.analysis import write_large
from benchmarks.figure import Figure, medians

REPEATS = 7
MOST_SECONDS = 0.3
MOST_TIMES = 1.15

COMMAND = "from posture.cli.main import main; main()"
PARTS = """
import sys
import mediapipe
from posture.photo.load import load
from posture.pose.landmarker import landmarker
pixels = load(sys.argv[1]).pixels
detector = landmarker("full")
detector.detect(pixels)
detector.detect(pixels[:, ::-1])
"""
"""What a first photo cannot do without, one after the other."""


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        path = write_large(Path(folder))
        seconds, cold, parts = medians(
            REPEATS,
            lambda: _run(COMMAND, "--help"),
            lambda: _run(COMMAND, "analyze", str(path)),
            lambda: _run(PARTS, str(path)),
        )
    times = cold / parts
    return [
        Figure("posture --help", seconds, "s", f"< {MOST_SECONDS}", seconds < MOST_SECONDS),
        Figure(
            "cold posture analyze / sum of its parts, 12 MP",
            times,
            "x",
            f"<= {MOST_TIMES}",
            times <= MOST_TIMES,
        ),
        Figure("cold posture analyze, 12 MP", cold, "s", "-", True),
    ]


def _run(code: str, *arguments: str) -> None:
    subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, check=True)
