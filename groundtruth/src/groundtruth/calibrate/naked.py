"""What is left when nothing is hidden: a naked person's own outline, seen without any error.

The kindest picture that there can be: no clothes, no hair, no perspective, exactly from the side,
every joint of the limbs and the ear known, the outline exact. What a network learnt from as many
such people still gets wrong is not in an outline at all.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from posture.body.body import NODES
from posture.body.estimate.features import level_rows

from groundtruth.bodies.phenotype import topology
from groundtruth.bodies.truth import find_truth
from groundtruth.calibrate.crossval import folds, scores, some
from groundtruth.calibrate.limits import answers
from groundtruth.fast.rows import make_in_chunks, stacked
from groundtruth.picture import stand
from groundtruth.piece import JOINTS, SEGMENTS
from groundtruth.sets import Drawn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from groundtruth.calibrate.network import Recipe
    from groundtruth.piece import PosedBody

_AXIS = ("shoulder", "hip", "knee", "ankle")
_LIMB = ("upper_arm", "forearm", "hand")
_SHARES = (1, 4, 16)
"""The experiment is made with all people, a quarter and a sixteenth: whether more would help."""


@dataclass(frozen=True, slots=True, eq=False)
class Naked:
    """Naked people from the side.

    Attributes
    ----------
    features, armless : ndarray, shape (N, F)
        Joints, tragus, canthus and both edges of the outline, counted from the middle of the hips,
        statures; with the arms as they are, and without them.
    origin : ndarray, shape (N, 2)
        The middle of the hips.
    targets : ndarray, shape (N, 35, 2)
        True nodes less ``origin``.
    true : ndarray, shape (N, 17)
        True measurements.
    body : ndarray of int, shape (N,)
        Person.
    spread : ndarray of str, shape (N,)
    """

    features: NDArray[np.float64]
    armless: NDArray[np.float64]
    origin: NDArray[np.float64]
    targets: NDArray[np.float64]
    true: NDArray[np.float64]
    body: NDArray[np.intp]
    spread: NDArray[np.str_]


def naked_row(drawn: Drawn) -> dict[str, Any]:
    """One person in a posture, the right side towards the eye.

    Parameters
    ----------
    drawn : Drawn

    Returns
    -------
    dict
        Fields of :class:`Naked`.
    """
    person, _, body = stand(drawn)
    stature = person.shape.stature
    truth = find_truth(body, "right")
    nodes = truth.nodes(stature)[:, :2]
    joints = {
        joint: np.array([body.joints[f"{joint}_{side}"][:2] for side in ("right", "left")])
        / stature
        for joint in JOINTS
    }
    origin = joints["hip"].mean(axis=0)
    head = nodes[[NODES.index("tragus"), NODES.index("canthus")]]
    axis = np.array([head[0], *(joints[joint].mean(axis=0) for joint in _AXIS)])
    seen = np.concatenate([*joints.values(), head]) - origin
    everything, armless = (
        np.concatenate([seen.ravel(), (edges / stature - origin[0]).ravel()])
        for edges in (
            outline_at(body, stature * level_rows(axis), kept)
            for kept in (np.ones(len(body.segment), dtype=bool), ~_of_the_arms(body))
        )
    )
    return {
        "features": everything,
        "armless": armless,
        "origin": origin,
        "targets": nodes - origin,
        "true": np.array(list(truth.measurements(stature).values())),
        "body": drawn.body,
        "spread": drawn.spread,
    }


def outline_at(
    body: PosedBody, heights: NDArray[np.float64], kept: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Rearmost and foremost place of the skin at some heights.

    Parameters
    ----------
    body : PosedBody
    heights : ndarray, shape (L,)
        Metres above the floor.
    kept : ndarray of bool, shape (V,)
        Vertices that count.

    Returns
    -------
    ndarray, shape (2, L)
        Metres forward of the hip axis; NaN where there is no skin at that height.
    """
    edges = _edges()
    start, end = edges[:, kept[edges].all(axis=0)]
    order = np.argsort(heights)
    rising = heights[order]
    x, y = body.vertices[:, 0], body.vertices[:, 1]
    low, high = np.minimum(y[start], y[end]), np.maximum(y[start], y[end])
    first, last = np.searchsorted(rising, low, "right"), np.searchsorted(rising, high, "right")
    number = last - first
    who = np.repeat(np.arange(len(start)), number)
    nth = np.arange(len(who)) - np.repeat(np.cumsum(number) - number, number)
    at = first[who] + nth
    a, b = start[who], end[who]
    share = (rising[at] - y[a]) / (y[b] - y[a])
    place = x[a] + share * (x[b] - x[a])
    back, front = np.full(len(rising), np.inf), np.full(len(rising), -np.inf)
    np.minimum.at(back, at, place)
    np.maximum.at(front, at, place)
    found = np.empty((2, len(rising)))
    found[:, order] = np.where(np.isfinite(back), [back, front], np.nan)
    return found


@cache
def _edges() -> NDArray[np.intp]:
    """Edges of the mesh that all bodies share, shape (2, E)."""
    faces = topology().faces
    pairs = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]))
    return np.unique(pairs, axis=0).T.copy()


def _of_the_arms(body: PosedBody) -> NDArray[np.bool_]:
    arms = [i for i, name in enumerate(SEGMENTS) if name.startswith(_LIMB)]
    return np.isin(body.segment, arms)


def make_naked(numbers: Sequence[int]) -> dict[str, NDArray[Any]]:
    """Rows of the people of some pictures without rendering."""
    return stacked([naked_row(Drawn("fast", n)) for n in numbers])


def naked(folder: Path, count: int, recipe: Recipe, *, workers: int = 2) -> dict[str, Any]:
    """Learn from naked people and test on others.

    Parameters
    ----------
    folder : Path
        Keeps the rows; what is there is not made again.
    count : int
        People in postures, two postures of each person.
    recipe : Recipe
    workers : int

    Returns
    -------
    dict
        ``scores``: by "whole" or "armless", number of rows learnt from, and spread; ``tested``.
    """
    with np.load(make_in_chunks(folder, count, make_naked, workers=workers)) as kept:
        rows = Naked(**{key: kept[key] for key in kept.files})
    held = folds(rows.body) == 0
    people = np.unique(rows.body[~held])
    told: dict[str, Any] = {"tested": int(held.sum()), "scores": {"whole": {}, "armless": {}}}
    seen = {"whole": rows, "armless": replace(rows, features=rows.armless)}
    for share in _SHARES:
        learnt = np.flatnonzero(~held & np.isin(rows.body, people[::share]))
        for name, shown in seen.items():
            tested = some(shown, np.flatnonzero(held))
            found = answers(some(shown, learnt), tested, recipe)
            told["scores"][name][str(len(learnt))] = {
                spread: scores(some(tested, at), found[at])
                for spread in ("wide", "life")
                for at in [np.flatnonzero(tested.spread == spread)]
            }
    return told


def write_naked(folder: Path, count: int, recipe: Recipe, out: Path, *, workers: int = 2) -> None:
    """Write what :func:`naked` finds."""
    found = naked(folder, count, recipe, workers=workers)
    out.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
