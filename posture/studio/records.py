"""What a studio keeps of its clients: their data, visits with photos, plans, and who saw them.

Records are plain frozen data. A record that can be changed carries the ``version`` that was loaded;
saving needs it, so that two stations never overwrite each other unseen. Texts are as typed: whoever
shows or writes them escapes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Literal
from uuid import uuid4

from posture.analysis.view import View
from posture.assess.assessment import Answers
from posture.studio.consent import Consent, Cover

Sex = Literal["female", "male"]
Role = Literal["owner", "trainer"]

LONGEST_TEXT = 10_000
"""Characters of a note; longer ones are an error that says so."""

LONGEST_NAME = 200
"""Characters of a name."""


def new_id() -> str:
    """An identifier that nobody guesses, 32 hexadecimal digits (122 random bits)."""
    return uuid4().hex


@dataclass(frozen=True, slots=True)
class Actor:
    """Who reads and writes.

    Attributes
    ----------
    account_id : str
        ``"local"`` where the studio has no accounts.
    name : str
    role : {"owner", "trainer"}
        An owner sees every client; a trainer those that are shared with them.
    """

    account_id: str
    name: str
    role: Role


LOCAL = Actor("local", "", "owner")
"""The person at this machine, where the studio has no accounts."""


@dataclass(frozen=True, slots=True)
class ClientDetails:
    """What is known of a client.

    Attributes
    ----------
    name : str
    year_of_birth : int or None
    sex : {"female", "male"} or None
    stature_cm : float or None
    notes, goals : str
    contraindications : tuple of str
        Ids of screening questions of the knowledge files that hold for the client, and free text.
    language : str
        Of their reports: "en" or "de".
    made_up : bool
        A client of the studio to try out, made from rendered samples.
    """

    name: str
    year_of_birth: int | None = None
    sex: Sex | None = None
    stature_cm: float | None = None
    notes: str = ""
    goals: str = ""
    contraindications: tuple[str, ...] = ()
    language: str = "en"
    made_up: bool = False


@dataclass(frozen=True, slots=True)
class Client:
    """A client.

    Attributes
    ----------
    id : str
    version : int
        That was loaded; counts up with every change.
    details : ClientDetails
    consent : Consent or None
        The last one.
    archived : bool
    created, changed : datetime
        UTC.
    delete_after : date or None
        When retention deletes the client, by the setting of the studio and the last visit.
    """

    id: str
    version: int
    details: ClientDetails
    consent: Consent | None
    archived: bool
    created: datetime
    changed: datetime
    delete_after: date | None = None

    @property
    def may_store_photos(self) -> bool:
        """Whether a consent that covers photos stands."""
        return self._agrees_to("photos")

    @property
    def may_store_answers(self) -> bool:
        """Whether a consent that covers answers about health stands."""
        return self._agrees_to("health")

    def _agrees_to(self, cover: Cover) -> bool:
        given = self.consent
        return given is not None and given.withdrawn_on is None and cover in given.covers


@dataclass(frozen=True, slots=True)
class ClientRow:
    """One line of the list of clients; ``visits`` are the confirmed ones, ``drafts`` the others."""

    id: str
    name: str
    year_of_birth: int | None
    archived: bool
    made_up: bool
    visits: int
    last_visit: date | None
    drafts: int = 0


@dataclass(frozen=True, slots=True)
class ClientPage:
    """A page of the list of clients.

    Attributes
    ----------
    rows : tuple of ClientRow
    total : int
        Clients that were found, on all pages.
    """

    rows: tuple[ClientRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Erasure:
    """What the erasure of a client removed.

    Attributes
    ----------
    client_id : str
    visits : int
    photos : tuple of str
        Hashes of the photos whose files were deleted; photos of other clients too stay.
    remaining : tuple of Path
        Files that could not be deleted; the sweep tries again.
    """

    client_id: str
    visits: int
    photos: tuple[str, ...]
    remaining: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Protocol:
    """How the photos of a visit were taken; empty where unknown."""

    camera_height_cm: float | None = None
    distance_cm: float | None = None
    clothes: str = ""


@dataclass(frozen=True, slots=True)
class VisitPhoto:
    """One photo of a visit; its bytes lie in a file named by their hash.

    Attributes
    ----------
    sha256 : str
        Of the file's bytes as they came in.
    name : str
        As it came in; never used as a path.
    size : int
        Bytes.
    view : {"side", "front", "back"}
    taken : datetime or None
        The photo's own date.
    document : str
        Its analysis document (JSON of ``posture.files.documents``), with placed points, answers
        and provenance; empty where it was not analysed.
    """

    sha256: str
    name: str
    size: int
    view: View
    taken: datetime | None = None
    document: str = ""


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One exercise of the plan that a client was given.

    Attributes
    ----------
    exercise_id : str
        Of the knowledge files, or of an own exercise (``OwnExercise.id``).
    dose, note : str
        The trainer's words; an empty dose is the library's.
    """

    exercise_id: str
    dose: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit of a client.

    Attributes
    ----------
    id, client_id : str
    version : int
        That was loaded; 0 for one that was never saved.
    on : date
        Day of the visit.
    photos : tuple of VisitPhoto
        In order; the first analysed side photo is the one whose verdict stands for the visit.
    answers : Answers
    plan : tuple of PlanItem or None
        As edited by the trainer; None is the plan that the program proposes.
    plan_note, notes : str
        To the client; for the trainer alone.
    protocol : Protocol
    draft : bool
        Not confirmed yet: restored after a reload or a crash, left out of history and reports.
    """

    id: str
    client_id: str
    version: int
    on: date
    photos: tuple[VisitPhoto, ...] = ()
    answers: Answers = field(default_factory=Answers)
    plan: tuple[PlanItem, ...] | None = None
    plan_note: str = ""
    notes: str = ""
    protocol: Protocol = field(default_factory=Protocol)
    draft: bool = True


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who saw or changed what, and when; no personal data beside the ids."""

    at: datetime
    account_id: str
    action: str
    client_id: str | None = None
    details: Mapping[str, str] = field(default_factory=dict[str, str])
