"""Three single pictures, taken with the button of the device's camera."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from posture.analysis.options import Options
from posture.body.body import Refusal
from posture.errors import PostureError
from posture.i18n.language import tr
from posture.live.outcome import outcome_of
from posture.ui.check.subject import entered_subject
from posture.ui.live.result import store_outcome
from posture.ui.shared.markdown import escape

if TYPE_CHECKING:
    from posture.analysis.types import Analysis
    from posture.photo.photo import Photo
    from posture.ui.live.devices import Devices

    Taken = list[tuple[Photo, Analysis | Refusal]]

_TAKEN, _ROUND = "live_taken", "live_round"
WANTED = 3


def show_single_pictures(devices: Devices, whose: str = "") -> None:
    """Draw the camera until there are three good pictures.

    Parameters
    ----------
    devices : Devices
    whose : str
        Id of the visit for which they are; those of another one are forgotten.
    """
    kept: tuple[str, Taken] = st.session_state.get(_TAKEN, ("", []))
    taken = kept[1] if kept[0] == whose else []
    st.session_state[_TAKEN] = (whose, taken)
    st.markdown(
        tr(
            "Somebody else presses the button while you stand side-on. Take three pictures, with a "
            "step on the spot between them: their median is steadier than one."
        )
    )
    good = sum(not isinstance(one, Refusal) for _, one in taken)
    number = st.session_state.get(_ROUND, 0)
    picture = st.camera_input(
        tr("Picture {number} of {wanted}").format(number=good + 1, wanted=WANTED),
        key=f"live_camera_{number}",
    )
    if picture is not None:
        _take(picture.getvalue(), taken, devices)
    elif taken:
        last = taken[-1][1]
        if isinstance(last, Refusal):
            for reason in last.reasons:
                st.warning(f"{escape(tr(reason.text))} {escape(tr(reason.remedy))}")
        if good:
            st.button(tr("Enough: show the result ({count})").format(count=good), on_click=_finish)


def _take(data: bytes, taken: Taken, devices: Devices) -> None:
    try:
        with st.spinner(tr("Looking at the picture …")):
            name = tr("picture {number}").format(number=len(taken) + 1)
            options = Options(subject=entered_subject())
            taken.append(devices.analyze_picture(data, name, options))
    except PostureError as error:
        st.error(f"{escape(error.message)} {escape(error.remedy)}")
        return
    # The widget keeps its picture, so that the next one needs a new widget.
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    if sum(not isinstance(one, Refusal) for _, one in taken) >= WANTED:
        _finish()
    st.rerun()


def _finish() -> None:
    kept: tuple[str, Taken] | None = st.session_state.pop(_TAKEN, None)
    if kept is not None:
        whose, taken = kept
        store_outcome(outcome_of(taken), whose)
