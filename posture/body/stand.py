"""The way through the room: from a detection to a body, or a refusal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from posture.body.body import NODES, POINTS, Body, Refusal
from posture.body.camera import Camera
from posture.body.camera_errors import CameraErrors, depth_covariance
from posture.body.camera_model import find_distance, find_scale, turn_of
from posture.body.cover import find_hair, find_looseness, find_occluded
from posture.body.estimator import AnthropometricEstimator, Evidence
from posture.body.gate import (
    find_faults,
    find_framing,
    is_upside_down,
    nobody_reasons,
    upside_down_reasons,
)
from posture.body.missing import blank, bridge
from posture.body.notices import find_notices, is_mid_step
from posture.body.outline import back_edge
from posture.body.refine import refine
from posture.body.roll import GRAVITY_SD_DEG, read_roll
from posture.body.side_view import turn

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from posture.body.estimator import Estimate, Estimator
    from posture.body.gate import Framing
    from posture.body.roll import Roll
    from posture.body.side_view import SideView
    from posture.photo.photo import Photo
    from posture.pose.pose import Pose


def stand(
    photo: Photo,
    poses: tuple[Pose, ...],
    *,
    second_look: Callable[[], tuple[Pose, ...]] = tuple,
    stature_cm: float | None = None,
    roll_deg: float | None = None,
    roll_sd_deg: float = GRAVITY_SD_DEG,
    estimator: Estimator | None = None,
) -> Body | Refusal:
    """Turn a detection into a body in body axes.

    Parameters
    ----------
    photo : Photo
    poses : tuple of Pose
        People found, the main one first.
    second_look : callable
        Gives the candidates of a look with a lower threshold. Called only where nobody credible was
        found, to say why.
    stature_cm : float, optional
        Carried along for lengths in centimetres.
    roll_deg : float, optional
        Camera roll from gravity: how far a true vertical leans clockwise in the picture.
    roll_sd_deg : float
        1-sigma error of a given roll.
    estimator : Estimator, optional
        Default: the anthropometric one.

    Returns
    -------
    Body or Refusal
        A refusal lists every fault at once.
    """
    if not poses:
        return Refusal(nobody_reasons(photo, second_look()), photo.name, photo.sha256)
    seen = turn(photo, poses[0])
    if is_upside_down(seen):
        return Refusal(upside_down_reasons(photo, second_look()), photo.name, photo.sha256)
    framing = find_framing(seen)
    roll = read_roll(seen, roll_deg, roll_sd_deg)
    centre = (photo.source_size[0] / 2, photo.source_size[1] / 2)
    scale = find_scale(seen, framing, centre, roll)
    distance, distance_sd = find_distance(photo, scale.px_per_stature)
    view = turn_of(seen, centre, scale, distance)
    faults = find_faults(seen, view, framing, len(poses))
    if faults:
        return Refusal(faults, photo.name, photo.sha256)
    camera = Camera(
        centre=centre,
        origin=scale.origin,
        px_per_stature=scale.px_per_stature,
        distance=distance,
        facing_sign=seen.facing_sign,
        roll_deg=roll.degrees,
        yaw_deg=view.yaw_deg,
    )
    seen = refine(seen).seen
    estimator = estimator or AnthropometricEstimator()
    evidence = _find_evidence(
        seen, camera, framing, lens_known=photo.focal_px is not None, roll=roll
    )
    estimate = estimator.estimate(evidence)
    camera = estimate.camera or camera
    errors = estimate.camera_errors or CameraErrors(roll.sd_deg, view.sd_deg, distance_sd, scale.sd)
    depths, depth_sds = estimator.depths()
    occluded = _find_occluded(seen, camera, estimate)
    hidden = np.zeros_like(occluded)
    if not estimate.complete:
        estimate, hidden = bridge(estimate, occluded)
        modes = errors.modes(camera, estimate.positions, depths)
        added = modes @ modes.T + depth_covariance(camera, estimate.positions, depths, depth_sds)
        estimate = replace(estimate, covariance=estimate.covariance + added)
    mid_step = is_mid_step(seen)
    return Body(
        facing=seen.facing,
        near_side=seen.facing,
        camera=camera,
        detected=blank(estimate, framing, hidden, mid_step),
        placed=(),
        depths=depths,
        depth_sds=depth_sds,
        roll_sd_deg=errors.roll_deg,
        pitch_sd_deg=errors.pitch_deg,
        yaw_sd_deg=errors.yaw_deg,
        distance_sd=errors.distance,
        scale_sd=errors.scale,
        stature_cm=stature_cm,
        looseness=evidence.looseness,
        occluded=tuple(np.array(NODES[len(POINTS) :])[occluded].tolist()),
        notices=find_notices(
            roll_assumed=roll.source == "assumed",
            roll_deg=roll.degrees,
            yaw_deg=view.yaw_deg,
            framing=framing,
            mid_step=mid_step,
            looseness=evidence.looseness,
            hair=evidence.hair,
            arm_hides=bool(occluded.any()),
            person_px=scale.px_per_stature,
        ),
    )


def _find_evidence(
    seen: SideView, camera: Camera, framing: Framing, *, lens_known: bool, roll: Roll
) -> Evidence:
    pps = camera.px_per_stature * seen.scale
    ear, hip = seen.middle("ear"), seen.middle("hip")
    px = back_edge(seen, ear[1], hip[1] + 0.06 * pps)
    shoulder = seen.middle("shoulder")
    trunk = px[(px[:, 1] > shoulder[1] - 0.03 * pps) & (px[:, 1] < hip[1])]
    loose = find_looseness(seen, trunk, pps) if len(trunk) > 10 else 1.0
    return Evidence(
        seen=seen,
        camera=camera,
        edge=camera.to_body(seen.to_source(px)),
        looseness=loose,
        hair=find_hair(seen, px, pps),
        resolution=1 / pps,
        whole=framing.hips and framing.knees and framing.feet,
        lens_known=lens_known,
        roll=roll,
    )


def _find_occluded(seen: SideView, camera: Camera, estimate: Estimate) -> NDArray[np.bool_]:
    profile = estimate.positions[len(POINTS) :]
    if np.isnan(profile).any():
        return np.zeros(len(profile), dtype=bool)
    px = seen.from_source(camera.to_picture(profile))
    return find_occluded(seen, px, camera.px_per_stature * seen.scale)
