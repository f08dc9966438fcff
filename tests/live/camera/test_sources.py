"""Files in the place of a camera, at their own pace; clear errors; which network there is."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from posture.errors import CameraError, VideoError
from posture.live.camera import network
from posture.live.camera.sources import open_source
from tests.fixtures.visit import write_avi


class Clock:
    """Time that passes when somebody sleeps, or when it is moved."""

    def __init__(self) -> None:
        self.now = 50.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_avi(tmp_path_factory.mktemp("clip") / "clip.avi", ("standing", "standing"))


def test_a_file_is_shown_at_its_own_pace(clip: Path):
    clock = Clock()
    source = open_source(str(clip), clock=clock, sleep=clock.sleep)
    times = []
    while (frame := source.read()) is not None:
        assert frame.pixels.shape == (480, 640, 3)
        times.append(frame.time)
    source.close()
    assert times == pytest.approx([50.0 + i / 10 for i in range(16)])


def test_frames_whose_time_has_passed_are_skipped(clip: Path):
    clock = Clock()
    source = open_source(str(clip), clock=clock, sleep=clock.sleep)
    source.read()
    clock.now += 0.75
    later = source.read()
    assert later is not None
    assert later.time == pytest.approx(50.7)
    clock.now += 60.0
    assert source.read() is None
    source.close()


def test_a_missing_file_is_said(tmp_path: Path):
    with pytest.raises(VideoError, match="no file"):
        open_source(str(tmp_path / "nothing.mp4"))


def test_a_file_that_is_no_video_is_said(tmp_path: Path):
    text = tmp_path / "text.mp4"
    text.write_text("no video")
    with pytest.raises(VideoError, match="not a video"):
        open_source(str(text))


def test_a_missing_camera_is_said_with_what_to_do():
    with pytest.raises(CameraError, match="--source FILE"):
        open_source("97")


def adapters(*addresses: Any) -> list[SimpleNamespace]:
    return [SimpleNamespace(ips=[SimpleNamespace(ip=address) for address in addresses])]


@pytest.mark.parametrize(
    ("addresses", "wanted"),
    [
        ((), False),
        (("127.0.0.1", ("::1", 0, 0)), False),
        (("127.0.0.1", "192.168.1.7"), True),
        ((("fe80::1", 0, 2),), True),
    ],
)
def test_a_network_is_an_address_beyond_loopback(
    addresses: tuple[Any, ...], wanted: bool, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(network.ifaddr, "get_adapters", lambda: adapters(*addresses))
    assert network.has_network() is wanted


def test_no_outside_server_is_asked_unless_one_is_named(monkeypatch: pytest.MonkeyPatch):
    for name in network.TURN:
        monkeypatch.delenv(name, raising=False)
    assert network.ice_servers() == []
    monkeypatch.setenv("POSTURE_TURN_URL", "turn:relay.example:3478")
    assert network.ice_servers() == [{"urls": ["turn:relay.example:3478"]}]
    monkeypatch.setenv("POSTURE_TURN_USER", "somebody")
    monkeypatch.setenv("POSTURE_TURN_PASSWORD", "word")
    (server,) = network.ice_servers()
    assert (server["username"], server["credential"]) == ("somebody", "word")


def test_the_local_camera_is_the_first_unless_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("POSTURE_CAMERA", raising=False)
    assert network.camera_name() == "0"
    monkeypatch.setenv("POSTURE_CAMERA", "clip.avi")
    assert network.camera_name() == "clip.avi"
