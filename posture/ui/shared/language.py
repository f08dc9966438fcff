"""Which language the reader chose: asked at the top of every page, kept in the session."""

from __future__ import annotations

import os
from dataclasses import replace

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from posture.analysis import pipeline
from posture.i18n.language import ENGLISH, LANGUAGES, VARIABLE, set_default_language, use_language
from posture.ui.shared import state

_CHOSEN, _TOLD = "language", "language_told"


def chosen() -> str:
    """Two letters of the chosen language; the one that the app was started in, at first."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return _at_first()
    return st.session_state.get(_CHOSEN) or _at_first()


def ask() -> str:
    """Draw the choice.

    Returns
    -------
    str
        Two letters of the language that the page is to be shown in.
    """
    # Callbacks and fragments run outside of the page's own run, and speak the same language.
    set_default_language(chosen)
    if _CHOSEN not in st.session_state:
        st.session_state[_CHOSEN] = _at_first()
    # Clear of the bar at the top, under which the pages begin.
    st.space("small")
    with st.container(horizontal=True, horizontal_alignment="right", key="tongue"):
        # Screen readers choose their voice, and browsers where words are parted, by it.
        st.html(
            f"<script>document.documentElement.lang = '{chosen()}'</script>",
            width="content",
            unsafe_allow_javascript=True,
        )
        st.segmented_control(
            # In both, for whoever cannot read the one that is shown.
            "Language · Sprache",
            list(LANGUAGES),
            required=True,
            format_func=LANGUAGES.__getitem__,
            key=_CHOSEN,
            label_visibility="collapsed",
        )
    _retell(chosen())
    return chosen()


def _retell(language: str) -> None:
    """After a change, draw the conclusions of the kept photo anew: they are sentences too."""
    found = state.current()
    if found is not None and st.session_state.get(_TOLD, language) != language:
        with use_language(language):
            analysis = pipeline.set_answers(found.analysis, found.analysis.answers)
        state.keep(replace(found, analysis=analysis))
    st.session_state[_TOLD] = language


def _at_first() -> str:
    code = os.environ.get(VARIABLE, ENGLISH)[:2].lower()
    return code if code in LANGUAGES else ENGLISH
