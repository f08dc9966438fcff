"""What a visitor does in the app, for tests and for taking pictures of it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import expect

from posture.i18n.language import LANGUAGES
from posture.present.wording import CLEARANCES
from tests.e2e.serving import PATIENCE_MS, ROOT

if TYPE_CHECKING:
    from playwright.sync_api import FloatRect, Locator, Page, ViewportSize

SAMPLES = ROOT / "samples"
EXERCISES, KEEP, HEAD = "Exercises, after a few questions", "Take it with you", "Head and neck"
"""Folds of a result."""

expect.set_options(timeout=PATIENCE_MS)


def visit(page: Page, address: str, where: str = "", heading: str = "How do you stand?") -> None:
    """Open a page of the app and wait until it stands."""
    page.goto(f"{address}/{where}")
    expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
    settled(page)


def settled(page: Page) -> None:
    """Wait until Streamlit has drawn the whole page and every picture is loaded."""
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.locator("[data-stale=true]")).to_have_count(0)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    page.wait_for_function("[...document.images].every((one) => one.complete)")


def check_sample(page: Page, name: str = "Head forward") -> None:
    """Choose a sample on the page "Check" and wait for its findings."""
    page.get_by_role("button", name=name, exact=True).click()
    found(page)


def frontal_sample(page: Page, name: str = "From the front") -> None:
    """Choose a sample of the frontal view and wait for its findings."""
    page.get_by_role("button", name=name, exact=True).click()
    found(page)


def drop_refused(page: Page) -> None:
    """Give a photo from the back to the page "Check", and look at why it is no side photo."""
    drop(page, SAMPLES / "sides" / "back.jpg")
    found(page)
    page.get_by_text("Side photo", exact=True).click()
    expect(page.get_by_role("heading", name="This photo cannot be measured yet")).to_be_visible()
    settled(page)


def adjust(page: Page) -> None:
    """Go from a result to the page "Adjust points"."""
    page.get_by_role("link", name="Adjust points").last.click()
    expect(page.get_by_role("heading", level=1, name="Adjust points")).to_be_visible()


def drop(page: Page, *files: Path) -> None:
    """Give files to the first place on the page that takes some."""
    page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(list(files))


def speak(page: Page, name: str) -> None:
    """Choose the language on the page, by its own name."""
    page.locator(".st-key-language_choice").get_by_text(name, exact=True).click()
    code = next(code for code, its in LANGUAGES.items() if its == name)
    expect(page.locator("html")).to_have_attribute("lang", code)
    settled(page)


def found(page: Page) -> None:
    """Wait for the headline of a result."""
    expect(page.locator(".st-key-verdict h1")).to_be_visible()
    settled(page)


def open_fold(page: Page, title: str) -> None:
    """Unfold one part of a result, unless it is open."""
    fold = page.get_by_test_id("stExpander").filter(
        has=page.locator("summary", has_text=re.compile(f"^{re.escape(title)}|{re.escape(title)}$"))
    )
    if fold.last.locator("details").get_attribute("open") is None:
        fold.last.locator("summary").first.click()
    settled(page)


def compare_sample(page: Page) -> None:
    """Compare the sample on the page "Compare" and wait for what has changed."""
    page.get_by_role("button", name="Compare the sample").click()
    compared(page)


def compared(page: Page) -> None:
    """Wait for what has changed."""
    expect(page.get_by_role("heading", name="What has changed")).to_be_visible()
    settled(page)


def answer_with_no(page: Page) -> None:
    """Answer every card of the screening with no, and confirm each."""
    open_fold(page, EXERCISES)
    for number in range(1, 5):
        page.get_by_text(f"Card {number} of 4").wait_for()
        _none_of_these(page)
        after = f"Card {number + 1} of 4" if number < 4 else CLEARANCES["cleared"]
        _confirm_card(page, page.get_by_text(after))


def press(button: Locator, answer: Locator) -> None:
    """Press a button until what it brings is there; a page drawn anew meanwhile loses a click."""
    page, until = button.page, time.monotonic() + PATIENCE_MS / 1000
    while not answer.is_visible() and time.monotonic() < until:
        button.click()
        page.wait_for_timeout(500)
        settled(page)
    expect(answer).to_be_visible()


def _none_of_these(page: Page) -> None:
    # The button of the card before may still stand there, and passes for the answer.
    expect(_confirm(page)).to_be_hidden()
    press(page.get_by_role("button", name="None of these"), _confirm(page))


def _confirm(page: Page) -> Locator:
    # While the page is drawn anew, the old button, which is disabled, stands beside the new one.
    return page.locator("button:enabled").filter(has_text="Confirm the answers of this card")


def _confirm_card(page: Page, after: Locator) -> None:
    """Press until what follows is there; a page drawn anew meanwhile takes the button away."""
    until = time.monotonic() + PATIENCE_MS / 1000
    while not after.is_visible() and time.monotonic() < until:
        with suppress(PlaywrightTimeout):
            _confirm(page).click(timeout=PATIENCE_MS / 10)
        settled(page)
    expect(after).to_be_visible()


def stop_the_plan(page: Page) -> None:
    """Answer the first card with one yes, and confirm it."""
    open_fold(page, EXERCISES)
    asked = page.get_by_test_id("stRadio").filter(has_text="difficulty holding or passing")
    asked.get_by_text("Yes", exact=True).click()
    settled(page)
    _none_of_these(page)
    _confirm_card(page, page.get_by_text("No exercises for now."))
    settled(page)


def go_to(page: Page, title: str) -> None:
    """Follow the menu; on a phone it is folded away."""
    link = page.get_by_test_id("stTopNavLink").filter(has_text=title)
    if not link.count():
        if not page.get_by_test_id("stSidebar").is_visible():
            page.get_by_test_id("stExpandSidebarButton").click()
        link = page.get_by_test_id("stSidebarNavLink").filter(has_text=title)
    link.first.click()


Spot = tuple[float, float]


def touching(page: Page) -> Callable[..., None]:
    """Fingers on the screen: ``fingers("touchStart", (x, y), ...)``, "touchMove", "touchEnd"."""
    session = page.context.new_cdp_session(page)

    def fingers(kind: str, *at: Spot) -> None:
        spots = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(at)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": spots})

    return fingers


def box_of(part: Locator) -> FloatRect:
    """Where a part of the page lies, pixels; it must be drawn."""
    box = part.bounding_box()
    assert box is not None
    return box


def standing(part: Locator) -> None:
    """Wait until a part of the page has stopped moving, as in a fold that opens."""
    page, before, now = part.page, None, box_of(part)
    while now != before:
        page.wait_for_timeout(300)
        before, now = now, box_of(part)


def choose(box: Locator, option: str) -> None:
    """Choose an option of a list; a page that is drawn anew meanwhile closes the list again."""
    page, offered = box.page, box.page.get_by_role("option", name=option)
    standing(box)
    until = time.monotonic() + PATIENCE_MS / 1000
    while not offered.is_visible() and time.monotonic() < until:
        box.click()
        page.wait_for_timeout(1000)
    offered.click()


def screen(page: Page) -> ViewportSize:
    """The size of the window's inside, pixels."""
    size = page.viewport_size
    assert size is not None
    return size


def too_wide(page: Page) -> list[str]:
    """What sticks out of the screen sideways, unless its own box scrolls or it is folded away."""
    return page.evaluate(
        """() => {
          const out = [];
          if (document.documentElement.scrollWidth > innerWidth) out.push("the document");
          const main = document.querySelector("[data-testid=stMain]");
          if (main.scrollWidth > main.clientWidth) out.push("the main part");
          for (const one of main.querySelectorAll("*")) {
            const box = one.getBoundingClientRect();
            if (!box.width || !box.height || box.right <= innerWidth + 1) continue;
            let held = false;
            for (let up = one.parentElement; up && up !== main; up = up.parentElement) {
              if (getComputedStyle(up).overflowX !== "visible") held = true;
            }
            if (!held) out.push(`${one.tagName} ${one.className}`.slice(0, 90));
          }
          return out.slice(0, 10);
        }"""
    )


def whole(page: Page) -> None:
    """Make the window as high as the page, whose middle part scrolls on its own."""
    width = screen(page)["width"]
    for _ in range(3):
        high = page.get_by_test_id("stMain").evaluate("(main) => main.scrollHeight")
        if screen(page)["height"] >= high:
            break
        page.set_viewport_size({"width": width, "height": high})
        settled(page)
