"""The visit that is open: loaded once, kept in the session, stored again with every change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import streamlit as st

from posture.analysis import edit
from posture.assess.assessment import Answers
from posture.errors import AccessError, ConflictError, NotFoundError, PhotoError, StudioError
from posture.i18n.language import tr
from posture.photo.load import load
from posture.studio.history.calibration import subject_of
from posture.studio.records import Client, Visit
from posture.studio.visits import (
    new_visit,
    side_analysis,
    side_of,
    side_photo,
    with_photo,
)
from posture.ui.check.questions.answers import restore_answers
from posture.ui.check.questions.subject import enter_subject
from posture.ui.shared import state
from posture.ui.shared.state import CurrentPhoto
from posture.ui.studio import where
from posture.ui.studio.current import records, today

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from posture.analysis.types import Analysis

_OPEN, _KEPT = "studio_visit", "studio_visit_kept"


@dataclass(frozen=True, slots=True)
class OpenVisit:
    """A visit on the page.

    Attributes
    ----------
    client : Client
    visit : Visit
        As it was loaded or last stored; version 0 before the first photo.
    other : Visit or None
        What another station has stored meanwhile: one of the two has to be chosen.
    """

    client: Client
    visit: Visit
    other: Visit | None = None


def open_visit() -> OpenVisit:
    """The visit that the address names, or a new one of the client whom it names.

    Raises
    ------
    NotFoundError
        There is no such visit or client.
    """
    visit_id, client_id = where.asked(where.VISIT), where.asked(where.CLIENT)
    kept: OpenVisit | None = st.session_state.get(_OPEN)
    if kept is not None and _is_asked(kept, visit_id, client_id):
        found = state.current_photo()
        # Another page may show another photo meanwhile.
        if side_of(kept.visit) is not None and (found is None or found.visit != kept.visit.id):
            _restore(kept)
        # As stored now: it may have got a consent, or is not shared any more.
        kept = replace(kept, client=records().client(kept.client.id))
        st.session_state[_OPEN] = kept
        return kept
    if visit_id:
        visit = records().visit(visit_id)
        opened = OpenVisit(records().client(visit.client_id), visit)
    else:
        client = records().client(client_id)
        opened = OpenVisit(client, new_visit(client, today()))
    st.session_state[_OPEN] = opened
    state.clear_current_photo()
    _restore(opened)
    return opened


def is_lost() -> bool:
    """Whether the client of the open visit was erased, or is not shared any more."""
    opened: OpenVisit | None = st.session_state.get(_OPEN)
    found = state.current_photo()
    if opened is None or found is None or found.visit != opened.visit.id:
        return False
    try:
        records().client(opened.client.id)
    except (AccessError, NotFoundError):
        return True
    except StudioError:
        # It cannot be told.
        return False
    return False


def opened_as(visit_id: str) -> OpenVisit | None:
    """The visit that is open, if it is this one; for what was typed for a visit."""
    kept: OpenVisit | None = st.session_state.get(_OPEN)
    if kept is None or kept.visit.id != visit_id:
        return None
    asked = where.asked(where.VISIT), where.asked(where.CLIENT)
    return kept if _is_asked(kept, *asked) else None


def store(opened: OpenVisit, visit: Visit, data: Mapping[str, bytes] | None = None) -> OpenVisit:
    """Store the visit; nothing is stored before its first photo.

    Parameters
    ----------
    opened : OpenVisit
    visit : Visit
        Changed, with the version that was loaded.
    data : mapping of str to bytes, optional
        New photos by their hash.

    Returns
    -------
    OpenVisit
        With ``other`` where another station has changed it meanwhile.
    """
    after = replace(opened, visit=visit)
    if visit.version > 0 or visit.photos:
        try:
            after = replace(opened, visit=records().save_visit(visit, dict(data or {})), other=None)
        except ConflictError as error:
            other = error.stored
            if not isinstance(other, Visit):
                raise
            after = replace(opened, visit=visit, other=other)
        # Its first photo gives the visit an address.
        if visit.version == 0:
            where.go(visit=visit.id)
    st.session_state[_OPEN] = after
    return after


def choose(opened: OpenVisit, *, mine: bool) -> None:
    """Settle a conflict: keep what was changed here, or take what the other station stored."""
    other = opened.other
    if other is None:
        return
    if mine:
        opened = store(opened, replace(opened.visit, version=other.version))
    else:
        opened = replace(opened, visit=other, other=None)
        st.session_state[_OPEN] = opened
        state.clear_current_photo()
        _restore(opened)
    if opened.other is None and side_of(opened.visit) is not None:
        _mark_kept()


def show_side(opened: OpenVisit, found: CurrentPhoto) -> None:
    """Make a side photo the one of this visit and store it."""
    found = replace(found, visit=opened.visit.id)
    photo = side_photo(found.photo, found.data, _to_keep(opened, found.analysis))
    state.set_current_photo(found)
    restore_answers(opened.visit.answers, found.token)
    _mark_kept()
    store(opened, with_photo(opened.visit, photo), {photo.sha256: found.data})


def keep_visit() -> None:
    """Store points, answers and subject of the open visit where they have changed on any page."""
    opened: OpenVisit | None = st.session_state.get(_OPEN)
    found = state.current_photo()
    if opened is None or opened.other is not None or found is None:
        return
    if found.visit != opened.visit.id or st.session_state.get(_KEPT) == _state_of(found):
        return
    _mark_kept()
    photo = side_photo(found.photo, found.data, _to_keep(opened, found.analysis))
    visit = with_photo(opened.visit, replace(photo, taken=_taken(opened.visit, photo.sha256)))
    after = store(opened, replace(visit, answers=found.analysis.answers))
    if after.other is not None:
        st.toast(tr("Another station has changed this visit: choose on its page."))


def _to_keep(opened: OpenVisit, analysis: Analysis) -> Analysis:
    """What of an analysis is kept: answers about health only where the client agrees."""
    if opened.client.may_store_answers:
        return analysis
    return edit.set_answers(analysis, Answers())


def _is_asked(kept: OpenVisit, visit_id: str, client_id: str) -> bool:
    if visit_id:
        return kept.visit.id == visit_id
    return kept.client.id == client_id and kept.visit.version == 0


def _restore(opened: OpenVisit) -> None:
    """Show the side photo of the visit, with its answers, on all pages."""
    visit = opened.visit
    subject = subject_of(opened.client.details, visit.on)
    enter_subject(subject)
    analysis, photo = side_analysis(visit, subject), side_of(visit)
    if analysis is None or photo is None:
        return
    data = records().photo(visit.id, photo.sha256)
    try:
        read = load(data, name=photo.name)
    except PhotoError:
        # An analysis that was brought in without its photo.
        return
    token = state.token_of(data)
    state.set_current_photo(CurrentPhoto(token, data, read, analysis, visit=visit.id))
    restore_answers(visit.answers, token)
    _mark_kept()


def _mark_kept() -> None:
    found = state.current_photo()
    if found is not None:
        st.session_state[_KEPT] = _state_of(found)


def _state_of(found: CurrentPhoto) -> tuple[object, ...]:
    """What a page may change of an analysis."""
    analysis = found.analysis
    return (analysis.body.placed, analysis.body.camera.roll_deg, analysis.answers, analysis.subject)


def _taken(visit: Visit, sha256: str) -> datetime | None:
    return next((one.taken for one in visit.photos if one.sha256 == sha256), None)
