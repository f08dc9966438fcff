"""The labels in the margins: their texts and their places, without drawing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from posture.assess.findings import by_name
from posture.assess.verdict import find_verdict, is_judged
from posture.i18n.language import mark, tr
from posture.present.verdict import is_named
from posture.present.wording import has_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posture.analysis.types import Analysis

Column = Literal["front", "back"]

TITLES: dict[str, tuple[str, Column]] = {
    "cva": (mark("Neck angle"), "front"),
    "shoulder_c7": (mark("Shoulder angle"), "back"),
    "kyphosis": (mark("Upper-back curve"), "back"),
    "lordosis": (mark("Low-back curve"), "back"),
    "trunk_lean": (mark("Trunk lean"), "front"),
    "body_lean": (mark("Whole-body lean"), "front"),
    "pelvic_tilt": (mark("Pelvis line"), "front"),
    "knee_angle": (mark("Knee"), "front"),
}
"""Short name of each labelled measurement, and whether its label is in front or behind."""

_UNSIGNED = mark("{angle}° ± {error}°")
_SIGNED = {
    "trunk_lean": (mark("{angle}° ± {error}° forward"), mark("{angle}° ± {error}° back")),
    "body_lean": (mark("{angle}° ± {error}° forward"), mark("{angle}° ± {error}° back")),
    "knee_angle": (mark("{angle}° ± {error}° past straight"), mark("{angle}° ± {error}° bent")),
}

ROUGH = mark("rough estimate")


@dataclass(frozen=True, slots=True)
class Label:
    """One label.

    Attributes
    ----------
    name : str
        Of the measurement.
    title : str
    value : str
        "44° ± 3°", or in words.
    numeric : bool
        Whether ``value`` is a number; arcs are drawn only then.
    open : bool
        Whether the photo leaves it open; the title says so.
    """

    name: str
    title: str
    value: str
    numeric: bool
    open: bool = False


@dataclass(frozen=True, slots=True)
class Anchor:
    """The size of a label, its column, and the height at which it would be best.

    Attributes
    ----------
    y : float
        Height of what it points to, canvas pixels.
    width, height : float
    column : {"left", "right"}
    """

    y: float
    width: float
    height: float
    column: Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Rect:
    """A box on the canvas."""

    left: float
    top: float
    right: float
    bottom: float


def read_labels(analysis: Analysis) -> tuple[Label, ...]:
    """What to write for each labelled measurement that has a value.

    Parameters
    ----------
    analysis : Analysis

    Returns
    -------
    tuple of Label
        Numbers in whole degrees, where the texts have one too. The lean of the whole body where
        the headline names it.
    """
    findings = by_name(analysis.assessment.findings)
    named = {line.measurement for line in find_verdict(analysis.assessment) if is_named(line)}
    made: list[Label] = []
    for name, (title, _) in TITLES.items():
        measured = analysis.measurements.get(name)
        if measured is None or math.isnan(measured.value):
            continue
        if name == "body_lean" and name not in named:
            # It runs along the plumb line, and would cover it without need.
            continue
        finding = findings.get(name)
        is_open = finding is not None and finding.tier == "cannot_tell" and is_judged(finding)
        shown = titled(tr(title), is_open=is_open)
        if not has_number(measured):
            made.append(Label(name, shown, tr(ROUGH), False, is_open))
        else:
            words = degrees(name, measured.value, measured.sd)
            made.append(Label(name, shown, words, True, is_open))
    return tuple(made)


def titled(title: str, *, is_open: bool) -> str:
    """The title of a label; of what a photo leaves open with the word that the verdict has."""
    return tr("{title}: open").format(title=title) if is_open else title


def degrees(name: str, value: float, sd: float) -> str:
    """An angle in whole degrees with its standard error, the sign in words where it has some."""
    whole = round(value)
    words, angle = _UNSIGNED, whole
    if name in _SIGNED and whole != 0:
        words, angle = _SIGNED[name][0 if whole > 0 else 1], abs(whole)
    return tr(words).format(angle=angle, error=max(1, round(sd)))


def arrange(
    anchors: Sequence[Anchor], width: float, height: float, *, gap: float, margin: float
) -> tuple[Rect, ...]:
    """Place the labels in the two margin columns, as near as possible to what they point to.

    Parameters
    ----------
    anchors : sequence of Anchor
    width, height : float
        Of the canvas.
    gap : float
        Space between two labels of a column; shrinks where the column is full.
    margin : float
        Space to the border of the canvas.

    Returns
    -------
    tuple of Rect
        One per anchor, in their order; none overlaps another or leaves the canvas, as long as each
        column's labels together are no taller than the canvas less its margins.
    """
    placed: dict[int, Rect] = {}
    for column in ("left", "right"):
        members = sorted(
            (i for i, w in enumerate(anchors) if w.column == column), key=lambda i: anchors[i].y
        )
        tops = _tops([anchors[i] for i in members], height, gap, margin)
        for i, top in zip(members, tops, strict=True):
            anchor = anchors[i]
            left = margin if column == "left" else width - margin - anchor.width
            placed[i] = Rect(left, top, left + anchor.width, top + anchor.height)
    return tuple(placed[i] for i in range(len(anchors)))


def _tops(anchors: Sequence[Anchor], height: float, gap: float, margin: float) -> list[float]:
    """Tops of one column's labels, from above: pushed down first, then up from the bottom."""
    if not anchors:
        return []
    spare = height - 2 * margin - sum(w.height for w in anchors)
    between = max(0.0, min(gap, spare / max(1, len(anchors) - 1)))
    tops: list[float] = []
    least = margin
    for anchor in anchors:
        top = max(least, anchor.y - anchor.height / 2)
        tops.append(top)
        least = top + anchor.height + between
    most = height - margin
    for i in range(len(anchors) - 1, -1, -1):
        tops[i] = min(tops[i], most - anchors[i].height)
        most = tops[i] - between
    return tops
