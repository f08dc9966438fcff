"""What the page shows of an analysis: findings, imbalances and plan as cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import streamlit as st

from posture.present.figures import body_map_svg, figure_svg, has_figure
from posture.ui.questions import ask, key
from posture.ui.text import plain
from posture.words import ROLES, STANDINGS, number, tier_words, title, typical_range

if TYPE_CHECKING:
    from collections.abc import Iterable

    from posture.analysis import Analysis
    from posture.assess.assessment import Exercise, Finding, Imbalance, Pattern, Plan, Tier
    from posture.body.body import Notice

Colour = Literal["green", "yellow", "orange", "red", "gray"]

TIER_COLOURS: dict[Tier, Colour] = {
    "typical": "green",
    "mild": "yellow",
    "moderate": "orange",
    "marked": "orange",
    "cannot_tell": "gray",
}


def notices(found: Iterable[Notice]) -> None:
    """What the reader should know about this photo."""
    for notice in found:
        st.info(f"{plain(notice.text)} {plain(notice.remedy)}".strip())


def findings(analysis: Analysis) -> None:
    """What could be told as one card each; the rest in one fold."""
    told = [f for f in analysis.assessment.findings if f.tier != "cannot_tell"]
    open_ = [f for f in analysis.assessment.findings if f.tier == "cannot_tell"]
    for finding in told:
        with st.container(border=True):
            _finding(finding, analysis)
    if not told:
        st.markdown("This photo does not settle any of the measurements.")
    if open_:
        with st.expander(f"Cannot tell from this photo ({len(open_)})"):
            for finding in open_:
                _finding(finding, analysis)
                for hint in finding.settle:
                    st.markdown(f"- {plain(hint)}")


def _finding(finding: Finding, analysis: Analysis) -> None:
    measurement = analysis.measurements[finding.measurement]
    name, value, tier = st.columns([3, 2, 3], vertical_alignment="center")
    name.markdown(f"**{title(finding.measurement)}**")
    value.markdown(f"**{number(measurement)}**")
    with tier:
        st.badge(tier_words(finding, measurement).capitalize(), color=TIER_COLOURS[finding.tier])
    st.markdown(plain(finding.text))
    usual = typical_range(finding, measurement)
    if usual:
        st.caption(f"Most people: {usual}. {plain(finding.evidence)}")


def pattern(found: Pattern | None) -> None:
    """The whole-body look, if there is one."""
    if found is not None:
        st.info(f"**{plain(found.title)}** (low confidence). {plain(found.text)}")


def imbalance(item: Imbalance, token: str) -> None:
    """One pair of muscle groups with evidence, self-checks and the tense-or-not question."""
    with st.container(border=True):
        name, grade = st.columns([5, 2], vertical_alignment="center")
        name.markdown(f"#### {plain(item.title)}")
        with grade:
            st.badge(f"Evidence grade {item.grade}", color="blue")
        st.markdown(f"**{STANDINGS[item.standing].capitalize()}.** {plain(item.summary)}")
        st.image(_on_any_theme(body_map_svg(item.id)), width=420)
        short, long_ = st.columns(2)
        short.markdown("Often described as short and tense")
        short.markdown("\n".join(f"- {plain(muscle)}" for muscle in item.short_side))
        long_.markdown("Often described as long and weak")
        long_.markdown("\n".join(f"- {plain(muscle)}" for muscle in item.long_side))
        with st.expander("How it arises, and what speaks for and against"):
            st.markdown(plain(item.arises))
            st.markdown(plain(item.notice))
            st.markdown("\n".join(f"- For: {plain(line)}" for line in item.evidence_for))
            st.markdown("\n".join(f"- Against: {plain(line)}" for line in item.evidence_against))
        with st.expander("Self-checks and one question", expanded=item.standing == "suggested"):
            _self_checks(item, token)


def _self_checks(item: Imbalance, token: str) -> None:
    for check in item.self_checks:
        st.markdown(f"**{plain(check.title)}**")
        _drawing(check.id, check.title)
        st.markdown(_numbered(check.steps))
        ask(check.question, key(token, "check", check.id))
    ask(item.tense_question, key(token, "tense", item.id))
    st.caption("Tense: release it and train the other side. Not tense: train the other side alone.")


def plan(found: Plan) -> None:
    """The exercises, once every screening question is answered and none stops them."""
    if found.clearance == "stopped":
        st.warning(plain(found.stop_text))
    elif found.clearance == "cleared":
        st.subheader(f"Plan for {found.weeks} weeks")
        st.markdown(plain(found.rationale))
        for exercise in found.exercises:
            with st.container(border=True):
                _exercise(exercise)
        _week(found)
    st.caption(plain(found.footer))


def _exercise(exercise: Exercise) -> None:
    drawing, text = st.columns([2, 3], vertical_alignment="center")
    with drawing:
        _drawing(exercise.id, exercise.title)
    with text:
        st.markdown(f"**{plain(exercise.title)}** · {ROLES[exercise.role]}")
        st.markdown(f"{plain(exercise.dose)}, {exercise.per_week} times a week")
        st.markdown(_numbered(exercise.steps))
        for line in exercise.avoid:
            st.markdown(f"- {plain(line)}")
        st.caption(f"{plain(exercise.progression)} {plain(exercise.why)}")


def _drawing(figure_id: str, name: str) -> None:
    """The figure of an exercise or a self-check, where there is one."""
    if has_figure(figure_id):
        st.image(_on_any_theme(figure_svg(figure_id, title=name)), width=360)


def _on_any_theme(svg: str) -> str:
    """An SVG shown as an image knows nothing of the page's colour: a grey that both themes bear."""
    return svg.replace("currentColor", "#7d858d")


def _week(found: Plan) -> None:
    titles = {exercise.id: exercise.title for exercise in found.exercises}
    st.dataframe(
        [
            {
                "Day": day.name,
                "Exercises": ", ".join(titles.get(i, i) for i in day.exercises) or "rest",
            }
            for day in found.week
        ],
        hide_index=True,
        width="stretch",
    )
    st.markdown("\n".join(f"- {plain(phase)}" for phase in found.phases))
    weeks = " and ".join(str(week) for week in found.rephotograph_weeks)
    if weeks:
        st.markdown(f"New photo after {weeks} weeks, taken in the same way. {plain(found.expect)}")


def _numbered(steps: Iterable[str]) -> str:
    return "\n".join(f"{i}. {plain(step)}" for i, step in enumerate(steps, 1))
