"""Find what hides the back: loose cloth, an arm, hair."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.side_view import SideView

_SKIN_TOLERANCE = 0.4
"""Distance in the a-b plane of Lab, over the chroma of the skin, within which a colour counts as
skin. Grey cloth has the distance 1, whatever its lightness."""

_NEUTRAL = 128.0
"""Zero of a and b in OpenCV's 8-bit Lab."""

_HOLLOW_FITTED, _HOLLOW_LOOSE = 0.014, 0.004
"""Depth of the lumbar hollow under a fitted top, and under loose cloth, which bridges it; statures
(engineering assumption; a flat low back cannot be distinguished from loose cloth)."""

_NECK_BANDS = ((0.0, 0.2), (0.35, 0.65), (0.95, 1.1))
"""Head, nape and upper back: shares of the way from ear to shoulder."""

_FILLED = 0.005
"""Depth of the nape below which something fills it, statures: 0.012 to 0.035 in bare napes."""

_UPPER_ARM, _FOREARM, _HAND = 0.030, 0.024, 0.028
"""Half breadths, statures (unverified)."""


def make_colour_tables() -> None:
    """Let OpenCV make its tables for CIE Lab: the first picture waits 80 ms for them."""
    cv2.cvtColor(np.zeros((1, 1, 3), np.uint8), cv2.COLOR_RGB2LAB)


def find_looseness(seen: SideView, edge: NDArray[np.float64], px_per_stature: float) -> float:
    """Estimate how much cloth hides the shape of the back.

    Parameters
    ----------
    seen : SideView
    edge : ndarray, shape (N, 2)
        Back edge from C7 to S2, turned decoded pixels.
    px_per_stature : float
        Decoded pixels.

    Returns
    -------
    float
        0 for a bare back, 0.25 for a top that follows the low back, up to 1 for a hanging one.
    """
    if _bare_share(seen, edge, px_per_stature) > 0.6:
        return 0.0
    depth = hollow_depth(edge) / px_per_stature
    hidden = (_HOLLOW_FITTED - depth) / (_HOLLOW_FITTED - _HOLLOW_LOOSE)
    return float(np.clip(0.25 + 0.75 * np.clip(hidden, 0, 1), 0.25, 1.0))


def hollow_depth(edge: NDArray[np.float64]) -> float:
    """Largest gap between the lower back edge and its convex hull, in the unit of ``edge``."""
    lower = edge[len(edge) // 3 :]
    if len(lower) < 3:
        return 0.0
    # The person faces right, so the hull of the rearmost points has the smallest x.
    hull = cv2.convexHull(lower.astype(np.float32)).reshape(-1, 2)
    ring = np.vstack([hull, hull[:1]])
    y = lower[:, 1]
    gaps = np.zeros(len(lower))
    for a, b in itertools.pairwise(ring):
        if abs(b[1] - a[1]) < 1e-6:
            continue
        share = (y - a[1]) / (b[1] - a[1])
        on = (share >= 0) & (share <= 1)
        rear = a[0] + share * (b[0] - a[0])
        gaps = np.where(on, np.maximum(gaps, lower[:, 0] - rear), gaps)
    return float(gaps.max())


def find_occluded(
    seen: SideView, profile: NDArray[np.float64], px_per_stature: float
) -> NDArray[np.bool_]:
    """Find profile nodes that lie on the edge of an arm instead of the back.

    Parameters
    ----------
    seen : SideView
    profile : ndarray, shape (25, 2)
        Back profile, turned decoded pixels.
    px_per_stature : float
        Decoded pixels.

    Returns
    -------
    ndarray of bool, shape (25,)
    """
    hidden = np.zeros(len(profile), dtype=bool)
    limbs = (
        ("shoulder", "elbow", _UPPER_ARM, 0.35),
        ("elbow", "wrist", _FOREARM, 0.0),
        ("wrist", "index", _HAND, 0.0),
    )
    for side in ("near", "far"):
        for upper, lower, half, start in limbs:
            a, b = seen.side(upper, side), seen.side(lower, side)
            # Near the shoulder the upper arm lies over the trunk and hides no part of the back.
            distance = _distance(profile, a + start * (b - a), b)
            hidden |= distance < half * px_per_stature
    return hidden


def find_hair(seen: SideView, edge: NDArray[np.float64], px_per_stature: float) -> bool:
    """Whether hair covers the nape: then the edge below the head does not recede forward.

    Parameters
    ----------
    seen : SideView
    edge : ndarray, shape (N, 2)
        Back edge from the ear down to the upper back, turned decoded pixels.
    px_per_stature : float
        Decoded pixels.

    Returns
    -------
    bool
    """
    if len(edge) < 8:
        return False
    _, nape, upper = _neck_bands(seen, edge)
    if not len(nape) or not len(upper):
        return False
    # A bare nape lies well in front of the upper back.
    return bool(np.median(nape[:, 0]) - np.median(upper[:, 0]) < 0.004 * px_per_stature)


def is_nape_filled(seen: SideView, edge: NDArray[np.float64], px_per_stature: float) -> bool:
    """Whether hair, a hood or a bag fills the hollow between the back of the head and the back.

    Parameters
    ----------
    seen : SideView
    edge : ndarray, shape (N, 2)
        Back edge from the ear down to the upper back, turned decoded pixels.
    px_per_stature : float
        Decoded pixels.

    Returns
    -------
    bool
    """
    head, nape, upper = _neck_bands(seen, edge)
    if not (len(head) and len(nape) and len(upper)):
        return False
    ends = [head[:, 1].mean(), upper[:, 1].mean()]
    chord = np.interp(nape[:, 1], ends, [head[:, 0].min(), upper[:, 0].mean()])
    return bool((nape[:, 0] - chord).max() < _FILLED * px_per_stature)


def _neck_bands(seen: SideView, edge: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Parts of the back edge at the head, the nape and the upper back, between ear and shoulder."""
    ear, shoulder = seen.middle("ear"), seen.middle("shoulder")
    share = (edge[:, 1] - ear[1]) / max(shoulder[1] - ear[1], 1.0)
    return [edge[(share > low) & (share < high)] for low, high in _NECK_BANDS]


def _distance(
    points: NDArray[np.float64], a: NDArray[np.float64], b: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Distance of points to the segment a-b."""
    along = b - a
    share = np.clip(((points - a) @ along) / max(float(along @ along), 1e-9), 0, 1)
    return np.hypot(*(points - a - share[:, None] * along).T)


def _bare_share(seen: SideView, edge: NDArray[np.float64], px_per_stature: float) -> float:
    """Share of the band inside the back edge that has the colour of the face."""

    def sample(points: NDArray[np.float64]) -> NDArray[np.float64]:
        columns = np.clip(points[..., 0].astype(int), 0, seen.width - 1)
        rows = np.clip(points[..., 1].astype(int), 0, seen.height - 1)
        chosen = seen.pixels[rows, columns]
        # Convert only the sampled pixels to Lab.
        lab = cv2.cvtColor(chosen.reshape(-1, 1, 3), cv2.COLOR_RGB2LAB)
        return lab.reshape(chosen.shape)[..., 1:].astype(float)

    # Cheek: between the ear, the eye and the mouth of the near side.
    corners = np.array([seen.side(part) for part in ("ear", "eye", "mouth")])
    weights = np.random.default_rng(0).dirichlet([2.0, 2.0, 2.0], 60)
    skin = np.median(sample(weights @ corners), axis=0)
    band = edge[len(edge) // 6 : -len(edge) // 4 or None]
    if not len(band):
        return 0.0
    depth = np.linspace(0.012, 0.04, 5) * px_per_stature
    inside = band[:, None, :] + np.stack([depth, np.zeros(5)], axis=-1)[None]
    distance = np.hypot(*(sample(inside) - skin).transpose(2, 0, 1))
    chroma = float(np.hypot(*(skin - _NEUTRAL)))
    return float((distance < _SKIN_TOLERANCE * chroma).mean())
