"""Where in the studio the page is: in its address, so that a reload and a crash lead back."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from posture.i18n.language import tr

Room = Literal[
    "visit", "group", "exchange", "settings", "accounts", "trail", "tablet", "encryption"
]

CLIENT, VISIT, ROOM = "client", "visit", "room"
_DAY, _LEFT = "group_day", "studio_left"
_OURS = (CLIENT, VISIT, ROOM, "day")


def asked(name: str) -> str:
    """What the address says; empty where it says nothing."""
    return st.query_params.get(name, "")


def go(**to: str) -> None:
    """Lead to another place of the studio; call it in a callback, before anything is drawn.

    Parameters
    ----------
    **to : str
        Parts of the address (``client``, ``visit``, ``room``, ``day``); those left out are dropped.
    """
    for name in _OURS:
        st.query_params.pop(name, None)
    st.query_params.update(to)


def leave() -> None:
    """Lead to the list of clients, and forget the client in the session.

    For callbacks: what was typed last may come in by a later one of the same run, and is stored
    first. :func:`is_left` says so to the page, before anything is drawn.
    """
    st.session_state[_LEFT] = True


def is_left() -> bool:
    """Whether the client was left since the page was drawn; asked once."""
    return st.session_state.pop(_LEFT, False)


def remember_day(ids: str) -> None:
    """Keep the list of a group's day, so that pages of single people lead back to it."""
    st.session_state[_DAY] = ids


def show_way_to_the_group() -> None:
    """Draw the button that leads back to the group's day; nothing where there is none."""
    ids = st.session_state.get(_DAY)
    if ids:
        show_way(
            tr("Back to the group day"),
            icon=":material/groups:",
            key="way_day",
            room="group",
            day=ids,
        )


def show_way(label: str, *, icon: str, key: str, **to: str) -> None:
    """Draw a button that leads to another place."""
    st.button(label, icon=icon, key=key, on_click=go, kwargs=to)
