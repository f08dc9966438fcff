"""Stations that write to one studio at once lose nothing, and see no error but a conflict."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from benchmarks.figure import Figure
from posture.errors import ConflictError
from posture.studio.records import (
    LOCAL,
    Client,
    ClientDetails,
    Consent,
    Visit,
    VisitPhoto,
    new_id,
)
from posture.studio.store.repository import Repository
from posture.studio.store.settings import StoreSettings
from posture.studio.store.store import open_store

DAY = date(2026, 11, 2)
PHOTO_BYTES = 20_000
MODULES = ["posture.studio.store.store", "benchmarks.studio_writers"]


@dataclass(frozen=True, slots=True)
class Written:
    """What stations did.

    Attributes
    ----------
    client_changes, visit_changes, visits : int
        Confirmed by the store: changes of the one client, of the one visit, and new visits.
    conflicts : int
        Shown, and answered by taking up what is stored.
    longest_s : float
        Longest that a station waited for one call.
    errors : tuple of str
        Any other error.
    """

    client_changes: int = 0
    visit_changes: int = 0
    visits: int = 0
    conflicts: int = 0
    longest_s: float = 0.0
    errors: tuple[str, ...] = ()


def write_at_once(settings: StoreSettings, stations: int, seconds: float) -> tuple[Written, str]:
    """Let stations change one client and one visit of it, and add visits, all at the same time.

    Returns
    -------
    Written
        Of all stations.
    str
        What is lost or wrong; empty where nothing is.
    """
    with open_store(settings) as store:
        records = store.repository(LOCAL)
        client = records.add_client(ClientDetails("One", notes="0"))
        records.give_consent(client.id, Consent(DAY, "1", ("photos",)))
        visit = records.save_visit(Visit(new_id(), client.id, 0, DAY, notes="0", draft=False))
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(MODULES)
    started = context.Barrier(stations)
    with context.Manager() as manager:
        results = manager.list()
        asked = settings, client.id, visit.id, seconds, started, results
        processes = [context.Process(target=_station, args=asked) for _ in range(stations)]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        done: list[Written] = list(results)
    total = Written(
        client_changes=sum(one.client_changes for one in done),
        visit_changes=sum(one.visit_changes for one in done),
        visits=sum(one.visits for one in done),
        conflicts=sum(one.conflicts for one in done),
        longest_s=max((one.longest_s for one in done), default=0.0),
        errors=tuple(error for one in done for error in one.errors),
    )
    return total, _lost(settings, total, client.id, visit.id)


def _lost(settings: StoreSettings, total: Written, client_id: str, visit_id: str) -> str:
    with open_store(settings) as store:
        records = store.repository(LOCAL)
        stored = (
            int(records.client(client_id).details.notes),
            int(records.visit(visit_id).notes),
            len(records.visits(client_id)) - 1,
        )
        faults = store.verify().faults
    confirmed = total.client_changes, total.visit_changes, total.visits
    if stored != confirmed:
        return f"confirmed {confirmed}, stored {stored}"
    return "; ".join(faults)


def _station(
    settings: StoreSettings,
    client_id: str,
    visit_id: str,
    seconds: float,
    started: Any,
    results: Any,
) -> None:
    station = _Station(client_id, visit_id)
    with open_store(settings) as store:
        records = store.repository(LOCAL)
        started.wait()
        until = time.monotonic() + seconds
        while time.monotonic() < until and not station.done.errors:
            for work in (station.change_client, station.change_visit, station.add_visit):
                station.do(work, records)
    results.append(station.done)


class _Station:
    """One station: what it did so far."""

    def __init__(self, client_id: str, visit_id: str) -> None:
        self.done = Written()
        self._client_id, self._visit_id = client_id, visit_id

    def do(self, work: Callable[[Repository], None], records: Repository) -> None:
        """Work once, and note how long it took and any error."""
        start = time.monotonic()
        try:
            work(records)
        except Exception as error:
            found = (*self.done.errors, f"{type(error).__name__}: {error}")
            self.done = replace(self.done, errors=found)
        took = max(self.done.longest_s, time.monotonic() - start)
        self.done = replace(self.done, longest_s=took)

    def change_client(self, records: Repository) -> None:
        """Count one more in the notes of the client that everybody changes."""
        loaded = records.client(self._client_id)
        while True:
            notes = str(int(loaded.details.notes) + 1)
            try:
                records.save_client(replace(loaded, details=replace(loaded.details, notes=notes)))
                break
            except ConflictError as conflict:
                if not isinstance(conflict.stored, Client):
                    raise
                loaded = conflict.stored
                self.done = replace(self.done, conflicts=self.done.conflicts + 1)
        self.done = replace(self.done, client_changes=self.done.client_changes + 1)

    def change_visit(self, records: Repository) -> None:
        """Count one more in the notes of the visit that everybody changes."""
        loaded = records.visit(self._visit_id)
        while True:
            try:
                records.save_visit(replace(loaded, notes=str(int(loaded.notes) + 1)))
                break
            except ConflictError as conflict:
                if not isinstance(conflict.stored, Visit):
                    raise
                loaded = conflict.stored
                self.done = replace(self.done, conflicts=self.done.conflicts + 1)
        self.done = replace(self.done, visit_changes=self.done.visit_changes + 1)

    def add_visit(self, records: Repository) -> None:
        """Add a visit with a photo of its own."""
        data = os.urandom(PHOTO_BYTES)
        sha256 = hashlib.sha256(data).hexdigest()
        photo = VisitPhoto(sha256, "side.jpg", len(data), "side")
        visit = Visit(new_id(), self._client_id, 0, DAY, photos=(photo,), draft=False)
        records.save_visit(visit, {sha256: data})
        self.done = replace(self.done, visits=self.done.visits + 1)


def figures(settings: StoreSettings, stations: int, seconds: float) -> list[Figure]:
    total, lost = write_at_once(settings, stations, seconds)
    for problem in (*total.errors[:5], lost):
        if problem:
            print(problem)
    saves = total.client_changes + total.visit_changes + total.visits
    name = "PostgreSQL" if settings.url else "SQLite"
    start = f"{stations} stations for {seconds:g} s, {name}"
    return [
        Figure(f"{start}: saves", saves, "", "-", True),
        Figure(f"{start}: conflicts shown", total.conflicts, "", "-", True),
        Figure(f"{start}: other errors", len(total.errors), "", "0", not total.errors),
        Figure(f"{start}: updates lost", bool(lost), "", "0", not lost),
        Figure(f"{start}: longest call", total.longest_s, "s", "-", True),
    ]
