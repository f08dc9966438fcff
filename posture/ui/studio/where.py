"""Where in the studio the page is: in its address, so that a reload and a crash lead back."""

from __future__ import annotations

import time
from typing import Literal

import streamlit as st

from posture.i18n.language import tr

Room = Literal[
    "visit", "group", "exchange", "settings", "accounts", "trail", "tablet", "encryption"
]

CLIENT, VISIT, ROOM = "client", "visit", "room"
_DAY, _LEFT, _LAST = "group_day", "studio_left", "studio_last_address"
_OURS = (CLIENT, VISIT, ROOM, "day")

_BEHIND_S = 5.0
"""So long after a client was left a browser may still send what it showed then."""


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
    st.session_state.pop(_LAST, None)
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


def go_to_the_list() -> None:
    """Lead to the list of clients, also where a browser that is behind asks for the place left."""
    last = _address()
    go()
    st.session_state[_LAST] = last, time.monotonic()


def is_behind() -> bool:
    """Whether the address is one that was left a moment ago: nobody can have asked for it."""
    last, since = st.session_state.get(_LAST, ((), 0.0))
    return bool(last) and last == _address() and time.monotonic() - since < _BEHIND_S


def _address() -> tuple[str, ...]:
    """The parts of the address that are the studio's; empty at the list of clients."""
    parts = tuple(asked(name) for name in _OURS)
    return parts if any(parts) else ()


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
