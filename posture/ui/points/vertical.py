"""Two clicks on something upright in the room give the roll of the camera."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from posture.body.camera.vertical import read_vertical
from posture.errors import InputError
from posture.i18n.language import format_number, tr
from posture.ui.shared.markdown import escape

if TYPE_CHECKING:
    from posture.body.camera.vertical import Spot, Vertical
    from posture.photo.photo import Photo


def offer_vertical(photo: Photo, upper: Spot | None, lower: Spot | None) -> Vertical | None:
    """Draw what the line between both ends says, and the button that uses it.

    Parameters
    ----------
    photo : Photo
    upper, lower : tuple of float or None
        Ends of the line, source pixels.

    Returns
    -------
    Vertical or None
        Once the button was pressed.
    """
    if upper is None or lower is None:
        return None
    try:
        vertical = read_vertical(upper, lower, photo.source_size, photo.focal_px)
    except InputError as error:
        st.warning(escape(f"{error.message} {error.remedy}"))
        return None
    text = tr("The line leans by {lean}°. Measure with this vertical")
    pressed = st.button(text.format(lean=format_number(vertical.roll_deg, 1)), type="primary")
    return vertical if pressed else None
