"""The two photos of a comparison: how each comes in, and which one counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, overload

import streamlit as st

from posture.errors import InputError
from posture.files.documents.read import read_analysis
from posture.i18n.language import language, tr
from posture.present.overlay.style import Layers
from posture.ui.check import analysing as looking
from posture.ui.check import intake
from posture.ui.check import subject as about
from posture.ui.check.analysing import Unreadable
from posture.ui.check.intake import PHOTOS, Upload, thumbnail
from posture.ui.shared import picture, state
from posture.ui.shared.state import Current

if TYPE_CHECKING:
    from pathlib import Path

    from posture.analysis.types import Analysis
    from posture.assess.assessment import Subject
    from posture.ui.check.analysing import Fault, Report

Place = Literal["before", "after"]
PLACES: tuple[Place, ...] = ("before", "after")

SAMPLES = intake.SAMPLES / "change"

_WAITING, _ROUND = "change/waiting", "change/round"
_ASIDE = "change/aside"
"""Token of the photo of the page "Check a photo" in whose place another one was asked for."""


@dataclass(frozen=True, slots=True)
class Stored:
    """An analysis that came in as a file: it holds no picture."""

    analysis: Analysis


Good = Current | Stored


@dataclass(frozen=True, slots=True)
class _Slot:
    """What came in for one place, what became of it, and in which language that was said."""

    upload: Upload
    found: Good | Fault
    spoken: str


def look(subject: Subject) -> None:
    """Look at everything that waits."""
    waiting: dict[Place, Upload] = {**_unread(), **st.session_state.get(_WAITING, {})}
    if not waiting:
        # Stands where the progress does: a page whose parts move cuts off a file that is coming.
        st.empty()
        return
    with looking.progress() as report:
        for done, (place, upload) in enumerate(waiting.items()):
            found = _look_at(upload, subject, report, done / len(waiting))
            st.session_state[_key(place)] = _Slot(upload, found, language())
    st.session_state.pop(_WAITING, None)


def found(place: Place) -> Good | Fault | None:
    """What stands in a place now.

    The later photo is the one of the page "Check a photo", until another is asked for; the next
    photo that is checked there takes its place again.
    """
    checked = _checked(place)
    if checked is not None:
        told = about.described(checked)
        if told is not checked:
            state.keep(told)
        return told
    slot = _slot(place)
    if slot is None or not isinstance(slot.found, Current):
        return None if slot is None else slot.found
    told = about.described(slot.found)
    if told is not slot.found:
        st.session_state[_key(place)] = replace(slot, found=told)
    return told


@overload
def drawn(place: Place, found: Current) -> bytes: ...
@overload
def drawn(place: Place, found: Good) -> bytes | None: ...
def drawn(place: Place, found: Good) -> bytes | None:
    """The annotated photo, drawn once; a stored analysis has none."""
    if isinstance(found, Stored):
        return None
    return picture.jpeg(found, Layers(), kept_in=f"{_key(place)}/drawn")


def ask(place: Place) -> None:
    """The way in of one photo."""
    key = f"{_key(place)}/file/{st.session_state.get(_ROUND, 0)}"
    st.file_uploader(
        tr("A photo from the side, or a stored analysis (analysis.json)"),
        type=[*PHOTOS, "json"],
        key=key,
        on_change=_dropped,
        args=(place, key),
    )
    if place == "after" and state.current() is not None:
        st.button(
            tr("Use the photo that was checked"),
            on_click=_use_checked,
            icon=":material/undo:",
        )


def offer_other(place: Place) -> None:
    """A button that makes room for another photo."""
    st.button(
        tr("Another photo"),
        key=f"{_key(place)}/other",
        on_click=_empty,
        args=(place,),
        icon=":material/add_photo_alternate:",
    )


def offer_samples() -> None:
    """Two photos of one rendered person, where they are at hand."""
    paths = [SAMPLES / f"{place}.jpg" for place in PLACES]
    if not all(path.is_file() for path in paths):
        return
    st.markdown(tr("**Or try it with a sample** (a rendered person in two postures)"))
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for path in paths:
            st.image(thumbnail(path), width=104, alt="")
        st.button(tr("Compare the sample"), on_click=_try_samples, icon=":material/compare_arrows:")


def _key(place: Place) -> str:
    return f"change/{place}"


def _slot(place: Place) -> _Slot | None:
    return st.session_state.get(_key(place))


def _checked(place: Place) -> Current | None:
    """The photo of the page "Check a photo", if it is the one for this place."""
    now = state.current()
    if place != "after" or now is None or now.token == st.session_state.get(_ASIDE):
        return None
    return now


def _unread() -> dict[Place, Upload]:
    """Files whose fault was told in another language; to look once more takes no time."""
    unread: dict[Place, Upload] = {}
    for place in PLACES:
        slot = _slot(place)
        if slot is not None and isinstance(slot.found, Unreadable) and slot.spoken != language():
            unread[place] = slot.upload
    return unread


def _look_at(upload: Upload, subject: Subject, report: Report, share: float) -> Good | Fault:
    if not upload.name.lower().endswith(".json"):
        step = tr("Finding the person and measuring: {name}").format(name=upload.name)
        report(share, step)
        return looking.look_at(upload, subject, report, share)
    try:
        return Stored(read_analysis(upload.data, upload.name))
    except InputError as error:
        return Unreadable(upload.name, error.message, error.remedy)


def _bring(uploads: dict[Place, Upload]) -> None:
    st.session_state[_WAITING] = uploads
    if "after" in uploads:
        _set_aside()


def _set_aside() -> None:
    now = state.current()
    st.session_state[_ASIDE] = None if now is None else now.token


def _dropped(place: Place, key: str) -> None:
    file = st.session_state[key]
    if file is None:
        st.session_state.pop(_key(place), None)
    else:
        _bring({place: Upload(file.name, file.getvalue())})


def _empty(place: Place) -> None:
    st.session_state.pop(_key(place), None)
    # A new key: the same file can come in once more.
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    if place == "after":
        _set_aside()


def _use_checked() -> None:
    st.session_state.pop(_key("after"), None)
    st.session_state.pop(_ASIDE, None)


def _try_samples() -> None:
    paths: dict[Place, Path] = {place: SAMPLES / f"{place}.jpg" for place in PLACES}
    _bring({place: Upload(path.name, path.read_bytes()) for place, path in paths.items()})
