"""A drawn person of known geometry: a picture and the detection that goes with it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np

from posture.photo.photo import Photo
from posture.pose.pose import Landmark, Pose

WIDTH, HEIGHT = 600, 1000
STATURE = 800.0
FLOOR = (300.0, 950.0)

# Landmarks in statures: x forward, y up, near-side depth (a true profile shows near over far).
PARTS = {
    "EYE_INNER": (0.085, 0.94, 0.015),
    "EYE": (0.084, 0.94, 0.02),
    "EYE_OUTER": (0.08, 0.94, 0.026),
    "EAR": (0.04, 0.933, 0.04),
    "MOUTH": (0.085, 0.89, 0.015),
    "SHOULDER": (0.03, 0.813, 0.094),
    "ELBOW": (0.03, 0.63, 0.12),
    "WRIST": (0.06, 0.49, 0.12),
    "PINKY": (0.065, 0.44, 0.12),
    "INDEX": (0.075, 0.44, 0.12),
    "THUMB": (0.08, 0.46, 0.12),
    "HIP": (0.06, 0.542, 0.057),
    "KNEE": (0.03, 0.316, 0.05),
    "ANKLE": (0.01, 0.07, 0.05),
    "HEEL": (-0.02, 0.03, 0.05),
    "FOOT_INDEX": (0.12, 0.015, 0.05),
}
NOSE = (0.11, 0.92)

# Outline, statures: up the front from the toe, down the back from the crown.
FRONT = [(0.13, 0.0), (0.13, 0.03), (0.05, 0.08), (0.06, 0.28), (0.10, 0.5), (0.10, 0.6)]
FRONT += [(0.09, 0.7), (0.08, 0.82), (0.05, 0.86), (0.10, 0.88), (0.115, 0.92), (0.10, 0.98)]
BACK = [(0.05, 1.0), (-0.01, 0.98), (-0.025, 0.93), (0.0, 0.89), (0.0, 0.862), (-0.03, 0.8)]
BACK += [(-0.04, 0.74), (-0.025, 0.67), (-0.005, 0.62), (-0.02, 0.575), (-0.045, 0.52)]
BACK += [(-0.02, 0.45), (-0.03, 0.28), (-0.03, 0.1), (-0.03, 0.0)]

SKIN, CLOTH, WALL = (205, 150, 120), (90, 110, 160), (225, 225, 220)


@dataclass(frozen=True)
class Person:
    """What the picture shows and what the detector would say of it."""

    photo: Photo
    pose: Pose


def person(*, yaw_deg: float = 0.0, top: tuple[int, int, int] = CLOTH, **moved) -> Person:
    """A person facing right; ``moved`` replaces landmarks of both sides by (x, y) in statures."""
    landmarks = np.zeros((33, 2))
    landmarks[Landmark.NOSE] = _px(NOSE)
    sin = math.sin(math.radians(yaw_deg))
    for part, (x, y, depth) in PARTS.items():
        x, y = moved.get(part.lower(), (x, y))
        near, far = _names(part)
        landmarks[Landmark[near]] = _px((x - depth * sin, y))
        landmarks[Landmark[far]] = _px((x + depth * sin, y))
    outline = np.array([_px(p) for p in FRONT + BACK])
    # Drawn eight times as large: fillPoly paints the border pixels too, half a pixel outwards.
    large = np.zeros((8 * HEIGHT, 8 * WIDTH), np.uint8)
    cv2.fillPoly(large, [np.round(outline * 8 - 0.5).astype(np.int32)], 255)
    mask = cv2.resize(large, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    pixels = np.empty((HEIGHT, WIDTH, 3), np.uint8)
    pixels[:] = WALL
    clothed = slice(int(_px((0, 0.85))[1]), int(_px((0, 0.5))[1]))
    colours = np.empty_like(pixels)
    colours[:] = SKIN
    colours[clothed] = top
    share = (mask / 255.0)[..., None]
    pixels = np.round(pixels * (1 - share) + colours * share).astype(np.uint8)
    return Person(photo_of(pixels), _pose(landmarks, mask.astype(np.float32) / 255))


def photo_of(pixels: np.ndarray) -> Photo:
    """Pixels as a photo at full scale."""
    height, width = pixels.shape[:2]
    return Photo(pixels, (width, height), 1.0, None, "drawn", "0" * 64)


def mirrored(made: Person) -> Person:
    """The same person in the mirror."""
    landmarks = made.pose.landmarks.copy()
    landmarks[:, 0] = made.pose.silhouette.shape[1] - landmarks[:, 0]
    swapped = landmarks.copy()
    for index in Landmark:
        other = index.name.replace("LEFT", "@").replace("RIGHT", "LEFT").replace("@", "RIGHT")
        swapped[Landmark[other]] = landmarks[index]
    return Person(
        photo_of(np.ascontiguousarray(made.photo.pixels[:, ::-1])),
        _pose(swapped, np.ascontiguousarray(made.pose.silhouette[:, ::-1])),
    )


def cropped(made: Person, first: int, last: int) -> Person:
    """Rows ``first`` to ``last`` of the picture; landmarks below are squeezed inside, as seen."""
    landmarks = made.pose.landmarks - (0, first)
    landmarks[:, 1] = np.minimum(landmarks[:, 1], last - first - 2)
    pose = _pose(landmarks, made.pose.silhouette[first:last])
    return Person(photo_of(made.photo.pixels[first:last]), pose)


def with_pixels(made: Person, pixels: np.ndarray) -> Person:
    """The same detection on another picture."""
    return replace(made, photo=photo_of(pixels))


def _pose(landmarks: np.ndarray, silhouette: np.ndarray) -> Pose:
    return Pose(landmarks, np.ones(33), np.full(33, 1.0), silhouette, "full", "0" * 64)


def _names(part: str) -> tuple[str, str]:
    if part == "MOUTH":
        return "MOUTH_RIGHT", "MOUTH_LEFT"
    return f"RIGHT_{part}", f"LEFT_{part}"


def _px(point: tuple[float, float]) -> tuple[float, float]:
    return FLOOR[0] + point[0] * STATURE, FLOOR[1] - point[1] * STATURE
