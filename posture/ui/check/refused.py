"""A refused picture: what is in the way, where it lies, and how to take it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from posture.i18n.language import tr
from posture.present.overlay.refusal import draw_refusal
from posture.ui.check.analysing import Refused, Unreadable
from posture.ui.shared import links, zoom
from posture.ui.shared.drawings import drawing
from posture.ui.shared.picture import encode
from posture.ui.shared.text import listed, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posture.ui.check.analysing import Fault

SIDES_KEY = "sides_upload"
"""Where the page on left and right finds the picture: (name, bytes)."""


def show(faults: Sequence[Fault], *, alone: bool) -> None:
    """Every picture that could not be analysed.

    Parameters
    ----------
    faults : sequence of Fault
    alone : bool
        Whether they stand open; beside the result of other pictures they are folded away.
    """
    if not faults:
        return
    if alone:
        _each(faults)
        return
    with st.expander(
        tr("{count} could not be used").format(count=len(faults)), icon=":material/block:"
    ):
        _each(faults)


def _each(faults: Sequence[Fault]) -> None:
    for number, fault in enumerate(faults):
        _fault(fault, number)


def _fault(fault: Fault, number: int) -> None:
    if isinstance(fault, Unreadable):
        st.error(listed(fault.message), icon=":material/broken_image:")
        if fault.remedy:
            st.markdown(f"→ {plain(fault.remedy)}")
    else:
        # With its number: the same file may have come in twice.
        _refusal(fault, key=f"{number}_{fault.upload.token}")


def _refusal(fault: Refused, key: str) -> None:
    reasons = fault.refusal.reasons
    picture, words = st.columns([2, 3], gap="large")
    with picture:
        pixels = draw_refusal(fault.photo, fault.explanation.marks)
        zoom.show(encode(pixels), _alt(fault), key=f"refused_{key}")
        st.caption(plain(fault.photo.name))
    with words:
        st.header(tr("This photo cannot be measured yet"))
        st.markdown(
            tr("One thing is in the way; it is marked in the picture.")
            if len(reasons) == 1
            else tr("{count} things are in the way; each is marked in the picture.").format(
                count=len(reasons)
            )
        )
        for i, reason in enumerate(reasons, 1):
            with st.container(border=True):
                st.markdown(f"**{i} · {plain(tr(reason.text))}**")
                st.markdown(f"→ {plain(tr(reason.remedy))}")
        if fault.explanation.frontal:
            _offer_sides(fault, key)
        with st.expander(tr("How to take the photo"), icon=":material/photo_camera:"):
            how_to()


def _alt(fault: Refused) -> str:
    listed = " ".join(
        f"{i}. {tr(reason.text)}" for i, reason in enumerate(fault.refusal.reasons, 1)
    )
    return tr("The photo with what is in the way marked by numbers. {listed}").format(listed=listed)


def _offer_sides(fault: Refused, key: str) -> None:
    """A front or back photo serves another page."""
    handed = st.session_state[SIDES_KEY] = (fault.upload.name, fault.upload.data)
    with st.container(border=True):
        st.markdown(
            tr(
                "This looks like a photo from the front or the back. The levels of shoulders, "
                "pelvis and head can be compared in it."
            )
        )
        page = links.page_at("sides")
        if page is None:
            st.caption(tr("The page for this is not part of this installation."))
        elif st.button(tr("Look at left and right instead"), key=f"sides_{key}", type="primary"):
            # Another refused photo may have been offered after this one.
            st.session_state[SIDES_KEY] = handed
            st.switch_page(page)


def how_to() -> None:
    """The photo protocol in three pictures and a few words."""
    columns = st.columns(3)
    for column, (figure, name) in zip(
        columns,
        (
            ("photo_side_on", tr("Side-on, whole body, camera at hip height")),
            ("photo_too_turned", tr("Not turned: one shoulder hides the other")),
            ("photo_arms_hide_back", tr("Arms a little forward: the back stays free")),
        ),
        strict=True,
    ):
        with column:
            drawing(figure, name)
            st.caption(name)
    imperial = st.session_state.get("about_units") == "imperial"
    distance = tr("10 to 13 feet") if imperial else tr("3 to 4 metres")
    st.markdown(
        tr(
            "Barefoot, in a tight top or none, hair off the neck, looking straight ahead. The "
            "camera stands upright and level, {distance} away."
        ).format(distance=distance)
    )
