"""Live run with the camera of this computer, read by OpenCV; it needs no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from posture.analysis.options import Options
from posture.errors import PostureError
from posture.i18n.language import language, tr
from posture.live.camera.network import camera_name
from posture.ui.check.questions.subject import entered_subject
from posture.ui.live.result import end_with
from posture.ui.live.stage import show_stage
from posture.ui.shared.markdown import escape

if TYPE_CHECKING:
    from posture.live.camera_run import CameraRun
    from posture.live.guidance.state import CaptureGoal
    from posture.ui.live.devices import Devices

_RUN, _ASKED, _ERROR = "live_camera_run", "live_camera_asked", "live_error"
_EVERY_S = 0.1
_PATIENCE_S = 30.0


def show_local_camera(
    *, goal: CaptureGoal, sound: bool, devices: Devices, whose: str = "", goes_on: bool = False
) -> None:
    """Draw the start button, or the running picture.

    Parameters
    ----------
    goal : CaptureGoal
    sound : bool
    devices : Devices
    whose : str
        Id of the visit for which it is; the run of another one is stopped.
    goes_on : bool
        Whether it starts by itself, after the run for another view.
    """
    asked = (whose, goal.view)
    if st.session_state.get(_ASKED, asked) != asked:
        stop_local_camera()
    if goes_on and st.session_state.get(_ASKED) != asked:
        _start(goal, devices, whose)
    run: CameraRun | None = st.session_state.get(_RUN)
    if run is None:
        _show_error()
        st.markdown(
            tr(
                "The camera of the computer on which this program runs. Put it at hip height, "
                "three to four metres away, and press **Start**."
            )
        )
        st.button(
            tr("Start"),
            type="primary",
            on_click=_start,
            args=(goal, devices, whose),
            icon=":material/videocam:",
        )
        return
    st.button(tr("Stop"), on_click=stop_local_camera, icon=":material/stop_circle:")
    st.fragment(_follow, run_every=_EVERY_S)(run, sound, whose)


def _follow(run: CameraRun, sound: bool, whose: str) -> None:
    shown = run.latest()
    status = run.session.status()
    show_stage(
        status if shown is not None else None,
        sound=sound,
        key="live_stage",
        picture=shown.picture if shown is not None else None,
    )
    if status.outcome is not None:
        end_with(status.outcome, whose, stop_local_camera)
        return
    if not run.running:
        st.session_state[_ERROR] = _why_ended(run)
        stop_local_camera()
        st.rerun(scope="app")


def _why_ended(run: CameraRun) -> tuple[str, str]:
    if isinstance(run.error, PostureError):
        return run.error.message, run.error.remedy
    if run.error is not None:
        return tr("The live view stopped: something in the program went wrong."), str(run.error)
    return tr("The camera gives no more pictures."), tr("Check its cable and press Start again.")


def _start(goal: CaptureGoal, devices: Devices, whose: str) -> None:
    st.session_state[_ASKED] = (whose, goal.view)
    options, code = Options(subject=entered_subject()), language()
    try:
        st.session_state[_RUN] = devices.start_camera_run(
            camera_name(),
            lambda: devices.open_session(options=options, language=code, goal=goal),
            patience=_PATIENCE_S,
        )
    except PostureError as error:
        st.session_state[_ERROR] = (error.message, error.remedy)


def stop_local_camera() -> None:
    """Stop the run and release the camera."""
    run: CameraRun | None = st.session_state.pop(_RUN, None)
    if run is not None:
        run.stop()


def _show_error() -> None:
    error = st.session_state.pop(_ERROR, None)
    if error is not None:
        message, remedy = error
        st.warning(f"{escape(message)} {escape(remedy)}")
