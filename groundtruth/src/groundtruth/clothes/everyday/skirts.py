"""Skirts, and the trunk and legs as one for dresses."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from groundtruth.clothes.drape import Shell, convex_radius, fill, hang, section, smooth_above
from groundtruth.clothes.folds import draw_pleats
from groundtruth.clothes.measured_body import STEP, faces_of, pressed_by_arms
from groundtruth.clothes.surface import in_segments
from groundtruth.clothes.tube import Tube, make_tube

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundtruth.clothes.everyday.details import Everyday
    from groundtruth.clothes.measured_body import MeasuredBody
    from groundtruth.clothes.outfit import Outfit


def long_trunk(measured: MeasuredBody, hem: float) -> MeasuredBody:
    """The measured with a trunk's shell that reaches down the legs.

    Parameters
    ----------
    measured : MeasuredBody
    hem : float
        Lower edge below the hip axis, statures.

    Returns
    -------
    MeasuredBody
    """
    trunk, body = measured.trunk, measured.body
    low = float(body.joints["pelvis"][1]) - (hem + 0.04) * measured.stature
    count = int((trunk.heights[0] - low) / STEP) + 1
    if count <= len(trunk.heights):
        return measured
    # A section needs two rows.
    count = max(count, len(trunk.heights) + 2)
    heights = trunk.heights[0] - STEP * np.arange(count, dtype=np.float64)
    more = heights[len(trunk.heights) :]
    centre = np.vstack([trunk.centre, np.repeat(trunk.centre[-1:], len(more), axis=0)])
    chosen = in_segments(body, ("thigh", "shank"))
    legs = section(
        body.vertices, faces_of(body, chosen), more, centre[-len(more) :], len(trunk.azimuths)
    )
    # In front of and behind the gap between the legs nothing carries the cloth.
    radius = np.where(np.isfinite(legs.radius), legs.radius, 0.02)
    radius = np.vstack([trunk.radius, radius])
    shell = fill(Shell(heights, trunk.azimuths, centre, radius))
    hull = convex_radius(shell)
    blend = np.clip((trunk.heights[-1] + 0.05 - heights) / 0.05, 0.0, 1.0)[:, None]
    return replace(measured, trunk=shell.with_radius(radius + blend * (hull - radius)))


def make_skirt(
    measured: MeasuredBody, outfit: Outfit, everyday: Everyday, rng: np.random.Generator
) -> tuple[Tube, NDArray[np.bool_]]:
    """A skirt from the waist to ``everyday.skirt_hem``.

    Returns
    -------
    Tube
    covered : ndarray, shape (V,), bool
    """
    pleats, wave = draw_pleats(rng, 7), draw_pleats(rng, 4)
    body, tall = measured.body, measured.stature
    skin = long_trunk(measured, everyday.skirt_hem).trunk
    pelvis = float(body.joints["pelvis"][1])
    upper = pelvis + outfit.waist * tall
    hem = pelvis - everyday.skirt_hem * tall
    y = skin.heights[:, None]
    base = skin.radius + 0.007
    hull = convex_radius(skin.with_radius(base))
    below = np.clip((upper - 0.02 - y) / 0.12, 0.0, 1.0)
    floor = base + below * (hull - base)
    # Cut wider downwards, or narrower: a pencil skirt follows the thighs.
    hung = hang(skin.with_radius(floor), 0.25 - 0.23 * min(1.0, 2.5 * everyday.flare))
    down = np.clip((upper - y) / (0.35 * tall), 0.0, 1.5)
    around, drop = np.broadcast_arrays(skin.azimuths[None, :], upper - y)
    radius = hung + 0.10 * everyday.flare**1.5 * down
    relief = (0.002 + 0.020 * everyday.flare * down) * (0.5 + 0.5 * pleats(around, 0.3 * drop))
    radius = smooth_above(radius, 2, base) + relief
    # The band lies on the waist.
    radius = base + (radius - base) * np.clip((upper - y) / 0.06, 0.0, 1.0)
    shell = skin.with_radius(pressed_by_arms(body, skin, np.maximum(radius, base), base))
    edge = hem + 0.004 * wave(skin.azimuths, np.zeros_like(skin.azimuths))
    rows = max(8, int((upper - hem) / 0.014))
    tube = make_tube(shell, upper, edge, rows=rows, girth=1.0, origin=upper, flares=True)
    own = in_segments(body, ("pelvis", "lumbar", "thigh", "shank"))
    hidden = own & (body.vertices[:, 1] > float(edge.max()) + 0.04)
    return tube, hidden & (body.vertices[:, 1] < upper - 0.03)
