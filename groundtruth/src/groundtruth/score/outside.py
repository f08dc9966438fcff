"""The outside check: pictures of another generator, read as one of our sets.

Nothing is trained, fitted or chosen on them. Their truth is the mean of left and right in the
person's own sagittal plane, where ours is the near side, and their points were chosen by geometry;
a part of the difference is a difference of definition.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from posture.errors import InputError

from groundtruth.score.people import DISTANCES_M, YAWS_DEG, Person, band

if TYPE_CHECKING:
    from pathlib import Path

_MEASUREMENTS = {
    "cva_deg": "cva",
    "shoulder_angle_deg": "shoulder_c7",
    "asis_psis_deg": "pelvic_tilt",
    "skin_kyphosis_deg": "kyphosis",
    "skin_lordosis_deg": "lordosis",
    "skin_sacral_slope_deg": "sacral_slope",
}
"""Their names to ours; the signs agree."""

_POINTS = {
    "C7": "c7",
    "acromion_near": "acromion",
    "ASIS_near": "asis",
    "PSIS_near": "psis",
    "greater_trochanter_near": "trochanter",
    "lateral_knee_near": "knee",
    "lateral_malleolus_near": "malleolus",
}
_TOPS = {"none": "bare", "bra": "bra", "fitted": "fitted", "tee": "t-shirt", "loose": "loose"}
_PHOTOS_PER_BODY = 2


def read_outside(folder: Path) -> list[Person]:
    """Read ``folder/wide`` and ``folder/life``.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    list of Person
        Groups "outside wide" and "outside life".

    Raises
    ------
    InputError
        Neither folder holds a picture with its truth.
    """
    found = [
        _person(path, spread, json.loads(path.read_text()))
        for spread in ("wide", "life")
        for path in sorted((folder / spread).glob("*.json"))
    ]
    if not found:
        raise InputError(
            f"{folder} holds no outside check.",
            remedy="Name the folder that holds wide/ and life/.",
        )
    return found


def _person(path: Path, spread: str, truth: dict[str, Any]) -> Person:
    number = int(path.stem)
    sex = "female" if float(truth["phenotype"]["gender"]) >= 0.5 else "male"
    camera = truth["camera"]
    strata = {
        "top": _TOPS[truth["clothing"]["top"]],
        "hair": str(truth["clothing"]["hair"]),
        "sex": sex,
        "distance": band(abs(float(camera["pos"][0])), DISTANCES_M, "m"),
        "yaw": band(abs(float(camera["body_yaw_deg"])), YAWS_DEG, "°"),
    }
    return Person(
        path=path.with_suffix(".jpg"),
        group=f"outside {spread}",
        number=number,
        body=number // _PHOTOS_PER_BODY,
        photo=number % _PHOTOS_PER_BODY,
        facing=truth["facing"],
        near_side=truth["near_side"],
        sex=sex,
        age=None,
        stature_m=float(truth["stature_m"]),
        strata=strata,
        truth={ours: float(truth["true"][theirs]) for theirs, ours in _MEASUREMENTS.items()},
        points_px={
            ours: (float(truth["points_px"][theirs][0]), float(truth["points_px"][theirs][1]))
            for theirs, ours in _POINTS.items()
        },
        stickers=None,
    )
