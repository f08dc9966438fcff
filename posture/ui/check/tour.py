"""A tour of three steps for first-time users."""

from __future__ import annotations

import streamlit as st

from posture.i18n.language import tr
from posture.ui.shared.images import show_drawing

_STEP, _SEEN = "tour_step", "tour_seen"


def _steps() -> tuple[tuple[str, str, str], ...]:
    """Figure, heading and text of each step."""
    return (
        (
            "photo_side_on",
            tr("One photo from the side"),
            tr(
                "Side-on and barefoot, arms relaxed, head and feet in the picture, the camera "
                "upright at hip height. A sample will do for a start."
            ),
        ),
        (
            "chin_nod",
            tr("Numbers with their errors"),
            tr(
                "Each finding gives its error and the range of most people. Where the photo cannot "
                "tell, the page says so and names what would help."
            ),
        ),
        (
            "glute_bridge",
            tr("You test it, you decide"),
            tr(
                "A photo cannot measure muscles. Short self-checks and a few questions about "
                "health come first; a plan of at most five exercises follows from your answers."
            ),
        ),
    )


def show_tour() -> None:
    """Draw the current step until the tour is closed in this session."""
    if st.session_state.get(_SEEN):
        return
    steps = _steps()
    step = min(st.session_state.get(_STEP, 0), len(steps) - 1)
    figure, heading, text = steps[step]
    with st.container(border=True, key="tour"):
        picture, words = st.columns([1, 3], gap="medium", vertical_alignment="center")
        with picture:
            show_drawing(figure, heading)
        with words:
            st.caption(tr("Step {step} of {all}").format(step=step + 1, all=len(steps)))
            st.markdown(f"**{heading}**  \n{text}")
            _buttons(step, len(steps))


def show_restart() -> None:
    """Draw a button that restarts a closed tour."""
    if st.session_state.get(_SEEN):
        st.button(
            tr("Show the short tour"), on_click=_restart, type="tertiary", icon=":material/replay:"
        )


def _buttons(step: int, count: int) -> None:
    with st.container(horizontal=True):
        if step > 0:
            st.button(tr("Back"), on_click=_go, args=(step - 1,), key="tour_back")
        if step + 1 < count:
            st.button(tr("Next"), on_click=_go, args=(step + 1,), key="tour_next")
            st.button(tr("Skip the tour"), on_click=_close, key="tour_skip", type="tertiary")
        else:
            st.button(tr("Start"), on_click=_close, key="tour_start")


def _go(step: int) -> None:
    st.session_state[_STEP] = step


def _close() -> None:
    st.session_state[_SEEN] = True


def _restart() -> None:
    st.session_state[_SEEN] = False
    st.session_state[_STEP] = 0
