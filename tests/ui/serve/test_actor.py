"""Who uses a page, and from where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from posture.errors import AccessError
from posture.studio.access.sign_in import SignIn
from posture.studio.access.web.settings import HEADER
from posture.studio.records import LOCAL
from posture.studio.store.settings import StoreSettings
from posture.studio.store.store import Store, open_store
from posture.ui.serve import actor
from posture.ui.serve import served as here
from posture.ui.serve.served import Served, announce

PASSWORD = "copper lantern ridge 47"
Context = Callable[..., None]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(StoreSettings(tmp_path)) as opened:
        yield opened


@pytest.fixture
def served(store: Store, monkeypatch: pytest.MonkeyPatch) -> SignIn:
    monkeypatch.setattr(here, "_SERVED", [])
    sign_in = SignIn(store.database)
    announce(Served(sign_in))
    return sign_in


@pytest.fixture
def context(monkeypatch: pytest.MonkeyPatch) -> Context:
    def told(address: str | None = None, **headers: str) -> None:
        known = SimpleNamespace(ip_address=address, headers=headers)
        monkeypatch.setattr(actor.st, "context", known)

    told()
    return told


def test_without_a_gate_it_is_the_person_at_this_machine(store: Store, context: Context):
    assert actor.actor_of(store) == LOCAL
    assert actor.owner_of_files() == ""
    context(address="192.168.1.30")
    assert not actor.is_elsewhere()


def test_the_login_in_the_gates_header_says_who_it_is_and_as_what(
    store: Store, served: SignIn, context: Context
):
    served.accounts.add("Olga", PASSWORD, "owner")
    anna = served.accounts.add("Anna", PASSWORD, "trainer")
    token = served.with_password("Anna", PASSWORD, "192.0.2.1")
    login = served.logins.find(token)
    assert login is not None
    context(**{HEADER: login.id})
    assert actor.actor_of(store) == anna.actor
    assert actor.owner_of_files() == anna.id
    served.accounts.set_role(anna.id, "owner")
    assert actor.actor_of(store).role == "owner"
    served.logins.end(token, "")
    with pytest.raises(AccessError, match="signed out"):
        actor.actor_of(store)


@pytest.mark.parametrize("login", ["", "f" * 32])
def test_nobody_is_local_behind_the_gate(
    store: Store, served: SignIn, context: Context, login: str
):
    assert not served.accounts.exist()
    context(**{HEADER: login})
    for ask in (actor.signed_in, actor.owner_of_files, lambda: actor.actor_of(store)):
        with pytest.raises(AccessError):
            ask()


@pytest.mark.parametrize(
    ("address", "elsewhere"),
    [
        *((None, False), ("127.0.0.1", False), ("::1", False), ("::ffff:127.0.0.1", False)),
        *(("192.168.1.30", True), ("fd00::30", True), ("::ffff:192.168.1.30", True)),
    ],
)
def test_who_is_elsewhere(served: SignIn, context: Context, address: str | None, elsewhere: bool):
    context(address)
    assert actor.is_elsewhere() == elsewhere
