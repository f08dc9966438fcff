"""The photo from the front or the back, as read with its settings, in Streamlit's session."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from posture.analysis.frontal import FrontalAnalysis
from posture.files.kept_frontal import KeptFrontal, read_frontal, write_frontal
from posture.files.kept_session import KeptPhoto
from posture.photo.load import load
from posture.ui.check.questions.subject import entered_subject
from posture.ui.check.view import FRONTAL_UPLOAD
from posture.ui.frontal_level import marked_ends, restore_level, said_level
from posture.ui.shared.language_choice import key_in_language

if TYPE_CHECKING:
    from posture.body.camera.vertical import Vertical
    from posture.body.frontal.view import FrontalSide
    from posture.body.remarks import Refusal
    from posture.photo.photo import Photo

AUTO = "auto"
VIEW, MIRRORED = "frontal_view", "frontal_mirrored"
"""Widget keys of the settings."""

_READ = "frontal_read"


@dataclass(frozen=True, slots=True)
class Settings:
    """Which photo was read, and how."""

    sha256: str
    name: str
    view: FrontalSide | None
    mirrored: bool
    vertical: Vertical | None


Read = tuple[Settings, "Photo", "FrontalAnalysis | Refusal"]


def last_read() -> Read | None:
    """The photo that was read last."""
    return st.session_state.get(_READ)


def remember_read(settings: Settings, photo: Photo, result: FrontalAnalysis | Refusal) -> None:
    """Keep what was read, so that it is not read again."""
    st.session_state[_READ] = (settings, photo, result)


def kept_frontal() -> KeptPhoto | None:
    """The photo that is shown, as it is kept for a reload; None where there is none."""
    shown = st.session_state.get(FRONTAL_UPLOAD)
    if shown is None:
        return None
    name, data = shown
    read = last_read()
    if read is None or read[0].sha256 != hashlib.sha256(data).hexdigest():
        return KeptPhoto(name, data, document="")
    settings, _, result = read
    analysis = result if isinstance(result, FrontalAnalysis) else None
    kept = KeptFrontal(
        view=settings.view,
        mirrored=settings.mirrored,
        ends=marked_ends(settings.sha256),
        vertical=settings.vertical,
        levelled=said_level(settings.sha256),
        photo=analysis and analysis.photo,
        body=analysis and analysis.body,
    )
    return KeptPhoto(name, data, write_frontal(kept))


def restore_frontal(kept: KeptPhoto) -> None:
    """Show a kept photo again; nothing is measured again.

    Raises
    ------
    PostureError, ValueError
        It is damaged.
    """
    st.session_state[FRONTAL_UPLOAD] = (kept.name, kept.data)
    if not kept.document:
        return
    known = read_frontal(kept.document)
    sha256 = hashlib.sha256(kept.data).hexdigest()
    st.session_state[key_in_language(VIEW)] = known.view or AUTO
    st.session_state[MIRRORED] = known.mirrored
    restore_level(sha256, known)
    analysis = known.analysis(entered_subject())
    if analysis is not None:
        settings = Settings(sha256, kept.name, known.view, known.mirrored, known.vertical)
        remember_read(settings, load(kept.data, name=kept.name), analysis)
