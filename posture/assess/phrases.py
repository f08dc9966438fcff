"""The sentences of a finding, put together from the knowledge files."""

from __future__ import annotations

from posture.assess.assessment import Direction, Tier
from posture.assess.knowledge import knowledge
from posture.assess.knowledge.records import Provenance
from posture.assess.readings import TIERS, Reading

_PROVENANCE: dict[Provenance, str] = {
    "verified": "verified: checked against an abstract or table, not the full paper",
    "secondary": "secondary: seen quoted by another source",
    "unverified": "unverified: not checked against a source",
    "derived": "derived: worked out by this project from those values",
}
CHILD_REASON = "The reference values are from adults and do not apply under 18."
CAUTION = " The wording allows for the error of the photo."
THREE_PHOTOS = "Take three photos, stepping away in between, and use them together."
REPEAT = "The value lies close to a border; repeat it in four weeks in the same set-up."


def spoken_text(
    reading: Reading, tier: Tier, direction: Direction, typical: tuple[float, float]
) -> str:
    """One or two sentences for a tier that is spoken."""
    metric = reading.metric
    phrase, caution = metric.typical_phrase, ""
    side = {"higher": metric.higher, "lower": metric.lower}.get(direction)
    if side is not None and direction != "none":
        phrase = side.phrases[TIERS.index(tier)]
        sign = 1 if direction == "higher" else -1
        beyond = sum(sign * (reading.measurement.value - c) > 0 for c in reading.cuts[direction])
        caution = CAUTION if beyond > TIERS.index(tier) + 1 and _shows_number(reading) else ""
    return f"In this photo {phrase}{_number(reading, typical)}.{caution} {metric.context}"


def cannot_tell_text(reading: Reading, gated: bool) -> str:
    """Why it cannot be told: not measured, a child, no reference, gated, or too uncertain."""
    metric, measurement = reading.metric, reading.measurement
    start = f"{metric.title}: this photo cannot tell."
    if not reading.measured:
        why = measurement.reason_missing or "It could not be measured."
    elif reading.child:
        why = CHILD_REASON
    elif reading.prior is None:
        return f"{metric.title}: measured {_value(reading)}. {metric.context}"
    elif gated and metric.gated_by is not None:
        why = f"{metric.gated_by.text[0].upper()}{metric.gated_by.text[1:]}."
    elif _shows_number(reading):
        why = f"It measures {_value(reading)}, which fits more than one answer."
    else:
        why = "The reading fits more than one answer."
    return f"{start} {why if why.endswith('.') else why + '.'}"


def settle_hints(reading: Reading, gated: bool, photos: int) -> tuple[str, ...]:
    """What would settle it, for this metric and for what is missing."""
    metric = reading.metric
    if reading.child:
        return ("Ask a physiotherapist or paediatrician, who can compare with children's values.",)
    if not reading.measured:
        return (*metric.settle_missing, *_sticker(reading))
    if reading.prior is None:
        return metric.settle_uncertain
    if gated and metric.gated_by is not None:
        return (metric.gated_by.settle,)
    hints = (*_sticker(reading), *metric.settle_uncertain)
    if photos < 3:
        return (*hints, THREE_PHOTOS)
    return (*hints, REPEAT)


def evidence_text(reading: Reading) -> str:
    """Where the norm comes from, with its provenance."""
    metric = reading.metric
    if metric.norm is None:
        return "No reference values in our files."
    sources = knowledge().citations(metric)
    return f"Reference values: {sources} ({_PROVENANCE[metric.provenance]})."


def _sticker(reading: Reading) -> tuple[str, ...]:
    if reading.metric.sticker and reading.measurement.source != "sticker":
        return (f"Wear a small sticker on, or place by hand: {reading.metric.sticker}.",)
    return ()


def _shows_number(reading: Reading) -> bool:
    shown = reading.metric.degrees
    return shown == "always" or (shown == "placed" and reading.precise)


def _number(reading: Reading, typical: tuple[float, float]) -> str:
    if not _shows_number(reading):
        return " (in words only: the method cannot carry degrees here)"
    if reading.metric.signs is not None:
        return f": {_value(reading)} (most people: up to {round(typical[1])}° to either side)"
    low, high = (_round(reading, v) for v in typical)
    unit = "°" if reading.metric.unit == "deg" else " %"
    return f": {_value(reading)} (most people: {low} to {high}{unit})"


def _value(reading: Reading) -> str:
    """Value and error in words, e.g. ``about 44° ± 4°``."""
    value, sd = reading.measurement.value, reading.measurement.sd
    if reading.metric.signs is not None:
        size = round(abs(value))
        side = f", {reading.metric.signs[0 if value > 0 else 1]}" if size else ""
        return f"about {size}° ± {max(1, round(sd))}°{side}"
    if reading.metric.unit == "deg":
        return f"about {_round(reading, value)}° ± {max(1, round(sd))}°"
    of = reading.metric.unit.removeprefix("% ")
    return f"about {_round(reading, value)} % ± {max(0.1, sd):.1f} % of {of}"


def _round(reading: Reading, value: float) -> str:
    if reading.metric.unit == "deg":
        return f"{round(value)}"
    text = f"{value:.1f}"
    return "0.0" if text == "-0.0" else text
