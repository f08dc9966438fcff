"""The exercises that a studio added to the library."""

from __future__ import annotations

from typing import get_args

import streamlit as st

from posture.assess.assessment import Role
from posture.assess.knowledge import knowledge
from posture.i18n.language import tr
from posture.present.wording import ROLES
from posture.studio.profile import OwnExercise
from posture.studio.records import LONGEST_NAME, LONGEST_TEXT, new_id
from posture.ui.shared.markdown import escape, escape_label
from posture.ui.studio.attempt import attempt
from posture.ui.studio.current import records


def show_own_exercises() -> None:
    """Draw the form of a new exercise, and those that the studio has."""
    asked = knowledge().screening
    with st.form("own_form", clear_on_submit=True):
        st.text_input(tr("Title"), max_chars=LONGEST_NAME, key="own_title")
        st.segmented_control(
            tr("Kind"),
            list(get_args(Role)),
            default="strengthen",
            required=True,
            format_func=lambda one: ROLES[one],
            key="own_role",
        )
        st.text_area(tr("Steps, a line each"), key="own_steps", max_chars=LONGEST_TEXT)
        st.text_input(tr("Dose"), max_chars=LONGEST_NAME, key="own_dose")
        st.multiselect(
            tr("Left out where this is answered with yes"),
            list(asked),
            format_func=lambda id: asked[id].question,
            key="own_avoid",
            placeholder=tr("Nothing chosen"),
        )
        st.form_submit_button(tr("Keep this exercise"), on_click=attempt, args=(_keep_own,))
    for one in records().own_exercises():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(escape(one.title), width="stretch")
            st.button(
                tr("Delete {title}").format(title=escape_label(one.title)),
                key=f"own_delete_{one.id}",
                icon=":material/delete:",
                on_click=attempt,
                args=(records().delete_own_exercise, one.id),
            )


def _keep_own() -> None:
    state = st.session_state
    lines = str(state["own_steps"]).splitlines()
    steps = tuple(line.strip() for line in lines if line.strip())
    records().save_own_exercise(
        OwnExercise(
            new_id(),
            str(state["own_title"]).strip(),
            state["own_role"],
            steps,
            str(state["own_dose"]).strip(),
            tuple(state["own_avoid"]),
        )
    )
