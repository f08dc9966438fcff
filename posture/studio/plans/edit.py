"""Changes to the exercises of a plan; what a client may not be given cannot be added."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from posture.errors import InputError
from posture.i18n.language import tr
from posture.studio.records import LONGEST_NAME, LONGEST_TEXT, PlanItem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from posture.assess.assessment import Plan
    from posture.studio.plans.choices import Choice

Items = tuple[PlanItem, ...]

MOST = 8
"""Exercises of one plan: more are hardly done, and the client's page has no room for them."""


def proposed_items(plan: Plan) -> Items:
    """The exercises of the proposed plan, to begin with."""
    return tuple(PlanItem(one.id) for one in plan.exercises)


def add_item(items: Items, exercise_id: str, choices: Iterable[Choice]) -> Items:
    """Add an exercise at the end.

    Parameters
    ----------
    items : tuple of PlanItem
    exercise_id : str
    choices : iterable of Choice
        See :func:`posture.studio.plans.choices.find_choices`.

    Raises
    ------
    InputError
        It may not be given to this client, is there already, is unknown, or the plan is full.
    """
    _check_new(items, exercise_id, choices)
    if len(items) >= MOST:
        raise InputError(
            tr("A plan has at most {most} exercises.").format(most=MOST),
            remedy=tr("Remove one first."),
        )
    return (*items, PlanItem(exercise_id))


def swap_item(items: Items, old_id: str, new_id: str, choices: Iterable[Choice]) -> Items:
    """Put another exercise in the place of one; its note goes with the old one.

    Raises
    ------
    InputError
        As :func:`add_item`.
    """
    _check_new(items, new_id, choices)
    _index(items, old_id)
    return tuple(PlanItem(new_id) if one.exercise_id == old_id else one for one in items)


def remove_item(items: Items, exercise_id: str) -> Items:
    """Take an exercise out.

    Raises
    ------
    InputError
        It is not in the plan.
    """
    _index(items, exercise_id)
    return tuple(one for one in items if one.exercise_id != exercise_id)


def move_item(items: Items, exercise_id: str, by: int) -> Items:
    """Move an exercise up (negative) or down, as far as there is room.

    Raises
    ------
    InputError
        It is not in the plan.
    """
    at = _index(items, exercise_id)
    rest = [one for one in items if one.exercise_id != exercise_id]
    rest.insert(min(max(at + by, 0), len(rest)), items[at])
    return tuple(rest)


def change_item(
    items: Items, exercise_id: str, *, dose: str | None = None, note: str | None = None
) -> Items:
    """Change the dose or the note of an exercise.

    Parameters
    ----------
    items : tuple of PlanItem
    exercise_id : str
    dose, note : str, optional
        An empty dose is that of the library.

    Raises
    ------
    InputError
        It is not in the plan, or a text is too long.
    """
    at = _index(items, exercise_id)
    old = items[at]
    new = replace(
        old,
        dose=old.dose if dose is None else _fitting(dose, LONGEST_NAME),
        note=old.note if note is None else _fitting(note, LONGEST_TEXT),
    )
    return (*items[:at], new, *items[at + 1 :])


def _fitting(text: str, most: int) -> str:
    text = text.strip()
    if len(text) > most:
        raise InputError(
            tr("The text has {count} characters; at most {most} fit.").format(
                count=len(text), most=most
            ),
            remedy=tr("Shorten it."),
        )
    return text


def _check_new(items: Items, exercise_id: str, choices: Iterable[Choice]) -> None:
    choice = next((one for one in choices if one.id == exercise_id), None)
    if choice is None:
        raise InputError(
            tr("There is no such exercise in the library or among your own."),
            remedy=tr("Choose another one."),
        )
    if choice.why_not:
        raise InputError(
            tr("“{title}” cannot be given to this client.").format(title=choice.title),
            (choice.why_not,),
            tr("Choose another one."),
        )
    if any(one.exercise_id == exercise_id for one in items):
        raise InputError(
            tr("“{title}” is in the plan already.").format(title=choice.title),
            remedy=tr("Choose another one."),
        )


def _index(items: Items, exercise_id: str) -> int:
    at = next((i for i, one in enumerate(items) if one.exercise_id == exercise_id), None)
    if at is None:
        raise InputError(tr("This exercise is not in the plan."), remedy=tr("Load the page again."))
    return at
