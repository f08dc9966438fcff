"""Half-balls seen obliquely: their shape in the picture and the position of their base.

A half-ball has radius r; c is the cosine between the normal of the skin and the line of sight. Its
picture is half a disc on the side to which the normal points, and half an ellipse (r by r c) on the
other side; for c < 0 the skin hides that half ellipse. In both cases the centroid of the visible
part lies ``4 r (1 - c) / (3 pi)`` from the centre of the base. The centroid of a flat disc is its
centre.
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
"""Cosine between the skin's normal and the line of sight in a side view, with its SD: from the
bodies of the ground truth at yaws of up to 12 degrees, widened for sleeves and folds."""

OUTWARD: Mapping[str, tuple[float, float]] = {
    "c7": (-0.9, 0.4),
    "acromion": (0.0, 1.0),
    "asis": (0.9, 0.35),
    "psis": (-0.97, 0.25),
    "trochanter": (-0.87, 0.5),
}
"""Direction of the normal in the picture, (forward, up); the other points face the camera."""

_LIGHT = 0.05
"""Upward shift of the detected centroid over the radius: light from above makes the upper part of
a half-ball more colourful (0.4 pixels at a radius of 8, measured on rendered half-balls). The same
value is its 1-sigma error, as the direction of the light is unknown."""

_RAISED = 0.7
"""Prior probability that stickers are half-balls (as the guide recommends) and not flat."""

_LEAST, _STEPS = -0.4, 141
"""Smallest cosine in the table, below which too little is visible to measure, and its length."""


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """Position of a sticker's base relative to its visible part.

    Attributes
    ----------
    shift : ndarray, shape (2,)
        From the centroid of the visible part to the centre of the base, pixels, y down.
    sd : float
        1-sigma error that this adds to each coordinate, pixels.
    """

    shift: NDArray[np.float64]
    sd: float


def aspect_of(cosine: float) -> float:
    """Short over long axis of a half-ball, by second moments, for a direction of the skin.

    Parameters
    ----------
    cosine : float
        Between the skin's normal and the line of sight, [-0.4, 1].

    Returns
    -------
    float
        1 seen head-on, 0.53 seen from the side (cosine 0).
    """
    c = cosine
    return 2 * math.sqrt((1 - c + c * c) / 4 - (_CENTROID * (1 - c)) ** 2)


def cosine_of(aspect: float) -> float:
    """Invert ``aspect_of``; the result lies in [-0.4, 1]."""
    return float(np.interp(aspect, _ASPECTS, _COSINES))


_COSINES = np.linspace(_LEAST, 1.0, _STEPS)
_ASPECTS = np.array([aspect_of(float(c)) for c in _COSINES])


def raised(named: Iterable[tuple[str, Spot]]) -> float:
    """Probability that the stickers of a person are half-balls.

    Seen from the side (cosine 0) a flat sticker is a thin line and a half-ball is half a disc. Seen
    head-on, both look the same.

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
        # An arm or hair may hide half of one spot, so the weight of each is limited.
        ball = ((cosine_of(spot.aspect) - mean) / sd) ** 2
        flat = ((min(spot.aspect, 1.0) - max(mean, 0.15)) / sd) ** 2
        odds += float(np.clip((flat - ball) / 2, -1.5, 1.5))
    return 1 / (1 + math.exp(-odds))


def base_of(name: str, spot: Spot, radius: float, facing_sign: int, is_raised: float) -> Base:
    """Find the base of a sticker.

    Parameters
    ----------
    name : str
        The point that the sticker marks.
    spot : Spot
    radius : float
        Radius of the stickers, pixels.
    facing_sign : int
        +1 where the person faces right in the picture.
    is_raised : float
        Probability that the stickers are half-balls.

    Returns
    -------
    Base
    """
    # y is down, and light from above shifts the centroid up.
    light, light_sd = is_raised * _LIGHT * radius, is_raised * _LIGHT * radius
    if name not in OUTWARD:
        return Base(np.array([0.0, light]), light_sd)
    mean, sd = FACING[name]
    # The measured aspect combined with the prior for this point: an arm or cloth may hide parts.
    seen_sd = 0.2
    weight = sd**2 / (sd**2 + seen_sd**2)
    cosine = mean + weight * (cosine_of(spot.aspect) - mean)
    out = _outward(name, spot, facing_sign)
    length = _CENTROID * radius * (1 - cosine)
    # Mean over flat stickers and half-balls; ``open_`` is the SD between both.
    left = _CENTROID * radius * math.sqrt(weight) * seen_sd
    open_ = length * math.sqrt(is_raised * (1 - is_raised))
    shift = np.array([0.0, light]) - is_raised * length * out
    return Base(shift, math.hypot(is_raised * left, open_, light_sd))


def outward(name: str, facing_sign: int) -> NDArray[np.float64]:
    """Usual direction of the skin's normal at a point, in the picture.

    Parameters
    ----------
    name : str
        One of ``OUTWARD``.
    facing_sign : int
        +1 where the person faces right in the picture.

    Returns
    -------
    ndarray, shape (2,)
        y down; projection of the unit normal onto the picture.
    """
    forward, up = OUTWARD[name]
    seen = math.sqrt(1 - FACING[name][0] ** 2)
    return seen * np.array([facing_sign * forward, -up]) / math.hypot(forward, up)


def _outward(name: str, spot: Spot, facing_sign: int) -> NDArray[np.float64]:
    """Unit vector of the normal in the picture, y down: the usual one, turned to the short axis."""
    usual = outward(name, facing_sign)
    usual /= np.hypot(*usual)
    across = np.array(spot.across)
    across = across if across @ usual >= 0 else -across
    # The short axis of a nearly round spot is not reliable.
    trust = float(np.clip((0.85 - spot.aspect) / 0.25, 0.0, 1.0)) * max(float(across @ usual), 0.0)
    mixed = (1 - trust) * usual + trust * across
    return mixed / np.hypot(*mixed)
