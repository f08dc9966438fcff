"""The report as one A4 page to hand over."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posture.i18n.language import tr
from posture.present.report.pdf_frame import BOTTOM, clip, first_that_fits, foot, head, size_within
from posture.present.report.pdf_page import LEFT, Page
from posture.present.report.pdf_parts import (
    exercises,
    findings,
    imbalances,
    screening,
    stop,
    week,
)

if TYPE_CHECKING:
    from posture.present.report.parts import ReportModel

_PICTURE = 90.0
_WIDEST = 66.0
_BLOCKS = 4
"""Gaps between blocks that can take spare room."""
_MOST_AIR = 4.0
_SCALES = (1.06, 1.0, 0.94, 0.88, 0.82)
_SMALL = (0.88, 0.82, 0.76)
"""Sizes without the steps of the exercises."""
_CLIPPED = (160, 80, 40)
"""Most characters per text, tried where even the smallest type leaves too little room."""


def render_pdf(model: ReportModel) -> bytes:
    """Write the report as a PDF of exactly one A4 page.

    Parameters
    ----------
    model : ReportModel

    Returns
    -------
    bytes
        The same model gives the same bytes. Long texts are set smaller, then without the steps of
        the exercises, then shortened; the web page has all of them.

    Raises
    ------
    PostureError
        No typeface was found.
    """
    attempts = [_Attempt(model, scale, steps=True) for scale in _SCALES]
    attempts += [_Attempt(model, scale, steps=False) for scale in _SMALL]
    attempts += [_Attempt(clip(model, most), _SMALL[-1], steps=False) for most in _CLIPPED]
    trial = Page(1.0)
    chosen = first_that_fits(attempts, lambda one: _spare(trial, one))
    # What is left over goes between the blocks.
    air = min(max(_spare(trial, chosen), 0.0) / _BLOCKS, _MOST_AIR)
    trial.close()
    page = Page(chosen.scale, air)
    _compose(page, chosen.model, chosen.steps)
    foot(page, model.plan.footer, model.made_by)
    page.describe(
        tr("Posture report: {name}").format(name=model.photo_name),
        datetime.date.fromisoformat(model.date) if model.date else None,
    )
    return page.finish()


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One way to set the page."""

    model: ReportModel
    scale: float
    steps: bool


def _spare(trial: Page, attempt: _Attempt) -> float:
    """Room left at the bottom, millimetres; negative where it does not fit."""
    trial.resize(attempt.scale)
    return BOTTOM - _compose(trial, attempt.model, attempt.steps)


def _compose(page: Page, model: ReportModel, steps: bool) -> float:
    """Draw everything above the footer; where it ends."""
    top = head(page, model.photo_name, " · ".join(filter(None, (model.facing, model.date))))
    left_end, column = _picture(page, model, top)
    right_end = findings(page, model, column, top)
    y = max(left_end, right_end) + page.gap
    y = imbalances(page, model.imbalances, y)
    plan = model.plan
    # The questions stand before the exercises, on paper as everywhere.
    y = screening(page, plan, y)
    if not plan.exercises:
        return stop(page, plan, y)
    y = exercises(page, plan, y, steps=steps)
    return week(page, plan, y)


def _picture(page: Page, model: ReportModel, y: float) -> tuple[float, float]:
    """Draw the picture; where it ends and where the column beside it begins."""
    width, height = size_within(model.picture, _WIDEST, _PICTURE * page.scale)
    page.image(model.picture, LEFT, y, width, height, model.picture_alt)
    return y + height, LEFT + width + 6
