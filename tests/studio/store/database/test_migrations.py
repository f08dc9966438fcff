"""Every schema that there ever was is brought to today's, with its data and after a backup."""

from __future__ import annotations

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData, Table, inspect, text
from sqlalchemy.types import Boolean, Date, DateTime

from posture.assess.assessment import Answers
from posture.errors import StudioError
from posture.studio.access import tables as of_access
from posture.studio.consent import Consent
from posture.studio.profile import OwnExercise, Profile
from posture.studio.records import (
    LOCAL,
    ClientDetails,
    PlanItem,
    Protocol,
    Visit,
    VisitPhoto,
)
from posture.studio.store.database import migrate
from posture.studio.store.database.engine import Database, postgresql_engine, sqlite_engine
from posture.studio.store.database.migrate import schema, upgrade
from posture.studio.store.database.protection import PLAIN
from posture.studio.store.photos import PhotoFiles
from posture.studio.store.records.tables import metadata
from posture.studio.store.repository import Repository
from posture.studio.store.settings import StoreSettings
from posture.studio.store.store import Store, open_store
from tests.fixtures.postgres import drop_database, make_database
from tests.fixtures.studio import ANNA

FIRST = Path(__file__).parents[3] / "fixtures" / "data" / "studio_0001.sql"
PHOTO = b"side photo"
WINTER = timezone(timedelta(hours=1))

LATER = '''
"""A schema of the future: it makes the table of clients anew, to which others refer."""
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{newest}"


def upgrade():
    with op.batch_alter_table("clients", recreate="always" if {is_sqlite} else "never") as table:
        table.add_column(sa.Column("nickname", sa.Text))
    {fails}
'''


@pytest.fixture
def first(settings: StoreSettings) -> StoreSettings:
    """A studio as the first schema kept it."""
    settings.home.mkdir()
    with closing(sqlite3.connect(":memory:")) as dump:
        dump.executescript(FIRST.read_text(encoding="utf-8"))
        if settings.url is None:
            with closing(sqlite3.connect(settings.database)) as kept:
                dump.backup(kept)
        else:
            _fill_postgresql(settings.url, dump)
    PhotoFiles(settings.photos, PLAIN.cipher).write(PHOTO)
    return settings


def _fill_postgresql(url: str, dump: sqlite3.Connection) -> None:
    """The same rows in the first schema of PostgreSQL."""
    with closing(Database(postgresql_engine(url))) as database, database.writing() as connection:
        upgrade(connection, "0001")
        reflected = MetaData()
        reflected.reflect(connection)
        connection.execute(reflected.tables["studio"].delete())
        for table in reflected.sorted_tables:
            if table.name == "alembic_version":
                continue
            cursor = dump.execute(f'SELECT * FROM "{table.name}"')
            names = [column[0] for column in cursor.description]
            for row in cursor:
                values = dict(zip(names, row, strict=True))
                connection.execute(table.insert(), _as_types(table, values))
        last = "SELECT setval('audit_number_seq', (SELECT max(number) FROM audit))"
        connection.execute(text(last))


def _as_types(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    for column in table.columns:
        value = row[column.name]
        if value is None:
            continue
        if isinstance(column.type, Boolean):
            row[column.name] = bool(value)
        elif isinstance(column.type, DateTime):
            row[column.name] = datetime.fromisoformat(value).replace(tzinfo=UTC)
        elif isinstance(column.type, Date):
            row[column.name] = date.fromisoformat(value)
    return row


def test_a_studio_of_the_first_schema_is_read_to_the_last_field(first: StoreSettings):
    with open_store(first) as store:
        records = store.repository(LOCAL)
        _check_clients(records)
        _check_visits(records)
        assert records.profile() == Profile(
            1, "Öl & Co", "Kim", "k@x\n1", b"\x89PNG\x00'", "#00ff7f", "letter", 365
        )
        steps = "Lie.", "Lift."
        bridge = OwnExercise("own-1", "Bridge", "strengthen", steps, "3 × 10", ("pregnancy",), 1)
        assert records.own_exercises() == (bridge,)
        assert len([one for one in records.audit() if "seen" not in one.action]) >= 11
        assert store.repository(ANNA).find_clients("an", archived=True).total == 1
        assert store.repository(ANNA).find_clients().total == 0
        assert not store.verify().faults
        records.add_client(ClientDetails("New"))
        assert records.audit()[0].action == "client.added"


def _check_clients(records: Repository) -> None:
    jörg = records.client(records.find_clients("mueller").rows[0].id)
    name, held = "Jörg \u202e<b>Müller</b>", ("chest_pain", "knee, left")
    assert jörg.details == ClientDetails(name, 1984, "male", 181.5, "a\nb", "swim", held, "de")
    assert jörg.version == 3
    assert jörg.consent == Consent(date(2026, 11, 2), "2026-11", ("photos",), date(2026, 11, 20))
    assert jörg.created == datetime(2026, 11, 29, 13, 53, 38, 541064, UTC)
    assert jörg.delete_after == date(2027, 11, 29)
    (ana,) = records.find_clients(archived=True).rows
    assert (ana.name, ana.made_up) == ("Ana", True)


def _check_visits(records: Repository) -> None:
    (row,) = records.find_clients("cem").rows
    assert (row.visits, row.last_visit) == (1, date(2026, 11, 2))
    confirmed, draft = records.visits(row.id, drafts=True)
    sha256 = "264b21a4102661b4d586fd052677ae6d2e59beae7b3742a5b99f2a15f247e3cf"
    taken = datetime(2026, 11, 1, 9, 30, tzinfo=WINTER)
    assert confirmed == Visit(
        "1" * 32,
        row.id,
        1,
        date(2026, 11, 2),
        (
            VisitPhoto(sha256, "side.jpg", 10, "side", taken, '{"a": "ü"}'),
            VisitPhoto(sha256, "same.jpg", 10, "front"),
        ),
        Answers(
            {"modified_thomas": "yes"},
            {"hip": "no"},
            {"chest_pain": "no"},
            "hip",
            {"emergency": datetime(2026, 11, 2, 10, tzinfo=WINTER)},
        ),
        (PlanItem("hip_flexor_stretch", "3 × 30 s", "slowly"),),
        "note",
        "trainer's",
        Protocol(110.5, 300.0, "top"),
        draft=False,
    )
    assert draft == Visit("2" * 32, row.id, 1, date(2026, 11, 16))
    assert records.photo(confirmed.id, sha256) == PHOTO


def test_the_first_migration_makes_the_schema_that_was_published(tmp_path: Path):
    """It must never change: databases of that schema exist."""
    path = tmp_path / "studio.db"
    with (
        closing(Database(sqlite_engine(path, PLAIN, migrating=True))) as database,
        database.writing() as connection,
    ):
        upgrade(connection, "0001")
    with closing(sqlite3.connect(path)) as made, closing(sqlite3.connect(":memory:")) as dump:
        dump.executescript(FIRST.read_text(encoding="utf-8"))
        statements = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
        assert made.execute(statements).fetchall() == dump.execute(statements).fetchall()


def test_the_tables_are_those_of_the_last_migration(store: Store):
    assert of_access.accounts.metadata is metadata
    with store.database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        assert set(inspect(connection).get_table_names()) == {*metadata.tables, "alembic_version"}


@pytest.fixture
def future(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: StoreSettings) -> Path:
    """Migrations with one more at the end; whether it fails is written into it."""
    folder = tmp_path / "migrations 100%"
    shutil.copytree(migrate._FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    versions = sorted(path.name[1:5] for path in folder.glob("versions/v*.py"))
    later = folder / "versions" / "v9999_later.py"
    is_sqlite = first.url is None
    later.write_text(LATER.format(newest=versions[-1], is_sqlite=is_sqlite, fails="pass"))
    monkeypatch.setattr(migrate, "_FOLDER", folder)
    return later


def test_a_table_that_is_made_anew_keeps_the_rows_that_refer_to_it(
    first: StoreSettings, future: Path
):
    with open_store(first) as store:
        with store.database.reading() as connection:
            assert schema(connection) == "9999"
            count = "SELECT count(*) FROM photos, shares, consents"
            assert connection.execute(text(count)).scalar() == 2 * 1 * 3
        _check_visits(store.repository(LOCAL))
        assert not store.verify().faults


def test_a_migration_that_fails_changes_nothing(first: StoreSettings, future: Path):
    failing = "    op.execute('SELECT * FROM nowhere')"
    future.write_text(future.read_text().replace("    pass", failing))
    with pytest.raises(StudioError, match="nowhere"):
        open_store(first)
    with closing(_database(first)) as database, database.reading() as connection:
        assert schema(connection) == "0001"
        names = {column["name"] for column in inspect(connection).get_columns("clients")}
        assert "nickname" not in names


def _database(settings: StoreSettings) -> Database:
    if settings.url is None:
        return Database(sqlite_engine(settings.database, PLAIN))
    return Database(postgresql_engine(settings.url))


def test_a_studio_of_a_newer_program_is_not_touched(
    first: StoreSettings, future: Path, monkeypatch: pytest.MonkeyPatch
):
    with open_store(first):
        pass
    future.unlink()
    with pytest.raises(StudioError, match="newer version"):
        open_store(first)


def test_a_copy_of_the_database_is_made_before_it_is_migrated(first: StoreSettings):
    with open_store(first):
        (copy,) = first.backups.iterdir()
        assert copy.name.startswith("schema-0001-")
        assert copy.stat().st_mode & 0o077 == 0
    with open_store(first):
        assert list(first.backups.iterdir()) == [copy]
    if first.url is None:
        with closing(sqlite3.connect(copy)) as kept:
            assert kept.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
            assert kept.execute("SELECT count(*) FROM visits").fetchone() == (2,)
    else:
        assert copy.read_bytes().startswith(b"PGDMP")


def test_a_new_studio_needs_no_copy(settings: StoreSettings):
    with open_store(settings):
        assert not settings.backups.exists()


def test_a_database_that_cannot_be_copied_is_not_migrated(
    first: StoreSettings, monkeypatch: pytest.MonkeyPatch
):
    first.backups.write_text("in the way of the folder")
    with pytest.raises(StudioError):
        open_store(first)
    with closing(_database(first)) as database, database.reading() as connection:
        assert schema(connection) == "0001"


def test_without_pg_dump_somebody_vouches_for_another_backup(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    settings = StoreSettings(tmp_path / "home", postgres_url)
    settings.home.mkdir()
    with closing(_database(settings)) as database, database.writing() as connection:
        upgrade(connection, "0001")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(StudioError, match="POSTURE_BACKED_UP=1"):
        open_store(settings)
    vouched = StoreSettings(settings.home, settings.url, backed_up=True)
    with open_store(vouched) as store, store.database.reading() as connection:
        assert schema(connection) != "0001"


def test_a_database_that_does_not_keep_all_letters_is_refused(postgres_server: str, tmp_path: Path):
    url = make_database(postgres_server, "TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    try:
        with pytest.raises(StudioError, match="UTF-8"):
            open_store(StoreSettings(tmp_path / "home", url))
    finally:
        drop_database(postgres_server, url)


def test_stations_that_open_a_new_studio_at_once_make_it_once(settings: StoreSettings):
    def add(number: int) -> str:
        with open_store(settings) as store:
            return store.repository(LOCAL).add_client(ClientDetails(f"Client {number}")).id

    with ThreadPoolExecutor(6) as stations:
        ids = set(stations.map(add, range(6)))
    with open_store(settings) as store:
        assert {row.id for row in store.repository(LOCAL).find_clients().rows} == ids
