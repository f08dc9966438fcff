"""The live page in a real browser: a fake camera fed from the rendered visitor's clip."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Complaints
from tests.e2e.serving import browser, served, served_process
from tests.e2e.voice import heard, watch_the_voice
from tests.fixtures.visit import VISIT, write_avi, write_mjpeg, write_walk

pytestmark = [pytest.mark.e2e, pytest.mark.model]

PATIENCE_S = 300.0
"""A guided run takes forty seconds, and three times that where others keep the machine busy."""


def until(page: Page, what: Callable[[], bool], seconds: float = PATIENCE_S) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return
        page.wait_for_timeout(250)
    told = page.evaluate("(window.heard || []).map((said) => said[1])")
    shown = page.locator("body").inner_text()
    raise AssertionError(f"waited in vain; the page said {told} and shows:\n{shown}")


def watch_the_console(page: Page) -> Complaints:
    """Errors as they come."""
    errors = Complaints()
    errors.watch(page)
    return errors


def keep_the_peers(page: Page) -> None:
    """Keep every connection that a frame of the page opens."""
    page.add_init_script(
        """
        window.peers = [];
        window.RTCPeerConnection = class extends RTCPeerConnection {
          constructor(...options) { super(...options); window.peers.push(this); }
        };
        """
    )


def break_the_stream(page: Page) -> None:
    """What a browser does when the server is not heard for five seconds; it begins anew."""
    frame = next(f for f in page.frames if "webrtc" in f.url)
    before = frame.evaluate("window.peers.length")
    frame.evaluate(
        """
        const peer = window.peers.at(-1);
        Object.defineProperty(peer, "connectionState", { value: "disconnected" });
        peer.dispatchEvent(new Event("connectionstatechange"));
        """
    )
    until(page, lambda: frame.evaluate("window.peers.length") > before, 60.0)


def press_start(page: Page) -> None:
    """Press until it holds: a click in the very moment in which the button appears is lost."""
    frame = page.frame_locator("iframe[title*='webrtc']")
    for _ in range(20):
        start = frame.get_by_role("button", name="Start")
        if start.count():
            start.first.click()
        page.wait_for_timeout(3000)
        if page.get_by_role("button", name="Stop").count():
            return
    raise AssertionError("the stream did not start")


def assert_a_whole_run(page: Page) -> None:
    until(page, lambda: page.locator(".st-key-verdict h1, .verdict").count() > 0)
    said = heard(page)
    assert "Turn a little to your left." in said or any("until your side" in s for s in said)
    assert said.count("Three.") >= 3
    assert said.index("Three.") < said.index("Two.") < said.index("One.")
    # No count is heard without its beginning, however seldom the page asks.
    ends = [at for at, words in enumerate(said) if words == "One."]
    assert all(said[at - 2 : at] == ["Three.", "Two."] for at in ends)
    assert any("step on the spot" in s for s in said)
    expect(page.get_by_text("The median of 3 pictures")).to_be_visible()


def assert_the_panel_is_seen(page: Page) -> None:
    """The annotated picture with the panel below it, as high as the frame it stands in."""
    frame = next(f for f in page.frames if "webrtc" in f.url)
    high = "document.querySelector('video')?.videoHeight"
    until(page, lambda: frame.evaluate(f"{high} > 480"), 60.0)
    seen = "document.querySelector('video').getBoundingClientRect().bottom <= innerHeight + 1"
    until(page, lambda: frame.evaluate(seen), 60.0)


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)], ids=["desk", "phone"])
def test_the_whole_run_through_the_browser(tmp_path: Path, width: int, height: int):
    """On the desk the stream breaks off after the first picture; nobody touches the page."""
    # The video runs as soon as the browser has its camera; a busy server hears the end of the turn
    # only, so there are several.
    clip = write_mjpeg(tmp_path / "visit.mjpeg", ("turning",) * 5 + VISIT, repeat=3)
    camera = f"--use-file-for-fake-video-capture={clip}"
    with served() as address, browser(camera, width=width, height=height) as page:
        watch_the_voice(page)
        keep_the_peers(page)
        errors = watch_the_console(page)
        page.goto(f"{address}/live")
        press_start(page)
        assert_the_panel_is_seen(page)
        if width > height:
            until(page, lambda: any("step on the spot" in words for words in heard(page)))
            break_the_stream(page)
        assert_a_whole_run(page)
        expect(page.locator(".st-key-verdict h1")).to_be_in_viewport()
        # Not once more after the break; a busy server may have had something newer to say first.
        assert len([words for words in heard(page) if words.startswith("Hello.")]) <= 1
        page.get_by_role("link", name="What is behind it, and exercises").click()
        expect(page.get_by_text("3 photos of one person")).to_be_visible()
        assert errors == []


def test_a_stream_that_breaks_off_while_the_server_is_busy_comes_back(tmp_path: Path):
    """The server hears of the new beginning only, and not of the end before it."""
    clip = write_mjpeg(tmp_path / "still.mjpeg", ("standing",), repeat=30)
    camera = f"--use-file-for-fake-video-capture={clip}"
    with served_process() as (address, server), browser(camera) as page:
        watch_the_voice(page)
        keep_the_peers(page)
        page.goto(f"{address}/live")
        press_start(page)
        until(page, lambda: "Three." in heard(page))
        server.send_signal(signal.SIGSTOP)
        try:
            break_the_stream(page)
            page.wait_for_timeout(3000)
        finally:
            server.send_signal(signal.SIGCONT)
        page.get_by_text("It is being restarted").wait_for()
        before = heard(page).count("Three.")
        until(page, lambda: heard(page).count("Three.") > before)
        # Not once more after the break; a busy server may have had something newer to say first.
        assert len([words for words in heard(page) if words.startswith("Hello.")]) <= 1


def test_the_whole_run_on_the_local_camera(tmp_path: Path):
    clip = write_avi(tmp_path / "visit.avi")
    with served(POSTURE_CAMERA=str(clip)) as address, browser(width=390, height=844) as page:
        watch_the_voice(page)
        errors = watch_the_console(page)
        page.goto(f"{address}/live")
        page.get_by_text("Camera of this computer").click()
        page.get_by_text("on which this program runs").wait_for()
        page.get_by_role("button", name="Start").click()
        picture = page.get_by_alt_text("The camera picture")
        expect(picture).to_be_visible()
        first = picture.get_attribute("src")
        until(page, lambda: picture.get_attribute("src") != first, 60.0)
        assert_a_whole_run(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 390
        assert errors == []


def test_the_snapshot(tmp_path: Path):
    clip = write_mjpeg(tmp_path / "still.mjpeg", ("standing",), repeat=30)
    with served() as address, browser(f"--use-file-for-fake-video-capture={clip}") as page:
        errors = watch_the_console(page)
        page.goto(f"{address}/live")
        page.get_by_text("Single pictures").click()
        for number in (1, 2, 3):
            page.get_by_text(f"Picture {number} of 3").wait_for(timeout=120_000)
            shutter = page.get_by_role("button", name="Take Photo")
            expect(shutter).to_be_enabled(timeout=60_000)
            page.wait_for_timeout(1500)
            shutter.click()
        expect(page.get_by_text("The median of 3 pictures")).to_be_visible(timeout=180_000)
        assert errors == []


def test_who_walks_past_the_camera_is_not_captured(tmp_path: Path):
    """The guidance goes on, no count begins, and nothing is taken."""
    clip = write_walk(tmp_path / "walk.mjpeg", 24.0, repeat=3)
    with served() as address, browser(f"--use-file-for-fake-video-capture={clip}") as page:
        watch_the_voice(page)
        page.goto(f"{address}/live")
        press_start(page)
        until(page, lambda: any(words.startswith("Hello.") for words in heard(page)))
        page.wait_for_timeout(30_000)
        said = heard(page)
        assert len(said) >= 3, "the person is seen and told something"
        assert "Three." not in said
        expect(page.get_by_text("Pictures 0 of 3")).to_be_visible()
