"""Motions of arms and legs relative to trunk and pelvis."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from groundtruth.bodies.frame import about_x, about_y, between, forward, turn_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from groundtruth.bodies.frame import Frame
    from groundtruth.bodies.phenotype import Shape
    from groundtruth.bodies.posture import Posture
    from groundtruth.bodies.sideways import Sideways

_HEEL_TO_BALL = 1.2
"""From the heel's to the ball's middle, times the distance from the ankle to the toes' roots."""


def arm_frames(
    shape: Shape,
    posture: Posture,
    sideways: Sideways,
    frames: dict[str, Frame],
    girth: tuple[float, float],
) -> None:
    """Add the motions of both arms; ``girth`` is front of the belly, half breadth of the hips."""
    for side, sign, mark in (("left", -1.0, "L"), ("right", 1.0, "R")):
        heads = {
            name: shape.heads[f"{name}.{mark}"]
            for name in ("clavicle", "shoulder01", "upperarm01", "lowerarm01", "wrist")
        }
        carried = frames["thoracic1"].turn
        swing = about_y(-sign * posture.protraction)
        lift = about_x(-sign * posture.elevation - sideways.shoulders / 2)
        clavicle = turn_at(frames["thoracic1"], heads["clavicle"], carried @ swing @ lift)
        frames[f"clavicle_{side}"] = clavicle
        # The scapula glides along the ribs: it rotates slightly more than the clavicle.
        more = about_y(-sign * 0.4 * posture.protraction)
        scapula = turn_at(clavicle, heads["shoulder01"], clavicle.turn @ more)
        frames[f"scapula_{side}"] = scapula
        rest_upper = heads["lowerarm01"] - heads["upperarm01"]
        rest_fore = heads["wrist"] - heads["lowerarm01"]
        upper_goal, fore_goal = _arm_goals(shape, posture, scapula, heads, sign, girth)
        turn = between(rest_upper, upper_goal)
        arm = turn_at(scapula, heads["upperarm01"], turn)
        frames[f"upper_arm_{side}"] = arm
        fore_turn = between(turn @ rest_fore, fore_goal) @ turn
        frames[f"forearm_{side}"] = turn_at(arm, heads["lowerarm01"], fore_turn)
        frames[f"hand_{side}"] = turn_at(frames[f"forearm_{side}"], heads["wrist"], fore_turn)


def _arm_goals(
    shape: Shape,
    posture: Posture,
    scapula: Frame,
    heads: Mapping[str, NDArray[np.float64]],
    sign: float,
    girth: tuple[float, float],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Directions of upper arm and forearm, given the belly's front and the hips' half breadth."""
    front, hip_breadth = girth
    if posture.arms == "clasped":
        aside, back = math.radians(posture.arm_aside + 6.0), math.radians(8.0)
        upper = np.array([-math.sin(back), -1.0, sign * math.tan(aside)])
        upper /= np.linalg.norm(upper)
        elbow = scapula(heads["upperarm01"]) + upper * np.linalg.norm(
            heads["lowerarm01"] - heads["upperarm01"]
        )
        height = shape.stature * (0.50 + 0.10 * posture.clasp_height)
        goal = np.array([front + 0.03 * shape.stature, height, sign * 0.02 * shape.stature])
        return upper, goal - elbow
    ahead = math.radians(posture.arm_forward)
    # The hands hang beside the hips, whatever their breadth.
    shoulder = abs(float(scapula(heads["upperarm01"])[2]))
    arm = float(np.linalg.norm(heads["wrist"] - heads["upperarm01"]))
    beside = (hip_breadth + 0.022 * shape.stature - shoulder) / arm
    aside = max(math.tan(math.radians(posture.arm_aside)), beside)
    upper = np.array([math.tan(ahead), -1.0, sign * aside])
    bend = math.radians(posture.arm_forward + posture.elbow)
    fore = np.array([math.tan(bend), -1.0, sign * max(0.3 * aside, beside)])
    return upper, fore


def leg_frames(
    shape: Shape,
    posture: Posture,
    sideways: Sideways,
    frames: dict[str, Frame],
    heel_drop: float = 0.0,
) -> None:
    """Add the motions of both legs, which hang from the pelvis.

    ``heel_drop`` (metres) is how much higher the sole lies under the heel than under the ball of
    the foot: it turns the feet at the ankles and leaves thighs and shanks where they are.
    """
    for side, sign, mark in (("left", -1.0, "L"), ("right", 1.0, "R")):
        hip, knee, ankle = (
            shape.heads[f"{name}.{mark}"] for name in ("upperleg01", "lowerleg01", "foot")
        )
        thigh, shank = knee - hip, ankle - knee
        long, short = float(np.hypot(*thigh[:2])), float(np.hypot(*shank[:2]))
        bend = posture.knee[0 if side == "left" else 1]
        drop = -math.sin(math.radians(sign * sideways.pelvis)) * 2.0 * abs(float(hip[2]))
        if drop > 0:
            # Small-angle solution for a leg that is shorter by the drop.
            bend -= math.degrees(math.sqrt(2.0 * drop * (1.0 / long + 1.0 / short)))
        lean = posture.leg_lean + sign * posture.stance / 2
        shank_lean = lean - bend * long / (long + short)
        thigh_lean = shank_lean + bend
        rest = [math.degrees(math.atan2(-part[0], -part[1])) for part in (thigh, shank)]
        spread = math.degrees(math.atan2(abs(ankle[2] - hip[2]), hip[1] - ankle[1]))
        wanted = math.degrees(
            math.atan2(posture.width * shape.stature - abs(hip[2]), hip[1] - ankle[1])
        )
        adduct = about_x(sign * (spread - wanted))
        frames[f"thigh_{side}"] = turn_at(
            frames["pelvis"], hip, adduct @ forward(thigh_lean - rest[0])
        )
        frames[f"shank_{side}"] = turn_at(
            frames[f"thigh_{side}"], knee, adduct @ forward(shank_lean - rest[1])
        )
        toes = shape.heads[f"toe2-1.{mark}"] - ankle
        out = math.degrees(math.atan2(sign * toes[2], toes[0]))
        turn = about_y(sign * (posture.toe_out - out))
        if heel_drop:
            to_ball = _HEEL_TO_BALL * float(np.hypot(toes[0], toes[2]))
            turn = turn @ forward(math.degrees(math.atan2(heel_drop, to_ball)))
        frames[f"foot_{side}"] = turn_at(frames[f"shank_{side}"], ankle, turn)
