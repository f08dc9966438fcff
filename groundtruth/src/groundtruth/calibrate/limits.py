"""Where the information ends: experiments that say what keeps the errors from being smaller."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial, reduce
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from posture.measure.registry import METRICS

from groundtruth.calibrate.camera_head import errors_of
from groundtruth.calibrate.crossval import folds, scores, some
from groundtruth.calibrate.gather import Rows
from groundtruth.calibrate.network import predict, standard
from groundtruth.calibrate.sensitivity import values
from groundtruth.calibrate.training import prepare, train, train_each
from groundtruth.fast.rows import SPARED, make_chunk, make_in_chunks, spared_rows
from groundtruth.sets import ROOT_SEED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from groundtruth.calibrate.network import Network, Recipe, Standard

Scores = dict[str, dict[str, float]]
Without = Literal["outline", "exact"]

_WORN = {
    "wide, bare or bra": ("bare", "bra"),
    "wide, fitted top": ("fitted",),
    "wide, T-shirt or loose": ("t_shirt", "loose"),
}

_LEAST = 1000
"""Rows of the first point of the curve."""


def without_the_detector(
    fast: Rows, spared: Mapping[Without, Rows], recipe: Recipe
) -> dict[str, Any]:
    """The same people with and without the detector's errors, learnt and tested alike.

    Parameters
    ----------
    fast : Rows
    spared : mapping of {"outline", "exact"} to Rows
        The same people without the outline's errors, and without any; either may be left out.
        Pictures of the same numbers are compared.
    recipe : Recipe

    Returns
    -------
    dict
        ``limit_rows``; ``limits``: scores by "as the detector sees them, wide" and so on; the last
        case, where nothing but the body and its clothes is unknown, also by what is worn on top.
    """
    found: dict[str, Scores] = {}
    cases, told = {"as the detector sees them": fast}, None
    if "outline" in spared:
        cases["without the outline's errors"] = spared["outline"]
    if "exact" in spared:
        exact = spared["exact"]
        told = replace(exact, features=np.column_stack([exact.features, errors_of(exact)]))
        cases |= {"without its errors": exact, "without its errors, camera told": told}
    shared = reduce(np.intersect1d, [rows.number for rows in cases.values()])
    for label, rows in cases.items():
        same = some(rows, np.flatnonzero(np.isin(rows.number, shared)))
        learnt, part = _halves(same)
        nodes = answers(learnt, part, recipe)
        groups = {spread: part.spread == spread for spread in ("wide", "life")}
        if rows is told:
            wide = part.spread != "life"
            groups |= {name: wide & np.isin(part.top, tops) for name, tops in _WORN.items()}
            found |= _fewer(learnt, part, recipe, label)
        for group, at in groups.items():
            chosen = np.flatnonzero(at)
            found[f"{label}, {group}"] = scores(some(part, chosen), nodes[chosen])
    return {"limit_rows": len(shared), "limits": found}


def measure_limits(
    folder: Path, count: int, deviation: Path, out: Path, recipe: Recipe, *, workers: int = 2
) -> None:
    """Make people without rendering, in every case, and write what is learnt from them.

    Parameters
    ----------
    folder : Path
        Keeps the rows; what is there is not made again.
    count : int
        Pictures, two of each person.
    deviation : Path
        How the detector deviates.
    out : Path
        JSON.
    recipe : Recipe
    workers : int
    """
    make = partial(make_chunk, deviation=deviation, of=spared_rows)
    rows = cases_of(make_in_chunks(folder, count, make, workers=workers))
    spared: dict[Without, Rows] = {"outline": rows["outline"], "exact": rows["exact"]}
    found = without_the_detector(rows["seen"], spared, recipe)
    out.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


def cases_of(file: Path) -> dict[str, Rows]:
    """Rows of each case of ``SPARED``, in the same order."""
    with np.load(file) as kept:
        fields = {key: kept[key] for key in kept.files}
    case = fields.pop("case")
    return {
        name: Rows(**{key: values[case == name] for key, values in fields.items()})
        for name in SPARED
    }


def _halves(rows: Rows) -> tuple[Rows, Rows]:
    """People to learn from, and people to be tested on."""
    held = folds(rows.body) == 0
    return some(rows, np.flatnonzero(~held)), some(rows, np.flatnonzero(held))


def answers(learnt: Rows, part: Rows, recipe: Recipe) -> NDArray[np.float64]:
    """Nodes of some rows, by a network that learnt from others; shape (N, 35, 2)."""
    made, net = _learn(learnt, recipe)
    return predict([net], made, part.features)


def _fewer(learnt: Rows, part: Rows, recipe: Recipe, label: str) -> dict[str, Scores]:
    """The same with a quarter and a sixteenth of the people: whether more would help."""
    people = np.unique(learnt.body)
    found: dict[str, Scores] = {}
    wide = np.flatnonzero(part.spread == "wide")
    for share in (16, 4):
        few = some(learnt, np.flatnonzero(np.isin(learnt.body, people[::share])))
        nodes = answers(few, part, recipe)
        found[f"{label}, {len(few.true)} rows, wide"] = scores(some(part, wide), nodes[wide])
    return found


def curve(fast: Rows, rows: Rows, recipe: Recipe) -> dict[str, Scores]:
    """Scores on the pictures by how many fast rows were learnt from, pictures left out.

    Parameters
    ----------
    fast, rows : Rows
    recipe : Recipe

    Returns
    -------
    dict
        By the number of rows.
    """
    order = np.random.default_rng(ROOT_SEED).permutation(np.unique(fast.body))
    rank = np.argsort(order)[np.searchsorted(np.unique(fast.body), fast.body)]
    parts: list[Rows] = []
    count = _LEAST
    while count < 2 * len(fast.true):
        part = np.flatnonzero(rank < len(order) * min(1.0, count / len(fast.true)))
        parts.append(some(fast, part))
        count *= 4
    made = [standard(part.features, part.targets) for part in parts]
    data = [prepare(own, part, 1.0) for own, part in zip(made, parts, strict=True)]
    nets = train_each(data, recipe, [ROOT_SEED] * len(data))
    return {
        str(len(part.true)): scores(rows, predict([net], own, rows.features))
        for part, own, net in zip(parts, made, nets, strict=True)
    }


def own_shape(fast: Rows, found: NDArray[np.float64]) -> dict[str, dict[str, dict[str, float]]]:
    """How alike the errors of two photos of one person are: what a reference photo can teach.

    Parameters
    ----------
    fast : Rows
    found : ndarray, shape (N, 35, 2)
        Estimates by networks that had not seen the person.

    Returns
    -------
    dict
        By spread and measurement: ``sd`` of one photo's error, ``r`` between the two photos, and
        ``floor``, the error of a later photo after the best linear use of a first one whose truth
        is known: ``sd * sqrt(1 - r^2)``.
    """
    error = values(found) - fast.true
    first, second = pairs(fast)
    told: dict[str, dict[str, dict[str, float]]] = {}
    for spread in ("life", "wide"):
        at = fast.spread[first] == spread
        told[spread] = {}
        for i, metric in enumerate(METRICS):
            told[spread][metric.name] = in_common(error[first[at], i], error[second[at], i])
    return told


def in_common(first: NDArray[np.float64], second: NDArray[np.float64]) -> dict[str, float]:
    """How alike the errors of two photos are: ``sd``, ``r`` and ``floor``, as ``own_shape``."""
    r = float(np.corrcoef(first, second)[0, 1])
    sd = float(np.concatenate([first, second]).std())
    return {"sd": sd, "r": r, "floor": float(sd * np.sqrt(1.0 - r * r))}


def once(rows: Rows) -> NDArray[np.intp]:
    """The first row of each picture: rows made without rendering show each several times."""
    _, first = np.unique(np.column_stack([rows.body, rows.number]), axis=0, return_index=True)
    return np.sort(first)


def pairs(rows: Rows) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Numbers of the rows that show one person in two pictures, by person.

    Parameters
    ----------
    rows : Rows
        People with a single picture are left out. Where a picture has several rows, each of them
        stands beside each row of the other picture.

    Returns
    -------
    ndarray, shape (P,)
        Rows of first pictures.
    ndarray, shape (P,)
        Rows of second ones.
    """
    order = np.lexsort((rows.number, rows.body))
    _, begins = np.unique(rows.body[order], return_index=True)
    first: list[NDArray[np.intp]] = []
    second: list[NDArray[np.intp]] = []
    for looks in np.split(order, begins[1:]):
        is_first = rows.number[looks] == rows.number[looks[0]]
        a, b = looks[is_first], looks[~is_first]
        first.append(np.repeat(a, len(b)))
        second.append(np.tile(b, len(a)))
    return np.concatenate(first), np.concatenate(second)


def _learn(rows: Rows, recipe: Recipe) -> tuple[Standard, Network]:
    made = standard(rows.features, rows.targets)
    return made, train(prepare(made, rows, 1.0), recipe, ROOT_SEED)
