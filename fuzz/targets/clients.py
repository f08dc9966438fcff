"""Tables of clients that somebody kept elsewhere."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from fuzz.mutations import mutate_lines
from fuzz.targets import refused
from posture.studio.exchange.clients_in import ClientPreview, fault_sentence, preview_clients
from posture.studio.exchange.tables import clients_csv
from posture.studio.records import Client

if TYPE_CHECKING:
    from random import Random

LONGEST = 4096
_TOKENS = (
    *("name", "first name", "last name", "year of birth", "sex", "height", "notes", "goals"),
    *("contraindications", "language", "geburtsdatum", "grösse", "1,67 m", "167", "f", "männlich"),
    *("1980-02-30", "1.2.1980", "osteoporosis; x", "de", "'=1", "'", '"', '""'),
)
_THEN = datetime(2026, 11, 29, tzinfo=UTC)


def seeds() -> dict[str, bytes]:
    """A table of each kind."""
    rows = "Mia Berger,1961,female,167.5,a note,run,osteoporosis,de\nBen,1990,m,1.80,,,,en\n"
    german = "Vorname;Nachname;Geburtsdatum;Größe\nMia;Berger;1.2.1961;1,67 m\n"
    return {
        "all.csv": b"name,year of birth,sex,stature cm,notes,goals,contraindications,language\n"
        + rows.encode(),
        "german.csv": german.encode("cp1252"),
        "utf16.csv": german.replace(";", "\t").encode("utf-16"),
    }


def mutate(data: bytes, dice: Random) -> bytes:
    """As lines."""
    return mutate_lines(data, dice, _TOKENS)


def check(data: bytes) -> bool:
    """Read a table; the clients come back the same out of the table that is written of them."""
    found: list[ClientPreview] = []
    if refused(lambda: found.append(preview_clients(data))):
        return False
    for fault in found[0].faults:
        assert fault_sentence(fault).encode()
    details = [one.details for one in found[0].found]
    clients = [Client("0" * 32, 1, one, None, False, _THEN, _THEN) for one in details]
    again = preview_clients(clients_csv(clients).encode())
    assert not again.faults, again.faults
    for one, read in zip(details, (one.details for one in again.found), strict=True):
        # The table has six digits of a stature.
        assert replace(read, stature_cm=one.stature_cm) == one
        assert math.isclose(read.stature_cm or 0, one.stature_cm or 0, rel_tol=1e-5)
    return bool(details)
