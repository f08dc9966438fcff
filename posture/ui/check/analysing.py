"""From what came in to what can be shown: each picture analysed, with progress on the page."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from posture.analysis import pipeline
from posture.analysis.options import Options
from posture.body.body import Refusal
from posture.errors import PostureError
from posture.i18n.language import format_number, tr
from posture.live.camera.video import best_stills
from posture.photo.load import load
from posture.ui.check import intake
from posture.ui.check.intake import Upload
from posture.ui.shared import state
from posture.ui.shared.text import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from posture.assess.assessment import Subject
    from posture.body.fault_marks import Explanation
    from posture.photo.photo import Photo

    Report = Callable[[float, str], None]

_FAULTS = "check_faults"


@dataclass(frozen=True, slots=True)
class Refused:
    """A picture that was refused, with what can be shown of it."""

    upload: Upload
    photo: Photo
    refusal: Refusal
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that is no picture or no video."""

    name: str
    message: str
    remedy: str


Fault = Refused | Unreadable


def faults() -> tuple[Fault, ...]:
    """What of the last pictures could not be analysed."""
    return st.session_state.get(_FAULTS, ())


def forget() -> None:
    """Nothing was looked at."""
    st.session_state.pop(_FAULTS, None)
    state.forget()


def look(subject: Subject) -> None:
    """Look at everything that waits; what can be analysed becomes the current photo."""
    uploads = intake.waiting()
    if not uploads:
        return
    with progress() as report:
        good, bad = _look_at_all(uploads, subject, report)
    st.session_state[_FAULTS] = bad
    if good:
        state.keep(state.first_of(good))
    else:
        state.forget()
    intake.done()


@contextmanager
def progress() -> Generator[Report]:
    """A bar that says how far the looking is; gone at the end."""
    place = st.empty()
    with place.container(), st.status(tr("Looking at the picture …"), expanded=True) as status:
        bar = st.progress(0.0)

        def report(share: float, step: str) -> None:
            bar.progress(min(max(share, 0.0), 1.0))
            status.update(label=plain(step), expanded=True)

        yield report
    # Until here the page showed what it had before: it changes in one go.
    place.empty()


def _look_at_all(
    uploads: tuple[Upload, ...], subject: Subject, report: Report
) -> tuple[tuple[state.Current, ...], tuple[Fault, ...]]:
    """Films become stills first; then every picture is analysed once."""
    bad: list[Fault] = []
    pictures: list[Upload] = []
    for upload in uploads:
        if not upload.is_film:
            pictures.append(upload)
            continue
        try:
            pictures += _stills(upload, report)
        except PostureError as error:
            bad.append(Unreadable(upload.name, error.message, error.remedy))
    good: dict[str, state.Current] = {}
    known = state.current()
    before = {one.token: one for one in known.series} if known is not None else {}
    for i, picture in enumerate(pictures):
        if picture.token in before:
            # Its points may have been placed by hand already: it is not looked at anew.
            good[picture.token] = before[picture.token]
            continue
        step = tr("Finding the person and measuring: {name}").format(name=picture.name)
        report((i + 0.3) / len(pictures), step)
        found = look_at(picture, subject, report, i / len(pictures))
        if isinstance(found, state.Current):
            good[picture.token] = found
        else:
            bad.append(found)
    return tuple(good.values()), tuple(bad)


def look_at(
    picture: Upload, subject: Subject, report: Report, share: float
) -> state.Current | Fault:
    """Analyse one picture.

    Parameters
    ----------
    picture : Upload
    subject : Subject
    report : callable
        Is told the share of the whole that is done, and what is done now.
    share : float
        What was done before.
    """
    try:
        photo = load(picture.data, name=picture.name)
        result = pipeline.analyze_photo(photo, Options(subject=subject))
        if not isinstance(result, Refusal):
            return state.Current(picture.token, picture.data, photo, result, film=picture.film)
        report(share, tr("Looking for what stands in the way: {name}").format(name=picture.name))
        return Refused(picture, photo, result, pipeline.explain(photo, result))
    except PostureError as error:
        return Unreadable(picture.name, error.message, error.remedy)


def _stills(film: Upload, report: Report) -> list[Upload]:
    """The best side-on frames of a video as pictures."""

    def progress(share: float) -> None:
        report(share, tr("Looking for still side-on frames: {name}").format(name=film.name))

    progress(0.0)
    stills = best_stills(film.data, name=film.name, progress=progress)
    return [
        Upload(
            tr("{name} at {time} s").format(name=film.name, time=format_number(s.time_s, 1)),
            s.jpeg,
            film=film.token,
        )
        for s in stills
    ]
