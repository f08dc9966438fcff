"""A disk that is full: one clear error, nothing lost, and saving works again when there is room."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from posture.errors import StudioError
from posture.studio.records import LOCAL, Client, ClientDetails, Visit
from posture.studio.store.settings import StoreSettings
from posture.studio.store.store import Store, open_store
from tests.fixtures.studio import add_client, add_visit

Kept = TypeVar("Kept")

MEGABYTES = 4
PHOTO_BYTES = 150_000


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a few megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a file system")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def until_full(save: Callable[[], Kept]) -> tuple[list[Kept], str]:
    """Save until the store says that it cannot, and what it says then."""
    saved: list[Kept] = []
    while True:
        try:
            saved.append(save())
        except StudioError as error:
            return saved, str(error)


def fill(store: Store, client: Client) -> tuple[list[tuple[Visit, bytes]], str]:
    """Save visits until the disk is full."""

    def save() -> tuple[Visit, bytes]:
        data = os.urandom(PHOTO_BYTES)
        return add_visit(store.repository(LOCAL), client, data), data

    return until_full(save)


def check(store: Store, client: Client, saved: list[tuple[Visit, bytes]]) -> None:
    records = store.repository(LOCAL)
    stored = {visit.id: visit for visit in records.visits(client.id)}
    assert stored == {visit.id: visit for visit, _ in saved}
    for visit, data in saved:
        assert records.photo(visit.id, visit.photos[0].sha256) == data
    found = store.verify()
    assert (found.faults, found.unfinished) == ((), 0)


def test_photos_that_fill_the_disk(small_disk: Path):
    settings = StoreSettings(small_disk / "home")
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"b" * 1_000_000)
    with open_store(settings) as store:
        client = add_client(store.repository(LOCAL))
        saved, error = fill(store, client)
        assert error.startswith("The disk is full: this was not saved.")
        assert saved
        check(store, client, saved)
        with pytest.raises(StudioError, match="The disk is full"):
            add_visit(store.repository(LOCAL), client, os.urandom(PHOTO_BYTES))
    with open_store(settings) as store:
        check(store, client, saved)
        ballast.unlink()
        more, _ = fill(store, client)
        assert more
        check(store, client, saved + more)


def test_texts_that_fill_the_disk(small_disk: Path):
    settings = StoreSettings(small_disk / "home")
    with open_store(settings) as store:
        records = store.repository(LOCAL)
        details = ClientDetails("Mia", notes="n" * 9_999)
        added, error = until_full(lambda: records.add_client(details))
        assert error.startswith("The disk is full: this was not saved.")
        assert added
        assert records.find_clients().total == len(added)
    with open_store(settings) as store:
        assert not store.verify().faults
        assert [store.repository(LOCAL).client(one.id) for one in added] == added


def test_a_photo_that_cannot_be_written_is_one_clear_error(
    store: Store, monkeypatch: pytest.MonkeyPatch
):
    """On each database, at each step of writing the file."""
    client = add_client(store.repository(LOCAL))
    saved: list[tuple[Visit, bytes]] = []
    for owner, call in ((os, "fsync"), (Path, "replace"), (Path, "mkdir")):
        for code in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO):
            data = f"{call} {code}".encode()
            with monkeypatch.context() as patched:
                patched.setattr(owner, call, failing(code))
                with pytest.raises(StudioError) as caught:
                    add_visit(store.repository(LOCAL), client, data)
            expected = "The disk gave an error" if code == errno.EIO else "The disk is full"
            assert str(caught.value).startswith(expected)
            check(store, client, saved)
            saved.append((add_visit(store.repository(LOCAL), client, data), data))
    check(store, client, saved)


def failing(code: int) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    return fail


def test_a_folder_that_cannot_be_written_is_said_to_be_so(
    store: Store, monkeypatch: pytest.MonkeyPatch
):
    client = add_client(store.repository(LOCAL))
    monkeypatch.setattr(Path, "replace", failing(errno.EROFS))
    with pytest.raises(StudioError, match="folder cannot be written"):
        add_visit(store.repository(LOCAL), client, b"photo")
