"""The page "Compare": the changes between two photos of one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from posture.i18n.language import tr
from posture.present import comparison_wording as words
from posture.ui.check.photo.refusals import show_failed_uploads, show_photo_instructions
from posture.ui.check.questions.subject import describe_subject, entered_subject, show_subject
from posture.ui.compare.photos import (
    PLACES,
    ComparablePhoto,
    StoredAnalysis,
    analyse_queue,
    annotated_jpeg,
    photo_at,
    show_replace_button,
    show_sample_button,
    show_upload,
)
from posture.ui.compare.result import show_comparison, show_headline
from posture.ui.shared import picture, theme
from posture.ui.shared.different_people import difference_in_words, portrait
from posture.ui.shared.images import show_zoomable
from posture.ui.shared.markdown import escape
from posture.ui.shared.state import CurrentPhoto

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posture.ui.check.photo.analyse import FailedUpload
    from posture.ui.compare.photos import Place


def page() -> None:
    """Draw the page from top to bottom."""
    theme.apply_style()
    st.title(tr("Compare"))
    analyse_queue(entered_subject())
    found = {place: photo_at(place) for place in PLACES}
    good = [one for one in found.values() if isinstance(one, ComparablePhoto)]
    both = len(good) == len(PLACES)
    if not both:
        st.markdown(
            tr(
                "Two side photos of one person: what has changed, and which changes are larger "
                "than their error? The photos stay on this computer. For a reload they are kept "
                "there for up to a day; *Another photo* deletes them."
            )
        )
    if both:
        # Before what has changed, which is of no use if it holds.
        _warn_of_strangers(good)
    comparison = show_headline([one.analysis for one in good]) if both else None
    # Side by side even on a phone, once there is something to compare.
    for place, column in zip(PLACES, st.columns(2, gap="medium", wrap=not both), strict=True):
        with column:
            _place(place, found[place])
    faults = [
        one for one in found.values() if one is not None and not isinstance(one, ComparablePhoto)
    ]
    show_failed_uploads(faults, alone=True)
    if comparison is not None:
        pictures = [annotated_jpeg(place, one) for place, one in zip(PLACES, good, strict=True)]
        show_comparison(comparison, pictures)
    if not any(found.values()):
        show_sample_button()
        _how_to()
    show_subject()


def _warn_of_strangers(found: Sequence[ComparablePhoto]) -> None:
    """Warn if both photos look like different people."""
    photos = [one.photo if isinstance(one, CurrentPhoto) else None for one in found]
    said = difference_in_words(
        [portrait(one.analysis, photo) for one, photo in zip(found, photos, strict=True)]
    )
    if said is not None:
        more = tr("A change is that of one person; other clothes alone are no harm.")
        st.warning(f"{escape(said)} {escape(more)}", icon=":material/group:")


def _how_to() -> None:
    with st.expander(tr("How to take the photo"), expanded=True, icon=":material/photo_camera:"):
        st.markdown(f"**{tr(words.ALIKE)}**")
        show_photo_instructions()


def _place(place: Place, found: ComparablePhoto | FailedUpload | None) -> None:
    """Draw one photo, or its upload."""
    st.header(_name(place))
    if isinstance(found, CurrentPhoto):
        _picture(place, found)
    elif isinstance(found, StoredAnalysis):
        _stored(found)
    else:
        show_upload(place)
        # Below the upload: an element that appears above it would interrupt it.
        if found is not None:
            st.warning(tr("This file cannot be used. The reasons and remedies are below."))
        return
    show_replace_button(place)


def _name(place: Place) -> str:
    return tr("Earlier") if place == "before" else tr("Later")


def _picture(place: Place, found: CurrentPhoto) -> None:
    show_zoomable(
        annotated_jpeg(place, found),
        picture.alt_text(found),
        key=f"comparison_{place}_picture",
        label=_name(place),
    )
    st.caption(picture.caption(found.analysis))
    if found.others:
        st.caption(
            tr("One of {count} photos: the one that was shown last is compared, alone.").format(
                count=len(found.series)
            )
        )
    _placed(len(found.analysis.body.placed))


def _stored(found: StoredAnalysis) -> None:
    """Draw what a stored analysis says about its photo."""
    st.info(
        tr("A stored analysis holds no picture. Its numbers are all that the comparison needs."),
        icon=":material/description:",
    )
    st.caption(picture.caption(found.analysis))
    known = describe_subject(found.analysis.subject)
    if known:
        st.caption(escape(known))
    _placed(len(found.analysis.body.placed))


def _placed(count: int) -> None:
    if count:
        st.caption(picture.placed_count_text(count))
