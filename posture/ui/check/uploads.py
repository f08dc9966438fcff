"""The ways to give a photo: upload of photos or a video, camera, sample."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from PIL import Image

from posture.i18n.language import TranslatedTable, mark, tr
from posture.installation import samples
from posture.ui.shared.navigation import show_link

if TYPE_CHECKING:
    from posture.ui.check.view import View

SAMPLES = samples()
"""Present in a checkout; an installed package has none."""

PHOTOS = ("jpg", "jpeg", "png", "webp", "tif", "tiff", "bmp", "heic", "heif", "avif")
VIDEOS = ("mp4", "mov", "m4v", "webm")

_NAMES = TranslatedTable(
    {
        "arched_low_back": mark("Arched low back"),
        "back": mark("From the back"),
        "facing_left": mark("Facing left"),
        "front": mark("From the front"),
        "head_forward": mark("Head forward"),
        "knees_back": mark("Knees back"),
        "long_hair": mark("Long hair"),
        "loose_shirt": mark("Loose shirt"),
        "marked": mark("Marked"),
        "round_upper_back": mark("Round upper back"),
        "shoulders_forward": mark("Shoulders forward"),
        "standing_tall": mark("Standing tall"),
        "sway_back": mark("Sway back"),
        "with_stickers": mark("With stickers"),
    }
)
_QUEUE, _ROUND, _CAMERA = "check_waiting", "check_round", "check_camera"
_THUMB = (132, 176)


@dataclass(frozen=True, slots=True)
class Upload:
    """An uploaded file, or a still of a video (``video`` is the hash of that)."""

    name: str
    data: bytes
    video: str = ""

    @property
    def token(self) -> str:
        """Hash of the file; part of widget keys, so that two files never share widget state."""
        return hashlib.sha256(self.data).hexdigest()[:12]

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
    key = f"check_files_{_round()}"
    if view == "side":
        st.file_uploader(
            tr("Drop a photo from the side, several of the same person, or a short video"),
            type=[*PHOTOS, *VIDEOS],
            accept_multiple_files=True,
            key=key,
            on_change=_dropped,
            args=(key,),
        )
    else:
        st.file_uploader(
            tr("Drop a photo from the front or the back"),
            type=PHOTOS,
            key=f"{key}_front",
            on_change=_dropped,
            args=(f"{key}_front",),
        )
    _camera(view)
    _samples(view)


def _round() -> int:
    return st.session_state.get(_ROUND, 0)


def _dropped(key: str) -> None:
    given = st.session_state[key]
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
        words = tr("A photo from the front or the back")
    key = f"check_shot_{view}_{_round()}"
    st.camera_input(words, key=key, resolution="1080p", on_change=_shot, args=(key,))


def _shot(key: str) -> None:
    file = st.session_state[key]
    if file is not None:
        queue_uploads((Upload(tr("Camera") + ".jpg", file.getvalue()),))


def _samples(view: View) -> None:
    folder = SAMPLES if view == "side" else SAMPLES / "sides"
    paths = sorted(folder.glob("*.jpg"))
    if not paths:
        return
    st.markdown(tr("**Or try a sample** (rendered people, no real ones)"))
    with st.container(horizontal=True, gap="small", key="check_samples"):
        for path in paths:
            name = _NAMES.get(path.stem) or path.stem.replace("_", " ").capitalize()
            with st.container(width=104, gap="xxsmall"):
                st.image(thumbnail(path), width="stretch", alt="")
                st.button(
                    name,
                    key=f"sample_{path.stem}",
                    on_click=_sample,
                    args=(path,),
                    width="stretch",
                    type="tertiary",
                )


def _sample(path: Path) -> None:
    queue_uploads((Upload(path.name, path.read_bytes()),))


@cache
def thumbnail(path: Path) -> bytes:
    """A small upright JPEG of a sample, 3:4."""
    with Image.open(path) as picture:
        wide, high = picture.size
        span = min(wide, round(high * _THUMB[0] / _THUMB[1]))
        left = (wide - span) // 2
        out = io.BytesIO()
        picture.crop((left, 0, left + span, high)).resize(_THUMB).save(out, "JPEG", quality=85)
    return out.getvalue()
