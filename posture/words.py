"""Plain words for what the terminal and the pages show: titles, numbers, tiers."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from posture.assess.knowledge import knowledge

if TYPE_CHECKING:
    from collections.abc import Iterable

    from posture.assess.assessment import (
        Clearance,
        Finding,
        Role,
        ScreeningQuestion,
        Standing,
        Tier,
    )
    from posture.measure.measurement import Measurement

TIERS: dict[Tier, str] = {
    "typical": "typical",
    "mild": "mild",
    "moderate": "moderate",
    "marked": "marked",
    "cannot_tell": "cannot tell",
}

STANDINGS: dict[Standing, str] = {
    "suggested": "the picture points this way",
    "not_suggested": "the picture does not point this way",
    "cannot_tell": "cannot tell from this picture",
}

ROLES: dict[Role, str] = {
    "release": "release",
    "stretch": "stretch",
    "strengthen": "strengthen",
    "control": "control",
}

CLEARANCES: dict[Clearance, str] = {
    "not_asked": "Please answer these before any exercise; one yes may change or stop the plan.",
    "cleared": "All answered: the plan below is free to start.",
    "stopped": "One of the answers stops the plan for now.",
}

URGENCIES = {
    "emergency": "A yes here: get medical help today",
    "urgent": "A yes here: see a clinician soon, before training",
    "before_training": "A yes here: ask a professional before training",
    "caution": "A yes here: some exercises change or drop out",
}
"""What a yes means, by urgency, the gravest first."""


def by_urgency(
    questions: Iterable[ScreeningQuestion],
) -> list[tuple[str, list[ScreeningQuestion]]]:
    """Group screening questions under what a yes means, the gravest first; no empty group."""
    listed = list(questions)
    groups = [
        (heading, [question for question in listed if question.urgency == urgency])
        for urgency, heading in URGENCIES.items()
    ]
    return [(heading, group) for heading, group in groups if group]


def likeliest_hints(findings: Iterable[Finding], most: int) -> list[str]:
    """What would settle the findings that could not be told: what helps most of them, first."""
    hints = Counter(h for f in findings if f.tier == "cannot_tell" for h in dict.fromkeys(f.settle))
    return [hint for hint, _ in hints.most_common(most)]


def title(name: str) -> str:
    """Plain title of a measurement, without the field's own term in brackets."""
    return knowledge().metric(name).title.partition(" (")[0]


def tier_words(finding: Finding, measurement: Measurement) -> str:
    """The tier in words.

    A measurement that matters in one direction only is typical on its other side too, however far
    it lies there; beside a range that it misses, "typical" would read like a contradiction.
    """
    if finding.tier == "typical" and measurement.value < finding.typical_low:
        return "not above typical"
    if finding.tier == "typical" and measurement.value > finding.typical_high:
        return "not below typical"
    return TIERS[finding.tier]


def speaks_in_degrees(measurement: Measurement) -> bool:
    """Whether its number may be shown to a person.

    Some are only ordinal, or so unless their points were placed by hand or by sticker (the tilt of
    the pelvis): a number would promise more than a picture can give.
    """
    degrees = knowledge().metric(measurement.name).degrees
    return degrees == "always" or (degrees == "placed" and measurement.felt)


def number(measurement: Measurement) -> str:
    """Value with its 1-sigma error, as a person should read it.

    Returns
    -------
    str
        Whole degrees ("44° ± 4°") or one decimal ("3.1 ± 0.8 %"); "not measured" for NaN; "in
        words only" where no number may be shown.
    """
    if math.isnan(measurement.value):
        return "not measured"
    if not speaks_in_degrees(measurement):
        return "in words only"
    if measurement.unit == "deg":
        error = max(1, math.ceil(measurement.sd - 0.5))
        if signs := knowledge().metric(measurement.name).signs:
            size = round(abs(measurement.value))
            side = f", {signs[0 if measurement.value > 0 else 1]}" if size else ""
            return f"{size}° ± {error}°{side}"
        # + 0.0 turns a rounded -0.0 into 0.
        return f"{round(measurement.value) + 0.0:.0f}° ± {error}°"
    return f"{round(measurement.value, 1) + 0.0:.1f} ± {max(0.1, measurement.sd):.1f} %"


def typical_range(finding: Finding, measurement: Measurement) -> str:
    """Where most people lie; an empty string where no range is known or may be shown."""
    low, high = finding.typical_low, finding.typical_high
    if not (math.isfinite(low) and math.isfinite(high)) or not speaks_in_degrees(measurement):
        return ""
    if knowledge().metric(measurement.name).signs:
        return f"up to {round(high)}° to either side"
    if measurement.unit == "deg":
        return f"{round(low) + 0.0:.0f}° to {round(high) + 0.0:.0f}°"
    return f"{round(low, 1) + 0.0:.1f} to {round(high, 1) + 0.0:.1f} %"


def printable(text: str) -> str:
    """Text from outside (a file name) without anything that could steer a terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
