"""What stands on the picture, and what only below it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from posture.i18n.language import LANGUAGES, use_language
from posture.live.camera.sources import CameraFrame
from posture.live.frames.reading import read_frame
from posture.live.frames.tracker import Tracked
from posture.live.guidance.cues import sentence
from posture.live.guidance.rules import CODES
from posture.live.paint import Painter, panel_height
from posture.live.status import Status
from tests.live.test_session import STANDING

STATUS = Status("count", 1, 3, (), "Two.", (), 2, None, True, None)
SHAPES = ((480, 640), (640, 480), (720, 1280), (240, 320))


def person(shape: tuple[int, int], *, aside: float = 0.0) -> Tracked:
    scale = min(shape[0] / 480, shape[1] / 640)
    at = STANDING * scale + (shape[1] * (0.5 + aside) - 320 * scale, 0.0)
    return Tracked(at, np.ones(33))


def painted(status: Status, shape: tuple[int, int], who: Tracked | None) -> NDArray[np.uint8]:
    pixels = np.full((*shape, 3), 120, np.uint8)
    if who is not None:
        speeds = np.zeros(33)
        status = replace(status, reading=read_frame(who, shape, 0.0, speeds, 120.0))
    return Painter().paint(CameraFrame(pixels, 0.0), who, status)


@pytest.mark.parametrize("shape", SHAPES)
def test_neither_the_countdown_nor_a_caption_touches_the_picture(shape: tuple[int, int]):
    who = person(shape)
    plain = painted(replace(STATUS, phase="seek", countdown=None, caption=""), shape, who)
    high = panel_height(shape)
    assert plain.shape == (shape[0] + high, shape[1], 3)
    assert plain.shape[0] % 2 == 0, "as video encoders need it"
    for status in (
        replace(STATUS, phase="seek"),
        replace(STATUS, phase="seek", countdown=None, caption=sentence("turn_side")),
    ):
        made = painted(status, shape, who)
        assert (made[: shape[0]] == plain[: shape[0]]).all()
        assert (made[shape[0] :] != plain[shape[0] :]).any()


def test_the_countdown_can_be_read_from_afar():
    made = painted(STATUS, (480, 640), None)
    bright = np.flatnonzero((made[480:].min(axis=2) > 200).max(axis=1))
    assert np.ptp(bright) > 480 / 10


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("aside", [-0.28, 0.0, 0.28])
def test_the_gauges_stand_beside_the_body(aside: float, code: str):
    shape = (480, 640)
    who = person(shape, aside=aside)
    with use_language(code):
        made = painted(replace(STATUS, countdown=None), shape, who)
    changed = (made[: shape[0]] != 120).any(axis=2)
    x = who.landmarks[:, 0]
    beyond = 0.05 * np.ptp(who.landmarks[:, 1])
    # The skeleton reaches a few pixels beyond the landmarks.
    above = int(who.landmarks[:, 1].min()) - 8
    assert changed[:above].any()
    assert not changed[:above, int(x.min() - beyond) : int(x.max() + beyond)].any()


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("shape", SHAPES)
def test_every_sentence_fits_whole(code: str, shape: tuple[int, int]):
    with use_language(code):
        longest = max((sentence(one) for one in (*CODES, "hello", "step", "desk")), key=len)
        for caption in (longest, f"{longest} {longest}"):
            made = painted(replace(STATUS, countdown=None, caption=caption), shape, None)
            edge = made[-2:], made[shape[0] :, :2], made[shape[0] :, -2:]
            assert all((one == made[-1, 0]).all() for one in edge)
