"""The people of a day: found among the clients or added, each with the visit of that day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from posture.files.text import plain_name
from posture.studio.client_rows import every_client
from posture.studio.consent import consent
from posture.studio.group.analyse import Taken, analysed
from posture.studio.history.calibration import options_for
from posture.studio.history.occasions import read_occasions
from posture.studio.visits import new_visit, with_photo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from posture.errors import PhotoError
    from posture.studio.consent import Cover
    from posture.studio.records import Client, ClientDetails, ClientRow, Visit
    from posture.studio.store.repository import Repository


@dataclass(frozen=True, slots=True)
class Person:
    """One person of the day.

    Attributes
    ----------
    client : Client
    visit : Visit or None
        Of the day; None before the first photo.
    """

    client: Client
    visit: Visit | None


def begin_day(
    records: Repository, people: Iterable[ClientDetails], on: date, covers: Iterable[Cover]
) -> tuple[str, ...]:
    """Find each person of a list among the clients, or add them; an archived one is active again.

    Parameters
    ----------
    records : Repository
    people : iterable of ClientDetails
        As :func:`posture.studio.group.names.read_names` gives them.
    on : date
    covers : iterable of {"photos", "health", "sharing"}
        What everybody on the list has agreed to; those with a consent that covers photos keep it.

    Returns
    -------
    tuple of str
        Ids of the clients, in the order of the list.
    """
    agreed = tuple(covers)
    known: dict[str, list[ClientRow]] = {}
    for row in every_client(records):
        known.setdefault(plain_name(row.name), []).append(row)
    ids: list[str] = []
    for one in people:
        client = _client(records, one, known.get(plain_name(one.name), ()))
        if agreed and not client.may_store_photos:
            client = records.give_consent(client.id, consent(agreed, on))
        ids.append(client.id)
    return tuple(ids)


def read_day(records: Repository, ids: Iterable[str], on: date) -> tuple[Person, ...]:
    """The people of a day with their visits, as stored now."""
    return tuple(Person(records.client(one), _visit_of(records, one, on)) for one in ids)


def take(
    records: Repository, person: Person, files: Sequence[tuple[str, bytes]], on: date
) -> Iterator[Taken | PhotoError]:
    """Analyse photos of a person and keep them; from the side, the front or the back.

    Parameters
    ----------
    records : Repository
    person : Person
    files : sequence of (name, content)
    on : date

    Yields
    ------
    Taken or PhotoError
        In order, as soon as each is there. A refused photo is not kept; one that cannot be read is
        an error.

    Raises
    ------
    ConsentMissingError
        The person has not agreed that photos are kept.
    """
    earlier = read_occasions(records.visits(person.client.id)).kept
    options = options_for(person.client.details, earlier, on)
    for data, found in analysed(files, options):
        if isinstance(found, Taken) and found.photo is not None:
            (now,) = read_day(records, (person.client.id,), on)
            visit = with_photo(now.visit or new_visit(now.client, on), found.photo)
            records.save_visit(visit, {found.photo.sha256: data})
        yield found


def confirm_day(records: Repository, people: Iterable[Person]) -> None:
    """Confirm the visits of the day that are drafts."""
    for one in people:
        if one.visit is not None and one.visit.draft:
            records.save_visit(replace(one.visit, draft=False))


def _client(records: Repository, wanted: ClientDetails, alike: Iterable[ClientRow]) -> Client:
    """The client among those of that name; a new one where none fits, or several equally well."""
    year = wanted.year_of_birth
    ranks = {
        row.id: (row.archived, row.year_of_birth != year)
        for row in alike
        if year is None or row.year_of_birth in (None, year)
    }
    best = [one for one, rank in ranks.items() if rank == min(ranks.values())]
    if len(best) != 1:
        return records.add_client(wanted)
    client = records.client(best[0])
    return records.save_client(replace(client, archived=False)) if client.archived else client


def _visit_of(records: Repository, client_id: str, on: date) -> Visit | None:
    today = [one for one in records.visits(client_id, drafts=True) if one.on == on]
    return today[-1] if today else None
