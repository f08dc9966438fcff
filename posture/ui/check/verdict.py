"""The verdict beside the picture, and what stands behind each of its lines."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from posture.assess.findings import by_name
from posture.assess.knowledge import knowledge
from posture.assess.verdict import find_verdict
from posture.i18n.language import tr
from posture.present.scale import SCALE_KEY, find_scale
from posture.present.verdict import (
    headline,
    line_title,
    people_sentence,
    people_svg,
    settle_sentence,
)
from posture.present.verdict_html import STYLE, lines_html
from posture.ui.check.findings import show_finding
from posture.ui.check.imbalances import show_check, shown_imbalances
from posture.ui.shared import theme
from posture.ui.shared.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from posture.assess.assessment import Assessment, Finding
    from posture.assess.verdict import Line
    from posture.measure.measurement import Measurement

_FOCUS = Path(__file__).with_name("focus.js")
_ICONS = {
    "typical": ":material/check:",
    "no_concern": ":material/check:",
    "beyond": ":material/change_history:",
    "open": ":material/question_mark:",
    "not_measured": ":material/visibility_off:",
}


def show_verdict(assessment: Assessment, measured: Mapping[str, Measurement]) -> tuple[Line, ...]:
    """Draw the headline and the four lines, and return these."""
    lines = find_verdict(assessment)
    st.title(escape(headline(lines)), anchor="result")
    dark = theme.is_dark()
    shown = lines_html(lines, assessment.findings, measured, palette="dark" if dark else "light")
    st.html(f"<style>{STYLE}{_COLOURS}</style>{shown}")
    return lines


def focus_result(token: str) -> None:
    """Move the focus to the heading of a new result and announce it to screen readers.

    The heading is the first in the container with the key "verdict".

    Parameters
    ----------
    token : str
        What the result is of, for example the hash of the picture: the focus moves once for each.
    """
    # Hashed: a file's name may be in it, and may be anything.
    digest = hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
    script = _FOCUS.read_text("utf-8").replace("TOKEN", digest)
    st.html(f"<script>{script}</script>", width="content", unsafe_allow_javascript=True)


def show_behind(
    lines: Iterable[Line], assessment: Assessment, measured: Mapping[str, Measurement], token: str
) -> None:
    """Draw an expander for each line: likelihood in people, the next step, findings."""
    pairs = shown_imbalances(assessment.imbalances)
    asked = {check.id for one in pairs for check in one.self_checks}
    found = by_name(assessment.findings)
    st.header(tr("Behind each line"))
    for line in lines:
        with st.expander(escape(line_title(line)), icon=_ICONS[line.state]):
            for part in line.parts:
                _likely(part)
                _next(part, token, asked)
            _findings(line, found, measured)


_COLOURS = """
:root {
  --verdict-calm: light-dark(#22693f, #7fce9d); --verdict-beyond: light-dark(#9a4a00, #f0a55a);
  --verdict-open: light-dark(#56616e, #a9b3bd);
}
"""
"""Of the four lines, on the ground that is drawn: a change of it brings no run of the page."""


def _likely(line: Line) -> None:
    sentence = people_sentence(line)
    if not sentence:
        return
    svg = people_svg(line, dark=theme.is_dark())
    st.image(svg, width=200, alt=sentence)
    st.markdown(escape(sentence))


def _next(line: Line, token: str, asked: set[str]) -> None:
    """What would settle an open line; the self-check that is next, unless it is asked already."""
    if settle := settle_sentence(line):
        st.markdown(escape(settle))
    check = line.self_check
    if check is not None and check.id not in asked:
        asked.add(check.id)
        st.markdown(escape(tr("Or try this:")))
        show_check(check, token)


def _findings(
    line: Line, found: Mapping[str, Finding], measured: Mapping[str, Measurement]
) -> None:
    record = knowledge().verdict[line.region]
    names = [name for name in (*record.spoken, *record.also) if name in found]
    if any(find_scale(found[name], measured[name]) for name in names):
        # Once in each fold, above numbers that may lie in another zone than their dot.
        st.caption(escape(tr(SCALE_KEY)))
    for name in names:
        with st.container(border=True):
            show_finding(found[name], measured[name])
