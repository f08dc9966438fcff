"""One picture from start to end: person, posture, clothes, camera, light, JPEG."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from groundtruth.bodies.person import draw_person
from groundtruth.bodies.pose import pose
from groundtruth.bodies.spread import draw_posture
from groundtruth.bodies.truth import find_truth
from groundtruth.clothes.dress import dress
from groundtruth.clothes.outfit import draw_outfit
from groundtruth.exif import with_focal
from groundtruth.record import record
from groundtruth.render.camera import frame
from groundtruth.sets import PHOTOS, ROOT_SEED, STICKERED, Drawn, limited

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from groundtruth.bodies.person import Person
    from groundtruth.bodies.truth import Truth
    from groundtruth.piece import Piece, PosedBody
    from groundtruth.render.camera import SceneCamera
    from groundtruth.sets import Kind

_PERSON, _POSTURE, _OUTFIT, _FIT, _CAMERA, _SETTING, _DEVELOP, _STICKERS = range(1, 9)
"""Purposes of the generators: what is drawn for one never shifts what is drawn for another."""

_STICKER_M = 0.020
"""Diameter of a sticker, metres."""

_STICKER_COLOURS = {
    "green": (0.05, 0.65, 0.10),
    "pink": (0.90, 0.10, 0.40),
    "orange": (0.95, 0.30, 0.02),
    "blue": (0.03, 0.20, 0.85),
    "yellow": (0.90, 0.75, 0.03),
}


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A dressed person before a camera.

    Attributes
    ----------
    person : Person
    body : PosedBody
    truth : Truth
    pieces : list of Piece
        Skin, clothes, hair.
    camera : SceneCamera
    record : dict
        The truth file.
    """

    person: Person
    body: PosedBody
    truth: Truth
    pieces: list[Piece]
    camera: SceneCamera
    record: dict[str, Any]


def stage(drawn: Drawn) -> Subject:
    """Draw a person, a posture, clothes and a camera; nothing is rendered yet.

    Parameters
    ----------
    drawn : Drawn

    Returns
    -------
    Subject
    """
    person = _person(drawn.kind, drawn.body)
    posture = draw_posture(drawn.rng(_POSTURE, of_person=False), drawn.spread, person.shape)
    body = pose(person.shape, posture)
    outfit = draw_outfit(drawn.rng(_OUTFIT, of_person=True), person.shape.sex)
    pieces = dress(body, outfit, drawn.rng(_FIT, of_person=True), skin=person.skin)
    rng = drawn.rng(_CAMERA, of_person=False)
    facing = "right" if rng.random() < 0.5 else "left"
    camera = limited(
        frame(person.shape.stature, rng, facing=facing, yaw_sd=6.0, roll_sd=1.8, fill=(0.62, 0.9))
    )
    truth = find_truth(body, camera.near_side)
    clothing = {
        "top": outfit.top,
        "bottom": outfit.bottom,
        "hair": outfit.hair,
        "looseness": round(outfit.looseness, 3),
    }
    identity = {
        "number": drawn.number,
        "set": drawn.spread,
        "body": drawn.body,
        "photo": drawn.number % 2,
        "seed": ROOT_SEED,
    }
    found = record(person, posture, body, truth, camera, clothing, identity)
    return Subject(person, body, truth, pieces, camera, found)


@lru_cache(maxsize=2)
def _person(kind: Kind, body: int) -> Person:
    """The person of both photos, made once."""
    return draw_person(Drawn(kind, PHOTOS * body).rng(_PERSON, of_person=True))


def take(drawn: Drawn) -> tuple[bytes, bytes, dict[str, Any]]:
    """Make one picture.

    Parameters
    ----------
    drawn : Drawn

    Returns
    -------
    jpeg : bytes
    mask : bytes
        PNG, 8-bit grey: share of the pixel that the person covers.
    truth : dict
    """
    from groundtruth.render.picture import develop
    from groundtruth.render.renderer import render
    from groundtruth.render.setting import draw_setting

    subject = stage(drawn)
    pieces, found = subject.pieces, dict(subject.record)
    if "stick" in drawn.kind:
        stickers, seen = _stick(subject, drawn.rng(_STICKERS, of_person=False))
        pieces = [*pieces, *stickers]
        found["stickers"] = seen
    rng = drawn.rng(_SETTING, of_person=False)
    rendered = render(pieces, subject.camera, draw_setting(rng, subject.camera), rng)
    jpeg = develop(rendered.pixels, drawn.rng(_DEVELOP, of_person=False))
    # Every other person's pictures have lost the note on the lens, as uploads do.
    found["camera"]["exif"] = drawn.body % 2 == 0
    if found["camera"]["exif"]:
        camera = subject.camera
        jpeg = with_focal(jpeg, camera.focal_px, (camera.width, camera.height))
    ok, png = cv2.imencode(".png", rendered.silhouette)
    if not ok:
        raise RuntimeError("the silhouette could not be encoded")
    return jpeg, png.tobytes(), found


def _stick(
    subject: Subject, rng: np.random.Generator
) -> tuple[list[Piece], dict[str, list[float] | None]]:
    """Stickers of one colour on some of the points, and where their centres are seen."""
    from groundtruth.render.sticker import stick

    names = [name for name in STICKERED if rng.random() < 0.85]
    colour = str(rng.choice(list(_STICKER_COLOURS)))
    stickers: list[Piece] = []
    seen: dict[str, list[float] | None] = {}
    for name in names:
        place = _node(subject.truth, name)
        piece, centre = stick(place, subject.pieces, _STICKER_M, _STICKER_COLOURS[colour])
        stickers.append(piece)
        px = subject.camera.project(centre)
        seen[name] = np.round(px, 2).tolist()
    return stickers, seen


def _node(truth: Truth, name: str) -> NDArray[np.float64]:
    from posture.body.body import NODES

    return truth.near[NODES.index(name)]


def outline(
    pieces: Sequence[Piece], camera: SceneCamera, size: tuple[int, int]
) -> NDArray[np.uint8]:
    """True silhouette of a dressed person, without rendering."""
    from groundtruth.render.silhouette import silhouette

    return silhouette(pieces, camera, size)
