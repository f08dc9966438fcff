"""Measurements of a body that every garment needs, computed once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from groundtruth.clothes.drape import Shell, fill, section
from groundtruth.clothes.surface import in_segments, vertex_normals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundtruth.meshes import PosedBody

SIDES: tuple[Literal["left"], Literal["right"]] = ("left", "right")
COLUMNS = 80
STEP = 0.01
"""Rows of a shell, metres apart."""


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredBody:
    """A body with the measurements that garments need.

    Attributes
    ----------
    body : PosedBody
    normals : ndarray, shape (V, 3)
        Of the posed skin.
    stature : float
        Metres, of the mesh at rest.
    trunk : Shell
        Outermost skin of trunk and thighs, from C7 to the middle of the thighs.
    """

    body: PosedBody
    normals: NDArray[np.float64]
    stature: float
    trunk: Shell

    def rest_height(self, joint: str) -> float:
        """Height of a joint at rest, metres."""
        return float(self.body.rest_joints[joint][1])

    def along_arm(self) -> NDArray[np.float64]:
        """Position along the arm at rest: 0 shoulder, 1 elbow, 2 wrist; shape (V,)."""
        return _along(self.body, ("shoulder", "elbow", "wrist"))

    def along_leg(self) -> NDArray[np.float64]:
        """Position along the leg at rest by height: 0 crotch, 1 knee, 2 ankle; shape (V,)."""
        levels = [self.crotch, self.rest_height("knee_right"), self.rest_height("ankle_right")]
        y = self.body.rest[:, 1]
        low = np.interp(-y, [-level for level in levels], [0.0, 1.0, 2.0])
        above = y > self.crotch
        return np.where(above, (self.crotch - y) / (levels[0] - levels[1]), low)

    @property
    def crotch(self) -> float:
        """Height of the crotch at rest, metres."""
        rest, tall = self.body.rest, self.stature
        middle = np.abs(rest[:, 2]) < 0.004 * tall
        band = (rest[:, 1] > 0.4 * tall) & (rest[:, 1] < 0.6 * tall)
        return float(rest[middle & band, 1].min())


def measure_body(body: PosedBody) -> MeasuredBody:
    """Measure a body."""
    normals = vertex_normals(body.vertices, body.faces)
    stature = float(np.ptp(body.rest[:, 1]))
    return MeasuredBody(body, normals, stature, _trunk(body, stature))


def _along(body: PosedBody, joints: tuple[str, ...]) -> NDArray[np.float64]:
    place = np.full(len(body.rest), -1.0)
    for side, sign in (("left", -1.0), ("right", 1.0)):
        own = body.rest[:, 2] * sign > 0
        points = body.rest[own]
        found = np.full(len(points), 0.0)
        for k in range(len(joints) - 1):
            a, b = (body.rest_joints[f"{joints[k + i]}_{side}"] for i in (0, 1))
            line = b - a
            t = (points - a) @ line / (line @ line)
            found = t if k == 0 else np.where(t > 0, 1.0 + t, np.minimum(found, 1.0))
        place[own] = found
    return place


def faces_of(body: PosedBody, chosen: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Triangles all of whose corners are chosen."""
    return body.faces[chosen[body.faces].all(axis=1)]


def _trunk(body: PosedBody, stature: float) -> Shell:
    chosen = in_segments(body, ("pelvis", "lumbar", "thorax", "clavicle", "thigh"))
    top = float(body.joints["neck"][1]) - 0.01 * stature
    low = float(body.joints["pelvis"][1]) - 0.19 * stature
    heights = top - STEP * np.arange(int((top - low) / STEP) + 1, dtype=np.float64)
    centre = _middle(body.vertices[chosen], heights)
    return fill(section(body.vertices, faces_of(body, chosen), heights, centre, COLUMNS))


def _middle(points: NDArray[np.float64], heights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Smooth line half-way between front and back, shape (R, 2); z is constant."""
    wide = 0.03
    row = ((heights[0] - points[:, 1]) / wide).astype(int)
    count = int((heights[0] - heights[-1]) / wide) + 1
    good = (row >= 0) & (row < count)
    front, back = np.full(count, -np.inf), np.full(count, np.inf)
    np.maximum.at(front, row[good], points[good, 0])
    np.minimum.at(back, row[good], points[good, 0])
    at = heights[0] - wide * (np.arange(count) + 0.5)
    known = np.isfinite(front)
    x = np.interp(-heights, -at[known], (front[known] + back[known]) / 2)
    width = 15
    padded = np.pad(x, width, mode="edge")
    kernel = np.hanning(2 * width + 3)[1:-1]
    smooth: NDArray[np.float64] = np.convolve(padded, kernel / kernel.sum(), mode="valid").astype(
        np.float64, copy=False
    )
    return np.stack([smooth, np.full_like(smooth, float(points[:, 2].mean()))], axis=1)


def pressed_by_arms(
    body: PosedBody, skin: Shell, radius: NDArray[np.float64], base: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Limit the cloth to inside the arms, so that it does not cover hands and forearms.

    Parameters
    ----------
    body : PosedBody
    skin : Shell
        Skin under the cloth.
    radius, base : ndarray, shape (R, C)
        Radius of the cloth, and its lower limit.

    Returns
    -------
    ndarray, shape (R, C)
    """
    arms = faces_of(body, in_segments(body, ("upper_arm", "forearm", "hand")))
    columns = len(skin.azimuths)
    inner = section(body.vertices, arms, skin.heights, skin.centre, columns, outermost=False).radius
    limit = np.where(np.isfinite(inner), inner, np.inf) - 0.006
    limit = np.minimum(limit, np.minimum(np.roll(limit, 1, axis=1), np.roll(limit, -1, axis=1)))
    room = np.maximum(radius - np.maximum(limit, base), 0.0)
    for _ in range(3):
        wide = 0.25 * np.roll(room, 1, axis=1) + 0.5 * room + 0.25 * np.roll(room, -1, axis=1)
        room = np.maximum(room, wide)
    return np.maximum(radius - room, base)
