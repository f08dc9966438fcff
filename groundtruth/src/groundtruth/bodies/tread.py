"""What lies between the feet and the floor, and how it turns the feet."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tread:
    """The sole under a foot.

    Attributes
    ----------
    sole : float
        Thickness under the heel, metres; 0 barefoot.
    drop : float
        How much thinner it is under the ball of the foot than under the heel, metres.
    """

    sole: float = 0.0
    drop: float = 0.0

    @property
    def under_ball(self) -> float:
        """Thickness under the ball of the foot, metres."""
        return self.sole - self.drop


BARE = Tread()
