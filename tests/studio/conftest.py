"""Studios on both databases."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from posture.studio.store.settings import StoreSettings
from posture.studio.store.store import Store, open_store
from tests.fixtures.postgres import drop_database, make_database, server

DATABASES = "sqlite", "postgresql"


@pytest.fixture(autouse=True)
def plain_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that was tested before may have left a main module that processes would run."""
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))


@pytest.fixture(scope="session")
def postgres_server() -> Generator[str]:
    """URL of a PostgreSQL server."""
    with server() as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """URL of an empty PostgreSQL database."""
    url = make_database(postgres_server)
    yield url
    drop_database(postgres_server, url)


@pytest.fixture(params=DATABASES)
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> StoreSettings:
    """Settings of a studio that does not exist yet, on each database."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else None
    return StoreSettings(tmp_path / "home", url)


@pytest.fixture
def store(settings: StoreSettings) -> Iterator[Store]:
    """A new studio, on each database."""
    with open_store(settings) as opened:
        yield opened
