"""What the pages share while one person looks at one photo: Streamlit's session holds it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from posture.analysis.types import Analysis
    from posture.photo.photo import Photo

_KEY = "current"


@dataclass(frozen=True, slots=True)
class Current:
    """The photo that is being looked at.

    Attributes
    ----------
    token : str
        Short name of this very picture; widgets of another picture never share their state.
    data : bytes
        The picture as it came in.
    photo : Photo
    analysis : Analysis
        With the points placed so far.
    others : tuple of Current
        The other photos of the same person that came in with it; they have no others themselves.
    place : int
        Where it stands among them, from 0.
    film : str
        Short name of the video that it is a still of; empty for a photo.
    """

    token: str
    data: bytes
    photo: Photo
    analysis: Analysis
    others: tuple[Current, ...] = ()
    place: int = 0
    film: str = ""

    @property
    def series(self) -> tuple[Current, ...]:
        """All photos of the person in the order in which they came in, this one among them."""
        return tuple(sorted((self, *self.others), key=lambda one: one.place))


def stands(found: Current) -> int:
    """How many times the person took up the posture: the stills of one video show one."""
    films = {one.film for one in found.series if one.film}
    return len(films) + sum(not one.film for one in found.series)


def current() -> Current | None:
    """The photo that is being looked at, if there is one."""
    return st.session_state.get(_KEY)


def keep(found: Current) -> None:
    """From now on this photo is the one that is looked at."""
    st.session_state[_KEY] = found


def forget() -> None:
    """No photo is looked at."""
    st.session_state.pop(_KEY, None)


def first_of(photos: tuple[Current, ...]) -> Current:
    """Make a series of single photos and look at its first.

    Parameters
    ----------
    photos : tuple of Current
        At least one, in order.
    """
    numbered = [replace(one, place=i, others=()) for i, one in enumerate(photos)]
    return replace(numbered[0], others=tuple(numbered[1:]))


def turn_to(found: Current, place: int) -> Current:
    """Look at another photo of the series."""
    chosen = next(one for one in found.series if one.place == place)
    others = tuple(replace(one, others=()) for one in found.series if one.place != place)
    return replace(chosen, others=others)
