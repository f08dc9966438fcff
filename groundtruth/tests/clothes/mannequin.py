"""A mannequin of tubes: enough of a body to be dressed, without the parametric human."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from groundtruth.clothes.hair import TRAGUS
from groundtruth.meshes import SEGMENTS, PosedBody

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

BACK_HOLLOW = 1.06
"""Height of the deepest place of the small of the back, metres."""

Part = tuple["NDArray[np.float64]", "NDArray[np.intp]", list[str]]


def _tube(rows: list[tuple[str, float, float, float, float, float]], around: int) -> Part:
    """A closed tube; each row: segment, y, x, z of its middle, half depth, half width."""
    turn = np.linspace(0, 2 * np.pi, around, endpoint=False)
    rings = [
        np.stack([x + a * np.cos(turn), np.full(around, y), z + b * np.sin(turn)], axis=1)
        for _, y, x, z, a, b in rows
    ]
    names = [row[0] for row in rows for _ in range(around)]
    faces = []
    for r in range(len(rows) - 1):
        i, k = np.arange(around) + r * around, np.roll(np.arange(around), -1) + r * around
        faces += [np.stack([i, k, i + around], 1), np.stack([k, k + around, i + around], 1)]
    last = len(rows) * around
    for ring, flip in ((0, False), (len(rows) - 1, True)):
        i, k = np.arange(around) + ring * around, np.roll(np.arange(around), -1) + ring * around
        tip = np.full(around, last)
        faces.append(np.stack([tip, i, k] if flip else [tip, k, i], axis=1))
        _, y, x, z, _, _ = rows[ring]
        rings.append(np.array([[x, y, z]]))
        names.append(rows[ring][0])
        last += 1
    return np.vstack(rings), np.vstack(faces)[:, ::1].astype(np.intp), names


def _trunk() -> Part:
    levels = [1.44, 1.40, 1.36, 1.32, 1.28, 1.24, 1.20, 1.16, 1.12, 1.08, 1.04, 1.0, 0.96, 0.92]
    levels += [0.88, 0.84, 0.82]
    back = [-0.05, -0.09, -0.11, -0.12, -0.12, -0.115, -0.10, -0.085, -0.07, -0.065, -0.065]
    back += [-0.08, -0.10, -0.12, -0.12, -0.10, -0.08]
    front = [0.05, 0.06, 0.09, 0.11, 0.12, 0.12, 0.11, 0.11, 0.11, 0.115, 0.12]
    front += [0.12, 0.115, 0.11, 0.10, 0.09, 0.08]
    rows = []
    for y, a, b in zip(levels, back, front, strict=True):
        name = "thorax" if y > 1.17 else "lumbar" if y > 1.02 else "pelvis"
        rows.append((name, y, (a + b) / 2, 0.0, (b - a) / 2, 0.06 if y > 1.42 else 0.15))
    return _tube(rows, 40)


def _limbs(sign: float, side: str) -> list[Part]:
    hip, arm = 0.085 * sign, np.linspace(0, 1, 14)
    leg = [
        (f"thigh_{side}" if y > 0.48 else f"shank_{side}", float(y), 0.0, hip, 0.075, 0.075)
        for y in np.linspace(0.90, 0.08, 22)
    ]
    upper = [
        (
            f"upper_arm_{side}" if t < 0.5 else f"forearm_{side}" if t < 0.9 else f"hand_{side}",
            float(1.40 - 0.58 * t),
            0.0,
            float(sign * (0.19 + 0.10 * t)),
            0.04,
            0.04,
        )
        for t in arm
    ]
    foot = []
    for y in np.linspace(0.095, 0.0, 28):
        high = max(0.1, 1.0 - (y / 0.1) ** 2) ** 0.5 * (1.0 if y > 0.01 else 0.9 + 10 * y)
        foot.append((f"foot_{side}", float(y), 0.06 * high, hip, 0.13 * high, 0.05 * high))
    return [_tube(leg, 24), _tube(upper, 20), _tube(foot, 60)]


def _head() -> Part:
    polar = np.linspace(0.15, np.pi - 0.15, 60)
    rows = [
        ("head", float(1.60 + 0.12 * np.cos(p)), 0.02, 0.0, 0.10 * np.sin(p), 0.08 * np.sin(p))
        for p in polar
    ]
    return _tube(rows, 90)


def _joints() -> dict[str, NDArray[np.float64]]:
    found = {
        "pelvis": (0.0, 0.92, 0.0),
        "waist": (0.0, 1.06, 0.0),
        "chest": (0.0, 1.25, 0.0),
        "neck": (0.0, 1.45, 0.0),
        "head": (0.02, 1.56, 0.0),
    }
    for side, sign in (("left", -1.0), ("right", 1.0)):
        found |= {
            f"hip_{side}": (0.0, 0.92, 0.085 * sign),
            f"knee_{side}": (0.0, 0.48, 0.085 * sign),
            f"ankle_{side}": (0.0, 0.08, 0.085 * sign),
            f"shoulder_{side}": (0.0, 1.40, 0.19 * sign),
            f"elbow_{side}": (0.0, 1.11, 0.24 * sign),
            f"wrist_{side}": (0.0, 0.88, 0.28 * sign),
        }
    return {name: np.array(place) for name, place in found.items()}


def mannequin(
    move: Callable[[NDArray[np.float64]], NDArray[np.float64]] = lambda points: points,
) -> PosedBody:
    """Stand a mannequin; ``move`` takes points at rest to their place in the pose."""
    neck = [("neck", y, 0.01, 0.0, 0.05, 0.05) for y in (1.50, 1.47, 1.44)]
    parts = [_head(), _trunk(), _tube(neck, 24), *_limbs(-1.0, "left"), *_limbs(1.0, "right")]
    vertices = np.vstack([part[0] for part in parts])
    starts = np.cumsum([0, *(len(part[0]) for part in parts[:-1])])
    faces = np.vstack([part[1] + start for part, start in zip(parts, starts, strict=True)])
    segment = np.array([SEGMENTS.index(name) for part in parts for name in part[2]], dtype=np.int8)
    # The ear's vertex has a fixed number in the real topology: swap it there.
    ear = int(np.argmin(np.linalg.norm(vertices - [0.02, 1.60, 0.08], axis=1)))
    order = np.arange(len(vertices))
    order[[ear, TRAGUS]] = order[[TRAGUS, ear]]
    joints = _joints()
    return PosedBody(
        rest=vertices[order],
        vertices=move(vertices[order]),
        faces=order[faces],
        segment=segment[order],
        rest_joints=joints,
        joints={name: move(place[None])[0] for name, place in joints.items()},
        sex="female",
    )
