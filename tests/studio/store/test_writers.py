"""Stations that write at once lose nothing and see no error but the conflict that it is."""

from __future__ import annotations

import pytest

from benchmarks.studio_writers import write_at_once
from posture.studio.store.settings import StoreSettings

STATIONS = 8
SECONDS = 2.0


@pytest.mark.slow
def test_eight_writers_at_once(settings: StoreSettings):
    done, lost = write_at_once(settings, STATIONS, SECONDS)
    assert done.errors == ()
    assert lost == ""
    assert min(done.client_changes, done.visit_changes, done.visits) >= STATIONS
    assert done.conflicts > 0
