"""Numbers and tables in Markdown."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from posture.measure.registry import METRICS

from groundtruth.score.figures import WIDE_RMSE
from groundtruth.score.people import METRIC_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

UNITS = {metric.name: "°" if metric.unit == "deg" else " %" for metric in METRICS}
HEADLINE = tuple(name for name in METRIC_NAMES if name in WIDE_RMSE)
"""Measurements that have a target of their own."""

UNKNOWN = "–"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """One Markdown table; the first column left, the others right."""
    lines = [
        f"| {' | '.join(header)} |",
        f"| --- |{' ---: |' * (len(header) - 1)}",
        *(f"| {' | '.join(row)} |" for row in rows),
    ]
    return "\n".join(lines)


def fixed(value: float, digits: int = 1, unit: str = "") -> str:
    """A number with so many digits, never "-0.0"; a dash where unknown."""
    if not math.isfinite(value):
        return UNKNOWN
    text = f"{value:.{digits}f}"
    return f"{text.lstrip('-') if float(text) == 0 else text}{unit}"


def between(low: float, high: float, digits: int) -> str:
    """An interval; a dash where unknown."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return UNKNOWN
    return f"{fixed(low, digits)} to {fixed(high, digits)}"


def counted(scores: dict[str, Any]) -> str:
    """How many pictures of how many people a group has, as a phrase."""
    bodies = scores["bodies"]
    return f"{scores['pictures']} pictures of {bodies} {'person' if bodies == 1 else 'people'}"
