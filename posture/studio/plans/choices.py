"""The exercises that a trainer can choose from: the library and the studio's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posture.assess.knowledge import knowledge

if TYPE_CHECKING:
    from collections.abc import Iterable

    from posture.assess.assessment import Role
    from posture.studio.plans.screening import Safety
    from posture.studio.profile import OwnExercise


@dataclass(frozen=True, slots=True)
class Choice:
    """One exercise to choose.

    Attributes
    ----------
    id, title, dose : str
    role : {"release", "stretch", "strengthen", "control"}
    own : bool
        Whether the studio added it.
    why_not : str
        Why this client may not be given it; empty where they may.
    """

    id: str
    title: str
    role: Role
    dose: str
    own: bool
    why_not: str


def find_choices(safety: Safety, own: Iterable[OwnExercise] = ()) -> tuple[Choice, ...]:
    """Every exercise of the library and of the studio, with what rules it out for a client.

    Parameters
    ----------
    safety : Safety
    own : iterable of OwnExercise

    Returns
    -------
    tuple of Choice
        The library in its order, then the studio's.
    """
    library = (
        Choice(name, one.title, one.role, one.dose, False, safety.why_not(name))
        for name, one in knowledge().exercises.items()
    )
    added = (
        Choice(one.id, one.title, one.role, one.dose, True, safety.why_not_own(one)) for one in own
    )
    return (*library, *added)
