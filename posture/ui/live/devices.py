"""What the live page runs on: network, stream, sessions, cameras and the analysis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from posture.analysis.any_view import analyze_any_view
from posture.live.camera.network import has_network
from posture.live.start import open_session, start_camera_run
from posture.photo.load import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from posture.analysis.any_view import Result
    from posture.analysis.options import Options
    from posture.analysis.view import View
    from posture.live.camera_run import CameraRun
    from posture.live.session import Session
    from posture.photo.photo import Photo


def webrtc_streamer(**options: Any) -> Any:
    """The stream of ``streamlit_webrtc``, imported only when it is drawn."""
    from streamlit_webrtc import webrtc_streamer as streamer

    return streamer(**options)


def analyze_picture(data: bytes, name: str, options: Options, view: View) -> tuple[Photo, Result]:
    """Read and analyse one picture of a view.

    Raises
    ------
    PostureError
        The picture cannot be read.
    """
    photo = load(data, name=name)
    return photo, analyze_any_view(photo, options, view)


@dataclass(frozen=True, slots=True)
class Devices:
    """Parts of the live page that can be replaced: by another camera, or where there is none.

    Attributes
    ----------
    has_network : callable
        Whether the browser can stream.
    streamer : callable
        Draws the stream; as ``streamlit_webrtc.webrtc_streamer``.
    open_session : callable
        As :func:`posture.live.start.open_session`.
    start_camera_run : callable
        As :func:`posture.live.start.start_camera_run`.
    analyze_picture : callable
        Data, name, options and view of one picture to photo and result.
    """

    has_network: Callable[[], bool] = has_network
    streamer: Callable[..., Any] = webrtc_streamer
    open_session: Callable[..., Session] = open_session
    start_camera_run: Callable[..., CameraRun] = start_camera_run
    analyze_picture: Callable[[bytes, str, Options, View], tuple[Photo, Result]] = analyze_picture
