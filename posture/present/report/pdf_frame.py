"""What every page to hand over has: the line at its top, headings, the foot, a size that fits."""

from __future__ import annotations

import io
from bisect import bisect_left
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from PIL import Image

from posture.i18n.language import tr
from posture.present.report.pdf_page import ACCENT, LEFT, MUTED, RIGHT, SOFT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from posture.present.report.pdf_page import Page

T = TypeVar("T")

BOTTOM = 280.0
"""Where everything above the foot must end, millimetres."""
_FOOTER = 282.5


def head(page: Page, name: str, facts: str) -> float:
    """What it is, what it is about and the facts beside it; where the page goes on."""
    page.text(tr("Posture report").upper(), LEFT, 9.5, 100, size=6.5, bold=True, colour=ACCENT)
    page.text(facts, RIGHT - 80, 14.6, 80, size=7.5, colour=MUTED, align="R")
    size = 15.0
    while page.width(name, size, bold=True) > 110 and size > 7:
        size -= 0.5
    page.text(name, LEFT, 12.6, 112, size=size, bold=True)
    page.line(LEFT, 21.0, RIGHT, 21.0, ACCENT, 0.5)
    return 24.0


def heading(page: Page, words: str, x: float, y: float) -> float:
    """The heading of a block; where the block begins."""
    return page.text(words, x, y, RIGHT - x, size=9.6, bold=True) + 0.6 * page.scale


def foot(page: Page, footer: str, made_by: str) -> None:
    """On its place at the foot of the page, in a size of its own."""
    page.rectangle(LEFT, _FOOTER - 0.8, RIGHT - LEFT, 0.25, SOFT)
    scale, page.scale = page.scale, 1.0
    y = page.text(footer, LEFT, _FOOTER, RIGHT - LEFT, size=5.8, colour=MUTED)
    page.text(made_by, LEFT, y, RIGHT - LEFT, size=5.2, colour=MUTED)
    page.scale = scale


def size_within(picture: bytes, width: float, height: float) -> tuple[float, float]:
    """Width and height of a picture, as large as the room allows."""
    with Image.open(io.BytesIO(picture)) as opened:
        aspect = opened.width / opened.height
    high = min(height, width / aspect)
    return high * aspect, high


def first_that_fits(attempts: Sequence[T], spare: Callable[[T], float]) -> T:
    """The first way to set a page that leaves room, the last where none does.

    Parameters
    ----------
    attempts : sequence
        Each needs less room than the one before, so the first that fits is found by halving.
    spare : callable
        Room left at the bottom, millimetres; negative where it does not fit.
    """
    last = len(attempts) - 1
    return attempts[bisect_left(attempts, True, hi=last, key=lambda one: spare(one) >= 0)]


def clip(value: Any, most: int) -> Any:
    """The same with every text in it cut to a length."""
    if isinstance(value, str):
        return value if len(value) <= most else value[: most - 1].rstrip() + "…"
    if isinstance(value, tuple):
        return tuple(clip(one, most) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: clip(getattr(value, f.name), most) for f in fields(value)})
    return value
