"""Live run with the browser's camera: WebRTC brings its frames and returns them annotated."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from posture.analysis.options import Options
from posture.i18n.language import language, tr
from posture.live.browser import BrowserRun
from posture.live.camera.network import ice_servers
from posture.ui.check.questions.subject import entered_subject
from posture.ui.live.result import end_with
from posture.ui.live.stage import show_stage
from posture.ui.shared.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Callable

    from posture.live.guidance.state import CaptureGoal
    from posture.live.session import Session
    from posture.ui.live.devices import Devices

_RUN = "live_run"
_EVERY_S = 0.5
_MARGINS_PX = 16
"""Above and below the video in its component."""

_SIZE = {
    "width": {"ideal": 640},
    "height": {"ideal": 480},
    # The detector has no time for more. Every frame is decoded and encoded in this process, and a
    # machine too busy to answer the browser for five seconds loses the stream.
    "frameRate": {"ideal": 12, "max": 15},
}


def show_browser_camera(
    *, goal: CaptureGoal, sound: bool, devices: Devices, whose: str = "", goes_on: bool = False
) -> None:
    """Draw the stream and the state of the run.

    Parameters
    ----------
    goal : CaptureGoal
        What to capture.
    sound : bool
        Whether voice and sounds are on.
    devices : Devices
    whose : str
        Id of the visit for which it is.
    goes_on : bool
        Whether it starts by itself, after the run for another view.
    """
    options = (whose, goal, entered_subject(), language())
    run = _run_for(options, _session_maker(goal, devices), goes_on=goes_on)
    left, right = st.columns([3, 2], gap="large", vertical_alignment="center")
    with left, st.container(key="live_stream"):
        context = devices.streamer(
            key="posture_live",
            video_frame_callback=partial(_annotate, run),
            desired_playing_state=run.control.desired,
            rtc_configuration={"iceServers": ice_servers()},
            media_stream_constraints={"video": _SIZE, "audio": False},
            media_toggle_controls=False,
            translations={
                "start": tr("Start"),
                "stop": tr("Stop"),
                "select_device": tr("Choose a camera"),
            },
        )
        if _update(run, context.state):
            st.rerun()
        if run.control.desired is not None:
            st.button(tr("Stop"), on_click=run.stop, icon=":material/stop_circle:")
    with right:
        if run.control.gave_up:
            st.warning(
                tr(
                    "The stream was interrupted several times. Close other programs and press "
                    "**Start** again, or use the camera of this computer or single pictures."
                )
            )
        if run.control.desired is None:
            st.markdown(
                tr(
                    "Put the camera at hip height, three to four metres away, and press **Start**. "
                    "The browser asks for the camera; then you can walk into the picture."
                )
            )
        else:
            st.fragment(_follow, run_every=_EVERY_S)(run, context, sound, whose)


def end_browser_run() -> None:
    """End the run, if there is one."""
    kept = st.session_state.pop(_RUN, None)
    if kept is not None:
        kept[1].end()


def _run_for(options: tuple[Any, ...], make: Callable[[], Session], *, goes_on: bool) -> BrowserRun:
    """The current run, or a new one if the options have changed."""
    kept: tuple[tuple[Any, ...], BrowserRun] | None = st.session_state.get(_RUN)
    if kept is not None and kept[0] == options:
        return kept[1]
    end_browser_run()
    run = BrowserRun(make)
    if goes_on:
        run.control.start()
    st.session_state[_RUN] = (options, run)
    return run


def _annotate(run: BrowserRun, frame: Any) -> Any:
    """Exchange a frame of PyAV for the latest annotated one; called from the stream's thread."""
    import av

    picture = run.exchange(frame.to_ndarray(format="rgb24"))
    return frame if picture is None else av.VideoFrame.from_ndarray(picture, format="rgb24")


def _update(run: BrowserRun, state: Any) -> bool:
    return run.update(plays=state.playing, signals=state.signalling)


def _follow(run: BrowserRun, context: Any, sound: bool, whose: str) -> None:
    """Draw the state of the run; once there is a result, show that."""
    status = run.status()
    _make_room(run)
    if run.error is not None:
        st.error(tr("The live view stopped: something in the program went wrong."))
        st.caption(escape(repr(run.error)))
    show_stage(status, sound=sound, key="live_stage")
    if status is not None and status.outcome is not None:
        end_with(status.outcome, whose, end_browser_run)
        return
    if _update(run, context.state):
        st.rerun(scope="app")
    if not context.state.playing:
        st.caption(tr("The stream was interrupted. It is being restarted …"))
    elif status is None:
        st.caption(tr("Waiting for the camera's first picture …"))


def _make_room(run: BrowserRun) -> None:
    """Make the stream as high as its annotated frames.

    Its component measures the first frame of the camera, which has no panel below it.
    """
    if run.size is not None:
        high, wide = run.size
        st.html(
            "<style>.st-key-live_stream { container-type: inline-size; } "
            ".st-key-live_stream iframe "
            f"{{ height: calc(100cqw * {high} / {wide} + {_MARGINS_PX}px); }}</style>"
        )


def _session_maker(goal: CaptureGoal, devices: Devices) -> Callable[[], Session]:
    """Makes sessions in a thread that has no access to the page's state."""
    options, code = Options(subject=entered_subject()), language()
    return lambda: devices.open_session(options=options, language=code, goal=goal)
