"""How the detector's landmarks of real people differ from those of rendered people.

Both are compared with the anatomical points: those of real people were marked by eye
(``groundtruth/data/real_landmarks.json``), those of rendered people are known. Where nobody can
mark a point by eye (hip, elbow, hand) the mean difference is taken as zero and its spread as large
as it is where it can be seen, so that whoever learns from it does not trust an offset. The hips are
an exception. Their height is known from tragus and malleolus, because hips stand at the same share
of the height in people and in the mesh. Their forward place is that with which knee, hip before
ankle and lean of the trunk of real people come nearest to their norms. The outline of the head is
compared as well.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from posture.body.estimate.features import LEVELS
from posture.body.side_view import PARTS

from groundtruth.real.learnt.landmarks import OUTLINE_END, head_outline

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundtruth.fast.situation import Situation

_FILE = Path(__file__).parents[3] / "data" / "real_landmarks.json"

_SAME_AS = {"mouth": ("ear", "eye"), "heel": ("ankle",)}
"""Landmarks that move with others that were marked."""

_NOSE = ("ear", "eye")
_ARMS = ("elbow", "wrist", "index")
_ARM_SD = 0.006
_HIP_FORWARD = -0.007
"""Of the detector's hips in real people against rendered ones, statures. With 0 real knees read
8.8 degrees less straight than the norm, and hips lie 1 % less before the ankle; further than this
the trunk would lean more than 1.2 norm SDs further back than the norm."""

_HIP_SD = 0.008
"""Spread of what cannot be seen: as large as the mean square of the differences that were seen,
forward, statures."""


_FADES = 0.2
"""Range of levels in which the difference of the outline goes to zero."""


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
    known = json.loads(_FILE.read_text("utf-8"))
    landmarks = seen[chosen].reshape(len(chosen), -1, 2)

    def true(point: str) -> NDArray[np.float64]:
        places = (truths[i]["nodes_px"][point] for i in chosen)
        return np.array(
            [situations[i].to_frame(np.array(px)) for i, px in zip(chosen, places, strict=True)]
        )

    mean = np.zeros((len(PARTS), 2))
    spread = np.zeros((len(PARTS), 2))
    for point, real in known["points"].items():
        part = PARTS.index(real["landmark"])
        off = landmarks[:, part] - true(point)
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
    hip = PARTS.index("hip")
    spread[hip] = _HIP_SD
    mean[hip, 0] = _HIP_FORWARD
    mean[hip, 1] = _higher(
        known["hip"]["mean"],
        landmarks[:, [hip, len(PARTS) + hip], 1].mean(axis=1),
        true("tragus")[:, 1],
        true("malleolus")[:, 1],
    )
    nose = [PARTS.index(other) for other in _NOSE]
    return (
        np.vstack([mean, mean, mean[nose].mean(axis=0)]),
        np.vstack([spread, spread, spread[nose].mean(axis=0)]),
    )


def _higher(
    share: float,
    hips: NDArray[np.float64],
    tragus: NDArray[np.float64],
    malleolus: NDArray[np.float64],
) -> float:
    """How much higher the detector puts the hips of real people, statures.

    Parameters
    ----------
    share : float
        Height of real hips below the tragus over that of the malleolus.
    hips, tragus, malleolus : ndarray, shape (N,)
        Heights in rendered people, statures.

    Returns
    -------
    float
    """
    height = tragus - malleolus
    return float((((tragus - hips) / height - share) * height).mean())


def outline_to_real(
    everyday: NDArray[np.bool_], features: NDArray[np.float64], shift: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How much further forward the head's outline of real people lies than that of rendered ones.

    Parameters
    ----------
    everyday : ndarray of bool, shape (N,)
        Rendered people in everyday clothes; all of them where there are none.
    features : ndarray, shape (N, F)
        Of rendered people.
    shift : ndarray, shape (25, 2)
        As :func:`shift_to_real` gives it.

    Returns
    -------
    ndarray, shape (156,)
        Back, then front, relative to the tragus; statures, 0 below the head.
    """
    chosen = everyday if everyday.any() else np.ones(len(features), dtype=bool)
    real = json.loads(_FILE.read_text("utf-8"))["outline"]
    rendered = head_outline(features[chosen]).mean(axis=0)
    count = len(rendered) // 2
    forward = shift[PARTS.index("ear"), 0]
    moved = np.zeros((2, len(LEVELS)))
    moved[0, :count] = np.array(real["back"]) - rendered[:count] + forward
    moved[1, :count] = np.array(real["front"]) - rendered[count:] + forward
    # From the head to the neck, whose outline is a matter of posture, the difference fades.
    return (moved * np.clip((OUTLINE_END - LEVELS) / _FADES, 0.0, 1.0)).ravel()
