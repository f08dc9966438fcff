"""Which backups were made, where, and which clients they hold: one small file for each.

The files lie in the studio's folder and outlive its database, so that a restored studio still knows
of the backups that were made after the restored one. They name clients by id only.
"""

from __future__ import annotations

import platform
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from posture.files.durable import write_durably

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLDER = "backup-register"


@dataclass(frozen=True, slots=True)
class KnownBackup:
    """A backup that was made.

    Attributes
    ----------
    id : str
    made : datetime
        UTC.
    machine : str
        Name of the computer on which it was made, where the path holds.
    path : Path
        Where it was written.
    clients : tuple of str
        Ids of the clients in it.
    """

    id: str
    made: datetime
    machine: str
    path: Path
    clients: tuple[str, ...]

    @property
    def is_gone(self) -> bool:
        """Whether its folder is there on this machine and the file is not.

        A disk that is not plugged in tells nothing.
        """
        here = self.machine == platform.node()
        return here and self.path.parent.is_dir() and not self.path.exists()


_FILE = TypeAdapter(KnownBackup)


def remember(home: Path, id: str, made: datetime, path: Path, clients: Iterable[str]) -> None:
    """Note a backup.

    Parameters
    ----------
    home : Path
        The studio's folder.
    id : str
        Of the backup.
    made : datetime
    path : Path
    clients : iterable of str
        Ids.

    Raises
    ------
    OSError
        It cannot be written.
    """
    known = KnownBackup(id, made, platform.node(), path.absolute(), tuple(sorted(clients)))
    (home / FOLDER).mkdir(mode=0o700, exist_ok=True)
    write_durably(home / FOLDER / f"{id}.json", _FILE.dump_json(known))


def known_backups(home: Path) -> tuple[KnownBackup, ...]:
    """Every backup that was made and may still be there, the oldest first."""
    found = (_read(path) for path in (home / FOLDER).glob("*.json"))
    there = [backup for backup in found if backup is not None and not backup.is_gone]
    return tuple(sorted(there, key=lambda backup: (backup.made, backup.id)))


def backups_with(home: Path, client_id: str) -> tuple[KnownBackup, ...]:
    """The backups that hold a client and may still be there."""
    return tuple(backup for backup in known_backups(home) if client_id in backup.clients)


def gone_with(home: Path, client_id: str) -> int:
    """Number of backups that held a client and were deleted, or moved, which nobody can tell."""
    found = (_read(path) for path in (home / FOLDER).glob("*.json"))
    return sum(one is not None and one.is_gone and client_id in one.clients for one in found)


def _read(path: Path) -> KnownBackup | None:
    """An entry; None for one that cannot be read, which hides no other."""
    try:
        return _FILE.validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None
