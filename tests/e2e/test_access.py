"""No page has a serious fault that keeps people with a screen reader or weak eyes out (axe)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.e2e.test_pages import LEARN, learn
from tests.e2e.visitor import check_sample, found, go_to, settled, visit

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.e2e.conftest import Opener

STREAMLITS_OWN: dict[str, tuple[str, ...]] = {}
"""Rule to selectors of what Streamlit draws so and we cannot mend."""


def faults(page: Page) -> list[str]:
    """Serious and critical faults that are not known to be Streamlit's, with their places."""
    options = {"resultTypes": ["violations"]}
    answer = Axe().run(page, options=options).response
    out: list[str] = []
    for fault in answer["violations"]:
        if fault["impact"] not in ("serious", "critical"):
            continue
        known = STREAMLITS_OWN.get(fault["id"], ())
        for node in fault["nodes"]:
            where = str(node["target"][-1])
            if known and page.evaluate(_KNOWN, [where, list(known)]):
                continue
            why = "; ".join(c["message"] for c in node["any"] + node["all"] + node["none"])
            out.append(f"{fault['id']} at {where}: {node['html'][:160]} ({why})")
    return out


_KNOWN = """([where, known]) => {
  const one = document.querySelector(where);
  return Boolean(one) && known.some((selector) => one.matches(selector));
}"""


@pytest.fixture(params=["light", "dark"])
def visitor(request: pytest.FixtureRequest, opener: Opener) -> Page:
    return opener(color_scheme=request.param)


def test_from_the_start_to_a_result_and_its_points(visitor: Page, address: str):
    visit(visitor, address)
    assert faults(visitor) == []
    check_sample(visitor, "Round upper back")
    for label in visitor.locator("details summary").all():
        label.click()
    settled(visitor)
    assert faults(visitor) == []
    go_to(visitor, "Adjust points")
    visitor.locator(".hit[data-point=c7]").wait_for(state="attached")
    settled(visitor)
    assert faults(visitor) == []


def test_left_and_right(visitor: Page, address: str):
    visit(visitor, address, "sides", "Left and right")
    assert faults(visitor) == []
    visitor.get_by_test_id("stSelectbox").first.click()
    visitor.get_by_role("option", name="From the front").click()
    found(visitor)
    assert faults(visitor) == []


def test_learn(visitor: Page, address: str):
    visit(visitor, address, "learn", "Learn")
    for title in LEARN:
        learn(visitor, title)
        assert faults(visitor) == [], title
