"""Which border of the picture cuts through head or trunk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.framing import Framing
    from posture.body.side_view import SideView

_HEAD_RUN = 0.07
"""Length of the upper border that lies on the head, statures, from which the crown may be cut off:
where a sixth of the head over the ear is missing it is 0.09."""

_BROAD_HEAD_RUN = 0.09
"""The same wherever the ears seem to be: in a picture of legs a head is seen at the hips."""

_CROWN = 0.072
"""Height of the ears under that border below which the crown is cut off, statures; the crown itself
lies 0.072 to 0.090 over the ears in thirty real side views."""

_TRUNK_RUN = 0.12
"""Length of a side border that lies on the trunk, statures; a hand that reaches out has less."""

_BAND = 0.006
"""Breadth of the strip along a side border, statures: the silhouette fades towards the border."""

_BEHIND, _BEFORE = 0.12, 0.15
"""Reach of the head behind and before the ear, statures."""

_LEAST_NECK = 0.12
"""Least height of the ears over the shoulders, trunk lengths."""

_SHOULDERS = 0.02
"""Least height of the shoulders over the lower border, statures."""


def find_cuts(seen: SideView, framing: Framing) -> list[str]:
    """Codes of what a border of the picture cuts off: head, shoulders, back or chest.

    Parameters
    ----------
    seen : SideView
    framing : Framing

    Returns
    -------
    list of str
    """
    stature = seen.stature_px
    found: list[str] = []
    if _head_cut(seen, stature):
        found.append("head_cut_off")
    if seen.height - seen.middle("shoulder")[1] < _SHOULDERS * stature:
        found.append("shoulders_cut_off")
    found += _trunk_cuts(seen, framing, stature)
    return found


def _head_cut(seen: SideView, stature: float) -> bool:
    ear, shoulder = seen.middle("ear"), seen.middle("shoulder")
    if ear[1] < 0 or not 0 <= ear[0] < seen.width or seen.nose[0] >= seen.width:
        return True
    if shoulder[1] - ear[1] < _LEAST_NECK * seen.trunk_px:
        return True
    left = max(0, int(ear[0] - _BEHIND * stature))
    right = min(seen.width, int(ear[0] + _BEFORE * stature) + 1)
    on_border = _on_person(seen.silhouette[:2, left:right], axis=0)
    run = float(on_border.sum()) / stature
    return run > _BROAD_HEAD_RUN or (run > _HEAD_RUN and ear[1] < _CROWN * stature)


def _trunk_cuts(seen: SideView, framing: Framing, stature: float) -> list[str]:
    """Which side borders cut the trunk between shoulders and hips."""
    shoulder, hip = seen.middle("shoulder"), seen.middle("hip")
    top = max(0, int(shoulder[1]))
    bottom = min(seen.height, int(hip[1])) if framing.hips else seen.height
    joints = [shoulder[0], hip[0]] if framing.hips else [shoulder[0]]
    rows, band = seen.silhouette[top:bottom], max(2, round(_BAND * stature))
    found: list[str] = []
    for code, columns, outside in (
        ("back_cut_off", rows[:, :band], min(joints) < 0),
        ("chest_cut_off", rows[:, -band:], max(joints) >= seen.width),
    ):
        if outside or float(_on_person(columns, axis=1).sum()) > _TRUNK_RUN * stature:
            found.append(code)
    return found


def _on_person(lines: NDArray[np.float32], axis: int) -> NDArray[np.bool_]:
    """Where the lines along a border lie on the person."""
    return np.asarray((lines > 0.5).any(axis=axis))
