"""Numbers and names as the pages write them; a number that is not known is None in the block."""

from __future__ import annotations

import math

from posture.i18n.language import tr
from posture.measure.measure import plain_name

from groundtruth.score.pages import markdown


def fixed(value: float | None, digits: int, unit: str = "") -> str:
    """A number with so many digits; a dash where it is not known."""
    return markdown.fixed(_number(value), digits, unit)


def signed(value: float | None, digits: int, unit: str = "") -> str:
    """The same, with a plus before what is larger than 0."""
    text = fixed(value, digits, unit)
    return f"+{text}" if value is not None and float(markdown.fixed(value, digits)) > 0 else text


def between(low: float | None, high: float | None, digits: int) -> str:
    """An interval; a dash where it is not known."""
    return markdown.between(_number(low), _number(high), digits)


def point_name(name: str) -> str:
    """A marked point in plain words."""
    return "heel" if name == "heel" else tr(plain_name(name)).removeprefix("the ")


def _number(value: float | None) -> float:
    return math.nan if value is None else value
