"""Whether something touches back or belly: a rucksack, a chair, a console, the edge of a table.

The detector leaves such a thing out of the silhouette, or includes a part of it, so that the
outline there is not that of the body. It is told from the background: what lies beside the trunk
has another colour than the same columns of the picture have beside the head and beside the thighs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.side_view import SideView

Place = Literal["back", "belly"]

_STATURE_PX = 300.0
"""Size at which the picture is looked at."""

_NEAR, _FAR = 0.012, 0.035
"""Strip outside the outline in which a thing is said to touch it, statures."""

_DEPTH = 0.04
"""Least extent of the thing away from the outline, statures; a hand has less."""

_LEAST_RUN = 0.07
"""Least length of the outline that is touched, statures: 0.10 to 0.20 in drawn rucksacks and
consoles, nothing over 0.01 in 42 pictures without."""

_GAP, _FEWEST = 5, 8
"""Rows over which a gap is closed, and fewest pixels of a column that tell its background."""

_ABOVE, _BELOW = (-0.14, 0.0), (0.08, 0.25)
"""Rows in which the background is read: under the ear (negative: over it), under the hip."""

_TOP, _BOTTOM = 0.02, 0.02
"""Rows that are looked at: from under the shoulder to under the hip, statures."""

_NOISE = 8.0
"""Largest median distance from the colour of the background, CIE Lab units."""

_ALIKE = 60.0
"""Largest distance of the colours of the background above and below: anything lies between more."""

_OTHER, _OTHER_NOISE = 18.0, 4.0
"""Distance from the background at which a colour is another one: Lab units, and times the noise."""

_SHADOW_CHROMA, _SHADOW_LIGHT = 10.0, 0.55
"""A shadow is at least so light, as a share of the background, and has its chroma."""

_MARGIN = int((_NEAR + _DEPTH) * _STATURE_PX) + _GAP
"""Columns outside the outline that are looked at, with those that their background depends on."""

_SHARE = 0.7
"""Share of the known pixels of a row in the strip that have another colour."""


@dataclass(frozen=True, slots=True)
class Touch:
    """Something that touches the outline of the trunk.

    Attributes
    ----------
    place : {"back", "belly"}
    top, bottom : float
        Where, from 0 at the shoulders to 1 at the hips.
    """

    place: Place
    top: float
    bottom: float


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """The columns around the trunk in CIE Lab at ``_STATURE_PX``.

    Rows are those of ear, shoulder and hip. ``edges`` are the columns of back and belly outside the
    outline from ``top`` on, -1 where there is none.
    """

    lab: NDArray[np.float32]
    person: NDArray[np.float32]
    top: int
    edges: dict[Place, NDArray[np.intp]]
    ear: float
    shoulder: float
    hip: float


def find_touching(seen: SideView) -> tuple[Touch, ...]:
    """What touches back and belly.

    Parameters
    ----------
    seen : SideView
        With the hips in the picture.

    Returns
    -------
    tuple of Touch
        Nothing where the background is too uneven to tell. What is beside back and belly at the
        same height is behind the person and counts for neither.
    """
    look = _look(seen)
    known, other = _foreign(look)
    back = _touch(look, known, other, "back")
    belly = _touch(look, known[::-1], other[:, ::-1], "belly")
    if back and belly and back.top < belly.bottom and belly.top < back.bottom:
        return ()
    return tuple(one for one in (back, belly) if one)


def _look(seen: SideView) -> _Look:
    by = _STATURE_PX / seen.stature_px
    size = max(2, round(seen.width * by)), max(2, round(seen.height * by))
    pixels = _reduced(seen.pixels, size)
    person = _reduced(seen.silhouette, size).astype(np.float32)
    ear, shoulder, hip = (seen.middle(part) * by for part in ("ear", "shoulder", "hip"))
    top = max(0, int(shoulder[1] + _TOP * _STATURE_PX))
    rows = np.arange(top, max(top, min(size[1], int(hip[1] + _BOTTOM * _STATURE_PX))))
    axis = np.interp(rows, [shoulder[1], hip[1]], [shoulder[0], hip[0]])
    trunk = person[rows]
    back = _edges(trunk, axis)
    belly = _edges(trunk[:, ::-1], size[0] - 1 - axis)
    left, right = _unseen(back), _unseen(belly)
    if left + right >= size[0]:
        left = right = 0
    shown = slice(left, size[0] - right)
    lab = cv2.cvtColor(pixels[:, shown].astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    edges: dict[Place, NDArray[np.intp]] = {
        "back": np.where(back >= 0, back - left, -1),
        "belly": np.where(belly >= 0, belly - right, -1),
    }
    heights = float(ear[1]), float(shoulder[1]), float(hip[1])
    return _Look(lab.astype(np.float32), person[:, shown], top, edges, *heights)


def _reduced(picture: NDArray[Any], size: tuple[int, int]) -> NDArray[Any]:
    """A picture in fewer pixels: halved while it can be, for one exact average is far slower."""
    while min(picture.shape[0] / size[1], picture.shape[1] / size[0]) >= 2:
        height, width = picture.shape[0] // 2, picture.shape[1] // 2
        even = picture[: 2 * height, : 2 * width]
        picture = np.asarray(cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_LINEAR))


def _edges(trunk: NDArray[np.float32], axis: NDArray[np.float64]) -> NDArray[np.intp]:
    """Last column outside the outline left of the axis in each row; -1 where there is none."""
    width = trunk.shape[1]
    middle = np.clip(axis, 0, width - 1).astype(np.intp)[:, None]
    outside = (trunk <= 0.5) & (np.arange(width) < middle)
    last = width - 1 - outside[:, ::-1].argmax(axis=1)
    on_person = np.take_along_axis(trunk, middle, axis=1)[:, 0] > 0.5
    return np.where(on_person & outside.any(axis=1), last, -1)


def _unseen(edges: NDArray[np.intp]) -> int:
    """Columns left of some edges that are not looked at."""
    known = edges[edges >= 0]
    return max(int(known.min()) - _MARGIN, 0) if known.size else 0


def _touch(
    look: _Look, known: NDArray[np.bool_], other: NDArray[np.bool_], place: Place
) -> Touch | None:
    """What touches one edge, which lies on the left."""
    column = _are_touched(look.edges[place], known, other).astype(np.uint8)[:, None]
    closed = cv2.morphologyEx(column, cv2.MORPH_CLOSE, np.ones((_GAP, 1), np.uint8))[:, 0]
    steps = np.flatnonzero(np.diff(closed, prepend=0, append=0))
    starts, ends = steps[::2], steps[1::2]
    if not len(starts) or (ends - starts).max() < _LEAST_RUN * _STATURE_PX:
        return None
    longest = int((ends - starts).argmax())
    ends_at = np.array([starts[longest], ends[longest]]) + look.top - look.shoulder
    top, bottom = ends_at / max(look.hip - look.shoulder, 1.0)
    return Touch(place, float(top), float(bottom))


def _are_touched(
    edge: NDArray[np.intp], known: NDArray[np.bool_], other: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Whether something is beside the outline in each row of the trunk."""
    near, far, deep = (
        np.maximum(edge - int(s * _STATURE_PX), 0) for s in (_NEAR, _FAR, _NEAR + _DEPTH)
    )
    # Sums up to each column; where another colour is seen the background is known.
    seen = np.concatenate([[0], np.cumsum(known)])
    rows = np.arange(len(edge))
    foreign = np.zeros((len(edge), len(known) + 1), np.intp)
    np.cumsum(other, axis=1, out=foreign[:, 1:])
    of_strip = seen[near] - seen[far]
    in_strip = foreign[rows, near] - foreign[rows, far]
    all_foreign = foreign[rows, near] - foreign[rows, deep] == seen[near] - seen[deep]
    enough = (of_strip >= (near - far) // 2) & (near > far)
    return (edge >= 0) & enough & (in_strip > _SHARE * of_strip) & all_foreign


def _foreign(look: _Look) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Columns whose background is known, and where the trunk's rows have another colour."""
    above, noise_above = _background(look, look.ear, _ABOVE)
    below, noise_below = _background(look, look.hip, _BELOW)
    way = below - above
    apart = np.linalg.norm(way, axis=1)
    noise = np.maximum(noise_above, noise_below)
    known = (noise < _NOISE) & (apart < _ALIKE)
    found = look.lab[look.top : look.top + len(look.edges["back"])]
    # The nearest colour on the way from that above to that below, as a gradient of light has.
    share = ((found - above) * way).sum(axis=2) / np.maximum(apart**2, 1e-6)
    expected = above + np.clip(share, 0, 1)[..., None] * way
    off = found - expected
    distant = np.linalg.norm(off, axis=2) > np.maximum(_OTHER, _OTHER_NOISE * noise)
    light = found[..., 0] / np.maximum(expected[..., 0], 1.0)
    same_chroma = np.linalg.norm(off[..., 1:], axis=2) < _SHADOW_CHROMA
    shadow = same_chroma & (light > _SHADOW_LIGHT) & (light < 1)
    return known, distant & ~shadow & known


def _background(
    look: _Look, level: float, rows: tuple[float, float]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Colour of the background in each column between two rows, and its noise; NaN if unseen."""
    high = len(look.lab)
    first, last = (int(np.clip(level + row * _STATURE_PX, 0, high)) for row in rows)
    colour = np.full(look.lab.shape[1:], np.nan, np.float32)
    noise = np.full(look.lab.shape[1], np.nan, np.float32)
    if last - first < _FEWEST:
        return colour, noise
    band = look.lab[first:last].copy()
    around = cv2.dilate(look.person[first:last], np.ones((_GAP, _GAP), np.uint8))
    band[np.asarray(around) > 0.2] = np.nan
    seen = np.isfinite(band[..., 0]).sum(axis=0) >= _FEWEST
    colour[seen] = _median(band[:, seen])
    noise[seen] = _median(np.linalg.norm(band[:, seen] - colour[seen], axis=2))
    return colour, noise


def _median(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Median over the first axis of what is not NaN, of which each column has some.

    ``numpy.nanmedian`` gives the same, far more slowly.
    """
    ordered = np.sort(values, axis=0)  # NaN comes last
    count = np.isfinite(values).sum(axis=0, keepdims=True)
    low = np.take_along_axis(ordered, (count - 1) // 2, axis=0)
    high = np.take_along_axis(ordered, count // 2, axis=0)
    return ((low + high) / 2)[0]
