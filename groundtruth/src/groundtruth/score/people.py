"""Rendered people and their truth, read from the folders that the generator writes."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, cast

from posture.body.camera.pinhole import Camera, turn_about
from posture.errors import InputError
from posture.measure.registry import METRICS

from groundtruth.fast.situation import scene_camera
from groundtruth.sets import KINDS, TESTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from posture.body.side_view import Side

METRIC_NAMES = tuple(metric.name for metric in METRICS)
"""All measurements, in display order."""

STICKER_POINTS = ("c7", "acromion", "asis", "psis", "trochanter", "knee", "malleolus")
"""Points that can be palpated through the skin and so can have a sticker."""

STRATA = ("top", "hair", "build", "sex", "distance", "yaw", "lens", "arms")
"""Variables by which the errors are split."""

DISTANCES_M = (3.0, 4.0)
YAWS_DEG = (4.0, 8.0)
"""Edges between the bands of distance and of absolute yaw."""

Px = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Person:
    """One picture with its true values.

    Attributes
    ----------
    path : Path
        The picture.
    group : str
        Spread of the set: "wide", "life", "decoupled", ...
    number, body, photo : int
        Of the picture, of the person (within the group), of the person's photo.
    facing, near_side : {"left", "right"}
    sex : {"female", "male"} or None
    age : float or None
        Years.
    stature_m : float
    strata : mapping of str to str
        Band in each of ``STRATA``, as far as known.
    truth : mapping of str to float
        True measurements, degrees or percent; those that are not known are left out.
    points_px : mapping of str to tuple of float
        True points in source pixels, near side.
    stickers : mapping of str to tuple of float, or None
        Centres of the visible stickers, source pixels; None where none are worn.
    camera : Camera or None
        The true one; None where it is not known.
    """

    path: Path
    group: str
    number: int
    body: int
    photo: int
    facing: Side
    near_side: Side
    sex: Literal["female", "male"] | None
    age: float | None
    stature_m: float
    strata: Mapping[str, str]
    truth: Mapping[str, float]
    points_px: Mapping[str, Px]
    stickers: Mapping[str, Px] | None
    camera: Camera | None = None

    @property
    def name(self) -> str:
        """Unique name within one scoring, "wide/12"; pictures with stickers apart."""
        return f"{self.group}{'+stickers' if self.stickers is not None else ''}/{self.number}"


def band(value: float, edges: tuple[float, ...], unit: str) -> str:
    """Name of the band of a value: "under 3 m", "3 to 4 m", "4 m or more"."""
    if math.isnan(value):
        return "unknown"
    if value < edges[0]:
        return f"under {edges[0]:g} {unit}"
    for low, high in pairwise(edges):
        if value < high:
            return f"{low:g} to {high:g} {unit}"
    return f"{edges[-1]:g} {unit} or more"


def set_folders(folder: Path) -> list[Path]:
    """The folder itself where it holds truth files, else its subfolders that do.

    Training sets are left out of the latter.
    """
    known = KINDS.keys() - TESTS
    inner = sorted(
        p for p in folder.glob("*") if p.is_dir() and p.name not in known and _has_truth(p)
    )
    return [folder] if _has_truth(folder) or not inner else inner


def _has_truth(folder: Path) -> bool:
    return any(path.stem.isdecimal() for path in folder.glob("*.json"))


def read_set(folder: Path) -> list[Person]:
    """Read every ``N.json`` with its ``N.jpg``.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    list of Person
        By number.

    Raises
    ------
    InputError
        Lists every file that cannot be used; or the folder holds none.
    """
    found: list[Person] = []
    faults: list[str] = []
    for path in sorted(folder.glob("*.json")):
        if not path.stem.isdecimal():
            continue
        try:
            found.append(_person(path.with_suffix(".jpg"), json.loads(path.read_text())))
        except (KeyError, TypeError, ValueError) as error:
            faults.append(f"{path.name}: {type(error).__name__} {error}")
        else:
            if not found[-1].path.is_file():
                faults.append(f"{path.name}: there is no {found[-1].path.name}")
    if not found and not faults:
        faults.append(f"{folder} holds no N.json; make a set with: python -m groundtruth make")
    if faults:
        raise InputError(f"The set {folder.name} cannot be scored:", tuple(faults))
    return sorted(found, key=lambda person: person.number)


def groups(people: Iterable[Person]) -> dict[str, list[Person]]:
    """People by group, in the order of appearance."""
    sorted_out: dict[str, list[Person]] = {}
    for person in people:
        sorted_out.setdefault(person.group, []).append(person)
    return sorted_out


def _person(path: Path, truth: dict[str, Any]) -> Person:
    camera, clothing = truth["camera"], truth["clothing"]
    stickers = truth.get("stickers")
    strata = {
        "top": str(clothing["top"]).replace("_", "-"),
        "hair": str(clothing["hair"]).replace("_", "-"),
        "build": str(truth["build"]),
        "sex": str(truth["sex"]),
        "distance": band(float(camera["distance_m"]), DISTANCES_M, "m"),
        "yaw": band(abs(float(camera["yaw_deg"])), YAWS_DEG, "°"),
        "lens": "noted in the picture" if camera.get("exif") else "not noted",
        "arms": str(truth["pose"]["arms"]),
    }
    return Person(
        path=path,
        group=str(truth["set"]).removeprefix("stick_"),
        number=int(truth["number"]),
        body=int(truth["body"]),
        photo=int(truth["photo"]),
        facing=cast("Side", truth["facing"]),
        near_side=cast("Side", truth["near_side"]),
        sex=truth["sex"],
        age=float(truth["age"]),
        stature_m=float(truth["stature_m"]),
        strata=strata,
        truth=_finite(truth["measurements"]),
        points_px=_points(truth["nodes_px"]),
        stickers=None if stickers is None else _points(stickers),
        camera=true_camera(truth) if "pitch_deg" in camera else None,
    )


def true_camera(truth: Mapping[str, Any]) -> Camera:
    """Convert the camera of a truth file to the camera type of ``posture``.

    Parameters
    ----------
    truth : mapping

    Returns
    -------
    Camera
    """
    scene = scene_camera(truth)
    centre = (scene.width / 2, scene.height / 2)
    floor = turn_about(scene.project((0.0, 0.0, 0.0)), centre, -scene.roll_deg)
    stature = float(truth["stature_m"])
    return Camera(
        centre=centre,
        origin=(float(floor[0]), float(floor[1])),
        px_per_stature=scene.focal_px * stature / scene.distance_m,
        distance=scene.distance_m / stature,
        facing_sign=1 if scene.facing == "right" else -1,
        roll_deg=scene.roll_deg,
        yaw_deg=scene.yaw_deg,
        pitch_deg=scene.pitch_deg,
    )


def _finite(values: Mapping[str, float | None]) -> dict[str, float]:
    if unknown := set(values) - set(METRIC_NAMES):
        raise ValueError(f"unknown measurements {sorted(unknown)}")
    return {n: float(v) for n, v in values.items() if v is not None and math.isfinite(v)}


def _points(points: Mapping[str, Any]) -> dict[str, Px]:
    return {
        name: (float(at[0]), float(at[1]))
        for name, at in points.items()
        if at is not None and name in STICKER_POINTS
    }
