"""What a page says aloud."""

from __future__ import annotations

from playwright.sync_api import Page


def watch_the_voice(page: Page) -> None:
    """Keep what the page would say; there is no voice on a build machine."""
    page.add_init_script(
        """
        window.heard = [];
        const keep = (words) => window.heard.push([words.lang, words.text]);
        Object.defineProperty(window, "speechSynthesis", {
          value: { speak: keep, cancel() {} }, configurable: true,
        });
        """
    )


def heard(page: Page) -> list[str]:
    """What it has said so far."""
    return [text for _, text in page.evaluate("window.heard")]
