"""The app on a free port, and a browser before it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = "/usr/bin/chromium"
FAKE = (
    "--no-sandbox",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
)


@contextmanager
def served(**environment: str) -> Iterator[str]:
    """Start the app; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [
        *(sys.executable, "-m", "streamlit", "run", "app.py"),
        *("--server.port", str(port), "--server.address", "127.0.0.1"),
        *("--server.headless", "true", "--server.fileWatcherType", "none"),
    ]
    variables = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    # What the app says on the terminal belongs to a failed test's report.
    running = subprocess.Popen(command, cwd=ROOT, env=variables)
    try:
        _wait(f"{address}/_stcore/health", running)
        yield address
    finally:
        running.terminate()
        running.wait(timeout=20)


def _wait(address: str, running: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if running.poll() is not None:
            raise RuntimeError("the app ended before it answered")
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the app does not answer")


@contextmanager
def browser(*arguments: str, width: int = 1280, height: int = 900) -> Iterator[Page]:
    """Open an empty page that may use the camera."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FAKE, *arguments])
        context = opened.new_context(
            viewport={"width": width, "height": height}, permissions=["camera"]
        )
        page = context.new_page()
        page.set_default_timeout(60_000)
        try:
            yield page
        finally:
            opened.close()
