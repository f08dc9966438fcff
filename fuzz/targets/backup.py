"""Backups: the archive, its list of contents, and the records in a database."""

from __future__ import annotations

import functools
import hashlib
import io
import json
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from fuzz.mutations import mutate_bytes, mutate_json
from fuzz.targets import refused, scratch_folder
from posture.studio.backup.contents import CONTENTS, HEADER, Contents, Header
from posture.studio.backup.make import add_tables
from posture.studio.backup.reader import open_backup, read_header
from posture.studio.backup.rows import kept_tables
from posture.studio.backup.staging import part_hashes, staged
from posture.studio.backup.writer import BackupWriter
from posture.studio.store.database.engine import Database, sqlite_engine
from posture.studio.store.database.migrate import schema, upgrade
from posture.studio.store.database.protection import PLAIN

if TYPE_CHECKING:
    from random import Random

LONGEST = 65_536
_MOST_SIZE = 50_000_000
_THEN = datetime(2026, 11, 29, tzinfo=UTC)
_FOLDER = scratch_folder()
_TOKENS = (
    "clients",
    "tables/0000000",
    "photos/0000000",
    "0001",
    "bytes",
    "day",
    "moment",
    "studio",
)
_NAMES = ("../x", "/etc/x", "C:\\x", "a/../../x", "x\0y", "tables/0000000", "photos/9999999", "Ü")


@functools.cache
def seeds() -> dict[str, bytes]:
    """A backup of a studio with one client, at the newest schema."""
    engine = sqlite_engine(_FOLDER / "seed.db", PLAIN, migrating=True)
    database = Database(engine)
    try:
        with database.writing() as connection:
            upgrade(connection)
            tables = {table.name: table for table in kept_tables(connection)}
            client = {
                "id": "a" * 32,
                "version": 1,
                "name": "Mia",
                "archived": False,
                "created": _THEN.replace(tzinfo=None),
                "changed": _THEN.replace(tzinfo=None),
            }
            columns = tables["clients"].columns
            for column in columns:
                if column.name not in client and not column.nullable:
                    client[column.name] = _any_value(column.type.python_type)
            connection.execute(insert(tables["clients"]), [client])
        return {"client.zip": _backup_of(database)}
    finally:
        database.close()


def mutate(data: bytes, dice: Random) -> bytes:
    """Change an entry, and most times correct the list of contents, so that it is read on."""
    if dice.random() < 0.3:
        return mutate_bytes(data, dice)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # what a fuzzer has damaged may fail in any way
        return mutate_bytes(data, dice)
    if not entries:
        return mutate_bytes(data, dice)
    name = dice.choice(list(entries))
    if name.startswith("tables/"):
        lines = entries[name].splitlines() or [b"[]"]
        at = dice.randrange(len(lines))
        lines[at] = mutate_json(lines[at], dice, _TOKENS).replace(b"\n", b"")
        entries[name] = b"".join(line + b"\n" for line in lines)
    elif name in (HEADER, CONTENTS):
        entries[name] = mutate_json(entries[name], dice, _TOKENS)
    else:
        entries[name] = mutate_bytes(entries[name], dice)
    if dice.random() < 0.8 and name not in (HEADER, CONTENTS):
        _correct(entries)
    if dice.random() < 0.1:
        entries[dice.choice(_NAMES)] = b"x" * dice.choice((0, 10, 1000))
    return _zipped(entries, dice)


def check(data: bytes) -> bool:
    """Restore a backup into a temporary database; what was accepted is what it tells of."""
    path = _FOLDER / "fuzzed.zip"
    path.write_bytes(data)
    before = sorted(_FOLDER.rglob("*"))
    accepted = not refused(lambda: _restore(path))
    assert sorted(_FOLDER.rglob("*")) == before
    return accepted


def _restore(path: Path) -> None:
    read_header(path)
    # A key from a hostile file may ask for seconds of work; encryption is not what is tried here.
    if read_header(path).keys is not None:
        return
    with open_backup(path) as backup:
        for table in backup.contents.tables:
            for _ in backup.rows(table):
                pass
        for _ in backup.photos():
            pass
        assert backup.size <= _MOST_SIZE
        with staged(backup, _FOLDER) as records, records.writing() as connection:
            upgrade(connection)
            tables = {table.name: table for table in kept_tables(connection)}
            for table in backup.contents.tables:
                if table.name in tables:
                    assert len(part_hashes(connection, tables[table.name])) >= 0


def _backup_of(database: Database) -> bytes:
    path = _FOLDER / "seed.zip"
    with (
        path.open("wb") as file,
        BackupWriter(file, Header(id="b" * 32), None) as writer,
        database.reading() as connection,
    ):
        tables = add_tables(connection, writer)
        writer.finish(
            Contents(
                made=_THEN,
                program="1",
                schema_version=schema(connection) or "",
                tables=tables,
                photos=(),
                missing=(),
                clients=("a" * 32,),
            )
        )
    data = path.read_bytes()
    path.unlink()
    (_FOLDER / "seed.db").unlink()
    return data


def _any_value(kind: type[Any]) -> Any:
    return {int: 1, bool: False, bytes: b"x", datetime: _THEN, date: _THEN.date()}.get(kind, "x")


def _correct(entries: dict[str, bytes]) -> None:
    """Let the list of contents tell of the entries as they are."""
    try:
        contents = json.loads(entries[CONTENTS])
        number = 0
        for table in contents["tables"]:
            rows = 0
            for part in table["parts"]:
                data = entries[f"tables/{number:07}"]
                part["sha256"], part["size"] = hashlib.sha256(data).hexdigest(), len(data)
                rows += data.count(b"\n")
                number += 1
            table["rows"] = rows
        entries[CONTENTS] = json.dumps(contents).encode()
    except (ValueError, KeyError, TypeError, RecursionError):
        return


def _zipped(entries: dict[str, bytes], dice: Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in entries.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = dice.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
            # Now and then a link.
            info.external_attr = dice.choice((0o600, 0o600, 0o120777)) << 16
            archive.writestr(info, data)
    return out.getvalue()
