"""Side or front: which photo of the person the page "Check" shows."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from posture.i18n.language import tr

View = Literal["side", "front"]

FRONTAL_UPLOAD = "frontal_upload"
"""Session key of the photo from the front or the back: (name, bytes)."""

_VIEW = "check_view"


def chosen_view() -> View:
    """The view that the page "Check" shows."""
    return st.session_state.get(_VIEW) or "side"


def choose_view(view: View) -> None:
    """Show this view on the page "Check"; call it before the switch is drawn."""
    st.session_state[_VIEW] = view


def show_frontal_photo(name: str, data: bytes) -> None:
    """Show left and right of this photo on the page "Check"."""
    st.session_state[FRONTAL_UPLOAD] = (name, data)
    choose_view("front")


def show_view_choice() -> None:
    """Draw the switch between both views; each keeps its photo."""
    words = {"side": tr("Side photo"), "front": tr("Front or back photo")}
    if _VIEW not in st.session_state:
        choose_view("side")
    st.segmented_control(
        tr("Which photo"),
        list(words),
        required=True,
        format_func=words.__getitem__,
        key=_VIEW,
        label_visibility="collapsed",
        persist_state="session",
    )
