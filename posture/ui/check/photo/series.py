"""Several photos: a strip to choose from, and the question whether they show one person."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from posture.i18n.language import tr
from posture.ui.shared import state
from posture.ui.shared.different_people import difference_in_words, portrait
from posture.ui.shared.images import encode_thumbnail
from posture.ui.shared.markdown import escape

if TYPE_CHECKING:
    from posture.ui.shared.state import CurrentPhoto

_LETTERS = 8
"""Of a name that stand under a picture 88 pixels wide."""


def show_series(found: CurrentPhoto) -> None:
    """Draw the strip of all photos, and ask before different people are combined."""
    key = f"shown_{found.series[0].token}"
    with st.container(horizontal=True, gap="small", key="check_strip"):
        for one in found.series:
            with st.container(width=88, gap="xxsmall"):
                name = f"{one.place + 1} · {one.photo.name}"
                st.image(encode_thumbnail(one.photo), width="stretch", alt=name)  # pyright: ignore[reportCallIssue]
                short = escape(f"{one.place + 1} · {_end_of(one.photo.name)}")
                st.caption(f"**{short}**" if one.place == found.place else short)
    st.segmented_control(
        tr("Photo shown"),
        [one.place for one in found.series],
        default=found.place,
        required=True,
        format_func=lambda place: str(place + 1),
        key=key,
        on_change=_select,
        args=(key,),
        label_visibility="collapsed",
        persist_state="session",
    )
    if found.combined is None:
        _ask(found)
        return
    count = len(found.series)
    words = (
        tr("{count} photos of one person: each number is the middle one (median).")
        if found.combined
        else tr("{count} photos, each with its own numbers.")
    )
    st.markdown(words.format(count=count), width="content")


def _end_of(name: str) -> str:
    """The name in one line under a small picture, by its end: cameras number their files."""
    stem = Path(name).stem
    return stem if len(stem) <= _LETTERS else f"…{stem[1 - _LETTERS :]}"


def _ask(found: CurrentPhoto) -> None:
    said = difference_in_words([portrait(one.analysis, one.photo) for one in found.series])
    with st.container(border=True):
        more = tr("Numbers of different people should not be combined.")
        st.markdown(f"**{escape(said or '')}** {escape(more)}")
        with st.container(horizontal=True):
            st.button(tr("Show them one by one"), on_click=_decide, args=(False,))
            st.button(tr("Combine all the same"), on_click=_decide, args=(True,))


def _decide(combined: bool) -> None:
    found = state.current_photo()
    if found is not None:
        state.set_current_photo(replace(found, combined=combined))


def _select(key: str) -> None:
    found, place = state.current_photo(), st.session_state.get(key)
    if found is not None and place is not None:
        state.set_current_photo(state.select_photo(found, place))
