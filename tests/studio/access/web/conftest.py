"""The gate is the same before both databases: its tests use one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from posture.studio.store.settings import StoreSettings
from posture.studio.store.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(StoreSettings(tmp_path / "studio")) as opened:
        yield opened
