"""The button "Another photo": after it nothing of the last person is left in the session."""

from __future__ import annotations

import streamlit as st

from posture.i18n.language import tr
from posture.ui.check.analyse import clear_results
from posture.ui.check.uploads import reset_widgets
from posture.ui.check.view import FRONTAL_UPLOAD


def show_another_photo() -> None:
    """Draw the button."""
    st.button(tr("Another photo"), on_click=_start_over, icon=":material/add_photo_alternate:")


def _start_over() -> None:
    clear_results()
    st.session_state.pop(FRONTAL_UPLOAD, None)
    reset_widgets()
