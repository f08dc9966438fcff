"""Everything can be done with the keyboard alone, and what has the focus is seen."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from posture.present.wording import CLEARANCES
from tests.e2e.visitor import (
    EXERCISES,
    adjust,
    answer_with_no,
    check_sample,
    compare_sample,
    drop_refused,
    found,
    go_to,
    settled,
    visit,
)

MOST_STOPS = 120
CONFIRM = "Confirm the answers of this card"

INVISIBLE = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  let seen = box.width > 4 && box.height > 4;
  for (let up = one; up; up = up.parentElement) {
    const style = getComputedStyle(up);
    if (style.visibility === "hidden" || parseFloat(style.opacity) < 0.1) seen = false;
  }
  return seen || one === document.body ? null : one.outerHTML.slice(0, 120);
}"""
"""What has the focus, if nobody sees it."""

UNMARKED = """async () => {
  let one = document.activeElement;
  while (one.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
  // What is in a frame is marked there.
  if (one.tagName === "IFRAME") return null;
  const looks = () => {
    const parts = [one, ...[...one.querySelectorAll("*")].slice(0, 12)];
    for (let up = one.parentElement, i = 0; up && i < 4; up = up.parentElement, i++) parts.push(up);
    return parts.map((part) => {
      const s = getComputedStyle(part);
      return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.borderColor,
        s.backgroundColor, s.color].join();
    }).join("|");
  };
  const still = () => new Promise((done) => setTimeout(done, 250));
  await still();
  const focused = looks();
  one.blur();
  await still();
  const rest = looks();
  one.focus({ preventScroll: true, focusVisible: true });
  return focused !== rest ? null : one.outerHTML.slice(0, 160);
}"""
"""What has the focus, if it looks as it does without."""


def press_until(page: Page, reached: Callable[[], bool], key: str = "Tab") -> None:
    """Press a key until something has the focus; nothing on the way is invisible."""
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        assert page.evaluate(INVISIBLE) is None
        if reached():
            return
    raise AssertionError(f"not reached by {key}: {page.evaluate('document.title')}")


def focused_text(page: Page) -> str:
    return page.evaluate("(document.activeElement.innerText || '').trim()")


def tab_to(page: Page, text: str) -> None:
    """Go on with the tab key until something with this text has the focus."""
    press_until(page, lambda: text in focused_text(page))


def test_keys_alone_lead_to_a_result_and_its_advice(page: Page, address: str):
    visit(page, address)
    reached: list[str] = []

    def at_the_sample() -> bool:
        reached.append(focused_text(page))
        return reached[-1] == "Head forward"

    press_until(page, at_the_sample)
    # The order of reading: menu, upload, samples from neutral to marked.
    assert any("Learn" in one for one in reached), reached
    uploads = [i for i, one in enumerate(reached) if one.endswith("Upload")]
    assert uploads, reached
    assert "Typical" in reached[uploads[0] :], reached
    page.keyboard.press("Enter")
    found(page)
    expect(page.get_by_text("head_forward.jpg, facing")).to_be_visible()
    # From the headline on, the next stops are what stands behind the lines.
    headline = page.locator(".st-key-verdict h1")
    expect(headline).to_be_focused()
    expect(page.locator("#posture-said[role=status]")).to_have_text(headline.inner_text())
    tab_to(page, "Knees and legs")
    page.keyboard.press("Enter")
    told = page.get_by_text("10 people who look like this in a photo").locator("visible=true")
    expect(told).to_have_count(1)


def test_keys_alone_answer_the_questions(page: Page, address: str):
    visit(page, address)
    check_sample(page, "Marked")
    tab_to(page, EXERCISES)
    page.keyboard.press("Enter")
    page.get_by_text("Card 1 of 4").wait_for()
    settled(page)
    # One question by itself, with the arrow keys, and taken back again.
    press_until(
        page,
        lambda: page.evaluate(
            "document.activeElement.type === 'radio' && "
            "document.activeElement.closest('.st-key-screening_card') !== null"
        ),
    )
    page.keyboard.press("Space")
    settled(page)
    page.keyboard.press("ArrowRight")
    settled(page)
    for number in range(1, 5):
        page.get_by_text(f"Card {number} of 4").wait_for()
        settled(page)
        tab_to(page, "None of these")
        page.keyboard.press("Enter")
        settled(page)
        # The new button stands beside the old, disabled one for a moment.
        page.locator("button:enabled").filter(has_text=CONFIRM).wait_for()
        settled(page)
        tab_to(page, CONFIRM)
        page.keyboard.press("Enter")
        settled(page)
    expect(page.get_by_text(CLEARANCES["cleared"])).to_be_visible()


def test_keys_alone_adjust_a_point(page: Page, address: str):
    visit(page, address)
    check_sample(page, "Head forward")
    tab_to(page, "Adjust points")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Adjust points")).to_be_visible()
    page.locator(".hit[data-point=c7]").wait_for(state="attached")
    settled(page)
    press_until(page, lambda: page.evaluate(f"{_INNERMOST}?.tagName === 'SELECT'"))
    page.keyboard.type("Lowest neck bone")
    press_until(page, lambda: page.evaluate(f"{_INNERMOST}?.classList.contains('stage')"))
    for _ in range(3):
        page.keyboard.press("Shift+ArrowLeft")
    row = page.locator("tr", has_text="Head over the neck").first
    expect(row).to_contain_text("→")


_INNERMOST = """(() => {
  let one = document.activeElement;
  while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
  return one;
})()"""
"""What has the focus, inside of a component too."""


def test_the_tab_key_stops_at_nothing_that_is_invisible_or_unmarked(page: Page, address: str):
    def walk() -> None:
        # To the end from where the focus was, then from the top.
        stops = 0
        for _ in range(2):
            stops = 0
            while True:
                page.keyboard.press("Tab")
                if page.evaluate("document.activeElement === document.body"):
                    break
                stops += 1
                assert stops < MOST_STOPS
                assert page.evaluate(INVISIBLE) is None
                assert page.evaluate(UNMARKED) is None
        assert stops > 10

    visit(page, address)
    walk()
    check_sample(page, "Typical")
    walk()
    answer_with_no(page)
    adjust(page)
    page.locator(".hit[data-point=c7]").wait_for(state="attached")
    settled(page)
    walk()


def test_a_refusal_and_a_comparison_take_the_focus_too(page: Page, address: str):
    visit(page, address)
    drop_refused(page)
    heading = page.get_by_role("heading", name="This photo cannot be measured yet")
    expect(heading).to_be_focused()
    said = page.locator("#posture-said[role=status]")
    expect(said).to_have_text("This photo cannot be measured yet")
    go_to(page, "Compare")
    expect(page.get_by_role("heading", level=1, name="Compare")).to_be_visible()
    settled(page)
    compare_sample(page)
    expect(page.get_by_role("heading", name=re.compile("What has changed"))).to_be_focused()
    expect(said).to_have_text("What has changed")
