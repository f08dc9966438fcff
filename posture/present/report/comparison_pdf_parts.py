"""The blocks of the page that shows what has changed, from the photos down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posture.i18n.language import tr, upper_first
from posture.present import comparison_wording as words
from posture.present.charts.change_strip import change_bar, under_bar
from posture.present.report.pdf_frame import heading, size_within
from posture.present.report.pdf_page import ACCENT, INK, LEFT, LINE, MUTED, RIGHT, SOFT
from posture.present.wording import title

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from posture.analysis.comparison import Change
    from posture.present.report.parts import RangeBar
    from posture.present.report.pdf_page import Colour, Page

_GAP = 5.0
"""Between columns, millimetres."""
_FEW = 4
"""So many changes stand below each other, more in two columns."""
_BLIND: Colour = (203, 211, 214)
_BAR = 0.4
"""Share of its column that a bar takes."""
_CALM = 22.0
"""Height of a place without its picture where neither has one; no less anywhere."""

Missing = tuple[tuple[str, ...], str]
"""Titles of what is not measured, and why."""


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that the page shows, sorted."""

    names: tuple[str, ...]
    pictures: tuple[tuple[bytes | None, str], ...]
    date: str
    judged: bool
    reading: str
    known: tuple[Change, ...]
    missing: tuple[Missing, ...]

    @property
    def counted(self) -> tuple[Change, ...]:
        """What counts; nothing where nothing is judged."""
        return tuple(one for one in self.known if self.judged and one.exceeds_mdc)

    @property
    def small(self) -> tuple[Change, ...]:
        """What is too small to tell; nothing where nothing is judged."""
        return tuple(one for one in self.known if self.judged and not one.exceeds_mdc)


def photos_block(page: Page, told: Told, y: float, tall: float) -> float:
    """Both side by side; where the taller one ends."""
    width, bottoms = _column(2), [y]
    places = (tr("Earlier"), tr("Later"))
    for i, (place, name) in enumerate(zip(places, told.names, strict=True)):
        x = LEFT + i * (width + _GAP)
        top = page.text(place, x, y, width, size=9.6, bold=True)
        bottoms.append(page.text(name, x, top, width, size=6.8, colour=MUTED) + page.scale)
    top = max(bottoms)
    sizes = [size_within(data, width, tall) for data, _ in told.pictures if data is not None]
    # Where a picture is missing, its place is as large as the other's, with room for words.
    wide, high = sizes[0] if sizes else (width, _CALM * page.scale)
    wide, high = max(wide, width / 2), max(high, _CALM * page.scale)
    for i, (data, alt) in enumerate(told.pictures):
        x = LEFT + i * (width + _GAP)
        if data is None:
            _without(page, x, top, wide, high)
            bottoms.append(top + high)
        else:
            shown = size_within(data, width, tall)
            page.image(data, x, top, *shown, alt)
            bottoms.append(top + shown[1])
    return max(bottoms)


def _without(page: Page, x: float, y: float, width: float, height: float) -> None:
    """What stands in place of a picture."""
    page.rectangle(x, y, width, height, SOFT, 2)
    sentence = tr(
        "A stored analysis holds no picture. Its numbers are all that the comparison needs."
    )
    page.text(sentence, x + 8, y + height / 2 - 4, width - 16, size=7.4, colour=MUTED, align="C")


def changes_block(page: Page, told: Told, y: float) -> float:
    """What counts; under 18 every number, without a word on any of them."""
    if not told.judged:
        y = page.text(tr(words.UNDER_18), LEFT, y, RIGHT - LEFT, size=7.6) + 2 * page.scale
        return numbers_list(page, [one for one in told.known if words.number(one)], y, columns=2)
    if not told.counted:
        calm = tr("Nothing has changed by so much that these two photos could show it.")
        return page.text(calm, LEFT, y, RIGHT - LEFT, size=8.4, bold=True)
    columns = 1 if len(told.counted) <= _FEW else 2
    y = _grid(told.counted, y, columns, lambda one, x, y, width: _counted(page, one, x, y, width))
    key = tr("Bars: the band is what is too small to tell, the dot is this change with its error.")
    return page.text(key, LEFT, y, RIGHT - LEFT, size=5.8, colour=MUTED)


def _grid(
    changes: Sequence[Change],
    y: float,
    columns: int,
    draw: Callable[[Change, float, float, float], float],
) -> float:
    """Row after row, each as high as its highest cell; where the last one ends."""
    width = _column(columns)
    for i in range(0, len(changes), columns):
        cells = enumerate(changes[i : i + columns])
        y = max(draw(one, LEFT + j * (width + _GAP), y, width) for j, one in cells)
    return y


def _column(columns: int) -> float:
    return (RIGHT - LEFT - _GAP * (columns - 1)) / columns


def _counted(page: Page, one: Change, x: float, y: float, width: float) -> float:
    """One change that counts: title and number, a bar beside them, and what moved."""
    step, wide, number = page.scale, _BAR * width, _number(one)
    page.line(x, y, x + width, y, LINE)
    y += 1.1 * step
    bar = change_bar(one)
    if bar is not None:
        _bar(page, bar, under_bar(one), (x + width - wide, y + 0.8 * step, wide))
    beside = width - (wide + 3 if bar is not None else 0)
    y = page.text(title(one.name), x, y, beside, size=7.8, bold=True)
    y = page.text(number, x, y, beside, size=9.4, bold=True, colour=ACCENT)
    said = f"{upper_first(words.seen(one))}. {words.from_when(one)}"
    return page.text(said, x, y, width, size=6.6) + 1.1 * step


def _number(one: Change) -> str:
    """With a minus that is no hyphen, as under the bars."""
    return words.number(one).replace("-", "\N{MINUS SIGN}")


def _bar(
    page: Page, bar: RangeBar, under: tuple[str, str, str], at: tuple[float, float, float]
) -> None:
    """The band of what is too small, zero, and the change with its error."""
    x, y, width = at
    thick = 3.2 * page.scale
    middle, low, high = y + thick / 2, x + bar.low * width, x + bar.high * width
    page.line(x, middle, x + width, middle, LINE, 0.3)
    page.rectangle(low, y, high - low, thick, _BLIND, 0.8)
    page.line(x + width / 2, y - 0.5, x + width / 2, y + thick + 0.5, MUTED, 0.3)
    page.line(x + bar.least * width, middle, x + bar.most * width, middle, INK, 0.5)
    page.dot(x + bar.value * width, middle, 1.15 * page.scale, INK)
    below, size = y + thick + 0.6 * page.scale, 5.4
    page.text(under[0], low - 20, below, 20, size=size, colour=MUTED, align="R")
    page.text(under[2], high, below, 20, size=size, colour=MUTED)
    if page.width(under[1], size) < high - low:
        page.text(under[1], low, below, high - low, size=size, colour=MUTED, align="C")


def numbers_list(page: Page, changes: Sequence[Change], y: float, *, columns: int) -> float:
    """Title and number of each, in narrow columns."""

    def cell(one: Change, x: float, y: float, width: float) -> float:
        number = _number(one) or tr("in words only")
        room = page.width(number, 6.8) + 1
        page.text(number, x + width - room, y, room, size=6.8, colour=INK, align="R")
        return page.text(title(one.name), x, y, width - room - 2, size=6.8, colour=MUTED)

    return _grid(changes, y, columns, cell)


def unmeasured(page: Page, missing: Sequence[Missing], y: float) -> float:
    """What one of the photos does not show, and why."""
    count = sum(len(titles) for titles, _ in missing)
    y = heading(page, tr("Not measured in both photos ({count})").format(count=count), LEFT, y)
    for titles, why in missing:
        y = page.run([(", ".join(titles), True), (f": {why}" if why else "", False)], y, size=6.4)
    return y
