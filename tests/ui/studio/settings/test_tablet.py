"""The switch of the local network, and where a tablet finds the studio."""

from __future__ import annotations

from pathlib import Path

import pytest

from posture.errors import AccessError
from posture.studio.access import lan_server
from posture.studio.access.accounts import Accounts
from posture.studio.access.lan_server import LanServer
from posture.studio.records import Actor
from posture.ui.serve import served as here
from posture.ui.serve.served import Served, announce
from posture.ui.studio import current
from posture.ui.studio.settings import lan
from tests.fixtures.lan import PASSWORD
from tests.fixtures.pages import button, texts, widget
from tests.ui.studio.opening import opened

SERVER = LanServer(4711, "https://192.168.1.20:8502", "AB:CD")


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> list[LanServer]:
    """A network that opens at once; holds the server while it is open."""
    there: list[LanServer] = []

    def start(_home: Path) -> LanServer:
        there[:] = [SERVER]
        return SERVER

    def find(_home: Path) -> LanServer | None:
        return there[0] if there else None

    def stop(_home: Path) -> None:
        there.clear()

    monkeypatch.setattr(lan_server, "find", find)
    monkeypatch.setattr(lan_server, "start", start)
    monkeypatch.setattr(lan_server, "stop", stop)
    return there


def accounts() -> Accounts:
    return Accounts(current.studio_store().database)


def test_the_first_owner_is_made_and_the_network_opened_and_closed(network: list[LanServer]):
    app = opened(room="tablet")
    assert not app.exception
    assert "this computer alone" in texts(app)
    widget(app.text_input, "lan_owner").set_value("Olga")
    widget(app.text_input, "lan_password").set_value(PASSWORD)
    widget(app.text_input, "lan_again").set_value(PASSWORD + "x")
    button(app, "Open to the local network").click().run()
    assert "not the same" in texts(app)
    assert not network
    assert not accounts().exist()
    widget(app.text_input, "lan_owner").set_value("Olga")
    widget(app.text_input, "lan_password").set_value(PASSWORD)
    widget(app.text_input, "lan_again").set_value(PASSWORD)
    button(app, "Open to the local network").click().run()
    assert not app.exception
    assert network == [SERVER]
    assert accounts().has_owner()
    url = SERVER.url
    assert [one.value for one in app.code] == [url, f"{url}/trust", "AB:CD"]
    # This computer signs in too from now on; the page still says how.
    assert "signs in too" in texts(app)
    button(app, "Close to the network").click().run()
    assert not app.exception
    assert network == []
    # The owner is there already.
    button(app, "Open to the local network").click().run()
    assert network == [SERVER]


def test_a_weak_password_opens_nothing(network: list[LanServer]):
    app = opened(room="tablet")
    for key, value in (("lan_owner", "Olga"), ("lan_password", "1234"), ("lan_again", "1234")):
        widget(app.text_input, key).set_value(value)
    button(app, "Open to the local network").click().run()
    assert not app.exception
    assert not network
    assert not accounts().exist()


def test_where_it_cannot_be_opened_the_page_says_why(monkeypatch: pytest.MonkeyPatch):
    accounts().add("Olga", PASSWORD, "owner")

    def start(_home: Path) -> LanServer:
        raise AccessError("The local network cannot be served.")

    monkeypatch.setattr(lan_server, "start", start)
    app = opened(room="tablet")
    button(app, "Open to the local network").click().run()
    assert not app.exception
    assert "cannot be served" in texts(app)


@pytest.mark.parametrize(
    ("role", "elsewhere", "may"),
    [("owner", False, True), ("owner", True, False), ("trainer", False, False)],
)
def test_an_owner_at_this_computer_alone_switches(
    monkeypatch: pytest.MonkeyPatch, role: str, elsewhere: bool, may: bool
):
    from posture.studio.access.sign_in import SignIn

    monkeypatch.setattr(here, "_SERVED", [])
    announce(Served(SignIn(current.studio_store().database)))
    account = Actor("e" * 32, "Olga", role)  # pyright: ignore[reportArgumentType]
    monkeypatch.setattr(lan, "signed_in", lambda: account)
    monkeypatch.setattr(lan, "is_elsewhere", lambda: elsewhere)
    assert lan.may_switch() is may
