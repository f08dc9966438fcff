"""What has changed between two photos: what counts first, the rest folded, files to keep."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

import posture
from posture.errors import InputError
from posture.language import begin, tr
from posture.present import change_words as words
from posture.present.change_document import change_csv, change_json
from posture.present.change_strip import change_alt, change_svg
from posture.ui import about, theme
from posture.ui.text import listed, plain, unbroken
from posture.words import title

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from posture.analysis import Analysis
    from posture.changes import Change

_KEPT = "change/compared"


def show(before: Analysis, after: Analysis) -> None:
    """Compare two photos and show it.

    Parameters
    ----------
    before, after : Analysis
    """
    try:
        changes = _compared(before, after)
    except InputError as error:
        st.error(listed(error.message), icon=":material/block:")
        return
    st.header(tr("What has changed"))
    st.caption(words.reading(changes))
    subjects = (before.subject, after.subject, about.said())
    known = [one for one in changes.values() if not math.isnan(one.value)]
    judge = words.judged(subjects)
    if judge:
        _judged(known)
    else:
        st.info(tr(words.UNDER_18), icon=":material/info:")
        _numbers(known)
    _missing(changes, (before, after))
    st.caption(" ".join(words.how_to_read(judge=judge)))
    st.header(tr("Take it with you"))
    _downloads((before, after), changes, judge=judge)


def _compared(before: Analysis, after: Analysis) -> Mapping[str, Change]:
    """Compared once; later runs of the page take what is there."""
    kept = st.session_state.get(_KEPT)
    if kept is None or kept[0] is not before or kept[1] is not after:
        kept = st.session_state[_KEPT] = (before, after, posture.change(before, after))
    return kept[2]


def _judged(known: Sequence[Change]) -> None:
    """What counts first; the rest below."""
    counted = [one for one in known if one.counts]
    small = [one for one in known if not one.counts]
    if counted:
        _cards(counted)
    else:
        st.info(
            tr("Nothing has changed by so much that these two photos could show it."),
            icon=":material/info:",
        )
    if small:
        with st.expander(
            tr("Too small to tell ({count})").format(count=len(small)), icon=":material/straighten:"
        ):
            _cards(small)


def _numbers(known: Sequence[Change]) -> None:
    """The changes with their errors, without a word on any of them."""
    head = (tr("Measurement"), tr("Change ± error"))
    lines = [f"| {' | '.join(head)} |", "| --- | --- |"]
    for one in known:
        number = words.number(one)
        if number:
            lines.append(f"| {plain(title(one.name))} | {unbroken(number)} |")
    st.markdown("\n".join(lines))


def _cards(changes: Sequence[Change]) -> None:
    for i in range(0, len(changes), 2):
        for column, one in zip(st.columns(2), changes[i : i + 2], strict=False):
            with column, st.container(border=True):
                _card(one)


def _card(one: Change) -> None:
    number = words.number(one)
    heading = f"### {plain(title(one.name))}" + (f": {unbroken(number)}" if number else "")
    # One colour for up and down: a change is neither praise nor blame.
    colour = "blue" if one.counts else "gray"
    st.markdown(f"{heading} :{colour}-badge[{plain(begin(words.verdict(one)))}]")
    told = [f"{begin(words.seen(one))}."] if one.counts else []
    if number:
        told.append(tr("Counts from {least} on.").format(least=words.least(one)))
    else:
        told.append(tr("In words only: these photos cannot give it as a number."))
    st.markdown(plain(" ".join(told)))
    drawn = change_svg(one, dark=theme.is_dark())
    if drawn:
        st.image(drawn, width=380, alt=change_alt(one))


def _missing(changes: Mapping[str, Change], photos: Sequence[Analysis]) -> None:
    """What one of the photos does not show, and why."""
    names = [name for name, one in changes.items() if math.isnan(one.value)]
    if not names:
        return
    with st.expander(
        tr("Not measured in both photos ({count})").format(count=len(names)),
        icon=":material/help:",
    ):
        for name in names:
            why = [(one.measurements[name].reason_missing, one.photo.name) for one in photos]
            told = " ".join(f"{tr(reason)} ({photo})" for reason, photo in why if reason)
            st.markdown(f"- {plain(title(name))}: {plain(told)}")


def _downloads(photos: Sequence[Analysis], changes: Mapping[str, Change], *, judge: bool) -> None:
    stem = "-".join(Path(one.photo.name).stem for one in photos)
    with st.container(horizontal=True):
        st.download_button(
            tr("Data (JSON)"),
            change_json(photos, changes, judge=judge),
            f"{stem}-change.json",
            "application/json",
            on_click="ignore",
        )
        st.download_button(
            tr("Table (CSV)"),
            change_csv(changes, judge=judge),
            f"{stem}-change.csv",
            "text/csv",
            on_click="ignore",
        )
