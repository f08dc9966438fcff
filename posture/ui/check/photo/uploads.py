"""The ways to give a photo: upload of photos or a video, camera, sample."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from posture.i18n.language import tr
from posture.photo.formats import ENDINGS
from posture.ui.check.photo.samples import show_samples
from posture.ui.shared.level import show_device_level
from posture.ui.shared.navigation import show_link
from posture.ui.shared.state import token_of

if TYPE_CHECKING:
    from pathlib import Path

    from posture.ui.check.view import View

VIDEOS = ("mp4", "mov", "m4v", "webm")

_QUEUE, _ROUND, _CAMERA = "check_waiting", "check_round", "check_camera"


@dataclass(frozen=True, slots=True)
class Upload:
    """An uploaded file, or a still of a video (``video`` is the hash of that)."""

    name: str
    data: bytes
    video: str = ""

    @property
    def token(self) -> str:
        """Hash of the file; part of widget keys, so that two files never share widget state."""
        return token_of(self.data)

    @property
    def is_video(self) -> bool:
        """Whether it is a video."""
        return self.name.lower().rpartition(".")[2] in VIDEOS


def queued_uploads() -> tuple[Upload, ...]:
    """Uploads that are not analysed yet."""
    return st.session_state.get(_QUEUE, ())


def queue_uploads(uploads: tuple[Upload, ...]) -> None:
    """Analyse these in the next run of the page."""
    st.session_state[_QUEUE] = uploads


def clear_queue() -> None:
    """Remove all queued uploads."""
    st.session_state.pop(_QUEUE, None)


def reset_widgets() -> None:
    """Empty the widgets, so that the same file can be uploaded again."""
    st.session_state[_ROUND] = _round() + 1
    st.session_state.pop(_CAMERA, None)
    clear_queue()


def show_upload(view: View = "side") -> None:
    """Draw upload, camera and samples for this view."""
    # The one primary button of the page, see theme.py.
    with st.container(key="check_drop"):
        _drop(view)
    _camera(view)
    show_samples(view, _sample)


def _drop(view: View) -> None:
    key = f"check_files_{_round()}"
    if view == "side":
        st.file_uploader(
            tr("Drop a photo from the side, several of the same person, or a short video"),
            type=[*ENDINGS, *VIDEOS],
            accept_multiple_files=True,
            key=key,
            on_change=_dropped,
            args=(key,),
        )
    else:
        st.file_uploader(
            tr("Drop a photo from the front or the back"),
            type=ENDINGS,
            key=f"{key}_front",
            on_change=_dropped,
            args=(f"{key}_front",),
        )


def _round() -> int:
    return st.session_state.get(_ROUND, 0)


def _dropped(key: str) -> None:
    # Nothing where the person was forgotten and the browser is behind.
    given = st.session_state.get(key)
    files = given if isinstance(given, list) else [given]
    queue_uploads(tuple(Upload(file.name, file.getvalue()) for file in files if file is not None))


def _camera(view: View) -> None:
    # The widget asks for the camera as soon as it is drawn.
    if not st.toggle(tr("Use the camera of this device"), key=_CAMERA):
        return
    if view == "side":
        st.caption(
            tr(
                "Somebody else presses the button while you stand side-on. Alone, a short video or "
                "the live page is easier."
            )
        )
        show_link(tr("To the live page"), "live", icon=":material/videocam:")
        words = tr("Photo from the side, head to feet")
    else:
        st.caption(tr("Put the device on a shelf, 3 to 4 m away; somebody else may press."))
        show_device_level("frontal_device_level")
        words = tr("A photo from the front or the back")
    key = f"check_shot_{view}_{_round()}"
    st.camera_input(words, key=key, resolution="1080p", on_change=_shot, args=(key,))


def _shot(key: str) -> None:
    file = st.session_state.get(key)
    if file is not None:
        queue_uploads((Upload(tr("Camera") + ".jpg", file.getvalue()),))


def _sample(path: Path) -> None:
    queue_uploads((Upload(path.name, path.read_bytes()),))
