"""A studio is encrypted and decrypted without a loss, whenever it is interrupted."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from posture.errors import StudioError, StudioLockedError
from posture.studio.backup.make import make_backup
from posture.studio.encryption import database
from posture.studio.encryption.key_file import NAME, read_key_file
from posture.studio.encryption.unlock import NewKey, key_by_keyring, key_by_passphrase
from posture.studio.records import LOCAL
from posture.studio.store.settings import StoreSettings
from posture.studio.store.store import open_store
from posture.studio.switch_encryption import Switched, decrypt, encrypt, finish_encryption
from tests.fixtures.full_studio import JPEG, SHOWN, everything, fill, texts_of
from tests.fixtures.keyrings import CHEAP, MemoryKeyring, memory_keyring
from tests.fixtures.studio import add_client, add_visit

__all__ = ["memory_keyring"]
PASSPHRASE = "a passphrase of tests"
CRASHED = 17


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Folder of a plain studio with everything in it, and of what lies around in one."""
    home = tmp_path / "home"
    with open_store(StoreSettings(home)) as store:
        fill(store)
    copies = home / "backups"
    copies.mkdir()
    shutil.copy(home / "studio.db", copies / "schema-0001.db")
    (copies / "crashed.part").write_bytes((home / "studio.db").read_bytes())
    (home / "unfinished-1").mkdir()
    shutil.copy(home / "studio.db", home / "unfinished-1" / "records.db")
    (next(home.glob("photos/??/??")) / "1.new").write_bytes(JPEG)
    return home


@pytest.fixture
def locked(home: Path) -> StoreSettings:
    """Settings of the studio with its passphrase."""
    return StoreSettings(home, passphrase=PASSPHRASE)


@pytest.fixture
def new() -> NewKey:
    return key_by_passphrase(PASSPHRASE, CHEAP)


def _held(settings: StoreSettings) -> dict[str, Any]:
    with open_store(settings) as store:
        assert store.verify().faults == ()
        return everything(store)


def _shows_nothing(home: Path) -> bool:
    held = texts_of(home)
    return not any(text in held for text in (*SHOWN, b"added in the middle"))


def test_there_and_back(home: Path, locked: StoreSettings, new: NewKey):
    before = _held(StoreSettings(home))
    assert not _shows_nothing(home)
    assert encrypt(locked, new) == Switched(3, ())
    assert _shows_nothing(home)
    assert _held(locked) == before
    for passphrase in (None, "another passphrase"):
        with pytest.raises(StudioLockedError):
            open_store(StoreSettings(home, passphrase=passphrase))
    assert decrypt(locked) == Switched(3, ())
    assert not (home / NAME).exists()
    assert _held(StoreSettings(home)) == before
    with closing(sqlite3.connect(home / "backups" / "schema-0001.db")) as copy:
        assert copy.execute("SELECT count(*) FROM clients").fetchone() == (2,)


def test_a_keyring_forgets_the_key_of_a_studio_that_is_decrypted(
    home: Path, memory_keyring: MemoryKeyring
):
    encrypt(StoreSettings(home), key_by_keyring(CHEAP))
    assert len(_held(StoreSettings(home))["clients"]) == 2
    decrypt(StoreSettings(home))
    assert memory_keyring.kept == {}


def test_a_studio_that_does_not_exist_yet_can_be_encrypted(tmp_path: Path, new: NewKey):
    settings = StoreSettings(tmp_path / "new", passphrase=PASSPHRASE)
    assert encrypt(settings, new) == Switched(0, ())
    with open_store(settings) as store:
        fill(store)
    assert _shows_nothing(settings.home)


def test_on_postgresql_the_photos_are_encrypted(postgres_url: str, tmp_path: Path, new: NewKey):
    settings = StoreSettings(tmp_path / "home", postgres_url, PASSPHRASE)
    with open_store(settings) as store:
        fill(store)
        before = everything(store)
        with pytest.raises(StudioError, match="open elsewhere"):
            encrypt(settings, new)
        assert read_key_file(settings.home) is None
    assert encrypt(settings, new) == Switched(3, ())
    assert _shows_nothing(settings.home)
    assert _held(settings) == before
    assert decrypt(settings) == Switched(3, ())
    assert _held(replace(settings, passphrase=None)) == before


def test_what_cannot_be_done_is_said(home: Path, locked: StoreSettings, new: NewKey):
    with pytest.raises(StudioError, match="not encrypted"):
        decrypt(locked)
    encrypt(locked, new)
    with pytest.raises(StudioError, match="encrypted already"):
        encrypt(locked, new)
    with pytest.raises(StudioLockedError):
        decrypt(StoreSettings(home, passphrase="another passphrase"))
    assert _shows_nothing(home)


def test_a_studio_that_is_open_elsewhere_is_left_alone(
    locked: StoreSettings, new: NewKey, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(database, "_PATIENCE_S", 0.05)
    script = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); "
        "c.execute('SELECT * FROM clients').fetchall(); print('open', flush=True); sys.stdin.read()"
    )
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", script, str(locked.database)]
    before = texts_of(locked.home)
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(StudioError, match="open elsewhere"):
            encrypt(locked, new)
        other.communicate()
    assert read_key_file(locked.home) is None
    assert len(texts_of(locked.home)) >= len(before) - 100_000


def test_plain_backups_are_named(locked: StoreSettings, new: NewKey, tmp_path: Path):
    with open_store(locked) as store:
        path = make_backup(store, LOCAL, tmp_path / "backup.zip").path
    assert encrypt(locked, new).plain == (path,)


def _crash_at(step: int, work: Callable[[], Any]) -> bool:
    """Run in a child that ends without any clearing up when it syncs a file for that time.

    Returns
    -------
    bool
        Whether it got that far.
    """
    child = os.fork()
    if child == 0:
        count = 0

        def fsync(handle: int) -> None:
            nonlocal count
            count += 1
            if count > step:
                os._exit(CRASHED)

        os.fsync = fsync
        try:
            work()
        finally:
            os._exit(0)
    status = os.waitpid(child, 0)[1]
    return os.waitstatus_to_exitcode(status) == CRASHED


@pytest.mark.slow
def test_a_crash_while_encrypting_loses_nothing_and_can_be_finished(
    locked: StoreSettings, new: NewKey
):
    before = _held(StoreSettings(locked.home))
    steps = 0
    for settings in _crashes(locked, lambda settings: encrypt(settings, new)):
        steps += 1
        _add_and_look(settings, before)
        key_file = read_key_file(settings.home)
        if key_file is None:
            encrypt(settings, new)
        elif key_file.state == "encrypting":
            finish_encryption(settings)
        assert _shows_nothing(settings.home)
        _look(settings, before)
    assert steps > 10


@pytest.mark.slow
def test_a_crash_while_decrypting_loses_nothing_and_can_be_finished(
    locked: StoreSettings, new: NewKey
):
    before = _held(StoreSettings(locked.home))
    encrypt(locked, new)
    steps = 0
    for settings in _crashes(locked, decrypt):
        steps += 1
        _add_and_look(settings, before)
        if read_key_file(settings.home) is not None:
            decrypt(settings)
        _look(replace(settings, passphrase=None), before)
    assert steps > 10


def _crashes(
    settings: StoreSettings, work: Callable[[StoreSettings], Any]
) -> Iterator[StoreSettings]:
    """Copies of a studio in which the work was ended, each a step later, until it gets through."""
    for step in range(100):
        copy = replace(settings, home=settings.home.with_name(f"copy{step}"))
        shutil.copytree(settings.home, copy.home)
        if not _crash_at(step, partial(work, copy)):
            return
        yield copy


def _add_and_look(settings: StoreSettings, before: dict[str, Any]) -> None:
    """A studio is worked with in the middle of a switch."""
    with open_store(settings) as store:
        records = store.repository(LOCAL)
        add_visit(records, add_client(records, "Added"), JPEG + b"added in the middle")
    _look(settings, before)


def _look(settings: StoreSettings, before: dict[str, Any]) -> None:
    """All that was there is there, and what was added in the middle."""
    held = _held(settings)
    assert JPEG + b"added in the middle" in held["bytes"].values()
    assert held["bytes"].items() >= before["bytes"].items()
    for table in ("visits", "photos", "consents", "own_exercises", "clients", "audit"):
        assert all(row in held[table] for row in before[table])


def test_a_switch_can_be_turned_back(locked: StoreSettings, new: NewKey, tmp_path: Path):
    before = _held(StoreSettings(locked.home))
    assert _crash_at(6, lambda: encrypt(locked, new))
    decrypt(locked)
    assert _held(StoreSettings(locked.home)) == before
    encrypt(locked, new)
    assert _crash_at(6, lambda: decrypt(locked))
    finish_encryption(locked)
    assert _shows_nothing(locked.home)
    assert _held(locked) == before
