"""Sentences of a finding, composed from the knowledge files."""

from __future__ import annotations

from posture.assess.assessment import Direction, Tier
from posture.assess.knowledge import knowledge
from posture.assess.knowledge.metric_record import MetricRecord
from posture.assess.knowledge.sourced import Provenance
from posture.assess.norms import TIERS, NormedMeasurement
from posture.i18n.language import TranslatedTable, format_number, mark, tr, upper_first
from posture.measure.measurement import Unit

_PROVENANCE: TranslatedTable[Provenance] = TranslatedTable(
    {
        "verified": mark("verified: checked against an abstract or table, not the full paper"),
        "secondary": mark("secondary: seen quoted by another source"),
        "unverified": mark("unverified: not checked against a source"),
        "derived": mark("derived: worked out by this project from those values"),
        "own_sample": mark("own sample: marked by eye in public photographs by this project"),
    }
)
_SHARES: TranslatedTable[Unit] = TranslatedTable(
    {
        "% stature": mark("about {value} % ± {error} % of stature"),
        "% trunk height": mark("about {value} % ± {error} % of trunk height"),
    }
)
CHILD_REASON = mark("The reference values are from adults and do not apply under 18.")
CAUTION = mark("Most people lie nearer the middle; with that in mind, {value} is most likely.")
THREE_PHOTOS = mark("Take three photos, stepping away in between, and use them together.")
SECOND_PHOTO = mark("Take a second photo, stepping away in between, and see if it says the same.")
REPEAT = mark("The value lies close to a border; repeat it in four weeks in the same set-up.")


def tier_text(
    normed: NormedMeasurement, tier: Tier, direction: Direction, typical: tuple[float, float]
) -> str:
    """One or two sentences for a tier other than *cannot tell*."""
    metric = normed.metric
    phrase = beyond_phrase(metric, tier, direction) or metric.typical_phrase
    parts = (_seen(normed, phrase, typical), _allowing_for_the_error(normed), metric.context)
    return " ".join(filter(None, parts))


def beyond_phrase(metric: MetricRecord, tier: Tier, direction: Direction) -> str:
    """How a measurement lies beyond most people's (*the head sits clearly further forward …*).

    Empty where it does not, or where there are no words for that side.
    """
    side = {"higher": metric.higher, "lower": metric.lower}.get(direction)
    return "" if side is None else side[TIERS.index(tier)]


def _allowing_for_the_error(normed: NormedMeasurement) -> str:
    """The likeliest true value where it lies in another zone of the scale than the measured one.

    The tier and the dot on the scale are of that value; beside the number alone they would
    contradict it.
    """
    likely = normed.posterior
    if likely is None or not _shows_number(normed):
        return ""
    measured = normed.measurement.value
    if normed.zone(likely.mean) == normed.zone(measured):
        return ""
    shown = _shown(normed, likely.mean)
    return "" if shown == _shown(normed, measured) else tr(CAUTION).format(value=shown)


def _shown(normed: NormedMeasurement, value: float) -> str:
    """A value without its error, as a person reads it."""
    shown = with_unit(_round(normed, value), normed.metric.unit)
    if normed.metric.signs is None:
        return shown
    size = tr("{value}°").format(value=round(abs(value)))
    side = normed.metric.signs[value <= 0]
    return tr("{size}, {side}").format(size=size, side=side) if round(value) else size


def cannot_tell_text(normed: NormedMeasurement, gated: bool) -> str:
    """Why there is no tier: not measured, a child, no norm, gated, or too uncertain."""
    metric, measurement = normed.metric, normed.measurement
    start = tr("{title}: this photo cannot tell.").format(title=metric.title)
    if not normed.measured:
        why = tr(measurement.reason_missing or mark("It could not be measured."))
    elif normed.child:
        start, why = tr("{title}: not judged.").format(title=metric.title), tr(CHILD_REASON)
    elif normed.prior is None:
        measured = tr("{title}: measured {value}.")
        return f"{measured.format(title=metric.title, value=_value(normed))} {metric.context}"
    elif gated and metric.gated_by is not None:
        why = f"{upper_first(metric.gated_by.text)}."
    elif _shows_number(normed):
        why = tr("It measures {value}, which fits more than one answer.").format(
            value=_value(normed)
        )
    else:
        why = tr("The measurement fits more than one answer.")
    said = f"{start} {why if why.endswith('.') else why + '.'}"
    # A value that cannot be relied on (a tilted head) has no likeliest one either.
    likely = "" if gated else _allowing_for_the_error(normed)
    return f"{said} {likely}".strip()


def settle_hints(normed: NormedMeasurement, gated: bool, photos: int) -> tuple[str, ...]:
    """What would help to decide."""
    metric = normed.metric
    if normed.child:
        return (
            tr("Ask a physiotherapist or paediatrician, who can compare with children's values."),
        )
    if not normed.measured:
        return (*metric.settle_missing, *_sticker(normed))
    if normed.prior is None:
        return metric.settle_uncertain
    if gated and metric.gated_by is not None:
        return (metric.gated_by.settle,)
    hints = (*_sticker(normed), *metric.settle_uncertain)
    if metric.signs is not None:
        # Photos from the front or the back are not combined.
        return (*hints, tr(SECOND_PHOTO))
    if photos < 3:
        return (*hints, tr(THREE_PHOTOS))
    return (*hints, tr(REPEAT))


def evidence_text(normed: NormedMeasurement) -> str:
    """Source of the norm with its provenance."""
    metric = normed.metric
    if metric.norm is None:
        return tr("No reference values in our files.")
    sources = knowledge().citations(metric)
    return tr("Reference values: {sources} ({provenance}).").format(
        sources=sources, provenance=_PROVENANCE[metric.provenance]
    )


def _sticker(normed: NormedMeasurement) -> tuple[str, ...]:
    if normed.metric.sticker and normed.measurement.source != "sticker":
        advice = tr("Mark with a small sticker, or place by hand: {point}.")
        return (advice.format(point=normed.metric.sticker),)
    return ()


def _shows_number(normed: NormedMeasurement) -> bool:
    return normed.metric.shows_degrees(palpated=normed.palpated, sd=normed.measurement.sd)


def _seen(normed: NormedMeasurement, phrase: str, typical: tuple[float, float]) -> str:
    """The phrase, with value and typical range where the metric allows numbers."""
    if not _shows_number(normed):
        words = tr(
            "In this photo {phrase} (in words only: the method is not exact enough for degrees "
            "here)."
        )
        return words.format(phrase=phrase)
    if normed.metric.signs is not None:
        words = tr("In this photo {phrase}: {value} (most people: up to {most}° to either side).")
        return words.format(phrase=phrase, value=_value(normed), most=round(typical[1]))
    low, high = (_round(normed, v) for v in typical)
    words = tr("In this photo {phrase}: {value} (most people: {low} to {high} %).")
    if normed.metric.unit == "deg":
        words = tr("In this photo {phrase}: {value} (most people: {low} to {high}°).")
    return words.format(phrase=phrase, value=_value(normed), low=low, high=high)


def with_unit(shown: str, unit: Unit) -> str:
    """A value as it is shown, and its unit."""
    return (
        tr("{value}°").format(value=shown) if unit == "deg" else tr("{value} %").format(value=shown)
    )


def _value(normed: NormedMeasurement) -> str:
    """Value and error as text, e.g. ``about 44° ± 4°``."""
    value, sd = normed.measurement.value, normed.measurement.sd
    if normed.metric.signs is not None:
        size = round(abs(value))
        words = tr("about {size}° ± {error}°, {side}") if size else tr("about {size}° ± {error}°")
        side = normed.metric.signs[value <= 0]
        return words.format(size=size, error=max(1, round(sd)), side=side)
    if normed.metric.unit == "deg":
        return tr("about {value}° ± {error}°").format(
            value=_round(normed, value), error=max(1, round(sd))
        )
    return _SHARES[normed.metric.unit].format(
        value=_round(normed, value), error=format_number(max(0.1, sd), 1)
    )


def _round(normed: NormedMeasurement, value: float) -> str:
    return format_number(round(value)) if normed.metric.unit == "deg" else format_number(value, 1)
