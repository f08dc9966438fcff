"""One picture from start to end: person, posture, clothes, camera, light, JPEG."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from posture.body.points import NODES
from posture.body.stickers.colours import chroma

from groundtruth.bodies.person import draw_person
from groundtruth.bodies.pose import pose
from groundtruth.bodies.spread import draw_posture
from groundtruth.bodies.truth import find_truth
from groundtruth.clothes.dress import dress
from groundtruth.clothes.everyday.draw import draw_everyday
from groundtruth.clothes.makehuman.ready_made import draw_ready_made
from groundtruth.clothes.outfit import draw_outfit, for_stickers
from groundtruth.exif import with_focal
from groundtruth.render.camera import frame
from groundtruth.sets import NOT_RENDERED, PHOTOS, ROOT_SEED, STICKERED, PictureId, limited
from groundtruth.truth_file import truth_record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from groundtruth.bodies.person import Person
    from groundtruth.bodies.posture import Posture
    from groundtruth.bodies.truth import Truth
    from groundtruth.clothes.outfit import Outfit
    from groundtruth.meshes import Mesh, PosedBody
    from groundtruth.render.camera import SceneCamera
    from groundtruth.sets import Kind

_PERSON, _POSTURE, _OUTFIT, _FIT, _CAMERA, _SETTING, _DEVELOP, _STICKERS = range(1, 9)
"""Purposes of the generators: draws for one purpose do not shift those for another."""

_STICKER_M = (0.016, 0.020)
"""Diameter of a hemisphere, metres, least and most; one size for a person."""

_PLACEMENT_SD_M = 0.002
"""Placement error of a marker, 1 sigma in each direction along the skin, as in the error budget of
the program (``posture.body.stickers.find``)."""

_LEAST_CHROMA_DISTANCE = 0.2
"""Least chroma distance between markers and the surface under them."""

READY_MADE = "_makehuman"
"""End of the names of kinds whose people wear MakeHuman's garments instead of ours."""

_COARSE = (768, 1024)
_FINE = (1536, 2048)
"""Width and height in pixels. Pictures with markers have 3 megapixels, as the SAPO study with the
lowest error (evidence 5.1 [V]); phones have more."""

_FILL, _FREE_FILL = (0.62, 0.9), (0.45, 0.92)
"""Share of the picture's height that a person takes."""

_HEIGHT, _FREE_HEIGHT = (1.0, 1.5), (0.8, 1.65)
"""Height of the camera, metres: a phone is put on a chair or held before the eyes."""

_MIDDLE_SD, _FREE_MIDDLE_SD = 0.03, 0.08
"""Spread of the height that the camera is aimed at, statures."""

_SEEN = 0.3
"""Least visible share of a marker that counts as visible."""

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
    meshes : list of Mesh
        Skin, clothes, hair.
    camera : SceneCamera
    record : dict
        The truth file.
    """

    person: Person
    body: PosedBody
    truth: Truth
    meshes: list[Mesh]
    camera: SceneCamera
    record: dict[str, Any]


def draw_subject(picture_id: PictureId) -> Subject:
    """Draw a person, a posture, clothes and a camera; nothing is rendered yet.

    Parameters
    ----------
    picture_id : PictureId

    Returns
    -------
    Subject
    """
    person, posture, body = draw_body(picture_id)
    keeps = not picture_id.other_clothes
    outfit = _outfit(picture_id, person)
    meshes = dress(body, outfit, picture_id.rng(_FIT, of_person=keeps), skin=person.skin)
    rng = picture_id.rng(_CAMERA, of_person=False)
    facing = "right" if rng.random() < 0.5 else "left"
    size = _FINE if "stick" in picture_id.kind else _COARSE
    # Rendered pictures are framed closely, so that few pixels are wasted.
    free = picture_id.kind in NOT_RENDERED
    camera = limited(
        frame(
            person.shape.stature,
            rng,
            facing=facing,
            yaw_sd=6.0,
            roll_sd=1.8,
            fill=_FREE_FILL if free else _FILL,
            height_m=_FREE_HEIGHT if free else _HEIGHT,
            middle_sd=_FREE_MIDDLE_SD if free else _MIDDLE_SD,
            size=size,
            lift=outfit.lift,
        )
    )
    truth = find_truth(body, camera.near_side)
    identity = {
        "number": picture_id.number,
        "set": picture_id.spread,
        "body": picture_id.body,
        "photo": picture_id.number % 2,
        "seed": ROOT_SEED,
        "everyday": picture_id.everyday,
    }
    found = truth_record(person, posture, body, truth, camera, outfit.record(), identity)
    return Subject(person, body, truth, meshes, camera, found)


def draw_body(picture_id: PictureId) -> tuple[Person, Posture, PosedBody]:
    """Draw a person and a posture: the unclothed body, before clothes and camera."""
    person = _person(picture_id.kind, picture_id.body)
    posture = draw_posture(
        picture_id.rng(_POSTURE, of_person=False), picture_id.spread, person.shape
    )
    if "stick" in picture_id.kind:
        posture = _with_clasped_hands(posture, picture_id.rng(_STICKERS, of_person=True))
    return person, posture, pose(person.shape, posture, tread=_outfit(picture_id, person).tread)


def _outfit(picture_id: PictureId, person: Person) -> Outfit:
    rng = picture_id.rng(_OUTFIT, of_person=not picture_id.other_clothes)
    if picture_id.kind.endswith(READY_MADE):
        return draw_ready_made(rng, person.shape.sex, person.shape.stature)
    if picture_id.everyday:
        return draw_everyday(rng, person.shape.sex)
    outfit = draw_outfit(rng, person.shape.sex)
    return for_stickers(outfit) if "stick" in picture_id.kind else outfit


@lru_cache(maxsize=2)
def _person(kind: Kind, body: int) -> Person:
    """The person of both photos, made once."""
    return draw_person(PictureId(kind, PHOTOS * body).rng(_PERSON, of_person=True))


def render_picture(picture_id: PictureId) -> tuple[bytes, bytes, dict[str, Any]]:
    """Make one picture.

    Parameters
    ----------
    picture_id : PictureId

    Returns
    -------
    jpeg : bytes
    mask : bytes
        PNG, 8-bit grey: share of the pixel that the person covers.
    truth : dict
    """
    from groundtruth.render.picture import to_jpeg
    from groundtruth.render.renderer import render
    from groundtruth.render.scene.setting import draw_setting

    subject = draw_subject(picture_id)
    meshes, found = subject.meshes, dict(subject.record)
    if "stick" in picture_id.kind:
        stickers, seen = _add_stickers(subject, picture_id.rng(_STICKERS, of_person=False))
        meshes = [*meshes, *stickers]
        found["stickers"] = seen
    rng = picture_id.rng(_SETTING, of_person=False)
    rendered = render(meshes, subject.camera, draw_setting(rng, subject.camera), rng)
    jpeg = to_jpeg(rendered.pixels, picture_id.rng(_DEVELOP, of_person=False))
    found["camera"]["exif"] = picture_id.focal_in_exif
    if found["camera"]["exif"]:
        camera = subject.camera
        jpeg = with_focal(jpeg, camera.focal_px, (camera.width, camera.height))
    ok, png = cv2.imencode(".png", rendered.silhouette)
    if not ok:
        raise RuntimeError("the silhouette could not be encoded")
    return jpeg, png.tobytes(), found


def _with_clasped_hands(posture: Posture, rng: np.random.Generator) -> Posture:
    """Half of the people clasp their hands in front, so that the arms do not hide the hips."""
    return replace(posture, arms="clasped") if rng.random() < 0.5 else posture


def _add_stickers(
    subject: Subject, rng: np.random.Generator
) -> tuple[list[Mesh], dict[str, list[float] | None]]:
    """Markers of one colour on some of the points."""
    names = [name for name in STICKERED if rng.random() < 0.85]
    colour = _distinct_colour(
        subject.meshes, [str(c) for c in rng.permutation(list(_STICKER_COLOURS))]
    )
    diameter = float(rng.uniform(*_STICKER_M))
    offsets = {name: rng.normal(0.0, _PLACEMENT_SD_M, 2) for name in STICKERED}
    return put_stickers(
        subject.truth, subject.meshes, subject.camera, colour, names, diameter, offsets
    )


def _distinct_colour(meshes: Sequence[Mesh], colours: Sequence[str]) -> str:
    """First colour with enough distance from clothes and skin, else the one with the largest."""
    worn = [
        colour
        for mesh in meshes
        if mesh.material.kind in {"skin", "cloth"}
        for colour in (mesh.material.colour, mesh.material.second)
        if colour is not None
    ]

    def coded(linear: Sequence[tuple[float, float, float]]) -> NDArray[np.float32]:
        grey = np.clip(np.array([linear]), 0.0, 1.0) ** (1 / 2.2)
        return chroma((255 * grey).astype(np.uint8))[0]

    def apart(name: str) -> float:
        return float(np.hypot(*(coded(worn) - coded([_STICKER_COLOURS[name]])).T).min())

    return next(
        (name for name in colours if apart(name) > _LEAST_CHROMA_DISTANCE), max(colours, key=apart)
    )


def put_stickers(
    truth: Truth,
    meshes: Sequence[Mesh],
    camera: SceneCamera,
    colour: str,
    names: Sequence[str] = STICKERED,
    diameter_m: float = 0.018,
    offsets: Mapping[str, NDArray[np.float64]] | None = None,
) -> tuple[list[Mesh], dict[str, list[float] | None]]:
    """Put hemispheres over points.

    Parameters
    ----------
    truth : Truth
    meshes : sequence of Mesh
        Skin and clothes; the marker lies on the outermost surface.
    camera : SceneCamera
    colour : str
    names : sequence of str
    diameter_m : float
    offsets : mapping of str to ndarray, shape (2,), optional
        Placement error of each, metres along the surface.

    Returns
    -------
    stickers : list of Mesh
    seen : dict
        Pixel of the middle of each base; None where the marker is hidden.
    """
    from groundtruth.render.sticker import make_sticker, visible_share

    stickers: list[Mesh] = []
    seen: dict[str, list[float] | None] = {}
    for name in names:
        place = truth.near[NODES.index(name)]
        x, y = (0.0, 0.0) if offsets is None else offsets[name]
        sticker = make_sticker(
            place, meshes, diameter_m, _STICKER_COLOURS[colour], (float(x), float(y))
        )
        stickers.append(sticker.mesh)
        shown = visible_share(sticker, meshes, camera) >= _SEEN
        seen[name] = np.round(camera.project(sticker.base), 2).tolist() if shown else None
    return stickers, seen


def outline(
    meshes: Sequence[Mesh], camera: SceneCamera, size: tuple[int, int]
) -> NDArray[np.uint8]:
    """True silhouette of a dressed person, without rendering."""
    from groundtruth.render.silhouette import silhouette

    return silhouette(meshes, camera, size)
