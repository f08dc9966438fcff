"""Single pictures with the device's camera: three of them, by the button, through the same end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from posture.analysis import pipeline
from posture.analysis.options import Options
from posture.body.body import Refusal
from posture.errors import PostureError
from posture.i18n.language import tr
from posture.live.outcome import gathered
from posture.photo.load import load
from posture.ui.check import subject as about
from posture.ui.live import result as live_result
from posture.ui.shared.text import plain

if TYPE_CHECKING:
    from posture.analysis.types import Analysis
    from posture.photo.photo import Photo

_TAKEN, _ROUND = "live_taken", "live_round"
WANTED = 3


def show() -> None:
    """Draw the camera until there are three good pictures."""
    taken: list[tuple[Photo, Analysis | Refusal]] = st.session_state.setdefault(_TAKEN, [])
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
        _take(picture.getvalue(), taken)
    elif taken:
        last = taken[-1][1]
        if isinstance(last, Refusal):
            for reason in last.reasons:
                st.warning(f"{plain(tr(reason.text))} {plain(tr(reason.remedy))}")
        if good:
            st.button(tr("Enough: show the result ({count})").format(count=good), on_click=_finish)


def _take(data: bytes, taken: list[tuple[Photo, Analysis | Refusal]]) -> None:
    try:
        with st.spinner(tr("Looking at the picture …")):
            photo = load(data, name=tr("picture {number}").format(number=len(taken) + 1))
            taken.append((photo, pipeline.analyze_photo(photo, Options(subject=about.said()))))
    except PostureError as error:
        st.error(f"{plain(error.message)} {plain(error.remedy)}")
        return
    # The widget keeps its picture: the next one needs a new widget.
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    if sum(not isinstance(one, Refusal) for _, one in taken) >= WANTED:
        _finish()
    st.rerun()


def _finish() -> None:
    live_result.keep(gathered(st.session_state.pop(_TAKEN)))
