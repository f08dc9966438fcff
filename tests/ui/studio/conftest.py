"""A store of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from posture.ui.studio.current import studio_store


@pytest.fixture(autouse=True)
def _own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("POSTURE_HOME", str(tmp_path / "studio"))
    studio_store.clear()
    yield
    studio_store().close()
    studio_store.clear()
