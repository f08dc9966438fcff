"""What can go wrong with disk and database, as errors that a person can act on."""

from __future__ import annotations

import errno
from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from posture.errors import StudioError
from posture.i18n.language import tr

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_CLOSED = {errno.EROFS, errno.EACCES, errno.EPERM}

_SQL_FULL = ("database or disk is full", "no space left", "could not extend file")
_SQL_CLOSED = ("readonly database", "read-only", "permission denied", "unable to open")
_SQL_BROKEN = "disk i/o error"
_SQL_BUSY = ("database is locked", "database table is locked", "lock timeout", "queuepool limit")
_SQL_DAMAGED = ("malformed", "not a database", "file is encrypted")


@contextmanager
def told() -> Generator[None]:
    """Turn errors of the disk and of the database into a :class:`StudioError`."""
    try:
        yield
    except OSError as error:
        raise _disk(error) from error
    except SQLAlchemyError as error:
        raise _database(error) from error


def busy() -> StudioError:
    """The error of one who waited too long for others to write."""
    return StudioError(
        tr("Another station has been writing for too long: nothing was saved."),
        tr("Try again in a minute."),
    )


def _disk(error: OSError) -> StudioError:
    if error.errno in _FULL:
        return _full()
    if error.errno in _CLOSED:
        return _closed()
    return _broken(error.strerror or str(error))


def _database(error: SQLAlchemyError) -> StudioError:
    why = str(error.orig if isinstance(error, DBAPIError) else error)
    text = why.casefold()
    if any(part in text for part in _SQL_FULL):
        return _full()
    if any(part in text for part in _SQL_CLOSED):
        return _closed()
    if _SQL_BROKEN in text:
        return _broken(why)
    if any(part in text for part in _SQL_BUSY):
        return busy()
    if any(part in text for part in _SQL_DAMAGED):
        return StudioError(
            tr("The studio's database cannot be read: it is damaged or encrypted."),
            tr("Give its passphrase, or restore the last backup."),
        )
    return StudioError(
        tr("The studio's database gave an error: {why}.").format(why=why.strip().rstrip(".")),
        tr("Nothing stored was lost. Check that the database can be reached, then try again."),
    )


def _broken(why: str) -> StudioError:
    return StudioError(
        tr("The disk gave an error: {why}.").format(why=why),
        tr("Nothing stored was lost. Check the disk and its free space, then try again."),
    )


def _full() -> StudioError:
    return StudioError(
        tr("The disk is full: this was not saved. Nothing stored before was lost."),
        tr("Free some space, then save again."),
    )


def _closed() -> StudioError:
    return StudioError(
        tr("The studio's folder cannot be written: nothing was saved."),
        tr("Check its permissions, or choose another folder."),
    )
