"""The app in real browsers: eight uploads at a time, and whether a long run keeps memory and files.

One server, as ``posture app`` starts it, and visitors in a chromium: each has a context of its own,
that is a profile and a session of its own. Browser, server and whatever else this machine does
share its processors, so that waiting times are of all of it.
"""

from __future__ import annotations

import io
import statistics
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from benchmarks.app_memory import Watched
from benchmarks.figure import Figure
from posture.cli.app import MEMORY
from tests.e2e import serving
from tests.e2e.visitor import SAMPLES, drop, settled, visit

if TYPE_CHECKING:
    from collections.abc import Generator

    from playwright.sync_api import Browser, Page

AT_ONCE, ROUNDS = 8, 3
ANALYSES, OF_ONE_VISITOR = 200, 10
PHONE = (3024, 4032)
"""Pixels of the photos that come at a time, as of a phone; those of the long run are smaller."""

RESTS = 10
"""Moments of the long run with no visitor."""

FORGOTTEN_S = 5
"""Streamlit keeps the session of a visitor who has gone, in case they come back, and lets go of it
when the next one leaves. By default it does so for two minutes: the memory and the open files of a
session, 5 MB and 3, then say how fast visitors followed each other. Here it is a few seconds."""

_VERDICT = ".st-key-verdict h1"
_REFUSED = "[data-testid=stAlert]"


def figures(analyses: int = ANALYSES, rounds: int = ROUNDS) -> list[Figure]:
    """Every figure of the app under load.

    Parameters
    ----------
    analyses : int
        Of the long run.
    rounds : int
        How often eight photos come at a time.
    """
    with tempfile.TemporaryDirectory() as folder, _opened() as (address, watched, browser):
        photos = Photos(Path(folder))
        return [
            *_at_once(browser, address, photos, rounds),
            _after_eight(browser, address, watched),
            *_long_run(browser, address, photos, watched, analyses),
        ]


@contextmanager
def _opened() -> Generator[tuple[str, Watched, Browser], None, None]:
    sessions = {"STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": str(FORGOTTEN_S)}
    with serving.served_process(serving.APP, **MEMORY, **sessions) as (address, process):
        browser = serving.launch()
        try:
            yield address, Watched(process.pid), browser
        finally:
            browser.close()
            serving.stop_driver()


class Photos:
    """Photos of the samples, every one of another content: none was seen before."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._made = folder, 0
        self._samples = sorted(SAMPLES.glob("*.jpg"))
        self._large = _encoded(self._samples[0], PHONE)

    def next(self, *, large: bool = False) -> Path:
        """A file that no visitor has given yet."""
        self._made += 1
        content = self._large
        if not large:
            content = self._samples[self._made % len(self._samples)].read_bytes()
        path = self._folder / f"photo {self._made}.jpg"
        # A comment in the file: other bytes, the same picture.
        comment = f"photo {self._made}".encode()
        length = (len(comment) + 2).to_bytes(2, "big")
        path.write_bytes(content[:2] + b"\xff\xfe" + length + comment + content[2:])
        return path


def _encoded(path: Path, size: tuple[int, int]) -> bytes:
    made = io.BytesIO()
    with Image.open(path) as opened:
        opened.resize(size, Image.Resampling.LANCZOS).save(made, "JPEG", quality=92)
    return made.getvalue()


def _at_once(browser: Browser, address: str, photos: Photos, rounds: int) -> list[Figure]:
    """Eight visitors press at one moment; and one visitor alone, in turn with them."""
    alone: list[float] = []
    together: list[float] = []
    failed, spent = 0, 0.0
    for _ in range(rounds):
        alone += _waits(browser, address, [photos.next(large=True)])
        begun = time.perf_counter()
        found = _waits(browser, address, [photos.next(large=True) for _ in range(AT_ONCE)])
        spent += max(found, default=time.perf_counter() - begun)
        failed += AT_ONCE - len(found)
        together += found
    wait, one = statistics.median(together), statistics.median(alone)
    name = f"{AT_ONCE} uploads at a time, 12 MP"
    return [
        Figure(f"{name}: of {AT_ONCE * rounds} failed", failed, "", "= 0", failed == 0),
        Figure(f"{name}: median wait", wait, "s", "-", True),
        Figure(f"{name}: longest wait", max(together), "s", "-", True),
        Figure(f"{name}: analyses a minute", 60 * len(together) / spent, "", "-", True),
        Figure("one upload alone, 12 MP: median wait", one, "s", "-", True),
        Figure(f"median wait of {AT_ONCE} at a time / of one alone", wait / one, "x", "-", True),
    ]


def _waits(browser: Browser, address: str, paths: list[Path]) -> list[float]:
    """Seconds from the choice of the file to the verdict, of each visitor whose photo was read."""
    contexts = [browser.new_context() for _ in paths]
    try:
        pages = [context.new_page() for context in contexts]
        for page in pages:
            page.set_default_timeout(serving.PATIENCE_MS)
            visit(page, address)
        begun: dict[Page, float] = {}
        for page, path in zip(pages, paths, strict=True):
            begun[page] = time.perf_counter()
            drop(page, path)
        return _seen(begun)
    finally:
        for context in contexts:
            context.close()


def _seen(begun: dict[Page, float]) -> list[float]:
    """Look at every page in turn until each has a verdict or says that it has none."""
    waiting, found = dict(begun), list[float]()
    until = time.perf_counter() + serving.PATIENCE_MS / 1000
    while waiting and time.perf_counter() < until:
        for page in list(waiting):
            if page.locator(_VERDICT).is_visible():
                found.append(time.perf_counter() - waiting.pop(page))
            elif page.locator(_REFUSED).count():
                del waiting[page]
        # Playwright works while it waits, and only then.
        next(iter(begun)).wait_for_timeout(20)
    return found


def _after_eight(browser: Browser, address: str, watched: Watched) -> Figure:
    _forget(browser, address)
    name = f"app after {AT_ONCE} at a time, with no visitor: memory"
    return Figure(name, watched.memory(), "MB", "-", True)


def _long_run(
    browser: Browser, address: str, photos: Photos, watched: Watched, analyses: int
) -> list[Figure]:
    """Visitor after visitor, and nobody for a while now and then."""
    for _ in range(RESTS):
        _visitors(browser, address, photos, watched, max(analyses // RESTS, 1))
        _forget(browser, address)
        watched.look_at_rest()
    return watched.figures()


def _forget(browser: Browser, address: str) -> None:
    """Let the server forget everybody: it does when somebody leaves after the others."""
    time.sleep(FORGOTTEN_S + 1)
    _come_and_go(browser, address)
    time.sleep(FORGOTTEN_S + 1)
    _come_and_go(browser, address)


def _come_and_go(browser: Browser, address: str) -> None:
    """A visitor without a photo, whose connections are closed."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(serving.PATIENCE_MS)
    visit(page, address)
    context.close()
    time.sleep(1)


def _visitors(
    browser: Browser, address: str, photos: Photos, watched: Watched, analyses: int
) -> None:
    """Visitor after visitor, each with several photos, who then closes the browser."""
    done = 0
    while done < analyses:
        context = browser.new_context()
        page = context.new_page()
        page.set_default_timeout(serving.PATIENCE_MS)
        visit(page, address)
        for number in range(min(OF_ONE_VISITOR, analyses - done)):
            if number:
                page.get_by_role("button", name="Another photo").first.click()
                page.locator(_VERDICT).wait_for(state="detached")
                settled(page)
            drop(page, photos.next())
            page.locator(_VERDICT).wait_for()
            settled(page)
            done += 1
            watched.look()
        context.close()
