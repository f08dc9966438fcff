"""Live through the browser: its camera's pictures come over WebRTC and go back annotated."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import streamlit as st

from posture.language import language, tr
from posture.live.frame import Frame
from posture.live.latest import LatestFrame
from posture.live.memory import Aim
from posture.live.network import ice_servers
from posture.live.start import new_session
from posture.ui import about, live_result, live_stage
from posture.ui.text import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from posture.live.session import Session, Status

_RUN = "live_run"
_EVERY_S = 0.5
_SIZE = {
    "width": {"ideal": 640},
    "height": {"ideal": 480},
    # The detector has no time for more, and every frame is packed and unpacked in this process: a
    # slow machine that is kept from answering the browser for five seconds loses the stream.
    "frameRate": {"ideal": 12, "max": 15},
}


class BrowserRun:
    """The run behind one stream; a new stream is a new run.

    The stream's own thread gives up on a frame that takes ten seconds, which loading the detector
    may on a busy machine. So it only leaves the newest frame here and takes the last picture with
    it; the work is done elsewhere, and frames that nobody had time for are dropped.

    Parameters
    ----------
    make : callable
        Makes the session when the first frame comes.
    """

    def __init__(self, make: Callable[[], Session]) -> None:
        self._make = make
        self._work: LatestFrame | None = None
        self._lock = threading.Lock()

    def take(self, frame: Any) -> Any:
        """Leave one frame of PyAV, take the latest picture; called from the stream's thread."""
        import av

        with self._lock:
            if self._work is None:
                self._work = LatestFrame(self._make)
            work = self._work
        # A browser's time stamps change their base within a stream: our own clock does not.
        shown = work.exchange(Frame(frame.to_ndarray(format="rgb24"), time.monotonic()))
        return frame if shown is None else av.VideoFrame.from_ndarray(shown.picture, format="rgb24")

    def end(self) -> None:
        """The stream is over."""
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
    wish = (desk, about.said(), language())
    kept = st.session_state.get(_RUN)
    if kept is None or kept[0] != wish:
        kept = (wish, BrowserRun(_maker(desk)))
        st.session_state[_RUN] = kept
    run: BrowserRun = kept[1]
    left, right = st.columns([3, 2], gap="large", vertical_alignment="center")
    with left:
        context = streamer(
            key="posture_live",
            video_frame_callback=run.take,
            on_video_ended=run.end,
            rtc_configuration={"iceServers": ice_servers()},
            media_stream_constraints={"video": _SIZE, "audio": False},
            media_toggle_controls=False,
            translations={
                "start": tr("Start"),
                "stop": tr("Stop"),
                "select_device": tr("Choose a camera"),
            },
        )
    with right:
        if not context.state.playing:
            st.markdown(
                tr(
                    "Put the camera at hip height, three to four metres away, and press **Start**. "
                    "The browser asks for the camera; then you can walk into the picture."
                )
            )
        else:
            st.fragment(_follow, run_every=_EVERY_S)(run, sound)


def _follow(run: BrowserRun, sound: bool) -> None:
    """Say what is new; once there is a result, show it."""
    status = run.status()
    if run.error is not None:
        st.error(tr("The live view stopped: something in the program went wrong."))
        st.caption(plain(repr(run.error)))
    live_stage.show(status, sound=sound, key="live_stage")
    if status is None:
        st.caption(tr("Waiting for the camera's first picture …"))
    elif status.outcome is not None:
        live_result.keep(status.outcome)
        st.session_state.pop(_RUN, None)
        st.rerun(scope="app")


def _maker(desk: bool) -> Callable[[], Session]:
    """Everything that the page knows, for a thread that knows nothing of the page."""
    subject, spoken = about.said(), language()
    aim = Aim(desk=desk or None)
    return lambda: new_session(subject=subject, language=spoken, aim=aim)
