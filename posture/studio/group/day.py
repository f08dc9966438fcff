"""The people of a day: found among the clients or added, each with the visit of that day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from posture.analysis import pipeline
from posture.analysis.frontal import analyze_frontal_photo
from posture.body.body import Refusal
from posture.photo.load import load
from posture.studio.consent import consent
from posture.studio.group.names import key_of
from posture.studio.history.calibration import options_for
from posture.studio.history.occasions import read_occasions
from posture.studio.visits import frontal_photo, new_visit, side_photo, with_photo

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from posture.analysis.options import Options
    from posture.body.body import Reason
    from posture.photo.photo import Photo
    from posture.studio.consent import Cover
    from posture.studio.records import Client, ClientDetails, Visit, VisitPhoto
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


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one photo.

    Attributes
    ----------
    photo : VisitPhoto or None
        As kept; None where it was refused.
    reasons : tuple of Reason
        Why it was refused: it has to be taken again.
    """

    photo: VisitPhoto | None
    reasons: tuple[Reason, ...] = ()


def begin_day(
    records: Repository, people: Iterable[ClientDetails], on: date, covers: Iterable[Cover]
) -> tuple[str, ...]:
    """Find each person of a list among the clients, or add them.

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
    ids: list[str] = []
    for one in people:
        client = _find(records, one) or records.add_client(one)
        if agreed and not client.may_store_photos:
            client = records.give_consent(client.id, consent(agreed, on))
        ids.append(client.id)
    return tuple(ids)


def read_day(records: Repository, ids: Iterable[str], on: date) -> tuple[Person, ...]:
    """The people of a day with their visits, as stored now."""
    return tuple(Person(records.client(one), _visit_of(records, one, on)) for one in ids)


def take(records: Repository, person: Person, data: bytes, name: str, on: date) -> Taken:
    """Analyse a photo of a person and keep it; from the side, the front or the back.

    Parameters
    ----------
    records : Repository
    person : Person
        As read now.
    data : bytes
    name : str
        Of the file.
    on : date

    Returns
    -------
    Taken
        A refused photo is not kept.

    Raises
    ------
    PhotoError
        It cannot be read.
    ConsentMissingError
        The person has not agreed that photos are kept.
    """
    photo = load(data, name=name)
    earlier = read_occasions(records.visits(person.client.id)).kept
    found = _analysed(photo, data, options_for(person.client.details, earlier, on))
    if found.photo is not None:
        visit = person.visit or new_visit(person.client, on)
        records.save_visit(with_photo(visit, found.photo), {found.photo.sha256: data})
    return found


def confirm_day(records: Repository, people: Iterable[Person]) -> None:
    """Confirm the visits of the day that are drafts."""
    for one in people:
        if one.visit is not None and one.visit.draft:
            records.save_visit(replace(one.visit, draft=False))


def _find(records: Repository, wanted: ClientDetails) -> Client | None:
    """The client of exactly that name; of two with one name the year of birth decides."""
    name, year = key_of(wanted)
    rows = [
        row
        for row in records.find_clients(wanted.name).rows
        if key_of(replace(wanted, name=row.name))[0] == name
        and (year is None or row.year_of_birth in (None, year))
    ]
    return records.client(rows[0].id) if len(rows) == 1 else None


def _visit_of(records: Repository, client_id: str, on: date) -> Visit | None:
    today = [one for one in records.visits(client_id, drafts=True) if one.on == on]
    return today[-1] if today else None


def _analysed(photo: Photo, data: bytes, options: Options) -> Taken:
    result = pipeline.analyze_photo(photo, options)
    if not isinstance(result, Refusal):
        return Taken(side_photo(photo, data, result))
    if pipeline.explain(photo, result).frontal:
        frontal = analyze_frontal_photo(photo, options)
        if not isinstance(frontal, Refusal):
            return Taken(frontal_photo(photo, data, frontal))
    return Taken(None, result.reasons)
