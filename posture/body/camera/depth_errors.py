"""Errors of points that come from the errors of their assumed depths.

A side view does not show how broad a person is or how wide the stance is, so depths are assumed.
Somebody who is broader at the hip bones is also broader at the trochanter; a wider stance brings
both knee and ankle nearer to the camera. So the errors of depths are correlated, and a part of
their effect on an angle cancels.
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
    """What ``data/depths.json`` holds.

    Attributes
    ----------
    source : str
        Where the numbers come from.
    correlation : dict of str to dict of str to float
        Between the depths of two points among people, each pair once.
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
    """Correlation of the depths of some nodes among people.

    Parameters
    ----------
    names : sequence of str
        Of ``NODES``; those on the midline are independent of all others.

    Returns
    -------
    ndarray, shape (N, N)
        Correlations.
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
    """Covariance of points from the errors of their depths.

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
    # An unknown point makes no other unknown.
    both = np.where(alike == 0.0, 0.0, alike * moves[:, :, None, None] * moves)
    return both.reshape(positions.size, positions.size)
