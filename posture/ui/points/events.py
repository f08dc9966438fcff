"""What the picture on the page reports, applied to the points: pure, and trusting nothing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from posture.body.body import POINTS
from posture.body.placed.entries import PointEntry

if TYPE_CHECKING:
    from posture.body.body import Hand
    from posture.body.camera.vertical import Spot

UPPER, LOWER = "vertical_upper", "vertical_lower"
"""Names of the two places of a vertical reference in an event."""


@dataclass(frozen=True, slots=True)
class Layer:
    """What a person has set in one picture.

    Attributes
    ----------
    points : tuple of PointEntry
        At most one per name.
    upper, lower : tuple of float or None
        Places on a vertical, source pixels.
    """

    points: tuple[PointEntry, ...] = ()
    upper: Spot | None = None
    lower: Spot | None = None


def apply_event(layer: Layer, event: object, size: tuple[int, int], source: Hand = "eye") -> Layer:
    """Put what an event says into the layer.

    Parameters
    ----------
    layer : Layer
    event : object
        ``{"point", "x_px", "y_px"}``: one of ``POINTS``, ``UPPER`` or ``LOWER``, and where it was
        put, source pixels. Comes from a browser, so it may be anything.
    size : tuple of int
        Width and height of the picture, source pixels; places outside are moved to its edge.
    source : {"eye", "placed", "sticker"}
        How a point that was not placed before is taken to be placed.

    Returns
    -------
    Layer
        The same one where the event makes no sense. A point that was placed before keeps its
        source; a sticker that is moved by hand loses the error with which it was found.
    """
    if not isinstance(event, Mapping):
        return layer
    said = cast("Mapping[str, Any]", event)
    name, x, y = said.get("point"), _number(said.get("x_px")), _number(said.get("y_px"))
    if x is None or y is None:
        return layer
    at = (min(max(x, 0.0), float(size[0])), min(max(y, 0.0), float(size[1])))
    if name == UPPER:
        return replace(layer, upper=at)
    if name == LOWER:
        return replace(layer, lower=at)
    if name not in POINTS:
        return layer
    before = next((p for p in layer.points if p.name == name), None)
    moved = PointEntry(str(name), *at, before.source if before else source)
    return replace(layer, points=_with(layer.points, moved))


def mark(layer: Layer, name: str, source: Hand) -> Layer:
    """Say how a placed point was placed; its error becomes the usual one of that source."""
    before = next((p for p in layer.points if p.name == name), None)
    if before is None or before.source == source:
        return layer
    changed = replace(before, source=source, sd_px=None)
    return replace(layer, points=_with(layer.points, changed))


def take_back(layer: Layer, name: str | None = None) -> Layer:
    """Give one point, or all of them, back to the estimate."""
    kept = tuple(p for p in layer.points if name is not None and p.name != name)
    return replace(layer, points=kept)


def _with(points: tuple[PointEntry, ...], new: PointEntry) -> tuple[PointEntry, ...]:
    """The points with one of them replaced or added, from head to foot."""
    others = [p for p in points if p.name != new.name]
    return tuple(sorted([*others, new], key=lambda p: POINTS.index(p.name)))


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None
