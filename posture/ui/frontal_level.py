"""The camera's roll on the page "Left and right": what it limits, and two clicks that tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from posture.body.camera.vertical import LEVELLED
from posture.i18n.language import TranslatedTable, format_number, mark, tr
from posture.intervals import HOLDS_95
from posture.ui.points.component import show_picture, vertical_data
from posture.ui.points.events import PlacedLayer, apply_event
from posture.ui.points.vertical import offer_vertical
from posture.ui.shared.markdown import escape

if TYPE_CHECKING:
    from posture.body.camera.roll import Roll
    from posture.body.camera.vertical import Spot, Vertical
    from posture.files.kept_frontal import KeptFrontal
    from posture.photo.photo import Photo

_HOW = TranslatedTable(
    {
        "given": mark("as you stated it"),
        "verticals": mark("as the verticals in the picture show it"),
        "assumed": mark("as usual for a camera held by hand"),
    }
)


def stated_vertical(sha256: str) -> Vertical | None:
    """The vertical that was marked in the photo with this hash, or that its camera was level."""
    if (marked := st.session_state.get(_key(sha256, "vertical"))) is not None:
        return marked
    return LEVELLED if said_level(sha256) else None


def marked_ends(sha256: str) -> tuple[Spot | None, Spot | None]:
    """Ends of the line that was put on a vertical in the photo with this hash."""
    return st.session_state.get(_key(sha256, "ends"), (None, None))


def said_level(sha256: str) -> bool:
    """Whether the camera of the photo with this hash was said to have stood level."""
    return bool(st.session_state.get(_key(sha256, "levelled")))


def restore_level(sha256: str, kept: KeptFrontal) -> None:
    """Restore what was marked in the photo with this hash, and said about its camera."""
    st.session_state[_key(sha256, "ends")] = kept.ends
    if kept.levelled:
        st.session_state[_key(sha256, "levelled")] = True
    elif kept.vertical is not None:
        st.session_state[_key(sha256, "vertical")] = kept.vertical


def show_level(photo: Photo, roll: Roll) -> None:
    """Draw how well the roll is known, what that limits, and the picture to mark a vertical in.

    Parameters
    ----------
    photo : Photo
    roll : Roll
        With which the photo was measured.
    """
    st.markdown(escape(_limit(roll)))
    marked = _key(photo.sha256, "vertical") in st.session_state
    if not marked and roll.source != "verticals":
        st.toggle(
            tr("The camera stood level, as a spirit level or its own sensor showed"),
            key=_key(photo.sha256, "levelled"),
            persist_state="session",
        )
    with st.expander(
        tr("Mark a vertical: two clicks on a door frame"),
        expanded=roll.source == "assumed",
        icon=":material/straighten:",
        key="frontal_level",
    ):
        upper, lower = marked_ends(photo.sha256)
        layer = PlacedLayer((), upper, lower)

        def on_event(event: object) -> None:
            after = apply_event(layer, event, photo.source_size)
            st.session_state[_key(photo.sha256, "ends")] = (after.upper, after.lower)
            if isinstance(event, dict):
                st.session_state["frontal_answered"] = str(event.get("id", ""))

        # Beside the words, the whole picture fits on the screen, and both ends can be reached.
        picture, words = st.columns(2, gap="large")
        with picture:
            answered = st.session_state.get("frontal_answered", "")
            show_picture(
                vertical_data(photo, upper, lower, answered=answered),
                on_event,
                key=_key(photo.sha256, "picture"),
            )
        with words:
            _use(photo, upper, lower, marked=marked)


def _use(photo: Photo, upper: Spot | None, lower: Spot | None, *, marked: bool) -> None:
    """Draw what the line says, and the buttons that use it or take it back."""
    vertical = offer_vertical(photo, upper, lower)
    if vertical is not None:
        st.session_state[_key(photo.sha256, "vertical")] = vertical
        st.rerun()
    if (marked or upper or lower) and st.button(tr("Take the vertical back")):
        st.session_state.pop(_key(photo.sha256, "ends"), None)
        st.session_state.pop(_key(photo.sha256, "vertical"), None)
        st.rerun()


def _limit(roll: Roll) -> str:
    """How well the roll is known, and which tilts cannot be told for it."""
    return tr(
        "A tilt below about {least}° cannot be told from level: the camera is tilted by {roll}° ± "
        "{sd}°, {how}."
    ).format(
        roll=format_number(roll.degrees, 1),
        sd=format_number(roll.sd_deg, 1),
        how=_HOW[roll.source],
        least=format_number(HOLDS_95 * roll.sd_deg, 1),
    )


def _key(sha256: str, part: str) -> str:
    return f"frontal/{sha256}/{part}"
