"""Tops: a yoke on chest, shoulders and arms, and a tube of cloth that hangs from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from groundtruth.clothes.drape import convex_radius, hang, move_onto, smooth_above
from groundtruth.clothes.folds import draw_creases, draw_pleats, ridged
from groundtruth.clothes.measured_body import pressed_by_arms
from groundtruth.clothes.surface import (
    cut,
    fit_to_skin,
    in_segments,
    neighbour_mean,
    neighbours,
    refine,
    vertex_normals,
)
from groundtruth.clothes.tube import Tube, joined, make_tube

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundtruth.clothes.drape import Shell
    from groundtruth.clothes.measured_body import MeasuredBody
    from groundtruth.clothes.outfit import Outfit


@dataclass(frozen=True, slots=True)
class Build:
    """How a top is made beyond its cut.

    Attributes
    ----------
    thick : float
        Thickness of the cloth beyond that of a T-shirt, metres.
    rib : float
        How far a ribbed waistband draws the hem in, 0 to 1.
    overhang : float
        How far a tucked top hangs over the waistband, metres; 0 is drawn tight.
    tails : float
        How much lower the hem is in front and behind than at the sides, metres.
    """

    thick: float = 0.0
    rib: float = 0.0
    overhang: float = 0.0
    tails: float = 0.0


PLAIN = Build()


def make_top(
    measured: MeasuredBody,
    outfit: Outfit,
    under: float,
    rng: np.random.Generator,
    build: Build = PLAIN,
) -> tuple[Tube, NDArray[np.bool_]]:
    """Make a fitted top, a T-shirt or a loose top.

    Parameters
    ----------
    measured : MeasuredBody
    outfit : Outfit
    under : float
        Thickness of the bottom under the top at the waistband, metres.
    rng : numpy.random.Generator
        Folds; always draws the same number of values.
    build : Build, optional

    Returns
    -------
    Tube
    covered : ndarray, shape (V,), bool
        Skin that is certainly hidden.
    """
    pleats, creases, hem_wave = draw_pleats(rng), draw_creases(rng), draw_pleats(rng, 4)
    body, tall = measured.body, measured.stature
    cut_level = measured.rest_height("shoulder_right") - 0.085 * tall
    hem = _hem(measured, outfit, hem_wave, build)
    shell = _trunk_cloth(measured, outfit, under, pleats, creases, build)
    if build.rib:
        shell = _ribbed(shell, measured, hem, build)
    yoke, field = _yoke(measured, outfit, shell, cut_level, creases, build)
    band = in_segments(body, ("thorax", "lumbar"))
    ring = band & (np.abs(body.rest[:, 1] - cut_level) < 0.015 * tall)
    upper = float(body.vertices[ring, 1].max()) + 0.02
    rows = max(8, int((upper - hem.mean()) / 0.011))
    girth = float(2 * np.pi * shell.radius[len(shell.radius) // 3].mean())
    tube = make_tube(
        shell,
        upper,
        hem,
        rows=rows,
        girth=girth,
        origin=float(shell.heights[0]),
        overlap=0.003,
        flares=outfit.everyday is not None,
    )
    trunk = in_segments(body, ("pelvis", "lumbar", "thorax", "thigh"))
    below = trunk & (body.rest[:, 1] < cut_level + 0.02)
    margin = 0.0 if outfit.tucked else 0.03
    hidden = (below & (body.vertices[:, 1] > hem.max() + margin)) | (field > 0.02)
    return joined([tube, yoke]), hidden


def _trunk_cloth(
    measured: MeasuredBody,
    outfit: Outfit,
    under: float,
    pleats: Folds,
    creases: Folds,
    build: Build,
) -> Shell:
    """The trunk's shell with the cloth on it, from C7 to below any hem."""
    skin, loose, tall = measured.trunk, outfit.looseness, measured.stature
    y = skin.heights[:, None]
    waist = float(measured.body.joints["pelvis"][1]) + outfit.waist * tall
    thick = 0.003 + build.thick + under * np.clip((waist + 0.02 - y) / 0.03, 0.0, 1.0)
    tight = outfit.tucked and not build.overhang
    if tight:
        # The top stays under the waistband.
        thick = 0.003 * np.clip((y - waist) / 0.015, 0.0, 1.0)
    base = skin.radius + thick
    free = float(np.clip((loose - 0.15) / 0.7, 0.0, 1.0))
    hull_radius = convex_radius(skin.with_radius(base))
    floor = base + (0.25 + 0.7 * free) * (hull_radius - base)
    # The slope is at most about 32 degrees; tight cloth follows every hollow.
    slope = 0.62 * (1.0 - free) ** 1.5 + 0.012
    hanging = hang(skin.with_radius(floor), slope)
    radius = floor + (0.25 + 0.75 * min(1.0, 1.6 * free)) * (hanging - floor)
    gap = np.clip(radius - base, 0.0, 0.06)
    top = float(skin.heights[0])
    drop = np.clip((top - y - 0.16 * tall) / (0.22 * tall), 0.0, 1.0)
    ease = 0.030 * free**1.3 * drop
    around = np.broadcast_to(skin.azimuths, radius.shape)
    down = np.broadcast_to(top - y, radius.shape)
    relief = (0.002 + 0.010 * free * drop + 0.22 * gap) * (0.5 + 0.5 * pleats(around, down))
    crumple = (0.0015 + 0.006 * free * drop + 0.12 * gap) * ridged(1.4 * creases(around, down))
    radius = radius + ease * (0.4 + 0.6 * relief / max(1e-9, float(relief.max())))
    radius = smooth_above(radius, 2, base) + relief + crumple - 0.001
    if outfit.tucked and build.overhang:
        # Bloused over the waistband, and turned in at its lower edge.
        above = y - waist + _band_drop(skin.azimuths)
        out = np.clip((above + build.overhang) / 0.03, 0.0, 1.0)
        over = build.overhang * np.exp(-((above / 0.045) ** 2))
        radius = base + (radius + over - base) * np.sqrt(out)
    if tight:
        # Narrow at the waistband, slightly wider above it.
        pull = np.clip((y - waist - 0.004) / 0.05, 0.0, 1.0)
        radius = base + (radius - base) * np.sqrt(pull)
    radius = np.maximum(radius, base)
    return skin.with_radius(pressed_by_arms(measured.body, skin, radius, base))


def _band_drop(azimuths: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much lower the waistband of a bottom is in front, metres."""
    return 0.024 * np.clip(np.cos(azimuths), 0.0, 1.0)


def _ribbed(shell: Shell, measured: MeasuredBody, hem: NDArray[np.float64], build: Build) -> Shell:
    """A waistband that clings, and the cloth bloused over it."""
    skin = measured.trunk.radius + 0.006 + build.thick
    above = shell.heights[:, None] - float(hem.mean())
    cling = build.rib * np.clip(1.0 - (above - 0.045) / 0.03, 0.0, 1.0)
    blouse = 0.012 * build.rib * np.exp(-(((above - 0.09) / 0.035) ** 2))
    radius = shell.radius + cling * np.minimum(skin - shell.radius, 0.0) + blouse
    return shell.with_radius(radius)


def _hem(measured: MeasuredBody, outfit: Outfit, wave: Folds, build: Build) -> NDArray[np.float64]:
    """Height of the lower edge in each direction."""
    body, azimuths = measured.body, measured.trunk.azimuths
    level = float(body.joints["pelvis"][1]) - outfit.hem * measured.stature
    if outfit.tucked:
        level = float(body.joints["pelvis"][1]) + (outfit.waist - 0.015) * measured.stature
        if build.overhang:
            level += 0.015 * measured.stature - build.overhang
            return level - _band_drop(azimuths)
        return np.full(len(azimuths), level)
    size = 0.002 + 0.004 * outfit.looseness
    level = level - build.tails * (0.5 + 0.5 * np.cos(2 * azimuths))
    return level + size * wave(azimuths, np.zeros_like(azimuths))


def _yoke(
    measured: MeasuredBody,
    outfit: Outfit,
    shell: Shell,
    cut_level: float,
    creases: Folds,
    build: Build,
) -> tuple[Tube, NDArray[np.float64]]:
    """Cloth on shoulders, chest and arms, and its field (distance inside its edges, metres)."""
    body, tall = measured.body, measured.stature
    field = _yoke_field(measured, outfit, cut_level)
    arm = in_segments(body, ("upper_arm", "forearm"))
    near = neighbours(body.faces, len(body.vertices))
    ids = np.flatnonzero(field > -0.12)
    free = float(np.clip((outfit.looseness - 0.15) / 0.7, 0.0, 1.0))
    offset = 0.003 + 0.002 * free + build.thick
    cloth = fit_to_skin(body, measured.normals, ids, offset, 3 + int(8 * free), field)
    cloth = _sleeves(measured, outfit, cloth, arm, free, creases)
    torso = in_segments(body, ("thorax", "lumbar")).astype(float)
    torso = neighbour_mean(torso, near, ids, 2)
    above = (cut_level + 0.09 * tall - body.rest[:, 1]) / (0.075 * tall)
    share = np.clip(above, 0.0, 1.0) * np.clip(2 * torso - 1, 0.0, 1.0)
    part = cut(body.faces, field)
    vertices = part.interpolated(cloth)
    vertices, faces, edges = refine(vertices, part.faces, vertex_normals(vertices, part.faces))
    share = part.interpolated(share)
    move_onto(shell, vertices, np.concatenate([share, share[edges].mean(axis=1)]))
    girth = float(2 * np.pi * shell.radius[len(shell.radius) // 3].mean())
    azimuth, _ = shell.polar(cloth)
    uv = np.stack([azimuth / (2 * np.pi) * girth, shell.heights[0] - cloth[:, 1]], axis=1)
    down_arm = measured.along_arm() * 0.28
    uv[arm, 1] = 0.03 + down_arm[arm]
    uv = part.interpolated(uv)
    uv = np.vstack([uv, uv[edges].mean(axis=1)])
    return Tube(vertices, faces, uv), field


def _sleeves(
    measured: MeasuredBody,
    outfit: Outfit,
    cloth: NDArray[np.float64],
    arm: NDArray[np.bool_],
    free: float,
    creases: Folds,
) -> NDArray[np.float64]:
    """Move sleeves away from the arm: more towards their end, more on the lower side."""
    place = measured.along_arm()
    ramp = np.clip(place / max(outfit.sleeve, 0.3), 0.0, 1.0) * np.where(arm, 1.0, 0.0)
    wide = 0.004 + 0.020 * free * (0.6 if outfit.sleeve > 1.2 else 1.0)
    if outfit.sleeve > 1.2:
        # A cuff fits the wrist.
        ramp = ramp * np.clip((outfit.sleeve - place) / 0.25, 0.25, 1.0)
    turn = np.arctan2(measured.normals[:, 2], measured.normals[:, 0])
    crease = ridged(1.3 * creases(turn, place * 0.3))
    out = ramp * (wide + 0.006 * free * crease)
    out = out + np.where(arm, 0.006 * free * crease * np.clip(place, 0, 1), 0.0)
    back_down = 1.0 + 0.5 * free * np.clip(
        -measured.normals[:, 0] - 0.3 * measured.normals[:, 1], 0, 1
    )
    return cloth + (out * back_down)[:, None] * measured.normals


def _yoke_field(measured: MeasuredBody, outfit: Outfit, cut_level: float) -> NDArray[np.float64]:
    """Distance inside neckline, cut and sleeve ends at rest, metres, per vertex."""
    body, tall = measured.body, measured.stature
    rest = body.rest
    neck = body.rest_joints["neck"]
    arm = in_segments(body, ("upper_arm", "forearm"))
    field = np.full(len(rest), -1.0)
    torso = in_segments(body, ("thorax", "lumbar", "clavicle", "neck", "head"))
    field[torso] = rest[torso, 1] - cut_level
    # The neckline falls forward from just below C7 to the notch between the collar bones.
    height = neck[1] - 0.004 * tall - 0.55 * (rest[:, 0] - neck[0]) - rest[:, 1]
    field[torso] = np.minimum(field[torso], 0.8 * height[torso])
    long = np.linalg.norm(body.rest_joints["elbow_right"] - body.rest_joints["shoulder_right"])
    if outfit.sleeve > 0:
        field[arm] = (outfit.sleeve - measured.along_arm()[arm]) * long
        return field
    # The armhole runs half-way between trunk and arm and widens downwards in front and behind.
    field[arm] = np.maximum(field[arm], -0.015)
    aside = abs(body.rest_joints["shoulder_right"][2]) - 0.022 * tall - np.abs(rest[:, 2])
    below = np.maximum(cut_level + 0.055 * tall - rest[:, 1], 0.0)
    field[torso] = np.minimum(field[torso], (aside + 1.5 * below)[torso])
    return field


if TYPE_CHECKING:
    from groundtruth.clothes.folds import Folds
