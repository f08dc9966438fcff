"""Checks that nothing is lost or half there, and deletes files that no record names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select

from posture.errors import StudioError
from posture.i18n.language import tr
from posture.studio.store.database.faults import told
from posture.studio.store.photos import age_s
from posture.studio.store.records.tables import NEVER, clients, metadata, photos, visits
from posture.studio.store.records.visits import unreferenced
from posture.studio.store.unnamed import delete_unnamed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

    from posture.studio.store.database.engine import Database
    from posture.studio.store.photos import PhotoFiles

SAVING_S = 3600.0
"""Age from which a file without a row is not of a save under way, seconds."""

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked, and what is wrong.

    Attributes
    ----------
    clients, visits, photos : int
        In the database; a photo that several visits name counts once.
    orphans : int
        Files of photos that no visit names, for the sweep.
    unfinished : int
        Files that are being written, or were when a crash came; for the sweep too.
    faults : tuple of str
        A sentence for each; empty where all is well.
    """

    clients: int
    visits: int
    photos: int
    orphans: int
    unfinished: int
    faults: tuple[str, ...]


def verify(database: Database, files: PhotoFiles) -> Verification:
    """Check the database, and every photo against its hash."""
    try:
        with database.reading() as connection:
            damage = tuple(_damage(database, connection))
            rows = _Rows() if damage else _rows(connection)
    except StudioError as error:
        damage, rows = (error.message,), _Rows()
    with told():
        unfinished = sum(1 for _ in files.unfinished())
        present = frozenset(files.hashes())
    wrong = (_fault_of_file(database, files, one, rows) for one in sorted(rows.named | present))
    return Verification(
        clients=rows.clients,
        visits=rows.visits,
        photos=len(rows.named),
        orphans=0 if damage else len(present - rows.named),
        unfinished=unfinished,
        faults=(*damage, *rows.faults, *(fault for fault in wrong if fault)),
    )


def sweep(database: Database, files: PhotoFiles, older_than_s: float = SAVING_S) -> int:
    """Delete files that no record names and no save under way will name.

    Parameters
    ----------
    database : Database
    files : PhotoFiles
    older_than_s : float
        Younger files stay.

    Returns
    -------
    int
        Files that were deleted; those that cannot be wait for the next sweep, so that a studio
        opens all the same.
    """
    with told():
        old = [path for path in files.unfinished() if age_s(path) > older_than_s]
    unfinished = sum(map(_unlink, old))
    with database.reading() as connection:
        named = frozenset(connection.scalars(select(photos.c.sha256).distinct()))
    lonely = [one for one in files.hashes() if one not in named]
    # A visit may name them by now: that is looked at again while nobody saves.
    return unfinished + sum(
        len(delete_unnamed(database, files, lonely[start : start + _AT_ONCE], older_than_s).gone)
        for start in range(0, len(lonely), _AT_ONCE)
    )


def _unlink(path: Path) -> bool:
    """Delete a file; whether that was possible."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class _Rows:
    """What the database holds; nothing where it is damaged."""

    clients: int = 0
    visits: int = 0
    named: frozenset[str] = frozenset()
    faults: tuple[str, ...] = ()


def _rows(connection: Connection) -> _Rows:
    count = select(func.count())
    return _Rows(
        clients=connection.scalar(count.select_from(clients)) or 0,
        visits=connection.scalar(count.select_from(visits)) or 0,
        named=frozenset(connection.scalars(select(photos.c.sha256).distinct())),
        faults=(
            *_unreadable(connection),
            *_lonely_rows(connection),
            *_counts(connection),
        ),
    )


def _damage(database: Database, connection: Connection) -> Iterator[str]:
    """What SQLite finds in its file; PostgreSQL checks its pages when it reads them."""
    if database.is_sqlite:
        for (line,) in connection.exec_driver_sql("PRAGMA integrity_check"):
            if line != "ok":
                yield tr("The database is damaged: {what}.").format(what=line)


def _unreadable(connection: Connection) -> Iterator[str]:
    """Tables with a row that no page can show: all rows are read as the program reads them."""
    for table in metadata.sorted_tables:
        try:
            with connection.execute(select(table), execution_options={"yield_per": 200}) as rows:
                for _ in rows:
                    pass
        except StudioError as error:
            yield tr("Table {table}: {what}").format(table=table.name, what=error.message)


def _lonely_rows(connection: Connection) -> Iterator[str]:
    """Rows that refer to one that is not there."""
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            to = key.column
            missing = select(func.count()).where(~select(to).where(to == key.parent).exists())
            count = connection.scalar(missing.select_from(table))
            if count:
                yield tr("Table {table}: {count} rows belong to no record.").format(
                    table=table.name, count=count
                )


def _counts(connection: Connection) -> Iterator[str]:
    """Clients whose visits are counted wrongly in the list."""
    confirmed = and_(visits.c.client_id == clients.c.id, visits.c.draft.is_(False))
    number = select(func.count()).where(confirmed).scalar_subquery()
    last = func.coalesce(select(func.max(visits.c.on)).where(confirmed).scalar_subquery(), NEVER)
    wrong = or_(clients.c.visits != number, clients.c.last_visit != last)
    for client_id in connection.scalars(select(clients.c.id).where(wrong)):
        yield tr("Client {id}: the list counts other visits than there are.").format(id=client_id)


def _fault_of_file(database: Database, files: PhotoFiles, sha256: str, rows: _Rows) -> str | None:
    try:
        files.read(sha256)
    except StudioError as error:
        if files.has(sha256) or (sha256 in rows.named and _is_named(database, sha256)):
            return f"{sha256}: {error.message}"
    return None


def _is_named(database: Database, sha256: str) -> bool:
    """Whether a visit still names a photo: it may have been deleted since the rows were read."""
    with database.reading() as connection:
        return not unreferenced(connection, (sha256,))
