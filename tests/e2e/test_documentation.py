"""The documentation in a real browser, opened as files: read and searched without a network."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.test_access import faults
from tools.site.build import build

PAGES = (
    *("index.html", "guide.html", "trainer.html", "commands.html", "accuracy.html", "json.html"),
    *("decisions.html", "de/index.html", "de/guide.html", "de/trainer.html"),
)
LOOKS = (("light", 1280), ("dark", 810), ("light", 390), ("dark", 390))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    build(folder, api=False)
    return folder


@pytest.mark.parametrize(("ground", "width"), LOOKS)
def test_pages_fit_and_can_be_read_by_everybody(
    browser: Browser, site: Path, ground: str, width: int
):
    size = {"width": width, "height": 900}
    context = browser.new_context(viewport=size, color_scheme=ground)  # pyright: ignore[reportArgumentType]
    found: list[str] = []
    for name in PAGES:
        page = context.new_page()
        page.goto(f"file://{site}/{name}")
        expect(page.locator("h1")).to_be_visible()
        # Buttons that copy code come a moment later.
        page.wait_for_timeout(400)
        found += [f"{name}: {one}" for one in faults(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{name} is too wide")
        page.close()
    context.close()
    assert found == []


@pytest.mark.parametrize(
    ("start", "wanted", "found"),
    [
        ("index.html", "passphrase", "Encryption"),
        ("de/index.html", "Passphrase", "Verschlüsselung"),
    ],
)
def test_search_finds_without_a_server(
    browser: Browser, site: Path, start: str, wanted: str, found: str
):
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"file://{site}/{start}")
    page.keyboard.press("Control+k")
    page.keyboard.type(wanted)
    expect(page.get_by_role("option", name=found).first).to_be_visible()
    assert [one for one in asked if one.startswith("http")] == []
    context.close()
