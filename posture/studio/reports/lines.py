"""The lines of a report: the verdict of a visit, and what changed between visits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posture.assess.findings import by_name
from posture.assess.knowledge import knowledge
from posture.assess.verdict import find_verdict
from posture.i18n.language import mid_sentence, tr, upper_first
from posture.present.charts import change_bar, change_svg, under_bar
from posture.present.report.handout import ChangeBar, Line
from posture.present.scale import find_scale, scale_svg
from posture.present.verdict import (
    SYMBOLS,
    line_title,
    line_words,
    people_sentence,
    settle_sentence,
)
from posture.present.wording import title
from posture.studio.history.wording import (
    OUTCOME_SIGNS,
    line_heading,
    outcome_numbers,
    outcome_words,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from posture.analysis.types import Analysis
    from posture.assess.knowledge.verdict_record import Region
    from posture.studio.history.course import Step


def verdict_lines(analysis: Analysis, *, with_steps: bool) -> tuple[Line, ...]:
    """The four lines of a visit, with the probabilities beneath each.

    Parameters
    ----------
    analysis : Analysis
    with_steps : bool
        Whether what would settle an open line is said, too: it is for whoever takes the photo.
    """
    findings = by_name(analysis.assessment.findings)
    made: list[Line] = []
    for line in find_verdict(analysis.assessment):
        finding = findings.get(line.measurement)
        measured = analysis.measurements.get(line.measurement)
        scale, drawing = None, ""
        if finding is not None and measured is not None:
            scale, drawing = find_scale(finding, measured), scale_svg(finding, measured)
        made.append(
            Line(
                title=line_title(line),
                state=line.state,
                sign=SYMBOLS[line.state],
                words=upper_first(line_words(line)),
                sentence=people_sentence(line),
                step=settle_sentence(line) if with_steps else "",
                scale=scale,
                drawing=drawing,
            )
        )
    return tuple(made)


def change_lines(
    steps: Mapping[Region, Step | None], others: Sequence[Step] = ()
) -> tuple[Line, ...]:
    """What changed: one line for each region, then one for every other change.

    Parameters
    ----------
    steps : mapping of str to Step or None
        None where there is one value only.
    others : sequence of Step
        See :func:`posture.studio.history.course.other_changes`.
    """
    regions = (_region_line(region, step) for region, step in steps.items())
    return (*regions, *(_change_line(title(one.measurement), one) for one in others))


def _region_line(region: Region, step: Step | None) -> Line:
    if step is not None:
        return _change_line(line_heading(region, step.measurement), step)
    name = knowledge().verdict[region].title
    return Line(name, "not_measured", SYMBOLS["not_measured"], tr("Measured once only"))


def _change_line(name: str, step: Step) -> Line:
    bar = None
    drawing = ""
    if step.change is not None and step.outcome != "cannot_compare":
        drawn = change_bar(step.change)
        bar = ChangeBar(drawn, under_bar(step.change)) if drawn else None
        drawing = change_svg(step.change)
    return Line(
        title=name,
        state=step.outcome,
        sign=OUTCOME_SIGNS[step.outcome],
        words=upper_first(outcome_words(step)),
        sentence=outcome_numbers(step),
        bar=bar,
        drawing=drawing,
    )


def change_headline(steps: Mapping[Region, Step | None], others: Sequence[Step] = ()) -> str:
    """The changes of a client in a sentence; parameters as :func:`change_lines` takes them."""
    lines = [step for step in steps.values() if step]
    changed = [*(step for step in lines if step.outcome == "changed"), *others]
    unknown = sum(step.outcome == "cannot_compare" for step in lines)
    if changed:
        what = ", ".join(mid_sentence(title(step.measurement)) for step in changed)
        said = tr("Changed: {what}.").format(what=what)
    elif any(step.outcome == "not_distinguishable" for step in lines):
        said = tr("No change is large enough to be told from error.")
    else:
        return tr("These visits cannot be compared.")
    if not unknown:
        return said
    rest = tr("Cannot compare: {count} of {all}.").format(count=unknown, all=len(steps))
    return f"{said} {rest}"
