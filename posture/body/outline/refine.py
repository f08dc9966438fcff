"""Refine the border of the silhouette on the picture, to sub-pixel precision.

The detector's mask is 256 pixels wide before it is scaled, so its border errs by about a pixel of
the picture and, in places, by several. The picture is sampled along the normals of the mask's
contour. A hidden Markov model along the contour combines three kinds of evidence: a step of colour,
the position of the mask's border, and the smoothness of the outline. Where the picture shows no
step, the mask's border is kept. Finally the outline is placed between pixels, where the light is
the mean of both sides.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from posture.body.outline.contour import fill, find_contours, sample_across, smooth_round
from posture.body.outline.edge_chain import marginals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.outline.contour import Contour
    from posture.body.side_view import SideView

_GRAINS = 205.0
"""Pixels of the detector's mask per height of a person: 256 across a square that is a quarter
larger than the person. One grain is the size of one of them, in pixels of the picture."""

_STEP = 0.5
"""Distance between the sampled offsets, pixels."""

_REACH = 2.0
"""Largest distance from the mask's border at which the outline is searched, grains."""

_CORE, _TAIL, _TAIL_SHARE = 0.35, 1.2, 0.15
"""SD of small and of large errors of the mask (grains), and the share of large ones."""

_WANDER = 0.35
"""Drift of the mask's error along the contour, pixels per pixel."""

_SIDE = 2.0
"""Width of the two strips whose colours are compared, pixels."""

_FAINT = 20.0
"""Step of colour (RGB levels) that gets half the weight."""

_WEIGHT = 4.0
"""Log odds that the largest step of a profile is the edge, per pixel of contour."""

_ALONG = 1.5
"""Smoothing of the picture along the contour before steps are searched, pixels."""

_HALF_WAY, _LEVEL = 1.5, 1.5
"""The half level is searched within the first distance of the outline; the levels of both sides are
means over the second distance beyond it; pixels."""

_CONTRAST = 15.0
"""Difference of the two levels (RGB) at which the half level gets half the weight."""

_GAMMA = 2.2
"""Exponent from the levels of a picture to light (sRGB: about 2.2)."""

_FURTHEST = 1.5
"""Largest distance by which the half level may move the outline, pixels."""


def refine(seen: SideView) -> SideView:
    """Refine the silhouette of a person.

    Parameters
    ----------
    seen : SideView
        With the detector's silhouette.

    Returns
    -------
    SideView
        With a silhouette that crosses one half on the refined outline.
    """
    rows = np.flatnonzero((seen.silhouette > 0.5).any(axis=1))
    if not len(rows):
        return seen
    grain = max(float(rows[-1] - rows[0]) / _GRAINS, 1.0)
    contours = find_contours(seen.silhouette, 12 * grain)
    if not contours:
        return seen
    offsets = tuple(_find_edge(seen, contour, grain) for contour in contours)
    return replace(seen, silhouette=fill(contours, offsets, seen.silhouette.shape))


def _find_edge(seen: SideView, contour: Contour, grain: float) -> NDArray[np.float64]:
    """Offset of the outline from a contour at each of its points, pixels."""
    margin = round((_HALF_WAY + _LEVEL + _FURTHEST) / _STEP)
    reach = int(np.ceil(_REACH * grain / _STEP))
    wide = _STEP * np.arange(-reach - margin, reach + margin + 1, dtype=np.float64)
    offsets = wide[margin:-margin]
    colours = smooth_round(sample_across(seen.pixels, contour, wide), _ALONG)
    own = _crossing(sample_across(seen.silhouette, contour, offsets, outside=0.0), offsets)
    step = _step(colours)[:, margin:-margin]
    evidence = _WEIGHT * step / (step.max(axis=1, keepdims=True) + _FAINT)
    chance = marginals(evidence + _prior((offsets - own[:, None]) / grain), offsets, _WANDER)
    mode = offsets[chance.argmax(axis=1)]
    near = chance * (np.abs(offsets - mode[:, None]) <= 2.0)
    edge = smooth_round((near @ offsets) / near.sum(axis=1), 1.0)
    return smooth_round(edge + _half_way(colours, wide, edge), 1.0)


def _prior(grains: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log probability density of an error of the mask, up to a constant."""
    core = (1 - _TAIL_SHARE) / _CORE * np.exp(-0.5 * (grains / _CORE) ** 2)
    tail = _TAIL_SHARE / _TAIL * np.exp(-0.5 * (grains / _TAIL) ** 2)
    return np.log(core + tail)


def _step(colours: NDArray[np.float32]) -> NDArray[np.float32]:
    """Difference between the mean colours on either side of each offset, shape (N, K), levels."""
    side = round(_SIDE / _STEP)
    kernel = np.concatenate([-np.ones(side), [0.0], np.ones(side)]).astype(np.float32) / side
    difference = cv2.filter2D(colours, -1, kernel[None], borderType=cv2.BORDER_REPLICATE)
    return np.sqrt(np.einsum("nkc,nkc->nk", difference, difference)).astype(np.float32)


def _half_way(
    colours: NDArray[np.float32], offsets: NDArray[np.float64], edge: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Offset from ``edge`` at which the light is the mean of both sides, shape (N,), pixels.

    The share of the inner light, summed across the edge, is the length that lies inside; blur and
    noise do not change it.
    """
    reach = _HALF_WAY + _LEVEL
    rel = np.arange(-reach, reach + _STEP / 2, _STEP)
    column = (edge[:, None] + rel - offsets[0]) / _STEP
    row = np.broadcast_to(np.arange(len(edge))[:, None], column.shape)
    across = cv2.remap(
        colours,
        column.astype(np.float32),
        row.astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    inner, outer = rel <= -_HALF_WAY, rel >= _HALF_WAY
    contrast = across[:, inner].mean(axis=1) - across[:, outer].mean(axis=1)
    squared = np.einsum("nc,nc->n", contrast, contrast)
    # Blur mixes linear light, not gamma-encoded levels.
    light = (across / 255) ** _GAMMA
    beyond = light[:, outer].mean(axis=1)
    apart = light[:, inner].mean(axis=1) - beyond
    between = light[:, np.abs(rel) < _HALF_WAY] - beyond[:, None]
    share = np.einsum("nkc,nc->nk", between, apart)
    share /= np.einsum("nc,nc->n", apart, apart)[:, None] + 1e-9
    # Each sample represents the middle of its step.
    length = np.clip(share, -0.2, 1.2).sum(axis=1) * _STEP
    moved = length - share.shape[1] * _STEP / 2
    trust = squared / (squared + _CONTRAST**2)
    return np.asarray(np.clip(moved, -_FURTHEST, _FURTHEST) * trust, dtype=np.float64)


def _crossing(mask: NDArray[np.float32], offsets: NDArray[np.float64]) -> NDArray[np.float64]:
    """Offset nearest to zero at which the mask falls below one half; 0 where it does not."""
    falls = (mask[:, :-1] > 0.5) & (mask[:, 1:] <= 0.5)
    share = (mask[:, :-1] - 0.5) / np.maximum(mask[:, :-1] - mask[:, 1:], 1e-6)
    at = offsets[:-1] + share * (offsets[1] - offsets[0])
    nearest = np.where(falls, np.abs(at), np.inf).argmin(axis=1)
    return np.where(falls.any(axis=1), at[np.arange(len(mask)), nearest], 0.0)
