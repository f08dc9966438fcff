"""A reload restores the session: photos, results and answers, kept on this machine."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import streamlit as st

from posture.errors import PostureError
from posture.files import kept_session
from posture.files.kept_session import KeptSession
from posture.ui.check.view import choose_view, chosen_view
from posture.ui.compare import photos as compared
from posture.ui.frontal_session import kept_frontal, restore_frontal
from posture.ui.serve.actor import owner_of_files
from posture.ui.shared import state
from posture.ui.shared.kept import (
    PARAMETER,
    forget_session,
    show_token,
    token_in_use,
    use_token,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posture.files.kept_session import Answer
    from posture.ui.shared.state import CurrentPhoto

_ASKED, _LAST = "kept/asked", "kept/last"
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
    use_token(token)


def keep_session() -> None:
    """Keep photos, analyses and answers as they are now; nothing before the first photo."""
    found = state.current_photo()
    if found is not None and found.visit:
        # Photos of clients are kept by the studio alone.
        return
    frontal, pair = kept_frontal(), compared.kept_photos()
    if found is None and frontal is None and not pair:
        if token_in_use() is not None:
            forget_session()
        return
    token = show_token()
    answers, view, aside = _answers(found), chosen_view(), compared.aside()
    photos, rest = (found, *pair.values()), (frontal, view, answers, aside, tuple(pair))
    if _unchanged(photos, rest):
        return
    session = KeptSession(
        photos=() if found is None else tuple(map(state.kept_photo, found.series)),
        shown=0 if found is None else found.place,
        combined=True if found is None else found.combined,
        frontal=frontal,
        view=view,
        answers=answers,
        compared={place: compared.as_kept(place, one) for place, one in pair.items()},
        aside=aside,
    )
    try:
        kept_session.keep(token, session, owner_of_files())
    except OSError:
        # A full disk takes away the reload and nothing else; the next run tries again.
        return
    st.session_state[_LAST] = (photos, rest)


def _unchanged(photos: Sequence[object], rest: object) -> bool:
    """Whether all of it is kept already; a photo is replaced where anything of it changes."""
    last = st.session_state.get(_LAST)
    if last is None or len(last[0]) != len(photos):
        return False
    return all(a is b for a, b in zip(last[0], photos, strict=True)) and last[1] == rest


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
        photos = tuple(map(state.photo_of, kept.photos))
        compared.restore_photos(kept.compared, kept.aside)
        for key, value in kept.answers.items():
            st.session_state[key] = value
        if kept.frontal is not None:
            restore_frontal(kept.frontal)
    except (PostureError, ValueError):
        return False
    if kept.view in ("side", "front"):
        choose_view(kept.view)
    if photos:
        series = state.as_series(photos, combined=kept.combined)
        shown = kept.shown if kept.shown in range(len(photos)) else 0
        state.set_current_photo(state.select_photo(series, shown))
    return bool(photos or kept.compared) or kept.frontal is not None
