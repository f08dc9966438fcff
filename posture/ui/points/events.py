"""Events of the picture applied to the placed points: pure functions with untrusted input."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from posture.body.placed.entries import PointEntry
from posture.body.points import POINTS

if TYPE_CHECKING:
    from posture.body.camera.vertical import Spot
    from posture.body.placed.entries import Hand

UPPER, LOWER = "vertical_upper", "vertical_lower"
"""Names of the two ends of a vertical in an event."""


@dataclass(frozen=True, slots=True)
class PlacedLayer:
    """What was placed in one photo.

    Attributes
    ----------
    points : tuple of PointEntry
        At most one per name.
    upper, lower : tuple of float or None
        Ends of a vertical, source pixels.
    """

    points: tuple[PointEntry, ...] = ()
    upper: Spot | None = None
    lower: Spot | None = None


def apply_event(
    layer: PlacedLayer, event: object, size: tuple[int, int], source: Hand = "eye"
) -> PlacedLayer:
    """Apply an event to the layer.

    Parameters
    ----------
    layer : PlacedLayer
    event : object
        ``{"point", "x_px", "y_px"}``: one of ``POINTS``, ``UPPER`` or ``LOWER``, and where it was
        put, source pixels. It comes from a browser and may be anything.
    size : tuple of int
        Width and height of the picture, source pixels; positions outside are moved to the border.
    source : {"eye", "placed", "sticker"}
        Source of a point that was not placed before.

    Returns
    -------
    PlacedLayer
        Unchanged if the event is invalid. A point that was placed before keeps its source; a
        sticker moved by hand loses the error with which it was found.
    """
    if not isinstance(event, Mapping):
        return layer
    fields = cast("Mapping[str, Any]", event)
    name, x, y = fields.get("point"), _number(fields.get("x_px")), _number(fields.get("y_px"))
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


def set_source(layer: PlacedLayer, name: str, source: Hand) -> PlacedLayer:
    """Change the source of a placed point; its error becomes the default of that source."""
    before = next((p for p in layer.points if p.name == name), None)
    if before is None or before.source == source:
        return layer
    changed = replace(before, source=source, sd_px=None)
    return replace(layer, points=_with(layer.points, changed))


def reset_points(layer: PlacedLayer, name: str | None = None) -> PlacedLayer:
    """Remove one placed point, or all: the estimate is used again."""
    kept = tuple(p for p in layer.points if name is not None and p.name != name)
    return replace(layer, points=kept)


def _with(points: tuple[PointEntry, ...], new: PointEntry) -> tuple[PointEntry, ...]:
    """The points with one replaced or added, ordered from head to foot."""
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
