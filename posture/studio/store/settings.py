"""Where a studio lies, and how it is opened."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs

HOME = "POSTURE_HOME"
URL = "POSTURE_DATABASE"
PASSPHRASE = "POSTURE_PASSPHRASE"
BACKED_UP = "POSTURE_BACKED_UP"
"""Set to anything: the administrator has backed up the PostgreSQL database, it may be migrated."""


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """Where a studio lies, and how it is opened.

    Attributes
    ----------
    home : Path
        Folder of the photos, of the SQLite database and of the backups made before migrations.
    url : str or None
        Of a PostgreSQL database, ``postgresql://user@host/name``; None is SQLite in the folder.
        Every station of one database names the same folder.
    passphrase : str or None
        Or recovery code of an encrypted studio; the system's keyring is asked where none is given.
        Not looked at where the studio is not encrypted.
    backed_up : bool
        The administrator vouches for a backup of the PostgreSQL database before it is migrated.
    """

    home: Path
    url: str | None = field(default=None, repr=False)
    passphrase: str | None = field(default=None, repr=False)
    backed_up: bool = False

    @property
    def database(self) -> Path:
        """File of the SQLite database."""
        return self.home / "studio.db"

    @property
    def photos(self) -> Path:
        """Folder of the photos."""
        return self.home / "photos"

    @property
    def backups(self) -> Path:
        """Folder of the copies of the database that are made before a migration."""
        return self.home / "backups"


def default_settings(passphrase: str | None = None) -> StoreSettings:
    """Settings by the environment: ``POSTURE_HOME``, ``POSTURE_DATABASE``, ``POSTURE_BACKED_UP``.

    Without ``POSTURE_HOME`` the studio lies in the user's data folder. Where no passphrase is
    given, that of ``POSTURE_PASSPHRASE`` is taken: for a server that nobody sits at.
    """
    chosen = os.environ.get(HOME)
    if chosen:
        home = Path(chosen).expanduser()
    else:
        home = Path(platformdirs.user_data_dir("posture", appauthor=False)) / "studio"
    url = os.environ.get(URL) or None
    passphrase = passphrase or os.environ.get(PASSPHRASE) or None
    return StoreSettings(home, url, passphrase, backed_up=bool(os.environ.get(BACKED_UP)))
