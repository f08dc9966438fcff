"""The annotated photo with switches for its layers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from posture.i18n.language import language, tr
from posture.present.encode import encode_jpeg
from posture.present.overlay.overlay import draw
from posture.present.overlay.style import Layers
from posture.present.wording import number, title
from posture.ui.shared.images import show_zoomable
from posture.ui.shared.markdown import escape
from posture.ui.shared.navigation import show_link

if TYPE_CHECKING:
    from posture.analysis.types import Analysis
    from posture.ui.shared.state import CurrentPhoto

SWITCHES = ("points", "angles", "plumb", "profile", "grid", "original")
_LAYERS = "check_layers"
SHOWN_AT_FIRST = ("points", "angles", "plumb", "profile")


def _layer_names() -> dict[str, str]:
    """Label of each switch."""
    return {
        "points": tr("Points"),
        "angles": tr("Angles"),
        "plumb": tr("Plumb line"),
        "profile": tr("Back profile"),
        "grid": tr("Grid"),
        "original": tr("Original colours"),
    }


def show_annotated(found: CurrentPhoto) -> None:
    """Draw the picture with the layers that are switched on."""
    on = set(st.session_state.get(_LAYERS, SHOWN_AT_FIRST))
    layers = Layers(
        **{name: name in on for name in SWITCHES}, legend=bool(on - {"original", "grid"})
    )
    show_zoomable(
        annotated_jpeg(found, layers, kept_in="check_drawn"),
        alt_text(found),
        key="check_picture",
        fit=True,
    )


def show_layers() -> None:
    """Draw the switches of the layers, folded away."""
    words = _layer_names()
    with st.popover(tr("Show in the picture"), icon=":material/layers:"):
        st.pills(
            tr("Show in the picture"),
            SWITCHES,
            selection_mode="multi",
            default=SHOWN_AT_FIRST,
            format_func=words.__getitem__,
            key=_LAYERS,
            persist_state="session",
            label_visibility="collapsed",
        )


def caption(analysis: Analysis) -> str:
    """Name of the photo and the direction in which the person faces, as Markdown."""
    return tr("{name}, facing {side}").format(
        name=escape(analysis.photo.name),
        side=tr("left") if analysis.body.facing == "left" else tr("right"),
    )


def show_placed_count(found: CurrentPhoto) -> None:
    """Say how many points were placed, and link to the page that moves them."""
    count = len(found.analysis.body.placed)
    if count:
        st.info(placed_count_text(count), icon=":material/touch_app:")
    show_link(tr("Adjust points"), "adjust", "points", icon=":material/ads_click:")


def placed_count_text(count: int) -> str:
    """How many points were placed."""
    if count == 1:
        return tr("One point was placed by hand or by sticker; the numbers use it.")
    return tr("{count} points were placed by hand or by sticker; the numbers use them.").format(
        count=count
    )


def alt_text(found: CurrentPhoto) -> str:
    """Description of the annotated photo for screen readers."""
    measured = "; ".join(
        f"{title(f.measurement)}: {number(found.analysis.measurements[f.measurement])}"
        for f in found.analysis.assessment.findings
        if f.tier != "cannot_tell"
    )
    return tr("Side-view photo with the measured points and angles drawn on it. {found}").format(
        found=measured
    )


def annotated_jpeg(found: CurrentPhoto, layers: Layers, *, kept_in: str) -> bytes:
    """The annotated photo; drawn again only after a change of what it shows.

    Parameters
    ----------
    found : CurrentPhoto
    layers : Layers
    kept_in : str
        Session key of the cached drawing.
    """
    # Answers rerun the page without changing the drawing, which takes a third of a second.
    key = (language(), found.token, found.analysis.body, found.analysis.subject, layers)
    kept = st.session_state.get(kept_in)
    if kept is None or kept[0] != key:
        kept = (key, encode_jpeg(draw(found.photo, found.analysis, layers=layers)))
        st.session_state[kept_in] = kept
    return kept[1]
