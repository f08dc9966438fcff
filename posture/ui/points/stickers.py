"""Stickers on the page "Adjust points": proposed by the program, confirmed by the user."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from posture.analysis import edit, pipeline
from posture.body.stickers.colours import HUES
from posture.body.stickers.places import STICKER_POINTS
from posture.i18n.language import tr
from posture.ui.points.component import point_label
from posture.ui.shared import state
from posture.ui.shared.language_choice import key_in_language
from posture.ui.shared.markdown import escape

if TYPE_CHECKING:
    from posture.body.stickers.find import StickerProposal
    from posture.ui.shared.state import CurrentPhoto


def proposals(found: CurrentPhoto) -> tuple[StickerProposal, ...]:
    """Stickers found in this photo that are neither confirmed nor dropped."""
    return st.session_state.get(_key(found), ())


def show_stickers(found: CurrentPhoto) -> None:
    """Draw the search for stickers and its result."""
    st.markdown(
        tr(
            "Round stickers of one bright colour on the bones give the most certain points. "
            "Nothing is used before you confirm it."
        )
    )
    colour = st.selectbox(
        tr("Colour of the stickers"),
        ["auto", *HUES],
        format_func=_colour_name,
        key=key_in_language(f"{_key(found)}/colour"),
    )
    if st.button(tr("Look for stickers")):
        with st.spinner(tr("Looking for stickers …")):
            finer = pipeline.load_finer(found.data, found.photo)
            st.session_state[_key(found)] = pipeline.find_stickers(finer, found.analysis, colour)
        st.session_state[f"{_key(found)}/asked"] = True
        st.session_state.pop(f"{_key(found)}/confirmed", None)
        st.rerun()
    spots = proposals(found)
    if spots:
        _choose(found, spots, colour)
    elif st.session_state.get(f"{_key(found)}/confirmed"):
        st.success(tr("The stickers were put on the picture as points."))
    elif st.session_state.get(f"{_key(found)}/asked"):
        st.info(tr("No sticker was found. Choose their colour, or place the points by hand."))


def _choose(found: CurrentPhoto, spots: tuple[StickerProposal, ...], colour: str) -> None:
    """Draw each spot with the choice of its point."""
    st.markdown(tr("Found, numbered as in the picture. Choose what each one marks:"))
    chosen: list[StickerProposal] = []
    for i, spot in enumerate(spots, 1):
        choice, confirm = st.columns([3, 2], vertical_alignment="bottom")
        name = choice.selectbox(
            tr("Spot {number}").format(number=i),
            [None, *STICKER_POINTS],
            index=0 if spot.name is None else 1 + STICKER_POINTS.index(spot.name),
            format_func=lambda one: tr("no sticker") if one is None else point_label(one),
            key=key_in_language(f"{_key(found)}/{i}/{spot.x_px:.0f},{spot.y_px:.0f}"),
        )
        if name is not None and name == spot.name:
            confirm.markdown(escape(tr("{share} sure").format(share=spot.percent)))
        if name is not None:
            chosen.append(replace(spot, name=name))
        if name is not None and confirm.button(
            tr("Confirm {number}").format(number=i), key=f"{_key(found)}/{i}/yes"
        ):
            rest = tuple(one for one in spots if one is not spot)
            _use(found, [replace(spot, name=name)], colour, rest)
    names = [one.name for one in chosen]
    twice = sorted({point_label(n) for n in names if n is not None and names.count(n) > 1})
    if twice:
        st.warning(escape(tr("Chosen more than once: {points}.").format(points=", ".join(twice))))
    if st.button(
        tr("Confirm all that have a name"), type="primary", disabled=bool(twice) or not chosen
    ):
        _use(found, chosen, colour, ())


def _use(
    found: CurrentPhoto,
    accepted: list[StickerProposal],
    colour: str,
    rest: tuple[StickerProposal, ...],
) -> None:
    """Apply the stickers; they replace points of the same names."""
    names = {one.name for one in accepted}
    kept = [point for point in found.analysis.body.placed if point.name not in names]
    analysis = edit.apply_stickers(edit.set_points(found.analysis, kept), accepted, colour)
    state.set_current_photo(replace(found, analysis=analysis))
    st.session_state[_key(found)] = rest
    st.session_state[f"{_key(found)}/confirmed"] = True
    st.rerun()


def _colour_name(colour: str) -> str:
    return {
        "auto": tr("find it"),
        "red": tr("red"),
        "orange": tr("orange"),
        "yellow": tr("yellow"),
        "green": tr("green"),
        "turquoise": tr("turquoise"),
        "blue": tr("blue"),
        "purple": tr("purple"),
        "pink": tr("pink"),
    }[colour]


def _key(found: CurrentPhoto) -> str:
    return f"points/{found.token}/stickers"
