"""The truth file of one picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from posture.body.points import NODES, POINTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundtruth.bodies.person import Person
    from groundtruth.bodies.posture import Posture
    from groundtruth.bodies.truth import Truth
    from groundtruth.meshes import PosedBody
    from groundtruth.render.camera import SceneCamera


def truth_record(
    person: Person,
    posture: Posture,
    body: PosedBody,
    truth: Truth,
    camera: SceneCamera,
    clothing: dict[str, Any],
    identity: dict[str, Any],
) -> dict[str, Any]:
    """Collect the true values of a picture, ready for JSON.

    Parameters
    ----------
    person, posture, body, truth, camera
        As drawn and posed.
    clothing : dict
        ``top``, ``bottom``, ``hair``, ``looseness``.
    identity : dict
        ``number``, ``set``, ``body``, ``photo``, ``seed``.

    Returns
    -------
    dict
        ``nodes`` in body axes (statures), ``nodes_px`` and ``far_px`` in source pixels,
        ``joints`` in body axes, ``measurements`` by name; see groundtruth/README.md.
    """
    stature = person.shape.stature
    near = 1.0 if camera.near_side == "right" else -1.0
    px, far = camera.project(truth.near), camera.project(truth.far)
    return {
        **identity,
        "facing": camera.facing,
        "near_side": camera.near_side,
        "sex": person.shape.sex,
        "age": round(person.age, 1),
        "stature_m": round(stature, 4),
        "bmi": round(person.shape.bmi, 1),
        "build": person.build,
        "clothing": clothing,
        "camera": _camera(camera),
        "measurements": _rounded(truth.measurements(stature), 3),
        "nodes": _named(NODES, truth.nodes(stature), 5),
        "nodes_px": _named(NODES, px, 2),
        "far_px": _named(POINTS, far[: len(POINTS)], 2),
        "joints": {
            name: np.round(place * [1.0, 1.0, near] / stature, 5).tolist()
            for name, place in body.joints.items()
        },
        "pose": {
            name: getattr(posture, name) for name in sorted(type(posture).__dataclass_fields__)
        },
    }


def _camera(camera: SceneCamera) -> dict[str, float]:
    found = {
        "focal_px": camera.focal_px,
        "distance_m": camera.distance_m,
        "height_m": camera.height_m,
        "lateral_m": camera.lateral_m,
        "pitch_deg": camera.pitch_deg,
        "roll_deg": camera.roll_deg,
        "yaw_deg": camera.yaw_deg,
        "width": camera.width,
        "height": camera.height,
        "mm_equivalent": camera.mm_equivalent,
    }
    return _rounded(found, 4)


def _rounded(values: dict[str, float], digits: int) -> dict[str, float]:
    return {name: round(float(value), digits) for name, value in values.items()}


def _named(
    names: tuple[str, ...], rows: NDArray[np.float64], digits: int
) -> dict[str, list[float]]:
    return {name: np.round(row, digits).tolist() for name, row in zip(names, rows, strict=True)}
