"""Group spots of one colour and size, and compute how likely each one is a sticker."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posture.body.stickers.colours import apart, chroma, is_called
from posture.body.stickers.dome import FACING, aspect_of
from posture.body.stickers.match import match
from posture.body.stickers.places import USUAL_DIAMETER
from posture.body.stickers.spots import any_spots, spots_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from posture.body.stickers.match import Matches
    from posture.body.stickers.places import Places
    from posture.body.stickers.spots import Field, Spot

_ASPECTS = {
    "c7": (0.25, 0.25),
    "acromion": (0.7, 0.3),
    "asis": (0.6, 0.3),
    "psis": (0.4, 0.3),
    "trochanter": (0.9, 0.25),
    "knee": (0.9, 0.25),
    "malleolus": (0.85, 0.25),
}
"""Short over long axis of a flat sticker in a side view, with a wide SD: from the direction of the
skin. That of a half-ball follows from ``FACING``; both kinds are accepted."""

_BALL_SD = 0.2
"""SD of a half-ball's short over long axis about the usual value at its point."""

_SMALLEST, _LARGEST = 0.5, 1.75
"""Diameter over the usual one: from 15 mm on a tall adult to 25 mm on a child."""

_SAME_HUE, _SAME_SIZE = 12.0, 0.35
"""Largest difference between stickers of one person: hue (degrees) and logarithm of the size."""

_SKIN = (-20.0, 50.0)
"""Hues of skin under daylight and lamps, degrees."""

_EVIDENCE = 6.0
"""Smallest log odds of stickers against none where their colour was not given."""
_EVIDENCE_COLOUR_GIVEN = 2.5
"""The same where their colour was given."""

_FAINT, _FAINT_SPOTS = 0.5, 3.0
"""Share of the colour below which a spot is faint; assumed number of faint spots per picture."""
_MOST_FAMILIES = 16
"""Number of spots, the clearest first, whose colours are tried."""
_CLOTHED = 0.3
"""Area in which other spots may lie, statures squared: the person and some background."""
_SLIVER, _SLIVER_PX, _STRAY = 0.35, 3.0, 20.0
"""A spot whose short axis is below the first (over the long axis of a whole sticker) or the second
(searched pixels) is too thin to show its hue; instead, the direction of its chroma may differ from
that of the stickers by the third (degrees)."""


@dataclass(frozen=True, slots=True, eq=False)
class MatchedFamily:
    """Spots of one colour, matched to points; ``length`` is the long axis of a whole sticker."""

    spots: list[Spot]
    matches: Matches
    length: float

    def strong(self, alone: bool) -> bool:
        """Whether the log odds suffice; ``alone``: the colour was not given."""
        return self.matches.evidence > (_EVIDENCE if alone else _EVIDENCE_COLOUR_GIVEN)


def find_families(field: Field, places: Places, colour: str | None) -> list[list[Spot]]:
    """Group clear spots near the expected points by colour and size."""
    given = colour is not None
    seeds = [
        spot
        for spot in any_spots(field, 0.06 if given else 0.08)
        if _like_a_sticker(spot, field.diameter, given)
        and (colour is None or is_called(spot.hue, colour))
        and places.near(np.array([spot.x, spot.y]))
    ]
    families: list[list[Spot]] = []
    for seed in seeds[:_MOST_FAMILIES]:
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
        # Fingers, lips and lit skin form spots too, so a much purer colour is required.
        vivid = spot.saturation > 0.62 and spot.contrast > 0.13
    else:
        vivid = spot.saturation > 0.35 and spot.contrast > 0.09
    return (
        vivid
        and _SMALLEST <= spot.long / diameter <= _LARGEST
        and spot.aspect > (0.15 if given else 0.25)
        and spot.fill > 0.5
    )


def find_all(field: Field, places: Places, seeds: Sequence[Spot]) -> MatchedFamily:
    """Find all spots of the seeds' colour, thin ones too, and match them to points."""
    clearest = sorted(seeds, key=lambda s: s.contrast * s.short, reverse=True)[:5]
    core = np.array([[spot.rgb for spot in clearest]]).round().astype(np.uint8)
    colour = chroma(core)[0].astype(np.float64).mean(axis=0)
    length = float(np.median([spot.long for spot in clearest]))
    spots = [
        spot
        for spot in spots_of(field, colour, 0.16)
        if 0.55 <= spot.long / length <= 1.6
        and spot.fill > 0.4
        and (_same_dye(spot, clearest) or _is_sliver(spot, length))
    ]
    at = np.array([[spot.x, spot.y] for spot in spots]).reshape(-1, 2)
    matches = match(places, at, _likeness(spots, at, places, length, field))
    # Second pass: the number of spots that match no point shows how common such spots are.
    left_over = [spot for j, spot in enumerate(spots) if j not in matches.best.values()]
    likeness = _likeness(spots, at, places, length, field, left_over)
    return MatchedFamily(spots, match(places, at, likeness), length)


def _same_dye(spot: Spot, seeds: Sequence[Spot]) -> bool:
    """Whether the core has the seeds' hue and saturation, which a shadow does not change."""
    pure = float(np.median([seed.saturation for seed in seeds]))
    return spot.saturation > 0.6 * pure and any(apart(spot.hue, s.hue) <= 20.0 for s in seeds)


def _is_sliver(spot: Spot, length: float) -> bool:
    """Whether a spot is too thin or faint to show its hue, and its chroma has the direction."""
    thin = spot.short < max(_SLIVER_PX, _SLIVER * length) or spot.share < 0.3
    return thin and spot.stray_deg < _STRAY


def _likeness(
    spots: Sequence[Spot],
    at: NDArray[np.float64],
    places: Places,
    length: float,
    field: Field,
    left_over: Sequence[Spot] = (),
) -> NDArray[np.float64]:
    """Likelihood ratio of sticker against other spot, over the density of others; (N, M)."""
    faint = np.array([spot.share < _FAINT for spot in spots], dtype=bool)
    unit = field.diameter / USUAL_DIAMETER
    area, reach = _CLOTHED * unit**2, 0.12 * unit
    ratios = np.empty((len(places.names), len(spots)))
    for j, spot in enumerate(spots):
        alike = faint == faint[j]
        around = int((alike & (np.hypot(*(at - at[j]).T) < reach)).sum())
        others = sum((other.share < _FAINT) == faint[j] for other in left_over)
        # Up to three stickers may lie close together; more spots are taken for a pattern.
        density = max(
            (others + (_FAINT_SPOTS if spot.share < 0.3 else 0.5)) / area,
            max(0, around - 3) / (math.pi * reach**2),
        )
        size = 0.12 + 0.15 * max(0.0, 1 - spot.short / 4)
        ratio = _normal(math.log(spot.long / length), size) / _normal(
            math.log(spot.long / length), 0.6
        )
        if spot.short > 3:
            ratio *= _normal(spot.share - 1.0, 0.3) * 1.5
        for i, name in enumerate(places.names):
            mean, sd = _ASPECTS[name]
            flat = _normal(spot.aspect - mean, sd)
            ball = _normal(spot.aspect - aspect_of(FACING[name][0]), _BALL_SD)
            ratios[i, j] = ratio * max(flat, ball, 0.02) / density
    return ratios


def _normal(value: float, sd: float) -> float:
    return math.exp(-0.5 * (value / sd) ** 2) / (sd * math.sqrt(2 * math.pi))
