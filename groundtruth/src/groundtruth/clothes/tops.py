"""Tops: a yoke that lies on chest, shoulders and arms, and a tube that hangs from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from groundtruth.clothes.drape import fall, settle, soften, taut
from groundtruth.clothes.figure import pressed
from groundtruth.clothes.folds import draw_creases, draw_pleats, ridged
from groundtruth.clothes.surface import (
    cut,
    in_segments,
    lie_close,
    neighbours,
    refine,
    spread,
    vertex_normals,
)
from groundtruth.clothes.tube import Tube, joined, weave

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundtruth.clothes.drape import Shell
    from groundtruth.clothes.figure import Figure
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
    figure: Figure,
    outfit: Outfit,
    under: float,
    rng: np.random.Generator,
    build: Build = PLAIN,
) -> tuple[Tube, NDArray[np.bool_]]:
    """Make a fitted top, a T-shirt or a loose top.

    Parameters
    ----------
    figure : Figure
    outfit : Outfit
    under : float
        Thickness of what is worn below, beneath the waistband, metres.
    rng : numpy.random.Generator
        Folds; always draws the same number of values.
    build : Build, optional

    Returns
    -------
    Tube
    covered : ndarray, shape (V,), bool
        Skin that is surely hidden.
    """
    pleats, creases, hem_wave = draw_pleats(rng), draw_creases(rng), draw_pleats(rng, 4)
    body, tall = figure.body, figure.stature
    cut_level = figure.rest_height("shoulder_right") - 0.085 * tall
    hem = _hem(figure, outfit, hem_wave, build)
    shell = _hung(figure, outfit, under, pleats, creases, build)
    if build.rib:
        shell = _ribbed(shell, figure, hem, build)
    yoke, field = _yoke(figure, outfit, shell, cut_level, creases, build)
    band = in_segments(body, ("thorax", "lumbar"))
    ring = band & (np.abs(body.rest[:, 1] - cut_level) < 0.015 * tall)
    upper = float(body.vertices[ring, 1].max()) + 0.02
    rows = max(8, int((upper - hem.mean()) / 0.011))
    girth = float(2 * np.pi * shell.radius[len(shell.radius) // 3].mean())
    tube = weave(
        shell, upper, hem, rows=rows, girth=girth, origin=float(shell.heights[0]), sunk=0.003
    )
    trunk = in_segments(body, ("pelvis", "lumbar", "thorax", "thigh"))
    below = trunk & (body.rest[:, 1] < cut_level + 0.02)
    margin = 0.0 if outfit.tucked else 0.03
    hidden = (below & (body.vertices[:, 1] > hem.max() + margin)) | (field > 0.02)
    return joined([tube, yoke]), hidden


def _hung(
    figure: Figure, outfit: Outfit, under: float, pleats: Folds, creases: Folds, build: Build
) -> Shell:
    """The trunk's shell with the cloth on it, from C7 to below any hem."""
    skin, loose, tall = figure.trunk, outfit.looseness, figure.stature
    y = skin.heights[:, None]
    waist = float(figure.body.joints["pelvis"][1]) + outfit.waist * tall
    thick = 0.003 + build.thick + under * np.clip((waist + 0.02 - y) / 0.03, 0.0, 1.0)
    tight = outfit.tucked and not build.overhang
    if tight:
        # Under the waistband, not through it.
        thick = 0.003 * np.clip((y - waist) / 0.015, 0.0, 1.0)
    base = skin.radius + thick
    free = float(np.clip((loose - 0.15) / 0.7, 0.0, 1.0))
    taut_radius = taut(skin.with_radius(base))
    floor = base + (0.25 + 0.7 * free) * (taut_radius - base)
    # Steeper than 30 degrees nothing falls back; a second skin follows every hollow.
    slope = 0.62 * (1.0 - free) ** 1.5 + 0.012
    hung = fall(skin.with_radius(floor), slope)
    radius = floor + (0.25 + 0.75 * min(1.0, 1.6 * free)) * (hung - floor)
    gap = np.clip(radius - base, 0.0, 0.06)
    top = float(skin.heights[0])
    drop = np.clip((top - y - 0.16 * tall) / (0.22 * tall), 0.0, 1.0)
    ease = 0.030 * free**1.3 * drop
    around = np.broadcast_to(skin.azimuths, radius.shape)
    down = np.broadcast_to(top - y, radius.shape)
    relief = (0.002 + 0.010 * free * drop + 0.22 * gap) * (0.5 + 0.5 * pleats(around, down))
    crumple = (0.0015 + 0.006 * free * drop + 0.12 * gap) * ridged(1.4 * creases(around, down))
    radius = radius + ease * (0.4 + 0.6 * relief / max(1e-9, float(relief.max())))
    radius = soften(radius, 2, base) + relief + crumple - 0.001
    if outfit.tucked and build.overhang:
        # Bloused over the waistband, and turned in at its lower edge.
        out = np.clip((y - waist + build.overhang) / 0.03, 0.0, 1.0)
        over = build.overhang * np.exp(-(((y - waist) / 0.045) ** 2))
        radius = base + (radius + over - base) * np.sqrt(out)
    if tight:
        # Drawn in at the waistband, a little bloused above it.
        pull = np.clip((y - waist - 0.004) / 0.05, 0.0, 1.0)
        radius = base + (radius - base) * np.sqrt(pull)
    radius = np.maximum(radius, base)
    return skin.with_radius(pressed(figure.body, skin, radius, base))


def _ribbed(shell: Shell, figure: Figure, hem: NDArray[np.float64], build: Build) -> Shell:
    """A waistband that clings, and the cloth bloused over it."""
    skin = figure.trunk.radius + 0.006 + build.thick
    above = shell.heights[:, None] - float(hem.mean())
    cling = build.rib * np.clip(1.0 - (above - 0.045) / 0.03, 0.0, 1.0)
    blouse = 0.012 * build.rib * np.exp(-(((above - 0.09) / 0.035) ** 2))
    radius = shell.radius + cling * np.minimum(skin - shell.radius, 0.0) + blouse
    return shell.with_radius(radius)


def _hem(figure: Figure, outfit: Outfit, wave: Folds, build: Build) -> NDArray[np.float64]:
    """Height of the lower edge in each direction."""
    body, azimuths = figure.body, figure.trunk.azimuths
    level = float(body.joints["pelvis"][1]) - outfit.hem * figure.stature
    if outfit.tucked:
        level = float(body.joints["pelvis"][1]) + (outfit.waist - 0.015) * figure.stature
        if build.overhang:
            level = float(body.joints["pelvis"][1]) + outfit.waist * figure.stature - build.overhang
        return np.full(len(azimuths), level)
    size = 0.002 + 0.004 * outfit.looseness
    level = level - build.tails * (0.5 + 0.5 * np.cos(2 * azimuths))
    return level + size * wave(azimuths, np.zeros_like(azimuths))


def _yoke(
    figure: Figure,
    outfit: Outfit,
    shell: Shell,
    cut_level: float,
    creases: Folds,
    build: Build,
) -> tuple[Tube, NDArray[np.float64]]:
    """What lies on shoulders, chest and arms; and its field (metres inside its edges)."""
    body, tall = figure.body, figure.stature
    field = _yoke_field(figure, outfit, cut_level)
    arm = in_segments(body, ("upper_arm", "forearm"))
    near = neighbours(body.faces, len(body.vertices))
    ids = np.flatnonzero(field > -0.12)
    free = float(np.clip((outfit.looseness - 0.15) / 0.7, 0.0, 1.0))
    offset = 0.003 + 0.002 * free + build.thick
    cloth = lie_close(body, figure.normals, ids, offset, 3 + int(8 * free), field)
    cloth = _sleeves(figure, outfit, cloth, arm, free, creases)
    torso = in_segments(body, ("thorax", "lumbar")).astype(float)
    torso = spread(torso, near, ids, 2)
    above = (cut_level + 0.09 * tall - body.rest[:, 1]) / (0.075 * tall)
    share = np.clip(above, 0.0, 1.0) * np.clip(2 * torso - 1, 0.0, 1.0)
    part = cut(body.faces, field)
    vertices = part.carry(cloth)
    vertices, faces, edges = refine(vertices, part.faces, vertex_normals(vertices, part.faces))
    share = part.carry(share)
    settle(shell, vertices, np.concatenate([share, share[edges].mean(axis=1)]))
    girth = float(2 * np.pi * shell.radius[len(shell.radius) // 3].mean())
    azimuth, _ = shell.polar(cloth)
    uv = np.stack([azimuth / (2 * np.pi) * girth, shell.heights[0] - cloth[:, 1]], axis=1)
    down_arm = figure.along_arm() * 0.28
    uv[arm, 1] = 0.03 + down_arm[arm]
    uv = part.carry(uv)
    uv = np.vstack([uv, uv[edges].mean(axis=1)])
    return Tube(vertices, faces, uv), field


def _sleeves(
    figure: Figure,
    outfit: Outfit,
    cloth: NDArray[np.float64],
    arm: NDArray[np.bool_],
    free: float,
    creases: Folds,
) -> NDArray[np.float64]:
    """Sleeves stand off the arm, the more the nearer to their end, and more below than above."""
    place = figure.along_arm()
    ramp = np.clip(place / max(outfit.sleeve, 0.3), 0.0, 1.0) * np.where(arm, 1.0, 0.0)
    wide = 0.004 + 0.020 * free * (0.6 if outfit.sleeve > 1.2 else 1.0)
    if outfit.sleeve > 1.2:
        # A cuff holds the wrist.
        ramp = ramp * np.clip((outfit.sleeve - place) / 0.25, 0.25, 1.0)
    turn = np.arctan2(figure.normals[:, 2], figure.normals[:, 0])
    crease = ridged(1.3 * creases(turn, place * 0.3))
    out = ramp * (wide + 0.006 * free * crease)
    out = out + np.where(arm, 0.006 * free * crease * np.clip(place, 0, 1), 0.0)
    back_down = 1.0 + 0.5 * free * np.clip(-figure.normals[:, 0] - 0.3 * figure.normals[:, 1], 0, 1)
    return cloth + (out * back_down)[:, None] * figure.normals


def _yoke_field(figure: Figure, outfit: Outfit, cut_level: float) -> NDArray[np.float64]:
    """Metres inside neckline, cut and sleeve ends at rest, per vertex."""
    body, tall = figure.body, figure.stature
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
        field[arm] = (outfit.sleeve - figure.along_arm()[arm]) * long
        return field
    # Between trunk and arm the edge runs half-way; in front and behind it opens out downwards.
    field[arm] = np.maximum(field[arm], -0.015)
    aside = abs(body.rest_joints["shoulder_right"][2]) - 0.022 * tall - np.abs(rest[:, 2])
    below = np.maximum(cut_level + 0.055 * tall - rest[:, 1], 0.0)
    field[torso] = np.minimum(field[torso], (aside + 1.5 * below)[torso])
    return field


if TYPE_CHECKING:
    from groundtruth.clothes.folds import Folds
