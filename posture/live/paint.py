"""Annotates a frame: skeleton, camera tilt and yaw on it; caption, countdown, faults below it."""

from __future__ import annotations

import itertools
import math
from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image, ImageDraw

from posture.body.frontal.gate import TURNED_DEG
from posture.i18n.language import tr
from posture.live.frames.roll import RollEstimator
from posture.live.ghost import to_pixels
from posture.pose.pose import Landmark
from posture.present.fonts import font
from posture.present.overlay.style import GREEN, INK, MUTED, SKY, WHITE, YELLOW, Colour

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.analysis.view import View
    from posture.live.camera.sources import CameraFrame
    from posture.live.frames.reading import FrameReading
    from posture.live.frames.tracker import Tracked
    from posture.live.guidance.state import Outline
    from posture.live.status import Status

_L, _R = "LEFT", "RIGHT"
_CHAIN = ("EAR", "SHOULDER", "HIP", "KNEE", "ANKLE", "FOOT_INDEX")
_ARM = ("SHOULDER", "ELBOW", "WRIST")
BONES = {
    side: tuple(
        (int(Landmark[f"{side}_{a}"]), int(Landmark[f"{side}_{b}"]))
        for chain in (_CHAIN, _ARM)
        for a, b in itertools.pairwise(chain)
    )
    for side in (_L, _R)
}
"""Pairs of landmarks joined by a line, by side."""

_DOTS = {
    side: tuple(int(Landmark[f"{side}_{part}"]) for part in (*_CHAIN, *_ARM)) for side in (_L, _R)
}
_LEAST_VISIBILITY = 0.4
_SUB = 4
"""Fixed-point bits of coordinates in OpenCV, for sub-pixel drawing."""

_GOOD_TURN_DEG, _GOOD_ROLL_DEG = 9.0, 2.0

_PANEL = 6.6
"""Height of the panel below the picture, in units of the text."""

_SMALLEST_TEXT = 9

_BEYOND = 0.06
"""How far the body reaches beyond its landmarks, statures."""


class Painter:
    """Annotates the frames of one stream; keeps the camera roll between frames.

    Parameters
    ----------
    outline : Outline
        Of an earlier photo, drawn under the skeleton; empty for none.
    view : {"side", "front", "back"}
        Wanted of the body.
    """

    def __init__(self, outline: Outline = (), view: View = "side") -> None:
        self._roll = RollEstimator()
        self._outline, self._view = outline, view

    def paint(
        self, frame: CameraFrame, person: Tracked | None, status: Status
    ) -> NDArray[np.uint8]:
        """Annotate one frame.

        Parameters
        ----------
        frame : CameraFrame
        person : Tracked or None
        status : Status

        Returns
        -------
        ndarray, shape (H + P, W, 3), uint8
            RGB: the annotated frame, and below it a panel of ``panel_height`` rows, so that no
            text covers the body or the feet. The frame itself is not changed.
        """
        picture = frame.pixels.copy()
        unit = _unit(picture.shape)
        if self._outline:
            _ghost(picture, self._outline, max(2, unit // 9))
        good = not status.missing and status.phase in ("ready", "count")
        if person is not None:
            near = self._near(status.reading)
            _skeleton(picture, person, near, GREEN if good else SKY, max(2, unit // 7))
        self._gauges(picture, frame, person, status, unit)
        return np.vstack([picture, _panel(picture.shape, status, unit)])

    def _gauges(
        self,
        picture: NDArray[np.uint8],
        frame: CameraFrame,
        person: Tracked | None,
        status: Status,
        unit: int,
    ) -> None:
        """Draw camera tilt, yaw of the body and, while the person holds still, two rough angles."""
        lines: list[tuple[str, Colour]] = []
        roll = self._roll.of(frame, person)
        if math.isfinite(roll):
            tone = GREEN if abs(roll) <= _GOOD_ROLL_DEG else YELLOW
            lines.append((tr("Camera tilt {value}°").format(value=_signed(roll)), tone))
        else:
            lines.append((tr("Camera tilt unknown"), MUTED))
        reading = status.reading
        if reading is not None and reading.person:
            turn, most = self._turn(reading)
            turned = tr("Turned {value}°").format(value=f"{turn:.0f}")
            lines.append((turned, GREEN if turn <= most else YELLOW))
            if self._view == "side" and status.steady and turn <= 2 * _GOOD_TURN_DEG:
                for text, value in (
                    (tr("Trunk leans about {value}°"), reading.trunk_lean_deg),
                    (tr("Body leans about {value}°"), reading.body_lean_deg),
                ):
                    if math.isfinite(value):
                        lines.append((text.format(value=_signed(value)), WHITE))
        left, room = _beside(person, picture.shape[1])
        _bubble(picture, roll, unit, left=left)
        widest = max(_text(text, unit, tone).shape[1] for text, tone in lines)
        size = max(_SMALLEST_TEXT, min(unit, int(unit * (room - unit) / widest)))
        for row, (text, tone) in enumerate(lines):
            patch = _text(text, size, tone)
            x = unit // 2 if left else picture.shape[1] - patch.shape[1] - unit // 2
            _paste(picture, patch, (x, round(1.9 * unit + 1.45 * size * row)))

    def _near(self, reading: FrameReading | None) -> tuple[str, ...]:
        """The sides of the body that are wanted in the picture; the other is drawn fainter."""
        if self._view != "side":
            return (_L, _R)
        return (_L,) if reading is not None and reading.facing == "left" else (_R,)

    def _turn(self, reading: FrameReading) -> tuple[float, float]:
        """How far the body is turned out of the view, degrees, and how far it may be."""
        if self._view == "side":
            return abs(reading.turn_deg), _GOOD_TURN_DEG
        return reading.frontal_turn_deg, TURNED_DEG


def panel_height(shape: tuple[int, ...]) -> int:
    """Rows of the panel below a picture of this shape; even, as video encoders need it."""
    return 2 * round(_PANEL * _unit(shape) / 2)


def _unit(shape: tuple[int, ...]) -> int:
    """Size of small text, pixels."""
    height, width = shape[:2]
    return max(12, round(min(height, width * 0.75) / 24))


def _beside(person: Tracked | None, width: int) -> tuple[bool, float]:
    """The side of the body with more room for the gauges: whether it is the left, and how wide."""
    if person is None:
        return True, width
    x, y = person.landmarks.T
    # The back of the head and a belly reach beyond the landmarks.
    margin = _BEYOND * float(np.ptp(y))
    left, right = float(x.min()) - margin, width - float(x.max()) - margin
    return left >= right, max(left, right)


def _signed(value: float) -> str:
    rounded = round(value)
    return f"{rounded:+d}".replace("-", "−") if rounded else "0"


def _skeleton(
    picture: NDArray[np.uint8], person: Tracked, near: tuple[str, ...], tone: Colour, width: int
) -> None:
    seen = person.visibility.tolist()
    at = np.clip(np.round(person.landmarks * 2**_SUB), -(2**20), 2**20).astype(int).tolist()
    far = tuple(side for side in (_L, _R) if side not in near)
    for side in (*far, *near):
        colour, thick = (tone, width) if side in near else (MUTED, max(1, width - 1))
        for a, b in BONES[side]:
            if min(seen[a], seen[b]) >= _LEAST_VISIBILITY:
                cv2.line(picture, at[a], at[b], INK, thick + 2, cv2.LINE_AA, _SUB)
                cv2.line(picture, at[a], at[b], colour, thick, cv2.LINE_AA, _SUB)
    for index in (one for side in near for one in _DOTS[side]):
        if seen[index] >= _LEAST_VISIBILITY:
            centre = at[index]
            cv2.circle(picture, centre, (width + 1) << _SUB, INK, -1, cv2.LINE_AA, _SUB)
            cv2.circle(picture, centre, width << _SUB, WHITE, -1, cv2.LINE_AA, _SUB)


def _ghost(picture: NDArray[np.uint8], outline: Outline, width: int) -> None:
    corners = np.round(to_pixels(outline, picture.shape) * 2**_SUB).astype(np.int32)
    cv2.polylines(picture, [corners], True, INK, width + 2, cv2.LINE_AA, _SUB)
    cv2.polylines(picture, [corners], True, YELLOW, width, cv2.LINE_AA, _SUB)


def _bubble(picture: NDArray[np.uint8], roll: float, unit: int, *, left: bool) -> None:
    """A spirit level: the bubble leaves the middle by the camera's tilt, 6 degrees at the end."""
    half, y = 4 * unit, unit
    x = unit // 2 + half if left else picture.shape[1] - unit // 2 - half
    low, high = (x - half, y - unit // 3), (x + half, y + unit // 3)
    cv2.rectangle(picture, low, high, INK, -1, cv2.LINE_AA)
    cv2.rectangle(picture, low, high, MUTED, 1, cv2.LINE_AA)
    mark = unit // 2
    cv2.line(picture, (x - mark, low[1]), (x - mark, high[1]), MUTED, 1)
    cv2.line(picture, (x + mark, low[1]), (x + mark, high[1]), MUTED, 1)
    if math.isfinite(roll):
        offset = round(max(-1.0, min(1.0, roll / 6.0)) * (half - mark))
        tone = GREEN if abs(roll) <= _GOOD_ROLL_DEG else YELLOW
        cv2.circle(picture, (x + offset, y), unit // 4, tone, -1, cv2.LINE_AA)


def _panel(shape: tuple[int, ...], status: Status, unit: int) -> NDArray[np.uint8]:
    """The seconds to the capture; else what was taken, what is missing, and the caption."""
    width = shape[1]
    panel = np.empty((panel_height(shape), width, 3), np.uint8)
    panel[:] = INK
    if status.countdown is not None:
        digit = _text(str(status.countdown), int(panel.shape[0] / 1.4), WHITE)
        _paste(panel, digit, ((width - digit.shape[1]) // 2, 0))
        return panel
    taken = tr("Pictures {taken} of {wanted}").format(taken=status.shots, wanted=status.wanted)
    tone = YELLOW if status.missing else WHITE
    text = " · ".join((taken, *status.missing))
    line = _text(text, unit, tone)
    if line.shape[1] > width - unit:
        line = _text(text, max(_SMALLEST_TEXT, unit * (width - unit) // line.shape[1]), tone)
    _paste(panel, line, (max((width - line.shape[1]) // 2, unit // 2), unit // 5))
    top = round(1.6 * unit)
    room = panel.shape[0] - top
    if status.caption:
        words = _wrapped(status.caption, round(1.5 * unit), width, room)
        _paste(panel, words, (0, top + (room - words.shape[0]) // 2))
    return panel


def _paste(picture: NDArray[np.uint8], patch: NDArray[np.uint8], place: tuple[int, int]) -> None:
    """Paste an opaque patch into the picture, clipped at its border."""
    x, y = max(place[0], 0), max(place[1], 0)
    fits = picture[y : y + patch.shape[0], x : x + patch.shape[1]]
    fits[:] = patch[: fits.shape[0], : fits.shape[1]]


@lru_cache(maxsize=256)
def _text(text: str, size: int, tone: Colour) -> NDArray[np.uint8]:
    """One line of text on a dark bar; cached, as text is the slowest part of a frame."""
    face = font(size, True)
    left, _, right, _ = face.getbbox(text)
    pad = max(3, size // 4)
    image = Image.new("RGB", (round(right - left) + 2 * pad, round(size * 1.4)), INK)
    ImageDraw.Draw(image).text((pad - left, size * 0.1), text, fill=tone, font=face)
    return np.asarray(image)


@lru_cache(maxsize=32)
def _wrapped(text: str, size: int, width: int, room: int) -> NDArray[np.uint8]:
    """A wrapped sentence as wide as the picture, in smaller letters where it is too long."""
    lines = _lines(text, size, width)
    while size > 8 and _lines_height(lines, size) > room:
        size -= 1
        lines = _lines(text, size, width)
    face, step = font(size, True), round(1.3 * size)
    image = Image.new("RGB", (width, _lines_height(lines, size)), INK)
    draw = ImageDraw.Draw(image)
    for row, line in enumerate(lines):
        x = (width - face.getlength(line)) / 2
        draw.text((x, size * 0.2 + row * step), line, fill=WHITE, font=face)
    return np.asarray(image)


def _lines(text: str, size: int, width: int) -> list[str]:
    """A sentence in lines that fit the width."""
    face = font(size, True)
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and face.getlength(longer) > width - size:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _lines_height(lines: list[str], size: int) -> int:
    return round(1.3 * size) * len(lines) + size // 2
