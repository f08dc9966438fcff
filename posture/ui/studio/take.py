"""Photos of the open visit: by the camera, hands-free, or as files; the view is found out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from posture.analysis.frontal import analyze_frontal_photo
from posture.body.body import Refusal
from posture.errors import PhotoError, StudioError
from posture.i18n.language import tr
from posture.live.ghost import find_outline
from posture.live.guidance.state import CaptureGoal
from posture.photo.load import load
from posture.present.encode import encode_png
from posture.studio.history.calibration import options_for, subject_of
from posture.studio.history.occasions import read_occasions
from posture.studio.visits import (
    frontal_photo,
    last_before,
    side_analysis,
    side_of,
    with_photo,
)
from posture.ui.check.analyse import RefusedUpload, analyse_upload, show_progress
from posture.ui.check.refusals import show_failed_uploads
from posture.ui.check.uploads import PHOTOS, Upload
from posture.ui.live.cameras import choose_camera, detector_ready, show_camera
from posture.ui.live.devices import Devices
from posture.ui.live.result import show_no_result, take_outcome
from posture.ui.shared import state
from posture.ui.studio.attempt import attempt_change
from posture.ui.studio.current import records
from posture.ui.studio.open_visit import open_visit, opened_as, show_side, store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from posture.analysis.options import Options
    from posture.live.guidance.state import Outline
    from posture.live.outcome import Outcome
    from posture.studio.records import Visit, VisitPhoto
    from posture.ui.check.analyse import FailedUpload
    from posture.ui.studio.open_visit import OpenVisit

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
        _receive(outcome, whose)
    kept: tuple[str, tuple[Upload, ...]] = st.session_state.pop(_WAITING, ("", ()))
    waiting = kept[1] if kept[0] == whose else ()
    if not waiting:
        return opened
    faults: list[FailedUpload] = []
    with show_progress() as report:
        for i, upload in enumerate(waiting):
            share = i / len(waiting)
            step = tr("Finding the person and measuring: {name}").format(name=upload.name)
            report(share, step)
            found = analyse_upload(upload, _options(opened), report, share)
            if isinstance(found, state.CurrentPhoto):
                show_side(opened, found)
            elif not _is_frontal(found) or not _take_frontal(opened, found):
                faults.append(found)
            opened = open_visit()
    st.session_state[_FAULTS] = tuple(faults)
    return opened


def show_camera_and_files(opened: OpenVisit, devices: Devices | None = None) -> None:
    """Draw the camera and the place for files."""
    devices = devices or Devices()
    nothing: Outcome | None = st.session_state.get(_NOTHING)
    if nothing is not None:
        show_no_result(nothing)
    if detector_ready():
        camera = choose_camera(devices)
        goal = CaptureGoal(outline=_ghost(opened))
        if goal.outline:
            st.caption(tr("The yellow outline is the last visit: stand in it as then."))
        show_camera(camera, goal, sound=True, devices=devices, whose=opened.visit.id)
    heading = tr("Or a file")
    st.markdown(f"**{heading}**")
    show_files(opened)


def show_files(opened: OpenVisit) -> None:
    """Draw the place for files: from the side, the front or the back."""
    key = f"studio_files_{opened.visit.id}_{st.session_state.get(_ROUND, 0)}"
    st.file_uploader(
        tr("Drop photos from the side, the front or the back"),
        type=PHOTOS,
        accept_multiple_files=True,
        key=key,
        on_change=attempt_change,
        args=(key, _dropped, opened.visit.id),
    )


def show_shutter(opened: OpenVisit) -> None:
    """Draw a camera with a button, for photos from the front and the back."""
    if not st.toggle(tr("Use the camera of this device"), key="studio_shutter"):
        return
    key = f"studio_shot_{opened.visit.id}_{st.session_state.get(_ROUND, 0)}"
    st.camera_input(
        tr("A photo from the front or the back"),
        key=key,
        resolution="1080p",
        on_change=attempt_change,
        args=(key, _shot, opened.visit.id),
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


def _shot(file: UploadedFile | None, visit_id: str) -> None:
    if file is not None and opened_as(visit_id) is not None:
        _wait(visit_id, Upload(tr("Camera") + ".jpg", file.getvalue()))
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def _wait(visit_id: str, *uploads: Upload) -> None:
    """Keep photos until the page is drawn: for this visit, whichever is opened then."""
    st.session_state[_WAITING] = (visit_id, uploads)


def _receive(outcome: Outcome, visit_id: str) -> None:
    """The capture nearest to the medians stands for the run; it is analysed as a file is."""
    if outcome.photo is None:
        st.session_state[_NOTHING] = outcome
        return
    st.session_state.pop(_NOTHING, None)
    name = tr("Camera") + ".png"
    _wait(visit_id, Upload(name, encode_png(outcome.photo.pixels)))


def _options(opened: OpenVisit) -> Options:
    """What is known of the client; points placed in an earlier photo of theirs correct this one."""
    earlier = read_occasions(records().visits(opened.client.id)).kept
    return options_for(opened.client.details, earlier, opened.visit.on)


def _is_frontal(fault: FailedUpload) -> bool:
    return isinstance(fault, RefusedUpload) and fault.explanation.frontal


def _take_frontal(opened: OpenVisit, fault: FailedUpload) -> bool:
    """Keep a photo from the front or the back; whether it could be used."""
    if not isinstance(fault, RefusedUpload):
        return False
    result = analyze_frontal_photo(fault.photo, _options(opened))
    if isinstance(result, Refusal):
        return False
    photo = frontal_photo(fault.photo, fault.upload.data, result)
    store(opened, with_photo(opened.visit, photo), {photo.sha256: fault.upload.data})
    return True


def _ghost(opened: OpenVisit) -> Outline:
    """The outline of the last visit's side photo; empty where there is none."""
    visit = last_before(records().visits(opened.client.id), opened.visit)
    photo = None if visit is None else side_of(visit)
    if visit is None or photo is None:
        return ()
    kept = st.session_state.get(_GHOST)
    if kept is None or kept[0] != photo.sha256:
        kept_outline = _outline(opened, visit, photo)
        kept = st.session_state[_GHOST] = (photo.sha256, kept_outline)
    return kept[1]


def _outline(opened: OpenVisit, visit: Visit, photo: VisitPhoto) -> Outline:
    analysis = side_analysis(visit, subject_of(opened.client.details, visit.on))
    try:
        read = load(records().photo(visit.id, photo.sha256), name=photo.name)
    except (PhotoError, StudioError):
        # An analysis that was brought in without its photo, or one whose file is lost.
        return ()
    return () if analysis is None else find_outline(read, analysis) or ()
