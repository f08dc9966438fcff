"""Landmarks in a photo that is decoded at the scale it is analysed at, and in all of its pixels."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.figure import Figure
from posture.body.side_view import turn_landmarks
from posture.photo.load import load
from posture.pose.detect import find_people

SAMPLES = Path(__file__).parents[1] / "samples"
LONGEST = 4032
MOST_PERCENT = 0.2


def figures(photos: Path | None) -> list[Figure]:
    """Compare on the samples, and on the real photographs in a folder.

    Smaller pictures are enlarged to 12 megapixels.
    """
    made = [_figure("samples", sorted(SAMPLES.glob("*.jpg")))]
    if photos is not None:
        made.append(_figure("real photographs", sorted(photos.iterdir())))
    return made


def _figure(what: str, paths: list[Path]) -> Figure:
    found = [d for d in (_distances(path) for path in paths) if d is not None]
    percent = 100 * float(np.sqrt(np.mean(np.square(found))))
    name = f"landmarks, scaled against full decode, RMS, {len(found)} {what}"
    return Figure(name, percent, "%", f"<= {MOST_PERCENT}", percent <= MOST_PERCENT)


def _distances(path: Path) -> np.ndarray | None:
    """Between the landmarks of both, in statures; None where either shows nobody."""
    data = _enlarged(path)
    scaled, full = load(data), load(data, longest=LONGEST)
    one, other = find_people(scaled).main, find_people(full).main
    if one is None or other is None:
        return None
    width, height = full.source_size
    stature = turn_landmarks(other.landmarks, width, height).stature_px
    return np.hypot(*(one.landmarks / scaled.scale - other.landmarks).T) / stature


def _enlarged(path: Path) -> bytes:
    with Image.open(path) as image:
        by = max(1.0, LONGEST / max(image.size))
        size = round(image.width * by), round(image.height * by)
        large = image.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    file = io.BytesIO()
    large.save(file, "JPEG", quality=92)
    return file.getvalue()
