"""The result of a live run: medians of the captures, their spread, link to Check."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from posture.analysis import edit, pipeline
from posture.i18n.language import language, tr
from posture.present.encode import encode_jpeg, encode_png
from posture.present.overlay.overlay import draw
from posture.ui.check.findings import show_notices, show_spread
from posture.ui.check.photo.analyse import clear_results
from posture.ui.check.verdict import show_verdict
from posture.ui.shared import state
from posture.ui.shared.images import show_zoomable
from posture.ui.shared.markdown import escape
from posture.ui.shared.navigation import show_link

if TYPE_CHECKING:
    from collections.abc import Callable

    from posture.analysis.types import Analysis
    from posture.live.outcome import Outcome
    from posture.photo.photo import Photo

_OUTCOME, _DRAWN, _TOLD = "live_outcome", "live_drawn", "live_told"


def store_outcome(outcome: Outcome, whose: str = "") -> None:
    """Store the result of a run.

    Parameters
    ----------
    outcome : Outcome
    whose : str
        Id of the visit for which it was taken. Without one the captures become the current photos
        of all pages.
    """
    st.session_state[_OUTCOME] = (whose, outcome)
    st.session_state.pop(_DRAWN, None)
    if outcome.analyses and not whose:
        clear_results()
        captures = tuple(
            _current(photo, one)
            for photo, one in zip(outcome.photos, outcome.analyses, strict=True)
        )
        state.set_current_photo(state.select_photo(state.as_series(captures), outcome.middle))


def end_with(outcome: Outcome, whose: str, end: Callable[[], None]) -> None:
    """Leave the stage for the result, in the run after the one that draws its last words.

    A stage that is left in the run of the page that draws it may never reach the browser, and with
    it the last words, for which the person waits.

    Parameters
    ----------
    outcome, whose
        As for :func:`store_outcome`.
    end : callable
        Ends the run of the camera.
    """
    if st.session_state.get(_TOLD) is not outcome:
        st.session_state[_TOLD] = outcome
        return
    del st.session_state[_TOLD]
    store_outcome(outcome, whose)
    end()
    st.rerun(scope="app")


def take_outcome(whose: str) -> Outcome | None:
    """The result of the last run, if it was taken for this visit; it is forgotten here."""
    outcome = _outcome(whose)
    if outcome is not None:
        del st.session_state[_OUTCOME]
    return outcome


def show_result() -> bool:
    """Draw the result.

    Returns
    -------
    bool
        Whether there is one.
    """
    outcome = _outcome("")
    if outcome is None:
        return False
    st.button(tr("Once more"), on_click=_again, icon=":material/replay:")
    if outcome.analysis is None:
        show_no_result(outcome)
    else:
        _result(outcome)
    return True


def _outcome(whose: str) -> Outcome | None:
    kept: tuple[str, Outcome] | None = st.session_state.get(_OUTCOME)
    return kept[1] if kept is not None and kept[0] == whose else None


def _again() -> None:
    st.session_state.pop(_OUTCOME, None)


def show_no_result(outcome: Outcome) -> None:
    """Draw why none of the captures could be used."""
    st.warning(tr("None of the pictures could be analysed. What to do about it:"))
    lines = dict.fromkeys(
        f"{escape(tr(reason.text))} **{escape(tr(reason.remedy))}**"
        for refusal in outcome.refusals
        for reason in refusal.reasons
    )
    for line in lines:
        st.markdown(f"- {line}")


def _result(outcome: Outcome) -> None:
    analysis, photo = outcome.analysis, outcome.photo
    if analysis is None or photo is None:
        return
    # The language may have changed since the run.
    if outcome.combined is None:
        analysis = edit.set_answers(analysis, analysis.answers)
    else:
        analysis = replace(analysis, assessment=pipeline.combine(outcome.analyses).assessment)
    left, right = st.columns([2, 3], gap="large")
    with left:
        kept = st.session_state.get(_DRAWN)
        if kept is None or kept[0] != language():
            kept = (language(), encode_jpeg(draw(photo, analysis)))
            st.session_state[_DRAWN] = kept
        alt = tr("The middle picture with the points and angles that were found")
        show_zoomable(kept[1], alt, key="live_zoom", fit=True)
    with right, st.container(key="verdict"):
        show_verdict(analysis.assessment, analysis.measurements)
        _capture_count(outcome)
        show_notices(analysis.notices)
        show_link(tr("What is behind it, and exercises"), "check", icon=":material/arrow_forward:")
    if outcome.spread:
        show_spread(analysis.assessment.findings, analysis.measurements, outcome.spread)


def _capture_count(outcome: Outcome) -> None:
    count = len(outcome.analyses)
    if count > 1:
        st.markdown(
            tr("The median of {count} pictures; their spread is shown below.").format(count=count)
        )
    else:
        st.markdown(tr("From one picture, so there is no spread."))


def _current(photo: Photo, analysis: Analysis) -> state.CurrentPhoto:
    data = encode_png(photo.pixels)
    token = hashlib.sha256(data).hexdigest()[:12]
    return state.CurrentPhoto(token, data, photo, analysis)
