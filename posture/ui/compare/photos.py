"""The two photos of a comparison: upload, stored analysis, or the photo that was checked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, overload

import streamlit as st

from posture.analysis.options import Options
from posture.errors import InputError
from posture.files.documents.read import read_analysis
from posture.files.kept_session import KeptPhoto
from posture.i18n.language import language, tr
from posture.photo.formats import ENDINGS
from posture.present.overlay.style import Layers
from posture.ui.check.photo.analyse import UnreadableUpload, analyse_upload, show_progress
from posture.ui.check.photo.samples import SAMPLES, thumbnail
from posture.ui.check.photo.uploads import Upload
from posture.ui.check.questions.subject import with_entered_subject
from posture.ui.shared import picture, state
from posture.ui.shared.state import CurrentPhoto

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from posture.analysis.types import Analysis
    from posture.assess.assessment import Subject
    from posture.ui.check.photo.analyse import FailedUpload, ReportProgress

Place = Literal["before", "after"]
PLACES: tuple[Place, ...] = ("before", "after")

_QUEUE, _ROUND = "change/waiting", "change/round"
_ASIDE = "change/aside"
"""Session key: token of the checked photo that another one shall replace."""


@dataclass(frozen=True, slots=True)
class StoredAnalysis:
    """An analysis that was uploaded as a file; it holds no picture."""

    analysis: Analysis


ComparablePhoto = CurrentPhoto | StoredAnalysis


@dataclass(frozen=True, slots=True)
class _Slot:
    """Upload for one place, its result, and the language of the result."""

    upload: Upload
    found: ComparablePhoto | FailedUpload
    language: str


def analyse_queue(subject: Subject) -> None:
    """Analyse the queued uploads."""
    waiting: dict[Place, Upload] = {
        **_unreadable_in_other_language(),
        **st.session_state.get(_QUEUE, {}),
    }
    if not waiting:
        # In place of the progress bar: elements that move interrupt a running upload.
        st.empty()
        return
    with show_progress() as report:
        for done, (place, upload) in enumerate(waiting.items()):
            found = _analyse(upload, subject, report, done / len(waiting))
            st.session_state[_key(place)] = _Slot(upload, found, language())
    st.session_state.pop(_QUEUE, None)


def photo_at(place: Place) -> ComparablePhoto | FailedUpload | None:
    """The photo in a place, or why its upload failed.

    The later photo is that of the page "Check" until another is asked for. The next photo
    that is checked there replaces it again.
    """
    checked = _checked(place)
    if checked is not None:
        described = with_entered_subject(checked)
        if described is not checked:
            state.set_current_photo(described)
        return described
    slot = _slot(place)
    if slot is None or not isinstance(slot.found, CurrentPhoto):
        return None if slot is None else slot.found
    described = with_entered_subject(slot.found)
    if described is not slot.found:
        st.session_state[_key(place)] = replace(slot, found=described)
    return described


@overload
def annotated_jpeg(place: Place, found: CurrentPhoto) -> bytes: ...
@overload
def annotated_jpeg(place: Place, found: ComparablePhoto) -> bytes | None: ...
def annotated_jpeg(place: Place, found: ComparablePhoto) -> bytes | None:
    """The annotated photo, cached; None for a stored analysis."""
    if isinstance(found, StoredAnalysis):
        return None
    return picture.annotated_jpeg(found, Layers(), kept_in=f"{_key(place)}/drawn")


def show_upload(place: Place) -> None:
    """Draw the upload of one photo."""
    key = f"{_key(place)}/file/{st.session_state.get(_ROUND, 0)}"
    st.file_uploader(
        tr("The earlier photo from the side, or its stored analysis (analysis.json)")
        if place == "before"
        else tr("The later photo from the side, or its stored analysis (analysis.json)"),
        type=[*ENDINGS, "json"],
        key=key,
        on_change=_dropped,
        args=(place, key),
    )
    if place == "after" and state.current_photo() is not None:
        st.button(
            tr("Use the photo that was checked"),
            on_click=_use_checked,
            icon=":material/undo:",
        )


def show_replace_button(place: Place) -> None:
    """Draw the button that removes this photo."""
    st.button(
        tr("Another photo"),
        key=f"{_key(place)}/other",
        on_click=_empty,
        args=(place,),
        icon=":material/add_photo_alternate:",
    )


def show_sample_button() -> None:
    """Draw two sample photos of a rendered person and the button that compares them."""
    paths = [SAMPLES / "change" / f"{place}.jpg" for place in PLACES]
    if not all(path.is_file() for path in paths):
        return
    st.markdown(tr("**Or try it with a sample** (a rendered person in two postures)"))
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for path in paths:
            st.image(thumbnail(path), width=104, alt="")
        st.button(tr("Compare the sample"), on_click=_try_samples, icon=":material/compare_arrows:")


def kept_photos() -> dict[Place, ComparablePhoto]:
    """What was given to this page and could be used."""
    kept: dict[Place, ComparablePhoto] = {}
    for place in PLACES:
        slot = _slot(place)
        if slot is not None and isinstance(slot.found, ComparablePhoto):
            kept[place] = slot.found
    return kept


def as_kept(place: Place, found: ComparablePhoto) -> KeptPhoto:
    """What was given to a place, as it is kept for a reload."""
    if isinstance(found, CurrentPhoto):
        return state.kept_photo(found)
    slot = _slot(place)
    assert slot is not None
    return KeptPhoto(slot.upload.name, slot.upload.data, document="")


def restore_photos(kept: Mapping[str, KeptPhoto], aside: str) -> None:
    """Give kept photos to their places again.

    Raises
    ------
    PostureError
        One of them is damaged.
    """
    for place in PLACES:
        one = kept.get(place)
        if one is None:
            continue
        found: ComparablePhoto
        if one.document:
            found = state.photo_of(one)
        else:
            found = StoredAnalysis(read_analysis(one.data, one.name))
        st.session_state[_key(place)] = _Slot(Upload(one.name, one.data), found, language())
    if aside:
        st.session_state[_ASIDE] = aside


def aside() -> str:
    """Token of the checked photo that another one replaces; empty for none."""
    return st.session_state.get(_ASIDE) or ""


def _key(place: Place) -> str:
    return f"change/{place}"


def _slot(place: Place) -> _Slot | None:
    return st.session_state.get(_key(place))


def _checked(place: Place) -> CurrentPhoto | None:
    """The photo of the page "Check", if it belongs in this place."""
    now = state.current_photo()
    if place != "after" or now is None or now.token == st.session_state.get(_ASIDE):
        return None
    return now


def _unreadable_in_other_language() -> dict[Place, Upload]:
    """Unreadable files whose message is in another language; reading them again is quick."""
    unread: dict[Place, Upload] = {}
    for place in PLACES:
        slot = _slot(place)
        if (
            slot is not None
            and isinstance(slot.found, UnreadableUpload)
            and slot.language != language()
        ):
            unread[place] = slot.upload
    return unread


def _analyse(
    upload: Upload, subject: Subject, report: ReportProgress, share: float
) -> ComparablePhoto | FailedUpload:
    if not upload.name.lower().endswith(".json"):
        step = tr("Finding the person and measuring: {name}").format(name=upload.name)
        report(share, step)
        return analyse_upload(upload, Options(subject=subject), report, share)
    try:
        return StoredAnalysis(read_analysis(upload.data, upload.name))
    except InputError as error:
        return UnreadableUpload(upload.name, error.message, error.remedy)


def _queue(uploads: dict[Place, Upload]) -> None:
    st.session_state[_QUEUE] = uploads
    if "after" in uploads:
        _set_aside()


def _set_aside() -> None:
    now = state.current_photo()
    st.session_state[_ASIDE] = None if now is None else now.token


def _dropped(place: Place, key: str) -> None:
    if key not in st.session_state:
        # The person was forgotten, and the browser is behind.
        return
    file = st.session_state[key]
    if file is None:
        st.session_state.pop(_key(place), None)
    else:
        _queue({place: Upload(file.name, file.getvalue())})


def _empty(place: Place) -> None:
    st.session_state.pop(_key(place), None)
    # A new key, so that the same file can be uploaded again.
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    if place == "after":
        _set_aside()


def _use_checked() -> None:
    st.session_state.pop(_key("after"), None)
    st.session_state.pop(_ASIDE, None)


def _try_samples() -> None:
    paths: dict[Place, Path] = {place: SAMPLES / "change" / f"{place}.jpg" for place in PLACES}
    _queue({place: Upload(path.name, path.read_bytes()) for place, path in paths.items()})
