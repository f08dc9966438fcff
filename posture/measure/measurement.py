"""The type ``Measurement``: a value with its standard error."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Literal

from posture.body.points import PointSource
from posture.json_types import Number

Unit = Literal["deg", "% stature", "% trunk height"]

PALPATED = ("placed", "sticker")
"""Sources of a point that was placed by touch or marked by a sticker."""


@dataclass(frozen=True, slots=True, eq=False)
class Measurement:
    """A value with a 1-sigma error.

    Attributes
    ----------
    name : str
        One of the fixed names (``cva``, ``pelvic_tilt``, ...).
    value : float
        NaN where it cannot be measured.
    sd : float
        1-sigma error, same unit; NaN where the value is.
    unit : {"deg", "% stature", "% trunk height"}
    source : {"estimated", "eye", "placed", "sticker"}
        The least certain source among the points that it uses.
    reason_missing : str or None
        Plain sentence; given exactly where the value is NaN.
    """

    name: str
    value: Number
    sd: Number
    unit: Unit
    source: PointSource
    reason_missing: str | None = None

    @property
    def palpated(self) -> bool:
        """Whether every point that it uses was placed by touch or marked by a sticker."""
        return self.source in PALPATED

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Measurement):
            return NotImplemented

        def same(a: object, b: object) -> bool:
            both_nan = (
                isinstance(a, float) and isinstance(b, float) and math.isnan(a) and math.isnan(b)
            )
            return both_nan or a == b

        return all(same(getattr(self, f.name), getattr(other, f.name)) for f in fields(self))

    def __hash__(self) -> int:
        return hash((self.name, self.unit, self.source))
