"""Live through this computer's own camera: OpenCV reads it, and no network is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from posture.errors import PostureError
from posture.i18n.language import language, tr
from posture.live.camera.network import camera_name
from posture.live.guidance.state import Aim
from posture.live.start import new_pump, new_session
from posture.ui.check import subject as about
from posture.ui.live import result as live_result
from posture.ui.live import stage as live_stage
from posture.ui.shared.text import plain

if TYPE_CHECKING:
    from posture.live.pump import Pump

_PUMP, _FAULT = "live_pump", "live_fault"
_EVERY_S = 0.1
_PATIENCE_S = 30.0


def show(*, desk: bool, sound: bool) -> None:
    """Draw the start button, or the running picture."""
    pump: Pump | None = st.session_state.get(_PUMP)
    if pump is None:
        _fault()
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
    st.button(tr("Stop"), on_click=leave, icon=":material/stop_circle:")
    st.fragment(_follow, run_every=_EVERY_S)(pump, sound)


def _follow(pump: Pump, sound: bool) -> None:
    shown = pump.latest()
    status = pump.session.status()
    live_stage.show(
        status if shown is not None else None,
        sound=sound,
        key="live_stage",
        picture=shown.picture if shown is not None else None,
    )
    if status.outcome is not None:
        live_result.keep(status.outcome)
        leave()
        st.rerun(scope="app")
    if not pump.running:
        st.session_state[_FAULT] = _why(pump)
        leave()
        st.rerun(scope="app")


def _why(pump: Pump) -> tuple[str, str]:
    if isinstance(pump.error, PostureError):
        return pump.error.message, pump.error.remedy
    if pump.error is not None:
        return tr("The live view stopped: something in the program went wrong."), str(pump.error)
    return tr("The camera gives no more pictures."), tr("Check its cable and press Start again.")


def _start(desk: bool) -> None:
    subject, spoken, aim = about.said(), language(), Aim(desk=desk or None)
    try:
        st.session_state[_PUMP] = new_pump(
            camera_name(),
            lambda: new_session(subject=subject, language=spoken, aim=aim),
            patience=_PATIENCE_S,
        )
    except PostureError as error:
        st.session_state[_FAULT] = (error.message, error.remedy)


def leave() -> None:
    """Let the camera go."""
    pump: Pump | None = st.session_state.pop(_PUMP, None)
    if pump is not None:
        pump.stop()


def _fault() -> None:
    fault = st.session_state.pop(_FAULT, None)
    if fault is not None:
        message, remedy = fault
        st.warning(f"{plain(message)} {plain(remedy)}")
