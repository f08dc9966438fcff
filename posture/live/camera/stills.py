"""Selection of still, sharp, side-on frames of a video for analysis."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posture.body.camera.cues import LIMIT_DEG, OBSERVATION_SD_DEG, find_yaw
from posture.body.gate.stance import is_mid_step
from posture.body.side_view import turn_landmarks
from posture.intervals import SURELY
from posture.photo.load import load
from posture.photo.video import best_frames
from posture.pose.landmarker import landmarker
from posture.pose.model.store import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from posture.photo.video_frames import VideoFrame
    from posture.pose.detection import Detection

CANDIDATES = 60
MOST = 3
APART_S = 0.7
"""Least time between two stills: neighbouring frames show the same phase of sway."""

_LONGEST = 400
"""Frames are reduced to a longest side from this to twice this; the detector works at 256."""

_YAW_SCALE, _MOTION_SCALE, _UNKNOWN_MOTION, _VISIBLE = 8.0, 0.05, 3.0, 0.3
_STEADY = np.array([7, 8, 11, 12, 23, 24, 25, 26, 27, 28])
"""Ears, shoulders, hips, knees, ankles: hands may move."""


@dataclass(frozen=True, slots=True)
class Still:
    """One selected frame.

    Attributes
    ----------
    time_s : float
        From the start of the video.
    jpeg : bytes
        The frame, upright.
    yaw_deg : float
        How far the body seems turned out of the profile; NaN where nobody was found.
    motion : float
        How fast ears, shoulders, hips and feet move, body heights per second; NaN where unknown.
    """

    time_s: float
    jpeg: bytes
    yaw_deg: float
    motion: float


@dataclass(frozen=True, slots=True, eq=False)
class FrameScore:
    """Quality of one frame.

    Attributes
    ----------
    frame : VideoFrame
    yaw_deg : float
        NaN where nobody was found.
    places : ndarray, shape (10, 2), or None
        Steady landmarks, pixels.
    size : float
        Of the body, pixels; 1 where nobody was found.
    visible : float
        Share of them that is seen inside the picture, 0 to 1.
    mid_step : bool
        Whether the person takes a step.
    """

    frame: VideoFrame
    yaw_deg: float
    places: NDArray[np.float64] | None
    visible: float
    size: float = 1.0
    mid_step: bool = False


def best_stills(
    data: bytes,
    *,
    name: str,
    most: int = MOST,
    progress: Callable[[float], None] | None = None,
    model: str = DEFAULT,
) -> tuple[Still, ...]:
    """Choose the best frames of a video.

    Parameters
    ----------
    data : bytes
        Content of an MP4, MOV or WebM file.
    name : str
        For messages.
    most : int
        How many frames at most.
    progress : callable, optional
        Takes the share done, 0 to 1.
    model : {"full", "lite", "heavy"}
        Pose model.

    Returns
    -------
    tuple of Still
        In the order of time, none in the middle of a step. Where no frame is side-on, the one that
        comes nearest to it; where nobody is seen, the sharpest: the analysis of that one says what
        is wrong.

    Raises
    ------
    VideoError
        No video that can be read.
    ModelError
        The pose model is missing or damaged.
    """
    report = progress or _ignore
    frames = best_frames(data, name=name, most=CANDIDATES, progress=lambda s: report(0.4 * s))
    scores: list[FrameScore] = []
    for i, frame in enumerate(frames, 1):
        scores.append(_score(frame, model))
        report(0.4 + 0.6 * i / len(frames))
    return choose_stills(scores, most)


def choose_stills(scores: Sequence[FrameScore], most: int) -> tuple[Still, ...]:
    """The best of the frames that were looked at; see :func:`best_stills`."""
    motions = [_motion(scores, i) for i in range(len(scores))]
    ranked = sorted(range(len(scores)), key=lambda i: _cost(scores[i], motions[i]))
    limit = LIMIT_DEG + SURELY * OBSERVATION_SD_DEG
    chosen: list[int] = []
    for i in ranked:
        if len(chosen) == most:
            break
        usable = abs(scores[i].yaw_deg) <= limit and not scores[i].mid_step  # False for NaN
        apart = all(abs(scores[i].frame.time_s - scores[j].frame.time_s) >= APART_S for j in chosen)
        if usable and apart:
            chosen.append(i)
    return tuple(
        Still(scores[i].frame.time_s, scores[i].frame.jpeg, scores[i].yaw_deg, motions[i])
        for i in sorted(chosen or ranked[:1])
    )


def _score(frame: VideoFrame, model: str) -> FrameScore:
    photo = load(frame.jpeg, name="frame", longest=_LONGEST)
    seen = landmarker(model).detect(photo.pixels)
    if not seen:
        return FrameScore(frame, math.nan, None, 0.0)
    first = max(seen, key=lambda one: one.area)
    height, width = photo.pixels.shape[:2]
    turned = turn_landmarks(first.landmarks, width, height)
    yaw = find_yaw(turned).seen_deg
    places, size = first.landmarks[_STEADY], max(first.size, 1.0)
    return FrameScore(frame, yaw, places, _inside(first), size, is_mid_step(turned))


def _inside(seen: Detection) -> float:
    """Share of the steady landmarks that lie in the picture and are seen."""
    high, wide = seen.silhouette.shape
    x, y = seen.landmarks[_STEADY].T
    inside = (x >= 0) & (x < wide) & (y >= 0) & (y < high)
    return float((inside & (seen.visibility[_STEADY] > _VISIBLE)).mean())


def _motion(scores: Sequence[FrameScore], i: int) -> float:
    """Speed towards the frames before and after, the faster of the two, body heights a second."""
    here, speeds = scores[i], [math.nan]
    for j in (i - 1, i + 1):
        if not 0 <= j < len(scores):
            continue
        there = scores[j]
        if here.places is not None and there.places is not None:
            # One size for both: a size that jitters is no motion, wherever the person stands.
            size = (here.size + there.size) / 2
            moved = float(np.median(np.hypot(*(here.places - there.places).T))) / size
            speeds.append(moved / max(abs(here.frame.time_s - there.frame.time_s), 1e-3))
    return float(np.nanmax(speeds)) if np.isfinite(speeds).any() else math.nan


def _cost(score: FrameScore, motion: float) -> float:
    """Cost of a frame: yaw, motion, cut-off parts, blur."""
    if score.places is None:
        # After every frame with a person; among these the sharpest first.
        return 1e6 - score.frame.sharpness
    # Where nobody was seen before and after, it is not known whether the person stood still.
    moving = _UNKNOWN_MOTION if math.isnan(motion) else motion / _MOTION_SCALE
    return (
        abs(score.yaw_deg) / _YAW_SCALE
        + moving
        + 4.0 * (1.0 - score.visible)
        + 0.2 / max(score.frame.sharpness, 0.02)
    )


def _ignore(share: float) -> None:
    """Ignore the progress."""
