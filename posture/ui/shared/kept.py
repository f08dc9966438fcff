"""A reload restores the result: kept on this machine under a token in the page's address."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import streamlit as st

from posture.analysis import edit
from posture.errors import PostureError
from posture.files import kept_session
from posture.files.documents.read import read_analysis
from posture.files.documents.write import to_json
from posture.files.kept_session import KeptPhoto, KeptSession
from posture.photo.load import load
from posture.ui.serve.actor import owner_of_files
from posture.ui.shared import state
from posture.ui.shared.state import CurrentPhoto

if TYPE_CHECKING:
    from posture.files.kept_session import Answer

PARAMETER = "session"
"""Of the page's address."""

FRONTAL, VIEW = "frontal_upload", "check_view"
"""Session keys of the photo from the front or the back, and of the view that is shown."""

_TOKEN, _ASKED, _LAST = "kept/token", "kept/asked", "kept/last"
_FIELDS = "about_"
"""How keys of what was said about the person begin."""


def restore_session() -> None:
    """Restore what the token of the address names; once a session, before anything is drawn."""
    if _ASKED in st.session_state:
        return
    st.session_state[_ASKED] = True
    with contextlib.suppress(OSError):
        kept_session.delete_old()
    token = st.query_params.get(PARAMETER)
    if token is None or state.current_photo() is not None:
        return
    found = kept_session.restore(token, owner_of_files())
    if found is None or not _take(found):
        st.query_params.pop(PARAMETER, None)
        return
    st.session_state[_TOKEN] = token


def keep_session() -> None:
    """Keep photos, analyses and answers as they are now; nothing before the first photo."""
    found, frontal = state.current_photo(), st.session_state.get(FRONTAL)
    if found is None and frontal is None:
        return
    if found is not None and found.visit:
        # Photos of clients are kept by the studio alone.
        return
    answers = _answers(found)
    view = st.session_state.get(VIEW) or "side"
    now = (found, frontal, view, answers)
    token = st.session_state.setdefault(_TOKEN, kept_session.new_token())
    # Links to other pages drop it.
    if st.query_params.get(PARAMETER) != token:
        st.query_params[PARAMETER] = token
    last = st.session_state.get(_LAST)
    if last is not None and last[0] is found and last[1:] == now[1:]:
        return
    series = () if found is None else found.series
    session = KeptSession(
        photos=tuple(
            KeptPhoto(one.photo.name, one.data, to_json(one.analysis), one.video) for one in series
        ),
        shown=0 if found is None else found.place,
        combined=True if found is None else found.combined,
        frontal=None if frontal is None else KeptPhoto(*frontal, document=""),
        view=view,
        answers=answers,
    )
    # A full disk takes away the reload and nothing else.
    with contextlib.suppress(OSError):
        kept_session.keep(token, session, owner_of_files())
    st.session_state[_LAST] = now


def forget_session() -> None:
    """Delete what was kept of this session."""
    token = st.session_state.pop(_TOKEN, None)
    if token is not None:
        kept_session.delete(token, owner_of_files())
    st.query_params.pop(PARAMETER, None)


def _answers(found: CurrentPhoto | None) -> dict[str, Answer]:
    """What was said about the person and answered about their photo."""
    begins = (_FIELDS,) if found is None else (_FIELDS, f"{found.series[0].token}/")
    values = {str(key): st.session_state[key] for key in st.session_state}
    return {
        key: value
        for key, value in values.items()
        if key.startswith(begins)
        and isinstance(value, str | float | int)
        and not isinstance(value, bool)
    }


def _take(kept: KeptSession) -> bool:
    """Put a kept session into this one; False where it is damaged."""
    try:
        photos = tuple(_current(one) for one in kept.photos)
    except (PostureError, ValueError):
        return False
    for key, value in kept.answers.items():
        st.session_state[key] = value
    if kept.frontal is not None:
        st.session_state[FRONTAL] = (kept.frontal.name, kept.frontal.data)
    if kept.view in ("side", "front"):
        st.session_state[VIEW] = kept.view
    if photos:
        series = state.as_series(photos, combined=kept.combined)
        shown = kept.shown if kept.shown in range(len(photos)) else 0
        state.set_current_photo(state.select_photo(series, shown))
    return bool(photos) or kept.frontal is not None


def _current(kept: KeptPhoto) -> CurrentPhoto:
    """The photo with its stored analysis, in today's language; nothing is measured again."""
    analysis = read_analysis(kept.document.encode(), kept.name)
    analysis = edit.set_answers(analysis, analysis.answers)
    photo = load(kept.data, name=kept.name)
    return CurrentPhoto(state.token_of(kept.data), kept.data, photo, analysis, video=kept.video)
