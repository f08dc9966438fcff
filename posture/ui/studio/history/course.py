"""Change over time: a chart for each line of the verdict, and any two visits side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from posture.errors import PhotoError, StudioError
from posture.i18n.language import format_day, language, tr
from posture.photo.load import load
from posture.present.wording import title
from posture.studio.history.chart import chart_svg
from posture.studio.history.course import compare_visits, find_course
from posture.studio.history.occasions import left_out_sentence
from posture.studio.history.side_by_side import aligned_pictures
from posture.studio.history.wording import (
    KEY,
    joint_sentence,
    line_heading,
    outcome_sentence,
    series_alt,
    short_days,
    unlike_sentence,
)
from posture.ui.shared import theme
from posture.ui.shared.language_choice import key_of
from posture.ui.shared.markdown import escape
from posture.ui.studio.current import records
from posture.ui.studio.history.slider import show_slider

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posture.photo.photo import Photo
    from posture.studio.history.course import Course, Series
    from posture.studio.history.occasions import Occasion
    from posture.studio.history.side_by_side import AlignedPair
    from posture.studio.records import Visit

_COURSE, _PAIR = "studio_course", "studio_pair"


def show_course(visits: Sequence[Visit]) -> None:
    """Draw the course of a client; nothing before the second visit with a side photo.

    Parameters
    ----------
    visits : sequence of Visit
        Of one client.
    """
    course = _course(visits)
    kept = course.occasions.kept
    for one in course.unlike:
        st.warning(escape(unlike_sentence(one)), icon=":material/person_search:")
    for one in course.occasions.left_out:
        day = format_day(one.visit.on)
        st.caption(escape(f"{day}: {left_out_sentence(one)}"))
    if len(kept) < 2:
        return
    st.subheader(tr("Change over time"))
    for region, series in course.lines.items():
        _line(line_heading(region, series.measurement), series)
    others = [one for one in course.series.values() if one not in course.lines.values()]
    # What has changed stands beside the lines, not folded away.
    changed = [one for one in others if one.latest and one.latest.outcome == "changed"]
    for one in changed:
        _line(title(one.measurement), one)
    st.caption(escape(tr(KEY)))
    with st.expander(tr("All other measurements"), icon=":material/list:"):
        for one in others:
            if one.first is not None and one not in changed:
                _line(title(one.measurement), one)
    with st.expander(
        tr("Two visits side by side"), icon=":material/compare:", expanded=True, key="side_by_side"
    ):
        _side_by_side(kept)


def _course(visits: Sequence[Visit]) -> Course:
    """The course, found anew only after a change: visits are read jointly, which takes time."""
    key = (language(), tuple((one.id, one.version) for one in visits))
    kept = st.session_state.get(_COURSE)
    if kept is None or kept[0] != key:
        with st.spinner(tr("Comparing the visits …")):
            kept = (key, find_course(visits, records().photo))
        st.session_state[_COURSE] = kept
    return kept[1]


def _line(heading: str, series: Series) -> None:
    with st.container(border=True):
        chart, words = st.columns([3, 2], gap="medium", vertical_alignment="center")
        drawn = chart_svg(series, dark=theme.is_dark())
        with chart:
            if drawn:
                st.image(drawn, width="stretch", alt=series_alt(series))  # pyright: ignore[reportArgumentType]
        with words:
            st.markdown(f"**{escape(heading)}**")
            if series.latest is not None:
                st.markdown(escape(outcome_sentence(series.latest)))
            else:
                st.markdown(escape(tr("Measured in one visit only.")))


def _side_by_side(kept: tuple[Occasion, ...]) -> None:
    places = list(range(len(kept)))
    named = short_days([one.on for one in kept]).__getitem__
    left, right = st.columns(2, wrap=False)
    earlier = left.selectbox(
        tr("Earlier"), places, 0, format_func=named, key=key_of("pair_earlier", language())
    )
    later = right.selectbox(
        tr("Later"),
        places,
        len(places) - 1,
        format_func=named,
        key=key_of("pair_later", language()),
    )
    if earlier == later:
        st.caption(tr("Choose two different visits."))
        return
    first, second = sorted((earlier, later))
    try:
        pair, said = _pair(kept[first], kept[second])
    except PhotoError:
        st.caption(tr("One of these visits holds numbers without a photo."))
        return
    except StudioError:
        st.caption(tr("The photo of one of these visits cannot be read."))
        return
    days = (format_day(kept[first].on), format_day(kept[second].on))
    show_slider(pair, days, key=f"slider_{kept[first].visit.id}_{kept[second].visit.id}")
    if said:
        st.caption(escape(said))


def _pair(earlier: Occasion, later: Occasion) -> tuple[AlignedPair, str]:
    key = (language(), _of(earlier), _of(later))
    kept = st.session_state.get(_PAIR)
    if kept is None or kept[0] != key:
        drawn = [(_read(one), one.analysis) for one in (earlier, later)]
        said = joint_sentence(compare_visits(earlier, later))
        kept = (key, (aligned_pictures(drawn[0], drawn[1]), said))
        st.session_state[_PAIR] = kept
    return kept[1]


def _read(one: Occasion) -> Photo:
    return load(records().photo(one.visit.id, one.photo.sha256), name=one.photo.name)


def _of(one: Occasion) -> tuple[str, int]:
    return one.visit.id, one.visit.version
