"""Photos of the open visit: by the camera, hands-free, or as files; the view is found out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from posture.analysis.frontal import analyze_frontal_photo
from posture.body.remarks import Refusal
from posture.errors import PhotoError, StudioError
from posture.i18n.language import tr
from posture.live.ghost import find_outline
from posture.live.guidance.state import CaptureGoal
from posture.photo.formats import ENDINGS
from posture.photo.load import load
from posture.present.encode import encode_png
from posture.studio.history.calibration import options_for
from posture.studio.history.occasions import read_occasions
from posture.studio.visits import (
    frontal_photo,
    last_before,
    photo_of_view,
    with_photo,
)
from posture.ui.check.photo.analyse import RefusedUpload, analyse_upload, show_progress
from posture.ui.check.photo.refusals import show_failed_uploads
from posture.ui.check.photo.uploads import Upload
from posture.ui.live.cameras import choose_camera, detector_ready, show_camera
from posture.ui.live.devices import Devices
from posture.ui.live.result import show_no_result, take_outcome
from posture.ui.shared import state
from posture.ui.studio.attempt import attempt_change
from posture.ui.studio.current import records
from posture.ui.studio.visit.open_visit import open_visit, opened_as, show_side, store
from posture.ui.studio.visit.views import (
    choose_further_views,
    end_views,
    goes_on,
    is_last,
    show_end,
    view_taken,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from posture.analysis.options import Options
    from posture.analysis.view import View
    from posture.body.frontal.view import FrontalSide
    from posture.live.guidance.state import Outline
    from posture.live.outcome import Outcome
    from posture.photo.photo import Photo
    from posture.ui.check.photo.analyse import FailedUpload
    from posture.ui.studio.visit.open_visit import OpenVisit

_WAITING, _ROUND, _FAULTS, _GHOST, _NOTHING = (
    "studio_waiting",
    "studio_round",
    "studio_faults",
    "studio_ghost",
    "studio_no_capture",
)


def take_waiting(opened: OpenVisit) -> OpenVisit:
    """Analyse and store what was dropped or captured since the last run of the page."""
    whose = opened.visit.id
    outcome = take_outcome(whose)
    if outcome is not None:
        _receive(opened, outcome)
        opened = open_visit()
    waiting = _waiting(whose)
    if not waiting:
        return opened
    try:
        faults = _take(opened, waiting)
    except Exception:
        st.session_state.pop(_WAITING)
        raise
    # Only now: a run of the page that a newer one stops, with an exception that is none of these,
    # leaves them to that one.
    st.session_state.pop(_WAITING)
    st.session_state[_FAULTS] = faults
    return open_visit()


def _waiting(whose: str) -> tuple[Upload, ...]:
    """Photos that wait for this visit; those for another one are dropped."""
    kept: tuple[str, tuple[Upload, ...]] = st.session_state.get(_WAITING, ("", ()))
    if kept[0] == whose:
        return kept[1]
    st.session_state.pop(_WAITING, None)
    return ()


def _take(opened: OpenVisit, waiting: tuple[Upload, ...]) -> tuple[FailedUpload, ...]:
    """Analyse photos and store them with the visit; those that could not be used."""
    faults: list[FailedUpload] = []
    with show_progress() as report:
        for i, upload in enumerate(waiting):
            share = i / len(waiting)
            step = tr("Finding the person and measuring: {name}").format(name=upload.name)
            report(share, step)
            found = analyse_upload(upload, _options(opened), report, share)
            if isinstance(found, state.CurrentPhoto):
                show_side(opened, found)
            elif not _take_as_frontal(opened, found):
                faults.append(found)
            opened = open_visit()
    return tuple(faults)


def show_camera_and_files(opened: OpenVisit, view: View, devices: Devices | None = None) -> None:
    """Draw the camera for a view, and the place for files."""
    devices = devices or Devices()
    nothing: Outcome | None = st.session_state.get(_NOTHING)
    if nothing is not None:
        show_no_result(nothing)
    if detector_ready():
        camera = choose_camera(devices)
        if view == "side":
            choose_further_views(opened.visit)
        goal = _goal(opened, view)
        if goal.outline:
            st.caption(tr("The yellow outline is the last visit: stand in it as then."))
        show_camera(
            camera,
            goal,
            sound=True,
            devices=devices,
            whose=opened.visit.id,
            goes_on=goes_on(opened.visit, view),
        )
    if view != "side":
        show_end(opened.visit)
    heading = tr("Or a file")
    st.markdown(f"**{heading}**")
    show_files(opened)


def show_files(opened: OpenVisit) -> None:
    """Draw the place for files: from the side, the front or the back."""
    key = f"studio_files_{opened.visit.id}_{st.session_state.get(_ROUND, 0)}"
    st.file_uploader(
        tr("Drop photos from the side, the front or the back"),
        type=ENDINGS,
        accept_multiple_files=True,
        key=key,
        on_change=attempt_change,
        args=(key, _dropped, opened.visit.id),
    )


def show_faults() -> None:
    """Draw what could not be used, with its remedies."""
    faults: tuple[FailedUpload, ...] = st.session_state.get(_FAULTS, ())
    show_failed_uploads(faults, alone=True)


def _dropped(files: Sequence[UploadedFile], visit_id: str) -> None:
    if not files or opened_as(visit_id) is None:
        return
    _wait(visit_id, *(Upload(one.name, one.getvalue()) for one in files))
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.session_state.pop(_NOTHING, None)


def _wait(visit_id: str, *uploads: Upload) -> None:
    """Keep photos until they are stored: for this visit, whichever is opened then."""
    st.session_state[_WAITING] = (visit_id, (*_waiting(visit_id), *uploads))


def _receive(opened: OpenVisit, outcome: Outcome) -> None:
    """The capture nearest to the medians stands for the run; it is analysed as a file is."""
    if outcome.photo is None:
        st.session_state[_NOTHING] = outcome
        end_views()
        return
    st.session_state.pop(_NOTHING, None)
    upload = Upload(tr("Camera") + ".png", encode_png(outcome.photo.pixels))
    if outcome.view == "side":
        _wait(opened.visit.id, upload)
    else:
        photo = load(upload.data, name=upload.name)
        _take_frontal(opened, photo, upload.data, outcome.view)
    view_taken(opened.visit, outcome.view)


def _goal(opened: OpenVisit, view: View) -> CaptureGoal:
    """What the camera has to take; one photo is enough where no median is formed."""
    outline, last = _ghost(opened, view), is_last(opened.visit, view)
    if view == "side":
        return CaptureGoal(outline=outline, last=last)
    return CaptureGoal(shots=1, outline=outline, view=view, last=last)


def _options(opened: OpenVisit) -> Options:
    """What is known of the client; points placed in an earlier photo of theirs correct this one."""
    earlier = read_occasions(records().visits(opened.client.id)).kept
    return options_for(opened.client.details, earlier, opened.visit.on)


def _take_as_frontal(opened: OpenVisit, fault: FailedUpload) -> bool:
    """Keep a file that is no side photo as one from the front or the back; whether it is one."""
    if not isinstance(fault, RefusedUpload) or not fault.explanation.frontal:
        return False
    return _take_frontal(opened, fault.photo, fault.upload.data)


def _take_frontal(
    opened: OpenVisit, read: Photo, data: bytes, view: FrontalSide | None = None
) -> bool:
    """Keep a photo from the front or the back; whether it could be used."""
    result = analyze_frontal_photo(read, replace(_options(opened), view=view))
    if isinstance(result, Refusal):
        return False
    photo = frontal_photo(read, data, result)
    store(opened, with_photo(opened.visit, photo), {photo.sha256: data})
    return True


def _ghost(opened: OpenVisit, view: View) -> Outline:
    """The outline of the last visit's photo of this view; empty where there is none."""
    visit = last_before(records().visits(opened.client.id), opened.visit, view)
    photo = None if visit is None else photo_of_view(visit, view)
    if visit is None or photo is None:
        return ()
    kept = st.session_state.get(_GHOST)
    if kept is None or kept[0] != photo.sha256:
        try:
            read = load(records().photo(visit.id, photo.sha256), name=photo.name)
            outline = find_outline(read) or ()
        except (PhotoError, StudioError):
            # An analysis that was brought in without its photo, or one whose file is lost.
            outline = ()
        kept = st.session_state[_GHOST] = (photo.sha256, outline)
    return kept[1]
