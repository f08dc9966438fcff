"""Landmarks in a photo that is decoded at the scale it is analysed at, and in all of its pixels."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from benchmarks.figure import Figure
from posture.body.side_view import turn_landmarks
from posture.photo.load import load
from posture.pose.detect import find_people

SAMPLES = Path(__file__).parents[1] / "samples"
LONGEST = 4032
MOST_PERCENT = 0.2
SOFTENED_PX = 2.0
"""Standard deviation in the picture of 12 megapixels: half a pixel of the one that is analysed."""


def figures(photos: Path | None) -> list[Figure]:
    """Compare on the samples, and on the real photographs in a folder.

    Smaller pictures are enlarged to 12 megapixels. Beside all landmarks stand those of the side
    that is seen, as the detector guesses the others, and how far all move between every pixel and
    the same picture softened a little: the detector repeats itself no better.
    """
    made = _figures("samples", sorted(SAMPLES.glob("*.jpg")))
    if photos is not None:
        made += _figures("real photographs", sorted(photos.iterdir()))
    return made


def _figures(what: str, paths: list[Path]) -> list[Figure]:
    found = [d for d in (_distances(path) for path in paths) if d is not None]
    everything, seen, softened = (
        100 * float(np.sqrt(np.mean(np.square([each[i] for each in found])))) for i in range(3)
    )
    of = f"RMS, {len(found)} {what}"
    holds = everything <= MOST_PERCENT
    target = f"<= {MOST_PERCENT}"
    return [
        Figure(f"landmarks, scaled against full decode, {of}", everything, "%", target, holds),
        Figure(f"the same, landmarks of the side that is seen, {of}", seen, "%", "-", True),
        Figure(f"landmarks, softened against sharp full decode, {of}", softened, "%", "-", True),
    ]


def _distances(path: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
    """Distances of landmarks in statures; None where one of the pictures shows nobody."""
    data = _enlarged(path)
    scaled, full = load(data), load(data, longest=LONGEST)
    blurred = np.asarray(cv2.GaussianBlur(full.pixels, (0, 0), SOFTENED_PX), np.uint8)
    people = [find_people(one).main for one in (scaled, full, replace(full, pixels=blurred))]
    one, other, soft = people
    if one is None or other is None or soft is None:
        return None
    width, height = full.source_size
    reference = turn_landmarks(other.landmarks, width, height)
    again = turn_landmarks(one.landmarks / scaled.scale, width, height)
    pairs = (
        (one.landmarks / scaled.scale, other.landmarks),
        (again.near, reference.near),
        (soft.landmarks, other.landmarks),
    )
    far, near, by_softening = (np.hypot(*(a - b).T) / reference.stature_px for a, b in pairs)
    return far, near, by_softening


def _enlarged(path: Path) -> bytes:
    with Image.open(path) as image:
        by = max(1.0, LONGEST / max(image.size))
        size = round(image.width * by), round(image.height * by)
        large = image.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    file = io.BytesIO()
    large.save(file, "JPEG", quality=92)
    return file.getvalue()
