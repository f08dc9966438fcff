"""Clients from a table."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from posture.assess.wording_rules import wording_faults
from posture.errors import InputError, StudioError
from posture.i18n.language import use_language
from posture.limits import CLIENTS_ROWS
from posture.studio.exchange.clients_in import (
    fault_sentence,
    import_clients,
    known_clients,
    preview_clients,
)
from posture.studio.exchange.tables import clients_csv
from posture.studio.records import LOCAL, Actor, Client, ClientDetails
from posture.studio.store.records import clients
from posture.studio.store.records.limits import years_of_birth
from posture.studio.store.repository import Repository
from posture.studio.store.store import Store
from tests.fixtures.clients import CLIENT
from tests.fixtures.studio import ANNA

TABLE = """name;Geburtsdatum;Geschlecht;Größe (cm);Notizen;Kontraindikationen;Lieblingsfarbe
Ada Lovelace;10.12.1990;w;170,5;"Zeile 1
Zeile 2";knee pain; blau
Charles Babbage;1988;Mann;1,82 m;'=1+1;linker Knöchel;
"""


def details(text: str | bytes) -> list[ClientDetails]:
    data = text.encode() if isinstance(text, str) else text
    preview = preview_clients(data)
    assert preview.faults == ()
    return [one.details for one in preview.found]


def faults(text: str) -> list[str]:
    return [fault_sentence(one) for one in preview_clients(text.encode()).faults]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_german_table_from_a_spreadsheet(encoding: str):
    ada, charles = details(TABLE.replace("; blau", ";blau").encode(encoding))
    assert ada == ClientDetails(
        "Ada Lovelace", 1990, "female", 170.5, "Zeile 1\nZeile 2", "", ("knee_pain",)
    )
    assert charles == ClientDetails(
        "Charles Babbage", 1988, "male", 182.0, "=1+1", "", ("linker Knöchel",)
    )


def test_columns_that_nothing_is_known_of_are_named():
    assert preview_clients(TABLE.encode()).left_out == ("Lieblingsfarbe",)


def test_first_and_last_names_are_put_together():
    assert details("First name,Last name\nAda,Lovelace\n")[0].name == "Ada Lovelace"


def test_the_language_is_that_of_the_reader_unless_given():
    with use_language("de"):
        assert [one.language for one in details("name,language\nA,\nB,English\n")] == ["de", "en"]


def test_every_fault_of_every_row_is_named_with_its_line():
    table = (
        "name,year of birth,sex,height,language\n"
        ",1990,f,170,en\n"
        "A,90,f,170,en\n"
        "\n"
        "B,1700,q,7000,xx\n"
        "C,1990,f,170,en,more\n"
        "D,1990,f,tall,en\n"
    )
    assert faults(table) == [
        "Line 2: Name: is empty",
        "Line 3: year of birth: “90” is not understood",
        "Line 5: sex: “q” is not understood",
        "Line 5: language: “xx” is not understood",
        f"Line 5: Year of birth: 1700, must be from 1900 to {years_of_birth()[1]}",
        "Line 5: Stature: 7000.0, must be from 100 to 230",
        "Line 6: more cells than the heading has",
        "Line 7: height: “tall” is not understood",
    ]


def test_a_client_who_stands_twice_is_a_fault_and_one_who_is_known_is_said():
    assert faults("name,born\nAda,1990\n ada ,1990\nAda,1991\n") == [
        "Line 3: the same client as in line 2"
    ]
    preview = preview_clients(b"name,born\nAda,1990\nBob,1980\n", [("ADA", 1990)])
    assert [(one.details.name, one.known) for one in preview.found] == [
        ("Ada", True),
        ("Bob", False),
    ]
    assert [one.details.name for one in preview.new] == ["Bob"]


def test_a_client_is_known_however_the_letters_are_composed():
    table = unicodedata.normalize("NFD", "Name;Größe\nJürgen;1,80 m\n")
    (found,) = preview_clients(table.encode(), [("Jürgen", None)]).found
    assert (found.known, found.details.stature_cm) == (True, 180.0)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"colour,size\nred,1\n", "No column"),
        (b'name\n"open\n', "cannot be read from line 2 on"),
        (b"name\n" + b"A\n" * (CLIENTS_ROWS + 1), "at most 10000"),
        (b"x" * 5_000_001, "far too long"),
    ],
)
def test_what_is_no_table_of_clients_is_one_error(data: bytes, message: str):
    with pytest.raises(InputError, match=message):
        preview_clients(data)


def test_all_are_added(records: Repository):
    added = import_clients(records, preview_clients(TABLE.encode()))
    assert [one.details.name for one in added] == ["Ada Lovelace", "Charles Babbage"]
    assert known_clients(records) == (("Ada Lovelace", 1990), ("Charles Babbage", 1988))
    again = preview_clients(TABLE.encode(), known_clients(records))
    assert import_clients(records, again) == ()


def test_nothing_is_added_where_a_row_has_a_fault(records: Repository):
    preview = preview_clients(b"name,born\nAda,1990\n,1990\n")
    with pytest.raises(InputError, match="Nothing was added") as caught:
        import_clients(records, preview)
    assert caught.value.faults == ("Line 3: Name: is empty",)
    assert known_clients(records) == ()


@pytest.mark.parametrize("actor", [LOCAL, ANNA])
def test_nothing_stays_where_the_database_fails(
    actor: Actor, store: Store, monkeypatch: pytest.MonkeyPatch
):
    records, add = store.repository(actor), clients.add

    def failing(connection: Connection, actor: Actor, one: ClientDetails) -> Client:
        if one.name.startswith("Charles"):
            raise StudioError("disk full")
        return add(connection, actor, one)

    monkeypatch.setattr(clients, "add", failing)
    with pytest.raises(StudioError, match="disk full"):
        import_clients(records, preview_clients(TABLE.encode()))
    assert known_clients(store.repository(LOCAL)) == ()


NAMES = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=60
).filter(lambda text: text.strip() == text)


@given(NAMES, st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=80))
def test_exported_clients_come_back_the_same(name: str, notes: str):
    kept: dict[str, Any] = {"name": name, "notes": notes.strip()}
    one = replace(CLIENT, details=replace(CLIENT.details, stature_cm=170.5, **kept))
    assert details(clients_csv([one])) == [one.details]
    assert details(clients_csv([one], "excel-de")) == [one.details]


@given(st.binary(max_size=400))
def test_any_bytes_are_a_preview_or_one_error(data: bytes):
    try:
        preview = preview_clients(b"name\n" + data)
    except InputError:
        return
    assert all(one.details.name for one in preview.found)


def test_every_sentence_keeps_the_wording_rules():
    said = faults("name,born,sex\n,1,q\nA,1,1,1\n")
    assert said
    assert [text for text in said if wording_faults(text)] == []
