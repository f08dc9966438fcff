"""Brings a database to today's schema, after a backup of what is in it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from posture.errors import StudioError
from posture.i18n.language import tr
from posture.log.events import tell
from posture.studio.store.database.engine import Database
from posture.studio.store.database.faults import told

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

_FOLDER = Path(__file__).parent / "migrations"
_LOCK = 0x706F7375
"""Number of the PostgreSQL lock of the one station that migrates."""

_ONE_AT_A_TIME = Lock()
"""Alembic keeps what it runs in a variable of the process."""


def migrate(database: Database, back_up: Callable[[str], None]) -> None:
    """Bring a database to today's schema.

    Parameters
    ----------
    database : Database
        Without foreign keys on SQLite; see
        :func:`posture.studio.store.database.engine.sqlite_engine`.
    back_up : callable
        Backs it up; called with a name that says which schema it has, only where rows are there and
        the schema is older.

    Raises
    ------
    StudioError
        It was written by a newer version of the program, or the migration fails; it is then as it
        was before.
    """
    script = ScriptDirectory(str(_FOLDER))
    newest = script.get_current_head()
    with database.reading() as connection:
        found = schema(connection)
    if found == newest:
        return
    if found is not None:
        _need_known(script, found)
        back_up(f"schema-{found}-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}")
    with database.writing() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            _need_utf8(connection)
        upgrade(connection)
        if database.is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise StudioError(tr("The migration of the studio's database failed; it is unchanged."))
    tell("studio.migrated", schema=newest)


def _need_utf8(connection: Connection) -> None:
    if connection.scalar(text("SHOW server_encoding")) != "UTF8":
        raise StudioError(
            tr("The PostgreSQL database does not keep all letters: its encoding is not UTF-8."),
            tr("Make another one with ENCODING 'UTF8'."),
        )


def schema(connection: Connection) -> str | None:
    """Revision of a database; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Run the migrations up to a revision, in the transaction of the connection.

    Parameters
    ----------
    connection : Connection
        Without foreign keys on SQLite.
    revision : str
        Of a migration; the newest unless given.

    Raises
    ------
    StudioError
        There is no such migration: a newer version of the program wrote it.
    """
    _need_known(ScriptDirectory(str(_FOLDER)), revision)
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    with told(), _ONE_AT_A_TIME:
        command.upgrade(config, revision)


def _need_known(script: ScriptDirectory, found: str) -> None:
    known = {revision.revision for revision in script.walk_revisions()}
    if found != "head" and found not in known:
        raise StudioError(
            tr("The studio's records were written by a newer version of this program."),
            tr("Update the program."),
        )
