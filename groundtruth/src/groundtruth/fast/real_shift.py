"""How the detector's landmarks of real people differ from those of rendered people.

Both are compared with the anatomical points: those of real people were marked by eye
(``groundtruth/data/real_landmarks.json``), those of rendered people are known. Where nobody can
mark a point by eye (hip, elbow, hand) the mean difference is taken as zero and its spread as large
as it is where it can be seen, so that whoever learns from it does not trust an offset.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from posture.body.body import NODES
from posture.body.side_view import PARTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundtruth.fast.situation import Situation

_FILE = Path(__file__).parents[3] / "data" / "real_landmarks.json"

_SAME_AS = {"mouth": ("ear", "eye"), "heel": ("ankle",)}
"""Landmarks that move with others that were marked."""

_NOSE = ("ear", "eye")
_ARMS = ("elbow", "wrist", "index")
_ARM_SD = 0.006
_HIP_SD = 0.012
"""Spread of what cannot be seen: as large as the mean square of the differences that were seen
(arm: forward; hip: both directions together, since both hide under clothes), statures."""


def shift_to_real(
    everyday: NDArray[np.bool_],
    seen: NDArray[np.float64],
    truths: list[dict[str, Any]],
    situations: list[Situation],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean and spread of the difference between real and rendered people.

    Parameters
    ----------
    everyday : ndarray of bool, shape (N,)
        Rendered people in everyday clothes; all of them where there are none.
    seen : ndarray, shape (N, 50)
        Landmarks of rendered people, near, far, nose, in the frame of the true geometry.
    truths : list of dict
    situations : list of Situation

    Returns
    -------
    shift, spread : ndarray, shape (25, 2)
        Near, far, nose; statures, forward and up.
    """
    chosen = np.flatnonzero(everyday) if everyday.any() else np.arange(len(seen))
    marked = json.loads(_FILE.read_text("utf-8"))["points"]
    mean = np.zeros((len(PARTS), 2))
    spread = np.zeros((len(PARTS), 2))
    for point, real in marked.items():
        part = PARTS.index(real["landmark"])
        node = NODES[NODES.index(point)]
        true = np.array(
            [situations[i].to_frame(np.array(truths[i]["nodes_px"][node])) for i in chosen]
        )
        off = seen[chosen].reshape(len(chosen), -1, 2)[:, part] - true
        mean[part] = np.array(real["mean"]) - off.mean(axis=0)
        more = np.array(real["sd"]) ** 2 - off.var(axis=0)
        spread[part] = np.sqrt(np.maximum(more, np.array(real["sd"]) ** 2 / 9))
    for part, others in _SAME_AS.items():
        at = [PARTS.index(other) for other in others]
        mean[PARTS.index(part)], spread[PARTS.index(part)] = (
            mean[at].mean(axis=0),
            spread[at].mean(0),
        )
    for part in _ARMS:
        spread[PARTS.index(part)] = _ARM_SD
    spread[PARTS.index("hip")] = _HIP_SD
    nose = [PARTS.index(other) for other in _NOSE]
    return (
        np.vstack([mean, mean, mean[nose].mean(axis=0)]),
        np.vstack([spread, spread, spread[nose].mean(axis=0)]),
    )
