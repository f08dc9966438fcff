"""No page has a fault that keeps people with a screen reader or weak eyes out (axe)."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from axe_playwright_python.sync_playwright import Axe

import posture
from posture.files.documents.write import to_json
from posture.present.wording import CLEARANCES
from tests.e2e.conftest import Opener
from tests.e2e.test_pages import LEARN, learn
from tests.e2e.visitor import (
    KEEP,
    SAMPLES,
    adjust,
    answer_with_no,
    check_sample,
    compare_sample,
    drop,
    drop_refused,
    frontal_sample,
    open_fold,
    screen,
    settled,
    speak,
    too_wide,
    visit,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

PLAN_READY = CLEARANCES["cleared"]


def faults(page: Page) -> list[str]:
    """All faults with their places; Streamlit's own count too, but for one."""
    options = {"resultTypes": ["violations"]}
    answer = Axe().run(page, options=options).response
    out: list[str] = []
    for fault in answer["violations"]:
        # The box of Streamlit's upload, minor: presentational, but named and in the tab order.
        if fault["id"] == "presentation-role-conflict":
            continue
        for node in fault["nodes"]:
            where = str(node["target"][-1])
            why = "; ".join(c["message"] for c in node["any"] + node["all"] + node["none"])
            out.append(f"{fault['id']} at {where}: {node['html'][:160]} ({why})")
    return out


def faults_everywhere(page: Page, ways: tuple[Way, ...] | None = None) -> list[str]:
    """On a light and a dark ground, in both languages, on a wide screen and on a phone's width.

    Colours follow the ground alone, words the language, and places the width: four visits see each
    ground with each width and each width with each language.
    """
    out: list[str] = []
    for where in ways or WAYS:
        size = page.viewport_size
        with shown_in(page, where):
            out += [f"{where}: {fault}" for fault in faults(page)]
            out += [f"{where}: {one} is too wide" for one in too_wide(page)]
        assert page.viewport_size == size
    return out


@dataclass(frozen=True)
class Way:
    """How a page is looked at."""

    ground: Literal["light", "dark"]
    language: str
    width: int


WAYS = (
    Way("light", "English", 1280),
    Way("dark", "Deutsch", 1280),
    Way("light", "Deutsch", 390),
    Way("dark", "English", 390),
)


@contextmanager
def shown_in(page: Page, way: Way) -> Generator[None, None, None]:
    """The page in one way; at the end it is as it was."""
    size = screen(page)
    page.set_viewport_size({"width": way.width, "height": size["height"]})
    _ground(page, way.ground)
    speak(page, way.language)
    yield
    speak(page, "English")
    _ground(page, "light")
    page.set_viewport_size(size)
    settled(page)


_DARK = """() => {
  const app = document.querySelector("[data-testid=stApp]");
  const [red, green, blue] = getComputedStyle(app).backgroundColor.match(/\\d+/g).map(Number);
  return (red + green + blue < 384) === %s;
}"""


def _ground(page: Page, ground: Literal["light", "dark"]) -> None:
    """The app follows the system's choice at once."""
    page.emulate_media(color_scheme=ground)
    page.wait_for_function(_DARK % ("true" if ground == "dark" else "false"))
    settled(page)


def unfold(page: Page) -> None:
    """Open everything that is folded away."""
    settled(page)
    for fold in page.locator("details").all():
        if fold.get_attribute("open") is None:
            fold.locator("summary").first.click()
    settled(page)


def test_from_the_start_to_a_result_and_its_points(page: Page, address: str):
    visit(page, address)
    assert faults_everywhere(page) == []
    check_sample(page, "Marked")
    unfold(page)
    assert faults_everywhere(page) == []
    adjust(page)
    page.locator(".hit[data-point=c7]").wait_for(state="attached")
    unfold(page)
    assert faults_everywhere(page) == []


def test_answers_and_the_plan_that_follows(page: Page, address: str):
    visit(page, address)
    check_sample(page, "Head forward")
    answer_with_no(page)
    page.get_by_text(PLAN_READY).wait_for()
    open_fold(page, KEEP)
    page.get_by_role("button", name="Make picture, report and data").click()
    page.get_by_role("button", name="Report (PDF)").wait_for()
    unfold(page)
    assert faults_everywhere(page) == []


def test_a_refused_photo(page: Page, address: str):
    visit(page, address)
    drop_refused(page)
    unfold(page)
    assert faults_everywhere(page) == []


def test_points_without_a_photo(page: Page, address: str):
    visit(page, address, "points", "Adjust points")
    assert faults_everywhere(page) == []


def test_before_and_after(page: Page, address: str):
    visit(page, address, "compare", "Compare")
    assert faults_everywhere(page) == []
    compare_sample(page)
    unfold(page)
    assert faults_everywhere(page) == []


def test_before_and_after_with_a_refused_photo_beside_a_stored_one(
    page: Page, address: str, tmp_path: Path
):
    kept = tmp_path / "march.json"
    analysis = posture.analyze(SAMPLES / "change" / "before.jpg")
    assert isinstance(analysis, posture.Analysis)
    kept.write_text(to_json(analysis), "utf-8")
    visit(page, address, "compare", "Compare")
    drop(page, kept)
    page.get_by_text("A stored analysis holds no picture").wait_for()
    settled(page)
    drop(page, SAMPLES / "sides" / "back.jpg")
    page.get_by_role("heading", name="This photo cannot be measured yet").wait_for()
    unfold(page)
    assert faults_everywhere(page) == []


def test_left_and_right(page: Page, address: str):
    visit(page, address, "frontal")
    assert faults_everywhere(page) == []
    frontal_sample(page)
    unfold(page)
    assert faults_everywhere(page) == []


def test_left_and_right_refused(page: Page, address: str):
    visit(page, address, "frontal")
    drop(page, SAMPLES / "facing_left.jpg")
    page.get_by_text("Left and right cannot be compared in this photo").wait_for()
    settled(page)
    assert faults_everywhere(page) == []


def test_live(page: Page, address: str):
    visit(page, address, "live", "Live")
    assert faults_everywhere(page) == []


def test_learn(page: Page, address: str):
    visit(page, address, "learn", "Learn")
    for place, title in enumerate(LEARN):
        learn(page, title)
        unfold(page)
        # The pages are built alike: each one is seen in two of the ways, in turns.
        ways = WAYS[1:3] if place % 2 else (WAYS[0], WAYS[3])
        assert faults_everywhere(page, ways) == [], title


CUT = """() => {
  const out = [], hides = (how) => how === "hidden" || how === "clip";
  for (const one of document.querySelectorAll("[data-testid=stApp] *")) {
    const own = [...one.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    const box = one.getBoundingClientRect();
    if (!own || box.width < 2 || box.height < 2) continue;
    const style = getComputedStyle(one);
    if ((hides(style.overflowX) && one.scrollWidth > one.clientWidth + 1)
        || (hides(style.overflowY) && one.scrollHeight > one.clientHeight + 2)) {
      out.push(`${one.tagName} ${one.textContent.trim().slice(0, 60)}`);
    }
  }
  return out;
}"""
"""Texts of which a part is hidden by their own box."""


def test_at_200_percent_nothing_sticks_out_or_is_cut(opener: Opener, address: str):
    """A window of 1280 by 800 pixels at twice the size holds 640 by 400."""
    page = opener(viewport={"width": 640, "height": 400}, device_scale_factor=2)

    def look() -> None:
        for language in ("Deutsch", "English"):
            speak(page, language)
            assert too_wide(page) == []
            assert page.evaluate(CUT) == []

    visit(page, address)
    look()
    check_sample(page, "Marked")
    unfold(page)
    look()
    adjust(page)
    page.locator(".hit[data-point=c7]").wait_for(state="attached")
    look()
    visit(page, address, "compare", "Compare")
    compare_sample(page)
    unfold(page)
    look()
    visit(page, address, "live", "Live")
    look()
    visit(page, address, "frontal")
    frontal_sample(page)
    unfold(page)
    look()
