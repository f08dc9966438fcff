"""Shorts, leggings and trousers: a seat on the pelvis, and legs that hang from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from groundtruth.clothes.drape import convex_radius, fill, hang, move_onto, section, smooth_above
from groundtruth.clothes.folds import draw_creases, draw_pleats, ridged
from groundtruth.clothes.leg import COLUMNS, Leg
from groundtruth.clothes.measured_body import SIDES, STEP, faces_of, pressed_by_arms
from groundtruth.clothes.surface import cut, fit_to_skin, in_segments, refine, vertex_normals
from groundtruth.clothes.tube import Tube, joined, make_tube

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundtruth.clothes.folds import Folds
    from groundtruth.clothes.leg import LegCutter
    from groundtruth.clothes.measured_body import MeasuredBody
    from groundtruth.clothes.outfit import Outfit

_TIGHT = 0.2


def thickness(outfit: Outfit) -> float:
    """Thickness of the bottom under a top, metres."""
    return 0.004 if outfit.leg_looseness < _TIGHT else 0.008


def make_bottom(
    measured: MeasuredBody,
    outfit: Outfit,
    rng: np.random.Generator,
    cut_leg: LegCutter | None = None,
) -> tuple[Tube, NDArray[np.bool_]]:
    """Make shorts, leggings or trousers.

    Parameters
    ----------
    measured : MeasuredBody
    outfit : Outfit
    rng : numpy.random.Generator
        Folds; always draws the same number of values.
    cut_leg : callable, optional
        How the legs of wide bottoms are made; narrowing to the ankle by default.

    Returns
    -------
    Tube
    covered : ndarray, shape (V,), bool
    """
    folds = [(draw_pleats(rng), draw_creases(rng)) for _ in SIDES]
    body, tall = measured.body, measured.stature
    tight = outfit.leg_looseness < _TIGHT
    place = measured.along_leg()
    scale = measured.crotch - measured.rest_height("knee_right")
    end = outfit.leg if tight else min(outfit.leg, 0.12)
    field = np.full(len(body.rest), -1.0)
    # More segments than are covered: the edges follow from lengths, not from borders of segments.
    chosen = in_segments(body, ("pelvis", "lumbar", "thorax", "thigh", "shank", "foot"))
    waist = measured.rest_height("pelvis") + outfit.waist * tall - body.rest[:, 1]
    # The band sits a little lower in front.
    waist = waist - 0.12 * np.clip(body.rest[:, 0], 0.0, None)
    field[chosen] = np.minimum(waist, (end - place) * scale)[chosen]
    ids = np.flatnonzero(field > -0.12)
    rounds = 8 if tight else 16
    cloth = fit_to_skin(body, measured.normals, ids, 0.0025 if tight else 0.005, rounds, field)
    legs: list[Leg] = []
    if not tight:
        make = cut_leg or _leg
        legs = [make(measured, outfit, side, *folds[k]) for k, side in enumerate(SIDES)]
    part = cut(body.faces, field)
    vertices = part.interpolated(cloth)
    vertices, faces, edges = refine(vertices, part.faces, vertex_normals(vertices, part.faces))
    rest = part.interpolated(body.rest)
    rest = np.vstack([rest, rest[edges].mean(axis=1)])
    for side, leg in zip(SIDES, legs, strict=False):
        move_onto(leg.shell, vertices, _leg_share(measured, rest, side))
    uv = part.interpolated(np.stack([body.rest[:, 0] - body.rest[:, 2], -body.rest[:, 1]], axis=1))
    tubes = [Tube(vertices, faces, np.vstack([uv, uv[edges].mean(axis=1)]))]
    hidden = field > 0.02
    upper = _split(measured) + 0.01
    for side, leg in zip(SIDES, legs, strict=False):
        tubes.append(
            make_tube(
                leg.shell,
                upper,
                leg.hem,
                rows=max(6, int((upper - float(leg.hem[0])) / 0.014)),
                girth=0.6,
                origin=upper,
                overlap=0.005,
                flares=outfit.everyday is not None,
            )
        )
        own = in_segments(body, (f"thigh_{side}", f"shank_{side}"))
        hidden |= own & (body.vertices[:, 1] > float(leg.hem.max()) + 0.03) & (place > 0)
    return joined(tubes), hidden


def _split(measured: MeasuredBody) -> float:
    """Height of the crotch in the pose, metres."""
    above = measured.rest_height("pelvis") - measured.crotch
    return float(measured.body.joints["pelvis"][1]) - above


def _leg(measured: MeasuredBody, outfit: Outfit, side: str, pleats: Folds, creases: Folds) -> Leg:
    """One trouser leg, from the hip axis to the ankle."""
    body, tall, free = measured.body, measured.stature, outfit.leg_looseness
    own = in_segments(body, (f"thigh_{side}", f"shank_{side}"))
    sign = 1.0 if side == "right" else -1.0
    own |= in_segments(body, ("pelvis",)) & (body.rest[:, 2] * sign > -1e-4)
    hip, knee, ankle = (body.joints[f"{name}_{side}"] for name in ("hip", "knee", "ankle"))
    top, low = float(hip[1]) + 0.01, float(ankle[1]) + 0.005
    heights = top - STEP * np.arange(int((top - low) / STEP) + 1, dtype=np.float64)
    joints = np.stack([ankle, knee, hip])
    centre = np.stack([np.interp(heights, joints[:, 1], joints[:, k]) for k in (0, 2)], axis=1)
    # The hip centre lies inside the section, in front of its middle.
    skin = fill(section(body.vertices, faces_of(body, own), heights, centre, COLUMNS))
    base = skin.radius + 0.004
    floor = base + (0.5 + 0.5 * free) * (convex_radius(skin.with_radius(base)) - base)
    # Narrower towards the ankle: below the seat the cloth soon touches the leg again.
    slope = 0.10 + 0.20 * (1.0 - free)
    radius = hang(skin.with_radius(floor), slope)
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
    radius = smooth_above(radius, 2, base) + ease + relief
    shell = skin.with_radius(pressed_by_arms(body, skin, np.maximum(radius, base), base))
    levels = [_split(measured), float(knee[1]), float(ankle[1])]
    hem = float(np.interp(outfit.leg, [0.0, 1.0, 2.0], levels))
    return Leg(shell, np.full(COLUMNS, hem))


def _leg_share(measured: MeasuredBody, rest: NDArray[np.float64], side: str) -> NDArray[np.float64]:
    """Share of the leg in the blend of seat and leg, 0 at the hip axis to 1 at the crotch."""
    hip = measured.rest_height("pelvis")
    share = np.clip((hip - rest[:, 1]) / (hip - measured.crotch + 0.005), 0.0, 1.0)
    outward = rest[:, 2] if side == "right" else -rest[:, 2]
    # The seam at the midline belongs to neither leg.
    return share * np.clip(outward / 0.035, 0.0, 1.0)
