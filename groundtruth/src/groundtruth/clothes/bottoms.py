"""Shorts, leggings and trousers: a seat that lies on the pelvis, and legs that hang from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from groundtruth.clothes.drape import fall, fill, section, settle, soften, taut
from groundtruth.clothes.figure import SIDES, STEP, faces_of, pressed
from groundtruth.clothes.folds import draw_creases, draw_pleats, ridged
from groundtruth.clothes.leg import COLUMNS, Leg
from groundtruth.clothes.surface import cut, in_segments, lie_close, refine, vertex_normals
from groundtruth.clothes.tube import Tube, joined, weave

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundtruth.clothes.figure import Figure
    from groundtruth.clothes.folds import Folds
    from groundtruth.clothes.leg import LegCutter
    from groundtruth.clothes.outfit import Outfit

_TIGHT = 0.2


def thickness(outfit: Outfit) -> float:
    """How far the bottom lifts what is worn over it, metres."""
    return 0.004 if outfit.leg_looseness < _TIGHT else 0.008


def make_bottom(
    figure: Figure,
    outfit: Outfit,
    rng: np.random.Generator,
    cut_leg: LegCutter | None = None,
) -> tuple[Tube, NDArray[np.bool_]]:
    """Make shorts, leggings or trousers.

    Parameters
    ----------
    figure : Figure
    outfit : Outfit
    rng : numpy.random.Generator
        Folds; always draws the same number of values.
    cut_leg : callable, optional
        How the legs of wide bottoms are made; straight and narrowing by default.

    Returns
    -------
    Tube
    covered : ndarray, shape (V,), bool
    """
    folds = [(draw_pleats(rng), draw_creases(rng)) for _ in SIDES]
    body, tall = figure.body, figure.stature
    tight = outfit.leg_looseness < _TIGHT
    place = figure.along_leg()
    scale = figure.crotch - figure.rest_height("knee_right")
    end = outfit.leg if tight else min(outfit.leg, 0.12)
    field = np.full(len(body.rest), -1.0)
    # More than is worn: the edges are cut by length, not where a segment happens to end.
    chosen = in_segments(body, ("pelvis", "lumbar", "thorax", "thigh", "shank", "foot"))
    waist = figure.rest_height("pelvis") + outfit.waist * tall - body.rest[:, 1]
    # The band sits a little lower in front.
    waist = waist - 0.12 * np.clip(body.rest[:, 0], 0.0, None)
    field[chosen] = np.minimum(waist, (end - place) * scale)[chosen]
    ids = np.flatnonzero(field > -0.12)
    rounds = 8 if tight else 16
    cloth = lie_close(body, figure.normals, ids, 0.0025 if tight else 0.005, rounds, field)
    legs: list[Leg] = []
    if not tight:
        make = cut_leg or _leg
        legs = [make(figure, outfit, side, *folds[k]) for k, side in enumerate(SIDES)]
    part = cut(body.faces, field)
    vertices = part.carry(cloth)
    vertices, faces, edges = refine(vertices, part.faces, vertex_normals(vertices, part.faces))
    rest = part.carry(body.rest)
    rest = np.vstack([rest, rest[edges].mean(axis=1)])
    for side, leg in zip(SIDES, legs, strict=False):
        settle(leg.shell, vertices, _passing(figure, rest, side))
    uv = part.carry(np.stack([body.rest[:, 0] - body.rest[:, 2], -body.rest[:, 1]], axis=1))
    tubes = [Tube(vertices, faces, np.vstack([uv, uv[edges].mean(axis=1)]))]
    hidden = field > 0.02
    upper = _split(figure) + 0.01
    for side, leg in zip(SIDES, legs, strict=False):
        tubes.append(
            weave(
                leg.shell,
                upper,
                leg.hem,
                rows=max(6, int((upper - float(leg.hem[0])) / 0.014)),
                girth=0.6,
                origin=upper,
                sunk=0.005,
            )
        )
        own = in_segments(body, (f"thigh_{side}", f"shank_{side}"))
        hidden |= own & (body.vertices[:, 1] > float(leg.hem.max()) + 0.03) & (place > 0)
    return joined(tubes), hidden


def _split(figure: Figure) -> float:
    """Height of the crotch in the pose, metres."""
    above = figure.rest_height("pelvis") - figure.crotch
    return float(figure.body.joints["pelvis"][1]) - above


def _leg(figure: Figure, outfit: Outfit, side: str, pleats: Folds, creases: Folds) -> Leg:
    """One trouser leg, from the hip axis to the ankle."""
    body, tall, free = figure.body, figure.stature, outfit.leg_looseness
    own = in_segments(body, (f"thigh_{side}", f"shank_{side}"))
    sign = 1.0 if side == "right" else -1.0
    own |= in_segments(body, ("pelvis",)) & (body.rest[:, 2] * sign > -1e-4)
    hip, knee, ankle = (body.joints[f"{name}_{side}"] for name in ("hip", "knee", "ankle"))
    top, low = float(hip[1]) + 0.01, float(ankle[1]) + 0.005
    heights = top - STEP * np.arange(int((top - low) / STEP) + 1, dtype=np.float64)
    joints = np.stack([ankle, knee, hip])
    centre = np.stack([np.interp(heights, joints[:, 1], joints[:, k]) for k in (0, 2)], axis=1)
    # The joint lies before the middle of the seat, and inside of it.
    skin = fill(section(body.vertices, faces_of(body, own), heights, centre, COLUMNS))
    base = skin.radius + 0.004
    floor = base + (0.5 + 0.5 * free) * (taut(skin.with_radius(base)) - base)
    # Cut narrower towards the ankle: what hangs from the seat soon lies on the leg again.
    slope = 0.10 + 0.20 * (1.0 - free)
    radius = fall(skin.with_radius(floor), slope)
    y = heights[:, None]
    down = np.clip((top - y) / (0.45 * tall), 0.0, 1.0)
    around, drop = np.broadcast_arrays(skin.azimuths[None, :], top - y)
    gap = np.clip(radius - base, 0.0, 0.05)
    relief = (0.001 + 0.006 * free * down + 0.15 * gap) * (0.5 + 0.5 * pleats(around, drop))
    near_knee = np.exp(-(((y - knee[1]) / 0.07) ** 2))
    near_hem = np.exp(-(((y - ankle[1]) / (0.05 * tall)) ** 2))
    pushed = 0.0015 + 0.007 * free * (0.6 * near_knee + near_hem) + 0.08 * gap
    relief = relief + pushed * ridged(1.4 * creases(around, drop))
    ease = 0.004 * (1 - down) + 0.010 * free * down
    radius = soften(radius, 2, base) + ease + relief
    shell = skin.with_radius(pressed(body, skin, np.maximum(radius, base), base))
    levels = [_split(figure), float(knee[1]), float(ankle[1])]
    hem = float(np.interp(outfit.leg, [0.0, 1.0, 2.0], levels))
    return Leg(shell, np.full(COLUMNS, hem))


def _passing(figure: Figure, rest: NDArray[np.float64], side: str) -> NDArray[np.float64]:
    """How far the seat has passed over into a leg at points at rest, 0 hip axis to 1 crotch."""
    hip = figure.rest_height("pelvis")
    share = np.clip((hip - rest[:, 1]) / (hip - figure.crotch + 0.005), 0.0, 1.0)
    outward = rest[:, 2] if side == "right" else -rest[:, 2]
    # At the midline the two legs meet in the seam, which belongs to neither.
    return share * np.clip(outward / 0.035, 0.0, 1.0)
