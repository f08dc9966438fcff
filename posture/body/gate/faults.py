"""Decide whether a photo can be analysed; list every fault with its remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from posture.body.gate.borders import find_cuts
from posture.body.gate.likeness import has_drawn_cheek, is_drawn
from posture.body.gate.reasons import is_final, reason
from posture.body.gate.stance import (
    LYING_DEG,
    has_raised_arm,
    is_in_order,
    is_upright,
)
from posture.body.gate.stretch import BROAD, NARROW, find_stretch
from posture.body.gate.view import find_view, is_face_ahead
from posture.body.proportions import proportions
from posture.body.quality import PERSON_PX, find_quality, person_box

if TYPE_CHECKING:
    from posture.body.camera.cues import Yaw
    from posture.body.framing import Framing
    from posture.body.remarks import Reason
    from posture.body.side_view import SideView

_DARK_SHAPE = 35.0
"""Grey level that all but 2 % of the person stay below where only a black shape is seen: the face
of somebody in black is brighter."""


def find_side_faults(seen: SideView, yaw: Yaw, framing: Framing, people: int) -> tuple[Reason, ...]:
    """Every fault that prevents the analysis of a side photo, the most serious first.

    Parameters
    ----------
    seen : SideView
    yaw : Yaw
    framing : Framing
    people : int
        How many people were found.

    Returns
    -------
    tuple of Reason
        Empty where the photo can be analysed.
    """
    faults = list(find_faults(seen, framing, people))
    if is_final(faults):
        return tuple(faults)
    # Asked of side views only: from behind there is hair where the cheek would be.
    if has_drawn_cheek(seen) and not any(one.code == "not_a_photo" for one in faults):
        faults.insert(0, reason("not_a_photo"))
    view = find_view(seen, yaw, framing)
    if not view.is_side_on:
        faults.append(reason("not_side_on", yaw=abs(view.trunk_deg)))
    elif view.is_head_turned:
        faults.append(reason("head_turned", yaw=abs(view.head_deg)))
    elif not faults and not is_face_ahead(seen):
        faults.append(reason("unclear_person"))
    elif not faults and not NARROW <= find_stretch(seen, framing) <= BROAD:
        # Lengths of a body that is cut, bent or turned say nothing of the picture.
        faults.append(reason("stretched"))
    if has_raised_arm(seen):
        faults.append(reason("arms_raised"))
    return tuple(faults)


def find_faults(seen: SideView, framing: Framing, people: int) -> tuple[Reason, ...]:
    """Faults that prevent the analysis of a person from any side, the most serious first.

    Parameters
    ----------
    seen : SideView
    framing : Framing
    people : int
        How many people were found.

    Returns
    -------
    tuple of Reason
    """
    faults: list[Reason] = []
    if people > 1:
        faults.append(reason("more_than_one_person"))
    box = person_box(seen.silhouette)
    if box is None:
        return (*faults, reason("nobody"))
    if is_drawn(seen):
        faults.append(reason("not_a_photo"))
    quality = find_quality(seen.pixels[box])
    if quality.dark or _is_dark_shape(seen):
        faults.append(reason("too_dark"))
    if quality.blurred:
        faults.append(reason("too_blurred"))
    if person_px(seen, framing) < PERSON_PX:
        faults.append(reason("too_small"))
    if abs(seen.lean_deg("shoulder", "hip")) > LYING_DEG:
        # The other tests assume an upright body, so a lying one gets this reason only.
        return (*faults, reason("lying"))
    cuts = find_cuts(seen, framing)
    faults += [reason(code) for code in cuts]
    if "head_cut_off" not in cuts and not is_in_order(seen, framing):
        faults.append(reason("landmarks_out_of_order"))
    if not is_upright(seen, framing):
        faults.append(reason("not_upright"))
    return tuple(faults)


def _is_dark_shape(seen: SideView) -> bool:
    """Whether the whole person, face included, is nearly black before a brighter background."""
    few = seen.pixels[::4, ::4][seen.silhouette[::4, ::4] > 0.5]
    return bool(few.size) and float(np.percentile(few.mean(axis=1), 98)) < _DARK_SHAPE


def person_px(seen: SideView, framing: Framing) -> float:
    """Height of the person in source pixels, as if the whole body were in the picture."""
    if not framing.feet:
        return seen.stature_px / seen.scale
    facts = proportions()
    share = facts["ear_height"].value - facts["ankle_height"].value
    return seen.distance("ankle", "ear") / share / seen.scale
