"""Copies of the database: SQLite by its own backup interface, PostgreSQL by pg_dump."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.engine import make_url

from posture.errors import StudioError
from posture.files.durable import UNFINISHED, sync_folder
from posture.i18n.language import tr
from posture.studio.store.database.faults import told
from posture.studio.store.settings import BACKED_UP

if TYPE_CHECKING:
    from posture.studio.store.database.engine import Database
    from posture.studio.store.database.protection import Protection
    from posture.studio.store.settings import StoreSettings


def before_migration(
    settings: StoreSettings, database: Database, protection: Protection, name: str
) -> None:
    """Copy the database into the folder of backups before it is migrated.

    Parameters
    ----------
    settings : StoreSettings
    database : Database
    protection : Protection
    name : str
        Of the copy, without ending.

    Raises
    ------
    StudioError
        It cannot be copied; for PostgreSQL also where pg_dump is missing or fails and nobody
        vouches for another backup.
    """
    with told():
        settings.backups.mkdir(mode=0o700, parents=True, exist_ok=True)
    if database.is_sqlite:
        copy_sqlite(settings.database, settings.backups / f"{name}.db", protection)
    elif not settings.backed_up:
        _dump(settings.url or "", settings.backups / f"{name}.dump")


def copy_sqlite(source: Path, target: Path, protection: Protection) -> None:
    """Copy a SQLite database as it is at one moment, whoever writes to it meanwhile."""
    made = target.with_name(f"{target.name}{UNFINISHED}")
    with told():
        made.unlink(missing_ok=True)
        made.touch(mode=0o600)
        try:
            _copy(protection, str(source), str(made))
            made.replace(target)
        except BaseException:
            made.unlink(missing_ok=True)
            raise
        sync_folder(target.parent)


def _copy(protection: Protection, source: str, target: str) -> None:
    try:
        with (
            closing(protection.connect(source)) as old,
            closing(protection.connect(target)) as new,
        ):
            old.backup(new)
            # A copy is one file, without a log beside it.
            new.execute("PRAGMA journal_mode = DELETE").fetchone()
    except protection.dbapi.Error as error:
        raise StudioError(
            tr("The database cannot be copied: {why}.").format(why=error),
            tr("Nothing was changed. Check the free space on the disk, then try again."),
        ) from error


def _dump(url: str, target: Path) -> None:
    program = shutil.which("pg_dump")
    why = tr("pg_dump is not installed") if program is None else _run(program, url, target)
    if why is None:
        return
    raise StudioError(
        tr(
            "The database must be brought up to date, and could not be backed up before: {why}."
        ).format(why=why),
        tr("Ask its administrator for a backup, then set {name}=1 and start again.").format(
            name=BACKED_UP
        ),
    )


def _run(program: str, url: str, target: Path) -> str | None:
    """Why pg_dump failed; None where it wrote the copy."""
    asked = make_url(url)
    made = target.with_name(f"{target.name}{UNFINISHED}")
    with told():
        made.touch(mode=0o600)
    without = asked.set(drivername="postgresql", password=None).render_as_string()
    done = subprocess.run(
        [program, "--format=custom", "--no-password", f"--file={made}", f"--dbname={without}"],
        env=os.environ | _password(asked.password),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        with told():
            made.replace(target)
            sync_folder(target.parent)
        return None
    made.unlink(missing_ok=True)
    lines = done.stderr.strip().splitlines()
    return lines[-1].rstrip(".") if lines else f"pg_dump {done.returncode}"


def _password(password: Any) -> dict[str, str]:
    """Given by the environment: everybody on the machine reads a command line."""
    return {} if password is None else {"PGPASSWORD": str(password)}
