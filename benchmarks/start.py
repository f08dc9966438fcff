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
from benchmarks.plain import image_of, landmarker
from posture.photo.load import load
pixels = load(sys.argv[1]).pixels
detector = landmarker()
detector.detect(image_of(pixels))
detector.detect(image_of(pixels[:, ::-1]))
detector.close()
"""
"""What a first photo cannot do without in MediaPipe's own program, one after the other."""

OWN_PARTS = """
import sys
from posture.photo.load import load
from posture.pose.landmarker import landmarker
pixels = load(sys.argv[1]).pixels
detector = landmarker("full")
detector.detect(pixels)
detector.detect(pixels[:, ::-1])
"""
"""The same with the models run as they are here."""


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        path = write_large(Path(folder))
        seconds, cold, parts, own = medians(
            REPEATS,
            lambda: _run(COMMAND, "--help"),
            lambda: _run(COMMAND, "analyze", str(path)),
            lambda: _run(PARTS, str(path)),
            lambda: _run(OWN_PARTS, str(path)),
        )
    times = cold / parts
    return [
        Figure("posture --help", seconds, "s", f"< {MOST_SECONDS}", seconds < MOST_SECONDS),
        Figure(
            "cold posture analyze / sum of its parts with MediaPipe, 12 MP",
            times,
            "x",
            f"<= {MOST_TIMES}",
            times <= MOST_TIMES,
        ),
        Figure("cold posture analyze / sum of its own parts, 12 MP", cold / own, "x", "-", True),
        Figure("cold posture analyze, 12 MP", cold, "s", "-", True),
    ]


def _run(code: str, *arguments: str) -> None:
    subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, check=True)
