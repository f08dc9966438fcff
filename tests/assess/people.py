"""Made-up measurements, told as distance from the norm."""

from __future__ import annotations

import math
from collections.abc import Mapping

from posture.assess.assessment import Answer, Answers, Subject
from posture.assess.knowledge import knowledge
from posture.assess.screening import screen
from posture.body.points import PointSource
from posture.measure.measurement import Measurement

Given = Mapping[str, Answer]
"""Answers of one kind, by question."""

UNANSWERED: Given = {}
JUDGED = tuple(name for name, metric in knowledge().metrics.items() if metric.norm)
REASON = "The arm hides the low back."


def measurement(
    name: str, value: float, sd: float, source: PointSource = "estimated"
) -> Measurement:
    reason = None if math.isfinite(value) else REASON
    return Measurement(name, value, sd, knowledge().metrics[name].unit, source, reason)


def missing(name: str) -> Measurement:
    return measurement(name, math.nan, math.nan)


def at(
    name: str, z: float = 0.0, error: float = 0.2, source: PointSource = "estimated"
) -> Measurement:
    """A measurement ``z`` population SDs from the mean, with an error of ``error`` SDs."""
    norm = knowledge().metrics[name].norm
    assert norm is not None
    return measurement(name, norm.all.mean + z * norm.all.sd, error * norm.all.sd, source)


def person(
    source: PointSource = "estimated", error: float = 0.2, /, **z: float
) -> dict[str, Measurement]:
    """Everything measured and clearly typical, except what is given in population SDs.

    The typical values lie in the middle of each metric's typical range, which for one-sided
    metrics is away from the only cut-off.
    """
    rest = {"cva": 1.5, "ear_shoulder_offset": -1.5}
    return {n: at(n, z.get(n, rest.get(n, 0.0)), error, source) for n in JUDGED}


def all_no(subject: Subject | None = None, /, **yes: Answer) -> dict[str, Answer]:
    """Every screening question answered no, except what is given."""
    asked = screen(subject or Subject(), Answers()).questions
    return {**dict.fromkeys((q.id for q in asked), "no"), **yes}
