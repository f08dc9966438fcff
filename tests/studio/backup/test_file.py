"""The file of a backup: what went in comes out; whatever else it is given is one clear error."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from posture.errors import BackupError, StudioLockedError
from posture.limits import BACKUP_HEADER_BYTES
from posture.studio.backup import reader
from posture.studio.backup.contents import CONTENTS, HEADER, Contents, Header, TableContents
from posture.studio.backup.reader import open_backup
from posture.studio.backup.writer import BackupWriter
from posture.studio.encryption.unlock import NewKey, key_by_passphrase
from posture.studio.records import new_id
from tests.fixtures.keyrings import CHEAP

PASSPHRASE = "a passphrase of tests"
PHOTOS = (b"\xff\xd8\xff first picture", b"\xff\xd8\xff second picture")
LINES = (b'["Anna Beispiel"]\n["Bert Beispiel"]\n', b'["Cleo Beispiel"]\n')


@pytest.fixture(params=[False, True], ids=["plain", "encrypted"])
def key(request: pytest.FixtureRequest) -> NewKey | None:
    return key_by_passphrase(PASSPHRASE, CHEAP) if request.param else None


@pytest.fixture
def file(key: NewKey | None, tmp_path: Path) -> Path:
    """A backup of two photos and of two tables, the first of them empty."""
    path = tmp_path / "backup.zip"
    header = Header(id=new_id(), keys=key and key.file)
    with path.open("wb") as out, BackupWriter(out, header, key and key.keys.backups) as writer:
        parts = tuple(map(writer.add_rows, LINES))
        photos = tuple(map(writer.add_photo, PHOTOS))
        tables = (
            TableContents(name="none", columns=("a",), rows=0, parts=()),
            TableContents(name="clients", columns=("name",), rows=3, parts=parts),
        )
        made = datetime(2026, 11, 29, tzinfo=UTC)
        writer.finish(
            Contents(
                made=made,
                program="1",
                schema_version="0001",
                tables=tables,
                photos=photos,
                missing=(),
                clients=("c1",),
            )
        )
    return path


def _read_all(path: Path, passphrase: str | None = PASSPHRASE) -> None:
    with open_backup(path, passphrase) as backup:
        for table in backup.contents.tables:
            list(backup.rows(table))
        list(backup.photos())


def _rewritten(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The same archive with some entries changed or left out."""
    made = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            data = change(name, source.read(name))
            if data is not None:
                target.writestr(name, data)
    return made


def test_what_went_in_comes_out(file: Path):
    with open_backup(file, PASSPHRASE) as backup:
        none, clients = backup.contents.tables
        assert list(backup.rows(none)) == []
        assert tuple(backup.rows(clients)) == LINES
        assert tuple(backup.photos()) == PHOTOS
        assert backup.size == sum(map(len, (*LINES, *PHOTOS)))


def test_an_encrypted_file_shows_neither_names_nor_pictures(file: Path, key: NewKey | None):
    with zipfile.ZipFile(file) as archive:
        held = b"".join(archive.read(name) for name in archive.namelist())
    assert (b"Beispiel" in held) is (key is None)
    assert (PHOTOS[0] in held) is (key is None)


@pytest.mark.parametrize("key", [True], indirect=True)
def test_another_passphrase_does_not_open_it(file: Path):
    for wrong in ("another passphrase", None):
        with pytest.raises(StudioLockedError):
            _read_all(file, wrong)


def test_a_file_cut_anywhere_is_refused(file: Path):
    whole = file.read_bytes()
    cut = file.with_name("cut.zip")
    for length in range(0, len(whole), 7):
        cut.write_bytes(whole[:length])
        with pytest.raises(BackupError):
            _read_all(cut)


def test_a_changed_byte_is_refused_or_changes_nothing(file: Path):
    whole = bytearray(file.read_bytes())
    changed = file.with_name("changed.zip")
    for at in range(0, len(whole), 5):
        whole[at] ^= 0x15
        changed.write_bytes(whole)
        try:
            with open_backup(changed, PASSPHRASE) as backup:
                # Where it opens, what it holds is what went in: a date of an entry was changed.
                assert tuple(backup.rows(backup.contents.tables[1])) == LINES
                assert tuple(backup.photos()) == PHOTOS
        except (BackupError, StudioLockedError):
            pass
        whole[at] ^= 0x15


def test_a_missing_entry_is_refused(file: Path):
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
    assert len(names) == 6
    for missing in names:
        made = _rewritten(file, lambda name, data, m=missing: None if name == m else data)
        with pytest.raises(BackupError):
            _read_all(made)


@pytest.mark.parametrize(
    "name", ["../../evil", "/etc/passwd", "photos/0000009", "C:\\evil", "tables/../../evil"]
)
def test_a_foreign_entry_is_refused_and_nothing_is_unpacked(file: Path, name: str):
    before = set(file.parent.rglob("*"))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(name, b"evil")
    with pytest.raises(BackupError):
        _read_all(file)
    assert set(file.parent.rglob("*")) == before


@pytest.mark.parametrize("key", [False], indirect=True)
def test_a_path_is_no_hash_of_a_missing_photo(file: Path):
    """A photo's file is named by its hash, and deleted by it when its client is erased."""
    evil = b'"missing":["' + b"../" * 12 + b'etc/passwd"]'

    def changed(name: str, data: bytes) -> bytes:
        return data.replace(b'"missing":[]', evil) if name == CONTENTS else data

    with pytest.raises(BackupError):
        _read_all(_rewritten(file, changed))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_entries_of_one_name_are_refused(file: Path):
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(CONTENTS, b"{}")
    with pytest.raises(BackupError):
        _read_all(file)


def test_entries_of_another_backup_with_the_same_key_do_not_fit(file: Path, key: NewKey | None):
    def other_id(name: str, data: bytes) -> bytes:
        return re.sub(rb'("id": )"[0-9a-f]{32}"', rb'\1"' + b"0" * 32 + b'"', data, count=1)

    made = _rewritten(file, lambda name, data: other_id(name, data) if name == HEADER else data)
    if key is None:
        _read_all(made)
        return
    with pytest.raises(BackupError, match="damaged"):
        _read_all(made)


def test_entries_that_unpack_to_too_much_are_refused(file: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reader, "BACKUP_PART_BYTES", len(LINES[0]) - 1)
    with pytest.raises(BackupError):
        _read_all(file)


@pytest.mark.parametrize("key", [False], indirect=True)
def test_a_bomb_is_refused_by_its_declared_and_by_its_real_size(file: Path):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(HEADER, b"\0" * (BACKUP_HEADER_BYTES + 1))
    data = bomb.getvalue()
    file.write_bytes(data)
    with pytest.raises(BackupError, match="more than a backup can hold"):
        _read_all(file)
    declared = (BACKUP_HEADER_BYTES + 1).to_bytes(4, "little")
    assert data.count(declared) == 2
    file.write_bytes(data.replace(declared, (1000).to_bytes(4, "little")))
    with pytest.raises(BackupError):
        _read_all(file)


@pytest.mark.parametrize("key", [False], indirect=True)
@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_unpack_without_a_bound_are_refused(file: Path, method: int):
    with zipfile.ZipFile(file) as source:
        entries = {name: source.read(name) for name in source.namelist()}
    with zipfile.ZipFile(file, "w", method) as target:
        for name, data in entries.items():
            target.writestr(name, data)
    with pytest.raises(BackupError):
        _read_all(file)


@pytest.mark.parametrize("data", [b"", b"no archive", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18])
def test_other_files_are_no_backup(tmp_path: Path, data: bytes):
    (tmp_path / "file").write_bytes(data)
    with pytest.raises(BackupError, match="no backup"):
        _read_all(tmp_path / "file")


def test_a_file_that_is_not_there_is_one_clear_error(tmp_path: Path):
    with pytest.raises(BackupError, match="There is no file") as caught:
        _read_all(tmp_path / "none")
    assert caught.value.remedy == "Check its name."
