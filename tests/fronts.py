"""A drawn person seen from the front or the back, of known levels: a picture and a detection."""

from __future__ import annotations

import math

import cv2
import numpy as np

from posture.pose.pose import Landmark, Pose
from posture.pose.sighting import SWAPPED
from tests.people import CLOTH, HEIGHT, SKIN, WALL, WIDTH, Person, photo_of

STATURE, FLOOR = 800.0, (300.0, 950.0)

# Half breadth and height in statures.
PARTS = {
    "EYE_INNER": (0.012, 0.94),
    "EYE": (0.018, 0.94),
    "EYE_OUTER": (0.025, 0.94),
    "EAR": (0.042, 0.93),
    "SHOULDER": (0.094, 0.813),
    "ELBOW": (0.13, 0.63),
    "WRIST": (0.14, 0.49),
    "PINKY": (0.145, 0.45),
    "INDEX": (0.14, 0.445),
    "THUMB": (0.135, 0.46),
    "HIP": (0.05, 0.54),
    "KNEE": (0.05, 0.29),
    "ANKLE": (0.05, 0.06),
    "HEEL": (0.05, 0.03),
    "FOOT_INDEX": (0.065, 0.015),
}
LINES = {"head": "EAR", "shoulders": "SHOULDER", "pelvis": "HIP"}


def front_person(
    *,
    view: str = "front",
    head: float = 0.0,
    shoulders: float = 0.0,
    pelvis: float = 0.0,
    breadth: float = 1.0,
    toes: float = 0.0,
    roll: float = 0.0,
    zoom: float = 1.0,
) -> Person:
    """A person whose lines are tilted, + the person's right higher, in a picture turned by roll.

    ``breadth`` narrows the body, ``toes`` points both feet aside (statures), ``zoom`` scales all.
    """
    right = -1 if view == "front" else 1
    tilts = {LINES[k]: v for k, v in (("head", head), ("shoulders", shoulders), ("pelvis", pelvis))}
    at = np.zeros((33, 2))
    at[Landmark.NOSE] = (0.0, 0.925)
    for part, (half, y) in {**PARTS, "MOUTH": (0.015, 0.895)}.items():
        rise = math.tan(math.radians(tilts.get(part, 0.0))) * half * breadth
        for name, sign in (("RIGHT", 1), ("LEFT", -1)):
            key = f"MOUTH_{name}" if part == "MOUTH" else f"{name}_{part}"
            at[Landmark[key]] = (sign * right * half * breadth, y + sign * rise)
    for toe in (Landmark.LEFT_FOOT_INDEX, Landmark.RIGHT_FOOT_INDEX):
        at[toe, 0] += toes
    centre = np.array([WIDTH, HEIGHT]) / 2
    px = np.column_stack([FLOOR[0] + STATURE * at[:, 0], FLOOR[1] - STATURE * at[:, 1]])
    angle = math.radians(roll)
    turned = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    px = (centre + (px - centre) @ turned.T) * zoom
    size = round(WIDTH * zoom), round(HEIGHT * zoom)
    mask = _silhouette(px, zoom, size)
    share = (mask / 255.0)[..., None]
    body = np.where(np.arange(size[1])[:, None, None] < 0.2 * size[1], SKIN, CLOTH)
    pixels = np.round(np.array(WALL) * (1 - share) + body * share).astype(np.uint8)
    pose = Pose(px, np.ones(33), np.zeros(33), mask.astype(np.float32) / 255, "full", "0" * 64)
    return Person(photo_of(pixels), pose)


def _silhouette(px: np.ndarray, zoom: float, size: tuple[int, int]) -> np.ndarray:
    mask = np.zeros((size[1], size[0]), np.uint8)
    joints = {m: px[m] for m in Landmark}

    def stroke(points: list[np.ndarray], width: float) -> None:
        line = np.round(np.array(points)).astype(np.int32)
        cv2.polylines(mask, [line], False, 255, max(1, round(width * zoom)))

    trunk = [joints[Landmark[n]] for n in ("LEFT_SHOULDER", "RIGHT_SHOULDER", "RIGHT_HIP")]
    trunk.append(joints[Landmark.LEFT_HIP])
    cv2.fillPoly(mask, [np.round(np.array(trunk)).astype(np.int32)], 255)
    stroke([*trunk, trunk[0]], 50)
    head = joints[Landmark.NOSE]
    cv2.circle(mask, (round(head[0]), round(head[1])), round(48 * zoom), 255, -1)
    for side in ("LEFT", "RIGHT"):
        stroke([joints[Landmark[f"{side}_{p}"]] for p in ("SHOULDER", "ELBOW", "WRIST")], 34)
        stroke([joints[Landmark[f"{side}_{p}"]] for p in ("HIP", "KNEE", "ANKLE", "HEEL")], 44)
        stroke([joints[Landmark[f"{side}_{p}"]] for p in ("HEEL", "FOOT_INDEX")], 24)
    return mask


def mirrored(person: Person) -> Person:
    """The mirror image, as the detector would see it."""
    width = person.pose.silhouette.shape[1]
    at = (person.pose.landmarks * (-1.0, 1.0) + (width, 0.0))[SWAPPED]
    mask = np.ascontiguousarray(person.pose.silhouette[:, ::-1])
    pixels = np.ascontiguousarray(person.photo.pixels[:, ::-1])
    return Person(photo_of(pixels), Pose(at, np.ones(33), np.zeros(33), mask, "full", "0" * 64))
