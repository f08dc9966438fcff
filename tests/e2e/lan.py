"""A studio served as to a local network, on loopback alone, with accounts and TLS of its own."""

from __future__ import annotations

import os
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from posture.studio.access.accounts import Accounts
from posture.studio.store.settings import StoreSettings
from posture.studio.store.store import Store, open_store
from tests.e2e.serving import PATIENCE_MS, ROOT
from tests.e2e.visitor import settled

if TYPE_CHECKING:
    from playwright.sync_api import Page

PASSWORD = "copper lantern ridge 47"
PEOPLE = {"Olga": "owner", "Anna": "trainer", "Ben": "trainer"}

_COMMAND = (sys.executable, "-c", "from posture.cli.main import main; main()")


@dataclass(frozen=True, slots=True)
class Lan:
    """A studio that is served.

    Attributes
    ----------
    address : str
    store : Store
        The same records, as the test sees them.
    authority : Path
        What a tablet trusts.
    """

    address: str
    store: Store
    authority: Path


@contextmanager
def served_lan(home: Path, *options: str) -> Generator[Lan]:
    """Serve a studio with the accounts of :data:`PEOPLE`; ``options`` are further ones."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    studio, told = home / "studio", home / "server.log"
    variables = {
        **os.environ,
        **{"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache")},
        **{"POSTURE_HOME": str(studio), "PYTHONPATH": str(ROOT)},
    }
    with open_store(StoreSettings(studio)) as store:
        accounts = Accounts(store.database)
        for name, role in PEOPLE.items():
            accounts.add(name, PASSWORD, role)  # pyright: ignore[reportArgumentType]
        command = [*_COMMAND, "serve", "--lan", "--address=127.0.0.1", f"--port={port}", *options]
        with told.open("wb") as log:
            running = subprocess.Popen(command, env=variables, stdout=log, stderr=subprocess.STDOUT)
        lan = Lan(f"https://127.0.0.1:{port}", store, studio / "certificate" / "authority.pem")
        try:
            _wait(lan, running, told)
            yield lan
        finally:
            running.terminate()
            running.wait(timeout=30)


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


def _wait(lan: Lan, running: subprocess.Popen[bytes], told: Path) -> None:
    until = time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < until:
        if running.poll() is not None:
            raise RuntimeError(f"the app ended before it answered:\n{told.read_text()}")
        try:
            trusted = ssl.create_default_context(cafile=str(lan.authority))
            with urllib.request.urlopen(f"{lan.address}/login", timeout=5, context=trusted):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the app does not answer:\n{told.read_text()}")
