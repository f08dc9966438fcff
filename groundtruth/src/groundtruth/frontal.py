"""Pictures of asymmetric people from the front and the back, with their true levels.

They calibrate ``levels.json`` of the package: how far the detector's shoulders, hips and ears
lie from the acromion, the iliac spines and the tragus, left against right.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from tqdm import tqdm

from groundtruth.bodies.person import draw_person
from groundtruth.bodies.pose import pose
from groundtruth.bodies.sideways import Sideways
from groundtruth.bodies.spread import draw_posture
from groundtruth.bodies.truth import point_vertices
from groundtruth.clothes.dress import dress
from groundtruth.clothes.outfit import draw_outfit
from groundtruth.render.camera import frame
from groundtruth.sets import ROOT_SEED

if TYPE_CHECKING:
    from pathlib import Path

    from groundtruth.meshes import PosedBody

_KIND = 90
"""Code of this kind in the seeds: it shares no person with another set."""

_TURNED_EVERY = 4
"""Every fourth person is rotated by up to 60 degrees, to learn the effect of rotation."""

View = Literal["front", "back"]


@dataclass(frozen=True, slots=True)
class FrontalPictureId:
    """Identity of a picture: two of each person, from the front and from the back.

    Attributes
    ----------
    number : int
    """

    number: int

    @property
    def body(self) -> int:
        """Number of the person."""
        return self.number // 2

    @property
    def view(self) -> View:
        """What the camera sees."""
        return "front" if self.number % 2 == 0 else "back"

    @property
    def turned(self) -> bool:
        """Whether this person is turned out of the frontal plane on purpose."""
        return self.body % _TURNED_EVERY == _TURNED_EVERY - 1

    def rng(self, purpose: int, *, of_person: bool) -> np.random.Generator:
        """Generator for one purpose."""
        photo = 2 if of_person else self.number % 2
        return np.random.default_rng([ROOT_SEED, _KIND, self.body, photo, purpose])


def draw_sideways(rng: np.random.Generator) -> Sideways:
    """Draw the asymmetry of a person, with a wider spread than in life for the fit of slopes."""
    pelvis = float(np.clip(rng.normal(0.0, 3.0), -7.0, 7.0))
    trunk = 0.3 * pelvis + float(rng.normal(0.0, 2.0))
    return Sideways(
        pelvis=pelvis,
        trunk=trunk,
        shoulders=float(np.clip(rng.normal(0.0, 5.0), -12.0, 12.0)),
        head=float(np.clip(rng.normal(0.0, 4.0), -10.0, 10.0)),
    )


def levels(body: PosedBody, view: View) -> dict[str, float]:
    """True levels: each line's tilt in the frontal plane.

    Parameters
    ----------
    body : PosedBody
    view : {"front", "back"}
        The pelvis is read from the iliac spines that this view shows.

    Returns
    -------
    dict of str to float
        Degrees, (-90, 90), + the person's right side is higher.
    """
    spines = "asis" if view == "front" else "psis"
    names = {"head_level": "tragus", "shoulder_level": "acromion", "pelvis_level": spines}
    return {level: _tilt(body, point) for level, point in names.items()}


def _tilt(body: PosedBody, point: str) -> float:
    left, right = (
        body.vertices[point_vertices(point, side)].mean(axis=0) for side in ("left", "right")
    )
    rise = right - left
    return math.degrees(math.atan2(rise[1], rise[2]))


def render_frontal(picture_id: FrontalPictureId) -> tuple[bytes, dict[str, Any]]:
    """Render one picture; returns the JPEG and its truth."""
    from groundtruth.render.picture import to_jpeg
    from groundtruth.render.renderer import render
    from groundtruth.render.scene.setting import draw_setting

    person = draw_person(picture_id.rng(1, of_person=True))
    posture = draw_posture(picture_id.rng(2, of_person=False), "life", person.shape)
    posture = replace(posture, arms="hanging")
    sideways = draw_sideways(picture_id.rng(3, of_person=False))
    body = pose(person.shape, posture, sideways)
    outfit = draw_outfit(picture_id.rng(4, of_person=True), person.shape.sex)
    meshes = dress(body, outfit, picture_id.rng(5, of_person=True), skin=person.skin)
    rng = picture_id.rng(6, of_person=False)
    camera = frame(person.shape.stature, rng, facing="right", yaw_sd=5.0, roll_sd=1.8)
    turn = float(rng.uniform(-60, 60)) if picture_id.turned else camera.yaw_deg
    camera = replace(camera, yaw_deg=turn + (90.0 if picture_id.view == "front" else -90.0))
    rng = picture_id.rng(7, of_person=False)
    rendered = render(meshes, camera, draw_setting(rng, camera), rng)
    jpeg = to_jpeg(rendered.pixels, picture_id.rng(8, of_person=False))
    truth = {
        "number": picture_id.number,
        "body": picture_id.body,
        "view": picture_id.view,
        "turn_deg": turn,
        "roll_deg": camera.roll_deg,
        "sex": person.shape.sex,
        "top": outfit.top,
        "hair": outfit.hair,
        "levels": levels(body, picture_id.view),
    }
    return jpeg, truth


def make(folder: Path, count: int) -> None:
    """Render pictures 0 to ``count``; those that exist are kept.

    Parameters
    ----------
    folder : Path
        Gets ``N.jpg`` and, last, ``N.json``.
    count : int
    """
    folder.mkdir(parents=True, exist_ok=True)
    for number in tqdm(range(count), desc=folder.name):
        if (folder / f"{number}.json").exists():
            continue
        jpeg, truth = render_frontal(FrontalPictureId(number))
        (folder / f"{number}.jpg").write_bytes(jpeg)
        (folder / f"{number}.json").write_text(json.dumps(truth), "utf-8")
