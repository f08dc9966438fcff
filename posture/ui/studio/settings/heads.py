"""The heads of the pages behind the settings."""

from __future__ import annotations

import streamlit as st

from posture.i18n.language import tr
from posture.studio.store.records.access import need_owner
from posture.ui.studio import where
from posture.ui.studio.current import current_actor


def show_owner_head(title: str) -> None:
    """Draw the head of a page that an owner alone may see.

    Raises
    ------
    AccessError
        To anyone else.
    """
    need_owner(current_actor())
    show_head(title)


def show_head(title: str) -> None:
    """Draw the title and the way back to the settings."""
    st.title(title)
    where.show_way(tr("Settings"), icon=":material/arrow_back:", key="back", room="settings")
