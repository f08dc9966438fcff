"""Weights of the body parts whose skin colour differs; writes ``regions.npz``.

Run once, with the rest body of the mesh as ``vertices`` in person axes (see ``main``). All bodies
share the topology, so one weight per vertex serves all.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np

FILE = Path(__file__).with_name("regions.npz")

EYES = (slice(13574, 13646), slice(13646, 13718))
"""Vertices of the right and of the left eyeball."""


def _bump(distance: np.ndarray) -> np.ndarray:
    """Smooth weight: 1 at distance 0, 0 from distance 1 on."""
    return np.clip((1.15 - distance) / 0.3, 0, 1)


def mark(vertices: np.ndarray) -> dict[str, np.ndarray]:
    """Weights in [0, 1] per vertex for each part.

    Parameters
    ----------
    vertices : ndarray, shape (13718, 3)
        At rest, metres, person axes.
    """
    eyes = [vertices[part].mean(axis=0) for part in EYES]
    middle = (eyes[0] + eyes[1]) / 2
    # The distance between the eyes is the unit of length on the face.
    x, y, z = ((vertices - middle) / np.linalg.norm(eyes[0] - eyes[1])).T
    side = np.abs(z)
    front = np.clip((x + 0.25) / 0.3, 0, 1)
    arch = 0.36 + 0.12 * np.sin(np.clip((side - 0.15) / 0.8, 0, 1) * 2.6)
    parts = {
        "lips": _bump(np.hypot((y + 1.16) / 0.17, z / 0.42)) * (x > 0.2),
        "brow": _bump(np.hypot((y - arch) / 0.1, (side - 0.5) / 0.42)) * (x > -0.5),
        "flush": np.clip(
            np.exp(-(((y + 0.6) / 0.35) ** 2) - ((side - 0.7) / 0.4) ** 2) * front
            + np.exp(-(((y + 0.6) / 0.25) ** 2) - (z / 0.3) ** 2) * (x > 0.4)
            + 0.9 * ((side > 1.18) & (y > -0.8) & (y < 0.5) & (y > -1.2)),
            0,
            1,
        ),
        "lid": _bump(np.hypot((y - 0.02) / 0.2, (side - 0.5) / 0.36)) * (x > -0.3),
        "beard": np.clip((-y - 0.62) / 0.3, 0, 1)
        * np.clip((y + 2.35) / 0.3, 0, 1)
        * np.clip((x + 1.25) / 0.35, 0, 1)
        * (side < 1.3),
        "scalp": np.clip(
            np.maximum((y - 0.85) / 0.3, np.minimum((-x - 0.9) / 0.3, (y + 1.0) / 0.3)), 0, 1
        )
        * (1 - np.clip((side - 1.13) / 0.05, 0, 1) * (y > -0.8) * (y < 0.45))
        * (y > -1.2),
        "white": np.zeros(len(vertices)),
        "iris": np.zeros(len(vertices)),
        "pupil": np.zeros(len(vertices)),
    }
    hand = (np.abs(vertices[:, 2]) > 0.47) & (vertices[:, 1] < 1.3)
    parts["end"] = (hand | (vertices[:, 1] < 0.03)).astype(float)
    for part, centre in zip(EYES, eyes, strict=True):
        ray = vertices[part] - centre
        angle = np.degrees(np.arccos(ray[:, 0] / np.linalg.norm(ray, axis=1)))
        parts["white"][part] = 1.0
        parts["iris"][part] = angle < 30
        parts["pupil"][part] = angle < 12
    for name in ("lips", "brow", "flush", "lid", "beard", "end"):
        parts[name] = parts[name] * (1 - parts["white"])
    return parts


def main() -> None:
    """Write the weights from an archive that holds the rest body in the mesh's own axes."""
    data = np.load(sys.argv[1])
    own = data["vertices"]
    vertices = np.stack([-own[:, 1], own[:, 2] - own[:, 2].min(), -own[:, 0]], axis=1)
    marks: dict[str, Any] = {
        name: np.rint(255 * w).astype(np.uint8) for name, w in mark(vertices).items()
    }
    np.savez_compressed(FILE, **marks)


if __name__ == "__main__":
    main()
