"""Skin colours: redder lips and knuckles, brows, eyes."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from groundtruth.render.looks.regions import FILE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from groundtruth.meshes import Mesh

_IRIS = np.array([[0.09, 0.045, 0.02], [0.03, 0.018, 0.01], [0.13, 0.2, 0.28], [0.12, 0.15, 0.07]])


@cache
def _marks() -> dict[str, NDArray[np.float64]]:
    with np.load(FILE) as data:
        return {name: data[name] / 255.0 for name in data.files}


def _blotches(vertices: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """Smooth random variation in space, about -1 to 1; shape (N,)."""
    out = np.zeros(len(vertices))
    for size, gain in ((0.35, 0.5), (0.14, 0.35), (0.05, 0.25)):
        for _ in range(3):
            wave = rng.normal(0.0, 2 * np.pi / size / 2, 3)
            out += gain * np.sin(vertices @ wave + rng.uniform(0, 2 * np.pi)) / 1.8
    return out


def shaded_scalp(skin: Mesh, hair: Sequence[Mesh]) -> Mesh:
    """The skin with the hair's colour under the hair, so that no scalp shows through.

    Parameters
    ----------
    skin : Mesh
        With ``tint``, see :func:`painted_skin`.
    hair : sequence of Mesh
        Hair of the person; none leaves the skin as it is.

    Returns
    -------
    Mesh
    """
    from scipy.spatial import KDTree

    scalp = _marks()["scalp"]
    if not hair or skin.tint is None or len(scalp) != len(skin.vertices):
        return skin
    own = np.flatnonzero(scalp > 0)
    reach = 0.018
    tree = KDTree(np.concatenate([mesh.vertices for mesh in hair]))
    distance, _ = tree.query(skin.vertices[own], distance_upper_bound=reach)
    weight = np.zeros(len(scalp))
    weight[own] = scalp[own] * np.clip((reach - np.minimum(distance, reach)) / 0.006, 0, 1)
    target = np.asarray(hair[0].material.colour) * 0.8 / np.asarray(skin.material.colour)
    tint = skin.tint + 0.95 * weight[:, None] * (target - skin.tint)
    return replace(skin, tint=tint)


def painted_skin(
    mesh: Mesh, rng: np.random.Generator, tone: tuple[float, float, float] | None = None
) -> Mesh:
    """Skin and eyes with the colours of their parts; any other piece as it is.

    Parameters
    ----------
    mesh : Mesh
        Kind ``skin`` or ``eye``, with all vertices of the body (faces may be missing).
    rng : numpy.random.Generator
        Draws the eyes', the brows' and the beard's colour.
    tone : tuple of float, optional
        Skin colour of the person, for the eyes' own piece; dark skin has brown eyes.

    Returns
    -------
    Mesh
        With ``tint`` set.
    """
    if mesh.material.kind not in {"skin", "eye"}:
        return mesh
    base = np.asarray(mesh.material.colour)
    spots = _blotches(mesh.vertices, rng)[:, None]
    colour = base * (1 + spots * np.array([0.02, 0.05, 0.06]))
    marks = _marks()
    if len(mesh.vertices) == len(marks["lips"]):
        colour = _parts(colour, np.asarray(base if tone is None else tone), marks, rng)
    tint = np.clip(colour, 0.004, 0.9) / base
    return replace(mesh, tint=tint if mesh.tint is None else tint * mesh.tint)


def _parts(
    colour: NDArray[np.float64],
    base: NDArray[np.float64],
    marks: dict[str, NDArray[np.float64]],
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    pale = float(np.clip(base.mean() / 0.5, 0, 1))
    hair = np.array([0.03, 0.02, 0.013]) * np.exp(rng.normal(0.0, 0.5) + 1.2 * pale * rng.random())
    layers = (
        ("flush", base * [1.02, 0.72, 0.70], rng.uniform(0.3, 0.9)),
        ("end", base * [1.0, 0.84, 0.80], rng.uniform(0.3, 0.9)),
        ("lid", base * [0.8, 0.66, 0.64], rng.uniform(0.3, 0.8)),
        ("lips", base * [0.88, 0.5, 0.5], rng.uniform(0.5, 1.0)),
        ("beard", 0.55 * base + 0.2 * hair, rng.choice([0.0, 0.0, rng.uniform(0, 0.5)])),
        ("brow", hair, rng.uniform(0.55, 0.95)),
        ("white", np.array([0.62, 0.57, 0.53]), 1.0),
        ("iris", _IRIS[int(rng.integers(len(_IRIS) if pale > 0.6 else 2))], 1.0),
        ("pupil", np.array([0.008, 0.008, 0.009]), 1.0),
    )
    for name, target, share in layers:
        weight = (marks[name] * share)[:, None]
        colour = colour * (1 - weight) + np.asarray(target) * weight
    return colour
