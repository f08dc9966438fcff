"""Sticker mode: small round stickers on anatomical points, found and named for confirmation.

Error budget of one sticker (1 sigma, each coordinate):

- the middle of its picture: 0.2 decoded pixels head-on, 0.6 where it is seen so obliquely that it
  is a pixel wide (measured on painted stickers through JPEG);
- sticking: 0.0012 statures, 2 mm in an adult, for finding the bone with a finger and for skin that
  moves over it afterwards. An engineering assumption.

Whether the sticker was put on the right bone at all is not in it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from posture.body.body import NODES, PlacedPoint
from posture.body.sticker_colours import HUES, apart, chroma, is_called, name_of
from posture.body.sticker_match import Places, match
from posture.body.sticker_spots import Field, any_spots, spots_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from posture.body.body import Body
    from posture.body.sticker_match import Matches
    from posture.body.sticker_spots import Spot
    from posture.photo.photo import Photo

STICKER_POINTS = ("c7", "acromion", "asis", "psis", "trochanter", "knee", "malleolus")
"""Points that may wear a sticker."""

SURE = 0.9
"""Probability from which a proposal is put to use unless a person objects."""

LONGEST = 2000
"""Longest side at which a large photo should be decoded for stickers: in the usual 1000 pixels one
that is seen obliquely is thinner than a pixel."""

STICKING_SD = 0.0012
"""Statures; see the module's budget."""

_DIAMETER = 0.0128
"""Usual diameter, statures: 22 mm in a 1.72 m adult."""

_SMALLEST, _LARGEST = 0.62, 1.75
"""Diameters over the usual one: 18 mm on a tall adult to 25 mm on a child."""

_COARSEST, _FINEST = 4.0, 22.0
"""Usual diameter in searched pixels: below, nothing can be told; above, pixels are averaged."""

_ASPECTS = {
    "c7": (0.25, 0.25),
    "acromion": (0.7, 0.3),
    "asis": (0.6, 0.3),
    "psis": (0.4, 0.3),
    "trochanter": (0.9, 0.25),
    "knee": (0.9, 0.25),
    "malleolus": (0.85, 0.25),
}
"""Short over long axis as seen from the side, with a wide spread: from how the skin there faces."""

_FALLBACK = {
    "c7": ("acromion", -0.030, 0.035),
    "asis": ("trochanter", 0.040, 0.042),
    "psis": ("trochanter", -0.042, 0.055),
}
"""Where a point lies from another one (statures) if an arm or hair kept it from being estimated."""

_FALLBACK_SD = 0.028
_WIDER, _FLOOR = 1.5, 0.010
"""The estimate's own error is widened by the factor, and a part of its own is added (statures)."""

_SAME_HUE, _SAME_SIZE = 12.0, 0.35
_SKIN = (-20.0, 50.0)
_EVIDENCE = 6.0


@dataclass(frozen=True, slots=True)
class StickerProposal:
    """A spot that may be a sticker; nothing is changed by it until somebody places it.

    Attributes
    ----------
    name : str or None
        One of ``STICKER_POINTS``; None for a spot of the same colour that fits no free point.
    x_px, y_px : float
        Middle, source pixels.
    sd_px : float
        1-sigma error of each coordinate as a mark of the bone, source pixels; see the budget above.
    diameter_px : float
        Long axis, source pixels.
    colour : str
        One of ``HUES``.
    sure : float
        Probability that it is the sticker of that point, 0 to 1; NaN without a name.
    """

    name: str | None
    x_px: float
    y_px: float
    sd_px: float
    diameter_px: float
    colour: str
    sure: float

    @property
    def usable(self) -> bool:
        """Whether it is sure enough to be placed unless somebody objects."""
        return self.name is not None and self.sure >= SURE

    def placed(self) -> PlacedPoint:
        """As a point of the placed layer; only for a proposal with a name."""
        if self.name is None:
            raise ValueError("a spot without a name cannot be placed")
        return PlacedPoint(self.name, self.x_px, self.y_px, self.sd_px, "sticker")


def find_stickers(
    photo: Photo, body: Body, colour: str | None = None
) -> tuple[StickerProposal, ...]:
    """Find stickers on the side towards the camera and say which point each marks.

    Parameters
    ----------
    photo : Photo
        The picture of which ``body`` was made; may be decoded finer (``LONGEST``).
    body : Body
        Its detected points say where stickers may lie; placed ones are not looked at.
    colour : str, optional
        One of ``HUES``. Otherwise the colour is found: at least two stickers of it must be seen.

    Returns
    -------
    tuple of StickerProposal
        Named ones from head to foot, then spots of the same colour on the body that fit no point.
        Empty where there is no sticker, or where the picture is too small to see one.
    """
    if colour is not None and colour not in HUES:
        raise ValueError(f"colour is one of {', '.join(HUES)}, not {colour!r}")
    window = _Window.around(photo, body)
    if window.diameter < _COARSEST:
        return ()
    field = Field.of(window.pixels(photo), window.diameter)
    places = _places(body, window)
    findings = [_find(field, places, seeds) for seeds in _families(field, places, colour)]
    least = 2 if colour is None else 1
    findings = [f for f in findings if len(f.matches.best) >= least and f.strong(colour is None)]
    if not findings:
        return ()
    best = max(findings, key=lambda f: f.matches.evidence)
    return _proposals(best, body, window, colour)


@dataclass(frozen=True, slots=True)
class _Window:
    """The part of the picture that is searched.

    Attributes
    ----------
    left, top, right, bottom : int
        Decoded pixels.
    zoom : float
        Searched pixels per source pixel.
    scale : float
        Decoded pixels per source pixel.
    diameter : float
        Usual diameter of a sticker, searched pixels.
    """

    left: int
    top: int
    right: int
    bottom: int
    zoom: float
    scale: float
    diameter: float

    @classmethod
    def around(cls, photo: Photo, body: Body) -> _Window:
        """The person and a margin."""
        high, wide = photo.pixels.shape[:2]
        points = body.camera.to_picture(body.detected.positions, body.depths) * photo.scale
        margin = 0.12 * body.camera.px_per_stature * photo.scale
        low = np.nanmin(points, axis=0) - margin
        top = np.nanmax(points, axis=0) + margin
        diameter = _DIAMETER * body.camera.px_per_stature * photo.scale
        shrink = max(1.0, diameter / _FINEST)
        return cls(
            left=max(0, int(low[0])),
            top=max(0, int(low[1])),
            right=min(wide, math.ceil(top[0])),
            bottom=min(high, math.ceil(top[1])),
            zoom=photo.scale / shrink,
            scale=photo.scale,
            diameter=diameter / shrink,
        )

    def pixels(self, photo: Photo) -> NDArray[np.uint8]:
        """The searched pixels, RGB."""
        cut = photo.pixels[self.top : self.bottom, self.left : self.right]
        ratio = self.zoom / self.scale
        if ratio == 1.0:
            return np.ascontiguousarray(cut)
        size = (max(1, round(cut.shape[1] * ratio)), max(1, round(cut.shape[0] * ratio)))
        return np.asarray(cv2.resize(cut, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)

    def from_source(self, px: NDArray[np.float64]) -> NDArray[np.float64]:
        """Source to searched pixels, shape (..., 2)."""
        return (px * self.scale - np.array([self.left, self.top])) * (self.zoom / self.scale)

    def to_source(self, px: NDArray[np.float64]) -> NDArray[np.float64]:
        """Searched to source pixels, shape (..., 2)."""
        return (px * (self.scale / self.zoom) + np.array([self.left, self.top])) / self.scale


@dataclass(frozen=True, slots=True, eq=False)
class _Finding:
    """The stickers of one colour."""

    spots: list[Spot]
    matches: Matches
    length: float

    def strong(self, alone: bool) -> bool:
        """Whether they are likelier there than not; where the colour was not given, much more."""
        return self.matches.evidence > (_EVIDENCE if alone else 0.0)


def _places(body: Body, window: _Window) -> Places:
    """Where the stickers are expected, searched pixels; points beyond the picture are left out."""
    detected, pps = body.detected, body.camera.px_per_stature
    positions, covariance = detected.positions.copy(), detected.covariance * _WIDER**2
    for name, (base, forward, up) in _FALLBACK.items():
        i, j = NODES.index(name), NODES.index(base)
        if np.isnan(positions[i]).any() and np.isfinite(positions[j]).all():
            positions[i] = positions[j] + np.array([forward, up])
            own, other = slice(2 * i, 2 * i + 2), slice(2 * j, 2 * j + 2)
            covariance[own, :], covariance[:, own] = covariance[other, :], covariance[:, other]
            covariance[own, own] = covariance[other, other] + np.eye(2) * _FALLBACK_SD**2
    names = tuple(n for n in STICKER_POINTS if np.isfinite(positions[NODES.index(n)]).all())
    at = [NODES.index(name) for name in names]
    both = np.array([[2 * i, 2 * i + 1] for i in at], dtype=int).ravel()
    joint = covariance[np.ix_(both, both)] + np.eye(len(both)) * _FLOOR**2
    turned = np.tile([body.camera.facing_sign, -1.0], len(at)) * pps * window.zoom
    means = window.from_source(body.camera.to_picture(positions[at], body.depths[at]))
    return Places(names, means, joint * np.outer(turned, turned))


def _families(field: Field, places: Places, colour: str | None) -> list[list[Spot]]:
    """Clear spots near the points, by colour and size: the candidates for the stickers' colour."""
    given = colour is not None
    seeds = [
        spot
        for spot in any_spots(field, 0.06 if given else 0.08)
        if _like_a_sticker(spot, field.diameter, given)
        and (colour is None or is_called(spot.hue, colour))
        and places.near(np.array([spot.x, spot.y]))
    ]
    families: list[list[Spot]] = []
    for seed in seeds[:40]:
        family = [
            other
            for other in seeds
            if apart(seed.hue, other.hue) <= _SAME_HUE
            and abs(math.log(other.long / seed.long)) <= _SAME_SIZE
        ]
        if family not in families:
            families.append(family)
    return families


def _like_a_sticker(spot: Spot, diameter: float, given: bool) -> bool:
    low, high = _SKIN
    like_skin = low <= spot.hue < high or low <= spot.hue - 360 < high
    if given:
        vivid = spot.saturation > 0.3
    elif like_skin:
        # Fingers, lips and lit skin are spots as well: only a far purer colour will do.
        vivid = spot.saturation > 0.62 and spot.contrast > 0.13
    else:
        vivid = spot.saturation > 0.35 and spot.contrast > 0.09
    return (
        vivid
        and _SMALLEST <= spot.long / diameter <= _LARGEST
        and spot.aspect > (0.15 if given else 0.25)
        and spot.fill > 0.5
    )


def _find(field: Field, places: Places, seeds: Sequence[Spot]) -> _Finding:
    """Look again for all spots of the seeds' colour, thin ones too, and match them."""
    clearest = sorted(seeds, key=lambda s: s.contrast * s.short, reverse=True)[:5]
    core = np.array([[spot.rgb for spot in clearest]]).round().astype(np.uint8)
    colour = chroma(core)[0].astype(np.float64).mean(axis=0)
    length = float(np.median([spot.long for spot in clearest]))
    spots = [
        spot
        for spot in spots_of(field, colour, 0.16)
        if 0.55 <= spot.long / length <= 1.6 and spot.fill > 0.4
    ]
    at = np.array([[spot.x, spot.y] for spot in spots]).reshape(-1, 2)
    look = _likeness(spots, at, places, length, field)
    return _Finding(spots, match(places, at, look), length)


def _likeness(
    spots: Sequence[Spot], at: NDArray[np.float64], places: Places, length: float, field: Field
) -> NDArray[np.float64]:
    """Look as a sticker over look as anything else, over the density of anything else; (N, M)."""
    inside = np.array([places.near(one) for one in at], dtype=bool)
    faint = np.array([spot.share < 0.5 for spot in spots], dtype=bool)
    area = float(np.prod(field.pixels.shape[:2]))
    reach = 0.12 / _DIAMETER * field.diameter
    ratios = np.empty((len(places.names), len(spots)))
    for j, spot in enumerate(spots):
        alike = faint == faint[j]
        around = int((alike & (np.hypot(*(at - at[j]).T) < reach)).sum())
        # Up to three stickers may be neighbours; more spots than that are a pattern.
        density = max(
            (int((alike & ~inside).sum()) + 0.5) / area,
            max(0, around - 3) / (math.pi * reach**2),
        )
        size = 0.12 + 0.15 * max(0.0, 1 - spot.short / 4)
        look = _normal(math.log(spot.long / length), size) / _normal(
            math.log(spot.long / length), 0.6
        )
        if spot.short > 3:
            look *= _normal(spot.share - 1.0, 0.3) * 1.5
        for i, name in enumerate(places.names):
            mean, sd = _ASPECTS[name]
            ratios[i, j] = look * max(_normal(spot.aspect - mean, sd), 0.02) / density
    return ratios


def _normal(value: float, sd: float) -> float:
    return math.exp(-0.5 * (value / sd) ** 2) / (sd * math.sqrt(2 * math.pi))


def _proposals(
    finding: _Finding, body: Body, window: _Window, colour: str | None
) -> tuple[StickerProposal, ...]:
    best = finding.matches.best
    spots = finding.spots
    clearest = max((spots[j] for j in best.values()), key=lambda s: s.short * s.contrast)
    called = colour or name_of(clearest.hue)
    order = [n for n in STICKER_POINTS if n in best]
    named = [
        _proposal(name, spots[best[name]], _sure(finding, body, name), called, body, window)
        for name in order
    ]
    rest = [
        _proposal(None, spot, math.nan, called, body, window)
        for j, spot in enumerate(spots)
        if j not in best.values() and spot.share > 0.5
    ]
    return (*named, *rest)


def _sure(finding: _Finding, body: Body, name: str) -> float:
    """Probability of the pair; rows are the points that could be placed at all."""
    rows = list(finding.matches.names)
    return float(finding.matches.sure[rows.index(name), finding.matches.best[name]])


def _proposal(
    name: str | None, spot: Spot, sure: float, colour: str, body: Body, window: _Window
) -> StickerProposal:
    x, y = window.to_source(np.array([spot.x, spot.y])).tolist()
    finding = (0.2 + 0.5 * max(0.0, 1 - spot.short / 4)) / window.zoom
    sticking = STICKING_SD * body.camera.px_per_stature
    return StickerProposal(
        name=name,
        x_px=x,
        y_px=y,
        sd_px=math.hypot(finding, sticking),
        diameter_px=spot.long / window.zoom,
        colour=colour,
        sure=sure,
    )
