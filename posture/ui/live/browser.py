"""Live through the browser: its camera's pictures come over WebRTC and go back annotated."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import streamlit as st

from posture.i18n.language import language, tr
from posture.live.camera.frame import CameraFrame
from posture.live.camera.network import ice_servers
from posture.live.guidance.state import Aim
from posture.live.latest import LatestFrame
from posture.live.start import new_session
from posture.ui.check import subject as about
from posture.ui.live import result as live_result
from posture.ui.live import stage as live_stage
from posture.ui.live.stream import StreamWish
from posture.ui.shared.text import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from posture.live.session import Session
    from posture.live.status import Status

_RUN = "live_run"
_EVERY_S = 0.5
_PATIENCE_S = 60.0
"""Seconds without a frame after which a run is given up: the page may have been closed."""

_SIZE = {
    "width": {"ideal": 640},
    "height": {"ideal": 480},
    # The detector has no time for more, and every frame is packed and unpacked in this process: a
    # slow machine that is kept from answering the browser for five seconds loses the stream.
    "frameRate": {"ideal": 12, "max": 15},
}


class BrowserRun:
    """The run behind the stream. A stream that breaks off is taken up again within the same run.

    The stream's own thread gives up on a frame that takes ten seconds, which loading the detector
    may on a busy machine. So it only leaves the newest frame here and takes the last picture with
    it; the work is done elsewhere, and frames that nobody had time for are dropped.

    Parameters
    ----------
    make : callable
        Makes the session when the first frame comes.

    Attributes
    ----------
    wish : StreamWish
        What the stream is asked for.
    """

    def __init__(self, make: Callable[[], Session]) -> None:
        self.wish = StreamWish()
        self._make = make
        self._work: LatestFrame | None = None
        self._lock = threading.Lock()

    def take(self, frame: Any) -> Any:
        """Leave one frame of PyAV, take the latest picture; called from the stream's thread."""
        import av

        with self._lock:
            # Who was away for long begins anew; what failed stays as it is, and is shown.
            if self._work is None or (self._work.over and self._work.error is None):
                self._work = LatestFrame(self._make, patience=_PATIENCE_S)
            work = self._work
        # A browser's time stamps change their base within a stream: our own clock does not.
        shown = work.exchange(CameraFrame(frame.to_ndarray(format="rgb24"), time.monotonic()))
        return frame if shown is None else av.VideoFrame.from_ndarray(shown.picture, format="rgb24")

    def note(self, state: Any) -> bool:
        """Take in how the stream stands; tell whether it is to be asked for something else."""
        changed = self.wish.note(plays=state.playing, signals=state.signalling)
        if self.wish.desired is None:
            self.end()
        return changed

    def stop(self) -> None:
        """The person has had enough."""
        self.wish.stop()
        self.end()

    def end(self) -> None:
        """Close the session; another frame begins a new one."""
        with self._lock:
            work, self._work = self._work, None
        if work is not None:
            work.end()

    @property
    def error(self) -> Exception | None:
        """What ended the work, if anything did."""
        work = self._work
        return work.error if work is not None else None

    def status(self) -> Status | None:
        """How the run stands; None before the first picture."""
        work = self._work
        return work.status() if work is not None else None


def show(*, desk: bool, sound: bool, streamer: Callable[..., Any] | None = None) -> None:
    """Draw the stream and what is said about it.

    Parameters
    ----------
    desk, sound : bool
    streamer : callable, optional
        In place of ``webrtc_streamer``.
    """
    if streamer is None:
        from streamlit_webrtc import webrtc_streamer as streamer
    run = _run_of((desk, about.said(), language()), _maker(desk))
    left, right = st.columns([3, 2], gap="large", vertical_alignment="center")
    with left:
        context = streamer(
            key="posture_live",
            video_frame_callback=run.take,
            desired_playing_state=run.wish.desired,
            rtc_configuration={"iceServers": ice_servers()},
            media_stream_constraints={"video": _SIZE, "audio": False},
            media_toggle_controls=False,
            translations={
                "start": tr("Start"),
                "stop": tr("Stop"),
                "select_device": tr("Choose a camera"),
            },
        )
        if run.note(context.state):
            st.rerun()
        if run.wish.desired is not None:
            st.button(tr("Stop"), on_click=run.stop, icon=":material/stop_circle:")
    with right:
        if run.wish.gave_up:
            st.warning(
                tr(
                    "The stream broke off several times. Close other programs and press **Start** "
                    "again, or use the camera of this computer or single pictures."
                )
            )
        if run.wish.desired is None:
            st.markdown(
                tr(
                    "Put the camera at hip height, three to four metres away, and press **Start**. "
                    "The browser asks for the camera; then you can walk into the picture."
                )
            )
        else:
            st.fragment(_follow, run_every=_EVERY_S)(run, context, sound)


def leave() -> None:
    """Nobody looks at the stream any more: end the run."""
    kept = st.session_state.pop(_RUN, None)
    if kept is not None:
        kept[1].end()


def _run_of(wish: tuple[Any, ...], make: Callable[[], Session]) -> BrowserRun:
    """The run in hand; a new one where something else is wished for."""
    kept: tuple[tuple[Any, ...], BrowserRun] | None = st.session_state.get(_RUN)
    if kept is not None and kept[0] == wish:
        return kept[1]
    leave()
    st.session_state[_RUN] = (wish, BrowserRun(make))
    return st.session_state[_RUN][1]


def _follow(run: BrowserRun, context: Any, sound: bool) -> None:
    """Say what is new; once there is a result, show it."""
    status = run.status()
    if run.error is not None:
        st.error(tr("The live view stopped: something in the program went wrong."))
        st.caption(plain(repr(run.error)))
    live_stage.show(status, sound=sound, key="live_stage")
    if status is not None and status.outcome is not None:
        live_result.keep(status.outcome)
        leave()
        st.rerun(scope="app")
    if run.note(context.state):
        st.rerun(scope="app")
    if not context.state.playing:
        st.caption(tr("The stream broke off. It is being taken up again …"))
    elif status is None:
        st.caption(tr("Waiting for the camera's first picture …"))


def _maker(desk: bool) -> Callable[[], Session]:
    """Everything that the page knows, for a thread that knows nothing of the page."""
    subject, spoken = about.said(), language()
    aim = Aim(desk=desk or None)
    return lambda: new_session(subject=subject, language=spoken, aim=aim)
