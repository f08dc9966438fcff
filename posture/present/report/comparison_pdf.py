"""What has changed between two photos as one A4 page to hand over."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from posture.assess.knowledge import knowledge
from posture.files.comparison import comparison_csv, comparison_json
from posture.i18n.language import tr
from posture.present import comparison_wording as words
from posture.present.report.comparison_pdf_parts import (
    Told,
    changes_block,
    numbers_list,
    photos_block,
    unmeasured,
)
from posture.present.report.model import made_by, picture_alt, short_name
from posture.present.report.pdf_frame import BOTTOM, clip, first_that_fits, foot, head, heading
from posture.present.report.pdf_page import LEFT, MUTED, RIGHT, Page
from posture.present.wording import title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posture.analysis.comparison import Comparison
    from posture.present.report.comparison_pdf_parts import Missing

_SIZES = ((1.1, 128.0), (1.06, 124.0), (1.0, 116.0), (0.94, 104.0), (0.88, 92.0), (0.82, 80.0),
          (0.76, 64.0))  # fmt: skip
"""Scale of the type, and most height of a picture in millimetres."""
_CLIPPED = (160, 80, 40)
"""Most characters of a reason, tried where even the smallest type leaves too little room."""
_LEAST_AIR, _MOST_AIR = 6.0, 5.0
"""Millimetres kept from the pictures for all gaps together, and the most that one gap takes."""


def change_pdf(
    comparison: Comparison,
    pictures: Sequence[bytes | None],
    *,
    date: datetime.date | None = None,
) -> bytes:
    """Write a comparison as a PDF of exactly one A4 page.

    Parameters
    ----------
    comparison : Comparison
    pictures : sequence of bytes or None
        Both annotated pictures as JPEG or PNG; None for a stored analysis, which holds none.
    date : datetime.date, optional
        Of the page; without it none is shown.

    Returns
    -------
    bytes
        The same input gives the same bytes. What is long is set smaller, beside smaller pictures;
        then the reasons of what is not measured are shortened.

    Raises
    ------
    PostureError
        No typeface was found.
    """
    told = _told(comparison, pictures, date=date)
    attempts = [_Attempt(told, *size) for size in _SIZES]
    attempts += [_Attempt(_shortened(told, most), *_SIZES[-1]) for most in _CLIPPED]
    trial = Page(1.0)
    chosen = first_that_fits(attempts, lambda one: _spare(trial, one))
    # What is left over goes to the pictures, but for a little between the blocks.
    chosen = replace(chosen, tall=chosen.tall + max(_spare(trial, chosen) - _LEAST_AIR, 0.0))
    air = min(max(_spare(trial, chosen), 0.0) / _gaps(told), _MOST_AIR)
    trial.close()
    page = Page(chosen.scale, air)
    _compose(page, chosen)
    foot(page, knowledge().programme.footer, made_by(comparison.after.provenance))
    page.describe(": ".join((tr("Before and after"), ", ".join(told.names))), date)
    return page.finish()


def change_files(
    comparison: Comparison,
    pictures: Sequence[bytes | None],
    *,
    date: datetime.date | None = None,
) -> dict[str, bytes]:
    """Make every file of a comparison in memory.

    Parameters
    ----------
    comparison, pictures
        As :func:`change_pdf` takes them.
    date : datetime.date, optional
        Today by default.

    Returns
    -------
    dict of str to bytes
        File name to content.
    """
    day = date or datetime.date.today()
    return {
        "change.pdf": change_pdf(comparison, pictures, date=day),
        "change.json": comparison_json(comparison).encode(),
        "change.csv": comparison_csv(comparison).encode(),
    }


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One way to set the page."""

    told: Told
    scale: float
    tall: float


def _told(
    comparison: Comparison,
    pictures: Sequence[bytes | None],
    *,
    date: datetime.date | None,
) -> Told:
    photos = comparison.photos
    return Told(
        names=tuple(short_name(one.photo.name) for one in photos),
        pictures=tuple(
            (picture, picture_alt(one)) for picture, one in zip(pictures, photos, strict=True)
        ),
        date=date.isoformat() if date else "",
        judged=comparison.judged,
        reading=words.reading(comparison),
        known=tuple(one for one in comparison.changes.values() if not math.isnan(one.value)),
        missing=_missing(comparison),
    )


def _missing(comparison: Comparison) -> tuple[Missing, ...]:
    """What has the same reason stands together: an arm in the way hides several."""
    grouped: dict[str, list[str]] = {}
    for name, one in comparison.changes.items():
        if math.isnan(one.value):
            grouped.setdefault(words.why_missing(name, comparison.photos), []).append(title(name))
    return tuple((tuple(titles), why) for why, titles in grouped.items())


def _shortened(told: Told, most: int) -> Told:
    return replace(told, missing=tuple((one, clip(why, most)) for one, why in told.missing))


def _spare(trial: Page, attempt: _Attempt) -> float:
    """Room left at the bottom, millimetres; negative where it does not fit."""
    trial.resize(attempt.scale)
    return BOTTOM - _compose(trial, attempt)


def _gaps(told: Told) -> int:
    """How many gaps between blocks can take spare room."""
    return 3 + bool(told.small) + bool(told.missing)


def _compose(page: Page, attempt: _Attempt) -> float:
    """Draw everything above the footer; where it ends."""
    told = attempt.told
    y = head(page, tr("Before and after"), told.date)
    y = photos_block(page, told, y, attempt.tall) + page.gap
    y = heading(page, tr("What has changed"), LEFT, y)
    y = page.text(told.reading, LEFT, y, RIGHT - LEFT, size=6.6, colour=MUTED) + page.scale
    y = changes_block(page, told, y) + page.gap
    if told.small:
        count = len(told.small)
        y = heading(page, tr("Too small to tell ({count})").format(count=count), LEFT, y)
        y = numbers_list(page, told.small, y, columns=3) + page.gap
    if told.missing:
        y = unmeasured(page, told.missing, y) + page.gap
    how = " ".join(words.how_to_read(judged=told.judged))
    return page.text(how, LEFT, y, RIGHT - LEFT, size=6.4, colour=MUTED)
