"""One picture from start to end: person, posture, clothes, camera, light, JPEG."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from posture.body.body import NODES
from posture.body.stickers.colours import chroma

from groundtruth.bodies.person import draw_person
from groundtruth.bodies.pose import pose
from groundtruth.bodies.spread import draw_posture
from groundtruth.bodies.truth import find_truth
from groundtruth.clothes.dress import dress
from groundtruth.clothes.everyday.draw import draw_everyday
from groundtruth.clothes.outfit import draw_outfit, for_stickers
from groundtruth.exif import with_focal
from groundtruth.render.camera import frame
from groundtruth.sets import PHOTOS, ROOT_SEED, STICKERED, Drawn, limited
from groundtruth.truth_file import truth_record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from groundtruth.bodies.person import Person
    from groundtruth.bodies.posture import Posture
    from groundtruth.bodies.truth import Truth
    from groundtruth.clothes.outfit import Outfit
    from groundtruth.piece import Piece, PosedBody
    from groundtruth.render.camera import SceneCamera
    from groundtruth.sets import Kind

_PERSON, _POSTURE, _OUTFIT, _FIT, _CAMERA, _SETTING, _DEVELOP, _STICKERS = range(1, 9)
"""Purposes of the generators: what is drawn for one never shifts what is drawn for another."""

_STICKER_M = (0.016, 0.020)
"""Diameter of a half-ball, metres, least and most; one size for a person."""

_STICKING_M = 0.002
"""How far beside the bone a marker is stuck, 1 sigma in each direction along the skin: the part for
sticking that the program's own budget states (``posture.body.stickers.find``)."""

_UNLIKE = 0.2
"""Least distance in the plane of chroma between markers and what they are worn on."""

_COARSE = (768, 1024)
_FINE = (1536, 2048)
"""Width and height in pixels. Pictures with markers have 3 megapixels, as the SAPO study with the
lowest error (evidence 5.1 [V]); phones have more."""

_SEEN = 0.3
"""Share of a half-ball that must be seen for it to count as visible."""

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


def draw_subject(drawn: Drawn) -> Subject:
    """Draw a person, a posture, clothes and a camera; nothing is rendered yet.

    Parameters
    ----------
    drawn : Drawn

    Returns
    -------
    Subject
    """
    person, posture, body = draw_body(drawn)
    keeps = not drawn.other_clothes
    outfit = _outfit(drawn, person)
    pieces = dress(body, outfit, drawn.rng(_FIT, of_person=keeps), skin=person.skin)
    rng = drawn.rng(_CAMERA, of_person=False)
    facing = "right" if rng.random() < 0.5 else "left"
    size = _FINE if "stick" in drawn.kind else _COARSE
    fill = (0.62, 0.9)
    camera = limited(
        frame(
            person.shape.stature,
            rng,
            facing=facing,
            yaw_sd=6.0,
            roll_sd=1.8,
            fill=fill,
            size=size,
            lift=outfit.tread.sole,
        )
    )
    truth = find_truth(body, camera.near_side)
    clothing = {
        "top": outfit.top,
        "bottom": outfit.bottom,
        "hair": outfit.hair,
        "looseness": round(outfit.looseness, 3),
    }
    if outfit.everyday is not None:
        clothing |= outfit.everyday.record()
    identity = {
        "number": drawn.number,
        "set": drawn.spread,
        "body": drawn.body,
        "photo": drawn.number % 2,
        "seed": ROOT_SEED,
    }
    found = truth_record(person, posture, body, truth, camera, clothing, identity)
    return Subject(person, body, truth, pieces, camera, found)


def draw_body(drawn: Drawn) -> tuple[Person, Posture, PosedBody]:
    """Draw a person and a posture: the unclothed body, before clothes and camera."""
    person = _person(drawn.kind, drawn.body)
    posture = draw_posture(drawn.rng(_POSTURE, of_person=False), drawn.spread, person.shape)
    if "stick" in drawn.kind:
        posture = _arms_off(posture, drawn.rng(_STICKERS, of_person=True))
    return person, posture, pose(person.shape, posture, tread=_outfit(drawn, person).tread)


def _outfit(drawn: Drawn, person: Person) -> Outfit:
    rng, sex = drawn.rng(_OUTFIT, of_person=not drawn.other_clothes), person.shape.sex
    if drawn.everyday:
        return draw_everyday(rng, sex)
    outfit = draw_outfit(rng, sex)
    return for_stickers(outfit) if "stick" in drawn.kind else outfit


@lru_cache(maxsize=2)
def _person(kind: Kind, body: int) -> Person:
    """The person of both photos, made once."""
    return draw_person(Drawn(kind, PHOTOS * body).rng(_PERSON, of_person=True))


def render_picture(drawn: Drawn) -> tuple[bytes, bytes, dict[str, Any]]:
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

    subject = draw_subject(drawn)
    pieces, found = subject.pieces, dict(subject.record)
    if "stick" in drawn.kind:
        stickers, seen = _stick(subject, drawn.rng(_STICKERS, of_person=False))
        pieces = [*pieces, *stickers]
        found["stickers"] = seen
    rng = drawn.rng(_SETTING, of_person=False)
    rendered = render(pieces, subject.camera, draw_setting(rng, subject.camera), rng)
    jpeg = develop(rendered.pixels, drawn.rng(_DEVELOP, of_person=False))
    found["camera"]["exif"] = drawn.lens_noted
    if found["camera"]["exif"]:
        camera = subject.camera
        jpeg = with_focal(jpeg, camera.focal_px, (camera.width, camera.height))
    ok, png = cv2.imencode(".png", rendered.silhouette)
    if not ok:
        raise RuntimeError("the silhouette could not be encoded")
    return jpeg, png.tobytes(), found


def _arms_off(posture: Posture, rng: np.random.Generator) -> Posture:
    """Half of those whose arms hang over the hips clasp their hands in front, as they are asked."""
    return replace(posture, arms="clasped") if rng.random() < 0.5 else posture


def _stick(
    subject: Subject, rng: np.random.Generator
) -> tuple[list[Piece], dict[str, list[float] | None]]:
    """Markers of one colour on some of the points."""
    names = [name for name in STICKERED if rng.random() < 0.85]
    colour = _unlike(subject.pieces, [str(c) for c in rng.permutation(list(_STICKER_COLOURS))])
    diameter = float(rng.uniform(*_STICKER_M))
    slips = {name: rng.normal(0.0, _STICKING_M, 2) for name in STICKERED}
    return put_stickers(
        subject.truth, subject.pieces, subject.camera, colour, names, diameter, slips
    )


def _unlike(pieces: Sequence[Piece], colours: Sequence[str]) -> str:
    """The first colour unlike clothes and skin, or the one that is most so."""
    worn = [
        colour
        for piece in pieces
        if piece.material.kind in {"skin", "cloth"}
        for colour in (piece.material.colour, piece.material.second)
        if colour is not None
    ]

    def coded(linear: Sequence[tuple[float, float, float]]) -> NDArray[np.float32]:
        grey = np.clip(np.array([linear]), 0.0, 1.0) ** (1 / 2.2)
        return chroma((255 * grey).astype(np.uint8))[0]

    def apart(name: str) -> float:
        return float(np.hypot(*(coded(worn) - coded([_STICKER_COLOURS[name]])).T).min())

    return next((name for name in colours if apart(name) > _UNLIKE), max(colours, key=apart))


def put_stickers(
    truth: Truth,
    pieces: Sequence[Piece],
    camera: SceneCamera,
    colour: str,
    names: Sequence[str] = STICKERED,
    diameter_m: float = 0.018,
    slips: Mapping[str, NDArray[np.float64]] | None = None,
) -> tuple[list[Piece], dict[str, list[float] | None]]:
    """Put half-balls over points.

    Parameters
    ----------
    truth : Truth
    pieces : sequence of Piece
        Skin and clothes; the marker stands on what is outermost.
    camera : SceneCamera
    colour : str
    names : sequence of str
    diameter_m : float
    slips : mapping of str to ndarray, shape (2,), optional
        How far beside its point each is stuck, metres along the surface.

    Returns
    -------
    stickers : list of Piece
    seen : dict
        Pixel of the middle of each base, which stands on the bone; None where the marker is hidden.
    """
    from groundtruth.render.sticker import seen_share, stick

    stickers: list[Piece] = []
    seen: dict[str, list[float] | None] = {}
    for name in names:
        place = truth.near[NODES.index(name)]
        x, y = (0.0, 0.0) if slips is None else slips[name]
        dome = stick(place, pieces, diameter_m, _STICKER_COLOURS[colour], (float(x), float(y)))
        stickers.append(dome.piece)
        shown = seen_share(dome, pieces, camera) >= _SEEN
        seen[name] = np.round(camera.project(dome.base), 2).tolist() if shown else None
    return stickers, seen


def outline(
    pieces: Sequence[Piece], camera: SceneCamera, size: tuple[int, int]
) -> NDArray[np.uint8]:
    """True silhouette of a dressed person, without rendering."""
    from groundtruth.render.silhouette import silhouette

    return silhouette(pieces, camera, size)
