"""The camera's tilt on a frontal photo: two clicks on a door frame, and the level of a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.serving import browser
from tests.e2e.visitor import box_of, frontal_sample, settled, standing, visit

pytestmark = pytest.mark.e2e

LEVEL = Path(__file__).resolve().parents[2] / "posture" / "ui" / "shared" / "level.js"


@pytest.fixture
def level() -> Iterator[Page]:
    """An empty level; ``window.turn(degrees)`` turns the device clockwise."""
    with browser() as page:
        page.goto("about:blank")
        page.set_content(
            '<div id="root"><div class="level"><button></button><div class="tube">'
            '<span class="bubble" hidden></span></div><p class="said"></p></div></div>'
        )
        page.evaluate(
            """
            async (script) => {
              const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
              const { default: draw } = await import(address);
              const words = {
                start: "Start", tube: "", level: "level", flat: "flat", none: "none",
                left: "{size} anticlockwise", right: "{size} clockwise",
              };
              draw({ data: { words }, parentElement: document.querySelector("#root") });
              window.turn = (degrees, sign = 1, up = 9.8) => {
                const angle = (degrees * Math.PI) / 180;
                const [x, y] = [-sign * up * Math.sin(angle), sign * up * Math.cos(angle)];
                const felt = { accelerationIncludingGravity: { x, y, z: 0 } };
                for (let i = 0; i < 60; i++) {
                  dispatchEvent(Object.assign(new Event("devicemotion"), felt));
                }
                return document.querySelector(".said").textContent;
              };
            }
            """,
            LEVEL.read_text(),
        )
        page.get_by_role("button").click()
        yield page


@pytest.mark.parametrize("sign", [1, -1], ids=["android", "ios"])
@pytest.mark.parametrize("upright", [0, 90, -90, 180])
def test_the_level_says_how_to_turn_the_device(level: Page, upright: int, sign: int):
    def said(degrees: float) -> str:
        return level.evaluate("([by, sign]) => turn(by, sign)", [upright + degrees, sign])

    assert said(4) == "4 anticlockwise"
    assert said(-3) == "3 clockwise"
    assert said(0.4) == "level"


def test_the_bubble_rises_to_the_higher_side(level: Page):
    level.evaluate("turn(5)")
    assert level.locator(".bubble").evaluate("(it) => it.style.left") == "15%"


def test_a_device_that_lies_flat_says_so(level: Page):
    assert level.evaluate("turn(3, 1, 1.0)") == "flat"


def test_a_device_without_a_sensor_says_so(level: Page):
    expect(level.locator(".said")).to_have_text("none", timeout=10_000)


def test_two_clicks_on_a_door_frame_measure_the_photo_anew(page: Page, address: str):
    visit(page, address, "frontal")
    frontal_sample(page)
    limit = page.get_by_text("cannot be told from level")
    expect(limit).to_contain_text("as the verticals in the picture show it")
    page.get_by_text("Mark a vertical").click()
    stage = page.locator(".stage")
    expect(stage).to_be_visible()
    settled(page)
    standing(stage)
    stage.evaluate('(it) => it.scrollIntoView({ block: "center" })')
    back = page.get_by_role("button", name="Take the vertical back")
    use = page.get_by_role("button", name=re.compile("Measure with this vertical"))
    for down, answer in ((0.15, back), (0.85, use)):
        # The second click waits for the answer to the first.
        box = box_of(stage)
        page.mouse.click(box["x"] + 0.1 * box["width"], box["y"] + down * box["height"])
        expect(answer).to_be_visible()
        settled(page)
    use.click()
    expect(limit).to_contain_text("as you stated it")
    back.click()
    expect(limit).to_contain_text("as the verticals in the picture show it")
