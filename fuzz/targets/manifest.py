"""Manifests of a batch, and the ledger that their lines are noted in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fuzz.mutations import mutate_lines
from fuzz.targets import refused, scratch_folder
from posture.batch.listing.find import Found, look_at
from posture.batch.listing.manifest import Listed, faults_error, read_manifest
from posture.batch.places import absolute, is_remote
from posture.batch.table.ledger import Ledger
from posture.files.tables import csv_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from posture.batch.listing.entry import Entry

LONGEST = 4096
_COLUMNS = ("photo", "person", "date", "view", "age", "sex", "stature", "group")
_TOKENS = (
    *_COLUMNS,
    *("foto", "datum", "ansicht", "größe (cm)", "gruppe", "side", "hinten", "divers", "31,5"),
    *("29.11.2026", "2026-02-30", "1.72", "172 cm", "/etc/passwd", "memory://a/b.jpg", "xyz://a"),
    *("'=1", "'", '"', '""', "sep=;", "\0", "a\nb"),
)
_FOLDER = scratch_folder()
_FILE, _AGAIN, _LEDGER = (_FOLDER / name for name in ("list.csv", "again.csv", "ledger.sqlite"))
_SAFE = ("memory", "xyz")
"""Schemes that lead to no other machine."""


def seeds() -> dict[str, bytes]:
    """A table of each kind."""
    german = "Foto;Name;Datum;Ansicht;Alter;Geschlecht;Größe (cm);Gruppe\na.jpg;Jörg;29.11.2026;"
    german += "Seite;31,5;m;1,82;Läufer\n"
    return {
        "all.csv": f"{','.join(_COLUMNS)}\na.jpg,Ana,2026-11-29,front,30,f,172,North\n".encode(),
        "photo.csv": b"photo\nsub/a.jpg\n/elsewhere/b.jpg\nmemory://bucket/c.jpg\nxyz://d.jpg\n",
        "german.csv": german.encode("cp1252"),
        "utf16.csv": german.replace(";", "\t").encode("utf-16"),
    }


def mutate(data: bytes, dice: Random) -> bytes:
    """As lines."""
    return mutate_lines(data, dice, _TOKENS)


def check(data: bytes) -> bool:
    """Read a manifest; its entries come back the same out of a table, and out of the ledger."""
    _FILE.write_bytes(data)
    listed: list[Listed] = []
    if refused(lambda: listed.extend(read_manifest(str(_FILE)))):
        return False
    for one in listed:
        assert one.entry is not None or one.faults
    if faults := [fault for one in listed for fault in one.faults]:
        str(faults_error(faults, len(faults))).encode()
    entries = [one.entry for one in listed if one.entry is not None and not one.faults]
    assert _read_again(entries) == entries
    _note(entries)
    return bool(entries)


def _read_again(entries: Sequence[Entry]) -> list[Entry | None]:
    rows = [
        (
            *(one.path, one.person, one.date, one.view, _number(one.subject.age)),
            *(one.subject.sex, _number(one.subject.stature_cm), one.group),
        )
        for one in entries
    ]
    _AGAIN.write_text(csv_table(_COLUMNS, rows), "utf-8", newline="")
    return [one.entry for one in read_manifest(str(_AGAIN))]


def _number(value: float | None) -> str | None:
    """With every digit, where tables have four decimals."""
    return None if value is None else repr(value)


def _note(entries: Sequence[Entry]) -> None:
    """Ask for every photo once, as a batch does, and read from the ledger what was asked for."""
    first: dict[str, Entry] = {}
    with Ledger(_LEDGER) as ledger:
        with ledger.transaction():
            for line, one in enumerate(entries):
                before = ledger.ask(one, _seen(one.path), "", line)
                # However its path is written, a file is one photo.
                file = absolute(one.path)
                assert (before is None) == (file not in first)
                first.setdefault(file, one)
        assert [job.entry for job in ledger.jobs(1)] == [*first.values()]


def _seen(path: str) -> Found:
    found = Found(path)
    if is_remote(path) and path.partition("://")[0] not in _SAFE:
        return found
    if not refused(lambda: look_at(path)):
        found = look_at(path)
    return found
