"""The page "Before and after": two photos of one person in, what has changed out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from posture.i18n.language import tr
from posture.present import comparison_wording as words
from posture.ui.check import refused
from posture.ui.check import subject as about
from posture.ui.compare import photos as change_slots
from posture.ui.compare import result as change_result
from posture.ui.compare.photos import PLACES, Good, Stored
from posture.ui.shared import picture, theme, zoom
from posture.ui.shared.state import Current
from posture.ui.shared.text import plain

if TYPE_CHECKING:
    from posture.ui.check.analysing import Fault
    from posture.ui.compare.photos import Place


def page() -> None:
    """Draw the page from top to bottom."""
    theme.style()
    st.title(tr("Before and after"))
    change_slots.look(about.said())
    found = {place: change_slots.found(place) for place in PLACES}
    good = [one for one in found.values() if isinstance(one, Good)]
    both = len(good) == len(PLACES)
    if not both:
        st.markdown(
            tr(
                "Two photos of one person from the side: what has changed, and from what size on "
                "does a change count? The pictures stay on this machine."
            )
        )
    # Beside each other on a phone too, once there is something to compare.
    for place, column in zip(PLACES, st.columns(2, gap="medium", wrap=not both), strict=True):
        with column:
            _place(place, found[place])
    faults = [one for one in found.values() if one is not None and not isinstance(one, Good)]
    refused.show(faults, alone=True)
    if both:
        pictures = [change_slots.drawn(place, one) for place, one in zip(PLACES, good, strict=True)]
        change_result.show([one.analysis for one in good], pictures)
    elif not any(found.values()):
        change_slots.offer_samples()
        _how_to()
    about.show()


def _how_to() -> None:
    with st.expander(tr("How to take the photo"), expanded=True, icon=":material/photo_camera:"):
        st.markdown(f"**{tr(words.ALIKE)}**")
        refused.how_to()


def _place(place: Place, found: Good | Fault | None) -> None:
    """One photo, or the way in."""
    st.subheader(tr("Earlier") if place == "before" else tr("Later"))
    if isinstance(found, Current):
        _picture(place, found)
    elif isinstance(found, Stored):
        _stored(found)
    else:
        change_slots.ask(place)
        # Below: what comes and goes above an upload would cut it off.
        if found is not None:
            st.warning(tr("This one cannot be used; below is why, and what to do."))
        return
    change_slots.offer_other(place)


def _picture(place: Place, found: Current) -> None:
    zoom.show(change_slots.drawn(place, found), picture.alt(found), key=f"change_{place}_picture")
    st.caption(picture.caption(found.analysis))
    if found.others:
        st.caption(
            tr("One of {count} photos: the one that was shown last is compared, alone.").format(
                count=len(found.series)
            )
        )
    _placed(len(found.analysis.body.placed))


def _stored(found: Stored) -> None:
    """What is known of a photo whose picture is not at hand."""
    st.info(
        tr("A stored analysis holds no picture. Its numbers are all that the comparison needs."),
        icon=":material/description:",
    )
    st.caption(picture.caption(found.analysis))
    known = about.in_words(found.analysis.subject)
    if known:
        st.caption(plain(known))
    _placed(len(found.analysis.body.placed))


def _placed(count: int) -> None:
    if count:
        st.caption(picture.placed_in_words(count))
