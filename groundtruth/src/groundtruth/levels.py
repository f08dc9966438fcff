"""Fits ``posture/body/estimate/data/levels.json``: detected levels against true levels.

The pictures of :mod:`groundtruth.frontal` go through the real detector. For each view and line a
slope through the origin is fitted (photo and mirror image are averaged, so there is no bias to a
side). Slope and error are cross-validated over people.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
from posture.body.frontal.gate import TURNED_DEG
from posture.body.frontal.view import LINES, find_frontal_view, find_turn, name_sides
from posture.measure.frontal import LEVELS
from posture.photo.load import load
from posture.pose.detect import find_people

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

_SMALL_TURN = 15.0
"""Largest rotation of pictures that count for the errors of levels."""


def gather(folder: Path) -> list[dict[str, Any]]:
    """Detected tilts less the camera's true roll, with the truth.

    Parameters
    ----------
    folder : Path
        As :func:`groundtruth.frontal.make` fills it.

    Returns
    -------
    list of dict
        ``body``, ``view``, ``turn``, ``seen_view``, ``seen_turn``, ``tilts``, ``true``.
    """
    rows: list[dict[str, Any]] = []
    for path in sorted(folder.glob("*.json"), key=lambda p: int(p.stem)):
        truth = json.loads(path.read_text("utf-8"))
        photo = load(path.with_suffix(".jpg"))
        poses = find_people(photo).poses
        if not poses:
            continue
        front = name_sides(poses[0], photo.scale)
        rows.append(
            {
                "body": truth["body"],
                "view": truth["view"],
                "turn": truth["turn_deg"],
                "seen_view": find_frontal_view(poses[0]),
                "seen_turn": find_turn(poses[0]),
                "people": len(poses),
                "tilts": front.tilts(truth["roll_deg"]).tolist(),
                "true": [truth["levels"][name] for name in list(LEVELS)[: len(LINES)]],
            }
        )
    return rows


def fit(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Slopes, errors and their check on people left out, by view.

    Returns
    -------
    dict
        What ``levels.json`` holds.
    """
    return {
        "provenance": {
            "pictures": "rendered people (groundtruth/frontal.py), through the real detector",
            "people": len({row["body"] for row in rows}),
            "views_told_right": _share(row["view"] == row["seen_view"] for row in rows),
            "turned_refused": _share(
                row["seen_turn"] >= TURNED_DEG for row in rows if abs(row["turn"]) >= 40
            ),
            "straight_refused": _share(
                row["seen_turn"] >= TURNED_DEG for row in rows if abs(row["turn"]) < _SMALL_TURN
            ),
        },
        "views": {view: _fit_view(rows, view) for view in ("front", "back")},
    }


def _share(hits: Any) -> list[int]:
    listed = list(hits)
    return [int(sum(listed)), len(listed)]


def _fit_view(rows: list[dict[str, Any]], view: str) -> dict[str, Any]:
    used = [
        r
        for r in rows
        if r["seen_view"] == r["view"] == view
        and abs(r["turn"]) < _SMALL_TURN
        and r["seen_turn"] < TURNED_DEG
    ]
    tilts, true = (np.array([r[key] for r in used]) for key in ("tilts", "true"))
    bodies = np.array([r["body"] for r in used])
    left_out = np.empty_like(tilts)
    for body in set(bodies.tolist()):
        others = bodies != body
        left_out[~others] = tilts[~others] / _slopes(tilts[others], true[others]) - true[~others]
    return {
        "pictures": len(used),
        "slope": _named(_slopes(tilts, true)),
        "covariance": np.round(left_out.T @ left_out / len(used), 4).tolist(),
        "bias": _named(left_out.mean(axis=0)),
        "sd": _named(left_out.std(axis=0, ddof=1)),
        "correlation": _named(
            np.array([np.corrcoef(tilts[:, i], true[:, i])[0, 1] for i in range(len(LINES))])
        ),
        "true_sd": _named(true.std(axis=0, ddof=1)),
        "raw_bias": _named((tilts - true).mean(axis=0)),
        "raw_sd": _named((tilts - true).std(axis=0, ddof=1)),
    }


def _slopes(tilts: NDArray[np.float64], true: NDArray[np.float64]) -> NDArray[np.float64]:
    return (tilts * true).sum(axis=0) / (true**2).sum(axis=0)


def _named(values: NDArray[np.float64]) -> dict[str, float]:
    return {line: round(float(value), 4) for line, value in zip(LINES, values, strict=True)}


def calibrate(folder: Path, out: Path) -> dict[str, Any]:
    """Gather, fit, and write the file that ships."""
    found = fit(gather(folder))
    out.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    return found
