"""Words for measurements, findings and plans, for terminal, pages and PDF."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from posture.assess.knowledge import knowledge
from posture.assess.verdict import is_of_no_concern
from posture.i18n.language import (
    TranslatedTable,
    format_day,
    format_moment,
    format_number,
    mark,
    tr,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from posture.assess.assessment import (
        Answer,
        Clearance,
        Exercise,
        Finding,
        Role,
        ScreeningQuestion,
        SelfCheck,
        Standing,
        Tier,
    )
    from posture.measure.measurement import Measurement, Unit

TIERS: TranslatedTable[Tier] = TranslatedTable(
    {
        "typical": mark("typical"),
        "mild": mark("mild"),
        "moderate": mark("moderate"),
        "marked": mark("marked"),
        "cannot_tell": mark("cannot tell"),
    }
)

STANDINGS: TranslatedTable[Standing] = TranslatedTable(
    {
        "suggested": mark("suggested by this photo"),
        "not_suggested": mark("not suggested by this photo"),
        "cannot_tell": mark("cannot tell from this photo"),
    }
)

ROLES: TranslatedTable[Role] = TranslatedTable(
    {
        "release": mark("release"),
        "stretch": mark("stretch"),
        "strengthen": mark("strengthen"),
        "control": mark("control"),
    }
)

CLEARANCES: TranslatedTable[Clearance] = TranslatedTable(
    {
        "not_asked": mark(
            "Please answer these before any exercise; one yes may change or stop the plan."
        ),
        "cleared": mark("All questions are answered: you may start with the plan below."),
        "stopped": mark("One of the answers stops the plan for now."),
    }
)

URGENCIES = TranslatedTable(
    {
        "emergency": mark("A yes here: get medical help today"),
        "urgent": mark("A yes here: see a clinician soon, before training"),
        "before_training": mark("A yes here: ask a professional before training"),
        "caution": mark("A yes here: some exercises are changed or left out"),
    }
)
"""What a yes means, by urgency, the most urgent first."""


ANSWERED: TranslatedTable[Answer] = TranslatedTable({"yes": mark("Yes."), "no": mark("No.")})
"""An answer after its question."""
_ANSWERS: TranslatedTable[Answer] = TranslatedTable(
    {"yes": mark("Answered: yes."), "no": mark("Answered: no.")}
)
_MEANINGS: TranslatedTable[Answer] = TranslatedTable(
    {"yes": mark("A yes supports the hypothesis."), "no": mark("A no supports the hypothesis.")}
)

COLOURS = TranslatedTable(
    {
        "red": mark("red"),
        "orange": mark("orange"),
        "yellow": mark("yellow"),
        "green": mark("green"),
        "turquoise": mark("turquoise"),
        "blue": mark("blue"),
        "purple": mark("purple"),
        "pink": mark("pink"),
    }
)
"""Colours of stickers."""


NO_PAIR = mark("No finding points to a muscle pair.")
"""Instead of cards of muscle pairs."""

_LONGEST_NAME = 64


def by_urgency(
    questions: Iterable[ScreeningQuestion],
) -> list[tuple[str, list[ScreeningQuestion]]]:
    """Group screening questions by what a yes means, the most urgent first; no empty group."""
    listed = list(questions)
    groups = [
        (heading, [question for question in listed if question.urgency == urgency])
        for urgency, heading in URGENCIES.items()
    ]
    return [(heading, group) for heading, group in groups if group]


def group_state(questions: Sequence[ScreeningQuestion]) -> str:
    """Whether and when the screening questions of one urgency were answered, as a sentence."""
    answered = [question for question in questions if question.answer is not None]
    if not answered:
        return tr("Not answered yet.")
    if len(answered) < len(questions):
        return tr("{answered} of {count} answered.").format(
            answered=len(answered), count=len(questions)
        )
    times = [question.answered_at for question in questions if question.answered_at is not None]
    if times:
        return tr("Confirmed on {moment}.").format(moment=format_moment(max(times)))
    if all(question.by_age for question in questions):
        return tr("Answered by the age that was entered.")
    return tr("Answered; the time was not recorded.")


def screening_answer(question: ScreeningQuestion) -> str:
    """The answer to a screening question and what follows from it; empty where there is none."""
    if question.answer is None:
        return ""
    parts = [ANSWERED[question.answer]]
    if question.by_age:
        parts.append(tr("Answered by the age that was entered."))
    if question.answer == "yes":
        parts.append(question.advice)
    return " ".join(filter(None, parts))


def screening_lines(questions: Iterable[ScreeningQuestion]) -> tuple[str, ...]:
    """What a report says of the questions on health: those answered with yes, the rest in a line.

    Parameters
    ----------
    questions : iterable of ScreeningQuestion
    """
    asked = list(questions)
    raised = [one for one in asked if one.answer == "yes"]
    lines = [f"{one.question} {screening_answer(one)}" for one in raised]
    given = [one for one in asked if one.answer is not None and not one.by_age]
    if not given:
        return (*lines, tr("The health questions have not been answered."))
    answered = len([one for one in asked if one.answer is not None])
    if answered < len(asked):
        state = tr("{answered} of {count} health questions are answered.")
        return (*lines, state.format(answered=answered, count=len(asked)))
    times = [one.answered_at for one in given if one.answered_at is not None]
    day = format_day(max(times).date()) if times else ""
    if raised and day:
        rest = tr("All other health questions were answered with no on {day}.").format(day=day)
    elif raised:
        rest = tr("All other health questions were answered with no.")
    elif day:
        rest = tr("All {count} health questions were answered with no on {day}.")
    else:
        rest = tr("All {count} health questions were answered with no.")
    return (*lines, rest.format(count=len(asked), day=day))


def given_answer(answer: Answer | None) -> str:
    """An answer as a sentence; empty where none was given."""
    return _ANSWERS[answer] if answer else ""


def check_meaning(check: SelfCheck) -> str:
    """Which answer to a self-check supports the hypothesis."""
    return _MEANINGS[check.confirms_if]


def often(one: Exercise) -> str:
    """How often an exercise is done."""
    if one.per_week == 7:
        return tr("every day")
    return tr("{times}× a week").format(times=one.per_week)


def likeliest_hints(findings: Iterable[Finding], most: int) -> list[str]:
    """What would help where the photo cannot tell; what helps with most findings is first."""
    hints = Counter(h for f in findings if f.tier == "cannot_tell" for h in dict.fromkeys(f.settle))
    return [hint for hint, _ in hints.most_common(most)]


def title(name: str) -> str:
    """Plain title of a measurement, without the field's own term in brackets."""
    return knowledge().metric(name).title.partition(" (")[0]


def tier_words(finding: Finding) -> str:
    """The tier in words.

    Some measurements matter in one direction only and are typical anywhere on the other side.
    There "typical" would contradict the range beside it, so the words name the side. What there is
    nothing to compare with was measured all the same, and is not what a photo *cannot tell*.
    """
    if is_of_no_concern(finding):
        return no_concern_words(higher=finding.estimate > finding.typical_high)
    if finding.tier == "cannot_tell" and math.isnan(finding.typical_low):
        return tr("not judged")
    return TIERS[finding.tier]


def no_concern_words(*, higher: bool) -> str:
    """Words of a value beyond the typical range on the side of no interest."""
    if higher:
        return tr("higher than in most people; no concern")
    return tr("lower than in most people; no concern")


def has_number(measurement: Measurement) -> bool:
    """Whether its number may be shown to a person.

    Some measurements are ordinal; the tilt of the pelvis is unless its points were palpated or its
    error is small. A number would suggest a precision that a photo does not have.
    """
    return (
        knowledge()
        .metric(measurement.name)
        .shows_degrees(palpated=measurement.palpated, sd=measurement.sd)
    )


def number(measurement: Measurement) -> str:
    """Value with its 1-sigma error, as a person should read it.

    Returns
    -------
    str
        Whole degrees ("44° ± 4°") or one decimal ("3.1 ± 0.8 %"); "not measured" for NaN; "in
        words only" where no number may be shown.
    """
    if math.isnan(measurement.value):
        return tr("not measured")
    if not has_number(measurement):
        return tr("in words only")
    if measurement.unit == "deg":
        if signs := knowledge().metric(measurement.name).signs:
            size, error = round(abs(measurement.value)), _whole(measurement.sd)
            words = tr("{size}° ± {error}°, {side}") if size else tr("{size}° ± {error}°")
            return words.format(size=size, error=error, side=signs[measurement.value <= 0])
        return with_error(format_number(measurement.value), measurement.sd, measurement.unit)
    shown = format_number(round(measurement.value, 1), 1)
    return with_error(shown, measurement.sd, measurement.unit)


def with_error(shown: str, sd: float, unit: Unit, *, decimals: int = 0) -> str:
    """A value as it is shown, its 1-sigma error, and the unit.

    Parameters
    ----------
    shown : str
    sd : float
    unit : {"deg", "% stature", "% trunk height"}
    decimals : int
        Of an error in degrees; others have one.
    """
    fine = format_number(max(0.1, sd), 1)
    if unit == "deg":
        error = fine if decimals else _whole(sd)
        return tr("{value}° ± {error}°").format(value=shown, error=error)
    return tr("{value} ± {error} %").format(value=shown, error=fine)


def _whole(sd: float) -> int:
    """An error in whole degrees, never none."""
    return max(1, math.ceil(sd - 0.5))


def typical_range(finding: Finding, measurement: Measurement) -> str:
    """Where most people lie; an empty string where no range is known or may be shown."""
    low, high = finding.typical_low, finding.typical_high
    if not (math.isfinite(low) and math.isfinite(high)) or not has_number(measurement):
        return ""
    if knowledge().metric(measurement.name).signs:
        return tr("up to {most}° to either side").format(most=round(high))
    if measurement.unit == "deg":
        return tr("{low}° to {high}°").format(low=format_number(low), high=format_number(high))
    return tr("{low} to {high} %").format(
        low=format_number(round(low, 1), 1), high=format_number(round(high, 1), 1)
    )


def printable(text: str) -> str:
    """Text from outside (a file name) without control characters."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def short_name(name: str) -> str:
    """The name of a photo as a report shows it."""
    name = printable(name)
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
