"""A studio in a folder of the test, on SQLite alone: what is tested goes through the repository."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from posture.studio.consent import Consent
from posture.studio.records import LOCAL, Client, ClientDetails
from posture.studio.store.repository import Repository
from posture.studio.store.settings import StoreSettings
from posture.studio.store.store import open_store


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Repository]:
    with open_store(StoreSettings(tmp_path / "home")) as store:
        yield store.repository(LOCAL)


@pytest.fixture
def client(records: Repository) -> Client:
    """A client who has agreed that photos are kept."""
    added = records.add_client(ClientDetails("Ada Lovelace", 1990, "female", 170.0))
    return records.give_consent(added.id, Consent(date(2026, 1, 2), "1", ("photos",)))
