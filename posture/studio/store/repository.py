"""The one way in: everything that an actor reads or writes, filtered and recorded."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from posture.assess.assessment import Answers
from posture.studio.consent import Consent
from posture.studio.profile import OwnExercise, Profile
from posture.studio.records import (
    Actor,
    AuditEntry,
    Client,
    ClientDetails,
    ClientPage,
    Erasure,
    Visit,
)
from posture.studio.store.records import audit, client_list, clients, profile, retakes, visits
from posture.studio.store.records.access import need_owner
from posture.studio.store.records.new_photos import check_before_writing
from posture.studio.store.records.visit_checks import check as check_visit
from posture.studio.store.trail import Trail
from posture.studio.store.unnamed import delete_or_leave

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from posture.studio.store.database.engine import Database
    from posture.studio.store.photos import PhotoFiles
    from posture.studio.store.records.audit import Seen


class Repository:
    """Records of the studio, as one actor may see and change them.

    Every method is one transaction, and what it saw or changed is recorded in it. All raise
    ``StudioError`` where disk or database fail, and ``NotFoundError`` for what is not there or not
    shared with the actor.

    Parameters
    ----------
    database : Database
    files : PhotoFiles
    seen : Seen
    actor : Actor
    """

    def __init__(self, database: Database, files: PhotoFiles, seen: Seen, actor: Actor) -> None:
        self._database = database
        self._files = files
        self._trail = Trail(database, seen, actor)
        self.actor = actor

    # Clients

    def add_client(self, details: ClientDetails) -> Client:
        """Add a client; ``InputError`` lists every fault of the details."""
        return self.add_clients((details,))[0]

    def add_clients(self, details: Iterable[ClientDetails]) -> tuple[Client, ...]:
        """Add clients, all of them or none; ``InputError`` lists the faults of one."""
        with self._database.writing() as connection:
            added = tuple(clients.add(connection, self.actor, one) for one in details)
            for client in added:
                self._trail.record(connection, "client.added", client.id)
        return added

    def client(self, client_id: str) -> Client:
        """Read a client."""
        with self._trail.looking("client.seen", client_id) as (connection, seen):
            client = clients.load(connection, self.actor, client_id)
            seen(client_id)
        return client

    def find_clients(
        self,
        text: str = "",
        *,
        archived: bool = False,
        order: client_list.Order = "name",
        offset: int = 0,
        limit: int = 50,
    ) -> ClientPage:
        """A page of the clients in whose names every word of a text begins a word."""
        with self._trail.looking("clients.listed", "") as (connection, seen):
            page = client_list.find(
                connection,
                self.actor,
                text,
                archived=archived,
                order=order,
                offset=offset,
                limit=limit,
            )
            seen(None)
        return page

    def save_client(self, client: Client) -> Client:
        """Change details and whether it is archived; ``ConflictError`` where others did."""
        with self._database.writing() as connection:
            saved = clients.save(connection, self.actor, client)
            self._trail.record(connection, "client.changed", client.id)
        return saved

    def give_consent(self, client_id: str, consent: Consent) -> Client:
        """Keep a consent, or its withdrawal."""
        with self._database.writing() as connection:
            saved = clients.give_consent(connection, self.actor, client_id, consent)
            withdrawn = consent.withdrawn_on is not None
            action = "consent.withdrawn" if withdrawn else "consent.given"
            self._trail.record(connection, action, client_id, covers=" ".join(consent.covers))
        return saved

    def share_client(self, client_id: str, account_ids: Iterable[str]) -> None:
        """Share a client with these trainers and no others; an owner alone may."""
        need_owner(self.actor)
        accounts = tuple(account_ids)
        with self._database.writing() as connection:
            clients.share(connection, self.actor, client_id, accounts)
            self._trail.record(connection, "client.shared", client_id, accounts=" ".join(accounts))

    def shared_with(self, client_id: str) -> tuple[str, ...]:
        """Ids of the accounts that a client is shared with."""
        with self._database.reading() as connection:
            return clients.shared_with(connection, self.actor, client_id)

    def erase_client(self, client_id: str, *, due: date | None = None) -> Erasure:
        """Delete a client with its visits, photos and their files; an owner alone may.

        With a day, only where retention deletes the client until then; ``NotFoundError`` otherwise.
        Files that cannot be deleted are named: the client is erased all the same.
        """
        need_owner(self.actor)
        with self._database.writing() as connection:
            clients.lock(connection, self.actor, client_id)
            if due is not None:
                clients.need_due(connection, client_id, due)
            gone = visits.of_client(connection, self.actor, client_id, drafts=True)
            hashes = {photo.sha256 for visit in gone for photo in visit.photos}
            clients.erase(connection, self.actor, client_id)
            self._trail.record(connection, "client.erased", client_id, visits=str(len(gone)))
        files = delete_or_leave(self._database, self._files, hashes)
        return Erasure(client_id, len(gone), files.gone, files.remaining)

    def clients_due(self, until: date) -> tuple[Client, ...]:
        """The clients that retention deletes until a day, that included; an owner alone may."""
        need_owner(self.actor)
        with self._database.reading() as connection:
            return clients.due(connection, self.actor, until)

    # Visits

    def save_visit(self, visit: Visit, data: Mapping[str, bytes] | None = None) -> Visit:
        """Save a visit and its new photos; a visit with version 0 is added.

        Answers about health are kept only where the client has agreed to that.

        Parameters
        ----------
        visit : Visit
        data : mapping of str to bytes, optional
            SHA-256 to the bytes of each photo that was not in the visit before.

        Raises
        ------
        InputError
            All faults of the visit.
        ConsentMissingError
            The client has not agreed that photos are kept; no file was written.
        ConflictError
            It was changed or deleted since it was loaded.
        """
        named = {photo.sha256 for photo in visit.photos}
        new = {sha256: one for sha256, one in (data or {}).items() if sha256 in named}
        check_visit(visit, {sha256: len(one) for sha256, one in new.items()})
        with self._database.reading() as connection:
            dropped = check_before_writing(connection, self.actor, visit, new)
        # A photo takes long to write: nobody else waits for that.
        for one in new.values():
            self._files.write(one)
        with self._database.saving_photos() as connection:
            clients.lock(connection, self.actor, visit.client_id)
            client = clients.load(connection, self.actor, visit.client_id)
            if new:
                visits.need_consent(client)
            if not client.may_store_answers:
                visit = replace(visit, answers=Answers())
            saved = visits.save(connection, self.actor, visit)
            for sha256, one in new.items():
                # The files of a visit that was just deleted may have been the same.
                if not self._files.has(sha256):
                    self._files.write(one)
            state = "draft" if visit.draft else "confirmed"
            self._trail.record(
                connection, "visit.saved", visit.client_id, visit=visit.id, state=state
            )
        delete_or_leave(self._database, self._files, dropped)
        return saved

    def visit(self, visit_id: str) -> Visit:
        """Read a visit."""
        with self._trail.looking("visit.seen", visit_id) as (connection, seen):
            visit = visits.load(connection, self.actor, visit_id)
            seen(visit.client_id)
        return visit

    def visits(self, client_id: str, drafts: bool = False) -> tuple[Visit, ...]:
        """The visits of a client by day; with the drafts among them, or without."""
        with self._trail.looking("client.seen", client_id) as (connection, seen):
            found = visits.of_client(connection, self.actor, client_id, drafts=drafts)
            seen(client_id)
        return found

    def photo(self, visit_id: str, sha256: str) -> bytes:
        """The bytes of a visit's photo, as they came in."""
        with self._trail.looking("photo.seen", visit_id) as (connection, seen):
            visit = visits.load(connection, self.actor, visit_id)
            if sha256 not in {photo.sha256 for photo in visit.photos}:
                raise clients.not_found()
            seen(visit.client_id)
        return self._files.read(sha256)

    def delete_visit(self, visit_id: str) -> None:
        """Delete a visit with its photos and their files; the sweep deletes those that remain."""
        with self._database.writing() as connection:
            gone = visits.remove(connection, self.actor, visit_id)
            self._trail.record(connection, "visit.deleted", gone.client_id, visit=visit_id)
        hashes = {photo.sha256 for photo in gone.photos}
        delete_or_leave(self._database, self._files, hashes)

    # A group's day

    def retakes(self, client_ids: Iterable[str], on: date) -> dict[str, tuple[str, ...]]:
        """What was wrong with refused photos of a day, by client."""
        with self._database.reading() as connection:
            return retakes.of_day(connection, self.actor, client_ids, on)

    def save_retake(self, client_id: str, on: date, remedies: tuple[str, ...]) -> None:
        """Keep what was wrong with a client's photo of a day; nothing where it was taken again."""
        with self._database.writing() as connection:
            clients.lock(connection, self.actor, client_id)
            retakes.save(connection, client_id, on, remedies)

    # The studio itself

    def profile(self) -> Profile:
        """The studio's own name and choices."""
        with self._database.reading() as connection:
            return profile.load(connection)

    def save_profile(self, mine: Profile) -> Profile:
        """Change the studio's name and choices; an owner alone may."""
        need_owner(self.actor)
        with self._database.writing() as connection:
            saved = profile.save(connection, mine)
            self._trail.record(connection, "profile.changed")
        return saved

    def own_exercises(self) -> tuple[OwnExercise, ...]:
        """The exercises that the studio added to the library, by title."""
        with self._database.reading() as connection:
            return profile.exercises(connection)

    def save_own_exercise(self, exercise: OwnExercise) -> OwnExercise:
        """Add an own exercise, or change one."""
        with self._database.writing() as connection:
            saved = profile.save_exercise(connection, exercise)
            self._trail.record(connection, "exercise.saved", exercise=exercise.id)
        return saved

    def delete_own_exercise(self, exercise_id: str) -> None:
        """Delete an own exercise; plans that name it keep its id."""
        with self._database.writing() as connection:
            profile.delete_exercise(connection, exercise_id)
            self._trail.record(connection, "exercise.deleted", exercise=exercise_id)

    def audit(self, client_id: str | None = None, limit: int = 100) -> tuple[AuditEntry, ...]:
        """The last entries of the audit trail, newest first."""
        with self._database.reading() as connection:
            return audit.entries(connection, self.actor, client_id, limit)
