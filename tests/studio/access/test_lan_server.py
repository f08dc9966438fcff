"""The server of the local network as a process of its own."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from posture.errors import AccessError
from posture.studio.access import lan_server
from posture.studio.access.accounts import Accounts
from posture.studio.access.lan_server import LOG, NAME, LanServer, note
from posture.studio.store.settings import StoreSettings
from posture.studio.store.store import open_store
from tests.fixtures.lan import PASSWORD, ROOT


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    studio = tmp_path / "studio"
    monkeypatch.setenv("POSTURE_HOME", str(studio))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    with open_store(StoreSettings(studio)):
        pass
    return studio


def test_it_starts_is_found_and_ends(home: Path, monkeypatch: pytest.MonkeyPatch):
    with open_store(StoreSettings(home)) as store:
        Accounts(store.database).add("Olga", PASSWORD, "owner")
    assert lan_server.find(home) is None
    # A proxy of the environment is not asked.
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    started = lan_server.start(home, "127.0.0.1")
    try:
        assert started.url.startswith("https://127.0.0.1:")
        assert started.fingerprint
        assert lan_server.find(home) == started
        assert lan_server.start(home, "127.0.0.1") == started
        assert (home / LOG).stat().st_mode & 0o077 == 0
    finally:
        lan_server.stop(home)
    assert lan_server.find(home) is None
    with pytest.raises(ProcessLookupError):
        os.kill(started.pid, 0)


def test_without_an_owner_nothing_starts(home: Path):
    with pytest.raises(AccessError, match="cannot be served"):
        lan_server.start(home, "127.0.0.1")
    assert lan_server.find(home) is None
    assert "owner" in (home / LOG).read_text()


def test_what_is_noted_and_does_not_answer_is_not_ended(
    home: Path, monkeypatch: pytest.MonkeyPatch
):
    """The process of that number may be another program's by now."""
    killed: list[tuple[int, signal.Signals]] = []

    def kill(pid: int, told: signal.Signals) -> None:
        killed.append((pid, told))

    monkeypatch.setattr(lan_server.os, "kill", kill)
    note(home, LanServer(os.getpid(), "https://127.0.0.1:9", "AB:CD"))
    assert lan_server.find(home) is None
    lan_server.stop(home)
    assert killed == []
    assert not (home / NAME).exists()
