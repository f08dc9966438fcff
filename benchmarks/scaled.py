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

    Smaller pictures are enlarged to 12 megapixels. Of all landmarks half are on the far side,
    where the detector guesses; those of the side that is seen are told beside.
    """
    made = _figures("samples", sorted(SAMPLES.glob("*.jpg")))
    if photos is not None:
        made += _figures("real photographs", sorted(photos.iterdir()))
    return made


def _figures(what: str, paths: list[Path]) -> list[Figure]:
    found = [d for d in (_distances(path) for path in paths) if d is not None]
    everything, seen = (
        100 * float(np.sqrt(np.mean(np.square([pair[i] for pair in found])))) for i in range(2)
    )
    name = f"scaled against full decode, RMS, {len(found)} {what}"
    holds = everything <= MOST_PERCENT
    return [
        Figure(f"landmarks, {name}", everything, "%", f"<= {MOST_PERCENT}", holds),
        Figure(f"landmarks of the side seen, {name}", seen, "%", "-", True),
    ]


def _distances(path: Path) -> tuple[np.ndarray, np.ndarray] | None:
    """Between the landmarks of both, all and the side seen, in statures; None without anybody."""
    data = _enlarged(path)
    scaled, full = load(data), load(data, longest=LONGEST)
    one, other = find_people(scaled).main, find_people(full).main
    if one is None or other is None:
        return None
    width, height = full.source_size
    reference = turn_landmarks(other.landmarks, width, height)
    again = turn_landmarks(one.landmarks / scaled.scale, width, height)
    apart = np.hypot(*(one.landmarks / scaled.scale - other.landmarks).T)
    near = np.hypot(*(again.near - reference.near).T)
    return apart / reference.stature_px, near / reference.stature_px


def _enlarged(path: Path) -> bytes:
    with Image.open(path) as image:
        by = max(1.0, LONGEST / max(image.size))
        size = round(image.width * by), round(image.height * by)
        large = image.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    file = io.BytesIO()
    large.save(file, "JPEG", quality=92)
    return file.getvalue()
