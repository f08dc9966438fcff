"""Find small round spots whose colour differs from their surroundings, to sub-pixel precision."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from posture.body.stickers.colours import chroma, hue_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WINDOW = 2.3
"""Side of the window whose median is the background of a sticker, in diameters: wide enough that
the sticker is never the majority, narrow enough to follow sleeves and limbs."""

_RIM = 0.45
"""Share of the peak at which a spot ends: one half, less a little for the blur of the chroma."""

_BLUR_VARIANCE = 0.6
"""Variance that the halved chroma of JPEG and its interpolation add to a spot, pixels squared."""

_MOST = 400

_Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """One spot, in pixels of the array in which it was found.

    Attributes
    ----------
    x, y : float
        Centroid, x right, y down, pixel centres at +0.5.
    long, short : float
        Full axes of the ellipse with the same second moments, pixels.
    across : tuple of float
        Direction of the short axis, a unit vector of either sign.
    fill : float
        Area over the area of that ellipse: 1 for an ellipse, less for an irregular shape.
    contrast : float
        Distance in chroma between its core and the background, 0 to about 0.7.
    share : float
        Contrast of its core over that of the searched colour: 1 at equal saturation, less where
        the spot is thinner than a pixel or in shadow.
    stray_deg : float
        Angle in the chroma plane between the directions from the background to the core and to
        the searched colour; 0 where no colour was searched.
    hue : float
        Of its core, degrees.
    saturation : float
        Of its core, 0 to 1.
    rgb : tuple of float
        Of its core, 0 to 255.
    """

    x: float
    y: float
    long: float
    short: float
    across: tuple[float, float]
    fill: float
    contrast: float
    share: float
    stray_deg: float
    hue: float
    saturation: float
    rgb: tuple[float, float, float]

    @property
    def aspect(self) -> float:
        """Short over long axis: 1 seen head-on, less seen from the side."""
        return self.short / self.long


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """A picture split into background and difference from it.

    Attributes
    ----------
    pixels : ndarray, shape (H, W, 3), uint8
    ground : ndarray, shape (H, W, 2), float32
        Chroma of the background of each pixel.
    excess : ndarray, shape (H, W, 2), float32
        Chroma of the pixel less the background.
    diameter : float
        Expected diameter of a sticker, pixels.
    """

    pixels: NDArray[np.uint8]
    ground: NDArray[np.float32]
    excess: NDArray[np.float32]
    diameter: float

    @classmethod
    def of(cls, pixels: NDArray[np.uint8], diameter: float) -> Field:
        """Split a picture.

        Parameters
        ----------
        pixels : ndarray, shape (H, W, 3), uint8
            RGB.
        diameter : float
            Expected diameter of a sticker, pixels.
        """
        colour = chroma(pixels)
        side = max(3, 2 * round(_WINDOW * diameter / 2) + 1)
        # The median of 8-bit values is fast at any size; their step is small enough for stickers.
        coded = np.clip(np.round(colour * 255 + 128), 0, 255).astype(np.uint8)
        planes = [cv2.medianBlur(np.ascontiguousarray(coded[..., i]), side) for i in range(2)]
        ground = (np.stack(planes, axis=-1).astype(np.float32) - 128) / np.float32(255)
        return cls(pixels, ground, (colour - ground).astype(np.float32), diameter)


def any_spots(field: Field, least: float) -> list[Spot]:
    """Find spots of any colour.

    Parameters
    ----------
    field : Field
    least : float
        Contrast in chroma below which nothing is a spot.

    Returns
    -------
    list of Spot
        Largest contrast first; ``share`` is 1.
    """
    strength = np.hypot(field.excess[..., 0], field.excess[..., 1])
    return _measured(field, strength, least, None)


def spots_of(field: Field, colour: NDArray[np.float64], least: float) -> list[Spot]:
    """Find spots of one colour, thin ones too.

    Parameters
    ----------
    field : Field
    colour : ndarray, shape (2,)
        Chroma of a fully visible sticker.
    least : float
        Share of the sticker's colour in a pixel below which nothing is a spot.

    Returns
    -------
    list of Spot
        Largest share first.
    """
    return _measured(field, _shares(field, colour), least, colour)


def _shares(field: Field, colour: NDArray[np.float64]) -> NDArray[np.float32]:
    """Position of each pixel between background (0) and colour (1); 0 for other directions."""
    way = colour.astype(np.float32) - field.ground
    length = np.maximum((way**2).sum(axis=-1), 1e-6)
    share = (field.excess * way).sum(axis=-1) / length
    aside = (field.excess[..., 0] * way[..., 1] - field.excess[..., 1] * way[..., 0]) / length
    # Where sticker and background have nearly the same colour, noise would give a share.
    sound = length > 0.05**2
    return np.where(sound & (np.abs(aside) < 0.4 * share + 0.08), share, 0.0).astype(np.float32)


def _measured(
    field: Field, strength: NDArray[np.float32], least: float, colour: NDArray[np.float64] | None
) -> list[Spot]:
    sigma = max(0.6, field.diameter / 14)
    smooth = np.asarray(cv2.GaussianBlur(strength, (0, 0), sigma), dtype=np.float32)
    side = max(3, 2 * round(0.25 * field.diameter) + 1)
    top = cv2.dilate(smooth, np.ones((side, side), np.uint8))
    rows, columns = np.nonzero((smooth >= top) & (smooth >= least))
    order = np.argsort(-smooth[rows, columns], kind="stable")[:_MOST]
    taken = np.zeros(smooth.shape, bool)
    found: list[Spot] = []
    for row, column in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
        if taken[row, column]:
            continue
        spot = _spot(field, strength, smooth, (row, column), taken, colour)
        if spot is not None:
            found.append(spot)
    return found


def _spot(
    field: Field,
    strength: NDArray[np.float32],
    smooth: NDArray[np.float32],
    at: tuple[int, int],
    taken: NDArray[np.bool_],
    colour: NDArray[np.float64] | None,
) -> Spot | None:
    """Measure the spot around a peak; None where it is not a small closed spot."""
    row, column = at
    peak = float(smooth[row, column])
    reach = int(np.ceil(1.3 * field.diameter)) + 1
    top, left = max(0, row - reach), max(0, column - reach)
    window = (slice(top, row + reach + 1), slice(left, column + reach + 1))
    _, labels = cv2.connectedComponents(
        (smooth[window] > _RIM * peak).astype(np.uint8), connectivity=4
    )
    core = labels == labels[row - top, column - left]
    taken[window] |= core
    if _touches_edge(core) or not _is_closed(field, window, (row - top, column - left)):
        return None
    weight = strength[window] * _grown(core, 2 if field.diameter >= 6 else 1)
    # Clipped near the peak, so that light from one side does not shift the centroid.
    weight = np.clip(weight - 0.08 * peak, 0.0, 0.7 * peak).astype(np.float64)
    (mx, my), (long, short), across = _ellipse(weight)
    inner = core & (smooth[window] > 0.75 * peak)
    red, green, blue = field.pixels[window][inner].mean(axis=0).tolist()
    hue, saturation = hue_of((red, green, blue))
    excess = field.excess[window][inner].mean(axis=0)
    ground = field.ground[window][inner].mean(axis=0)
    return Spot(
        x=left + mx,
        y=top + my,
        long=long,
        short=short,
        across=across,
        fill=float(core.sum()) / (np.pi / 4 * np.sqrt((long**2 + 10) * (short**2 + 10))),
        contrast=float(np.hypot(*excess)),
        share=1.0 if colour is None else peak,
        stray_deg=0.0 if colour is None else _angle(excess, colour - ground),
        hue=hue,
        saturation=saturation,
        rgb=(red, green, blue),
    )


def _ellipse(weight: NDArray[np.float64]) -> tuple[_Pair, _Pair, _Pair]:
    """Centroid, long and short axis of weighted pixels, and the direction of the short one."""
    y, x = np.mgrid[: weight.shape[0], : weight.shape[1]] + 0.5
    total = float(weight.sum())
    middle = float((weight * x).sum() / total), float((weight * y).sum() / total)
    spread = np.cov(np.stack([x.ravel(), y.ravel()]), aweights=weight.ravel(), ddof=0)
    values, axes = np.linalg.eigh(spread)
    small, large = np.maximum(values - _BLUR_VARIANCE, 0.04)
    lengths = 4 * float(np.sqrt(large)), 4 * float(np.sqrt(small))
    return middle, lengths, (float(axes[0, 0]), float(axes[1, 0]))


def _angle(one: NDArray[np.floating], other: NDArray[np.floating]) -> float:
    """Angle between two directions of the chroma plane, degrees."""
    cross, dot = one[0] * other[1] - one[1] * other[0], float(one @ other)
    return abs(math.degrees(math.atan2(cross, dot)))


def _is_closed(field: Field, window: tuple[slice, slice], at: tuple[int, int]) -> bool:
    """Whether the colour of a peak ends on all sides of it.

    The corner of a large patch differs from the median too, but its colour continues.
    """
    ground, excess = field.ground[window], field.excess[window]
    way = excess[at]
    length = max(float((way**2).sum()), 1e-9)
    off = ground + excess - ground[at]
    along = (off * way).sum(axis=-1) / length
    aside = (off[..., 0] * way[1] - off[..., 1] * way[0]) / length
    alike = (along > 0.5) & (np.abs(aside) < 0.5)
    _, labels = cv2.connectedComponents(alike.astype(np.uint8), connectivity=4)
    return bool(labels[at]) and not _touches_edge(labels == labels[at])


def _touches_edge(core: NDArray[np.bool_]) -> bool:
    """Whether a region reaches the border: too large for a sticker, or cut by the picture."""
    return bool(core[0].any() or core[-1].any() or core[:, 0].any() or core[:, -1].any())


def _grown(core: NDArray[np.bool_], by: int) -> NDArray[np.bool_]:
    return cv2.dilate(core.astype(np.uint8), np.ones((2 * by + 1, 2 * by + 1), np.uint8)) > 0
