"""Checks of what a person typed about the subject and the picture, with all faults at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from posture.assess.assessment import Subject
from posture.body.stickers.colours import HUES
from posture.errors import InputError
from posture.i18n.language import mark, tr

if TYPE_CHECKING:
    from collections.abc import Iterable

HEIGHT_CM = (100.0, 230.0)
AGE = (3.0, 110.0)
ROLL_DEG = (-45.0, 45.0)
MODELS = ("full", "lite", "heavy")


def subject(
    age: float | None = None, sex: str | None = None, height_cm: float | None = None
) -> Subject:
    """Make a subject of what was typed.

    Parameters
    ----------
    age : float or None
        Years, 3 to 110.
    sex : str or None
        "female" or "male", in any case.
    height_cm : float or None
        Stature, 100 to 230 cm.

    Returns
    -------
    Subject

    Raises
    ------
    InputError
        Lists every fault.
    """
    stop_on(subject_faults(age, sex, height_cm))
    known = None if sex is None else cast("Literal['female', 'male']", sex.strip().lower())
    return Subject(age=age, sex=known, height_cm=height_cm)


def subject_faults(age: float | None, sex: str | None, height_cm: float | None) -> list[str]:
    """Every fault of what was typed about the subject, one sentence each."""
    faults = [
        *_outside(
            mark("stature lies between {low:g} and {high:g} cm, not {given:g}"),
            height_cm,
            HEIGHT_CM,
        ),
        *_outside(mark("age lies between {low:g} and {high:g} years, not {given:g}"), age, AGE),
    ]
    if sex is not None and sex.strip().lower() not in ("female", "male"):
        fault = tr('sex is "female" or "male", not "{given}"; leave it out if neither fits')
        faults.append(fault.format(given=sex))
    return faults


def picture_faults(model: str, roll_deg: float | None) -> list[str]:
    """Every fault of what was typed about how to read the picture, one sentence each."""
    faults = _outside(
        mark("roll lies between {low:g} and {high:g} degrees, not {given:g}"), roll_deg, ROLL_DEG
    )
    if model not in MODELS:
        fault = tr('model is one of {models}, not "{given}"')
        faults.append(fault.format(models=", ".join(MODELS), given=model))
    return faults


def sticker_faults(colour: str | None) -> list[str]:
    """Every fault of what was typed about stickers, one sentence each."""
    if colour is None or colour == "auto" or colour in HUES:
        return []
    fault = tr('stickers are "auto" or one of {colours}, not "{given}"')
    return [fault.format(colours=", ".join(HUES), given=colour)]


def stop_on(faults: Iterable[str]) -> None:
    """Raise one ``InputError`` that lists all faults; do nothing where there are none."""
    listed = tuple(faults)
    if listed:
        raise InputError(tr("What was given cannot be used:"), listed)


def _outside(fault: str, value: float | None, allowed: tuple[float, float]) -> list[str]:
    low, high = allowed
    # Written so that NaN, which compares false with everything, counts as outside.
    if value is None or low <= value <= high:
        return []
    return [tr(fault).format(low=low, high=high, given=value)]
