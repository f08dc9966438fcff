"""The cameras of a live run: which there are, the choice among them, and the run on one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

import streamlit as st

from posture.errors import PostureError
from posture.i18n.language import tr
from posture.installation import install_command, missing_extras
from posture.pose.landmarker import landmarker
from posture.ui.live.browser_camera import end_browser_run, show_browser_camera
from posture.ui.live.local_camera import show_local_camera, stop_local_camera
from posture.ui.live.single_pictures import show_single_pictures
from posture.ui.serve.actor import is_elsewhere
from posture.ui.shared.markdown import escape

if TYPE_CHECKING:
    from posture.live.guidance.state import CaptureGoal
    from posture.ui.live.devices import Devices

CameraChoice = Literal["browser", "local", "snapshot"]

_CAMERA = "live_way"


def detector_ready() -> bool:
    """Load the detector; draw the error and return False where that fails."""
    try:
        with st.spinner(tr("Loading the detector …")):
            landmarker("full")
    except PostureError as error:
        st.error(f"{escape(error.message)} {escape(error.remedy)}")
        return False
    return True


def choose_camera(devices: Devices) -> CameraChoice:
    """Draw the choice of the camera; without a network, only those that need none."""
    named: dict[CameraChoice, str] = {
        "browser": tr("Camera of this browser"),
        "local": tr("Camera of this computer"),
        "snapshot": tr("Single pictures"),
    }
    online = devices.has_network()
    streams = "live" not in missing_extras()
    if not (online and streams):
        del named["browser"]
    # The server's camera does not show whoever is elsewhere, but it may show others.
    if is_elsewhere():
        del named["local"]
    chosen = st.segmented_control(
        tr("Camera"),
        list(named),
        default=next(iter(named)),
        required=True,
        format_func=lambda one: named[one],
        # Another set of options needs another widget.
        key=f"{_CAMERA}_{'browser' in named}",
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
                "There is no network. A browser needs one to send its camera picture, even to the "
                "same computer, so the camera of this computer is used."
            ),
            icon=":material/wifi_off:",
        )
    return cast("CameraChoice", chosen)


def show_camera(
    camera: CameraChoice,
    goal: CaptureGoal,
    *,
    sound: bool,
    devices: Devices,
    whose: str = "",
    goes_on: bool = False,
) -> None:
    """Draw a run on the chosen camera; every other one is released.

    Parameters
    ----------
    camera : {"browser", "local", "snapshot"}
    goal : CaptureGoal
    sound : bool
    devices : Devices
    whose : str
        Id of the visit for which it is: a run, and what it took, is never another one's.
    goes_on : bool
        Whether it starts by itself, after the run for another view.
    """
    _release_other_cameras(camera)
    if camera == "browser":
        show_browser_camera(goal=goal, sound=sound, devices=devices, whose=whose, goes_on=goes_on)
    elif camera == "local":
        show_local_camera(goal=goal, sound=sound, devices=devices, whose=whose, goes_on=goes_on)
    else:
        show_single_pictures(devices, whose, goal)


def release_cameras() -> None:
    """Release every camera; called when another page is shown."""
    _release_other_cameras(None)


def _release_other_cameras(kept: CameraChoice | None) -> None:
    """Release every camera but this one."""
    if kept != "browser":
        end_browser_run()
    if kept != "local":
        stop_local_camera()
