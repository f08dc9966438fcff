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
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

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

WARM_UP = 0.3
"""Share of the long run after which memory is compared: caches have filled by then."""

MOST_GROWTH_MB, MOST_FILES = 0.25, 2
"""Megabytes an analysis, and files between two moments with no visitor, that count as flat."""

FORGOTTEN_S = 130.0
"""Streamlit keeps the session of a visitor who has gone for two minutes, in case they come back,
and lets go of it when the next one leaves. Each has an event loop of three open files, so that
their number otherwise says how fast visitors followed each other."""

_VERDICT = ".st-key-verdict h1"
_REFUSED = "[data-testid=stAlert]"


@dataclass(slots=True)
class Watched:
    """The server's process with its children, looked at after every analysis (Linux)."""

    pid: int
    megabytes: list[float] = field(default_factory=list[float])

    def look(self) -> None:
        """Keep how much memory there is now."""
        self.megabytes.append(sum(_private(one) for one in self._family()))

    def files(self) -> int:
        """How many files are open now."""
        return sum(_open_files(one) for one in self._family())

    def _family(self) -> list[int]:
        return [self.pid, *_children(self.pid)]


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
            *_long_run(browser, address, photos, watched, analyses),
        ]


@contextmanager
def _opened() -> Generator[tuple[str, Watched, Browser], None, None]:
    with serving.served_process(MALLOC_ARENA_MAX=MEMORY["MALLOC_ARENA_MAX"]) as (address, process):
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


def _long_run(
    browser: Browser, address: str, photos: Photos, watched: Watched, analyses: int
) -> list[Figure]:
    """Visitor after visitor, and twice nobody for a while: after the warm-up and at the end."""
    warm = round(WARM_UP * analyses)
    at_rest: list[int] = []
    for count in (warm, analyses - warm):
        _visitors(browser, address, photos, watched, count)
        time.sleep(FORGOTTEN_S)
        _come_and_go(browser, address)
        at_rest.append(watched.files())
    return _growth(watched.megabytes, at_rest)


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


def _growth(megabytes: list[float], at_rest: list[int]) -> list[Figure]:
    """Memory between the first and the last third of what comes after the warm-up, and files."""
    memory = megabytes[round(WARM_UP * len(megabytes)) :]
    third = max(len(memory) // 3, 1)
    early, late = statistics.median(memory[:third]), statistics.median(memory[-third:])
    slope = (late - early) / (len(memory) - third)
    more_files = at_rest[-1] - at_rest[0]
    name = f"app over {len(megabytes)} analyses"
    return [
        Figure(
            f"{name}: memory, late - early, an analysis",
            slope,
            "MB",
            f"< {MOST_GROWTH_MB}",
            slope < MOST_GROWTH_MB,
        ),
        Figure(f"{name}: memory, early", early, "MB", "-", True),
        Figure(f"{name}: memory, late", late, "MB", "-", True),
        Figure(
            f"{name}: open files with no visitor, late - early",
            more_files,
            "",
            f"<= {MOST_FILES}",
            more_files <= MOST_FILES,
        ),
    ]


def _children(pid: int) -> list[int]:
    """Processes that a process has started, and theirs."""
    found: list[int] = []
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        for task in tasks:
            for one in map(int, (task / "children").read_text().split()):
                found += [one, *_children(one)]
    except OSError:
        # It has ended meanwhile.
        pass
    return found


def _private(pid: int) -> float:
    """Memory of a process that it shares with no other, and its part of what it shares, MB."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next(int(one.split()[1]) for one in lines if one.startswith("Pss:")) * 1024 / 1e6


def _open_files(pid: int) -> int:
    try:
        return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
    except OSError:
        return 0
