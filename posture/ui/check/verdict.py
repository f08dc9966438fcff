"""The verdict beside the picture, and what stands behind each of its lines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from posture.assess.findings import by_name
from posture.assess.knowledge import knowledge
from posture.assess.verdict import find_verdict
from posture.i18n.language import tr
from posture.present.verdict import line_title, next_step, people_sentence, people_svg
from posture.present.verdict_html import STYLE, headline_of, lines_html
from posture.ui.check.findings import show_finding
from posture.ui.check.imbalances import show_check, shown_imbalances
from posture.ui.shared import theme
from posture.ui.shared.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from posture.assess.assessment import Assessment
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


def show_verdict(assessment: Assessment, measured: Mapping[str, Measurement]) -> None:
    """Draw the headline and the four lines."""
    st.title(escape(headline_of(assessment)), anchor="result")
    dark = theme.is_dark()
    lines = lines_html(assessment, measured, palette="dark" if dark else "light")
    st.html(f"<style>{STYLE}{_DARK if dark else ''}</style>{lines}")


def focus_result(token: str) -> None:
    """Move the focus to the headline of a new result, so that screen readers read it aloud.

    Parameters
    ----------
    token : str
        Hash of the picture: the focus moves once for each.
    """
    script = _FOCUS.read_text("utf-8").replace("TOKEN", token)
    st.html(
        f"<script>{script}</script>",
        width="content",
        unsafe_allow_javascript=True,
    )


def show_behind(assessment: Assessment, measured: Mapping[str, Measurement], token: str) -> None:
    """Draw an expander for each line: likelihood in people, findings, the next step."""
    pairs = shown_imbalances(assessment.imbalances)
    asked = {check.id for one in pairs for check in one.self_checks}
    for line in find_verdict(assessment):
        with st.expander(escape(line_title(line)), icon=_ICONS[line.state]):
            _likely(line)
            _next(line, token, asked)
            _findings(line, assessment, measured)


_DARK = """
:root { --verdict-calm: #7fce9d; --verdict-beyond: #f0a55a; --verdict-open: #a9b3bd; }
"""


def _likely(line: Line) -> None:
    sentence = people_sentence(line)
    if not sentence:
        return
    svg = people_svg(line, dark=theme.is_dark())
    st.image(svg, width=200, alt=sentence)
    st.markdown(escape(sentence))


def _next(line: Line, token: str, asked: set[str]) -> None:
    """What would settle an open line; the self-check that is next, unless it is asked already."""
    step = next_step(line)
    if step:
        settle = tr("To settle it: {step}").format(step=step)
        st.markdown(escape(settle))
    check = line.self_check
    if check is not None and check.id not in asked:
        asked.add(check.id)
        st.markdown(escape(tr("Or try this:")))
        show_check(check, token)


def _findings(line: Line, assessment: Assessment, measured: Mapping[str, Measurement]) -> None:
    record = knowledge().verdict[line.region]
    found = by_name(assessment.findings)
    names: Sequence[str] = [n for n in (*record.measurements, *record.also) if n in found]
    for name in names:
        with st.container(border=True):
            show_finding(found[name], measured[name])
