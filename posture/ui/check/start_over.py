"""The button "Another photo": after it nothing of the last person is left in the session."""

from __future__ import annotations

import streamlit as st

from posture.i18n.language import tr
from posture.ui.check.photo.uploads import reset_widgets
from posture.ui.check.questions.subject import clear_subject
from posture.ui.shared.kept import forget_session

_OF_THE_READER = (
    "about_units",
    # Keys of widgets count up, never back: a browser that is behind sends the files of the last
    # person once more, under the key that they had.
    "change/round",
    "exchange_round",
    "group_round",
    "studio_round",
    "studio_views_wanted",
    "check_layers",
    "check_round",
    "check_view",
    "group_day",
    "kept/asked",
    "language",
    "learn_",
    "live_",
    "pages",
    "posture_live",
    "tour_",
)
"""How keys begin that belong to whoever uses the app; every other one is of the person shown."""

_OF_THE_PERSON = ("live_outcome", "live_drawn", "live_told", "live_taken")


def show_another_photo() -> None:
    """Draw the button."""
    st.button(tr("Another photo"), on_click=start_over, icon=":material/add_photo_alternate:")


def start_over() -> None:
    """Forget the person: photos, results, points, answers, age, sex and stature."""
    forget_session()
    for key in [str(key) for key in st.session_state]:
        if key in _OF_THE_PERSON or not key.startswith(_OF_THE_READER):
            del st.session_state[key]
    # A widget that is drawn again needs a value, or the browser sends its old one.
    clear_subject()
    reset_widgets()
