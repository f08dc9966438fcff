"""Find small round stickers on anatomical points and name them, for confirmation by a person.

Error budget of one sticker (1 sigma, each coordinate):

- centroid in the picture: 0.2 decoded pixels head-on, 0.6 where the sticker is seen so obliquely
  that it is a pixel wide (measured on drawn stickers with JPEG compression);
- a part hidden by an arm or cloth: a third of the missing length of the short axis, at points that
  face the camera;
- half-balls: from the centroid of the visible part to the centre of the base; see
  ``posture.body.stickers.dome``;
- cloth: a sticker at the neck or the hips usually lies on a top or on shorts, so its position is
  moved inward by 0.0006 statures, 1 mm in an adult (engineering assumption), where the skin is seen
  obliquely;
- placing: 0.0012 statures, 2 mm in an adult, for finding the bone by touch and for skin that moves
  over it afterwards (engineering assumption).

A sticker on the wrong bone is not included.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from posture.body.placed.entries import PlacedPoint
from posture.body.stickers.colours import HUES, name_of
from posture.body.stickers.dome import Base, base_of, outward, raised
from posture.body.stickers.families import find_all, find_families
from posture.body.stickers.places import STICKER_POINTS, USUAL_DIAMETER, expected_places
from posture.body.stickers.spots import Field
from posture.errors import InputError
from posture.i18n.language import tr

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.body import Body
    from posture.body.stickers.families import MatchedFamily
    from posture.body.stickers.spots import Spot
    from posture.photo.photo import Photo

SURE = 0.9
"""Probability from which a proposal is used by default."""

LONGEST = 2000
"""Longest side to which a large photo should be decoded for stickers: at the usual 1000 pixels a
sticker that is seen obliquely is thinner than a pixel."""

_FAINT, _PALE, _FAINT_SURE = 0.25, 0.05, 0.7
"""A spot with less than the first share of the sticker's colour, or less than the second contrast
in chroma, has at most the third probability."""

STICKING_SD = 0.0012
"""Statures; see the module's budget."""

_CLOTH, _COVERED = 0.0006, frozenset(("c7", "asis", "psis", "trochanter"))
"""Thickness of cloth under a sticker, statures, and the points with cloth; see the budget above."""

_FACING = {"trochanter": 0.75, "knee": 0.75, "malleolus": 0.7}
"""Smallest short over long axis of a fully visible sticker on points that face the camera."""

_AS_SEEN = Base(np.zeros(2), 0.0)

_COARSEST, _FINEST = 4.0, 22.0
"""Usual diameter in searched pixels: no search below the first; above the second the picture is
reduced."""


@dataclass(frozen=True, slots=True)
class StickerProposal:
    """A spot that may be a sticker; it changes nothing until it is accepted.

    Attributes
    ----------
    name : str or None
        One of ``STICKER_POINTS``; None for a spot of the same colour that fits no free point.
    x_px, y_px : float
        Position on the bone, source pixels: the centre of a flat sticker or of a half-ball's base.
    sd_px : float
        1-sigma error of each coordinate of the bone, source pixels; see the budget above.
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
        """Whether its probability suffices to use it by default."""
        return self.name is not None and self.sure >= SURE

    @property
    def percent(self) -> str:
        """Probability in percent as text, at most 99; empty without a name."""
        return (
            ""
            if self.name is None
            else tr("{percent:.0f}%").format(percent=100 * min(self.sure, 0.99))
        )

    def placed(self) -> PlacedPoint:
        """Convert to a placed point; only for a proposal with a name."""
        if self.name is None:
            raise ValueError("a spot without a name cannot be placed")
        return PlacedPoint(self.name, self.x_px, self.y_px, self.sd_px, "sticker")


def propose_stickers(
    photo: Photo, body: Body, colour: str | None = None
) -> tuple[StickerProposal, ...]:
    """Find stickers on the side towards the camera, and the point that each one marks.

    Parameters
    ----------
    photo : Photo
        The picture of ``body``; may be decoded at a higher resolution (``LONGEST``).
    body : Body
        Its estimated points give the expected positions; placed points are not used.
    colour : str, optional
        One of ``HUES``. By default the colour is found; this needs at least two stickers.

    Returns
    -------
    tuple of StickerProposal
        Named ones from head to foot, then spots of the same colour on the body that fit no point.
        Empty where no sticker is found or the picture is too small.

    Raises
    ------
    InputError
        No such colour.
    """
    if colour is not None and colour not in HUES:
        raise InputError(
            tr("A sticker is {colours}, not {given!r}.").format(
                colours=", ".join(HUES), given=colour
            )
        )
    window = _Window.around(photo, body)
    if window.diameter < _COARSEST:
        return ()
    field = Field.of(window.pixels(photo), window.diameter)
    places = expected_places(body, window.from_source, window.zoom)
    matched = [find_all(field, places, seeds) for seeds in find_families(field, places, colour)]
    least = 2 if colour is None else 1
    matched = [f for f in matched if len(f.matches.best) >= least and f.strong(colour is None)]
    if not matched:
        return ()
    best = max(matched, key=lambda f: f.matches.evidence)
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
        """Make the window around the person, with a margin."""
        high, wide = photo.pixels.shape[:2]
        points = body.camera.to_picture(body.detected.positions, body.depths) * photo.scale
        margin = 0.12 * body.camera.px_per_stature * photo.scale
        low = np.nanmin(points, axis=0) - margin
        top = np.nanmax(points, axis=0) + margin
        diameter = USUAL_DIAMETER * body.camera.px_per_stature * photo.scale
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


def _proposals(
    matched: MatchedFamily, body: Body, window: _Window, colour: str | None
) -> tuple[StickerProposal, ...]:
    best = matched.matches.best
    spots = matched.spots
    kind = raised((name, spots[j]) for name, j in best.items())
    clearest = max((spots[j] for j in best.values()), key=lambda s: s.short * s.contrast)
    called = colour or name_of(clearest.hue)
    order = [n for n in STICKER_POINTS if n in best]
    named = [
        _proposal(
            name,
            spots[best[name]],
            _sure(matched, name),
            called,
            body,
            window,
            base_of(name, spots[best[name]], matched.length / 2, body.camera.facing_sign, kind),
        )
        for name in order
    ]
    rest = [
        _proposal(None, spot, math.nan, called, body, window)
        for j, spot in enumerate(spots)
        if j not in best.values() and spot.share > 0.5
    ]
    return (*named, *rest)


def _sure(matched: MatchedFamily, name: str) -> float:
    """Probability of the match; limited where the spot is too faint to show its colour."""
    matches = matched.matches
    number = matches.best[name]
    probability = float(matches.sure[matches.names.index(name), number])
    spot = matched.spots[number]
    faint = spot.share < _FAINT or spot.contrast < _PALE
    return min(probability, _FAINT_SURE) if faint else probability


def _proposal(
    name: str | None,
    spot: Spot,
    sure: float,
    colour: str,
    body: Body,
    window: _Window,
    base: Base = _AS_SEEN,
) -> StickerProposal:
    stature = body.camera.px_per_stature
    seen = window.to_source(np.array([spot.x, spot.y]) + base.shift)
    if name in _COVERED:
        seen -= _CLOTH * stature * outward(name, body.camera.facing_sign)
    x, y = seen.tolist()
    locating = (0.2 + 0.5 * max(0.0, 1 - spot.short / 4)) / window.zoom
    hidden = max(0.0, _FACING.get(name or "", 0.0) * spot.long - spot.short) / 3 / window.zoom
    sticking = STICKING_SD * stature
    return StickerProposal(
        name=name,
        x_px=x,
        y_px=y,
        sd_px=math.hypot(locating, hidden, sticking, base.sd / window.zoom),
        diameter_px=spot.long / window.zoom,
        colour=colour,
        sure=sure,
    )
