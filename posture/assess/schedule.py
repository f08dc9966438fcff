"""The week: which exercise on which day."""

from __future__ import annotations

from collections.abc import Sequence

from posture.assess.assessment import Day, Exercise
from posture.assess.knowledge import knowledge


def week_of(exercises: Sequence[Exercise]) -> tuple[Day, ...]:
    """Monday to Sunday, exercises in the order of the session; empty without exercises.

    Strength work falls on at most three days that are 48 h apart; daily control work fills the
    others.
    """
    if not exercises:
        return ()
    frame = knowledge().programme
    return tuple(
        Day(day, tuple(e.id for e in exercises if day in frame.rhythm[e.per_week]))
        for day in frame.days
    )
