"""What this process serves; pages ask it who is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posture.studio.access.sign_in import SignIn

LOGIN = "login"
"""Key of ``st.user`` that names the login."""


@dataclass(frozen=True, slots=True)
class Served:
    """The app as it is served behind the gate.

    Attributes
    ----------
    sign_in : SignIn
    """

    sign_in: SignIn


_SERVED: list[Served] = []


def announce(served: Served) -> None:
    """Say what this process serves, before the first page is drawn."""
    _SERVED[:] = [served]


def served() -> Served | None:
    """What this process serves; None where no gate stands before the app."""
    return _SERVED[0] if _SERVED else None
