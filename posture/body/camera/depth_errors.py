"""Errors of points caused by the errors of their assumed depths.

A side view does not show the breadth of the body or the width of the stance, so depths are assumed.
Their errors are correlated: a person with broader hip bones also has broader trochanters, and a
wider stance brings both knee and ankle nearer to the camera. So a part of their effect on an angle
cancels.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from posture.body.camera.pinhole import Camera

Correlation = Annotated[float, Field(ge=-1, le=1)]


class DepthFile(BaseModel):
    """Contents of ``data/depths.json``.

    Attributes
    ----------
    source : str
        Source of the numbers.
    correlation : dict of str to dict of str to float
        Correlation between the depths of two points among people, each pair once.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: Annotated[str, Field(min_length=10)]
    correlation: dict[str, dict[str, Correlation]]


@cache
def depth_file() -> DepthFile:
    """Load the correlations in the package, once."""
    raw = (files("posture.body.estimate") / "data" / "depths.json").read_text("utf-8")
    return DepthFile.model_validate_json(raw)


def depth_correlation(names: Sequence[str]) -> NDArray[np.float64]:
    """Correlation matrix of the depths of nodes among people.

    Parameters
    ----------
    names : sequence of str
        Names in ``NODES``; those on the midline are independent of all others.

    Returns
    -------
    ndarray, shape (N, N)
    """
    pairs = depth_file().correlation
    found = np.eye(len(names))
    for i, one in enumerate(names):
        for j, other in enumerate(names[:i]):
            known = pairs.get(one, {}).get(other, pairs.get(other, {}).get(one, 0.0))
            found[i, j] = found[j, i] = known
    return found


def depth_covariance(
    camera: Camera,
    positions: NDArray[np.float64],
    depths: NDArray[np.float64],
    depth_sds: NDArray[np.float64],
    correlation: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Covariance of points caused by the errors of their depths.

    Parameters
    ----------
    camera : Camera
    positions : ndarray, shape (N, 2)
        Body axes.
    depths, depth_sds : ndarray, shape (N,)
        Depth of each point towards the camera with its error, statures.
    correlation : ndarray, shape (N, N), optional
        Of the depths' errors (:func:`depth_correlation`); default: none.

    Returns
    -------
    ndarray, shape (2 N, 2 N)
    """
    picture = camera.to_picture(positions, depths)
    moves = camera.to_body(picture, depths + depth_sds) - positions
    alike = (np.eye(len(moves)) if correlation is None else correlation)[:, None, :, None]
    # Zero instead of 0 * NaN: an unknown point must not affect independent points.
    both = np.where(alike == 0.0, 0.0, alike * moves[:, :, None, None] * moves)
    return both.reshape(positions.size, positions.size)
