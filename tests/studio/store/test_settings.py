"""Where a studio lies by the environment, and what its settings never print."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from posture.studio.store.settings import BACKED_UP, HOME, URL, StoreSettings, default_settings


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch):
    for name in (HOME, URL, BACKED_UP):
        monkeypatch.delenv(name, raising=False)


def test_a_studio_lies_in_the_users_data_folder():
    settings = default_settings()
    assert settings.home.parent == Path(platformdirs.user_data_dir("posture", appauthor=False))
    assert settings.database.parent == settings.photos.parent == settings.backups.parent
    assert (settings.url, settings.backed_up) == (None, False)


def test_the_environment_names_another_place(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(HOME, "~/studio")
    monkeypatch.setenv(URL, "postgresql://host/name")
    monkeypatch.setenv(BACKED_UP, "1")
    settings = default_settings()
    assert settings.home == Path.home() / "studio"
    assert (settings.url, settings.backed_up) == ("postgresql://host/name", True)


def test_neither_password_nor_passphrase_is_printed():
    settings = StoreSettings(Path("home"), "postgresql://user:secret@host/name", "passphrase")
    assert "secret" not in repr(settings)
    assert "passphrase" not in repr(settings)
