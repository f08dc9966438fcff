"""The chart of one measurement over a client's visits, as SVG."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from posture.assess.finding_text import with_unit
from posture.assess.knowledge import knowledge
from posture.i18n.language import format_number, format_short_day, tr
from posture.present.charts import BAND, DOT, INK
from posture.present.wording import title
from posture.studio.history.wording import series_alt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posture.measure.measurement import Unit
    from posture.studio.history.course import Entry, Series

WIDTH, HEIGHT = 460.0, 200.0
"""Small, so that a phone does not make the letters too small to read."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 64.0, 32.0, 12.0, 34.0
_NEAREST_DATES = 100.0
"""Least distance of two dates under the axis."""
_TICKS, _NEAR = 4, 0.65
"""Numbers at the axis, and the least share of the distance between them that is near enough."""
_AIR = 0.08
"""Free share of the height above and below what is drawn."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One visit in the chart.

    Attributes
    ----------
    entry : Entry
    value, sd : float
        Where it is drawn: the first visit as measured; a later one at the first value plus the
        change, with the error of the change; one that cannot be compared as measured.
    limit : float
        Half the band at this visit: the smallest detectable change since the first, at the first
        that of the next; NaN where nothing can be compared.
    """

    entry: Entry
    value: float
    sd: float
    limit: float


def spots(series: Series) -> tuple[Spot, ...]:
    """Where the visits of a series are drawn; those without a value are left out."""
    first = series.first
    if first is None:
        return ()
    measured = [one for one in series.entries if math.isfinite(one.measurement.value)]
    later = [_spot(one, first.measurement.value) for one in measured[1:]]
    limit = next((one.limit for one in later if math.isfinite(one.limit)), 0.0)
    return (Spot(first, first.measurement.value, first.measurement.sd, limit), *later)


def _spot(entry: Entry, start: float) -> Spot:
    step, own = entry.step, entry.measurement
    if step is None or step.change is None or step.outcome == "cannot_compare":
        return Spot(entry, own.value, own.sd, math.nan)
    return Spot(entry, start + step.change.value, step.change.sd, step.change.mdc)


def chart_svg(series: Series, *, dark: bool = False) -> str:
    """Draw a measurement over a client's visits.

    Parameters
    ----------
    series : Series
    dark : bool
        Whether it will stand on a dark ground.

    Returns
    -------
    str
        An SVG, 460 by 200 units, with a title and a description; an empty string where it was never
        measured. Measurements that are told in words only have no numbers at their axis.
    """
    drawn = spots(series)
    if not drawn:
        return ""
    frame = _Frame.around(drawn)
    ink, dot = INK[dark], DOT[dark]
    dots = "".join(_dot(frame.x(i), frame, one, dot) for i, one in enumerate(drawn))
    name = f"course-{series.measurement}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" '
        f'width="{WIDTH:.0f}" height="{HEIGHT:.0f}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc" font-family="DejaVu Sans, sans-serif" '
        f'font-size="13"><title id="{name}-title">{escape(title(series.measurement))}</title>'
        f'<desc id="{name}-desc">{escape(series_alt(series))}</desc>'
        f"{_band(frame, drawn, BAND[dark])}{_axis(frame, drawn, ink)}"
        f"{_line(frame, drawn, dot)}{dots}</svg>"
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """Days and values to places in the drawing."""

    days: tuple[int, ...]
    low: float
    high: float

    @classmethod
    def around(cls, drawn: Sequence[Spot]) -> _Frame:
        ends = [one.value + sign * one.sd for one in drawn for sign in (-1, 1)]
        start = drawn[0].value
        ends += [
            start + sign * one.limit for one in drawn for sign in (-1, 1) if one.limit == one.limit
        ]
        known = [one for one in ends if math.isfinite(one)]
        air = _AIR * (max(known) - min(known)) or 1.0
        days = tuple(one.entry.occasion.on.toordinal() for one in drawn)
        return cls(days, min(known) - air, max(known) + air)

    def x(self, index: int) -> float:
        wide = WIDTH - _LEFT - _RIGHT
        if len(self.days) == 1:
            return _LEFT + wide / 2
        if len(set(self.days)) < len(self.days):
            return _LEFT + wide * (0.03 + 0.94 * index / (len(self.days) - 1))
        first, last = self.days[0], self.days[-1]
        return _LEFT + wide * (0.03 + 0.94 * (self.days[index] - first) / (last - first))

    def y(self, value: float) -> float:
        tall = HEIGHT - _TOP - _BOTTOM
        return _TOP + tall * (self.high - value) / (self.high - self.low)


def _band(frame: _Frame, drawn: Sequence[Spot], fill: str) -> str:
    """What is too small to tell since the first visit."""
    start = drawn[0].value
    edge = [(frame.x(i), one.limit) for i, one in enumerate(drawn) if one.limit == one.limit]
    if len(edge) < 2:
        return ""
    upper = [f"{x:.1f},{frame.y(start + limit):.1f}" for x, limit in edge]
    lower = [f"{x:.1f},{frame.y(start - limit):.1f}" for x, limit in reversed(edge)]
    return f'<polygon class="band" points="{" ".join(upper + lower)}" fill="{fill}"/>'


def _axis(frame: _Frame, drawn: Sequence[Spot], ink: str) -> str:
    end = HEIGHT - _BOTTOM
    parts = [
        f'<line x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{end}" y2="{end}" stroke="{ink}" '
        'stroke-width="1" opacity="0.6"/>'
    ]
    if _in_numbers(drawn):
        unit = drawn[0].entry.measurement.unit
        parts += [_tick(frame, at, unit, ink) for at in _ticks(frame.low, frame.high)]
    else:
        parts += [
            _text(_LEFT - 8, _TOP + 8, tr("more"), "end", ink),
            _text(_LEFT - 8, end - 2, tr("less"), "end", ink),
        ]
    last = -_NEAREST_DATES
    for i, one in enumerate(drawn):
        x = frame.x(i)
        if x - last < _NEAREST_DATES:
            continue
        last = x
        anchor = "end" if x > WIDTH - _RIGHT - 40 and i else "middle"
        day = format_short_day(one.entry.occasion.on)
        parts.append(
            _text(min(x + (28 if anchor == "end" else 0), WIDTH - 2), end + 20, day, anchor, ink)
        )
    return "".join(parts)


def _in_numbers(drawn: Sequence[Spot]) -> bool:
    """Whether changes may be told in numbers: however small the errors, as for one change."""
    first = drawn[0].entry.measurement
    palpated = all(one.entry.measurement.palpated for one in drawn)
    return knowledge().metric(first.name).shows_degrees(palpated=palpated, sd=math.inf)


def _ticks(low: float, high: float) -> list[float]:
    """Round values within an interval, about four."""
    raw = (high - low) / _TICKS
    size = 10.0 ** math.floor(math.log10(raw))
    step = next(size * by for by in (1, 2, 5, 10) if size * by >= _NEAR * raw)
    first = math.ceil(low / step)
    return [k * step for k in range(first, math.floor(high / step) + 1)]


def _tick(frame: _Frame, at: float, unit: Unit, ink: str) -> str:
    y = frame.y(at)
    places = 0 if at == round(at) else 1
    return (
        f'<line x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{ink}" '
        'stroke-width="0.5" opacity="0.3"/>'
        + _text(_LEFT - 8, y + 4, with_unit(format_number(at, places), unit), "end", ink)
    )


def _line(frame: _Frame, drawn: Sequence[Spot], colour: str) -> str:
    """A thin line through the visits that can be compared."""
    joined = [(i, one) for i, one in enumerate(drawn) if one.limit == one.limit]
    points = " ".join(f"{frame.x(i):.1f},{frame.y(one.value):.1f}" for i, one in joined)
    return (
        f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.2" '
        'opacity="0.55"/>'
    )


def _dot(x: float, frame: _Frame, one: Spot, colour: str) -> str:
    comparable = one.limit == one.limit
    fill = colour if comparable else "none"
    error = ""
    if math.isfinite(one.sd):
        low, high = frame.y(one.value - one.sd), frame.y(one.value + one.sd)
        error = (
            f'<line class="error" x1="{x:.1f}" x2="{x:.1f}" y1="{low:.1f}" y2="{high:.1f}" '
            f'stroke="{colour}" stroke-width="2.5" stroke-linecap="round"/>'
        )
    kind = "visit" if comparable else "visit open"
    return (
        f'{error}<circle class="{kind}" cx="{x:.1f}" cy="{frame.y(one.value):.1f}" r="5.5" '
        f'fill="{fill}" stroke="{colour}" stroke-width="2"/>'
    )


def _text(x: float, y: float, words: str, anchor: str, ink: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{ink}" text-anchor="{anchor}">{escape(words)}</text>'
    )
