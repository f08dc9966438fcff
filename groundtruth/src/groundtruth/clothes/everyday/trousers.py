"""Legs of jeans and trousers: cut to a girth, broken over the shoe, behind it down to the heel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from groundtruth.clothes.drape import convex_radius, fill, hang, section, smooth_above
from groundtruth.clothes.folds import ridged
from groundtruth.clothes.leg import COLUMNS, Leg
from groundtruth.clothes.measured_body import STEP, faces_of, pressed_by_arms
from groundtruth.clothes.surface import in_segments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from groundtruth.clothes.drape import Shell
    from groundtruth.clothes.everyday.details import Everyday
    from groundtruth.clothes.folds import Folds
    from groundtruth.clothes.measured_body import MeasuredBody
    from groundtruth.clothes.outfit import Outfit
    from groundtruth.clothes.shoes import Shoe
    from groundtruth.clothes.tube import Tube

_BASE = 0.004


def cut_leg(
    measured: MeasuredBody,
    outfit: Outfit,
    side: str,
    pleats: Folds,
    creases: Folds,
    *,
    everyday: Everyday,
    shoes: Sequence[Shoe],
) -> Leg:
    """One trouser leg over the shoe, from the hip axis to the hem.

    Parameters
    ----------
    measured : MeasuredBody
    outfit : Outfit
    side : {"left", "right"}
    pleats, creases : Folds
    everyday : Everyday
        Its girths and the height of the hem.
    shoes : sequence of Shoe
        What the cloth lies on below the ankle.

    Returns
    -------
    Leg
    """
    body = measured.body
    hip, knee, ankle = (body.joints[f"{name}_{side}"] for name in ("hip", "knee", "ankle"))
    top, low = float(hip[1]) + 0.01, everyday.hem_height
    heights = top - STEP * np.arange(int((top - low) / STEP) + 2, dtype=np.float64)
    joints = np.stack([ankle, knee, hip])
    centre = np.stack([np.interp(heights, joints[:, 1], joints[:, k]) for k in (0, 2)], axis=1)
    skin = _covered(measured, side, shoes, heights, centre)
    skin = skin.with_radius(_over_vamp(skin, everyday, float(ankle[1])))
    base = skin.radius + _BASE
    free = outfit.leg_looseness
    floor = base + (0.5 + 0.5 * free) * (convex_radius(skin.with_radius(base)) - base)
    radius = hang(skin.with_radius(floor), 0.04 + 0.10 * (1.0 - free))
    radius = _fitted(heights, radius, base, everyday, (top, float(knee[1])))
    radius = smooth_above(radius, 3, base)
    relief = _relief(skin, radius, base, outfit, everyday, (pleats, creases), float(knee[1]))
    radius = np.maximum(radius + relief, base)
    shell = skin.with_radius(pressed_by_arms(body, skin, radius, base))
    forward = 0.5 + 0.5 * np.cos(shell.azimuths)
    rise = (0.006 + 0.012 * everyday.breaks) * forward
    return Leg(shell, everyday.hem_height + rise)


def _covered(
    measured: MeasuredBody,
    side: str,
    shoes: Sequence[Shoe],
    heights: NDArray[np.float64],
    centre: NDArray[np.float64],
) -> Shell:
    """Outermost of skin and shoe round the leg's line."""
    body = measured.body
    own = in_segments(body, (f"thigh_{side}", f"shank_{side}", f"foot_{side}"))
    sign = 1.0 if side == "right" else -1.0
    own |= in_segments(body, ("pelvis",)) & (body.rest[:, 2] * sign > -1e-4)
    vertices, faces = [body.vertices], [faces_of(body, own)]
    for surface in (shoe.surface for shoe in shoes):
        chosen = _of_side(surface, float(body.joints[f"ankle_{side}"][2]), sign)
        faces.append(chosen + sum(len(part) for part in vertices))
        vertices.append(surface.vertices)
    return fill(section(np.vstack(vertices), np.vstack(faces), heights, centre, COLUMNS))


def _of_side(surface: Tube, ankle: float, sign: float) -> NDArray[np.intp]:
    """Triangles nearer to this foot than to the other."""
    z = surface.vertices[surface.faces, 2].mean(axis=1)
    return surface.faces[(z - ankle) * sign > -abs(ankle)]


def _over_vamp(skin: Shell, everyday: Everyday, ankle: float) -> NDArray[np.float64]:
    """In front the shoe reaches out of the leg: the cloth ends on it and does not go round it."""
    forward = np.clip(np.cos(skin.azimuths), 0.0, 1.0)
    aside = np.clip(1.0 - forward / 0.6, 0.0, 1.0)
    limit = 1.12 * everyday.hem_girth / (2 * np.pi) + 0.08 * aside
    low = skin.heights < ankle + 0.05
    if not low.any():
        return skin.radius
    # The shank itself is never cut off.
    shank = skin.radius[max(int(np.argmax(low)) - 1, 0)]
    limit = np.maximum(limit, shank + 0.003)[None, :]
    return np.where(low[:, None], np.minimum(skin.radius, limit), skin.radius)


def _fitted(
    heights: NDArray[np.float64],
    radius: NDArray[np.float64],
    base: NDArray[np.float64],
    everyday: Everyday,
    levels: tuple[float, float],
) -> NDArray[np.float64]:
    """Take in, or let out, each row to the girth that the leg is cut to."""
    top, knee = levels
    crotch = knee + 0.75 * (top - knee)
    girth = np.interp(
        heights,
        [everyday.hem_height, knee, crotch],
        [everyday.hem_girth, everyday.knee_girth, 1.5 * everyday.knee_girth],
    )
    room = np.maximum(girth / (2 * np.pi) - base.mean(axis=1), 0.002)
    excess = radius - base
    mean = np.maximum(excess.mean(axis=1), 1e-6)
    taken = excess * np.minimum(room / mean, 1.0)[:, None]
    let_out = np.maximum(room - mean, 0.0)[:, None]
    # Above the middle of the thigh the seat decides.
    share = np.clip((crotch - heights) / (0.6 * (crotch - knee)), 0.0, 1.0)[:, None]
    return base + (1 - share) * excess + share * (taken + let_out)


def _relief(
    skin: Shell,
    radius: NDArray[np.float64],
    base: NDArray[np.float64],
    outfit: Outfit,
    everyday: Everyday,
    folds: tuple[Folds, Folds],
    knee: float,
) -> NDArray[np.float64]:
    """Folds down the leg, creases round the knee, and the break over the shoe."""
    pleats, creases = folds
    free, top = outfit.leg_looseness, float(skin.heights[0])
    y = skin.heights[:, None]
    around, drop = np.broadcast_arrays(skin.azimuths[None, :], top - y)
    gap = np.clip(radius - base, 0.0, 0.05)
    down = np.clip((top - y) / 0.8, 0.0, 1.0)
    relief = (0.001 + 0.004 * free * down + 0.08 * gap) * (0.5 + 0.5 * pleats(around, drop))
    over_hem = y - everyday.hem_height
    near_knee = np.exp(-(((y - knee) / 0.07) ** 2))
    pushed = 0.0015 + 0.004 * free * near_knee + 0.05 * gap
    pushed = pushed + (0.003 + 0.009 * everyday.breaks) * np.exp(-((over_hem / 0.11) ** 2))
    relief = relief + pushed * ridged(1.4 * creases(around, drop))
    # The break: the cloth stands out over the shoe and is bent in above.
    forward = np.clip(np.cos(around), 0.0, 1.0) ** 1.5
    out = np.exp(-(((over_hem - 0.035) / 0.016) ** 2))
    dent = np.exp(-(((over_hem - 0.075) / 0.020) ** 2))
    return relief + 0.010 * everyday.breaks * forward * (out - 0.7 * dent)
