"""A studio with made clients and visits, written in bulk."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Table, insert, text

from posture.assess.assessment import Answers
from posture.studio.records import Actor
from posture.studio.store.records.names import sort_key, words
from posture.studio.store.records.tables import client_words, clients, photos, shares, visits
from posture.studio.store.store import Store

FIRST = [
    "Anna",
    "Jörg",
    "Zoë",
    "Mia",
    "Ben",
    "Lena",
    "Björn",
    "Käthe",
    "Ömer",
    "Tim",
    "Uwe",
    "Ida",
    "Noah",
    "Elif",
    "Paul",
    "Rosa",
]
LAST = [
    "Müller",
    "Schmidt",
    "Yılmaz",
    "Nowak",
    "Groß",
    "Berger",
    "Krüger",
    "O'Brien",
    "Jäger",
    "Weiß",
    "Vogel",
    "Maier",
]
FIRST_DAY = date(2020, 1, 6)
MOMENT = datetime(2026, 11, 2, tzinfo=UTC)
TRAINER = Actor("7" * 32, "Trainer", "trainer")

DOCUMENT = 117_000
"""Characters of a side photo's analysis document, as the samples have them."""

SHORT_DOCUMENT = 2_000
"""Of clients that are not looked at: what stands behind their rows is not read."""

SHARED = 25
"""Clients that are shared with the trainer; their documents are whole."""

_AT_ONCE = 2_000


def fill(store: Store, number: int, visits_each: int) -> None:
    """Write so many clients with visits of one side photo each.

    The name of each client holds its number as a word of its own. The first ones are shared with a
    trainer.
    """
    chance = random.Random(number)
    made = [_client(chance, i, visits_each) for i in range(number)]
    _write(store, clients, iter(made))
    named = ({"client_id": c["id"], "word": word} for c in made for word in words(c["name"]))
    _write(store, client_words, named)
    first = made[:SHARED]
    shared = ({"client_id": c["id"], "account_id": TRAINER.account_id} for c in first)
    _write(store, shares, shared)
    _write(store, visits, (_visit(c, n) for c in made for n in range(visits_each)))
    whole = {c["id"] for c in first}
    _write(store, photos, (_photo(c, n, whole) for c in made for n in range(visits_each)))
    if not store.database.is_sqlite:  # which PostgreSQL does by itself after a while
        with store.database.writing() as connection:
            connection.execute(text("ANALYZE"))


def _write(store: Store, table: Table, rows: Iterator[dict[str, Any]]) -> None:
    while part := list(islice(rows, _AT_ONCE)):
        with store.database.writing() as connection:
            connection.execute(insert(table), part)


def _id(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def _client(chance: random.Random, number: int, visits_each: int) -> dict[str, Any]:
    name = f"{chance.choice(FIRST)} {chance.choice(LAST)} n{number:05}"
    return {
        "id": _id("client", number),
        "version": 1,
        "name": name,
        "sort_key": sort_key(name),
        "year_of_birth": chance.randint(1940, 2005),
        "sex": chance.choice(("female", "male")),
        "stature_cm": float(chance.randint(150, 200)),
        "language": "de",
        "made_up": True,
        "archived": False,
        "created": MOMENT,
        "changed": MOMENT,
        "visits": visits_each,
        "last_visit": _day(number, visits_each - 1),
        "contraindications": (),
        "notes": "n" * chance.randint(0, 2_000),
        "goals": "",
    }


def _day(number: int, visit: int) -> date:
    return FIRST_DAY + timedelta(days=number % 365 + 28 * visit)


def _visit(client: dict[str, Any], number: int) -> dict[str, Any]:
    return {
        "id": _id(client["id"], number),
        "client_id": client["id"],
        "version": 1,
        "on": client["last_visit"] - timedelta(days=28 * number),
        "draft": False,
        "created": MOMENT,
        "camera_height_cm": 110.0,
        "distance_cm": 300.0,
        "clothes": "",
        "answers": Answers(),
        "plan": None,
        "plan_note": "",
        "notes": "",
    }


def _photo(client: dict[str, Any], number: int, whole: set[str]) -> dict[str, Any]:
    length = DOCUMENT if client["id"] in whole else SHORT_DOCUMENT
    return {
        "visit_id": _id(client["id"], number),
        "position": 0,
        "sha256": hashlib.sha256(f"{client['id']} {number}".encode()).hexdigest(),
        "name": "side.jpg",
        "size": 3_000_000,
        "view": "side",
        "taken": None,
        "document": "d" * length,
    }
