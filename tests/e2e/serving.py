"""The app on a free port of this machine, and a browser before it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "posture" / "ui" / "main.py"

PATIENCE_MS = 90_000
"""Only a page that is stuck reaches it; the machine may be busy with other things."""

CAMERA = (
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
)
"""A camera that shows a test picture, or a file named in a further argument."""

NO_BROWSER = (
    "Browser tests need chromium: 'apt-get install chromium' on Debian, "
    "or name another one in POSTURE_CHROMIUM."
)

_DRIVER: list[Playwright] = []


def chromium() -> str | None:
    """Path of the browser: as said in POSTURE_CHROMIUM, Debian's, or any on the PATH."""
    said = os.environ.get("POSTURE_CHROMIUM")
    if said:
        return said
    debian = Path("/usr/bin/chromium")
    return str(debian) if debian.exists() else shutil.which("chromium")


def driver() -> Playwright:
    """Playwright, started once: a second one in the same thread refuses to start."""
    from playwright.sync_api import sync_playwright

    if not _DRIVER:
        _DRIVER.append(sync_playwright().start())
    return _DRIVER[0]


def phone() -> dict[str, Any]:
    """Options of a context that passes as a phone 390 pixels wide: by size, touch and name."""
    known = driver().devices["Pixel 7"]
    size = {"viewport": {"width": 390, "height": 844}, "screen": {"width": 390, "height": 844}}
    return {**{k: v for k, v in known.items() if k != "default_browser_type"}, **size}


def stop_driver() -> None:
    """End Playwright where it was started."""
    while _DRIVER:
        _DRIVER.pop().stop()


def launch(*arguments: str) -> Browser:
    """Start a browser; the caller closes it."""
    path = chromium()
    assert path is not None, NO_BROWSER
    # Processes of a container share too little memory under /dev/shm; its user is often root.
    always = ("--no-sandbox", "--disable-dev-shm-usage")
    return driver().chromium.launch(executable_path=path, args=[*always, *arguments])


@contextmanager
def browser(*arguments: str, width: int = 1280, height: int = 900) -> Generator[Page, None, None]:
    """Open an empty page of a browser of its own, which may use the fake camera."""
    opened = launch(*CAMERA, *arguments)
    try:
        context = opened.new_context(
            viewport={"width": width, "height": height}, permissions=["camera"]
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        yield page
    finally:
        opened.close()


_LOG_TOLD = 6000
"""Letters of the server's log that a failed test shows."""


@contextmanager
def served(script: Path = APP, **environment: str) -> Generator[str, None, None]:
    """Run a Streamlit script with a home of its own; gives its address.

    Parameters
    ----------
    script : Path
    **environment : str
        Further variables of the server.
    """
    with served_process(script, **environment) as (address, _):
        yield address


@contextmanager
def served_process(
    script: Path = APP, **environment: str
) -> Generator[tuple[str, subprocess.Popen[bytes]], None, None]:
    """As :func:`served`, with the server's process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [
        *(sys.executable, "-m", "streamlit", "run", str(script)),
        *("--server.port", str(port), "--server.address", "127.0.0.1"),
        *("--server.headless", "true", "--server.fileWatcherType", "none"),
    ]
    with tempfile.TemporaryDirectory(prefix="posture-e2e-") as home:
        told = Path(home) / "server.log"
        variables = {**os.environ, "HOME": home, "PYTHONPATH": str(ROOT), **environment}
        with told.open("wb") as log:
            running = subprocess.Popen(
                command, cwd=APP.parent, env=variables, stdout=log, stderr=subprocess.STDOUT
            )
        try:
            _wait(f"{address}/_stcore/health", running, told)
            yield address, running
        except BaseException:
            # The page names no error; the server's log does.
            print(told.read_text("utf-8", "replace")[-_LOG_TOLD:])
            raise
        finally:
            running.terminate()
            try:
                running.wait(timeout=20)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()


def _wait(health: str, running: subprocess.Popen[bytes], told: Path) -> None:
    until = time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < until:
        if running.poll() is not None:
            raise RuntimeError(f"the app ended before it answered:\n{told.read_text()}")
        try:
            with urllib.request.urlopen(health, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the app does not answer:\n{told.read_text()}")
