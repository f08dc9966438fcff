"""The voice of the live page in a real browser, without the camera or the server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.e2e.serving import browser
from tests.e2e.voice import heard, watch_the_voice

pytestmark = pytest.mark.e2e

SCRIPT = Path(__file__).resolve().parents[2] / "posture" / "ui" / "live" / "stage.js"
COUNT = [(at, f"{words}.", "tick") for at, words in enumerate(("Three", "Two", "One"), start=1)]


@pytest.fixture
def stage() -> Iterator[Page]:
    """An empty stage; ``window.show(cues)`` is what the server does."""
    with browser() as page:
        watch_the_voice(page)
        page.goto("about:blank")
        page.set_content(
            '<div id="root"><div class="stage"><img alt="" hidden><p class="caption"></p>'
            '<p class="state"></p></div></div>'
        )
        page.evaluate(
            """
            async (script) => {
              const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
              const { default: draw } = await import(address);
              const parentElement = document.querySelector("#root");
              const rest = { src: "", alt: "", caption: "", state: "", language: "en" };
              window.show = (said) => {
                const cues = said.map(([id, text, sound]) => ({ id, code: "", text, sound }));
                draw({ data: { ...rest, sound: true, cues }, parentElement });
              };
            }
            """,
            SCRIPT.read_text(),
        )
        yield page


def held_up(stage: Page, *states: list[tuple[int, str, str]], apart_ms: int = 0) -> list[str]:
    """What is heard where the states reach the page in one go, or nearly."""
    stage.evaluate(
        f"""
        async () => {{
          for (const said of {json.dumps(states)}) {{
            window.show(said);
            await new Promise((go) => setTimeout(go, {apart_ms}));
          }}
          await new Promise((go) => setTimeout(go, 1000));
        }}
        """
    )
    return heard(stage)


@pytest.mark.parametrize("apart_ms", [0, 20, 60, 150])
def test_a_count_is_heard_in_its_order(stage: Page, apart_ms: int):
    said = held_up(stage, COUNT[:1], COUNT[:2], COUNT, apart_ms=apart_ms)
    assert said == ["Three.", "Two.", "One."]


def test_what_was_missed_of_a_count_does_not_overtake(stage: Page):
    assert held_up(stage, COUNT[:2], COUNT) == ["Three.", "Two.", "One."]


def test_the_newest_takes_the_place_of_what_was_not_begun(stage: Page):
    old = [(1, "Hold still.", "ready")]
    count = [(at + 1, words, sound) for at, words, sound in COUNT]
    assert held_up(stage, old, count[:2], count) == ["Three.", "Two.", "One."]
