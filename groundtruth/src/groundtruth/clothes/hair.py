"""Hair: a layer on the scalp, and hanging hair, a ponytail or a bun."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from groundtruth.clothes.drape import Shell, fill, hang, section, smooth_above
from groundtruth.clothes.folds import draw_pleats
from groundtruth.clothes.measured_body import faces_of
from groundtruth.clothes.surface import cut, fit_to_skin, in_segments, neighbour_mean, neighbours
from groundtruth.clothes.tube import Tube

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundtruth.clothes.folds import Folds
    from groundtruth.clothes.measured_body import MeasuredBody
    from groundtruth.clothes.outfit import Outfit

TRAGUS = 5461
"""Vertex of the right tragus in the skin's topology."""

_THICK = {
    "cropped": (0.003, 0.006),
    "short": (0.008, 0.026),
    "bob": (0.012, 0.026),
    "long": (0.010, 0.024),
    "ponytail": (0.005, 0.012),
    "bun": (0.005, 0.012),
}
"""Thickness above the scalp, metres, least and most."""


def make_hair(measured: MeasuredBody, outfit: Outfit, rng: np.random.Generator) -> list[Tube]:
    """Make the hair.

    Parameters
    ----------
    measured : MeasuredBody
    outfit : Outfit
    rng : numpy.random.Generator

    Returns
    -------
    list of Tube
        Surfaces of one material; empty without hair.
    """
    relief, wave, choice = draw_pleats(rng, 8), draw_pleats(rng, 6), rng.random(4)
    if outfit.hair == "none":
        return []
    low, high = _THICK[outfit.hair]
    thick = low + (high - low) * float(choice[0])
    locks = [_scalp_hair(measured, outfit, thick, relief)]
    if outfit.hair in ("bob", "long"):
        locks.append(_hanging_hair(measured, outfit, thick, wave))
    elif outfit.hair == "ponytail":
        locks.append(_ponytail(measured, outfit, choice, wave))
    elif outfit.hair == "bun":
        locks.append(_bun(measured, outfit, choice, relief))
    return locks


def head_motion(measured: MeasuredBody) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Axes of the head in person axes (rows: forward, up, right), and the position of its ear.

    The skull is rigid: the rotation is the least-squares one from rest to pose.
    """
    body = measured.body
    skull = in_segments(body, ("head",)) & (body.rest[:, 1] > 0.93 * measured.stature)
    a, b = body.rest[skull], body.vertices[skull]
    u, _, v = np.linalg.svd((a - a.mean(axis=0)).T @ (b - b.mean(axis=0)))
    turn = u @ v
    shift = b.mean(axis=0) - a.mean(axis=0) @ turn
    return turn, shift


def _scalp_hair(measured: MeasuredBody, outfit: Outfit, thick: float, relief: Folds) -> Tube:
    """Hair on the scalp, thin at the hairline."""
    body, tall, rest = measured.body, measured.stature, measured.body.rest
    field = _scalp_field(measured, outfit)
    ids = np.flatnonzero(field > -0.01)
    near = neighbours(body.faces, len(body.vertices))
    cloth = fit_to_skin(body, measured.normals, ids, 0.002, 12, field)
    ear = rest[TRAGUS]
    turn = np.arctan2(rest[:, 2], rest[:, 0] - ear[0] + 0.01 * tall)
    down = rest[:, 1].max() - rest[:, 1]
    full = np.clip(field / (0.03 if outfit.hair != "cropped" else 0.012), 0.0, 1.0)
    full = np.sqrt(full)
    # Thicker on top than at the sides.
    top = 0.65 + 0.35 * np.clip(1.0 - down / (0.05 * tall), 0.0, 1.0)
    rough = 1.0 + 0.16 * relief(turn[None], 3.0 * down[None])[0]
    normals = neighbour_mean(measured.normals, near, ids, 15)
    normals /= np.maximum(np.linalg.norm(normals, axis=1), 1e-9)[:, None]
    cloth = cloth + (thick * full * top * rough)[:, None] * normals
    cloth = neighbour_mean(cloth, near, ids, 3)
    part = cut(body.faces, field)
    uv = part.interpolated(np.stack([turn * 0.09, down], axis=1))
    return Tube(part.interpolated(cloth), part.faces, uv)


def _scalp_field(measured: MeasuredBody, outfit: Outfit) -> NDArray[np.float64]:
    """Distance inside the hairline at rest, metres, per vertex."""
    body, tall, rest = measured.body, measured.stature, measured.body.rest
    head = in_segments(body, ("head", "neck"))
    ear = rest[TRAGUS] + np.array([-0.004, 0.002, 0.0]) * tall
    top = float(rest[:, 1].max())
    angle = np.degrees(np.arctan2(np.abs(rest[:, 2]), rest[:, 0] - (ear[0] - 0.012 * tall)))
    nape = ear[1] - (0.030 if outfit.hair != "cropped" else 0.024) * tall
    line = np.interp(
        angle,
        [0.0, 25.0, 42.0, 55.0, 66.0, 74.0, 100.0, 130.0, 180.0],
        [
            top - 0.030 * tall,
            top - 0.031 * tall,
            top - 0.036 * tall,
            top - 0.050 * tall,
            ear[1] + 0.012 * tall,
            ear[1] + 0.006 * tall,
            ear[1] - 0.010 * tall,
            nape,
            nape - 0.004 * tall,
        ],
    )
    field = np.where(head, rest[:, 1] - line, -1.0)
    across = (rest[:, 0] - ear[0]) / (0.0165 * tall), (rest[:, 1] - ear[1]) / (0.0215 * tall)
    beside = np.abs(rest[:, 2]) > 0.6 * abs(ear[2])
    around = np.where(beside, (np.hypot(*across) - 1.0) * 0.018 * tall, 1.0)
    return np.minimum(field, around)


def _hanging_hair(measured: MeasuredBody, outfit: Outfit, thick: float, wave: Folds) -> Tube:
    """Hair that hangs over ears and nape and lies on the back."""
    body, tall = measured.body, measured.stature
    turn, shift = head_motion(measured)
    ear = body.rest[TRAGUS]
    middle = np.array([ear[0] - 0.006 * tall, body.rest[:, 1].max() - 0.02 * tall, 0.0]) @ turn
    middle = middle + shift
    chin = float(middle[1]) - 0.10 * tall
    if outfit.hair == "bob":
        end = chin + (0.015 - 0.045 * outfit.hair_length) * tall
    else:
        end = chin - (0.07 + 0.12 * outfit.hair_length) * tall
    step = 0.01
    heights = middle[1] - step * np.arange(int((middle[1] - end) / step) + 1)
    # Below the head the line moves back to neck and trunk.
    trunk_x = measured.trunk.line(heights)[0]
    down = np.clip((middle[1] - 0.07 * tall - heights) / (0.06 * tall), 0.0, 1.0)
    centre = np.stack(
        [middle[0] * (1 - down) + trunk_x * down, np.full(len(heights), middle[2])], axis=1
    )
    chosen = in_segments(body, ("head", "neck", "thorax", "clavicle", "lumbar"))
    skin = fill(section(body.vertices, faces_of(body, chosen), heights, centre, 72))
    base = skin.radius + 0.004
    y = heights[:, None]
    if outfit.everyday is not None:
        # Hair lies over the collar, the hood and the jacket.
        below = np.clip((float(body.joints["neck"][1]) + 0.065 - y) / 0.05, 0.0, 1.0)
        base = base + outfit.everyday.over_shoulders * below
    lift = thick * np.clip(1.25 - (middle[1] - y) / (0.35 * tall), 0.3, 1.0)
    slope = 0.10 + 0.12 * (1 - outfit.hair_length)
    hanging = hang(skin.with_radius(base + lift), slope)
    around, drop = np.broadcast_arrays(skin.azimuths[None], middle[1] - y)
    hanging = smooth_above(hanging, 4, base) + (0.003 + 0.02 * np.clip(drop, 0, 0.3)) * wave(
        around, drop
    )
    shell = skin.with_radius(np.maximum(hanging, base))
    return _hanging_strands(shell, outfit, float(middle[1]), end, chin, wave)


def _hanging_strands(
    shell: Shell, outfit: Outfit, upper: float, end: float, chin: float, wave: Folds
) -> Tube:
    rows, columns = 40, 57
    share = np.linspace(0.0, 1.0, rows)[:, None]
    s = np.linspace(-1.0, 1.0, columns)[None, :]
    # Beside the face down to the jaw, below that behind the shoulders.
    tips = end + 0.012 * wave(np.pi * s, np.zeros_like(s))
    heights = upper + share * (tips - upper)
    face = np.radians(68.0)
    behind = np.radians(74.0 if outfit.hair == "bob" else 122.0)
    fallen = np.clip((chin + 0.03 - heights) / 0.10, 0.0, 1.0)
    fallen = fallen * fallen * (3 - 2 * fallen)
    edge = face + (behind - face) * fallen
    azimuths = np.pi + s * (np.pi - edge)
    points = shell.points(heights, azimuths)
    beam = np.stack([np.cos(azimuths), np.zeros_like(azimuths), np.sin(azimuths)], axis=-1)
    # Under the scalp hair at the top, rounded at the edges, thin at the tips.
    sink = 0.012 * np.clip(1 - share * 7, 0, 1) + 0.010 * np.clip(np.abs(s) * 8 - 7, 0, 1) ** 2
    points = points - beam * (sink + 0.008 * np.clip(share * 12 - 11, 0, 1))[..., None]
    i = np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)[None]
    a, b, c, d = (k.ravel() for k in (i, i + 1, i + columns, i + columns + 1))
    faces = np.vstack([np.stack([a, b, c], axis=1), np.stack([b, d, c], axis=1)])
    uv = np.stack([np.broadcast_to(0.1 * azimuths, heights.shape), upper - heights], axis=-1)
    return Tube(points.reshape(-1, 3), faces.astype(np.intp), uv.reshape(-1, 2))


def _ponytail(
    measured: MeasuredBody, outfit: Outfit, choice: NDArray[np.float64], wave: Folds
) -> Tube:
    """A ponytail: out from the back of the head, then down, over nape and back."""
    tall = measured.stature
    root, out = _tie_point(measured, 0.05 + 0.035 * choice[1])
    length = (0.09 + 0.12 * outfit.hair_length) * tall
    knots = 36
    t = np.linspace(0.0, 1.0, knots)
    thick = 0.016 + 0.012 * choice[2]
    # The path bends down: the initial direction has no effect after a few centimetres.
    stiff = 0.045 + 0.03 * choice[3]
    free = np.ones(knots)
    if outfit.everyday is not None:
        # The tie lies on the head; only what hangs below it keeps clear of the back.
        root, free = root - 0.012 * out, np.clip(t / 0.15, 0.0, 1.0)
    path = root + out * (stiff * (1 - np.exp(-t * length / stiff)))[:, None]
    path[:, 1] -= np.maximum(length * t - 0.7 * stiff * (1 - np.exp(-t * length / stiff)), 0)
    girth = thick * np.minimum(np.minimum(0.55 + 4 * t, 1.15), 0.25 + 2.2 * (1 - t))
    clear = np.minimum(path[:, 0], _back(measured, path[:, 1]) - 0.85 * girth)
    path[:, 0] = np.where(free < 1.0, path[:, 0] + free * (clear - path[:, 0]), clear)
    return _strand(path, girth, wave)


def _back(measured: MeasuredBody, heights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rearmost skin near the midline at some heights."""
    body = measured.body
    near = (np.abs(body.vertices[:, 2]) < 0.05) & in_segments(
        body, ("head", "neck", "thorax", "lumbar")
    )
    points = body.vertices[near]
    bins = np.arange(points[:, 1].min(), points[:, 1].max(), 0.02)
    row = np.clip(((points[:, 1] - bins[0]) / 0.02).astype(int), 0, len(bins) - 1)
    rear = np.full(len(bins), np.inf)
    np.minimum.at(rear, row, points[:, 0])
    known = np.isfinite(rear)
    return np.interp(heights, bins[known] + 0.01, rear[known])


def _tie_point(
    measured: MeasuredBody, below_top: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Point on the back of the head where hair is tied, and its initial direction."""
    body, tall = measured.body, measured.stature
    turn, shift = head_motion(measured)
    rest = body.rest
    level = float(rest[:, 1].max()) - below_top * tall
    near = in_segments(body, ("head",)) & (np.abs(rest[:, 2]) < 0.012 * tall)
    near &= np.abs(rest[:, 1] - level) < 0.012 * tall
    back = float(rest[near, 0].min())
    up = np.clip(0.9 - 12.0 * (below_top - 0.03), -0.2, 0.9)
    out = np.array([-1.0, up, 0.0])
    return np.array([back, level, 0.0]) @ turn + shift, out / np.linalg.norm(out) @ turn


def _strand(path: NDArray[np.float64], girth: NDArray[np.float64], wave: Folds) -> Tube:
    """A strand with a round section along a path."""
    around = 18
    along = np.gradient(path, axis=0)
    along /= np.linalg.norm(along, axis=1)[:, None]
    side = np.broadcast_to(np.array([0.0, 0.0, 1.0]), path.shape)
    other = np.cross(along, side)
    other /= np.linalg.norm(other, axis=1)[:, None]
    turn = np.linspace(0, 2 * np.pi, around, endpoint=False)
    arc = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    rough = 1 + 0.12 * wave(turn[None], 4 * arc[:, None])
    radius = girth[:, None] * rough
    points = path[:, None] + radius[..., None] * (
        np.cos(turn)[None, :, None] * side[:, None] + np.sin(turn)[None, :, None] * other[:, None]
    )
    rows = len(path)
    i = np.arange(rows - 1)[:, None] * around + np.arange(around)[None]
    k = np.arange(rows - 1)[:, None] * around + (np.arange(around)[None] + 1) % around
    a, b, c, d = (x.ravel() for x in (i, k, i + around, k + around))
    faces = np.vstack([np.stack([a, b, c], axis=1), np.stack([b, d, c], axis=1)])
    uv = np.stack(np.broadcast_arrays(turn[None] * 0.02, arc[:, None]), axis=-1)
    return Tube(points.reshape(-1, 3), faces.astype(np.intp), uv.reshape(-1, 2))


def _bun(
    measured: MeasuredBody, outfit: Outfit, choice: NDArray[np.float64], relief: Folds
) -> Tube:
    """A bun on the crown, the back of the head or the nape."""
    root, out = _tie_point(measured, 0.012 + 0.075 * choice[1])
    size = 0.024 + 0.016 * outfit.hair_length
    polar = np.linspace(0.0, np.pi, 18)[:, None]
    turn = np.linspace(0, 2 * np.pi, 28, endpoint=False)[None]
    rough = 1 + 0.09 * relief(turn, 0.25 * polar)
    across = np.array([0.0, 0.0, 1.0])
    third = np.cross(out, across)
    ball = (
        0.78 * np.cos(polar)[..., None] * out
        + (np.sin(polar) * np.cos(turn))[..., None] * across
        + (np.sin(polar) * np.sin(turn))[..., None] * third
    )
    points = root + 0.55 * size * out + size * rough[..., None] * ball
    i = np.arange(17)[:, None] * 28 + np.arange(28)[None]
    k = np.arange(17)[:, None] * 28 + (np.arange(28)[None] + 1) % 28
    a, b, c, d = (x.ravel() for x in (i, k, i + 28, k + 28))
    faces = np.vstack([np.stack([a, c, b], axis=1), np.stack([b, c, d], axis=1)])
    uv = np.stack(np.broadcast_arrays(turn * 0.02, polar * 0.03), axis=-1)
    return Tube(points.reshape(-1, 3), faces.astype(np.intp), uv.reshape(-1, 2))
