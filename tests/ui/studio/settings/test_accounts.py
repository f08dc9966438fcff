"""Accounts, sharing, trail and tablet as the owner at this machine sees them."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from posture.errors import AccessError
from posture.studio.access.accounts import Account, Accounts
from posture.studio.records import Actor
from posture.ui.studio import current
from tests.fixtures.pages import button, texts, widget
from tests.ui.studio.opening import add, opened, repository

PASSWORD = "copper lantern ridge 47"
OWNER = Actor("f" * 32, "Olga", "owner")


@pytest.fixture(autouse=True)
def _signed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody has signed in: these pages only ask who."""

    def actor_of(_: object) -> Actor:
        return OWNER

    monkeypatch.setattr(current, "actor_of", actor_of)


def kept() -> Accounts:
    return Accounts(current.studio_store().database)


def named(name: str) -> Account:
    found = kept().by_name(name)
    assert found is not None
    return found


def fill(app: AppTest, name: str, password: str = PASSWORD) -> None:
    widget(app.text_input, "account_new/name").set_value(name)
    widget(app.text_input, "account_new/password").set_value(password)
    button(app, "Add the account").click().run()


def test_an_account_is_added_with_a_password_to_change():
    app = opened(room="accounts")
    assert not app.exception
    fill(app, "Ben <b>*x*</b>")
    assert not app.exception
    assert named("Ben <b>*x*</b>").password_temporary
    assert named("Ben <b>*x*</b>").role == "trainer"
    assert "<b>" not in "".join(one.value for one in app.markdown)


def test_a_weak_password_is_refused_and_said():
    app = opened(room="accounts")
    fill(app, "Ben", "short")
    assert "fewer than 12" in texts(app)
    assert kept().all() == ()


def test_role_lock_and_password_are_set():
    kept().add("Olga", PASSWORD, "owner")
    ben = kept().add("Ben", PASSWORD, "trainer")
    app = opened(room="accounts")
    widget(app.selectbox, f"role_{ben.id}_trainer").set_value("owner").run()
    assert named("Ben").role == "owner"
    widget(app.button, f"lock_{ben.id}").click().run()
    assert named("Ben").locked
    widget(app.button, f"lock_{ben.id}").click().run()
    assert not named("Ben").locked
    widget(app.text_input, f"password_of_{ben.id}").set_value("velvet harbour ninety")
    app.button(f"FormSubmitter:password_{ben.id}-Set the password").click().run()
    assert not app.exception
    assert named("Ben").password_temporary


def test_the_last_owner_cannot_be_locked_on_the_page():
    olga = kept().add("Olga", PASSWORD, "owner")
    app = opened(room="accounts")
    widget(app.button, f"lock_{olga.id}").click().run()
    assert "needs one owner" in texts(app)
    assert not named("Olga").locked


def test_a_client_is_shared_with_trainers():
    client = add("Ana")
    assert "client_sharing" not in repr(opened(client=client.id)), "nobody to share with yet"
    ben = kept().add("Ben", PASSWORD, "trainer")
    kept().add("Clara", PASSWORD, "trainer")
    app = opened(client=client.id)
    chosen = widget(app.multiselect, f"sharing_{client.id}_")
    chosen.set_value([ben.id])
    button(app, "Save who sees this client").click().run()
    assert not app.exception
    assert repository().shared_with(client.id) == (ben.id,)
    assert repository().audit(client.id)[0].action == "client.shared"


def test_the_trail_is_in_words():
    add("Ana")
    app = opened(room="trail")
    assert not app.exception
    [table] = app.dataframe
    assert "client added" in set(table.value["What"])
    assert "consent given" in set(table.value["What"])
    assert set(table.value["Client"]) == {"Ana"}


def test_the_trail_of_an_erased_client_names_nobody():
    client = add("Ana")
    repository().erase_client(client.id)
    [table] = opened(room="trail").dataframe
    assert f"{client.id[:8]} …" in set(table.value["Client"])


@pytest.mark.parametrize("room", ["accounts", "trail"])
def test_a_trainer_sees_neither_accounts_nor_trail(monkeypatch: pytest.MonkeyPatch, room: str):
    def actor_of(_: object) -> Actor:
        return Actor("e" * 32, "Ben", "trainer")

    monkeypatch.setattr(current, "actor_of", actor_of)
    app = opened(room=room)
    assert not app.exception
    assert "Only an owner" in texts(app)
    assert not app.dataframe


def test_nobody_is_the_owner_where_the_studio_has_accounts_and_no_sign_in(
    monkeypatch: pytest.MonkeyPatch,
):
    from posture.ui.serve.actor import actor_of

    monkeypatch.setattr(current, "actor_of", actor_of)
    assert current.current_actor().account_id == "local"
    kept().add("Olga", PASSWORD, "owner")
    with pytest.raises(AccessError, match="posture app"):
        current.current_actor()
    app = opened()
    assert "has to sign in" in texts(app)
