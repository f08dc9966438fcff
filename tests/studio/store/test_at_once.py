"""Saving while others sweep or erase: no row without its photo, no photo of what is gone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from posture.errors import ConflictError, NotFoundError
from posture.studio.records import LOCAL
from posture.studio.store.store import Store
from tests.fixtures.studio import add_client, add_visit

STATIONS = 4
VISITS = 12


def test_a_sweep_deletes_no_photo_that_is_being_saved(
    store: Store, monkeypatch: pytest.MonkeyPatch
):
    """It spares no photo for its youth here: the lock alone keeps those that are being saved."""
    monkeypatch.setattr(store.photos, "unfinished", lambda: iter(()))
    records = store.repository(LOCAL)
    client = add_client(records)
    done = Event()

    def sweep() -> int:
        swept = 0
        while not done.is_set():
            swept += store.sweep(older_than_s=-1.0)
        return swept

    def save(station: int) -> None:
        for number in range(VISITS):
            # Two stations save the same photos, and delete what the other one saves again.
            visit = add_visit(records, client, f"{station % 2} {number}".encode())
            if number % 3 == 0:
                records.delete_visit(visit.id)

    with ThreadPoolExecutor(STATIONS + 1) as threads:
        sweeping = threads.submit(sweep)
        try:
            list(threads.map(save, range(STATIONS)))
        finally:
            done.set()
        sweeping.result()
    found = store.verify()
    assert (found.faults, found.orphans, found.unfinished) == ((), 0, 0)
    assert found.visits == STATIONS * VISITS * 2 // 3


def test_a_client_that_is_erased_while_stations_save_leaves_nothing(store: Store):
    records = store.repository(LOCAL)
    client = add_client(records)
    saving = Event()

    def save(station: int) -> None:
        for number in range(1000):
            try:
                add_visit(records, client, f"{station} {number}".encode())
            except (NotFoundError, ConflictError):
                return
            saving.set()
        pytest.fail("the client was never erased")

    with ThreadPoolExecutor(STATIONS) as threads:
        stations = [threads.submit(save, station) for station in range(STATIONS)]
        assert saving.wait(60)
        erasure = records.erase_client(client.id)
        for station in stations:
            station.result()
    assert erasure.visits >= 1
    store.sweep(older_than_s=-1.0)  # files of visits that came too late
    found = store.verify()
    assert (found.clients, found.visits, found.photos, found.orphans) == (0, 0, 0, 0)
    assert found.faults == ()
