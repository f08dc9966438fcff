"""What a page of a large studio waits for its records, and whether other clients slow it down."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import make_url, text

from benchmarks import studio_group, studio_writers
from benchmarks.figure import Figure, medians
from benchmarks.studio_made import TRAINER, fill
from posture.studio.records import LOCAL, Actor, new_id
from posture.studio.store.database.engine import Database, postgresql_engine
from posture.studio.store.repository import Repository
from posture.studio.store.settings import StoreSettings
from posture.studio.store.store import Store, open_store

LARGE, SMALL = 5_000, 50
VISITS = 10
REPEATS = 41
MOST_S = 0.3
MOST_TIMES = 2.0

STATIONS = 8
WRITING_S = 10.0

Look = Callable[[Repository], object]


def list_page(records: Repository) -> object:
    """The first page of the list by name."""
    return records.find_clients()


def newest_page(records: Repository) -> object:
    """The first page of the list by last visit."""
    return records.find_clients(order="last_visit")


def last_page(records: Repository) -> object:
    """A page at the end of the list."""
    return records.find_clients(offset=LARGE - 50)


def search_few(records: Repository) -> object:
    """A search that finds one client."""
    return records.find_clients("n00017")


def search_many(records: Repository) -> object:
    """A search that finds a twelfth of the clients."""
    return records.find_clients("mül")


def client_page(records: Repository) -> object:
    """A client with all its visits and their documents."""
    (row, *_) = records.find_clients("n00017").rows
    return records.client(row.id), records.visits(row.id, drafts=True)


LOOKS: dict[str, Look] = {
    "list": list_page,
    "list by last visit": newest_page,
    "end of the list": last_page,
    "search, few": search_few,
    "search, many": search_many,
    "client page": client_page,
}


def figures(postgres: str | None, writing_s: float) -> list[Figure]:
    """What pages wait for in a large studio, and what stations lose that write at once.

    Parameters
    ----------
    postgres : str or None
        URL of a PostgreSQL server; SQLite unless given.
    writing_s : float
        How long the stations write, seconds.
    """
    with _empty(postgres) as large, _empty(postgres) as small:
        found = _of_pages(large, small)
    with _empty(postgres) as shared:
        found += studio_writers.figures(shared, STATIONS, writing_s)
    with _empty(postgres) as day:
        return found + studio_group.figures(day)


@contextmanager
def _empty(postgres: str | None) -> Generator[StoreSettings]:
    """A studio that does not exist yet, on a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "studio"
        if postgres is None:
            yield StoreSettings(home)
            return
        name = f"posture_{new_id()}"
        with closing(Database(postgresql_engine(postgres))) as server:
            plain = server.engine.execution_options(isolation_level="AUTOCOMMIT")
            with plain.connect() as connection:
                connection.execute(text(f"CREATE DATABASE {name}"))
            try:
                url = make_url(postgres).set(database=name)
                yield StoreSettings(home, url.render_as_string(hide_password=False))
            finally:
                with plain.connect() as connection:
                    connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def _of_pages(large: StoreSettings, small: StoreSettings) -> list[Figure]:
    database = "PostgreSQL" if large.url else "SQLite"
    with open_store(large) as many, open_store(small) as few:
        fill(many, LARGE, VISITS)
        fill(few, SMALL, VISITS)
        owner = _timed(many, few, LOCAL, f"{database}, owner")
        return owner + _timed(many, few, TRAINER, f"{database}, trainer")


def _timed(many: Store, few: Store, actor: Actor, who: str) -> list[Figure]:
    made: list[Figure] = []
    for name, look in LOOKS.items():
        large, small = many.repository(actor), few.repository(actor)
        slow, quick = medians(REPEATS, partial(look, large), partial(look, small))
        title = f"{who}: {name}"
        limit = f"< {1000 * MOST_S:g}"
        made.append(Figure(f"{title}, {LARGE} clients", 1000 * slow, "ms", limit, slow < MOST_S))
        times = slow / quick
        # An owner's list and common names grow with the clients, which are all the owner's own.
        own = actor.role == "owner" and name not in ("search, few", "client page")
        target, holds = ("-", True) if own else (f"< {MOST_TIMES:g}", times < MOST_TIMES)
        made.append(Figure(f"{title}, / {SMALL} clients", times, "x", target, holds))
    return made
