"""Refused photos and unreadable files: reasons, where they lie in the photo, remedies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from posture.i18n.language import tr
from posture.present.encode import encode_jpeg
from posture.present.overlay.refusal import draw_refusal
from posture.ui.check.photo.analyse import RefusedUpload, UnreadableUpload
from posture.ui.check.verdict import focus_result
from posture.ui.check.view import show_frontal_photo
from posture.ui.shared.images import show_drawing, show_zoomable
from posture.ui.shared.markdown import escape, with_fault_list
from posture.ui.shared.navigation import page_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posture.ui.check.photo.analyse import FailedUpload


def show_failed_uploads(faults: Sequence[FailedUpload], *, alone: bool) -> None:
    """Draw every file that could not be analysed.

    Parameters
    ----------
    faults : sequence of FailedUpload
    alone : bool
        Nothing else is shown; otherwise they are folded into an expander.
    """
    if not faults:
        return
    if alone:
        with st.container(key="verdict"):
            _each(faults)
        focus_result("/".join(map(_token, faults)))
        return
    with st.expander(
        tr("{count} could not be used").format(count=len(faults)), icon=":material/block:"
    ):
        _each(faults)


def _token(fault: FailedUpload) -> str:
    return fault.name if isinstance(fault, UnreadableUpload) else fault.upload.token


def _each(faults: Sequence[FailedUpload]) -> None:
    for number, fault in enumerate(faults):
        _fault(fault, number)


def _fault(fault: FailedUpload, number: int) -> None:
    if isinstance(fault, UnreadableUpload):
        st.error(with_fault_list(fault.message), icon=":material/broken_image:")
        if fault.remedy:
            st.markdown(f"→ {escape(fault.remedy)}")
    else:
        # With its index: the same file may have been uploaded twice.
        _refusal(fault, key=f"{number}_{fault.upload.token}")


def _refusal(fault: RefusedUpload, key: str) -> None:
    reasons = fault.refusal.reasons
    picture, words = st.columns([2, 3], gap="large")
    with picture:
        pixels = draw_refusal(fault.photo, fault.explanation.marks)
        show_zoomable(encode_jpeg(pixels), _alt(fault), key=f"refused_{key}", fit=True)
        st.caption(escape(fault.photo.name))
    with words:
        st.header(tr("This photo cannot be measured yet"))
        st.markdown(
            tr("There is one reason; it is marked in the picture.")
            if len(reasons) == 1
            else tr("There are {count} reasons; each is marked in the picture.").format(
                count=len(reasons)
            )
        )
        for i, reason in enumerate(reasons, 1):
            with st.container(border=True):
                st.markdown(f"**{i} · {escape(tr(reason.text))}**")
                st.markdown(f"→ {escape(tr(reason.remedy))}")
        if fault.explanation.frontal:
            _offer_frontal(fault, key)
        with st.expander(tr("How to take the photo"), icon=":material/photo_camera:"):
            show_photo_instructions()


def _alt(fault: RefusedUpload) -> str:
    listed = " ".join(
        f"{i}. {tr(reason.text)}" for i, reason in enumerate(fault.refusal.reasons, 1)
    )
    return tr("The photo with the reasons marked by numbers. {listed}").format(listed=listed)


def _offer_frontal(fault: RefusedUpload, key: str) -> None:
    """Offer to compare left and right in a photo from the front or the back."""
    with st.container(border=True):
        st.markdown(
            tr(
                "This looks like a photo from the front or the back. The levels of shoulders, "
                "pelvis and head can be compared in it."
            )
        )
        upload = fault.upload
        asked = st.button(
            tr("Look at left and right instead"),
            key=f"frontal_{key}",
            type="primary",
            on_click=show_frontal_photo,
            args=(upload.name, upload.data),
        )
        check = page_at("check")
        # From another page.
        if asked and check is not None:
            st.switch_page(check)


def show_photo_instructions() -> None:
    """Draw the instructions for taking the photo."""
    columns = st.columns(3)
    for column, (figure, name) in zip(
        columns,
        (
            ("photo_side_on", tr("Side-on, whole body, camera at hip height")),
            ("photo_too_turned", tr("Not turned: one shoulder hides the other")),
            ("photo_arms_hide_back", tr("Arms relaxed: the back stays free")),
        ),
        strict=True,
    ):
        with column:
            show_drawing(figure, name)
            st.caption(name)
    imperial = st.session_state.get("about_units") == "imperial"
    distance = tr("10 to 13 feet") if imperial else tr("3 to 4 metres")
    st.markdown(
        tr(
            "Barefoot, in a tight top or none, hair off the neck, looking straight ahead. The "
            "camera stands upright and level, {distance} away."
        ).format(distance=distance)
    )
