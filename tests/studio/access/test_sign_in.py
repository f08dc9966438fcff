"""Accounts, waiting times and the ends of logins; the clock is the test's."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from posture.errors import AccessError, NotFoundError
from posture.studio.access import passwords
from posture.studio.access.accounts import Accounts
from posture.studio.access.sign_in import SignIn
from posture.studio.access.throttle import PER_ADDRESS, PER_NAME, WINDOW_S
from posture.studio.records import LOCAL
from posture.studio.store.records.tables import metadata
from posture.studio.store.store import Store
from tests.studio.access.conftest import PASSWORD, RULES, Clock

HERE, ELSEWHERE = "192.0.2.7", "192.0.2.8"


def guess(sign_in: SignIn, name: str = "Anna", password: str = "wrong", address: str = HERE) -> str:
    with pytest.raises(AccessError) as refused:
        sign_in.with_password(name, password, address)
    return str(refused.value)


@pytest.fixture(autouse=True)
def anna(sign_in: SignIn) -> str:
    return sign_in.accounts.add("Anna", PASSWORD, "owner", email="Anna@Studio.example").id


def test_a_name_is_found_as_people_type_it(sign_in: SignIn, anna: str):
    for typed in ("anna", " ANNA ", "Ａｎｎａ"):
        found = sign_in.logins.find(sign_in.with_password(typed, PASSWORD, HERE))
        assert found is not None
        assert found.account.id == anna


@pytest.mark.parametrize("name", ["anna", "ANNA", " Anna  "])
def test_a_name_is_given_once(sign_in: SignIn, name: str):
    with pytest.raises(AccessError, match="already"):
        sign_in.accounts.add(name, PASSWORD, "trainer")


def test_an_email_address_is_given_once_and_none_many_times(sign_in: SignIn):
    for name in ("Ben", "Clara"):
        sign_in.accounts.add(name, PASSWORD, "trainer")
    with pytest.raises(AccessError, match="already"):
        sign_in.accounts.add("Dora", PASSWORD, "trainer", email="anna@studio.example")


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_a_name_has_a_length(sign_in: SignIn, name: str):
    with pytest.raises(AccessError, match="1 to 200"):
        sign_in.accounts.add(name, PASSWORD, "trainer")


def test_an_unknown_role_is_refused(sign_in: SignIn, anna: str):
    with pytest.raises(AccessError, match="owner, trainer"):
        sign_in.accounts.set_role(anna, "admin")  # pyright: ignore[reportArgumentType]


def test_unknown_wrong_and_locked_are_answered_alike(sign_in: SignIn):
    other = sign_in.accounts.add("Ben", PASSWORD, "trainer")
    sign_in.accounts.set_locked(other.id, True)
    assert guess(sign_in) == guess(sign_in, "nobody") == guess(sign_in, "Ben", PASSWORD)


def test_an_unknown_name_is_checked_against_a_hash_too(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
):
    checked: list[str] = []

    def verify(stored: str, password: str) -> bool:
        checked.append(stored)
        return False

    monkeypatch.setattr(passwords, "verify_password", verify)
    guess(sign_in)
    guess(sign_in, "nobody")
    assert [one.split("$")[3] for one in checked] == [checked[0].split("$")[3]] * 2


@pytest.mark.parametrize("name", ["Anna", "nobody"])
def test_wrong_passwords_lock_known_and_unknown_names_for_a_while(
    sign_in: SignIn, clock: Clock, name: str
):
    for i in range(PER_NAME):
        assert "wrong" in guess(sign_in, name, address=f"192.0.2.{i}")
    assert "15 min" in guess(sign_in, name, PASSWORD, address=ELSEWHERE)
    # Trying on does not make it longer.
    clock.now += WINDOW_S - 60
    assert "Try again in 1 min" in guess(sign_in, name, PASSWORD, address=ELSEWHERE)
    clock.now += 61
    if name == "Anna":
        assert sign_in.with_password(name, PASSWORD, HERE)
    else:
        assert "wrong" in guess(sign_in, name)


def test_an_address_has_to_wait_whatever_names_it_tries(sign_in: SignIn):
    for i in range(PER_ADDRESS):
        guess(sign_in, f"name {i}")
    assert "Too many" in guess(sign_in, "Anna", PASSWORD)
    assert sign_in.with_password("Anna", PASSWORD, ELSEWHERE)


def test_the_wait_is_that_of_what_blocks(sign_in: SignIn, clock: Clock):
    guess(sign_in, "nobody", address=HERE)
    clock.now += 600
    for i in range(PER_NAME):
        guess(sign_in, "Anna", address=f"192.0.2.{100 + i}")
    # The older try from this address blocks nothing.
    assert "Try again in 15 min" in guess(sign_in, "Anna", PASSWORD, HERE)


def test_of_two_waits_the_longer_is_told(sign_in: SignIn, clock: Clock):
    for i in range(PER_ADDRESS):
        guess(sign_in, f"name {i}", address=HERE)
    clock.now += 300
    for i in range(PER_NAME):
        guess(sign_in, "Anna", address=f"192.0.2.{100 + i}")
    clock.now += 120
    assert "Try again in 13 min" in guess(sign_in, "Anna", PASSWORD, HERE)
    assert "Try again in 8 min" in guess(sign_in, "nobody", PASSWORD, HERE)


def test_a_clock_may_stand_at_its_beginning(sign_in: SignIn, clock: Clock):
    clock.now = 0.0
    for _ in range(PER_NAME):
        guess(sign_in)
    clock.now = 600.0
    assert "Try again in 5 min" in guess(sign_in)


def test_a_right_password_forgets_the_wrong_ones_of_its_name(sign_in: SignIn):
    for _ in range(3):
        for _ in range(PER_NAME - 1):
            guess(sign_in)
        sign_in.with_password("Anna", PASSWORD, HERE)


def test_guesses_at_the_same_time_do_not_pass_together(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
):
    checked: list[str] = []

    def slow(stored: str, password: str) -> bool:
        checked.append(password)
        time.sleep(0.3)
        return False

    monkeypatch.setattr(passwords, "verify_password", slow)
    with ThreadPoolExecutor(12) as pool:
        tries = [pool.submit(guess, sign_in, password=f"guess {i}") for i in range(12)]
        told = [one.result() for one in tries]
    assert sum("Too many" in one for one in told) == 12 - len(checked)
    # Tries that are counted at the same moment refuse each other.
    assert 0 < len(checked) <= PER_NAME


def test_a_restart_forgets_no_wrong_password(store: Store, clock: Clock):
    for _ in range(PER_NAME):
        guess(SignIn(store.database, RULES, clock))
    assert "Too many" in guess(SignIn(store.database, RULES, clock), password=PASSWORD)


def test_an_owner_lets_a_name_try_again(sign_in: SignIn):
    for _ in range(PER_NAME):
        guess(sign_in)
    sign_in.throttle.release("anna")
    assert sign_in.with_password("Anna", PASSWORD, HERE)


def test_neither_typed_names_nor_tokens_nor_passwords_are_stored(sign_in: SignIn, store: Store):
    token = sign_in.with_password("Anna", PASSWORD, HERE)
    guess(sign_in, name="my secret password")
    with store.database.reading() as connection:
        rows = [repr(connection.execute(select(table)).all()) for table in metadata.tables.values()]
    for secret in (token, PASSWORD, "secret"):
        assert secret not in "".join(rows)


def test_a_login_ends_when_nothing_is_done(sign_in: SignIn, clock: Clock):
    token = sign_in.with_password("Anna", PASSWORD, HERE)
    for _ in range(3):
        clock.now += RULES.idle_s - 1
        assert sign_in.logins.find(token)
    clock.now += RULES.idle_s - 1
    assert sign_in.logins.find(token, seen=False)
    clock.now += 1
    assert sign_in.logins.find(token) is None


def test_a_login_ends_after_its_longest_time(sign_in: SignIn, clock: Clock):
    token = sign_in.with_password("Anna", PASSWORD, HERE)
    for _ in range(int(RULES.longest_s / 300) - 1):
        clock.now += 300
        assert sign_in.logins.find(token)
    clock.now += 300
    assert sign_in.logins.find(token) is None


def test_signing_out_ends_one_login_or_all(sign_in: SignIn):
    tokens = [sign_in.with_password("Anna", PASSWORD, HERE) for _ in range(3)]
    sign_in.logins.end(tokens[0], HERE)
    assert [sign_in.logins.find(one) is not None for one in tokens] == [False, True, True]
    sign_in.logins.end(tokens[1], HERE, everywhere=True)
    assert not any(map(sign_in.logins.find, tokens))


def test_a_lock_by_the_owner_ends_logins_and_holds(sign_in: SignIn):
    ben = sign_in.accounts.add("Ben", PASSWORD, "trainer")
    token = sign_in.with_password("Ben", PASSWORD, HERE)
    sign_in.accounts.set_locked(ben.id, True)
    assert sign_in.logins.find(token) is None
    guess(sign_in, "Ben", PASSWORD)
    sign_in.accounts.set_locked(ben.id, False)
    assert sign_in.logins.find(token) is None
    assert sign_in.with_password("Ben", PASSWORD, HERE)


def test_a_new_password_ends_every_login(sign_in: SignIn):
    tokens = [sign_in.with_password("Anna", PASSWORD, HERE) for _ in range(2)]
    login = sign_in.logins.find(tokens[0])
    assert login is not None
    new = sign_in.change_password(login, PASSWORD, "velvet harbour ninety", HERE)
    assert sign_in.logins.find(new)
    assert not any(map(sign_in.logins.find, tokens))
    guess(sign_in, password=PASSWORD)
    assert sign_in.with_password("Anna", "velvet harbour ninety", HERE)


@pytest.mark.parametrize(
    ("old", "new"), [("wrong", "velvet harbour ninety"), (PASSWORD, PASSWORD), (PASSWORD, "short")]
)
def test_a_password_is_changed_by_who_knows_the_old_one_and_not_to_a_weak_one(
    sign_in: SignIn, old: str, new: str
):
    token = sign_in.with_password("Anna", PASSWORD, HERE)
    login = sign_in.logins.find(token)
    assert login is not None
    with pytest.raises(AccessError):
        sign_in.change_password(login, old, new, HERE)
    assert sign_in.logins.find(token)


def test_a_set_password_has_to_be_changed(sign_in: SignIn, anna: str):
    changed = sign_in.accounts.set_password(anna, "velvet harbour ninety")
    assert changed.password_temporary
    login = sign_in.logins.find(sign_in.with_password("Anna", "velvet harbour ninety", HERE))
    assert login is not None
    sign_in.change_password(login, "velvet harbour ninety", PASSWORD, HERE)
    assert not sign_in.accounts.by_id(anna).password_temporary


@pytest.mark.parametrize("act", ["lock", "demote"])
def test_the_last_owner_stays(sign_in: SignIn, anna: str, act: str):
    def change(account_id: str) -> None:
        if act == "lock":
            sign_in.accounts.set_locked(account_id, True)
        else:
            sign_in.accounts.set_role(account_id, "trainer")

    with pytest.raises(AccessError, match="needs one owner"):
        change(anna)
    assert sign_in.accounts.has_owner()
    second = sign_in.accounts.add("Ben", PASSWORD, "owner")
    change(anna)
    with pytest.raises(AccessError, match="needs one owner"):
        change(second.id)


def test_an_unknown_account_is_not_found(sign_in: SignIn):
    with pytest.raises(NotFoundError):
        sign_in.accounts.set_locked("f" * 32, True)


def test_signing_in_renews_a_hash_of_earlier_parameters(
    sign_in: SignIn, anna: str, monkeypatch: pytest.MonkeyPatch
):
    before = sign_in.accounts.by_id(anna).password_hash
    token = sign_in.with_password("Anna", PASSWORD, HERE)
    assert sign_in.accounts.by_id(anna).password_hash == before
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(2, 16, 1))
    sign_in.with_password("Anna", PASSWORD, HERE)
    assert "m=16,t=2" in sign_in.accounts.by_id(anna).password_hash
    assert sign_in.logins.find(token)


def test_a_verified_address_signs_in_to_its_account(sign_in: SignIn, anna: str):
    found = sign_in.logins.find(sign_in.with_email("anna@studio.EXAMPLE", HERE))
    assert found is not None
    assert found.account.id == anna
    for address in ("", "other@studio.example"):
        with pytest.raises(AccessError):
            sign_in.with_email(address, HERE)


def test_the_trail_tells_who_came_and_from_where(sign_in: SignIn, store: Store, anna: str):
    guess(sign_in, "nobody", address=ELSEWHERE)
    token = sign_in.with_password("Anna", PASSWORD, HERE)
    for _ in range(PER_NAME + 1):
        guess(sign_in)
    sign_in.logins.end(token, HERE)
    told = [
        (one.account_id, one.action, one.details.get("address"))
        for one in reversed(store.repository(LOCAL).audit())
    ]
    assert told == [
        ("local", "account.added", None),
        ("", "login.refused", ELSEWHERE),
        (anna, "login.begun", HERE),
        *[(anna, "login.refused", HERE)] * PER_NAME,
        (anna, "login.has_to_wait", HERE),
        (anna, "login.ended", HERE),
    ]


def test_the_trail_tells_who_changed_which_account(sign_in: SignIn, store: Store, anna: str):
    owner = Accounts(store.database, sign_in.accounts.by_id(anna).actor)
    ben = owner.add("Ben", PASSWORD, "trainer").id
    owner.set_role(ben, "owner")
    owner.set_locked(ben, True)
    owner.set_locked(ben, False)
    owner.set_password(ben, "velvet harbour ninety")
    entries = store.repository(LOCAL).audit(limit=5)
    assert {(one.account_id, one.details["account"]) for one in entries} == {(anna, ben)}
    assert [one.action for one in reversed(entries)] == [
        *("account.added", "account.role_changed", "account.locked", "account.unlocked"),
        "account.password_set",
    ]
    assert PASSWORD not in repr(entries)


def test_a_trainer_changes_no_account_but_their_own_password(sign_in: SignIn, store: Store):
    ben = sign_in.accounts.add("Ben", PASSWORD, "trainer")
    trainer = Accounts(store.database, ben.actor)
    for change in (
        lambda: trainer.add("Clara", PASSWORD, "owner"),
        lambda: trainer.set_role(ben.id, "owner"),
        lambda: trainer.set_locked(ben.id, True),
        lambda: trainer.set_password(ben.id, "velvet harbour ninety"),
    ):
        with pytest.raises(AccessError, match="owner"):
            change()
    assert trainer.change_own_password("velvet harbour ninety").role == "trainer"
