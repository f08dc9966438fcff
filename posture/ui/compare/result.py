"""The changes between two photos: clear ones first, others folded, downloads."""

from __future__ import annotations

import datetime
import math
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

import posture
from posture.assess.norms import is_child
from posture.errors import InputError
from posture.files.documents.write import comparison_json
from posture.files.tables import comparison_csv, readers_dialect
from posture.i18n.language import language, tr, upper_first
from posture.present import comparison_wording as words
from posture.present.charts import change_alt, change_svg
from posture.present.report.comparison import comparison_pdf
from posture.present.wording import title
from posture.ui.check.questions.subject import entered_subject
from posture.ui.check.verdict import focus_result
from posture.ui.shared import theme
from posture.ui.shared.markdown import escape, nonbreaking, with_fault_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posture.analysis.comparison import Change, Comparison
    from posture.analysis.types import Analysis

_KEPT, _KEPT_PDF = "change/compared", "change/pdf"


def show_headline(photos: Sequence[Analysis]) -> Comparison | None:
    """Compare two photos and draw the result in one sentence.

    Parameters
    ----------
    photos : sequence of Analysis
        The earlier and the later one.

    Returns
    -------
    Comparison or None
        None where they cannot be compared, which is said.
    """
    try:
        comparison = _compared(*photos)
    except InputError as error:
        st.error(with_fault_list(error.message), icon=":material/block:")
        return None
    # The age may have been given after the photos were analysed.
    judged = comparison.judged and not is_child(entered_subject())
    with st.container(key="verdict"):
        st.header(tr("What has changed"))
        if judged:
            st.markdown(escape(words.changes_sentence(comparison)))
        else:
            st.info(tr(words.UNDER_18), icon=":material/info:")
    focus_result("/".join(one.photo.sha256 for one in comparison.photos))
    return replace(comparison, judged=judged)


def show_comparison(comparison: Comparison, pictures: Sequence[bytes | None]) -> None:
    """Draw every change, and what can be kept.

    Parameters
    ----------
    comparison : Comparison
    pictures : sequence of bytes or None
        Both annotated photos; None for a stored analysis, which holds none.
    """
    known = [one for one in comparison.changes.values() if not math.isnan(one.value)]
    if comparison.judged:
        _judged(known)
    else:
        _numbers(known)
    _missing(comparison)
    reading = (words.joint_sentence(comparison), *words.how_to_read(judged=comparison.judged))
    st.caption(" ".join(reading))
    st.header(tr("Take it with you"))
    _downloads(comparison, pictures)


def _compared(before: Analysis, after: Analysis) -> Comparison:
    """The comparison, cached between runs of the page."""
    kept = st.session_state.get(_KEPT)
    if kept is None or kept[0] is not before or kept[1] is not after:
        kept = st.session_state[_KEPT] = (before, after, posture.compare(before, after))
    return kept[2]


def _judged(known: Sequence[Change]) -> None:
    """Draw changes that exceed the MDC first, the others in an expander."""
    clear = [one for one in known if one.exceeds_mdc]
    small = [one for one in known if not one.exceeds_mdc]
    _cards(clear)
    if small:
        with st.expander(
            tr("Too small to tell ({count})").format(count=len(small)), icon=":material/straighten:"
        ):
            _cards(small)


def _numbers(known: Sequence[Change]) -> None:
    """Draw a table of changes and errors without any judgement."""
    head = (tr("Measurement"), tr("Change ± error"))
    lines = [f"| {' | '.join(head)} |", "| --- | --- |"]
    for one in known:
        number = words.number(one)
        if number:
            lines.append(f"| {escape(title(one.name))} | {nonbreaking(number)} |")
    st.markdown("\n".join(lines))


def _cards(changes: Sequence[Change]) -> None:
    for i in range(0, len(changes), 2):
        for column, one in zip(st.columns(2), changes[i : i + 2], strict=False):
            with column, st.container(border=True):
                _card(one)


def _card(one: Change) -> None:
    number = words.number(one)
    heading = f"### {escape(title(one.name))}" + (f": {nonbreaking(number)}" if number else "")
    # The same colour for both directions: a change is not judged.
    colour = "blue" if one.exceeds_mdc else "gray"
    st.markdown(f"{heading} :{colour}-badge[{escape(upper_first(words.verdict(one)))}]")
    sentences = [f"{upper_first(words.body_change(one))}."] if one.exceeds_mdc else []
    sentences.append(words.mdc_sentence(one))
    st.markdown(escape(" ".join(sentences)))
    drawn = change_svg(one, dark=theme.is_dark())
    if drawn:
        st.image(drawn, width=380, alt=change_alt(one))


def _missing(comparison: Comparison) -> None:
    """What one of the photos does not show, and why."""
    names = [name for name, one in comparison.changes.items() if math.isnan(one.value)]
    if not names:
        return
    with st.expander(
        tr("Not measured in both photos ({count})").format(count=len(names)),
        icon=":material/help:",
    ):
        for name in names:
            why = words.reason_missing(name, comparison.photos)
            st.markdown(f"- {escape(title(name))}: {escape(why)}")


def _downloads(comparison: Comparison, pictures: Sequence[bytes | None]) -> None:
    stem = "-".join(Path(one.photo.name).stem for one in comparison.photos)
    with st.container(horizontal=True):
        st.download_button(
            tr("Report (PDF)"),
            _pdf(comparison, pictures),
            f"{stem}-comparison.pdf",
            "application/pdf",
            on_click="ignore",
        )
        st.download_button(
            tr("Data (JSON)"),
            comparison_json(comparison),
            f"{stem}-comparison.json",
            "application/json",
            on_click="ignore",
        )
        st.download_button(
            tr("Table (CSV)"),
            comparison_csv(comparison, readers_dialect()),
            f"{stem}-comparison.csv",
            "text/csv",
            on_click="ignore",
        )


def _pdf(comparison: Comparison, pictures: Sequence[bytes | None]) -> bytes:
    """The report, cached: it takes a third of a second."""
    today = datetime.date.today()
    objects = (comparison.changes, *pictures)
    settings = (language(), comparison.judged, today)
    kept = st.session_state.get(_KEPT_PDF)
    # By identity: other photos give new changes, other points new pictures.
    alike = kept is not None and all(a is b for a, b in zip(kept[0], objects, strict=True))
    if kept is not None and alike and kept[1] == settings:
        return kept[2]
    made = comparison_pdf(comparison, pictures, date=today)
    st.session_state[_KEPT_PDF] = (objects, settings, made)
    return made
