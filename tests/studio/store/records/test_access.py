"""A trainer's records hold what is shared with them, and nothing tells of the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from posture.errors import AccessError, ConflictError, InputError, NotFoundError
from posture.studio.consent import Consent
from posture.studio.profile import Profile
from posture.studio.records import (
    LOCAL,
    Actor,
    Client,
    ClientDetails,
    Visit,
    new_id,
)
from posture.studio.store.repository import Repository
from posture.studio.store.store import Store
from tests.fixtures.studio import ANNA, BEN, DAY, add_client, add_visit

PHOTO = b"a photo"


@pytest.fixture
def annas(store: Store) -> tuple[Client, Visit]:
    """A client of Anna's, with a visit and a photo."""
    records = store.repository(ANNA)
    client = add_client(records, "Mia Berger")
    return client, add_visit(records, client, PHOTO)


def test_a_trainer_sees_the_clients_that_they_added(store: Store, annas: tuple[Client, Visit]):
    client, visit = annas
    records = store.repository(ANNA)
    assert records.client(client.id) == client
    assert records.visit(visit.id) == visit
    assert records.photo(visit.id, visit.photos[0].sha256) == PHOTO
    assert [row.id for row in records.find_clients().rows] == [client.id]
    assert records.shared_with(client.id) == (ANNA.account_id,)


def test_an_owner_sees_every_client(store: Store, annas: tuple[Client, Visit]):
    client, visit = annas
    records = store.repository(Actor("o" * 32, "Olga", "owner"))
    assert records.client(client.id) == client
    assert records.visits(client.id) == (visit,)
    assert records.find_clients("mia").total == 1


CALLS: dict[str, Callable[[Repository, Client, Visit], object]] = {
    "client": lambda r, c, v: r.client(c.id),
    "consent": lambda r, c, v: r.give_consent(c.id, Consent(DAY, "1", ("photos",))),
    "visits": lambda r, c, v: r.visits(c.id),
    "visit": lambda r, c, v: r.visit(v.id),
    "photo": lambda r, c, v: r.photo(v.id, v.photos[0].sha256),
    "delete visit": lambda r, c, v: r.delete_visit(v.id),
    "add visit": lambda r, c, v: r.save_visit(Visit(new_id(), c.id, 0, DAY)),
    "change visit": lambda r, c, v: r.save_visit(replace(v, notes="seen")),
    "shared with": lambda r, c, v: r.shared_with(c.id),
}


def test_what_is_not_shared_is_not_found_like_what_is_not_there(
    store: Store, annas: tuple[Client, Visit]
):
    client, visit = annas
    nobody = replace(client, id=new_id())
    records = store.repository(BEN)
    for name, call in CALLS.items():
        with pytest.raises(NotFoundError) as hidden:
            call(records, client, visit)
        with pytest.raises(NotFoundError) as missing:
            call(records, nobody, replace(visit, id=new_id(), client_id=nobody.id))
        assert str(hidden.value) == str(missing.value), name
    assert store.repository(ANNA).visit(visit.id) == visit


def test_saving_a_client_that_is_not_shared_tells_nothing_of_it(
    store: Store, annas: tuple[Client, Visit]
):
    client, _ = annas
    records = store.repository(BEN)
    for one in (client, replace(client, id=new_id())):
        with pytest.raises(ConflictError) as caught:
            records.save_client(one)
        assert caught.value.stored is None
    assert store.repository(ANNA).client(client.id) == client


def test_the_id_of_a_hidden_visit_tells_nothing_of_it(store: Store, annas: tuple[Client, Visit]):
    _, visit = annas
    records = store.repository(BEN)
    own = add_client(records, "Own")
    for version in (0, visit.version, 7):
        with pytest.raises(ConflictError) as caught:
            records.save_visit(Visit(visit.id, own.id, version, DAY))
        assert caught.value.stored is None


def test_no_list_no_count_and_no_search_tells_of_hidden_clients(
    store: Store, annas: tuple[Client, Visit]
):
    records = store.repository(BEN)
    for text in ("", "mia", "m", "berger"):
        page = records.find_clients(text)
        assert (page.rows, page.total) == ((), 0)
    assert records.audit() == ()
    assert records.audit(annas[0].id) == ()


def test_sharing_and_its_end(store: Store, annas: tuple[Client, Visit]):
    client, visit = annas
    owner = store.repository(LOCAL)
    owner.share_client(client.id, [BEN.account_id])
    assert owner.shared_with(client.id) == (BEN.account_id,)
    assert store.repository(BEN).visit(visit.id) == visit
    with pytest.raises(NotFoundError):
        store.repository(ANNA).visit(visit.id)
    owner.share_client(client.id, [])
    with pytest.raises(NotFoundError):
        store.repository(BEN).visit(visit.id)
    with pytest.raises(InputError):
        owner.share_client(client.id, ["no such/account"])


def test_what_an_owner_alone_may_do(store: Store, annas: tuple[Client, Visit]):
    client, _ = annas
    records = store.repository(ANNA)
    for call in (
        lambda: records.erase_client(client.id),
        lambda: records.share_client(client.id, [BEN.account_id]),
        lambda: records.save_profile(Profile(name="Mine")),
    ):
        with pytest.raises(AccessError):
            call()
    assert records.client(client.id) == client


def test_a_role_that_is_unknown_sees_nothing(store: Store, annas: tuple[Client, Visit]):
    records = store.repository(Actor("x", "X", "admin"))  # pyright: ignore[reportArgumentType]
    with pytest.raises(NotFoundError):
        records.client(annas[0].id)
    assert records.find_clients().total == 0


def test_an_erased_client_is_shared_with_nobody(store: Store, annas: tuple[Client, Visit]):
    store.repository(LOCAL).erase_client(annas[0].id)
    assert store.repository(ANNA).find_clients().total == 0
    added = store.repository(LOCAL).add_client(ClientDetails("New"))
    assert store.repository(LOCAL).shared_with(added.id) == ()
