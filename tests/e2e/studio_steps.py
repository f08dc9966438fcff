"""What a trainer does in the studio, for tests and for taking pictures of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from tests.e2e.visitor import drop, settled

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

TABLET: dict[str, Any] = {"viewport": {"width": 810, "height": 1080}, "has_touch": True}


def open_studio(page: Page, address: str) -> None:
    """Open the list of clients."""
    page.goto(f"{address}/studio")
    expect(page.get_by_role("heading", level=1, name="Clients")).to_be_visible()
    settled(page)


def new_client(page: Page, name: str) -> None:
    """Type a new name, and record the consent to everything."""
    page.get_by_label("Find a client").fill(name)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="New client").click()
    page.get_by_role("button", name="The client agrees to all of it").click()
    expect(page.get_by_text("Or a file")).to_be_visible()
    settled(page)


def drop_photo(page: Page, *files: Path) -> None:
    """Drop photos on the visit and wait for the verdict."""
    drop(page, *files)
    expect(page.locator(".st-key-verdict h1")).to_be_visible()
    settled(page)


def save_visit(page: Page) -> None:
    """Confirm the visit."""
    page.locator(".st-key-visit_save button").click()
    expect(page.get_by_text(", saved")).to_be_visible()
    settled(page)


def fold(page: Page, key: str) -> None:
    """Unfold a part of the page by its key."""
    part = page.locator(f".st-key-{key}").last
    if part.locator("details").first.get_attribute("open") is None:
        part.locator("summary").first.click()
    settled(page)
