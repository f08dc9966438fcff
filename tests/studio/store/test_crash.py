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

KILLS = {"sqlite": 100, "postgresql": 15}
MOST_SAVES = 2
LONGEST_S = 0.03
"""A station is killed after so many saves at most, and within so many seconds of the last."""

LINE = 34
"""Bytes that a station tells at once: an id, a version and the end of the line."""

READY = b"-" * (LINE - 1) + b"\n"


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

    def read(self, pipe: Connection) -> bool:
        """Take up one thing that a station told; False where it told nothing more."""
        line = os.read(pipe.fileno(), LINE)
        if line not in (b"", READY):
            self.versions[line[:32].decode()] = int(line[32:])
        return line != b""

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
        if number % 10:  # each tenth is killed while it starts and opens the studio
            for _ in range(1 + chance.randint(0, MOST_SAVES)):
                assert confirmed.read(reader)
        time.sleep(chance.uniform(0.0, LONGEST_S))
        station.kill()
        station.join()
        with reader:
            while confirmed.read(reader):
                pass
        with open_store(settings) as store:
            confirmed.check(store)
    assert len(confirmed.versions) > kills // 4
    with open_store(settings) as store:
        store.sweep(older_than_s=-1.0)
        confirmed.check(store)
        assert (store.verify().orphans, store.verify().unfinished) == (0, 0)
