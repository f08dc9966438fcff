"""Signing in to a studio of the local network in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.visitor import settled
from tests.fixtures.lan import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.fixtures.lan import Lan


def sign_in(page: Page, lan: Lan, name: str, password: str = PASSWORD) -> None:
    """Open the studio's address and fill in the form."""
    page.goto(lan.address)
    expect(page.get_by_role("heading", level=1, name="Sign in")).to_be_visible()
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def signed_in(page: Page, lan: Lan, name: str) -> None:
    """Sign in and wait until the app stands."""
    sign_in(page, lan, name)
    expect(page.locator("a.posture-account")).to_have_attribute(
        "title", f"Signed in as {name}: account, sign out"
    )
    settled(page)
