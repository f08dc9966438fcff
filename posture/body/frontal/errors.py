"""How the detector's lines follow the true levels, as measured on rendered people."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from posture.body.frontal.view import LINES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from posture.body.frontal.view import FrontalSide

PIXEL_SD = 0.5
"""Error of a line's end from the grid of source pixels alone (engineering assumption); it matters
in small pictures only."""


LEAST_CORRELATION = 0.5
"""Between what is seen and the truth: a line that follows its truth less is not read at all."""


@dataclass(frozen=True, slots=True, eq=False)
class LevelErrors:
    """Errors of one view.

    Attributes
    ----------
    slopes : ndarray, shape (3,)
        Tilt seen per degree of true tilt, by line of ``LINES``.
    covariance : ndarray, shape (3, 3)
        Of what is left after dividing by the slope, degrees squared; the camera's roll excluded.
    unreadable : tuple of str
        Lines that this view does not tell.
    """

    slopes: NDArray[np.float64]
    covariance: NDArray[np.float64]
    unreadable: tuple[str, ...]


@cache
def level_errors(view: FrontalSide) -> LevelErrors:
    """Slopes and errors of one view; see ``groundtruth/levels.py`` for how they were found."""
    found = level_data()["views"][view]
    return LevelErrors(
        np.array([found["slope"][line] for line in LINES]),
        np.array(found["covariance"], dtype=float),
        tuple(line for line in LINES if found["correlation"][line] < LEAST_CORRELATION),
    )


@cache
def level_data() -> Mapping[str, Any]:
    """The whole file, with where its numbers come from."""
    return json.loads((files("posture.body.estimate") / "data" / "levels.json").read_text("utf-8"))
