"""The engine, and transactions on it: for reading, for writing, and for one station alone."""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import NullPool, QueuePool

from posture.studio.store.database.faults import busy, told
from posture.studio.store.database.protection import BUSY_S, Protection

_BEGIN = "posture_begin"
_PHOTOS_LOCK = 0x706F7374
"""Number of the PostgreSQL lock that savers of photos share and those who delete files take."""

STATIONS = 20
"""Connections that one process may hold at once."""

CONNECT_S = 10
"""Seconds to wait for a PostgreSQL server."""


class Database:
    """Transactions on a database.

    Parameters
    ----------
    engine : Engine
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._turn = Lock()
        self.is_sqlite = engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """One state of the database, whatever others write meanwhile."""
        options = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with self._begun(options) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """All of what is written inside is kept, or nothing.

        SQLite has one writer at a time, from the start of its transaction on: nobody finds out at
        the end that another one was first. On PostgreSQL rows are locked before they are changed.
        """
        if not self.is_sqlite:
            with self._begun({}) as connection:
                yield connection
            return
        # Threads take turns here: those who wait for SQLite itself ask again and again, and one of
        # many may wait for seconds while others come first.
        if not self._turn.acquire(timeout=BUSY_S):
            raise busy()
        try:
            with self._begun({_BEGIN: "BEGIN IMMEDIATE"}) as connection:
                yield connection
        finally:
            self._turn.release()

    @contextmanager
    def saving_photos(self) -> Generator[Connection]:
        """As :meth:`writing`; meanwhile nobody deletes files of photos."""
        with self.writing() as connection:
            if not self.is_sqlite:
                lock = text("SELECT pg_advisory_xact_lock_shared(:key)")
                connection.execute(lock, {"key": _PHOTOS_LOCK})
            yield connection

    @contextmanager
    def deleting_files(self) -> Generator[Connection]:
        """As :meth:`writing`; meanwhile nobody saves photos."""
        with self.writing() as connection:
            if not self.is_sqlite:
                lock = text("SELECT pg_advisory_xact_lock(:key)")
                connection.execute(lock, {"key": _PHOTOS_LOCK})
            yield connection

    def clear_log(self) -> None:
        """Empty SQLite's log, in which what was deleted is still to be read, unless others read."""
        if self.is_sqlite:
            with told(), self.engine.connect() as connection:
                raw = connection.connection.driver_connection
                if raw is not None:  # without a transaction, which SQLAlchemy would begin
                    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    @contextmanager
    def _begun(self, options: dict[str, Any]) -> Generator[Connection]:
        with told(), self.engine.connect() as connection:
            connection.execution_options(**options)
            with connection.begin():
                yield connection


def sqlite_engine(path: Path, protection: Protection, *, migrating: bool = False) -> Engine:
    """An engine on a SQLite file, which is made for its owner alone where there is none.

    Parameters
    ----------
    path : Path
    protection : Protection
    migrating : bool
        Foreign keys are off: a migration that makes a table anew would otherwise delete with the
        old one every row that refers to it. Nothing is pooled.
    """
    with told():
        path.touch(mode=0o600)

    def connect() -> Any:
        connection = protection.connect(str(path))
        _write_ahead(connection, protection)
        # In WAL only FULL survives a power cut right after a save.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA foreign_keys = {'OFF' if migrating else 'ON'}")
        # What is deleted is overwritten: an erased client cannot be read out of the file.
        connection.execute("PRAGMA secure_delete = ON")
        return connection

    pool: dict[str, Any] = {"poolclass": NullPool}
    if not migrating:
        pool = {"poolclass": QueuePool, "pool_size": STATIONS, "pool_timeout": BUSY_S}
    # The path is given to SQLAlchemy only to say that it is a file; the function above opens it.
    url = URL.create("sqlite", database=str(path))
    engine = create_engine(url, creator=connect, module=protection.dbapi, **pool)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:  # pyright: ignore[reportUnusedFunction]
        chosen = connection.get_execution_options().get(_BEGIN, "BEGIN")
        connection.exec_driver_sql(chosen)

    return engine


def postgresql_engine(url: str) -> Engine:
    """An engine on a PostgreSQL database, through psycopg 3."""
    made = make_url(url).set(drivername="postgresql+psycopg")
    return create_engine(
        made,
        pool_size=STATIONS,
        pool_timeout=BUSY_S,
        pool_pre_ping=True,
        connect_args={"connect_timeout": CONNECT_S},
    )


def _write_ahead(connection: Any, protection: Protection) -> None:
    """Switch the file to write-ahead logging, once for all; SQLite itself does not wait here."""
    until = time.monotonic() + BUSY_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
            return
        except protection.dbapi.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                connection.close()
                raise
            time.sleep(0.05)
