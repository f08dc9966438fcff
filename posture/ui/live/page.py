"""The page "Live": spoken guidance to three side photos, without touching the device."""

from __future__ import annotations

import streamlit as st

from posture.i18n.language import tr
from posture.live.guidance.state import CaptureGoal
from posture.ui.check.questions.subject import show_subject
from posture.ui.live.cameras import choose_camera, detector_ready, show_camera
from posture.ui.live.devices import Devices
from posture.ui.live.result import show_result
from posture.ui.shared import theme

_DESK, _SOUND = "live_desk", "live_sound"


def page(devices: Devices | None = None) -> None:
    """Draw the page.

    Parameters
    ----------
    devices : Devices, optional
        By default those of this computer and the browser.
    """
    devices = devices or Devices()
    theme.apply_style()
    st.title(tr("Live"))
    st.markdown(
        tr(
            "Stand side-on to the camera: a voice guides you, counts down and takes three "
            "pictures. You need not look at the screen. Only these three pictures are kept, and "
            "only until you close the page."
        )
    )
    if not detector_ready() or show_result():
        return
    camera = choose_camera(devices)
    show_subject()
    desk, sound = _run_options()
    show_camera(camera, CaptureGoal(desk=desk or None), sound=sound, devices=devices)


def _run_options() -> tuple[bool, bool]:
    """Draw the switches: only head and shoulders, and sound."""
    with st.container(horizontal=True):
        desk = st.toggle(
            tr("At a desk: head and shoulders only"),
            key=_DESK,
            help=tr("Only head, neck and shoulders are measured."),
        )
        sound = st.toggle(tr("Voice and sounds"), value=True, key=_SOUND)
    return desk, sound
