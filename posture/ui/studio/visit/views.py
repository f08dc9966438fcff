"""Which views of a visit the camera takes, one after the other, without another click."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from posture.i18n.language import tr
from posture.studio.visits import photo_of_view
from posture.ui.studio.attempt import attempt_change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posture.analysis.view import View
    from posture.studio.records import Visit

FRONTAL: tuple[View, View] = ("front", "back")

_ALSO, _NEXT = "studio_views_wanted", "studio_views_next"


def view_name(view: View) -> str:
    """Name of one of both frontal views."""
    return tr("From the front") if view == "front" else tr("From the back")


def choose_further_views(visit: Visit) -> None:
    """Draw which views follow the one from the side; the choice holds for later visits too."""
    key = f"studio_also_{visit.id}"
    st.pills(
        tr("After the side, go on with"),
        FRONTAL,
        selection_mode="multi",
        default=[one for one in FRONTAL if one in _also()],
        format_func=view_name,
        key=key,
        on_change=attempt_change,
        args=(key, _choose),
    )


def view_to_take(visit: Visit) -> View | None:
    """The view whose turn it is; None where the result is shown."""
    if photo_of_view(visit, "side") is None:
        return "side"
    return next(iter(_left(visit)), None)


def goes_on(visit: Visit, view: View) -> bool:
    """Whether the camera starts by itself for this view."""
    return view in _left(visit)


def is_last(visit: Visit, view: View) -> bool:
    """Whether no other view follows."""
    after = _open_views(visit) if view == "side" else _left(visit)
    return set(after) <= {view}


def take_next(visit: Visit, views: tuple[View, ...]) -> None:
    """Let the camera take these views."""
    st.session_state[_NEXT] = (visit.id, views)


def view_taken(visit: Visit, view: View) -> None:
    """Go on to the next view after one that was taken by the camera."""
    after = _open_views(visit) if view == "side" else _left(visit)
    take_next(visit, tuple(one for one in after if one != view))


def show_end(visit: Visit) -> None:
    """Draw the button that leads to the result without the views that are left."""
    st.button(
        tr("Go on without this photo"),
        icon=":material/skip_next:",
        key="visit_views_end",
        on_click=end_views,
    )


def end_views() -> None:
    """Take no other view."""
    st.session_state.pop(_NEXT, None)


def _also() -> tuple[View, ...]:
    return st.session_state.get(_ALSO, ())


def _choose(chosen: Sequence[View]) -> None:
    # In the order of a visit, not of the clicks.
    st.session_state[_ALSO] = tuple(one for one in FRONTAL if one in chosen)


def _open_views(visit: Visit) -> tuple[View, ...]:
    """The further views that are wanted and not there yet."""
    return tuple(one for one in _also() if photo_of_view(visit, one) is None)


def _left(visit: Visit) -> tuple[View, ...]:
    kept: tuple[str, tuple[View, ...]] = st.session_state.get(_NEXT, ("", ()))
    return kept[1] if kept[0] == visit.id else ()
