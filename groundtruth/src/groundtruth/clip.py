"""A short video of one person before a camera, for tests of the live view.

The person turns from the front to the side in two steps, stands still, and steps on the spot. A
test joins these three parts to a complete session.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np
from tqdm import tqdm

from groundtruth.bodies.person import draw_person
from groundtruth.bodies.pose import pose
from groundtruth.bodies.posture import Posture
from groundtruth.bodies.spread import with_lean
from groundtruth.clothes.dress import dress
from groundtruth.clothes.outfit import draw_outfit
from groundtruth.render.camera import SceneCamera
from groundtruth.sets import ROOT_SEED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from groundtruth.bodies.person import Person

FPS = 10
SIZE = (640, 480)
SEED = 43
"""Seed of person and room, as in one of the samples."""

_EASY = Posture(neck=8.0, protraction=-1.0, elevation=-3.0, leg_lean=3.0, knee=(1.5, 1.5),
                arm_forward=9.0)  # fmt: skip
_OUTFIT = {"top": "fitted", "looseness": 0.25, "hair": "short", "bottom": "leggings", "leg": 1.9,
           "leg_looseness": 0.1, "shoes": "barefoot"}  # fmt: skip
_LIFT_DEG = 62.0
"""Knee flexion in a step on the spot."""


@dataclass(frozen=True, slots=True)
class ClipFrame:
    """Posture and yaw in one frame.

    Attributes
    ----------
    yaw_deg : float
        Rotation out of the side view; 90 faces the camera.
    lean_deg : float
        Sway: added lean of the legs.
    knee_flexion : tuple of float
        Flexion of the left and the right knee, degrees.
    """

    yaw_deg: float
    lean_deg: float = 0.0
    knee_flexion: tuple[float, float] = (0.0, 0.0)


def turning() -> list[ClipFrame]:
    """Frames of the turn from the front to the side, with a pause before the end."""
    front, rest = _sway(88.0), _sway(27.0)
    there = [ClipFrame(yaw) for yaw in (80.0, 68.0, 55.0, 43.0, 33.0)]
    home = [ClipFrame(yaw) for yaw in (20.0, 12.0, 5.0)]
    return [*front, *front, *there, *rest, *rest, *rest, *home]


def standing() -> list[ClipFrame]:
    """Frames of quiet stance; the last joins the first."""
    return _sway(1.0)


def stepping() -> list[ClipFrame]:
    """Frames of one step on the spot with each leg, one second each."""
    lifts = [0.0, 0.35, 0.7, 0.95, 1.0, 1.0, 0.95, 0.7, 0.35, 0.0]
    bends = [lift * _LIFT_DEG for lift in lifts]
    return [*(ClipFrame(1.0, 0.0, (b, 0.0)) for b in bends),
            *(ClipFrame(1.0, 0.0, (0.0, b)) for b in bends)]  # fmt: skip


def _sway(yaw_deg: float) -> list[ClipFrame]:
    """Frames of a sway of 0.8 s: forward, backward and back to the start."""
    return [ClipFrame(yaw_deg, lean) for lean in (0.0, 0.1, 0.2, 0.2, 0.1, 0.0, -0.1, -0.1)]


PARTS = {"turning": turning, "standing": standing, "stepping": stepping}


def make_clip(path: Path) -> None:
    """Render every distinct frame of the three parts once, into one video.

    Parameters
    ----------
    path : Path
        Ends in ``.webm``; ``.json`` beside it lists the frames of each part.
    """
    parts = {name: frames() for name, frames in PARTS.items()}
    order = list(dict.fromkeys(frame for frames in parts.values() for frame in frames))
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"VP90"), FPS, SIZE)
    if not writer.isOpened():
        raise RuntimeError("this OpenCV cannot write VP9")
    for picture in tqdm(pictures(order), total=len(order), unit="picture"):
        writer.write(np.ascontiguousarray(picture[..., ::-1]))
    writer.release()
    description = {
        "fps": FPS,
        "size": SIZE,
        "facing": "right",
        "parts": {name: [order.index(m) for m in frames] for name, frames in parts.items()},
    }
    path.with_suffix(".json").write_text(json.dumps(description) + "\n", "utf-8")


def pictures(frames: list[ClipFrame]) -> Iterator[NDArray[np.uint8]]:
    """Render frames of one person in one room; RGB, (480, 640, 3)."""
    from groundtruth.render.picture import CaptureSettings, captured
    from groundtruth.render.renderer import render
    from groundtruth.render.scene.setting import draw_setting

    person = draw_person(_rng(1))
    camera = _camera(person)
    setting = draw_setting(_rng(5), camera, "home")
    capture = CaptureSettings(0.05, 0.0, 0.0, 0.12, 0.3, 0.002, 0.2, 90)
    for frame in frames:
        posture = replace(
            _EASY,
            leg_lean=_EASY.leg_lean + frame.lean_deg,
            knee=(_EASY.knee[0] - frame.knee_flexion[0], _EASY.knee[1] - frame.knee_flexion[1]),
        )
        body = pose(person.shape, with_lean(person.shape, posture, -2.0))
        outfit = replace(draw_outfit(_rng(2), person.shape.sex), **_OUTFIT)
        meshes = dress(body, outfit, _rng(3), skin=person.skin)
        seen = replace(camera, yaw_deg=frame.yaw_deg)
        rendered = render(meshes, seen, setting, _rng(6))
        # The same noise in every frame, so that the codec compresses still parts well.
        yield captured(rendered.pixels, capture, _rng(7))


def _camera(person: Person) -> SceneCamera:
    """A laptop's camera on a table, far enough for the whole body."""
    focal = 0.9 * max(SIZE)
    distance = focal * person.shape.stature / (0.82 * SIZE[1])
    middle = 0.5 * person.shape.stature
    height = 1.0
    pitch = math.degrees(math.atan2(middle - height, distance))
    return SceneCamera(focal, distance, height, 0.0, pitch, 0.6, 90.0, "right", *SIZE)


def _rng(purpose: int) -> np.random.Generator:
    return np.random.default_rng([ROOT_SEED, 99, SEED, purpose])
