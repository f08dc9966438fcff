"""The list of clients: what is found, its order and its pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from posture.studio.records import LOCAL, Actor, ClientDetails, Visit, new_id
from posture.studio.store.records.names import LONGEST_KEY, searched, sort_key, words
from posture.studio.store.repository import Repository
from posture.studio.store.store import Store
from tests.fixtures.studio import ANNA, DAY, add_client, add_visit

NAMES = (
    "Jörg Müller",
    "Anna-Lena Mueller",
    "MÜLLNER, Zoë",
    "Ärmel",
    "Zacharias",
    "Straße",
    "O'Brien",
    "<b>Bold</b>",
    "دانا",
    "ab",
    "%_\\",
)


SEARCHES: tuple[tuple[str, set[str]], ...] = (
    ("müll", {"Jörg Müller", "Anna-Lena Mueller", "MÜLLNER, Zoë"}),
    ("MULL", {"Jörg Müller", "MÜLLNER, Zoë"}),
    ("muell", {"Jörg Müller", "Anna-Lena Mueller", "MÜLLNER, Zoë"}),
    ("müller", {"Jörg Müller", "Anna-Lena Mueller"}),
    ("mueller jö", {"Jörg Müller"}),
    ("  lena\tMUE ", {"Anna-Lena Mueller"}),
    ("anna-l", {"Anna-Lena Mueller"}),
    ("zoe", {"MÜLLNER, Zoë"}),
    ("strasse", {"Straße"}),
    ("STRASSE", {"Straße"}),
    ("brien", {"O'Brien"}),
    ("o'b", {"O'Brien"}),
    ("<b>bo", {"<b>Bold</b>"}),
    ("bold", {"<b>Bold</b>"}),
    ("دا", {"دانا"}),
    ("a", {"Anna-Lena Mueller", "Ärmel", "ab"}),
    ("%", {"%_\\"}),
    ("_", set()),
    ("üller", set()),
    ("nobody", set()),
    ("\0\ud800", set(NAMES)),
    ("x" * 100_000, set()),
)


@pytest.fixture(params=[LOCAL, ANNA], ids=["owner", "trainer"])
def records(store: Store, request: pytest.FixtureRequest) -> Repository:
    return store.repository(request.param)


def test_names_are_found_by_the_beginnings_of_their_words(records: Repository):
    for name in NAMES:
        records.add_client(ClientDetails(name))
    for text, found in SEARCHES:
        page = records.find_clients(text)
        assert {row.name for row in page.rows} == found, text
        assert page.total == len(found)


def test_a_new_name_is_found_and_the_old_one_is_not(records: Repository):
    client = add_client(records, "Mia Berger")
    records.save_client(replace(client, details=replace(client.details, name="Mia Krüger")))
    assert records.find_clients("krug").total == 1
    assert records.find_clients("berg").total == 0
    assert records.find_clients("mia").total == 1


def test_names_stand_in_the_order_of_a_dictionary(records: Repository):
    for name in ("Zora", "arnold", "Ärmel", "Bär", "Baer", "Ödön", "Olaf", "Arm"):
        records.add_client(ClientDetails(name))
    listed = [row.name for row in records.find_clients().rows]
    assert listed == ["Arm", "Ärmel", "arnold", "Baer", "Bär", "Ödön", "Olaf", "Zora"]


def test_pages_follow_each_other_and_tell_how_many_there_are(records: Repository):
    for number in range(7):
        records.add_client(ClientDetails(f"Client {number}"))
    pages = [records.find_clients("client", offset=start, limit=3) for start in (0, 3, 6, 9)]
    assert [len(page.rows) for page in pages] == [3, 3, 1, 0]
    assert {page.total for page in pages} == {7}
    names = [row.name for page in pages for row in page.rows]
    assert names == [f"Client {number}" for number in range(7)]
    assert records.find_clients(offset=-5, limit=-1).rows == ()


def test_a_row_counts_confirmed_visits_and_names_the_last(records: Repository):
    client = add_client(records, "Mia", year_of_birth=1984, made_up=True)
    add_visit(records, client, on=DAY)
    last = add_visit(records, client, on=DAY + timedelta(days=3))
    records.save_visit(Visit(new_id(), client.id, 0, DAY + timedelta(days=9)))
    (row,) = records.find_clients().rows
    assert (row.id, row.name, row.year_of_birth, row.made_up) == (client.id, "Mia", 1984, True)
    assert (row.visits, row.last_visit) == (2, last.on)
    records.delete_visit(last.id)
    (row,) = records.find_clients().rows
    assert (row.visits, row.last_visit) == (1, DAY)


def test_the_newest_visit_comes_first_and_clients_without_one_last(records: Repository):
    days = {"Old": -30, "New": 0, "Middle": -7}
    records.add_client(ClientDetails("Zoe never"))
    records.add_client(ClientDetails("Ada never"))
    for name, offset in days.items():
        add_visit(records, add_client(records, name), on=DAY + timedelta(days=offset))
    page = records.find_clients(order="last_visit")
    assert [row.name for row in page.rows] == ["New", "Middle", "Old", "Ada never", "Zoe never"]
    assert page.rows[-1].last_visit is None


def test_archived_clients_have_a_list_of_their_own(records: Repository):
    client = add_client(records, "Mia")
    add_client(records, "Ben")
    records.save_client(replace(client, archived=True))
    assert [row.name for row in records.find_clients().rows] == ["Ben"]
    (row,) = records.find_clients("mia", archived=True).rows
    assert row.archived
    assert records.find_clients("mia").total == 0


def test_a_client_that_is_shared_with_many_is_listed_once(store: Store):
    owner = store.repository(LOCAL)
    client = add_client(owner, "Mia Mia")
    trainers = [Actor(new_id(), "T", "trainer") for _ in range(3)]
    owner.share_client(client.id, [one.account_id for one in trainers])
    for actor in (LOCAL, *trainers):
        page = store.repository(actor).find_clients("mi mia")
        assert (len(page.rows), page.total) == (1, 1)


@pytest.mark.parametrize("name", ["ﷺ" * 200, "ä" * 200, "\u0301", "a\u0308" * 100])
def test_keys_stay_within_what_an_index_holds(name: str):
    assert len(sort_key(name)) <= LONGEST_KEY
    assert all(0 < len(word) <= LONGEST_KEY for word in words(name))
    assert all(0 < len(form) <= LONGEST_KEY for forms in searched(name) for form in forms)


def test_composed_and_decomposed_letters_are_the_same():
    assert words("Mu\u0308ller") == words("Müller") == {"muller", "mueller"}
