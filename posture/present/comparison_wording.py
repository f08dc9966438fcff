"""Words for changes between two photos, for terminal, pages and PDF."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from posture.assess.finding_text import with_unit
from posture.assess.knowledge import knowledge
from posture.i18n.language import TranslatedTable, format_number, mark, tr, upper_first
from posture.present.wording import short_name, with_error

if TYPE_CHECKING:
    from collections.abc import Iterable

    from posture.analysis.comparison import Change, Comparison
    from posture.analysis.types import Analysis

_LIMIT = mark(
    "A change can be told from error where it is larger than the smallest detectable change: the "
    "error of these two photos or, where that is larger, what usually differs between two photos "
    "of one person. Below that it is too small to tell."
)
ALIKE = mark(
    "Wear the same clothes in both photos, stand in the same way, and put the camera in the same "
    "place."
)
UNDER_18 = mark(
    "Under 18 no change is judged: the body is still growing, and the smallest detectable change "
    "is known for adults only."
)
_JOINT = mark("Both photos were read jointly: each shows parts of the body that the other hides.")
_SEPARATE = mark(
    "Each photo was read by itself, so a change is the difference of two measurements and has "
    "the errors of both."
)

MOST_CHANGES = 3
"""That are named in the sentence of a comparison."""

_LARGER = TranslatedTable(
    {
        "cva": mark("the head sits further back"),
        "head_tilt": mark("the face is turned further up"),
        "ear_shoulder_offset": mark("the ear is further in front of the shoulder"),
        "shoulder_c7": mark("the shoulder sits further back"),
        "shoulder_protraction": mark("the shoulder sits further forward"),
        "shoulder_hip_offset": mark("the shoulder is further forward over the hip"),
        "kyphosis": mark("the upper back is rounder"),
        "fleche_cervicale": mark("the hollow of the neck is deeper"),
        "lordosis": mark("the curve of the low back is deeper"),
        "fleche_lombaire": mark("the hollow of the low back is deeper"),
        "sacral_slope": mark("the sacrum is tipped further forward"),
        "pelvic_tilt": mark("the pelvis is tipped further forward"),
        "trunk_lean": mark("the trunk is tipped further forward"),
        "hip_angle": mark("the hip is straighter or stretched further back"),
        "knee_angle": mark("the knee is straighter or pushed further back"),
        "body_lean": mark("the body is tipped further forward"),
        "hip_ankle_offset": mark("the hip is further forward over the ankle"),
    }
)
_SMALLER = TranslatedTable(
    {
        "cva": mark("the head sits further forward"),
        "head_tilt": mark("the face is turned further down"),
        "ear_shoulder_offset": mark("the ear is less far in front of the shoulder"),
        "shoulder_c7": mark("the shoulder sits further forward"),
        "shoulder_protraction": mark("the shoulder sits further back"),
        "shoulder_hip_offset": mark("the shoulder is further back over the hip"),
        "kyphosis": mark("the upper back is flatter"),
        "fleche_cervicale": mark("the hollow of the neck is shallower"),
        "lordosis": mark("the curve of the low back is shallower"),
        "fleche_lombaire": mark("the hollow of the low back is shallower"),
        "sacral_slope": mark("the sacrum is tipped less far forward"),
        "pelvic_tilt": mark("the pelvis is tipped less far forward"),
        "trunk_lean": mark("the trunk is tipped further back"),
        "hip_angle": mark("the hip is bent further"),
        "knee_angle": mark("the knee is bent further"),
        "body_lean": mark("the body is tipped further back"),
        "hip_ankle_offset": mark("the hip is further back over the ankle"),
    }
)


def changes_sentence(comparison: Comparison) -> str:
    """The result in one sentence: what has changed by more than the smallest detectable change."""
    clear = [one for one in comparison.changes.values() if one.exceeds_mdc]
    if not clear:
        return tr("No change is large enough to be detected in these two photos.")
    # One more takes no more room than to say that there is one.
    named = clear if len(clear) <= MOST_CHANGES + 1 else clear[:MOST_CHANGES]
    said = "; ".join(map(body_change, named))
    if more := len(clear) - len(named):
        said = tr("{said}; and {count} more").format(said=said, count=more)
    return f"{upper_first(said)}."


def joint_sentence(comparison: Comparison) -> str:
    """Whether both photos were read jointly; if not, why, and what follows for errors."""
    if comparison.read_jointly:
        return tr(_JOINT)
    return " ".join(tr(one) for one in (comparison.reason_not_joint, _SEPARATE) if one)


def how_to_read(*, judged: bool) -> tuple[str, ...]:
    """What is told from error, where changes are judged, and how to take photos to compare."""
    return (tr(_LIMIT), tr(ALIKE)) if judged else (tr(ALIKE),)


def verdict(one: Change, *, judged: bool = True) -> str:
    """What can be said of a change, in a few words.

    Parameters
    ----------
    one : Change
    judged : bool
        As the comparison says.
    """
    if math.isnan(one.value):
        return tr("not measured in both photos")
    if not judged:
        return tr("not judged under 18")
    if not one.exceeds_mdc:
        return tr("too small to tell")
    return tr("larger than before") if one.value > 0 else tr("smaller than before")


def body_change(one: Change) -> str:
    """What a change means for the body, without saying whether that is good."""
    return (_LARGER if one.value > 0 else _SMALLER)[one.name]


def number(one: Change) -> str:
    """The change with its sign and its 1-sigma error; empty where no number may be shown."""
    if not _has_number(one):
        return ""
    places = _decimals(one)
    shown = _signed(format_number(one.value, places), one.value)
    return with_error(shown, one.sd, one.unit, decimals=places)


def mdc(one: Change) -> str:
    """The smallest detectable change, rounded up; empty where no number may be shown."""
    if not _has_number(one):
        return ""
    fine = 10 ** _decimals(one)
    # Without rounding, 3.2 stored as 3.2000000000000002 would become 3.3.
    shown = math.ceil(round(one.mdc * fine, 6)) / fine
    return with_unit(format_number(shown, _decimals(one)), one.unit)


def mdc_sentence(one: Change) -> str:
    """The smallest detectable change, as a sentence, or that there is no number to show."""
    if not _has_number(one):
        return tr("In words only: these photos give no number that is certain enough.")
    return tr("Smallest detectable change: {least}.").format(least=mdc(one))


def reason_missing(name: str, photos: Iterable[Analysis]) -> str:
    """Why a measurement has no value, each reason with the photo that it is about."""
    why = [(one.measurements[name].reason_missing, short_name(one.photo.name)) for one in photos]
    return " ".join(f"{tr(reason)} ({photo})" for reason, photo in why if reason)


def _has_number(one: Change) -> bool:
    # However small its error: a change of what is estimated in words stays in words.
    shown = knowledge().metric(one.name).shows_degrees(palpated=one.palpated, sd=math.inf)
    return shown and not math.isnan(one.value)


def _decimals(one: Change) -> int:
    """0 for whole degrees; 1 where these contradict the verdict.

    A change of 3.4° exceeds an MDC of 3.2°, but "3°, smallest detectable 4°" says that it does not,
    and "2°, smallest detectable 2°" says neither.
    """
    change, least = round(abs(one.value)), math.ceil(one.mdc)
    agree = change != least and (change > least) == one.exceeds_mdc
    return 0 if one.unit == "deg" and agree else 1


def _signed(shown: str, value: float) -> str:
    """With a plus sign where it is above zero as shown."""
    return f"+{shown}" if value > 0 and shown.strip("0.,") else shown
