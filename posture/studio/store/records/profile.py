"""The studio's own name and choices, and the exercises that it added to the library."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

from sqlalchemy import delete, insert, select, update

from posture.assess.assessment import Role
from posture.i18n.language import tr
from posture.limits import LOGO_MEGABYTES
from posture.studio.profile import OwnExercise, Profile
from posture.studio.store.records.clients import conflict, not_found
from posture.studio.store.records.limits import Faults, is_key
from posture.studio.store.records.tables import own_exercises, studio

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

RETENTION_DAYS = (1, 36_500)


def load(connection: Connection) -> Profile:
    """Read the profile."""
    return _profile(connection.execute(select(studio)).one())


def save(connection: Connection, mine: Profile) -> Profile:
    """Change the profile.

    Raises
    ------
    ConflictError
        It was changed since it was loaded.
    """
    _check_profile(mine)
    stored = _profile(connection.execute(select(studio).with_for_update()).one())
    if stored.version != mine.version:
        raise conflict(mine, stored)
    saved = replace(mine, version=mine.version + 1)
    connection.execute(
        update(studio).values(
            version=saved.version,
            name=saved.name,
            trainer=saved.trainer,
            contact=saved.contact,
            logo=saved.logo,
            colour=saved.colour,
            paper=saved.paper,
            retention_days=saved.retention_days,
        )
    )
    return saved


def exercises(connection: Connection) -> tuple[OwnExercise, ...]:
    """The studio's own exercises by title."""
    query = select(own_exercises).order_by(own_exercises.c.title, own_exercises.c.id)
    return tuple(_exercise(row) for row in connection.execute(query))


def save_exercise(connection: Connection, mine: OwnExercise) -> OwnExercise:
    """Add an own exercise, or change one.

    Raises
    ------
    ConflictError
        It was changed or deleted since it was loaded.
    """
    _check_exercise(mine)
    same = own_exercises.c.id == mine.id
    # Stations that add or change exercises come one after the other.
    connection.execute(select(studio.c.id).with_for_update())
    row = connection.execute(select(own_exercises).where(same)).one_or_none()
    stored = None if row is None else _exercise(row)
    if (0 if stored is None else stored.version) != mine.version:
        raise conflict(mine, stored)
    saved = replace(mine, version=mine.version + 1)
    values: dict[str, Any] = {
        "version": saved.version,
        "title": saved.title,
        "role": saved.role,
        "steps": saved.steps,
        "dose": saved.dose,
        "avoid": saved.avoid,
    }
    if stored is None:
        connection.execute(insert(own_exercises).values(id=mine.id, **values))
    else:
        connection.execute(update(own_exercises).where(same).values(**values))
    return saved


def delete_exercise(connection: Connection, exercise_id: str) -> None:
    """Delete an own exercise; plans that name it keep its id.

    Raises
    ------
    NotFoundError
    """
    gone = delete(own_exercises).where(own_exercises.c.id == exercise_id)
    if not is_key(exercise_id) or not connection.execute(gone).rowcount:
        raise not_found()


def _profile(row: Row[Any]) -> Profile:
    return Profile(
        version=row.version,
        name=row.name,
        trainer=row.trainer,
        contact=row.contact,
        logo=row.logo,
        colour=row.colour,
        paper=row.paper,
        retention_days=row.retention_days,
    )


def _exercise(row: Row[Any]) -> OwnExercise:
    return OwnExercise(
        id=row.id,
        title=row.title,
        role=row.role,
        steps=row.steps,
        dose=row.dose,
        avoid=row.avoid,
        version=row.version,
    )


def _check_profile(profile: Profile) -> None:
    faults = Faults()
    faults.line(tr("Name of the studio"), profile.name)
    faults.line(tr("Trainer"), profile.trainer)
    faults.lines(tr("Contact"), profile.contact)
    faults.colour(tr("Colour"), profile.colour)
    faults.choice(tr("Paper"), profile.paper, ("a4", "letter"))
    faults.number(tr("Days until a client is deleted"), profile.retention_days, RETENTION_DAYS)
    if len(profile.logo) > LOGO_MEGABYTES * 1_000_000:
        megabytes = LOGO_MEGABYTES
        faults.add(tr("Logo: larger than {megabytes} MB").format(megabytes=megabytes))
    faults.raise_if_any(tr("The profile of the studio cannot be saved:"))


def _check_exercise(exercise: OwnExercise) -> None:
    faults = Faults()
    if not is_key(exercise.id):
        faults.add(tr("Exercise: not an id of this program"))
    faults.name(tr("Title"), exercise.title)
    faults.choice(tr("Kind of exercise"), exercise.role, get_args(Role))
    faults.list_of_texts(tr("Steps"), exercise.steps)
    faults.lines(tr("Dose"), exercise.dose)
    faults.list_of_texts(tr("Left out with"), exercise.avoid)
    faults.raise_if_any(tr("The exercise cannot be saved:"))
