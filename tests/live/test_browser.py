"""A run on the frames of a browser."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np

from posture.errors import ModelMissingError
from posture.live.browser import BrowserRun
from posture.live.camera.sources import CameraFrame
from tests.fixtures.outcomes import WAITING


def wait_for(what: Callable[[], bool]) -> None:
    """Another thread does it; only one that never will reaches the limit."""
    until = time.monotonic() + 30.0
    while not what():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_frames_go_through_one_session_until_it_ends():
    seen: list[CameraFrame] = []
    made: list[SimpleNamespace] = []

    def make() -> Any:
        def process(frame: CameraFrame) -> Any:
            seen.append(frame)
            return 255 - frame.pixels

        closed: list[int] = []
        session = SimpleNamespace(
            process=process, close=lambda: closed.append(1), status=lambda: WAITING, closed=closed
        )
        made.append(session)
        return session

    run = BrowserRun(make)
    assert run.status() is None
    given = np.full((48, 64, 3), 10, np.uint8)

    def shows(value: int) -> bool:
        picture = run.exchange(given)
        return picture is not None and bool((picture == value).all())

    assert run.exchange(given) is None
    assert run.size is None
    wait_for(lambda: shows(245))
    assert run.size == (48, 64)
    assert run.status() is WAITING
    assert len(made) == 1
    wait_for(lambda: shows(245) and len(seen) > 1)
    assert seen[1].time >= seen[0].time
    run.end()
    run.end()
    wait_for(lambda: made[0].closed == [1])
    run.exchange(given)
    wait_for(lambda: len(made) == 2)
    run.end()


def test_a_run_that_fails_says_so_and_gives_no_picture():

    def make() -> Any:
        raise ModelMissingError("The model is missing.", "Run make model.")

    run = BrowserRun(make)
    given = np.full((48, 64, 3), 10, np.uint8)
    assert run.exchange(given) is None
    wait_for(lambda: isinstance(run.error, ModelMissingError))
    assert run.exchange(given) is None
    run.end()
