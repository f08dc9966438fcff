"""What a visit may hold."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from posture.analysis.view import VIEWS
from posture.i18n.language import tr
from posture.limits import STORED_DOCUMENT_CHARACTERS
from posture.studio.store.records.limits import LENGTH_CM, Faults, is_id, is_key

if TYPE_CHECKING:
    from posture.studio.records import Protocol, Visit, VisitPhoto

FIRST_DAY = date(1900, 1, 1)


def check(visit: Visit, sizes: dict[str, int]) -> None:
    """Check what is typed in a visit, and that its photos are what their rows say.

    Parameters
    ----------
    visit : Visit
    sizes : dict of str to int
        Bytes of the photos that come with it, by hash.

    Raises
    ------
    InputError
        All faults.
    """
    faults = Faults()
    if not (is_id(visit.id) and is_id(visit.client_id)):
        faults.add(tr("Visit: not an id of this program"))
    _check_day(faults, visit.on)
    faults.lines(tr("Notes"), visit.notes)
    faults.lines(tr("Note to the client"), visit.plan_note)
    _check_protocol(faults, visit.protocol)
    _check_plan(faults, visit)
    _check_answers(faults, visit)
    for photo in visit.photos:
        _check_photo(faults, photo, sizes.get(photo.sha256, photo.size))
    faults.raise_if_any(tr("The visit cannot be saved:"))


def _check_day(faults: Faults, day: date) -> None:
    # A day more, for clocks elsewhere.
    latest = datetime.now(UTC).date() + timedelta(days=1)
    if not FIRST_DAY <= day <= latest:
        faults.add(tr("Day of the visit: {day} lies in the future or too far back").format(day=day))


def _check_protocol(faults: Faults, protocol: Protocol) -> None:
    faults.number(tr("Height of the camera"), protocol.camera_height_cm, LENGTH_CM)
    faults.number(tr("Distance of the camera"), protocol.distance_cm, LENGTH_CM)
    faults.line(tr("Clothes"), protocol.clothes)


def _check_plan(faults: Faults, visit: Visit) -> None:
    for item in visit.plan or ():
        if not is_key(item.exercise_id):
            faults.add(tr("Exercise: not an id of this program"))
        faults.lines(tr("Dose"), item.dose)
        faults.lines(tr("Note on an exercise"), item.note)


def _check_answers(faults: Faults, visit: Visit) -> None:
    answers = visit.answers
    ids = [*answers.self_checks, *answers.tense, *answers.screening, *answers.confirmed]
    for text in (*ids, answers.goal or ""):
        faults.line(tr("Answers"), text)


def _check_photo(faults: Faults, photo: VisitPhoto, size: int) -> None:
    faults.line(tr("Name of the photo"), photo.name)
    faults.choice(tr("View of the photo"), photo.view, VIEWS)
    faults.lines(tr("Analysis of the photo"), photo.document, STORED_DOCUMENT_CHARACTERS)
    if photo.size != size or size < 1:
        faults.add(tr("Photo: its size does not match the file"))
