"""Live run with the camera of this computer, read by OpenCV; it needs no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from posture.errors import PostureError
from posture.i18n.language import language, tr
from posture.live.camera.network import camera_name
from posture.live.guidance.state import Aim
from posture.live.start import new_pump, new_session
from posture.ui.check.subject import entered_subject
from posture.ui.live.result import store_outcome
from posture.ui.live.stage import show_stage
from posture.ui.shared.markdown import escape

if TYPE_CHECKING:
    from posture.live.pump import Pump

_PUMP, _ERROR = "live_pump", "live_fault"
_EVERY_S = 0.1
_PATIENCE_S = 30.0


def show_local_camera(*, desk: bool, sound: bool) -> None:
    """Draw the start button, or the running picture."""
    pump: Pump | None = st.session_state.get(_PUMP)
    if pump is None:
        _show_error()
        st.markdown(
            tr(
                "The camera of the computer on which this program runs. Put it at hip height, "
                "three to four metres away, and press **Start**."
            )
        )
        st.button(
            tr("Start"), type="primary", on_click=_start, args=(desk,), icon=":material/videocam:"
        )
        return
    st.button(tr("Stop"), on_click=stop_local_camera, icon=":material/stop_circle:")
    st.fragment(_follow, run_every=_EVERY_S)(pump, sound)


def _follow(pump: Pump, sound: bool) -> None:
    shown = pump.latest()
    status = pump.session.status()
    show_stage(
        status if shown is not None else None,
        sound=sound,
        key="live_stage",
        picture=shown.picture if shown is not None else None,
    )
    if status.outcome is not None:
        store_outcome(status.outcome)
        stop_local_camera()
        st.rerun(scope="app")
    if not pump.running:
        st.session_state[_ERROR] = _why_ended(pump)
        stop_local_camera()
        st.rerun(scope="app")


def _why_ended(pump: Pump) -> tuple[str, str]:
    if isinstance(pump.error, PostureError):
        return pump.error.message, pump.error.remedy
    if pump.error is not None:
        return tr("The live view stopped: something in the program went wrong."), str(pump.error)
    return tr("The camera gives no more pictures."), tr("Check its cable and press Start again.")


def _start(desk: bool) -> None:
    subject, spoken, aim = entered_subject(), language(), Aim(desk=desk or None)
    try:
        st.session_state[_PUMP] = new_pump(
            camera_name(),
            lambda: new_session(subject=subject, language=spoken, aim=aim),
            patience=_PATIENCE_S,
        )
    except PostureError as error:
        st.session_state[_ERROR] = (error.message, error.remedy)


def stop_local_camera() -> None:
    """Stop the run and release the camera."""
    pump: Pump | None = st.session_state.pop(_PUMP, None)
    if pump is not None:
        pump.stop()


def _show_error() -> None:
    error = st.session_state.pop(_ERROR, None)
    if error is not None:
        message, remedy = error
        st.warning(f"{escape(message)} {escape(remedy)}")
