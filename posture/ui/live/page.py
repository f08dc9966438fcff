"""The page "Live": somebody is guided aloud to three pictures from the side; hands-free."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

import streamlit as st

from posture.errors import PostureError
from posture.i18n.language import tr
from posture.installation import install_command, missing_extras
from posture.live.camera.network import has_network
from posture.live.start import warm
from posture.pose.model.store import model_path
from posture.ui.check import subject as about
from posture.ui.live import browser as live_browser
from posture.ui.live import local as live_local
from posture.ui.live import result as live_result
from posture.ui.live import snapshot as live_snapshot
from posture.ui.shared import theme
from posture.ui.shared.text import plain

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

Way = Literal["browser", "local", "snapshot"]

_WAY, _DESK, _SOUND = "live_way", "live_desk", "live_sound"


def page(streamer: Callable[..., Any] | None = None) -> None:
    """Draw the page.

    Parameters
    ----------
    streamer : callable, optional
        Stands in for ``streamlit_webrtc.webrtc_streamer``, which cannot run in Streamlit's own
        test harness.
    """
    theme.style()
    st.title(tr("Live"))
    st.markdown(
        tr(
            "Stand side-on to the camera: a voice tells you how, counts down, and takes three "
            "pictures. You need not look at the screen. Only these three pictures are kept, and "
            "only until you close the page."
        )
    )
    try:
        model_path("full")
        with st.spinner(tr("Loading the detector …")):
            warm()
    except PostureError as error:
        st.error(f"{plain(error.message)} {plain(error.remedy)}")
        return
    if live_result.show():
        return
    way = _way()
    about.show()
    desk, sound = _wishes()
    _leave_but(way)
    if way == "browser":
        live_browser.show(desk=desk, sound=sound, streamer=streamer)
    elif way == "local":
        live_local.show(desk=desk, sound=sound)
    else:
        live_snapshot.show()


def leave() -> None:
    """Another page is shown: no camera is to go on."""
    _leave_but(None)


def _leave_but(way: Way | None) -> None:
    """Let every camera go but this one."""
    if way != "browser":
        live_browser.leave()
    if way != "local":
        live_local.leave()


def _way() -> Way:
    """Which camera; without a network only those that need none."""
    named: dict[Way, str] = {
        "browser": tr("Camera of this browser"),
        "local": tr("Camera of this computer"),
        "snapshot": tr("Single pictures"),
    }
    online = has_network()
    streams = "live" not in missing_extras()
    if not (online and streams):
        del named["browser"]
    chosen = st.segmented_control(
        tr("Camera"),
        list(named),
        default="browser" if "browser" in named else "local",
        required=True,
        format_func=lambda way: named[way],
        # Another set of choices is another widget.
        key=f"{_WAY}_{'browser' in named}",
    )
    if not streams:
        st.info(
            tr("For the camera of the browser run: {command}").format(
                command=f"`{install_command('live')}`"
            )
        )
    elif not online:
        st.info(
            tr(
                "No network is switched on, and a browser passes on its camera over a network "
                "only, even to the same machine; so this computer's own camera is used."
            ),
            icon=":material/wifi_off:",
        )
    return cast("Way", chosen)


def _wishes() -> tuple[bool, bool]:
    """Whether head and shoulders are enough, and whether it may be heard."""
    with st.container(horizontal=True):
        desk = st.toggle(
            tr("At a desk: head and shoulders only"),
            key=_DESK,
            help=tr("Then only what head, neck and shoulders show is measured."),
        )
        sound = st.toggle(tr("Voice and sounds"), value=True, key=_SOUND)
    return desk, sound
