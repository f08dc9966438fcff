"""Take pictures of every page at both widths: ``python -m tests.e2e.shots``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tests.e2e import serving
from tests.e2e.test_pages import LEARN, learn
from tests.e2e.visitor import check_sample, drop, found, go_to, settled, visit, whole

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

OUT = serving.ROOT / "out" / "shots"
WIDTHS = {1280: 900, 390: 844}


def main(out: Path = OUT) -> None:
    """Write ``page-width[-dark].png`` for each page into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    with serving.served() as address:
        browser = serving.launch(*serving.CAMERA)
        try:
            for width, high in WIDTHS.items():
                _tour(browser, address, out, width, high, dark=False)
            _tour(browser, address, out, 1280, 900, dark=True)
        finally:
            browser.close()
            serving.stop_driver()


def _tour(browser: Browser, address: str, out: Path, width: int, high: int, *, dark: bool) -> None:
    ending = f"-{width}-dark" if dark else f"-{width}"

    def opened() -> Page:
        size = {"viewport": {"width": width, "height": high}}
        looks = serving.phone() if width < 640 else size
        context = browser.new_context(**looks, color_scheme="dark" if dark else "light")
        page = context.new_page()
        page.set_default_timeout(serving.PATIENCE_MS)
        return page

    def keep(page: Page, name: str) -> None:
        whole(page)
        page.screenshot(path=out / f"{name}{ending}.png")
        page.set_viewport_size({"width": width, "height": high})
        print(out / f"{name}{ending}.png")

    for visit_all in (_check, _refused, _live, _sides, _learn):
        page = opened()
        visit_all(page, address, keep)
        page.context.close()


Keep = Callable[["Page", str], None]


def _check(page: Page, address: str, keep: Keep) -> None:
    visit(page, address)
    keep(page, "check")
    check_sample(page)
    keep(page, "result")
    go_to(page, "Adjust points")
    page.locator(".hit[data-point=c7]").wait_for(state="attached")
    settled(page)
    keep(page, "points")


def _refused(page: Page, address: str, keep: Keep) -> None:
    visit(page, address)
    drop(page, serving.ROOT / "samples" / "sides" / "back.jpg")
    page.get_by_role("heading", name="This photo cannot be measured yet").wait_for()
    settled(page)
    keep(page, "refused")


def _live(page: Page, address: str, keep: Keep) -> None:
    visit(page, address, "live", "Live")
    keep(page, "live")


def _sides(page: Page, address: str, keep: Keep) -> None:
    visit(page, address, "sides", "Left and right")
    keep(page, "sides")
    page.get_by_test_id("stSelectbox").first.click()
    page.get_by_role("option", name="From the front").click()
    found(page)
    keep(page, "sides-result")


def _learn(page: Page, address: str, keep: Keep) -> None:
    visit(page, address, "learn", "Learn")
    for place, title in enumerate(LEARN, 1):
        learn(page, title)
        keep(page, f"learn-{place}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else OUT)
