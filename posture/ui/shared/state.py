"""The photo that the pages show, kept in Streamlit's session."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import streamlit as st

from posture.analysis import edit
from posture.files.documents.read import read_analysis
from posture.files.documents.write import to_json
from posture.files.kept_session import KeptPhoto
from posture.photo.load import load

if TYPE_CHECKING:
    from posture.analysis.types import Analysis
    from posture.photo.photo import Photo

_KEY = "current"


@dataclass(frozen=True, slots=True)
class CurrentPhoto:
    """One photo with its analysis, and the other photos that came in with it.

    Attributes
    ----------
    token : str
        Hash of the picture; part of widget keys, so that two pictures never share widget state.
    data : bytes
        The file as it came in.
    photo : Photo
    analysis : Analysis
        Includes the points placed so far.
    others : tuple of CurrentPhoto
        The other photos of the same person; their own ``others`` are empty.
    place : int
        Index among all of them, from 0.
    video : str
        Hash of the video that it is a still of; empty for a photo.
    combined : bool or None
        Whether all of them are combined; None where they look like different people and nobody has
        decided yet.
    visit : str
        Id of the studio's visit that it belongs to, which keeps it; empty outside of the studio.
    """

    token: str
    data: bytes
    photo: Photo
    analysis: Analysis
    others: tuple[CurrentPhoto, ...] = ()
    place: int = 0
    video: str = ""
    combined: bool | None = True
    visit: str = ""

    @property
    def series(self) -> tuple[CurrentPhoto, ...]:
        """All photos of the person in the order in which they came in."""
        return tuple(sorted((self, *self.others), key=lambda one: one.place))


def kept_photo(found: CurrentPhoto) -> KeptPhoto:
    """The photo with its analysis as it is kept for a reload."""
    return KeptPhoto(found.photo.name, found.data, to_json(found.analysis), found.video)


def photo_of(kept: KeptPhoto) -> CurrentPhoto:
    """The photo with its stored analysis, in today's language; nothing is measured again.

    Raises
    ------
    PostureError
        Picture or document are damaged.
    """
    analysis = read_analysis(kept.document.encode(), kept.name)
    analysis = edit.set_answers(analysis, analysis.answers)
    photo = load(kept.data, name=kept.name)
    return CurrentPhoto(token_of(kept.data), kept.data, photo, analysis, video=kept.video)


def token_of(data: bytes) -> str:
    """Hash of a picture; part of widget keys, so that two pictures never share widget state."""
    return hashlib.sha256(data).hexdigest()[:12]


def count_stances(found: CurrentPhoto) -> int:
    """How many separate stances the photos show; the stills of one video show one."""
    videos = {one.video for one in found.series if one.video}
    return len(videos) + sum(not one.video for one in found.series)


def current_photo() -> CurrentPhoto | None:
    """The photo that the pages show, if there is one."""
    return st.session_state.get(_KEY)


def set_current_photo(found: CurrentPhoto) -> None:
    """Show this photo on all pages."""
    st.session_state[_KEY] = found


def clear_current_photo() -> None:
    """Show no photo."""
    st.session_state.pop(_KEY, None)


def as_series(photos: tuple[CurrentPhoto, ...], combined: bool | None = True) -> CurrentPhoto:
    """Make a series of single photos and select the first.

    Parameters
    ----------
    photos : tuple of CurrentPhoto
        At least one, in order.
    combined : bool or None
        Whether they are combined; see :class:`CurrentPhoto`.
    """
    numbered = [replace(one, place=i, others=(), combined=combined) for i, one in enumerate(photos)]
    return replace(numbered[0], others=tuple(numbered[1:]))


def select_photo(found: CurrentPhoto, place: int) -> CurrentPhoto:
    """Select another photo of the series."""
    chosen = next(one for one in found.series if one.place == place)
    others = tuple(replace(one, others=()) for one in found.series if one.place != place)
    return replace(chosen, others=others, combined=found.combined)
