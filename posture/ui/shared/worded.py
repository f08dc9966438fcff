"""Keys of choices whose options are words, so that a choice outlives a change of the language.

Streamlit's browser side names what is chosen in a radio or a select box by the words it was shown
in. In another language these are none of the options: the choice would be lost with the next click,
and with it a yes to a red flag. So each language has a widget of its own, and hands its value on.
"""

from __future__ import annotations

import streamlit as st

from posture.i18n.language import ENGLISH, language


def worded(key: str) -> str:
    """Key of the widget in the language that is spoken now.

    Parameters
    ----------
    key : str
        Of the choice, whatever the language.

    Returns
    -------
    str
        Its value in the session is what was chosen last, in any language.
    """
    here, state = _in(key, language()), st.session_state
    last = state.get(f"{key}/last", here)
    state[f"{key}/last"] = here
    if last != here and last in state:
        state[here] = state[last]
    return here


def _in(key: str, code: str) -> str:
    return key if code == ENGLISH else f"{key}/{code}"
