"""Analyse uploads and show the progress; results and failures go into the session."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from posture.analysis import pipeline
from posture.analysis.options import Options
from posture.body.remarks import Refusal
from posture.errors import PostureError
from posture.i18n.language import format_number, tr
from posture.live.camera.stills import best_stills
from posture.log.events import tell
from posture.photo.load import load
from posture.ui.check.photo.uploads import Upload, clear_queue, queued_uploads
from posture.ui.check.view import show_frontal_photo
from posture.ui.shared import state
from posture.ui.shared.different_people import difference_in_words, portrait
from posture.ui.shared.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from posture.assess.assessment import Subject
    from posture.body.fault_marks import Explanation
    from posture.photo.photo import Photo

    ReportProgress = Callable[[float, str], None]

_FAULTS = "check_faults"


@dataclass(frozen=True, slots=True)
class RefusedUpload:
    """A photo that was refused, with the explanation of the refusal."""

    upload: Upload
    photo: Photo
    refusal: Refusal
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class UnreadableUpload:
    """A file that cannot be read as photo or video."""

    name: str
    message: str
    remedy: str


FailedUpload = RefusedUpload | UnreadableUpload


def failed_uploads() -> tuple[FailedUpload, ...]:
    """Those of the last uploads that could not be analysed."""
    return st.session_state.get(_FAULTS, ())


def clear_results() -> None:
    """Forget the current photo and the failed uploads."""
    st.session_state.pop(_FAULTS, None)
    state.clear_current_photo()


def analyse_queue(subject: Subject) -> None:
    """Analyse the queued uploads; the analysed ones become the current photo and its series.

    A single photo that was taken from the front or the back is shown as such.
    """
    uploads = queued_uploads()
    if not uploads:
        return
    with show_progress() as report:
        good, bad = _analyse_all(uploads, subject, report)
    st.session_state[_FAULTS] = bad
    if good:
        stranger = difference_in_words([portrait(one.analysis, one.photo) for one in good])
        # The stills of one video show one person.
        one_video = len({one.video for one in good}) == 1 and bool(good[0].video)
        undecided = stranger is not None and not one_video
        state.set_current_photo(state.as_series(good, combined=None if undecided else True))
    else:
        state.clear_current_photo()
    clear_queue()
    match bad:
        case (RefusedUpload(explanation=explanation) as fault,) if explanation.frontal and not good:
            show_frontal_photo(fault.upload.name, fault.upload.data)
            st.rerun()
        case _:
            pass


@contextmanager
def show_progress() -> Generator[ReportProgress]:
    """Show a progress bar; it disappears at the end."""
    place = st.empty()
    with place.container(), st.status(tr("Looking at the picture …"), expanded=True) as status:
        bar = st.progress(0.0)

        def report(share: float, step: str) -> None:
            bar.progress(min(max(share, 0.0), 1.0))
            status.update(label=escape(step), expanded=True)

        yield report
    # Removed only now, so that the page changes in one step.
    place.empty()


def _analyse_all(
    uploads: tuple[Upload, ...], subject: Subject, report: ReportProgress
) -> tuple[tuple[state.CurrentPhoto, ...], tuple[FailedUpload, ...]]:
    """Take stills from videos first, then analyse every picture once."""
    bad: list[FailedUpload] = []
    pictures: list[Upload] = []
    for upload in uploads:
        if not upload.is_video:
            pictures.append(upload)
            continue
        try:
            pictures += _stills(upload, report)
        except PostureError as error:
            bad.append(UnreadableUpload(upload.name, error.message, error.remedy))
    good: dict[str, state.CurrentPhoto] = {}
    known = state.current_photo()
    before = {one.token: one for one in known.series} if known is not None else {}
    for i, picture in enumerate(pictures):
        if picture.token in before:
            # Keep it as it is: points may have been placed in it.
            good[picture.token] = before[picture.token]
            continue
        step = tr("Finding the person and measuring: {name}").format(name=picture.name)
        report((i + 0.3) / len(pictures), step)
        options = Options(subject=subject)
        found = analyse_upload(picture, options, report, i / len(pictures))
        if isinstance(found, state.CurrentPhoto):
            good[picture.token] = found
        else:
            bad.append(found)
    return tuple(good.values()), tuple(bad)


def analyse_upload(
    picture: Upload, options: Options, report: ReportProgress, share: float
) -> state.CurrentPhoto | FailedUpload:
    """Analyse one picture.

    Parameters
    ----------
    picture : Upload
    options : Options
    report : callable
        Takes the share done so far and the current step.
    share : float
        Share done before.
    """
    try:
        photo = load(picture.data, name=picture.name)
        result = pipeline.analyze_photo(photo, options)
        if not isinstance(result, Refusal):
            return state.CurrentPhoto(
                picture.token, picture.data, photo, result, video=picture.video
            )
        report(share, tr("Looking for the reasons: {name}").format(name=picture.name))
        return RefusedUpload(picture, photo, result, pipeline.explain(photo, result))
    except PostureError as error:
        tell("photo.unreadable", error=type(error).__name__)
        return UnreadableUpload(picture.name, error.message, error.remedy)


def _stills(video: Upload, report: ReportProgress) -> list[Upload]:
    """The best side-on frames of a video."""

    def progress(share: float) -> None:
        report(share, tr("Looking for still side-on frames: {name}").format(name=video.name))

    progress(0.0)
    stills = best_stills(video.data, name=video.name, progress=progress)
    return [
        Upload(
            tr("{name} at {time} s").format(name=video.name, time=format_number(s.time_s, 1)),
            s.jpeg,
            video=video.token,
        )
        for s in stills
    ]
