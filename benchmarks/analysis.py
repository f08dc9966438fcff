"""The analysis of a 12-megapixel JPEG against the naive way, and what the mirror pass costs."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from benchmarks.figure import Figure, medians
from posture.analysis.options import Options
from posture.analysis.pipeline import analyze
from posture.pose.landmarker import landmarker

SAMPLE = Path(__file__).parents[1] / "samples" / "standing_tall.jpg"
LARGE = (3024, 4032)
REPEATS = 15
TIMES_FASTER = 1.5


def analyse(path: Path, *, mirror: bool) -> object:
    """Run the whole pipeline."""
    return analyze(path, Options(mirror=mirror))


def naive(path: Path) -> object:
    """Decode every pixel and detect on all of them: what most programs do."""
    read = cv2.imread(str(path))
    if read is None:
        raise FileNotFoundError(path)
    pixels = np.ascontiguousarray(cv2.cvtColor(read, cv2.COLOR_BGR2RGB), np.uint8)
    return landmarker("full").detect(pixels)


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.jpg"
        with Image.open(SAMPLE) as sample:
            sample.resize(LARGE, Image.Resampling.LANCZOS).save(path, quality=92)
        slow, plain, mirrored = medians(
            REPEATS,
            lambda: naive(path),
            lambda: analyse(path, mirror=False),
            lambda: analyse(path, mirror=True),
        )
        peak = peak_megabytes(path)
    faster = slow / plain
    return [
        Figure(
            "naive decode + detect / whole analysis, no mirror pass, 12 MP",
            faster,
            "x",
            f">= {TIMES_FASTER}",
            faster >= TIMES_FASTER,
        ),
        Figure("whole analysis with / without the mirror pass", mirrored / plain, "x", "-", True),
        Figure("whole analysis without the mirror pass", 1000 * plain, "ms", "-", True),
        Figure("peak memory of one analysis, 12 MP", peak, "MB", "-", True),
    ]


def peak_megabytes(path: Path) -> float:
    """Peak resident memory of a process that analyses one picture."""
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from benchmarks.analysis import analyse, own_peak\n"
        "analyse(Path(sys.argv[1]), mirror=True)\nprint(own_peak())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def own_peak() -> float:
    """Peak resident memory of this process, megabytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6
