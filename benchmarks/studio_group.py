"""A group's day as the page runs it: names in, photos of each, the overview, reports in one ZIP."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import date
from pathlib import Path

from benchmarks.figure import Figure
from posture.studio.consent import COVERS
from posture.studio.group.bundle import day_reports
from posture.studio.group.day import begin_day, confirm_day, read_day, take
from posture.studio.group.names import read_names
from posture.studio.group.overview import find_overview
from posture.studio.records import LOCAL
from posture.studio.store.settings import StoreSettings
from posture.studio.store.store import open_store

PEOPLE = 30
DAY = date(2026, 11, 2)
MOST_S = 3600.0
ROOT = Path(__file__).parents[1]
SIDES = sorted((ROOT / "samples").glob("*.jpg"))
FRONTALS = [ROOT / "samples" / "sides" / f"{view}.jpg" for view in ("front", "back")]


def figures(settings: StoreSettings) -> list[Figure]:
    """How long the computer is busy on a day of thirty people with three photos each.

    Parameters
    ----------
    settings : StoreSettings
        Of a studio that does not exist yet.
    """
    named = "\n".join(f"Person {number}" for number in range(PEOPLE))
    waits: list[float] = []
    kept = 0
    with open_store(settings) as store:
        records = store.repository(LOCAL)
        began = time.perf_counter()
        ids = begin_day(records, read_names(named, "en"), DAY, COVERS)
        for number, client_id in enumerate(ids):
            turn = time.perf_counter()
            (person,) = read_day(records, (client_id,), DAY)
            paths = [SIDES[number % len(SIDES)], *FRONTALS]
            photos = [(path.name, path.read_bytes()) for path in paths]
            kept += sum(
                getattr(one, "photo", None) is not None
                for one in take(records, person, photos, DAY)
            )
            find_overview(read_day(records, ids, DAY))
            waits.append(time.perf_counter() - turn)
        confirm_day(records, read_day(records, ids, DAY))
        writing = time.perf_counter()
        made = day_reports(records, read_day(records, ids, DAY), DAY)
        ended = time.perf_counter()
    with zipfile.ZipFile(io.BytesIO(made)) as reports:
        count = len(reports.namelist())
    whole, all_there = ended - began, count == PEOPLE and kept == 3 * PEOPLE
    day = f"group day of {PEOPLE}"
    return [
        Figure(f"{day}: photos kept", kept, "", f"{3 * PEOPLE}", kept == 3 * PEOPLE),
        Figure(f"{day}: reports in the ZIP", count, "", f"{PEOPLE}", count == PEOPLE),
        Figure(f"{day}: the computer's time", whole, "s", f"< {MOST_S:g}", whole < MOST_S),
        Figure(f"{day}: longest wait for a person's three photos", max(waits), "s", "-", all_there),
        Figure(f"{day}: writing the reports", ended - writing, "s", "-", all_there),
    ]
