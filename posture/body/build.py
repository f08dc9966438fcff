"""Build a body from the main person of a photo, or refuse the photo."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from posture.body.body import Body
from posture.body.camera.cues import find_camera
from posture.body.camera.roll import GRAVITY_SD_DEG, read_roll
from posture.body.estimate.estimator import Evidence
from posture.body.estimate.features import versioned
from posture.body.framing import find_framing
from posture.body.gate.faults import find_side_faults
from posture.body.gate.nobody import nobody_reasons, upside_down_reasons
from posture.body.gate.reasons import reason
from posture.body.gate.stance import has_foot_forward, is_mid_step
from posture.body.level import body_lean, widened
from posture.body.missing import blank
from posture.body.notices import find_notices, sure_pitch
from posture.body.outline.adjoining import find_touching
from posture.body.outline.back_edge import back_edge
from posture.body.outline.cover import find_hair, find_looseness, find_occluded, is_nape_filled
from posture.body.outline.face import is_face_hidden
from posture.body.outline.refine import refine
from posture.body.points import NODES, POINTS
from posture.body.remarks import Refusal
from posture.body.side_view import near_ear_and_eye, turn
from posture.system.beside import Beside

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.camera.cues import CameraModel
    from posture.body.estimate.estimator import Estimate, Estimator
    from posture.body.framing import Framing
    from posture.body.side_view import SideView
    from posture.photo.photo import Photo
    from posture.pose.pose import People


def build_body(
    photo: Photo,
    people: People,
    *,
    estimator: Estimator,
    stature_cm: float | None = None,
    roll_deg: float | None = None,
    roll_sd_deg: float = GRAVITY_SD_DEG,
) -> Body | Refusal:
    """Build the body of the main person.

    A photo without other faults is not refused because of a second person: see
    :func:`refuse_others`.

    Parameters
    ----------
    photo : Photo
    people : People
    estimator : Estimator
        Estimates the anatomical points.
    stature_cm : float, optional
        Carried along for lengths in centimetres.
    roll_deg : float, optional
        Camera roll from gravity: how far a true vertical leans clockwise in the picture.
    roll_sd_deg : float
        1-sigma error of a given roll.

    Returns
    -------
    Body or Refusal
        A refusal lists every fault at once.
    """
    found = find_evidence(photo, people, roll_deg=roll_deg, roll_sd_deg=roll_sd_deg)
    if isinstance(found, Refusal):
        return found
    return replace(_read(*found, estimator), stature_cm=stature_cm)


def refuse_others(photo: Photo, people: People) -> Refusal | None:
    """Refuse a photo without other faults because of a second person.

    Parameters
    ----------
    photo : Photo
    people : People
        Waits until others have been looked for: to be asked last.

    Returns
    -------
    Refusal or None
        None where the main person is alone.
    """
    if len(people.poses) < 2:
        return None
    return Refusal((reason("more_than_one_person"),), photo.name, photo.sha256)


def find_evidence(
    photo: Photo,
    people: People,
    *,
    roll_deg: float | None = None,
    roll_sd_deg: float = GRAVITY_SD_DEG,
) -> tuple[Evidence, CameraModel] | Refusal:
    """Collect what an estimator reads, or refuse the photo as :func:`build_body` does.

    Parameters
    ----------
    photo : Photo
    people : People
    roll_deg : float, optional
        As for :func:`build_body`.
    roll_sd_deg : float

    Returns
    -------
    tuple of Evidence and CameraModel, or Refusal
    """
    pose = people.main
    if pose is None:
        return Refusal(nobody_reasons(photo, people.candidates), photo.name, photo.sha256)
    if pose.is_upside_down:
        return Refusal(upside_down_reasons(photo, people.candidates), photo.name, photo.sha256)
    seen = turn(photo, pose)
    framing = find_framing(seen, seen.silhouette)
    read = Beside(lambda: read_roll(seen, roll_deg, roll_sd_deg), own_thread=False)
    people.begin(read)
    refined = refine(seen)
    roll = widened(read.result(), seen, framing)
    model = find_camera(seen, framing, roll, photo.source_size, photo.focal_px)
    faults = find_side_faults(seen, model.yaw, framing, 1)
    if faults:
        # Only now: others are still looked for.
        if len(people.poses) > 1:
            faults = find_side_faults(seen, model.yaw, framing, len(people.poses))
        return Refusal(faults, photo.name, photo.sha256)
    return _with_face(_find_evidence(refined, model, framing), people), model


def _read(evidence: Evidence, model: CameraModel, estimator: Estimator) -> Body:
    """Estimate the body in a photo without faults."""
    seen, framing = evidence.seen, evidence.framing
    estimate = estimator.estimate(evidence)
    depths, depth_sds = estimator.depths()
    occluded = _find_occluded(seen, estimate)
    mid_step = is_mid_step(seen) or has_foot_forward(seen, framing)
    return Body(
        facing=seen.facing,
        near_side=seen.facing,
        camera=estimate.camera,
        shared=estimate.shared,
        features=versioned(estimate.features),
        widening=estimate.widening,
        raised=estimate.raised,
        detected=blank(estimate, framing, mid_step),
        placed=(),
        depths=depths,
        depth_sds=depth_sds,
        camera_errors=estimate.camera_errors,
        framing=framing,
        stature_cm=None,
        looseness=evidence.looseness,
        occluded=tuple(np.array(NODES[len(POINTS) :])[occluded].tolist()),
        notices=find_notices(
            roll_assumed=model.roll.source == "assumed",
            roll_sd_deg=model.roll.sd_deg,
            roll_deg=model.roll.degrees,
            lean_deg=body_lean(evidence.seen, framing),
            yaw_deg=model.yaw.yaw_deg,
            pitch_deg=_find_pitch(model, estimate),
            framing=framing,
            mid_step=mid_step,
            looseness=evidence.looseness,
            hair=evidence.hair,
            arm_hides=bool(occluded.any()),
            face_hidden=evidence.face_hidden,
            hidden=estimate.hidden,
            touched=[one.place for one in evidence.touching],
            person_px=model.camera.px_per_stature,
        ),
    )


def _find_evidence(seen: SideView, model: CameraModel, framing: Framing) -> Evidence:
    camera = model.camera
    pps = camera.px_per_stature * seen.scale
    ear, hip = seen.middle("ear"), seen.middle("hip")
    px = back_edge(seen, ear[1], hip[1] + 0.06 * pps)
    shoulder = seen.middle("shoulder")
    trunk = px[(px[:, 1] > shoulder[1] - 0.03 * pps) & (px[:, 1] < hip[1])]
    loose = find_looseness(seen, trunk, pps) if len(trunk) > 10 else 1.0
    return Evidence(
        seen=seen,
        camera=camera,
        looseness=loose,
        hair=find_hair(seen, px, pps),
        resolution=1 / pps,
        framing=framing,
        lens_known=model.lens_known,
        roll=model.roll,
        face_hidden=is_face_hidden(seen),
        neck_hidden=is_nape_filled(seen, px, pps),
        touching=find_touching(seen) if framing.hips else (),
    )


def _with_face(evidence: Evidence, people: People) -> Evidence:
    """The same with ear and eye of the face detector, unless something hides the face."""
    face = None if evidence.face_hidden else people.face
    if face is None:
        return evidence
    return replace(evidence, face=near_ear_and_eye(face, evidence.seen))


def _find_pitch(model: CameraModel, estimate: Estimate) -> float:
    """How far the camera surely looks up or down, by the verticals or by the whole picture."""
    verticals = sure_pitch(model.roll.pitch_deg, model.roll.pitch_sd_deg)
    return max(verticals, sure_pitch(estimate.camera.pitch_deg, estimate.camera_errors.pitch_deg))


def _find_occluded(seen: SideView, estimate: Estimate) -> NDArray[np.bool_]:
    camera, profile = estimate.camera, estimate.positions[len(POINTS) :]
    px = seen.from_source(camera.to_picture(profile))
    return find_occluded(seen, px, camera.px_per_stature * seen.scale)
