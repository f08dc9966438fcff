"""What is lost or half there is found; what no record names is deleted, and nothing else."""

from __future__ import annotations

import errno
import os
import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from posture.errors import StudioError
from posture.files.durable import UNFINISHED
from posture.studio.records import LOCAL, Client, Visit, new_id
from posture.studio.store.settings import StoreSettings
from posture.studio.store.store import Store, open_store
from posture.studio.store.upkeep import SAVING_S
from tests.fixtures.studio import DAY, add_client, add_visit, photo_of

PHOTO, OTHER = b"a photo", b"another photo"


@pytest.fixture
def kept(store: Store) -> tuple[Client, Visit]:
    records = store.repository(LOCAL)
    client = add_client(records)
    return client, add_visit(records, client, PHOTO, OTHER)


def make_old(path: Path, seconds: float = SAVING_S + 60) -> None:
    long_ago = time.time() - seconds
    os.utime(path, (long_ago, long_ago))


def run(store: Store, statement: str) -> None:
    """Change rows behind the repository's back."""
    with store.database.writing() as connection:
        connection.execute(text(statement))


def test_a_sound_studio_has_no_faults(store: Store, kept: tuple[Client, Visit]):
    found = store.verify()
    assert (found.clients, found.visits, found.photos) == (1, 1, 2)
    assert (found.orphans, found.unfinished, found.faults) == (0, 0, ())


def test_missing_and_damaged_photos_are_faults(store: Store, kept: tuple[Client, Visit]):
    _, visit = kept
    store.photos.path(visit.photos[0].sha256).unlink()
    store.photos.path(visit.photos[1].sha256).write_bytes(OTHER[:-1])
    faults = store.verify().faults
    assert len(faults) == 2
    assert {fault.split(":")[0] for fault in faults} == {photo.sha256 for photo in visit.photos}


def test_wrong_counts_are_faults(store: Store, kept: tuple[Client, Visit]):
    run(store, "UPDATE clients SET visits = 7")
    assert [fault for fault in store.verify().faults if kept[0].id in fault]


def test_a_row_that_no_page_can_show_is_a_fault(store: Store, kept: tuple[Client, Visit]):
    run(store, "UPDATE visits SET answers = 'no JSON'")
    run(store, "UPDATE photos SET taken = 'no moment'")
    faults = store.verify().faults
    assert sorted(fault.split(":")[0] for fault in faults) == ["Table photos", "Table visits"]
    with pytest.raises(StudioError, match="damaged"):
        store.repository(LOCAL).visits(kept[0].id)


def test_a_row_without_its_record_is_a_fault(tmp_path: Path):
    settings = StoreSettings(tmp_path / "home")
    with open_store(settings) as store:
        add_visit(store.repository(LOCAL), add_client(store.repository(LOCAL)), PHOTO)
        with closing(sqlite3.connect(settings.database)) as connection:  # without foreign keys
            connection.execute("DELETE FROM visits")
            connection.commit()
        assert [fault for fault in store.verify().faults if "photos" in fault]


def test_a_damaged_database_is_said_to_be_so(tmp_path: Path):
    settings = StoreSettings(tmp_path / "home")
    with open_store(settings) as store:
        for _ in range(50):
            add_client(store.repository(LOCAL), notes="n" * 5_000)
    data = bytearray(settings.database.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 30_000] = b"\xff" * 30_000
    settings.database.write_bytes(data)
    with open_store(settings) as store:
        found = store.verify()
    assert "damaged" in found.faults[0]
    assert found.clients == 0


def test_a_file_that_is_no_database_is_said_to_be_so(tmp_path: Path):
    settings = StoreSettings(tmp_path / "home")
    settings.home.mkdir()
    settings.database.write_bytes(b"no database" * 1000)
    with pytest.raises(StudioError, match="damaged or encrypted"):
        open_store(settings)


def test_the_sweep_deletes_old_orphans_and_nothing_else(store: Store, kept: tuple[Client, Visit]):
    _, visit = kept
    old, young = store.photos.write(b"old orphan"), store.photos.write(b"young orphan")
    part = store.photos.path(old).with_name(f"x{UNFINISHED}")
    part.write_bytes(b"half")
    being_written = part.with_name(f"y{UNFINISHED}")
    being_written.write_bytes(b"half")
    for path in (store.photos.path(old), part, *map(store.photos.path, _hashes(visit))):
        make_old(path)
    assert (store.verify().orphans, store.verify().unfinished) == (2, 2)
    assert store.sweep() == 2
    assert set(store.photos.hashes()) == {young, *_hashes(visit)}
    assert not part.exists()
    assert being_written.exists()
    assert store.sweep(older_than_s=-1.0) == 2
    assert set(store.photos.hashes()) == _hashes(visit)


def _hashes(visit: Visit) -> set[str]:
    return {photo.sha256 for photo in visit.photos}


def test_an_old_orphan_that_is_saved_again_stays(store: Store, kept: tuple[Client, Visit]):
    client, _ = kept
    data = b"taken up again"
    make_old(store.photos.path(store.photos.write(data)))
    visit = add_visit(store.repository(LOCAL), client, data)
    store.sweep()
    assert store.repository(LOCAL).photo(visit.id, visit.photos[0].sha256) == data


def test_a_damaged_orphan_is_written_anew_by_the_visit_that_has_the_photo(
    store: Store, kept: tuple[Client, Visit]
):
    path = store.photos.path(store.photos.write(b"half of it"))
    path.write_bytes(b"half")
    assert store.verify().faults
    visit = add_visit(store.repository(LOCAL), kept[0], b"half of it")
    assert store.repository(LOCAL).photo(visit.id, visit.photos[0].sha256) == b"half of it"


def test_what_a_crash_left_is_swept_once_a_day_at_opening(settings: StoreSettings):
    with open_store(settings) as store:
        orphan = store.photos.write(b"orphan")
        make_old(store.photos.path(orphan))
    with open_store(settings) as store:
        assert store.photos.has(orphan)
    make_old(settings.photos / "swept", 25 * 3600)
    with open_store(settings) as store:
        assert not store.photos.has(orphan)


def test_a_visit_without_the_deleted_photos_is_saved_where_they_cannot_be_deleted(
    store: Store, kept: tuple[Client, Visit], monkeypatch: pytest.MonkeyPatch
):
    _, visit = kept

    def fail(sha256: str) -> None:
        raise StudioError("cannot")

    monkeypatch.setattr(store.photos, "delete", fail)
    records = store.repository(LOCAL)
    saved = records.save_visit(replace(visit, photos=visit.photos[:1]))
    assert records.visit(visit.id) == saved
    assert store.verify().orphans == 1


def test_a_visit_is_deleted_where_its_photos_cannot_be(
    store: Store, kept: tuple[Client, Visit], monkeypatch: pytest.MonkeyPatch
):
    client, visit = kept
    monkeypatch.setattr(Path, "unlink", denied)
    store.repository(LOCAL).delete_visit(visit.id)
    assert store.repository(LOCAL).visits(client.id, drafts=True) == ()
    assert store.verify().orphans == 2


def test_a_studio_opens_although_the_sweep_cannot_delete(
    settings: StoreSettings, monkeypatch: pytest.MonkeyPatch
):
    with open_store(settings) as store:
        orphan = store.photos.path(store.photos.write(b"orphan"))
        part = orphan.with_name(f"x{UNFINISHED}")
        part.write_bytes(b"half")
        for path in (orphan, part):
            make_old(path)
        (settings.photos / "swept").unlink()
        monkeypatch.setattr(Path, "unlink", denied)
        assert store.sweep() == 0
    with open_store(settings) as store:
        assert (store.verify().orphans, store.verify().unfinished) == (1, 1)


def denied(*_: object, **__: object) -> None:
    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def test_a_database_and_the_photos_of_another_studio_do_not_open(
    settings: StoreSettings, tmp_path: Path
):
    with open_store(settings) as store:
        add_visit(store.repository(LOCAL), add_client(store.repository(LOCAL)), PHOTO)
    other = StoreSettings(tmp_path / "other")
    with open_store(other) as store:
        add_visit(store.repository(LOCAL), add_client(store.repository(LOCAL)), OTHER)
    (settings.photos / "studio-id").write_bytes((other.photos / "studio-id").read_bytes())
    with pytest.raises(StudioError, match="another studio"):
        open_store(settings)


def test_a_station_with_an_empty_folder_does_not_open(postgres_url: str, tmp_path: Path):
    settings = StoreSettings(tmp_path / "shared", postgres_url)
    with open_store(settings) as store:
        add_visit(store.repository(LOCAL), add_client(store.repository(LOCAL)), PHOTO)
    with pytest.raises(StudioError, match="POSTURE_HOME"):
        open_store(StoreSettings(tmp_path / "own", postgres_url))
    with open_store(settings) as store:
        assert not store.verify().faults


def test_photos_and_database_are_for_their_owner_alone(store: Store, kept: tuple[Client, Visit]):
    home = store.settings.home
    for path in (home, *home.rglob("*")):
        if path.is_file() or path == home:
            assert path.stat().st_mode & 0o077 == 0, path


def test_a_photo_that_is_not_in_the_visit_is_not_kept(store: Store, kept: tuple[Client, Visit]):
    client, _ = kept
    visit = Visit(new_id(), client.id, 0, DAY)
    store.repository(LOCAL).save_visit(visit, {photo_of(b"stray").sha256: b"stray"})
    assert store.verify().orphans == 0
