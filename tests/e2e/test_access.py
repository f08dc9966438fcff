"""No page has a serious fault that keeps people with a screen reader or weak eyes out (axe)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

from tests.e2e.test_pages import LEARN, learn
from tests.e2e.visitor import check_sample, found, go_to, settled, visit

if TYPE_CHECKING:
    from playwright.sync_api import Page


def faults(page: Page) -> list[str]:
    """Serious and critical faults with their places; Streamlit's own count too."""
    options = {"resultTypes": ["violations"]}
    answer = Axe().run(page, options=options).response
    out: list[str] = []
    for fault in answer["violations"]:
        if fault["impact"] not in ("serious", "critical"):
            continue
        for node in fault["nodes"]:
            where = str(node["target"][-1])
            why = "; ".join(c["message"] for c in node["any"] + node["all"] + node["none"])
            out.append(f"{fault['id']} at {where}: {node['html'][:160]} ({why})")
    return out


def faults_in_both_themes(page: Page) -> list[str]:
    """On a light ground, then on a dark one: the app follows the system's choice at once."""
    light = faults(page)
    ground = _ground(page)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"{_GROUND} !== {ground!r}")
    settled(page)
    dark = [f"dark: {fault}" for fault in faults(page)]
    page.emulate_media(color_scheme="light")
    page.wait_for_function(f"{_GROUND} === {ground!r}")
    settled(page)
    return light + dark


_GROUND = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"


def _ground(page: Page) -> str:
    return page.evaluate(_GROUND)


def test_from_the_start_to_a_result_and_its_points(page: Page, address: str):
    visit(page, address)
    assert faults_in_both_themes(page) == []
    check_sample(page, "Round upper back")
    for label in page.locator("details summary").all():
        label.click()
    settled(page)
    assert faults_in_both_themes(page) == []
    go_to(page, "Adjust points")
    page.locator(".hit[data-point=c7]").wait_for(state="attached")
    settled(page)
    assert faults_in_both_themes(page) == []


def test_left_and_right(page: Page, address: str):
    visit(page, address, "sides", "Left and right")
    assert faults_in_both_themes(page) == []
    page.get_by_test_id("stSelectbox").first.click()
    page.get_by_role("option", name="From the front").click()
    found(page)
    assert faults_in_both_themes(page) == []


def test_live(page: Page, address: str):
    visit(page, address, "live", "Live")
    assert faults_in_both_themes(page) == []


def test_learn(page: Page, address: str):
    visit(page, address, "learn", "Learn")
    for title in LEARN:
        learn(page, title)
        assert faults_in_both_themes(page) == [], title
