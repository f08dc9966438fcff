"""Take pictures of the app: every page at every width, light, dark and in German.

``python -m tests.e2e.shots [folder]``
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from tests.e2e import serving
from tests.e2e.studio_steps import drop_photo, new_client, open_studio, save_visit
from tests.e2e.test_pages import LEARN, learn
from tests.e2e.visitor import (
    adjust,
    check_sample,
    compare_sample,
    drop,
    drop_refused,
    frontal_sample,
    settled,
    speak,
    visit,
    whole,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

OUT = serving.ROOT / "out" / "shots"
WIDTHS = {1280: 900, 810: 1080, 390: 844}
"""A desk, a tablet, a phone."""


def main(out: Path = OUT) -> None:
    """Write ``page-width[-dark][-de].png`` for each page into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    browser = serving.launch(*serving.CAMERA)
    try:
        for width, high in WIDTHS.items():
            for dark, language in ((False, "English"), (True, "English"), (False, "Deutsch")):
                # A studio of its own, empty at first.
                with serving.served() as address:
                    _tour(browser, address, out, width, high, dark=dark, language=language)
    finally:
        browser.close()
        serving.stop_driver()


def _tour(
    browser: Browser,
    address: str,
    out: Path,
    width: int,
    high: int,
    *,
    dark: bool,
    language: str = "English",
) -> None:
    ending = f"-{width}" + "-dark" * dark + "-de" * (language == "Deutsch")

    def opened() -> Page:
        size: dict[str, Any] = {"viewport": {"width": width, "height": high}}
        looks = serving.phone() if width < 640 else size
        context = browser.new_context(**looks, color_scheme="dark" if dark else "light")
        page = context.new_page()
        page.set_default_timeout(serving.PATIENCE_MS)
        return page

    def keep(page: Page, name: str) -> None:
        # The way is gone in English, of which the headings waited for are.
        speak(page, language)
        whole(page)
        page.screenshot(path=out / f"{name}{ending}.png")
        page.set_viewport_size({"width": width, "height": high})
        speak(page, "English")
        print(out / f"{name}{ending}.png")

    for visit_all in (_check, _refused, _live, _comparison, _frontal, _learn, _studio, _group):
        page = opened()
        visit_all(page, address, keep)
        page.context.close()


Keep = Callable[["Page", str], None]


def _check(page: Page, address: str, keep: Keep) -> None:
    visit(page, address)
    keep(page, "check")
    check_sample(page)
    keep(page, "result")
    adjust(page)
    page.locator(".hit[data-point=c7]").wait_for(state="attached")
    settled(page)
    keep(page, "points")


def _refused(page: Page, address: str, keep: Keep) -> None:
    visit(page, address)
    drop_refused(page)
    keep(page, "refused")


def _live(page: Page, address: str, keep: Keep) -> None:
    visit(page, address, "live", "Live")
    keep(page, "live")


def _comparison(page: Page, address: str, keep: Keep) -> None:
    visit(page, address, "compare", "Compare")
    keep(page, "comparison")
    drop(page, serving.ROOT / "samples" / "sides" / "back.jpg")
    page.get_by_role("heading", name="This photo cannot be measured yet").wait_for()
    settled(page)
    keep(page, "comparison-refused")
    visit(page, address, "compare", "Compare")
    compare_sample(page)
    keep(page, "comparison-result")


def _frontal(page: Page, address: str, keep: Keep) -> None:
    visit(page, address, "frontal")
    keep(page, "frontal")
    frontal_sample(page)
    keep(page, "frontal-result")


def _learn(page: Page, address: str, keep: Keep) -> None:
    visit(page, address, "learn", "Learn")
    for place, title in enumerate(LEARN, 1):
        learn(page, title)
        keep(page, f"learn-{place}")


def _studio(page: Page, address: str, keep: Keep) -> None:
    open_studio(page, address)
    keep(page, "studio")
    for photo in ("before", "after"):
        if photo == "before":
            new_client(page, "Ana Ruiz")
            keep(page, "studio-take")
        else:
            page.get_by_role("button", name="To the client").click()
            page.get_by_role("button", name="New visit").click()
            expect(page.get_by_text("Or a file")).to_be_visible()
        settled(page)
        drop_photo(page, serving.ROOT / "samples" / "change" / f"{photo}.jpg")
        keep(page, f"studio-visit-{photo}")
        save_visit(page)
    page.get_by_role("button", name="To the client").click()
    expect(page.get_by_role("heading", name="Change over time")).to_be_visible()
    settled(page)
    keep(page, "studio-client")
    for room in ("settings", "exchange", "accounts", "trail", "tablet"):
        page.goto(f"{address}/studio?room={room}")
        page.get_by_role("heading", level=1).first.wait_for()
        settled(page)
        keep(page, f"studio-{room}")


def _group(page: Page, address: str, keep: Keep) -> None:
    open_studio(page, address)
    page.get_by_role("button", name="Group day").click()
    page.get_by_label("Names, a person a line").fill("Ben\nCarla")
    page.get_by_text("Everybody on the list has agreed").click()
    settled(page)
    keep(page, "studio-group")
    page.get_by_role("button", name="Begin the day").click()
    for name, photo in (("Ben", "sway_back"), ("Carla", "arched_low_back")):
        expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
        settled(page)
        drop(page, serving.ROOT / "samples" / f"{photo}.jpg")
    expect(page.get_by_text("Everybody has their photo")).to_be_visible()
    settled(page)
    keep(page, "studio-group-done")


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path, nargs="?", default=OUT)
    main(asked.parse_args().folder)
