"""The page "Adjust points": points and a vertical set by hand, with the numbers that result."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

import streamlit as st

from posture.analysis import edit, pipeline
from posture.body.placed.entries import Hand, entries, resolve
from posture.body.placed_notices import off_body, placed_notices
from posture.body.remarks import Refusal
from posture.errors import InputError
from posture.files.points import read_points, write_points
from posture.i18n.language import format_number, tr
from posture.limits import POINTS_MEGABYTES
from posture.ui.points.component import (
    point_label,
    points_data,
    show_picture,
    vertical_data,
)
from posture.ui.points.events import PlacedLayer, apply_event, reset_points, set_source
from posture.ui.points.number_table import analysis_before, show_numbers
from posture.ui.points.stickers import proposals, show_stickers
from posture.ui.points.vertical import offer_vertical
from posture.ui.shared import state, theme
from posture.ui.shared.language_choice import key_in_language
from posture.ui.shared.markdown import escape, with_fault_list
from posture.ui.shared.navigation import show_link

if TYPE_CHECKING:
    from posture.analysis.types import Analysis
    from posture.body.placed_notices import Silhouette
    from posture.ui.shared.state import CurrentPhoto

HANDS: tuple[Hand, ...] = get_args(Hand)


def page() -> None:
    """Draw the page from top to bottom."""
    theme.apply_style()
    found = state.current_photo()
    _back(found)
    st.title(tr("Adjust points"))
    if found is None:
        _no_photo()
        return
    st.caption(
        tr(
            "Drag a point to where it belongs; a ring stays at its estimate. Near the estimate "
            "both count, clearly elsewhere your point alone."
        )
    )
    before = analysis_before(found)
    shown, numbers = st.columns([1, 1], gap="large")
    with shown:
        mode = st.radio(
            tr("What to set"),
            ["points", "vertical"],
            format_func=lambda one: {
                "points": tr("Points of the body"),
                "vertical": tr("A vertical in the room"),
            }[one],
            horizontal=True,
            key=key_in_language("points_mode"),
        )
        if mode == "points":
            _picture(found)
        else:
            _vertical(found)
    with numbers:
        st.header(tr("Numbers"))
        _doubts(found)
        show_numbers(before, found.analysis)
    _placed(found)
    with st.expander(tr("Stickers: look for them in the picture")):
        show_stickers(found)
    with st.expander(tr("Save the points, or load them from a file")):
        _files(found)


def _back(found: CurrentPhoto | None) -> None:
    """Lead back to where the photo is shown."""
    icon = ":material/arrow_back:"
    if found is not None and found.visit:
        show_link(tr("Back to the visit"), "studio", icon=icon, query={"visit": found.visit})
    else:
        show_link(tr("Back to the findings"), "check", icon=icon)


def _no_photo() -> None:
    st.info(tr("There is no photo yet. Choose one first; then its points can be adjusted here."))
    show_link(tr("Check"), "check", icon=":material/photo_camera:")


def _picture(found: CurrentPhoto) -> None:
    def on_event(event: object) -> None:
        _apply(found, apply_event(_layer(found), event, found.photo.source_size), event)

    show_picture(
        points_data(
            found.photo,
            found.analysis.body,
            proposals(found),
            answered=_answered(),
        ),
        on_event,
        key=f"points/{found.token}",
    )


def _doubts(found: CurrentPhoto) -> None:
    """Say which placed points lie off the body, or far from their estimates; all are used."""
    body = found.analysis.body
    silhouette = _silhouette(found)
    outside = () if silhouette is None else off_body(body, silhouette)
    for name in outside:
        words = tr("{point} lies off the body: the numbers use it, reset it if it slipped.")
        st.warning(escape(words.format(point=point_label(name))), icon=":material/wrong_location:")
    for notice in placed_notices(body, without=outside):
        st.info(escape(f"{tr(notice.text)} {tr(notice.remedy)}"), icon=":material/info:")


def _silhouette(found: CurrentPhoto) -> Silhouette | None:
    """Where the person is in the picture, once a point was placed; looked for once per photo."""
    if not found.analysis.body.placed:
        return None
    kept = st.session_state.get("points_silhouette")
    if kept is None or kept[0] != found.token:
        kept = (found.token, pipeline.find_silhouette(found.photo, found.analysis.provenance.model))
        st.session_state["points_silhouette"] = kept
    return kept[1]


def _placed(found: CurrentPhoto) -> None:
    """Draw how each point was placed, and the buttons that reset it."""
    points = found.analysis.body.placed
    if not points:
        return
    st.header(tr("How were they placed?"))
    words = {
        "eye": tr("by eye"),
        "placed": tr("by touch"),
        "sticker": tr("sticker"),
    }
    # A phone stacks the two columns.
    columns = st.columns(2, gap="large")
    for i, point in enumerate(points):
        with columns[i % 2], st.container(border=True):
            choice, back = st.columns([4, 1], vertical_alignment="bottom")
            key = f"points/{found.token}/{point.name}"
            # The widget follows the layer, which may have been loaded from a file since.
            st.session_state[key] = point.source
            choice.radio(
                f"{point_label(point.name)} ± {point.sd_px:.0f} px",
                HANDS,
                format_func=lambda one: words[one],
                horizontal=True,
                key=key,
                on_change=_set_source,
                args=(point.name, key),
            )
            back.button(
                tr("Reset"),
                key=f"{key}/back",
                help=tr("Use the estimate of this point again"),
                on_click=_reset,
                args=(point.name,),
            )
    st.button(tr("Reset all points"), on_click=_reset, icon=":material/undo:")


def _set_source(name: str, key: str) -> None:
    found, source = state.current_photo(), st.session_state.get(key)
    if found is not None and source is not None:
        _apply(found, set_source(_layer(found), name, source))


def _reset(name: str | None = None) -> None:
    found = state.current_photo()
    if found is not None:
        _apply(found, reset_points(_layer(found), name))


def _vertical(found: CurrentPhoto) -> None:
    """Draw the picture on which two ends of a vertical give the roll of the camera."""

    def on_event(event: object) -> None:
        _apply(found, apply_event(_layer(found), event, found.photo.source_size), event)

    layer = _layer(found)
    show_picture(
        vertical_data(found.photo, layer.upper, layer.lower, answered=_answered()),
        on_event,
        key=f"vertical/{found.token}",
    )
    body, given = found.analysis.body, _given_roll(found.analysis)
    words = (
        tr("The camera leans by {roll}° ± {sd}°, as you set it.")
        if given
        else tr("The camera leans by {roll}° ± {sd}°, as estimated from the picture.")
    )
    roll, sd = body.camera.roll_deg, body.camera_errors.roll_deg
    st.markdown(escape(words.format(roll=format_number(roll, 1), sd=format_number(sd, 1))))
    vertical = offer_vertical(found.photo, layer.upper, layer.lower)
    if vertical is not None:
        with st.spinner(tr("Measuring anew …")):
            _use_roll(found, pipeline.set_roll(found.photo, found.analysis, vertical))
    if (given or layer.upper or layer.lower) and st.button(tr("Take the vertical back")):
        st.session_state.pop(_ends(found), None)
        if given:
            with st.spinner(tr("Measuring anew …")):
                _use_roll(found, pipeline.set_roll(found.photo, found.analysis, None))
        st.rerun()


def _use_roll(found: CurrentPhoto, result: Analysis | Refusal) -> None:
    if isinstance(result, Refusal):
        st.warning(
            tr("With this vertical the photo cannot be measured: {why}").format(
                why=escape(tr(result.reasons[0].text))
            )
        )
        return
    state.set_current_photo(replace(found, analysis=result))
    st.rerun()


def _given_roll(analysis: Analysis) -> bool:
    return analysis.provenance.settings.get("roll_deg") is not None


def _files(found: CurrentPhoto) -> None:
    layer = _layer(found)
    st.download_button(
        tr("Save the points (JSON)"),
        write_points(layer.points),
        file_name="points.json",
        mime="application/json",
        disabled=not layer.points,
        on_click="ignore",
        help=tr("The command line reads the same file: posture analyze --points points.json"),
    )
    with st.container(key="points_file"):
        file = st.file_uploader(
            tr("Load points (JSON or CSV)"),
            type=["json", "csv", "tsv", "txt"],
            key=f"points/{found.token}/file",
            max_upload_size=POINTS_MEGABYTES,
        )
    if file is None:
        st.session_state.pop("points_loaded", None)
        return
    data = file.getvalue()
    token = (found.token, hashlib.sha256(data).hexdigest())
    if st.session_state.get("points_loaded") == token:
        # Loaded once: later changes of the points are kept.
        st.caption(tr("The points of this file were put on the picture."))
        return
    try:
        points = read_points(data, size=found.photo.source_size)
    except InputError as error:
        st.error(with_fault_list(error.message))
        return
    st.session_state["points_loaded"] = token
    _apply(found, replace(layer, points=points))
    st.rerun()


def _layer(found: CurrentPhoto) -> PlacedLayer:
    body = found.analysis.body
    upper, lower = st.session_state.get(_ends(found), (None, None))
    return PlacedLayer(entries(body.placed, body.camera.px_per_stature), upper, lower)


def _apply(found: CurrentPhoto, layer: PlacedLayer, event: object = None) -> None:
    """Store the layer; measure again if its points changed."""
    if isinstance(event, dict):
        st.session_state["points_answered"] = str(event.get("id", ""))
    before = _layer(found)
    st.session_state[_ends(found)] = (layer.upper, layer.lower)
    if layer.points == before.points:
        return
    placed = resolve(layer.points, found.analysis.body.camera.px_per_stature)
    state.set_current_photo(replace(found, analysis=edit.set_points(found.analysis, placed)))


def _answered() -> str:
    return st.session_state.get("points_answered", "")


def _ends(found: CurrentPhoto) -> str:
    return f"points/{found.token}/ends"
