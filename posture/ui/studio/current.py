"""The studio's store, opened once a process, and its records as the current person may see them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from posture.studio.retention import apply_retention
from posture.studio.store.settings import default_settings
from posture.studio.store.store import open_store
from posture.ui.serve.actor import actor_of

if TYPE_CHECKING:
    from posture.studio.records import Actor
    from posture.studio.store.repository import Repository
    from posture.studio.store.store import Store


@st.cache_resource(show_spinner=False)
def studio_store() -> Store:
    """The store of this process; whoever the studio's setting keeps no longer is erased first.

    Raises
    ------
    StudioError
        It cannot be opened; nothing is kept of the attempt, so that the next one may succeed.
    """
    store = open_store(default_settings())
    try:
        apply_retention(store, today())
    except BaseException:
        store.close()
        raise
    return store


def current_actor() -> Actor:
    """Who uses the page.

    Raises
    ------
    AccessError
        Nobody is signed in where the studio has accounts.
    """
    return actor_of(studio_store())


def records() -> Repository:
    """The records that the current person may see."""
    return studio_store().repository(current_actor())


def today() -> date:
    """The day on which a visit takes place."""
    return date.today()
