"""Erasing a client from everything that the studio holds, and telling what it does not reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from posture.errors import StudioError
from posture.i18n.language import format_day, tr
from posture.present.wording import printable
from posture.studio.backup.register import backups_with, gone_with
from posture.studio.returned import note_erased
from posture.studio.store.database.faults import told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from posture.studio.backup.register import KnownBackup
    from posture.studio.records import Actor, Client, Erasure
    from posture.studio.store.store import Store


@dataclass(frozen=True, slots=True)
class ErasureReport:
    """What was erased, and where the client still is.

    Attributes
    ----------
    erasure : Erasure
    backups : tuple of KnownBackup
        Backups that hold the client.
    copies : tuple of Path
        Copies of the database from before updates of the program, made since the client was added.
    gone : int
        Backups that held the client and are not where they were written.
    noted : bool
        Whether the erasure was noted, so that a restored backup does not bring the client back
        unseen.
    log_cleared : bool
        Whether the database's log, in which what was deleted is still to be read, was emptied.
    """

    erasure: Erasure
    backups: tuple[KnownBackup, ...]
    copies: tuple[Path, ...]
    gone: int
    noted: bool = True
    log_cleared: bool = True


def erase_client(
    store: Store, actor: Actor, client_id: str, *, due: date | None = None
) -> ErasureReport:
    """Delete a client with its visits, plans, photos and their files; it cannot be undone.

    Parameters
    ----------
    store : Store
    actor : Actor
    client_id : str
    due : date, optional
        Erase only where retention still deletes the client until this day.

    Raises
    ------
    AccessError
        The actor is no owner.
    NotFoundError
        There is no such client, or it is not due.
    """
    records = store.repository(actor)
    client = records.client(client_id)
    home = store.settings.home
    erasure = records.erase_client(client_id, due=due)
    noted = _succeeds(lambda: note_erased(home, client_id))
    log_cleared = _succeeds(store.database.clear_log)
    with told():
        return ErasureReport(
            erasure=erasure,
            backups=backups_with(home, client_id),
            copies=_copies_since(store, client),
            gone=gone_with(home, client_id),
            noted=noted,
            log_cleared=log_cleared,
        )


def told_of(report: ErasureReport) -> tuple[str, ...]:
    """What was erased and where the client still is, a line each."""
    erasure = report.erasure
    lines = [
        tr("Erased. Visits: {visits}; photos: {photos}.").format(
            visits=erasure.visits, photos=len(erasure.photos)
        )
    ]
    lines += _left_undone(report)
    if report.backups:
        lines.append(
            tr("These backups still hold the client; delete them, or wait for newer ones:")
        )
    for backup in report.backups:
        where = printable(f"{backup.machine}: {backup.path}")
        lines.append(f"  {format_day(backup.made.astimezone().date())}  {where}")
    if report.copies:
        lines.append(tr("These copies from before updates of the program may hold the client too:"))
    lines += [f"  {printable(str(path))}" for path in report.copies]
    if report.gone:
        words = tr("Backups with the client that are not where they were written: {count}.")
        lines.append(words.format(count=report.gone))
        lines.append(tr("Those that were moved or copied still hold the client; delete them."))
    if not (report.backups or report.copies or report.gone):
        lines.append(tr("No backup that this studio knows of holds the client."))
    return tuple(lines)


def _succeeds(step: Callable[[], None]) -> bool:
    """Do what follows an erasure; where that fails the client is erased all the same."""
    try:
        step()
    except StudioError:
        return False
    return True


def _left_undone(report: ErasureReport) -> Iterator[str]:
    """What failed after the records were deleted, and what to do about it, a line each."""
    files = report.erasure.remaining
    if files:
        words = tr("Files of photos that could not be deleted: {count}, such as {path}")
        yield words.format(count=len(files), path=printable(str(files[0])))
        yield tr(
            "Check that no other program has them open and that their folder can be written. "
            "The studio tries again once a day, when it is opened."
        )
    if not report.noted:
        yield tr(
            "The erasure could not be noted in the studio's folder. After restoring a backup, "
            "check whether the client is back."
        )
    if not report.log_cleared:
        yield tr(
            "The database's log could not be emptied and may still hold the client. "
            "Stop the program, then start it again."
        )


def _copies_since(store: Store, client: Client) -> tuple[Path, ...]:
    folder = store.settings.backups
    found = sorted((*folder.glob("*.db"), *folder.glob("*.dump")))
    return tuple(path for path in found if _written(path) >= client.created)


def _written(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
