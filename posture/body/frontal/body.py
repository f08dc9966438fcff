"""The body seen from the front or the back, the type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

import numpy as np

from posture.body.camera.roll import Roll
from posture.body.frontal.view import LINES, FrontalSide, FrontalView
from posture.body.remarks import Notice
from posture.json_types import ArrayOf, CovarianceOf, FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class FrontalBody:
    """Levels of a person with a joint covariance.

    Attributes
    ----------
    seen : FrontalView
        Ends of the lines in the picture.
    roll : Roll
        Of the camera, in the picture as taken.
    levels : ndarray, shape (3,)
        True tilt of each line of ``LINES``, degrees, + the person's right side higher; NaN where
        unknown.
    covariance : ndarray, shape (3, 3)
        Degrees squared, the camera's roll included; NaN rows and columns where unknown.
    person_px : float
        Height of the person, source pixels.
    missing : mapping of str to str
        Line to the plain sentence that says why it is unknown; exactly the NaN ones.
    notices : tuple of Notice
    """

    seen: FrontalView
    roll: Roll
    levels: Annotated[FloatArray, ArrayOf((len(LINES),))]
    covariance: Annotated[FloatArray, CovarianceOf(len(LINES))]
    person_px: float
    missing: Mapping[str, str] = field(default_factory=dict[str, str])
    notices: tuple[Notice, ...] = ()

    @property
    def view(self) -> FrontalSide:
        """Front or back."""
        return self.seen.view

    def known(self, line: str) -> bool:
        """Whether the line was measured."""
        return bool(np.isfinite(self.levels[LINES.index(line)]))
