"""The exercise plan: exercises, doses, days of the week, and when to take a new photo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from posture.i18n.language import tr
from posture.present.wording import ROLES, often
from posture.ui.shared.images import show_drawing
from posture.ui.shared.markdown import escape, numbered_list

if TYPE_CHECKING:
    from posture.assess.assessment import Exercise, Plan


def show_plan(found: Plan) -> None:
    """Draw the plan once all screening questions are answered and none stops it.

    Why one stops it stands above the questions: :func:`show_stop`.
    """
    if found.clearance == "cleared":
        st.header(tr("Plan for {weeks} weeks").format(weeks=found.weeks))
        st.markdown(escape(found.rationale))
        for i in range(0, len(found.exercises), 2):
            for column, exercise in zip(st.columns(2), found.exercises[i : i + 2], strict=False):
                with column, st.container(border=True):
                    _exercise(exercise)
        _week(found)
    st.caption(escape(found.footer))


def show_stop(found: Plan) -> None:
    """Say why there are no exercises where an answer stops the plan."""
    if found.clearance == "stopped":
        st.warning(escape(found.stop_text), icon=":material/back_hand:")


def _exercise(exercise: Exercise) -> None:
    show_drawing(exercise.id, exercise.title)
    st.markdown(f"**{escape(exercise.title)}** · {ROLES[exercise.role]}")
    st.markdown(escape(f"{exercise.dose}, {often(exercise)}"))
    st.markdown(numbered_list(exercise.steps))
    if exercise.avoid:
        st.markdown("\n".join(f"- {escape(line)}" for line in exercise.avoid))
    st.caption(escape(exercise.progression))
    st.caption(escape(exercise.why))


def _week(found: Plan) -> None:
    titles = {exercise.id: exercise.title for exercise in found.exercises}
    rows = [
        {
            tr("Day"): day.name,
            tr("Exercises"): ", ".join(titles.get(i, i) for i in day.exercises) or tr("rest"),
        }
        for day in found.week
    ]
    if rows:
        st.table(rows, hide_index=True)
    st.markdown("\n".join(f"- {escape(phase)}" for phase in found.phases))
    if found.rephotograph_weeks:
        weeks = tr(" and ").join(str(week) for week in found.rephotograph_weeks)
        again = tr("New photo after {weeks} weeks, taken in the same way.").format(weeks=weeks)
        st.markdown(f"{escape(again)} {escape(found.expect)}")
