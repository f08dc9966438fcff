"""A studio, opened: its database brought up to date, and the ways into it."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Self

from posture.log.events import tell
from posture.studio.encryption.key_file import read_key_file
from posture.studio.store import upkeep
from posture.studio.store.database.copies import before_migration
from posture.studio.store.database.encrypted import protection_of
from posture.studio.store.database.engine import Database, postgresql_engine, sqlite_engine
from posture.studio.store.database.faults import told
from posture.studio.store.database.migrate import migrate
from posture.studio.store.folder import tie
from posture.studio.store.photos import PhotoFiles, age_s
from posture.studio.store.records.audit import Seen
from posture.studio.store.repository import Repository

if TYPE_CHECKING:
    from types import TracebackType

    from posture.studio.records import Actor
    from posture.studio.store.database.protection import Protection
    from posture.studio.store.settings import StoreSettings
    from posture.studio.store.upkeep import Verification


_SWEPT = "swept"
_DAY_S = 24 * 3600.0


class Store:
    """A studio's records and photos. One store serves every thread of a process.

    Attributes
    ----------
    settings : StoreSettings
    database : Database
        For the rooms beside the store that keep tables of their own; records go through
        :meth:`repository`.
    photos : PhotoFiles
    """

    def __init__(self, settings: StoreSettings, database: Database, photos: PhotoFiles) -> None:
        self.settings = settings
        self.database = database
        self.photos = photos
        self._seen = Seen()

    def repository(self, actor: Actor) -> Repository:
        """Records, as one actor may see and change them."""
        return Repository(self.database, self.photos, self._seen, actor)

    def verify(self) -> Verification:
        """Check the database, and every photo against its hash."""
        return upkeep.verify(self.database, self.photos)

    def sweep(self, older_than_s: float = upkeep.SAVING_S) -> int:
        """Delete files that no record names and no save under way will name.

        Returns
        -------
        int
            Files that were deleted.
        """
        return upkeep.sweep(self.database, self.photos, older_than_s)

    def close(self) -> None:
        """Close every connection."""
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_store(settings: StoreSettings, protection: Protection | None = None) -> Store:
    """Open a studio; make it where there is none, and bring its database up to date.

    Parameters
    ----------
    settings : StoreSettings
    protection : Protection, optional
        How its files are opened; by the settings unless given.

    Raises
    ------
    StudioLockedError
        It is encrypted, and the passphrase is wrong or missing.
    StudioError
        It cannot be opened; nothing in it was changed.
    """
    chosen = protection_of(settings) if protection is None else protection
    with told():
        settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        settings.photos.mkdir(mode=0o700, exist_ok=True)
    _migrate(settings, chosen)
    store = Store(settings, _database(settings, chosen), PhotoFiles(settings.photos, chosen.cipher))
    try:
        tie(store.database, store.photos)
        _sweep_daily(store)
    except BaseException:
        store.close()
        raise
    tell(
        "studio.opened",
        database="postgresql" if settings.url else "sqlite",
        encrypted=read_key_file(settings.home) is not None,
    )
    return store


def _sweep_daily(store: Store) -> None:
    """Sweep where nobody did in the last day: it looks at every file."""
    done = store.settings.photos / _SWEPT
    if done.exists() and age_s(done) < _DAY_S:
        return
    store.sweep()
    with told():
        done.touch(mode=0o600)


def _migrate(settings: StoreSettings, protection: Protection) -> None:
    with closing(_database(settings, protection, migrating=True)) as database:
        migrate(database, lambda name: before_migration(settings, database, protection, name))


def _database(
    settings: StoreSettings, protection: Protection, *, migrating: bool = False
) -> Database:
    if settings.url:
        return Database(postgresql_engine(settings.url))
    return Database(sqlite_engine(settings.database, protection, migrating=migrating))
