"""The photo from the front or the back with its level lines."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from posture.assess.findings import by_name
from posture.assess.verdict import is_judged
from posture.body.frontal.view import LINES
from posture.i18n.language import tr
from posture.present.overlay import style
from posture.present.overlay.canvas import Canvas, text_width
from posture.present.overlay.crop import Crop
from posture.present.overlay.labels import Anchor, Rect, arrange, titled
from posture.present.overlay.overlay import dim
from posture.present.overlay.style import Sizes
from posture.present.wording import number

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.analysis.frontal import FrontalAnalysis
    from posture.photo.photo import Photo
    from posture.present.overlay.canvas import Point

_REACH = {"head": 1.7, "shoulders": 0.8, "pelvis": 1.4}
"""Half length of each drawn line, breadths of the line itself."""

ASPECT = 0.88
"""Width to height of the shown part: the person, and beside them a column for labels."""

_LEVELS = {"head": "head_level", "shoulders": "shoulder_level", "pelvis": "pelvis_level"}


def draw_frontal(
    photo: Photo, analysis: FrontalAnalysis, *, height: int = 1400
) -> NDArray[np.uint8]:
    """Draw the levels on the photo.

    Parameters
    ----------
    photo : Photo
        The photo that was analysed.
    analysis : FrontalAnalysis
    height : int
        Of the result, pixels, at least 200.

    Returns
    -------
    ndarray, shape (height, about 0.85 * height, 3), uint8
        RGB. Each line with a dashed true horizontal, a wedge for its error, and a label.
    """
    if height < 200:
        raise ValueError("an annotated picture is at least 200 pixels high")
    rough = Sizes(round(ASPECT * height))
    tall = height - round(rough.text * 4.2)
    crop = _crop(photo, analysis, tall)
    sizes = Sizes(crop.width)
    page = np.full((height, crop.width, 3), style.PAPER, dtype=np.uint8)
    crop.crop(photo.pixels, page[:tall])
    dim(page[:tall])
    canvas = Canvas(crop.width, height)
    drawn = {line: _draw_line(canvas, crop, sizes, analysis, line) for line in LINES}
    _draw_labels(canvas, crop, sizes, analysis, drawn)
    _draw_names(canvas, crop, sizes, analysis)
    _draw_legend(canvas, tall, sizes)
    canvas.draw_on(page)
    return page


def _crop(photo: Photo, analysis: FrontalAnalysis, tall: int) -> Crop:
    """The whole person, centred, with room for labels on both analysis."""
    body = analysis.body
    high = photo.pixels.shape[0]
    middles = (body.seen.left + body.seen.right) / 2
    person = body.person_px
    top = max(0, round((middles[0, 1] - 0.11 * person) * photo.scale))
    bottom = min(high, round((middles[0, 1] + 1.0 * person) * photo.scale))
    bottom = max(bottom, top + 8)
    span = max(8, round(ASPECT * (bottom - top)))
    centre = float(middles[:, 0].mean()) * photo.scale
    left = round(centre - span / 2)
    zoom = tall / (bottom - top)
    width = max(1, round(span * zoom))
    return Crop(left, top, left + span, bottom, photo.scale, width, tall)


def _draw_line(
    canvas: Canvas, crop: Crop, sizes: Sizes, analysis: FrontalAnalysis, line: str
) -> tuple[Point, Point] | None:
    """Wedge, horizontal and level line; gives the ends of the last, left in the picture first."""
    body = analysis.body
    i = LINES.index(line)
    if not body.known(line):
        return None
    middle = crop.to_canvas((body.seen.left[i] + body.seen.right[i]) / 2)
    half = float(body.seen.spans()[i]) * crop.zoom * _REACH[line]
    # In the picture a horizontal turns with the camera; the left side rises where that is higher.
    horizontal = body.roll.degrees
    sd = math.sqrt(float(body.covariance[i, i]))
    rise = body.seen.right_is_left * float(body.levels[i])
    for side in (-1, 1):
        ends = [_end(middle, half * side, horizontal + rise + d) for d in (-sd, sd)]
        canvas.area([_point(middle), *ends], style.SKY, 0.38)
    level = [_end(middle, half * s, horizontal) for s in (-1, 1)]
    canvas.line(level, style.WHITE, sizes.line * 0.6, dash=sizes.line * 4)
    ends = (
        _end(middle, -half, horizontal + rise),
        _end(middle, half, horizontal + rise),
    )
    canvas.line(list(ends), style.SKY, sizes.line)
    return ends


def _end(middle: NDArray[np.float64], reach: float, degrees: float) -> Point:
    """A point at ``reach`` to the right of the middle on a line that falls by ``degrees``."""
    angle = math.radians(degrees)
    return (
        float(middle[0]) + reach * math.cos(angle),
        float(middle[1]) + reach * math.sin(angle),
    )


def _point(at: NDArray[np.float64]) -> Point:
    return float(at[0]), float(at[1])


def _draw_labels(
    canvas: Canvas,
    crop: Crop,
    sizes: Sizes,
    analysis: FrontalAnalysis,
    drawn: dict[str, tuple[Point, Point] | None],
) -> None:
    findings = by_name(analysis.assessment.findings)
    texts: list[tuple[str, str, bool]] = []
    ends: list[Point] = []
    titles = {"head": tr("Head"), "shoulders": tr("Shoulders"), "pelvis": tr("Pelvis")}
    for line in LINES:
        found = drawn[line]
        if found is None:
            continue
        name = _LEVELS[line]
        certain = findings[name].tier != "cannot_tell"
        title = titled(titles[line], is_open=not certain and is_judged(findings[name]))
        texts.append((title, number(analysis.measurements[name]), certain))
        ends.append(found[1])
    anchors = [_anchor(text, end, sizes) for text, end in zip(texts, ends, strict=True)]
    gap, margin = sizes.text * 0.5, sizes.text * 0.45
    boxes = arrange(anchors, canvas.width, crop.height, gap=gap, margin=margin)
    for end, box in zip(ends, boxes, strict=True):
        canvas.line([(box.left, (box.top + box.bottom) / 2), end], style.WHITE, sizes.line * 0.45)
    for text, box in zip(texts, boxes, strict=True):
        _draw_label(canvas, text, box, sizes)


def _anchor(text: tuple[str, str, bool], end: Point, sizes: Sizes) -> Anchor:
    title, words, certain = text
    width = max(text_width(title, sizes.text), text_width(words, sizes.text, bold=certain))
    return Anchor(end[1], width + sizes.text * 0.9, sizes.text * 3.0, "right")


def _draw_label(canvas: Canvas, text: tuple[str, str, bool], box: Rect, sizes: Sizes) -> None:
    title, words, certain = text
    tone = style.YELLOW if certain else style.MUTED
    canvas.panel((box.left, box.top, box.right, box.bottom), style.INK, edge=tone)
    x, y = box.left + sizes.text * 0.45, box.top + sizes.text * 0.25
    canvas.text((x, y), title, style.WHITE, sizes.text)
    canvas.text((x, y + sizes.text * 1.25), words, tone, sizes.text, bold=certain)


def _draw_names(canvas: Canvas, crop: Crop, sizes: Sizes, analysis: FrontalAnalysis) -> None:
    """The person's own right and left, at the foot of the picture."""
    seen = analysis.body.seen
    centre = float(crop.to_canvas((seen.left + seen.right) / 2)[:, 0].mean())
    y = crop.height - sizes.text * 2.0
    reach = crop.width * 0.2
    for name, sign in ((tr("right"), -1), (tr("left"), 1)):
        x = centre + sign * seen.right_is_left * reach
        width = text_width(name, sizes.text) + sizes.text * 0.8
        x = min(max(x, width / 2 + 2), crop.width - width / 2 - 2)
        canvas.panel(
            (x - width / 2, y, x + width / 2, y + sizes.text * 1.55), style.INK, edge=style.MUTED
        )
        canvas.text(
            (x - width / 2 + sizes.text * 0.4, y + sizes.text * 0.18),
            name,
            style.WHITE,
            sizes.text,
        )


def _draw_legend(canvas: Canvas, top: int, sizes: Sizes) -> None:
    lines = (
        (0.0, style.SKY, tr("Level line, with a wedge for its standard error")),
        (sizes.line * 3, style.WHITE, tr("True horizontal, as far as the camera's tilt is known")),
    )
    indent = sizes.text * 3.3
    # Some languages need more room for the same words.
    longest = max(text_width(words, sizes.text) for _, _, words in lines)
    room = canvas.width - indent - sizes.text * 0.6
    size = int(sizes.text * min(1.0, room / longest))
    for k, (dash, colour, words) in enumerate(lines):
        y = top + sizes.text * (0.6 + 1.5 * k)
        x = sizes.text * 1.7
        half = sizes.text
        canvas.line(
            [(x - half, y + half * 0.7), (x + half, y + half * 0.7)],
            colour,
            sizes.line * 0.8,
            dash=dash,
        )
        canvas.text((indent, y), words, style.WHITE, size)
