"""One server and one browser for all browser tests; a complaint of any page fails its test."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

Opener = Callable[..., "Page"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs the browser and, for a result, the model."""
    for item in items:
        if item.path.parent == serving.ROOT / "tests" / "e2e":
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.model)


def pytest_collection_finish(session: pytest.Session) -> None:
    """A missing browser is one clear error: skipped tests would look like a pass."""
    wanted = any(item.get_closest_marker("e2e") for item in session.items)
    if wanted and serving.chromium() is None:
        raise pytest.UsageError(serving.NO_BROWSER)


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The app, for all tests of the session; each browser context is a visitor of its own."""
    with serving.served() as where:
        yield where


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser, with chromium's test picture as camera."""
    opened = serving.launch(*serving.CAMERA)
    yield opened
    opened.close()


@pytest.fixture(scope="session", autouse=True)
def _driver_ends() -> Iterator[None]:
    yield
    serving.stop_driver()


BENIGN = re.compile(
    r"status of 404 .*/(check|live|points|compare|comparison|frontal|change|sides|learn|studio)"
    r"/_stcore/(health|host-config)"
)
"""Opened at a page's own address, Streamlit tries that as its base first, then the right one."""


class Complaints(list[str]):
    """What pages wrote to the console as an error, or threw."""

    def watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.append(f"thrown: {error}"))
        page.on("console", self._heard)

    def _heard(self, message: ConsoleMessage) -> None:
        told = f"{message.text} ({message.location.get('url', '')})"
        if message.type == "error" and not BENIGN.search(told):
            self.append(told)


@pytest.fixture
def opener(browser: Browser) -> Iterator[Opener]:
    """Open pages of new visitors; at the end none of them may have complained.

    Arguments are those of Playwright's ``new_context``.
    """
    complaints = Complaints()
    contexts: list[BrowserContext] = []

    def opened(**options: Any) -> Page:
        wide: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
        context = browser.new_context(**{**wide, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(serving.PATIENCE_MS)
        complaints.watch(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(opener: Opener) -> Page:
    """A page of a new visitor on a wide screen."""
    return opener()


@pytest.fixture
def phone(opener: Opener) -> Page:
    """A page of a new visitor on a phone 390 pixels wide."""
    return opener(**serving.phone())
