"""The analysis of a 12-megapixel JPEG against the naive way, and what the mirror pass costs."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from PIL import Image

from benchmarks.figure import Figure, medians
from benchmarks.plain import naive
from benchmarks.shares import other_share
from posture.analysis.options import Options
from posture.analysis.pipeline import analyze, analyze_photo
from posture.body.remarks import Refusal
from posture.photo.load import load
from posture.present.overlay.overlay import draw

SAMPLE = Path(__file__).parents[1] / "samples" / "standing_tall.jpg"
LARGE = (3024, 4032)
REPEATS = 15
SETTLE_S = 3.0
MOST_OTHER = 25.0
"""Percent of the time in which neither a decoder nor a detector runs."""
TIMES_FASTER = 1.5
WITH_OVERLAY, WITH_MIRROR = 2.0, 1.35
"""Least times faster, the annotated picture included, without and with the mirror image."""


def analyse(path: Path, *, mirror: bool) -> object:
    """Run the whole pipeline."""
    return analyze(path, Options(mirror=mirror))


def annotated(path: Path, *, mirror: bool) -> object:
    """Everything from the file to the pixels of the annotated picture."""
    photo = load(path)
    result = analyze_photo(photo, Options(mirror=mirror))
    assert not isinstance(result, Refusal)
    return draw(photo, result)


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        path = write_large(Path(folder))
        settle(path)
        slow, plain, mirrored, drawn, drawn_mirrored = medians(
            REPEATS,
            lambda: naive(path),
            lambda: analyse(path, mirror=False),
            lambda: analyse(path, mirror=True),
            lambda: annotated(path, mirror=False),
            lambda: annotated(path, mirror=True),
        )
        rest = [
            other_share(partial(annotated, path, mirror=mirror), REPEATS)
            for mirror in (False, True)
        ]
        peak = peak_megabytes(path)
    return [
        _faster("no mirror pass, 12 MP", slow / plain, TIMES_FASTER),
        _faster("with overlay, no mirror pass, 12 MP", slow / drawn, WITH_OVERLAY),
        _faster("with overlay and mirror pass, 12 MP", slow / drawn_mirrored, WITH_MIRROR),
        *(_rest(words, share) for words, share in zip(("no mirror", "mirror"), rest, strict=True)),
        Figure("whole analysis with / without the mirror pass", mirrored / plain, "x", "-", True),
        Figure("whole analysis without the mirror pass", 1000 * plain, "ms", "-", True),
        Figure("whole analysis with overlay, mirror pass", 1000 * drawn_mirrored, "ms", "-", True),
        Figure("naive decode + detect", 1000 * slow, "ms", "-", True),
        Figure("peak memory of one analysis, 12 MP", peak, "MB", "-", True),
    ]


def write_large(folder: Path) -> Path:
    """Write the photo of 12 megapixels."""
    path = folder / "large.jpg"
    with Image.open(SAMPLE) as sample:
        sample.resize(LARGE, Image.Resampling.LANCZOS).save(path, quality=92)
    return path


def settle(path: Path) -> None:
    """Analyse until everything is loaded that later photos of a process use."""
    until = time.monotonic() + SETTLE_S
    while time.monotonic() < until:
        annotated(path, mirror=True)


def _faster(what: str, times: float, least: float) -> Figure:
    name = f"naive decode + detect / whole analysis, {what}"
    return Figure(name, times, "x", f">= {least}", times >= least)


def _rest(what: str, share: float) -> Figure:
    name = f"neither decoding nor detecting, of the whole with overlay, {what} pass"
    return Figure(name, share, "%", f"< {MOST_OTHER:.0f}", share < MOST_OTHER)


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
    status = Path("/proc/self/status")
    if status.exists():
        # Linux hands ru_maxrss down from the process that forked; VmHWM is this program's own.
        line = next(row for row in status.read_text().splitlines() if row.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6
