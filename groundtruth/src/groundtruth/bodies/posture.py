"""The angles that a standing body is posed with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Posture:
    """Angles of a posture; degrees, changes from the body's rest unless stated otherwise.

    Attributes
    ----------
    pelvis : float
        Turn of the pelvis about the hip axis, + anterior.
    lumbar, thoracic : float
        Added lordosis and added kyphosis.
    lumbar_low, thoracic_high : float
        Distribution of the curve: weight of the lower lumbar / upper thoracic segments, about 1.
    neck : float
        Lower neck bent forward; the head stays where ``head`` says.
    head : float
        Head pitch against the horizontal gaze, + nose up. Absolute.
    head_yaw : float
        Head turned to the person's right. Absolute.
    protraction, elevation : float
        Collar bone and shoulder blade forward, up.
    leg_lean : float
        Ankle to hip against the vertical, + forward. Absolute.
    knee : tuple of float
        Left and right knee beyond straight (joint centres), + hyperextended. Absolute.
    stance : float
        Lean of the right leg less that of the left.
    width : float
        Ankles from the midline, statures. Absolute.
    toe_out : float
        Feet turned out. Absolute.
    arms : {"hanging", "clasped"}
    arm_forward, arm_aside, elbow : float
        Hanging: upper arm forward of the vertical, away from it, and elbow flexion. Absolute.
    clasp_height : float
        Clasped: height of the hands, 0 groin to 1 navel.
    """

    pelvis: float = 0.0
    lumbar: float = 0.0
    thoracic: float = 0.0
    lumbar_low: float = 1.0
    thoracic_high: float = 1.0
    neck: float = 0.0
    head: float = 0.0
    head_yaw: float = 0.0
    protraction: float = 0.0
    elevation: float = 0.0
    leg_lean: float = 1.5
    knee: tuple[float, float] = (0.0, 0.0)
    stance: float = 0.0
    width: float = 0.055
    toe_out: float = 6.0
    arms: str = "hanging"
    arm_forward: float = 0.0
    arm_aside: float = 7.0
    elbow: float = 12.0
    clasp_height: float = 0.4
