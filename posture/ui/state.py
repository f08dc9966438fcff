"""What the pages share while one person looks at one photo: Streamlit's session holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from posture.analysis import Analysis
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
    """

    token: str
    data: bytes
    photo: Photo
    analysis: Analysis


def current() -> Current | None:
    """The photo that is being looked at, if there is one."""
    return st.session_state.get(_KEY)


def keep(found: Current) -> None:
    """From now on this photo is the one that is looked at."""
    st.session_state[_KEY] = found


def forget() -> None:
    """No photo is looked at."""
    st.session_state.pop(_KEY, None)
