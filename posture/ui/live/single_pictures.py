"""Single pictures, taken with the button of the device's camera."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from posture.analysis.options import Options
from posture.body.remarks import Refusal
from posture.errors import PostureError
from posture.i18n.language import tr
from posture.live.guidance.state import CaptureGoal
from posture.live.outcome import outcome_of
from posture.ui.check.questions.subject import entered_subject
from posture.ui.live.result import store_outcome
from posture.ui.shared.markdown import escape

if TYPE_CHECKING:
    from posture.analysis.any_view import Result
    from posture.analysis.view import View
    from posture.photo.photo import Photo
    from posture.ui.live.devices import Devices

    Taken = list[tuple[Photo, Result]]

_TAKEN, _ROUND = "live_taken", "live_round"


def show_single_pictures(
    devices: Devices, whose: str = "", goal: CaptureGoal | None = None
) -> None:
    """Draw the camera until there are as many good pictures as are wanted.

    Parameters
    ----------
    devices : Devices
    whose : str
        Id of the visit for which they are; those of another one, or of another view, are forgotten.
    goal : CaptureGoal, optional
        Its view and its number of pictures.
    """
    goal = goal or CaptureGoal()
    kept: tuple[str, View, Taken] | None = st.session_state.get(_TAKEN)
    taken = kept[2] if kept is not None and kept[:2] == (whose, goal.view) else []
    st.session_state[_TAKEN] = (whose, goal.view, taken)
    st.markdown(_how(goal.view))
    good = sum(not isinstance(one, Refusal) for _, one in taken)
    number = st.session_state.get(_ROUND, 0)
    picture = st.camera_input(
        tr("Picture {number} of {wanted}").format(number=good + 1, wanted=goal.shots),
        key=f"live_camera_{number}",
    )
    if picture is not None:
        _take(picture.getvalue(), taken, devices, goal)
    elif taken:
        last = taken[-1][1]
        if isinstance(last, Refusal):
            for reason in last.reasons:
                st.warning(f"{escape(tr(reason.text))} {escape(tr(reason.remedy))}")
        if good:
            st.button(tr("Enough: show the result ({count})").format(count=good), on_click=_finish)


def _how(view: View) -> str:
    """What to do for a view."""
    if view == "side":
        return tr(
            "Somebody else presses the button while you stand side-on. Take three pictures, with a "
            "step on the spot between them: their median is steadier than one."
        )
    if view == "front":
        return tr("Somebody else presses the button while you face the camera.")
    return tr("Somebody else presses the button while your back is to the camera.")


def _take(data: bytes, taken: Taken, devices: Devices, goal: CaptureGoal) -> None:
    try:
        with st.spinner(tr("Looking at the picture …")):
            name = tr("picture {number}").format(number=len(taken) + 1)
            options = Options(subject=entered_subject())
            taken.append(devices.analyze_picture(data, name, options, goal.view))
    except PostureError as error:
        st.error(f"{escape(error.message)} {escape(error.remedy)}")
        return
    # The widget keeps its picture, so that the next one needs a new widget.
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    if sum(not isinstance(one, Refusal) for _, one in taken) >= goal.shots:
        _finish()
    st.rerun()


def _finish() -> None:
    kept: tuple[str, View, Taken] | None = st.session_state.pop(_TAKEN, None)
    if kept is not None:
        whose, view, taken = kept
        store_outcome(outcome_of(taken, view), whose)
