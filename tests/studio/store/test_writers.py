"""Stations that write at once lose nothing and see no error but the conflict that it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.studio_writers import write_at_once
from posture.errors import StudioError
from posture.studio.records import LOCAL, ClientDetails
from posture.studio.store.database import engine, protection
from posture.studio.store.settings import StoreSettings
from posture.studio.store.store import open_store

STATIONS = 8
SECONDS = 2.0


@pytest.mark.slow
def test_eight_writers_at_once(settings: StoreSettings):
    done, lost = write_at_once(settings, STATIONS, SECONDS)
    assert done.errors == ()
    assert lost == ""
    assert min(done.client_changes, done.visit_changes, done.visits) >= STATIONS
    assert done.conflicts > 0


def test_whoever_waits_too_long_for_others_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Another process, and another thread of the same one."""
    monkeypatch.setattr(protection, "BUSY_S", 0.05)
    monkeypatch.setattr(engine, "BUSY_S", 0.05)
    settings = StoreSettings(tmp_path / "home")
    with open_store(settings) as one, open_store(settings) as other:
        details = ClientDetails("Mia")
        with one.database.writing():
            for store in (other, one):
                with pytest.raises(StudioError, match="too long: nothing was saved"):
                    store.repository(LOCAL).add_client(details)
        for store in (other, one):
            store.repository(LOCAL).add_client(details)
        assert one.repository(LOCAL).find_clients().total == 2
