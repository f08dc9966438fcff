"""Where the detector puts the landmarks and the outline of real people: what is learnt from.

:mod:`groundtruth.fast.real_shift` compares it with rendered people.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
from posture.body.estimate.features import LEVELS, names
from posture.pose.pose import Landmark

from groundtruth.real.by_eye import stature_px, to_axes
from groundtruth.real.row import near_landmark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from groundtruth.real.labels import Labels
    from groundtruth.real.results import Result

    _Points = Mapping[str, NDArray[np.float64]]

PART_OF = {
    "tragus": "ear",
    "canthus": "eye",
    "acromion": "shoulder",
    "knee": "knee",
    "malleolus": "ankle",
    "toe": "toe",
}
"""Part of a side view whose landmark stands for each marked point."""

OUTLINE_END = 0.5
"""Level of the outline (0 ear, 1 shoulder) down to which it is the head's."""

_SOURCE = (
    "photographs of standing people with points marked by eye (docs/accuracy.md, On real "
    "photographs); statures, forward and up"
)
_DIGITS = 5


def write_landmarks(labels: Sequence[Labels], results: Sequence[Result], path: Path) -> None:
    """Write what :mod:`groundtruth.fast.real_shift` needs of the real photographs.

    Parameters
    ----------
    labels : sequence of Labels
    results : sequence of Result
    path : Path
        JSON; see :func:`landmarks`.
    """
    path.write_text(json.dumps(landmarks(labels, results), indent=1) + "\n", "utf-8")


def landmarks(labels: Sequence[Labels], results: Sequence[Result]) -> dict[str, Any]:
    """Mean and spread among the photographs that were analysed.

    Parameters
    ----------
    labels : sequence of Labels
    results : sequence of Result

    Returns
    -------
    dict
        ``points``: near landmark less marked point, ``mean`` and ``sd``, [forward, up], statures.
        ``hip``: height of the hips' landmarks below the marked tragus, ``mean`` and ``sd``, as a
        share of that of the marked malleolus.
        ``outline``: ``back`` and ``front``, mean distance of the head's outline before the near
        ear's landmark, statures, at the levels of the features down to ``OUTLINE_END``.
    """
    by_photo = {one.photo: one for one in labels}
    seen = [one for one in results if one.analysis is not None]
    places = [_places(by_photo[one.photo], one) for one in seen]
    points: dict[str, Any] = {}
    for point, part in PART_OF.items():
        off = np.array(
            [near[point] - marked[point] for near, _, marked in places if point in marked]
        )  # fmt: skip
        points[point] = {"landmark": part, **_spread(off)}
    shares = np.array(
        [
            (marked["tragus"][1] - hips[1]) / (marked["tragus"][1] - marked["malleolus"][1])
            for _, hips, marked in places
            if {"tragus", "malleolus"} <= marked.keys()
        ]
    )
    outline = head_outline(np.array([one.features for one in seen])).mean(axis=0)
    count = outline.size // 2
    return {
        "source": f"{len(seen)} {_SOURCE}",
        "points": points,
        "hip": _spread(shares),
        "outline": {
            "back": np.round(outline[:count], _DIGITS).tolist(),
            "front": np.round(outline[count:], _DIGITS).tolist(),
        },
    }


def head_outline(features: NDArray[np.float64]) -> NDArray[np.float64]:
    """Outline of the head before the near ear's landmark.

    Parameters
    ----------
    features : ndarray, shape (N, F)

    Returns
    -------
    ndarray, shape (N, 2 L)
        Back, then front, at the levels down to ``OUTLINE_END``; statures. A level that is not
        seen is filled from the others of the same photograph's edge.
    """
    column = {name: k for k, name in enumerate(names())}
    ear = features[:, column["near_ear_x"]]
    levels = LEVELS[LEVELS <= OUTLINE_END]
    rows = [
        [
            np.interp(levels, levels[known], edge[known])
            for edge in (back, front)
            for known in [np.isfinite(edge)]
        ]
        for back, front in zip(
            *(
                features[:, [column[f"{side}_{level:.2f}"] for level in levels]] - ear[:, None]
                for side in ("back", "front")
            ),
            strict=True,
        )
    ]
    return np.array(rows).reshape(len(features), -1)


def _places(labels: Labels, result: Result) -> tuple[_Points, NDArray[np.float64], _Points]:
    """Near landmarks by marked point, the middle of the hips, and the marked points, statures."""
    assert result.analysis is not None
    body = result.analysis.body
    stature = stature_px(labels, body.camera)

    def axes(px: NDArray[np.float64]) -> NDArray[np.float64]:
        return to_axes(px, body.camera, stature)

    near = {point: axes(near_landmark(result, body.near_side, point)) for point in PART_OF}
    hips = axes(result.landmarks[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]].mean(axis=0))
    return near, hips, {name: axes(px) for name, px in labels.points.items()}


def _spread(values: NDArray[np.float64]) -> dict[str, Any]:
    return {
        "mean": np.round(values.mean(axis=0), _DIGITS).tolist(),
        "sd": np.round(values.std(axis=0), _DIGITS).tolist(),
    }
