"""Whether more looks would help: the detector on one picture shifted, turned, scaled, mirrored.

What differs from look to look would vanish in their mean. What is left is how the detector reads
this body in these clothes, and no further look mends that.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from posture.photo.load import load
from posture.pose.landmarker import landmarker
from posture.pose.pose import Landmark
from tqdm import tqdm

from groundtruth.calibrate.gather import pictures
from groundtruth.sets import ROOT_SEED

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from posture.pose.landmarker import Landmarker

SEEN_AS = {
    "EAR": "tragus",
    "SHOULDER": "acromion",
    "HIP": "trochanter",
    "KNEE": "knee",
    "ANKLE": "malleolus",
}
"""Landmark of the near side, and the true point that it is compared with."""

COUNTS = (2, 4, 8, 14)
"""Looks whose mean is taken; the first two are the product's, the picture and its mirror image."""

_SIZE = 640
_TURN_DEG, _SCALE, _SHIFT = 8.0, 0.15, 0.05
"""How far a look may differ from the picture; shift as a share of the person's height."""


def looks(folder: Path, count: int) -> dict[str, Any]:
    """Spread of landmarks about the truth, by how many looks were averaged.

    Parameters
    ----------
    folder : Path
        A rendered set.
    count : int
        Pictures.

    Returns
    -------
    dict
        ``pictures``; ``spread``: by number of looks and landmark, the standard deviation of
        landmark less true point, forward and up, percent of stature; ``between``: the same of one
        look about the mean of all, by landmark.
    """
    offsets = [_offsets(path) for path in tqdm(pictures(folder)[:count], desc="looks")]
    found = 100.0 * np.array([one for one in offsets if one is not None])
    spread: dict[str, dict[str, list[float]]] = {}
    for number in COUNTS:
        sd = found[:, :number].mean(axis=1).std(axis=0)
        spread[str(number)] = _by_name(sd)
    apart = found - found.mean(axis=1, keepdims=True)
    between = np.sqrt((apart**2).mean(axis=(0, 1)) * found.shape[1] / (found.shape[1] - 1))
    return {"pictures": len(found), "spread": spread, "between": _by_name(between)}


def write_looks(folder: Path, count: int, out: Path) -> None:
    """Write what :func:`looks` finds."""
    out.write_text(json.dumps(looks(folder, count), indent=1) + "\n", "utf-8")


def _by_name(sd: NDArray[np.float64]) -> dict[str, list[float]]:
    return {name: [round(float(v), 3) for v in sd[i]] for i, name in enumerate(SEEN_AS)}


def _offsets(path: Path) -> NDArray[np.float64] | None:
    """Landmarks less true points, statures, forward and up; shape (looks, 5, 2).

    None where a look shows nobody.
    """
    truth = json.loads(path.with_suffix(".json").read_text("utf-8"))
    photo = load(path)
    seer = landmarker("full")
    size = photo.pixels.shape[1::-1]
    straight = _see(seer, photo.pixels, np.eye(2, 3), size, mirrored=False)
    if straight is None:
        return None
    rng = np.random.default_rng([ROOT_SEED, truth["number"]])
    seen = [straight, _see(seer, photo.pixels, np.eye(2, 3), size, mirrored=True)]
    for number in range(COUNTS[-1] - len(seen)):
        way = _way(straight, rng)
        seen.append(_see(seer, photo.pixels, way, (_SIZE, _SIZE), mirrored=number % 2 == 1))
    if any(one is None for one in seen):
        return None
    near = [Landmark[f"{truth['near_side'].upper()}_{name}"] for name in SEEN_AS]
    true = np.array([truth["nodes_px"][point] for point in SEEN_AS.values()])
    forward = 1.0 if truth["facing"] == "right" else -1.0
    camera = truth["camera"]
    stature_px = camera["focal_px"] * truth["stature_m"] / camera["distance_m"]
    return (np.array(seen)[:, near] - true) * (forward, -1.0) / stature_px


def _way(seen: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """Where the picture's points go in a look of its own, shape (2, 3)."""
    low, high = seen.min(axis=0), seen.max(axis=0)
    height = float((high - low).max())
    middle = (low + high) / 2 + rng.uniform(-_SHIFT, _SHIFT, 2) * height
    scale = _SIZE / (1.5 * height) * rng.uniform(1 - _SCALE, 1 + _SCALE)
    turn = rng.uniform(-_TURN_DEG, _TURN_DEG)
    way = cv2.getRotationMatrix2D((float(middle[0]), float(middle[1])), turn, scale)
    way[:, 2] += _SIZE / 2 - middle
    return way


def _see(
    seer: Landmarker,
    pixels: NDArray[np.uint8],
    way: NDArray[np.float64],
    size: tuple[int, int],
    *,
    mirrored: bool,
) -> NDArray[np.float64] | None:
    """Landmarks of one look in the picture's own pixels, shape (33, 2); None where nobody is."""
    shown = cv2.warpAffine(pixels, way, size, borderMode=cv2.BORDER_REPLICATE)
    people = seer.detect(shown[:, ::-1] if mirrored else shown)
    if not people:
        return None
    person = max(people, key=lambda one: one.area)
    seen = person.flipped() if mirrored else person
    back = cv2.invertAffineTransform(way)
    return seen.landmarks @ back[:, :2].T + back[:, 2]
