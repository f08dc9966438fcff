"""The blocks of the one-page report, from the findings down to the week."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from posture.i18n.language import mid_sentence, short_days, tr, upper_first
from posture.present.report.model import ANSWERED
from posture.present.report.pdf_frame import heading
from posture.present.report.pdf_page import ACCENT, BAND, INK, LEFT, LINE, MUTED, RIGHT, SOFT, WHITE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posture.present.report.parts import (
        CheckCard,
        ExerciseCard,
        FindingRow,
        ImbalanceCard,
        PlanText,
        RangeBar,
        ReportModel,
    )
    from posture.present.report.pdf_page import Colour, Page

TIER_COLOURS: dict[str, Colour] = {
    "typical": (34, 105, 63),
    "mild": (122, 90, 0),
    "moderate": (154, 74, 0),
    "marked": (163, 51, 0),
}
_MOST_ROWS = 6
_BAR = 34.0
_COLUMN_GAP = 4.0


def findings(page: Page, model: ReportModel, x: float, y: float) -> float:
    """What the photo shows, beside the picture, then what it cannot tell."""
    y = heading(page, tr("What this photo shows"), x, y)
    notable = [row for row in model.spoken if row.tier != "typical"]
    calm = [row for row in model.spoken if row.tier == "typical"]
    rows = (notable + calm)[:_MOST_ROWS]
    for row in rows:
        y = _finding(page, row, x, y)
    width = RIGHT - x
    rest = [f"{row.title} ({row.tier_words})" for row in (notable + calm)[_MOST_ROWS:]]
    if rest:
        also = tr("Also: {findings}.").format(findings=", ".join(rest))
        y = page.text(also, x, y, width, size=6.4, colour=MUTED)
    if any(row.bar for row in rows):
        key = tr("Bars: the band is where most people lie, the mark is this photo with its error.")
        y = page.text(key, x, y, width, size=5.8, colour=MUTED)
    if model.pattern:
        y += page.scale
        look = tr("The overall look, with low confidence: {look}").format(look=model.pattern.text)
        y = page.text(look, x, y, width, size=6.4)
    y = _unsettled(page, model, x, y + 1.8 * page.scale)
    notices = " ".join(notice.text for notice in model.notices)
    return page.text(notices, x, y + 0.8 * page.scale, width, size=6.2, colour=MUTED)


def _finding(page: Page, row: FindingRow, x: float, y: float) -> float:
    step, width = page.scale, RIGHT - x
    page.line(x, y, RIGHT, y, LINE)
    y += 0.9 * step
    bar_x = RIGHT - _BAR
    page.text(row.tier_words, bar_x, y, _BAR, size=7.4, bold=True, align="R",
              colour=TIER_COLOURS.get(row.tier, INK))  # fmt: skip
    y = page.text(row.title, x, y, width - _BAR, size=7.8, bold=True)
    if row.number:
        if row.bar:
            _range_bar(page, row.bar, bar_x, y + 0.5 * step)
        page.text(row.number, x, y, 32, size=9, bold=True)
        shift = page.width(row.number, 9, bold=True) + 3
        usual = tr("most people {range}").format(range=row.typical) if row.typical else ""
        page.text(usual, x + shift, y + 0.6 * step, bar_x - x - shift, size=6.6, colour=MUTED)
        y += 4.3 * step
    outside = row.bar is not None and not row.bar.low <= row.bar.value <= row.bar.high
    if row.tier != "typical" or outside or not row.number:
        y = page.text(_first_sentence(row.text), x, y, width, size=6.4, colour=MUTED)
    return y + 0.9 * step


def _range_bar(page: Page, bar: RangeBar, x: float, y: float) -> None:
    middle, thick = y + 1.3 * page.scale, 2.6 * page.scale
    page.rectangle(x, middle - 0.35, _BAR, 0.7, LINE, 0.35)
    page.rectangle(x + bar.low * _BAR, y, (bar.high - bar.low) * _BAR, thick, BAND, 0.8)
    page.line(x + bar.least * _BAR, middle, x + bar.most * _BAR, middle, INK, 0.3)
    value = x + bar.value * _BAR
    page.line(value, y - 0.3, value, y + thick + 0.3, INK, 0.7)


def _unsettled(page: Page, model: ReportModel, x: float, y: float) -> float:
    if not model.unsettled:
        return y
    names = ", ".join(mid_sentence(row.title) for row in model.unsettled)
    width = RIGHT - x
    y = page.text(tr("What it cannot tell"), x, y, width, size=7.8, bold=True)
    words = f"{upper_first(names)}."
    if model.hints:
        settle = tr("What would settle most of it: {hints}").format(hints=" ".join(model.hints))
        words = f"{words} {settle}"
    return page.text(words, x, y + 0.3 * page.scale, width, size=6.4, colour=MUTED)


def imbalances(page: Page, cards: Sequence[ImbalanceCard], y: float) -> float:
    """Side by side, each with one self-check."""
    if not cards:
        return y
    y = heading(page, tr("Muscle pairs that these findings may point to"), LEFT, y)
    note = tr("Hypotheses to test, not results: a photo cannot measure muscles.")
    y = page.text(note, LEFT, y, RIGHT - LEFT, size=6.4, colour=MUTED) + 0.8 * page.scale
    width = (RIGHT - LEFT - _COLUMN_GAP * (len(cards) - 1)) / len(cards)
    ends = [
        _imbalance(page, card, LEFT + i * (width + _COLUMN_GAP), y, width)
        for i, card in enumerate(cards)
    ]
    return max(ends) + page.gap


def _imbalance(page: Page, card: ImbalanceCard, x: float, y: float, width: float) -> float:
    suggested = card.standing == "suggested"
    page.rectangle(x, y, width, 0.8, ACCENT if suggested else LINE)
    y = page.text(card.title, x, y + 1.6 * page.scale, width, size=7.8, bold=True)
    y = page.text(upper_first(card.standing_words), x, y, width, size=6.6, bold=suggested,
                  colour=ACCENT if suggested else MUTED)  # fmt: skip
    grade = tr("Evidence grade {grade}").format(grade=card.grade)
    y = page.text(grade, x, y, width, size=6.4, colour=MUTED)
    check = _next_check(card.checks)
    if check is None:
        return y
    words = tr("Self-check: {title}.").format(title=check.title)
    words = f"{words} {check.question} {check.answer or check.meaning}"
    return page.text(words, x, y + 0.5 * page.scale, width, size=6.4)


def _next_check(checks: Sequence[CheckCard]) -> CheckCard | None:
    """The first that is still open; else the first."""
    return next((c for c in checks if not c.answer), checks[0] if checks else None)


def screening(page: Page, plan: PlanText, y: float) -> float:
    """Every question while they are open; afterwards those with a yes and what follows."""
    y = heading(page, tr("Before any exercise"), LEFT, y)
    y = page.text(plan.clearance_words, LEFT, y, RIGHT - LEFT, size=6.8, bold=True)
    y += 0.5 * page.scale
    for urgency, questions in plan.screening:
        asked = [q for q in questions if plan.clearance == "not_asked" or q.answer == "yes"]
        if not asked:
            continue
        parts = [(f"{urgency}.", True)]
        for q in asked:
            parts.append((f"  {'☑' if q.answer == 'yes' else '☐'} {q.question}", False))
            if q.answer:
                parts.append((" ".join(("", ANSWERED[q.answer], q.advice)), True))
        y = page.run(parts, y, size=6.2) + 0.5 * page.scale
    return y + page.gap - 0.5 * page.scale


def stop(page: Page, plan: PlanText, y: float) -> float:
    """What stands in place of a plan."""
    y = heading(page, plan.heading, LEFT, y)
    y = page.text(plan.stop_text, LEFT, y, RIGHT - LEFT, size=9, bold=True) + page.scale
    return page.text(plan.rationale, LEFT, y, RIGHT - LEFT, size=7)


def exercises(page: Page, plan: PlanText, y: float, *, steps: bool) -> float:
    """Side by side with their drawings."""
    y = heading(page, plan.heading, LEFT, y)
    y = page.text(plan.rationale, LEFT, y, RIGHT - LEFT, size=6.6, colour=MUTED) + page.scale
    # Columns as for five, so that few exercises are not blown up.
    columns = max(len(plan.exercises), 4)
    width = (RIGHT - LEFT - _COLUMN_GAP * (columns - 1)) / columns
    ends = [
        _exercise(page, one, LEFT + i * (width + _COLUMN_GAP), y, width, steps)
        for i, one in enumerate(plan.exercises)
    ]
    return max(ends) + 2 * page.scale


def _exercise(
    page: Page, one: ExerciseCard, x: float, y: float, width: float, steps: bool
) -> float:
    import typst

    from posture.present.figures.figures import figure_svg, has_figure

    tall = width / 2 * min(page.scale, 1)
    if has_figure(one.id):
        wide = 2 * tall
        source = (
            b"#set page(width: 240pt, height: 120pt, margin: 0pt)\n#image(bytes(sys.inputs.svg))"
        )
        svg = figure_svg(one.id, ink="#22303c")
        png = typst.compile(source, format="png", ppi=144, sys_inputs={"svg": svg})
        assert isinstance(png, bytes)
        page.image(png, x + (width - wide) / 2, y, wide, tall, one.title)
    y += tall + 0.8 * page.scale
    _number(page, one.number, x, y)
    y = page.text(one.title, x + 4.6 * page.scale, y, width - 4.6 * page.scale, size=7.2, bold=True)
    y = page.text(f"{one.dose}, {one.often}", x, y + 0.3 * page.scale, width, size=6.5, bold=True,
                  colour=ACCENT)  # fmt: skip
    if steps:
        y = page.text(" ".join(one.steps), x, y, width, size=6)
    return page.text(" ".join(one.avoid), x, y, width, size=6, colour=MUTED)


def _number(page: Page, number: int, x: float, y: float) -> None:
    side = 3.6 * page.scale
    page.rectangle(x, y, side, side, ACCENT, side / 2)
    page.text(str(number), x, y + 0.35 * page.scale, side, size=6.2, bold=True, colour=WHITE,
              align="C")  # fmt: skip


def week(page: Page, plan: PlanText, y: float) -> float:
    """A strip of seven days, the phases, and when to take the next photo."""
    step = page.scale
    cell = (RIGHT - LEFT) / max(len(plan.week), 1)
    for i, (day, name) in enumerate(zip(plan.week, short_days(), strict=False)):
        x = LEFT + i * cell
        tall = 7.2 * step
        page.rectangle(x, y, cell - 1.2, tall, SOFT, 1)
        page.text(name, x, y + 0.6 * step, cell - 1.2, size=6.2, bold=True, align="C")
        does = " · ".join(map(str, day.exercises)) or tr("rest")
        page.text(does, x, y + 3.6 * step, cell - 1.2, size=6.4, align="C")
    y += 8.2 * step if plan.week else 0
    y = page.text(" ".join(plan.phases), LEFT, y, RIGHT - LEFT, size=6.2)
    y = page.text(plan.again, LEFT, y + 0.4 * step, RIGHT - LEFT, size=6.6, bold=True)
    return page.text(plan.expect, LEFT, y, RIGHT - LEFT, size=6.2, colour=MUTED)


def _first_sentence(text: str) -> str:
    """Up to the first full stop that ends a sentence, not one inside a number."""
    return re.split(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ])", text, maxsplit=1)[0]
