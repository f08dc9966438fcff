"""The annotated photo with switches for what is drawn on it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import streamlit as st
from PIL import Image

from posture.i18n.language import language, tr
from posture.present.overlay.overlay import draw
from posture.present.overlay.style import Layers
from posture.present.wording import number, title
from posture.ui.shared import links, zoom
from posture.ui.shared.text import plain

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from posture.analysis.types import Analysis
    from posture.ui.shared.state import Current

SWITCHES = ("points", "angles", "plumb", "profile", "grid", "original")
SHOWN_AT_FIRST = ("points", "angles", "plumb", "profile")
_JPEG_QUALITY = 90


def names() -> dict[str, str]:
    """What each switch is called."""
    return {
        "points": tr("Points"),
        "angles": tr("Angles"),
        "plumb": tr("Plumb line"),
        "profile": tr("Back profile"),
        "grid": tr("Grid"),
        "original": tr("Original colours"),
    }


@st.fragment
def show(found: Current) -> None:
    """Picture and switches; a switch redraws nothing but this."""
    words = names()
    chosen = st.pills(
        tr("Show in the picture"),
        SWITCHES,
        selection_mode="multi",
        default=SHOWN_AT_FIRST,
        format_func=words.__getitem__,
        key="check_layers",
        persist_state="session",
    )
    on = set(chosen)
    layers = Layers(
        **{name: name in on for name in SWITCHES}, legend=bool(on - {"original", "grid"})
    )
    zoom.show(jpeg(found, layers, kept_in="check_drawn"), alt(found), key="check_picture")
    st.caption(caption(found.analysis))


def caption(analysis: Analysis) -> str:
    """Name of the photo and the way its person faces, as Markdown."""
    return tr("{name}, facing {side}").format(
        name=plain(analysis.photo.name),
        side=tr("left") if analysis.body.facing == "left" else tr("right"),
    )


def placed(found: Current) -> None:
    """Say whose points these are, and the way to move them."""
    count = len(found.analysis.body.placed)
    if count:
        st.info(placed_in_words(count), icon=":material/touch_app:")
    links.link(tr("Adjust points"), "adjust", "points", icon=":material/ads_click:")


def placed_in_words(count: int) -> str:
    """How many points somebody placed."""
    return tr("{count} points were placed by hand or by sticker; the numbers follow them.").format(
        count=count
    )


def alt(found: Current) -> str:
    """What the annotated photo shows, for whoever does not see it."""
    said = found.analysis.assessment.findings
    told = [f for f in said if f.tier != "cannot_tell"]
    listed = "; ".join(
        f"{title(f.measurement)}: {number(found.analysis.measurements[f.measurement])}"
        for f in told
    )
    return tr("Side-view photo with the measured points and angles drawn on it. {found}").format(
        found=listed
    )


def jpeg(found: Current, layers: Layers, *, kept_in: str) -> bytes:
    """The annotated photo, drawn anew only where something on it has changed.

    Parameters
    ----------
    found : Current
    layers : Layers
    kept_in : str
        Key of the session for the drawing of this place.
    """
    # Answers run the page anew and change no mark, and drawing costs a third of a second.
    key = (language(), found.token, found.analysis.body.placed, found.analysis.subject, layers)
    kept = st.session_state.get(kept_in)
    if kept is None or kept[0] != key:
        kept = (key, encode(draw(found.photo, found.analysis, layers=layers)))
        st.session_state[kept_in] = kept
    return kept[1]


def encode(pixels: NDArray[np.uint8]) -> bytes:
    """Pixels as JPEG."""
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=_JPEG_QUALITY)
    return out.getvalue()
