"""The page "Adjust points" in a real browser: mouse, keys and finger move points and numbers."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

playwright = pytest.importorskip("playwright.sync_api")

CHROMIUM = Path("/usr/bin/chromium")
APP = Path(__file__).with_name("points_app.py")
ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90_000
"""Milliseconds; only a page that is stuck reaches it."""

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.model,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium"),
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The page on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(APP), "--server.port", str(port)]
    options = ["--server.headless", "true", "--server.address", "127.0.0.1"]
    known = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen([*command, *options], env=known, cwd=ROOT) as server:
        try:
            _wait_for(f"http://127.0.0.1:{port}/_stcore/health", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _wait_for(health: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < until:
        assert server.poll() is None, "the server stopped"
        try:
            with urllib.request.urlopen(health, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise AssertionError("the server did not start")


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def complaints() -> list[str]:
    return []


def opened(browser, address: str, complaints: list[str], **options):
    page = browser.new_context(**options).new_page()
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.goto(address)
    page.locator(".hit[data-point=c7]").wait_for(state="attached")
    page.locator("img[src^='data:image/jpeg']").wait_for()
    return page


def middle(page, point: str) -> tuple[float, float]:
    page.locator(f".hit[data-point={point}]").scroll_into_view_if_needed()
    box = page.locator(f".hit[data-point={point}]").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def cells(page, name: str) -> list[str]:
    """Title, estimate and number now."""
    return page.locator("tr", has_text=name).first.locator("td").all_inner_texts()


def changed(page, name: str) -> list[str]:
    page.locator("tr", has_text=name).first.locator("strong").first.wait_for()
    return cells(page, name)


def test_dragging_a_point_changes_its_number_and_reset_gives_it_back(browser, address, complaints):
    page = opened(browser, address, complaints, viewport={"width": 1280, "height": 1000})
    before = cells(page, "Head over the neck")
    x, y = middle(page, "tragus")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 10, y + 45, steps=4)
    assert page.locator("canvas.glass").is_visible()
    page.mouse.up()
    after = changed(page, "Head over the neck")
    assert after[1] == before[1]
    assert after[2] != before[2]
    page.locator("label", has_text="by touch").first.click()
    page.get_by_role("button", name="Reset all points").click()
    page.get_by_text("Nothing was placed yet").wait_for()
    assert cells(page, "Head over the neck") == before
    assert not page.locator("canvas.glass").is_visible()
    page.context.close()
    assert complaints == []


def test_keys_move_the_chosen_point_by_one_and_by_ten_pixels(browser, address, complaints):
    page = opened(browser, address, complaints, viewport={"width": 1280, "height": 1000})
    page.get_by_label("Point", exact=True).select_option("psis")
    where = page.locator("output.where")
    x = float(where.inner_text().split(":")[1].split(",")[0])
    page.locator(".stage").focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.get_by_text("How were they placed?").wait_for()
    moved = float(where.inner_text().split(":")[1].split(",")[0])
    assert moved == x + 19
    page.context.close()
    assert complaints == []


def test_a_finger_drags_a_point_on_a_phone(browser, address, complaints):
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    page = opened(browser, address, complaints, **phone)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    x, y = middle(page, "knee")
    touch = page.context.new_cdp_session(page)

    def finger(kind: str, *at: tuple[float, float]) -> None:
        spots = [{"x": a, "y": b} for a, b in at]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": spots})

    finger("touchStart", (x, y))
    for step in (15, 30, 45):
        finger("touchMove", (x + step, y))
    finger("touchEnd")
    page.get_by_text("How were they placed?").wait_for()
    assert changed(page, "Knee beyond straight")[2] != cells(page, "Knee beyond straight")[1]
    page.context.close()
    assert complaints == []
