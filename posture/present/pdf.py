"""The report as one A4 page to hand over."""

from __future__ import annotations

import datetime
import io
from bisect import bisect_left
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from PIL import Image

from posture.language import tr
from posture.present.pdf_page import ACCENT, LEFT, MUTED, RIGHT, SOFT, Page
from posture.present.pdf_parts import (
    exercises,
    findings,
    imbalances,
    screening,
    stop,
    week,
)

if TYPE_CHECKING:
    from posture.present.report_parts import ReportModel

_BOTTOM = 280.0
_FOOTER = 282.5
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
    attempts += [_Attempt(_clip(model, most), _SMALL[-1], steps=False) for most in _CLIPPED]
    # Each needs less room than the one before, so the first that fits is found by halving.
    first = bisect_left(attempts, True, hi=len(attempts) - 1, key=lambda one: _spare(one) >= 0)
    chosen = attempts[first]
    # What is left over goes between the blocks.
    air = min(max(_spare(chosen), 0.0) / _BLOCKS, _MOST_AIR)
    page = Page(chosen.scale, air)
    _compose(page, chosen.model, chosen.steps)
    _foot(page, model)
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


def _spare(attempt: _Attempt) -> float:
    """Room left at the bottom, millimetres; negative where it does not fit."""
    page = Page(attempt.scale)
    bottom = _compose(page, attempt.model, attempt.steps)
    page.close()
    return _BOTTOM - bottom


def _compose(page: Page, model: ReportModel, steps: bool) -> float:
    """Draw everything above the footer; where it ends."""
    top = _head(page, model)
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


def _head(page: Page, model: ReportModel) -> float:
    page.text(tr("Posture report").upper(), LEFT, 9.5, 100, size=6.5, bold=True, colour=ACCENT)
    facts = " · ".join(part for part in (model.facing, model.date) if part)
    page.text(facts, RIGHT - 80, 14.6, 80, size=7.5, colour=MUTED, align="R")
    size = 15.0
    while page.width(model.photo_name, size, bold=True) > 110 and size > 7:
        size -= 0.5
    page.text(model.photo_name, LEFT, 12.6, 112, size=size, bold=True)
    page.line(LEFT, 21.0, RIGHT, 21.0, ACCENT, 0.5)
    return 24.0


def _picture(page: Page, model: ReportModel, y: float) -> tuple[float, float]:
    """Draw the picture; where it ends and where the column beside it begins."""
    with Image.open(io.BytesIO(model.picture)) as picture:
        aspect = picture.width / picture.height
    height = min(_PICTURE * page.scale, _WIDEST / aspect)
    width = height * aspect
    page.image(model.picture, LEFT, y, width, height, model.picture_alt)
    return y + height, LEFT + width + 6


def _foot(page: Page, model: ReportModel) -> None:
    """On its place at the foot of the page, in a size of its own."""
    page.rectangle(LEFT, _FOOTER - 0.8, RIGHT - LEFT, 0.25, SOFT)
    scale, page.scale = page.scale, 1.0
    y = page.text(model.plan.footer, LEFT, _FOOTER, RIGHT - LEFT, size=5.8, colour=MUTED)
    page.text(model.made_by, LEFT, y, RIGHT - LEFT, size=5.2, colour=MUTED)
    page.scale = scale


def _clip(value: Any, most: int) -> Any:
    """The same with every text in it cut to a length."""
    if isinstance(value, str):
        return value if len(value) <= most else value[: most - 1].rstrip() + "…"
    if isinstance(value, tuple):
        return tuple(_clip(one, most) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{f.name: _clip(getattr(value, f.name), most) for f in fields(value)}
        )
    return value
