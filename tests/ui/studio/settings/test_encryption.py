"""Encryption of the studio on its page."""

from __future__ import annotations

import os

import pytest
from streamlit.testing.v1 import AppTest

from posture.studio.encryption.key_file import read_key_file
from posture.studio.encryption.unlock import unlock
from posture.studio.store.settings import PASSPHRASE
from posture.ui.studio.current import studio_store
from tests.fixtures.pages import button, texts, widget
from tests.ui.studio.opening import add, opened, repository

FIRST, SECOND = "copper lantern ridge", "seven quiet harbours"


@pytest.fixture(autouse=True)
def _no_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page hands the passphrase on in the environment of its process: undone at the end."""
    monkeypatch.setenv(PASSPHRASE, "")


def typed(app: AppTest, **values: str) -> None:
    for key, value in values.items():
        widget(app.text_input, f"encryption_{key}").set_value(value)


def test_it_is_turned_on_its_passphrase_changed_and_asked_for():
    add("Ana")
    home = studio_store().settings.home
    app = opened(room="encryption")
    assert not app.exception
    typed(app, new=FIRST, again=SECOND)
    button(app, "Encrypt the studio").click().run()
    assert "not the same" in texts(app)
    assert read_key_file(home) is None
    typed(app, new="short", again="short")
    button(app, "Encrypt the studio").click().run()
    assert "too short" in texts(app)
    typed(app, new=FIRST, again=FIRST)
    button(app, "Encrypt the studio").click().run()
    assert not app.exception
    assert "The studio is encrypted" in app.success[0].value
    assert (home / "studio.db").read_bytes()[:6] != b"SQLite"
    assert [row.name for row in repository().find_clients().rows] == ["Ana"]

    typed(app, known="wrong", new=SECOND, again=SECOND)
    button(app, "Change the passphrase").click().run()
    assert "does not open" in texts(app)
    typed(app, known=FIRST, new=SECOND, again=SECOND)
    button(app, "Change the passphrase").click().run()
    assert not app.exception
    kept = read_key_file(home)
    assert kept is not None
    assert unlock(kept, SECOND)

    # The app is started anew without a terminal at which to ask.
    os.environ.pop(PASSPHRASE)
    studio_store().close()
    studio_store.clear()
    app = opened()
    assert not app.exception
    assert "Ana" not in texts(app)
    typed(app, known=FIRST)
    button(app, "Open the studio").click().run()
    assert "does not open" in texts(app)
    typed(app, known=SECOND)
    button(app, "Open the studio").click().run()
    assert not app.exception
    assert [row.name for row in repository().find_clients().rows] == ["Ana"]
