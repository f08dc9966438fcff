"""Half-balls: how one that is seen from aside looks, and where its base stands.

A half-ball of radius r on skin whose normal has the cosine c to the line of sight shows half a disc
on the side that the normal points to, and half an ellipse (r by r c) on the other; beyond the
horizon (c < 0) the half ellipse is what skin hides. The middle of what is seen lies
``4 r (1 - c) / (3 pi)`` from the base's middle, in both cases; a flat disc keeps its middle.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from posture.body.stickers.spots import Spot

_CENTROID = 4 / (3 * math.pi)

FACING: Mapping[str, tuple[float, float]] = {
    "c7": (0.0, 0.25),
    "acromion": (0.6, 0.25),
    "asis": (0.55, 0.25),
    "psis": (0.1, 0.3),
    "trochanter": (0.9, 0.15),
    "knee": (0.95, 0.15),
    "malleolus": (0.9, 0.15),
}
"""Cosine between the skin's normal and the line of sight in a side view, with its spread: from the
bodies of the ground truth and yaws of up to 12 degrees, sleeves and folds allowed for."""

OUTWARD: Mapping[str, tuple[float, float]] = {
    "c7": (-0.9, 0.4),
    "acromion": (0.0, 1.0),
    "asis": (0.9, 0.35),
    "psis": (-0.97, 0.25),
    "trochanter": (-0.87, 0.5),
}
"""Where the normal points in the picture, forward and up; the other points face the camera."""

_LIGHT = 0.05
"""Light from above makes the upper part of a half-ball more colourful and pulls the middle of what
is seen up: by 0.4 pixels of a radius of 8, measured on rendered half-balls; the same again as error
(1 sigma), since light may come from anywhere."""

_RAISED = 0.7
"""Prior that stickers are half-balls and not flat, as the guide asks for."""

_LEAST, _STEPS = -0.4, 141
"""Further behind the horizon nothing that could be measured is left."""


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """Where a sticker stands.

    Attributes
    ----------
    shift : ndarray, shape (2,)
        From the middle of what is seen to the middle of the base, pixels, y down.
    sd : float
        Error that this adds to each coordinate, pixels.
    """

    shift: NDArray[np.float64]
    sd: float


def aspect_of(cosine: float) -> float:
    """Short over long axis, by second moments, of a half-ball whose skin faces the camera so.

    Parameters
    ----------
    cosine : float
        Between the skin's normal and the line of sight, [-0.4, 1].

    Returns
    -------
    float
        1 head-on, 0.53 at the horizon.
    """
    c = cosine
    return 2 * math.sqrt((1 - c + c * c) / 4 - (_CENTROID * (1 - c)) ** 2)


def cosine_of(aspect: float) -> float:
    """The cosine at which a half-ball has this short over long axis; [-0.4, 1]."""
    return float(np.interp(aspect, _ASPECTS, _COSINES))


_COSINES = np.linspace(_LEAST, 1.0, _STEPS)
_ASPECTS = np.array([aspect_of(float(c)) for c in _COSINES])


def raised(named: Iterable[tuple[str, Spot]]) -> float:
    """Probability that the stickers of a person are half-balls.

    At the horizon a flat sticker is a sliver and a half-ball half a disc; one that faces the camera
    tells nothing.

    Parameters
    ----------
    named : iterable of (str, Spot)
        Stickers with the points that they mark.

    Returns
    -------
    float
    """
    odds = math.log(_RAISED / (1 - _RAISED))
    for name, spot in named:
        mean, sd = FACING[name]
        # One spot may be half hidden by an arm or by hair: it never decides alone.
        ball = ((cosine_of(spot.aspect) - mean) / sd) ** 2
        flat = ((min(spot.aspect, 1.0) - max(mean, 0.15)) / sd) ** 2
        odds += float(np.clip((flat - ball) / 2, -1.5, 1.5))
    return 1 / (1 + math.exp(-odds))


def base_of(name: str, spot: Spot, radius: float, facing_sign: int, is_raised: float) -> Base:
    """Where the base of a sticker is, and how sure that is.

    Parameters
    ----------
    name : str
        The point that it marks.
    spot : Spot
    radius : float
        Of the stickers, pixels.
    facing_sign : int
        +1 where the person faces right in the picture.
    is_raised : float
        Probability that the stickers are half-balls.

    Returns
    -------
    Base
    """
    # y is down, and the pull of the light is up.
    light, light_sd = is_raised * _LIGHT * radius, is_raised * _LIGHT * radius
    if name not in OUTWARD:
        return Base(np.array([0.0, light]), light_sd)
    mean, sd = FACING[name]
    # The measured aspect, held by how the skin there can face: an arm or cloth hides parts as well.
    seen_sd = 0.2
    weight = sd**2 / (sd**2 + seen_sd**2)
    cosine = mean + weight * (cosine_of(spot.aspect) - mean)
    out = _outward(name, spot, facing_sign)
    length = _CENTROID * radius * (1 - cosine)
    # Mixed over both kinds, with what the mixture leaves open.
    left = _CENTROID * radius * math.sqrt(weight) * seen_sd
    open_ = length * math.sqrt(is_raised * (1 - is_raised))
    shift = np.array([0.0, light]) - is_raised * length * out
    return Base(shift, math.hypot(is_raised * left, open_, light_sd))


def outward(name: str, facing_sign: int) -> NDArray[np.float64]:
    """Where the skin at a point usually faces, as seen in the picture.

    Parameters
    ----------
    name : str
        One of ``OUTWARD``.
    facing_sign : int
        +1 where the person faces right in the picture.

    Returns
    -------
    ndarray, shape (2,)
        y down; as long as what is seen of a unit normal.
    """
    forward, up = OUTWARD[name]
    seen = math.sqrt(1 - FACING[name][0] ** 2)
    return seen * np.array([facing_sign * forward, -up]) / math.hypot(forward, up)


def _outward(name: str, spot: Spot, facing_sign: int) -> NDArray[np.float64]:
    """Unit vector in the picture, y down: the usual one, turned to the short axis if it has one."""
    usual = outward(name, facing_sign)
    usual /= np.hypot(*usual)
    across = np.array(spot.across)
    across = across if across @ usual >= 0 else -across
    # Round spots have no short axis worth the name.
    trust = float(np.clip((0.85 - spot.aspect) / 0.25, 0.0, 1.0)) * max(float(across @ usual), 0.0)
    mixed = (1 - trust) * usual + trust * across
    return mixed / np.hypot(*mixed)
