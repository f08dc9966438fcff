"""A station that is killed at any instant loses nothing that was confirmed."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import random
import time
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection

import pytest

from posture.studio.records import LOCAL, Visit, new_id
from posture.studio.store.settings import StoreSettings
from posture.studio.store.store import Store, open_store
from tests.fixtures.studio import DAY, add_client, photo_of

KILLS = {"sqlite": 100, "postgresql": 20}
LONGEST_S = 0.15
"""Seconds in which a few visits are saved."""

READY = b"ready\n"


def save_forever(settings: StoreSettings, client_id: str, pipe: Connection) -> None:
    """Save visits as a draft, then confirmed with a second photo; tell each that is saved."""
    with open_store(settings) as store:
        records = store.repository(LOCAL)
        os.write(pipe.fileno(), READY)
        while True:
            visit = Visit(new_id(), client_id, 0, DAY)
            first, second = (photo_data(visit.id, number) for number in (1, 2))
            visit = replace(visit, photos=(photo_of(first),))
            visit = records.save_visit(visit, {photo_of(first).sha256: first})
            os.write(pipe.fileno(), f"{visit.id}{visit.version}\n".encode())
            visit = replace(visit, draft=False, photos=(*visit.photos, photo_of(second)))
            visit = records.save_visit(visit, {photo_of(second).sha256: second})
            os.write(pipe.fileno(), f"{visit.id}{visit.version}\n".encode())


def photo_data(visit_id: str, number: int) -> bytes:
    """Bytes that the test can make again; more than one page of a disk."""
    return hashlib.shake_256(f"{visit_id} {number}".encode()).digest(20_000 + 7 * number)


@dataclass(slots=True)
class Confirmed:
    """Version of each visit that the store confirmed."""

    versions: dict[str, int]

    def read(self, pipe: Connection) -> None:
        """Everything that a killed station told."""
        told = bytearray()
        while part := os.read(pipe.fileno(), 65536):
            told += part
        for line in told.replace(READY, b"").decode().splitlines():
            self.versions[line[:32]] = int(line[32:])

    def check(self, store: Store) -> None:
        """Everything is there, and nothing is half there."""
        found = store.verify()
        assert found.faults == ()
        client_id = store.repository(LOCAL).find_clients().rows[0].id
        stored = {one.id: one for one in store.repository(LOCAL).visits(client_id, drafts=True)}
        for visit_id, version in self.versions.items():
            assert stored[visit_id].version >= version
        for visit in stored.values():
            photos = tuple(photo_of(photo_data(visit.id, 1 + i)) for i in range(visit.version))
            assert (visit.photos, visit.draft) == (photos, visit.version == 1)


@pytest.fixture
def kills(settings: StoreSettings) -> int:
    with open_store(settings) as store:
        add_client(store.repository(LOCAL))
    return KILLS["postgresql" if settings.url else "sqlite"]


@pytest.mark.slow
def test_killed_at_any_instant(settings: StoreSettings, kills: int):
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.studio.store.test_crash"])
    with open_store(settings) as store:
        client_id = store.repository(LOCAL).find_clients().rows[0].id
    confirmed, chance = Confirmed({}), random.Random()
    for number in range(kills):
        reader, writer = context.Pipe(duplex=False)
        station = context.Process(target=save_forever, args=(settings, client_id, writer))
        station.start()
        writer.close()
        if number % 10:  # each tenth is killed while it starts, opens the studio or begins to save
            assert os.read(reader.fileno(), len(READY)) == READY
        time.sleep(chance.uniform(0.0, LONGEST_S))
        station.kill()
        station.join()
        with reader:
            confirmed.read(reader)
        with open_store(settings) as store:
            confirmed.check(store)
    assert len(confirmed.versions) > kills // 10
    with open_store(settings) as store:
        store.sweep(older_than_s=-1.0)
        confirmed.check(store)
        assert (store.verify().orphans, store.verify().unfinished) == (0, 0)
