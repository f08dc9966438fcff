"""The token under which a session is kept on this machine, in the page's address."""

from __future__ import annotations

import streamlit as st

from posture.files import kept_session
from posture.ui.serve.actor import owner_of_files

PARAMETER = "session"
"""Of the page's address."""

_TOKEN = "kept/token"


def use_token(token: str) -> None:
    """Keep this session under a token from now on."""
    st.session_state[_TOKEN] = token


def token_in_use() -> str | None:
    """The token of this session; None where nothing was kept yet."""
    return st.session_state.get(_TOKEN)


def show_token() -> str:
    """The token of this session, made where there is none, and put into the address."""
    token = st.session_state.setdefault(_TOKEN, kept_session.new_token())
    # Links to other pages drop it.
    if st.query_params.get(PARAMETER) != token:
        st.query_params[PARAMETER] = token
    return token


def forget_session() -> None:
    """Delete what was kept of this session."""
    token = st.session_state.pop(_TOKEN, None)
    if token is not None:
        kept_session.delete(token, owner_of_files())
    st.query_params.pop(PARAMETER, None)
