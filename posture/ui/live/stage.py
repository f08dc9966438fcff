"""Streamlit component of a live run: moving picture, caption, voice and sounds."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from streamlit.components import v2

from posture.i18n.language import language, tr

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from streamlit.components.v2.types import ComponentRenderer

    from posture.live.status import Cue, Status

_SCRIPT = Path(__file__).with_name("stage.js")
_STYLE = Path(__file__).with_name("stage.css")

_HTML = """
<div class="stage">
  <img alt="" hidden>
  <p class="caption" aria-live="off"></p>
  <p class="state"></p>
</div>
"""
_QUALITY = 80


def show_stage(
    status: Status | None, *, sound: bool, key: str, picture: NDArray[np.uint8] | None = None
) -> None:
    """Draw the state of the run and speak new cues.

    Parameters
    ----------
    status : Status or None
        None before the first frame.
    sound : bool
        Whether voice and sounds are on; captions are shown either way.
    key : str
        Widget key.
    picture : ndarray, shape (H, W, 3), uint8, optional
        The annotated frame. It is sent as a data URL: Streamlit would keep every file.
    """
    unbroken = _still_true(status) if status is not None else ()
    _component()(
        key=key,
        data={
            "src": _data_url(picture) if picture is not None else "",
            "alt": tr("The camera picture with the detected landmarks"),
            "caption": status.caption if status is not None else "",
            "state": _state(status),
            "sound": sound,
            "language": language(),
            "cues": [
                {"id": cue.id, "code": cue.code, "text": cue.text, "sound": cue.sound}
                for cue in unbroken
            ],
        },
    )


def _still_true(status: Status) -> tuple[Cue, ...]:
    """The cues to speak: none that the caption has dropped before the page asked for it."""
    last = status.last_cue
    return status.recent_cues if last is None or last.text in ("", status.caption) else ()


def _state(status: Status | None) -> str:
    if status is None or status.phase == "done":
        return ""
    parts = [tr("Pictures {taken} of {wanted}").format(taken=status.shots, wanted=status.wanted)]
    return " · ".join([*parts, *status.missing])


def _data_url(picture: NDArray[np.uint8]) -> str:
    quality = [int(cv2.IMWRITE_JPEG_QUALITY), _QUALITY]
    _, data = cv2.imencode(".jpg", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), quality)
    return f"data:image/jpeg;base64,{base64.b64encode(data.tobytes()).decode()}"


def _component() -> ComponentRenderer:
    return v2.component(
        "posture_live_stage", html=_HTML, css=_STYLE.read_text(), js=_SCRIPT.read_text()
    )
