"""The reader's language: chosen at the top of every page, kept in the session and the browser."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from posture.analysis import edit
from posture.i18n.language import (
    ENGLISH,
    LANGUAGES,
    VARIABLE,
    language,
    set_default_language,
    use_language,
)
from posture.ui.shared.state import current_photo, set_current_photo

if TYPE_CHECKING:
    from collections.abc import Callable

COOKIE = "posture_language"
"""In which the browser keeps what was chosen: a reload and a typed address begin a new session."""

_CHOSEN, _ASSESSED_IN, _KEEPS = "language", "language_of_assessment", "language_kept"
_A_YEAR_S = 365 * 24 * 3600


def chosen_language() -> str:
    """Two-letter code of the chosen language; at first, see :func:`_kept_language`."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return _environment_language()
    return st.session_state.get(_CHOSEN) or _kept_language()


def show_language_choice(beside: Callable[[], None] | None = None) -> str:
    """Draw the choice.

    Parameters
    ----------
    beside : callable, optional
        Draws what else stands in the corner of the page.

    Returns
    -------
    str
        Two-letter code of the language in which to show the page.
    """
    # Callbacks and fragments run outside of the page's own run and need the same language.
    set_default_language(chosen_language)
    if _CHOSEN not in st.session_state:
        st.session_state[_CHOSEN] = _kept_language()
    with st.container(horizontal=True, horizontal_alignment="right", key="language_choice"):
        # Screen readers choose their voice by it, and browsers their hyphenation.
        st.html(
            f"<script>{_script(chosen_language())}</script>",
            width="content",
            unsafe_allow_javascript=True,
        )
        st.segmented_control(
            # In both, for people who cannot read the current one.
            "Language · Sprache",
            list(LANGUAGES),
            required=True,
            format_func=LANGUAGES.__getitem__,
            key=_CHOSEN,
            label_visibility="collapsed",
        )
        if beside is not None:
            with use_language(chosen_language()):
                beside()
    _assess_again(chosen_language())
    return chosen_language()


def key_in_language(key: str) -> str:
    """Key of a choice among words, for the current language.

    Streamlit's browser side identifies an option of a radio or select box by the words it was shown
    in. In another language none of the options matches, and the choice would be lost with the next
    click, and with it a yes to a red flag. So each language has its own widget, and the value is
    copied when the language changes.

    Parameters
    ----------
    key : str
        The same in every language.

    Returns
    -------
    str
        Its value in the session is the last choice, in any language.
    """
    state = st.session_state
    here = key_of(key, language())
    last = state.get(f"{key}/last", here)
    state[f"{key}/last"] = here
    if last != here and last in state:
        state[here] = state[last]
    return here


def key_of(key: str, code: str) -> str:
    """Key of a choice among words in one language; see :func:`key_in_language`."""
    return key if code == ENGLISH else f"{key}/{code}"


def _assess_again(code: str) -> None:
    """Assess the current photo again after a change of language: findings hold sentences."""
    found = current_photo()
    if found is not None and st.session_state.get(_ASSESSED_IN, code) != code:
        with use_language(code):
            analysis = edit.set_answers(found.analysis, found.analysis.answers)
        set_current_photo(replace(found, analysis=analysis))
    st.session_state[_ASSESSED_IN] = code


def _script(code: str) -> str:
    """Tells the browser the language, and to keep it where it was ever chosen."""
    said = f"document.documentElement.lang = '{code}';"
    state = st.session_state
    # Whoever goes back to the language of the beginning has chosen that, too.
    known = _kept_by_browser() is not None or code != _first_language()
    state[_KEEPS] = known or state.get(_KEEPS, False)
    if not state[_KEEPS]:
        return said
    kept = f"{COOKIE}={code}; path=/; max-age={_A_YEAR_S}; samesite=lax"
    return f"{said} document.cookie = '{kept}';"


def _kept_language() -> str:
    """What the browser keeps; where it keeps nothing, :func:`_first_language`."""
    return _kept_by_browser() or _first_language()


def _kept_by_browser() -> str | None:
    kept = st.context.cookies.get(COOKIE)
    return kept if kept in LANGUAGES else None


def _first_language() -> str:
    """That of the environment; where nobody has asked for another than English, the browser's."""
    said = _environment_language()
    browsers = (st.context.locale or ENGLISH)[:2].lower()
    return browsers if said == ENGLISH and browsers in LANGUAGES else said


def _environment_language() -> str:
    code = os.environ.get(VARIABLE, ENGLISH)[:2].lower()
    return code if code in LANGUAGES else ENGLISH
