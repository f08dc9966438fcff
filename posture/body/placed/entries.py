"""Placed points: as a person gives them, and with their errors once the scale is known."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from posture.i18n.language import tr

Hand = Literal["eye", "placed", "sticker"]
"""How a point was placed: by looking at the picture, by touch, by a sticker."""

PLACED_SD = 0.006
"""1-sigma error of a point placed by touch, statures: about 10 mm in an adult. Generous: the
median error of pelvic landmarks on depth scans is 11 mm [V]."""

EYE_SD = 0.012
"""1-sigma error of a point placed by looking at the picture alone, statures: about 20 mm in an
adult. An engineering assumption, twice that of touch: no study of it is known, and raters who only
look agree poorly (kappa 0.16 to 0.50 for the low back, 0.37 for the neck)."""

STICKER_SD = 0.002
"""1-sigma error of a sticker, statures: about 3.5 mm in an adult, for finding its middle in the
picture and for skin that moves over the bone. An engineering assumption."""

USUAL_SD: Mapping[Hand, float] = {"eye": EYE_SD, "placed": PLACED_SD, "sticker": STICKER_SD}
"""By source, statures."""


@dataclass(frozen=True, slots=True)
class PlacedPoint:
    """A point that a person set by hand or a sticker: a layer above the detection.

    Attributes
    ----------
    name : str
        One of ``POINTS``.
    x_px, y_px : float
        Source pixels.
    sd_px : float
        1-sigma error of each coordinate, source pixels.
    source : {"eye", "placed", "sticker"}
        Set by looking at the picture, by touch, or by a sticker.
    """

    name: str
    x_px: float
    y_px: float
    sd_px: float
    source: Hand


@dataclass(frozen=True, slots=True)
class PointEntry:
    """One point as the file gives it, before the scale of the picture is known.

    Attributes
    ----------
    name : str
        One of ``POINTS``.
    x_px, y_px : float
        Source pixels from the left and upper edge, [0, inf).
    source : {"eye", "placed", "sticker"}
        Set by looking at the picture, by touch, or by a sticker.
    sd_px : float or None
        1-sigma error of each coordinate, source pixels; None for the usual error of the source.
    """

    name: str
    x_px: float
    y_px: float
    source: Hand = "placed"
    sd_px: float | None = None

    def faults(self, size: tuple[int, int] | None) -> list[str]:
        """What is wrong with it in a picture of this width and height, source pixels.

        Returns
        -------
        list of str
            Sentences with a remedy; empty where it lies inside or the size is not known.
        """
        if size is None or (self.x_px <= size[0] and self.y_px <= size[1]):
            return []
        return [
            tr(
                "{point}: ({x:g}, {y:g}) lies outside the picture of {width} x {height} pixels. "
                "Give pixels of the original picture, not of a smaller copy."
            ).format(point=self.name[:40], x=self.x_px, y=self.y_px, width=size[0], height=size[1])
        ]


def resolve(points: Sequence[PointEntry], px_per_stature: float) -> tuple[PlacedPoint, ...]:
    """Give each point its error, now that the scale of the picture is known.

    Parameters
    ----------
    points : sequence of PointEntry
    px_per_stature : float
        Source pixels per stature, as the camera has it.

    Returns
    -------
    tuple of PlacedPoint
        ``sd_px`` as given, else ``USUAL_SD`` of the source at that scale.
    """
    return tuple(
        PlacedPoint(
            p.name,
            p.x_px,
            p.y_px,
            USUAL_SD[p.source] * px_per_stature if p.sd_px is None else p.sd_px,
            p.source,
        )
        for p in points
    )


def entries(points: Sequence[PlacedPoint], px_per_stature: float) -> tuple[PointEntry, ...]:
    """Give points back as a file holds them: the inverse of ``resolve``.

    Parameters
    ----------
    points : sequence of PlacedPoint
    px_per_stature : float
        Source pixels per stature, as the camera has it.

    Returns
    -------
    tuple of PointEntry
        ``sd_px`` is left out where it is the usual error of the source.
    """
    return tuple(
        PointEntry(
            p.name,
            p.x_px,
            p.y_px,
            p.source,
            None if math.isclose(p.sd_px, USUAL_SD[p.source] * px_per_stature) else p.sd_px,
        )
        for p in points
    )
