"""What keeps two visits from being compared: clothes, camera, framing, model, age.

The error of a change was learnt from photos in the same clothes, of the same side of the body. A
change that was measured otherwise would be held against a band that does not hold for it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from posture.analysis.likeness import Portrait, differing_traits
from posture.body.points import SPINE
from posture.files.text import plain_name
from posture.i18n.language import mark, translatable
from posture.measure.registry import METRICS
from posture.present.comparison_wording import UNDER_18

if TYPE_CHECKING:
    from posture.analysis.comparison import Change
    from posture.studio.history.occasions import Occasion

Code = Literal["clothes", "camera", "framing", "model", "age", "not_measured"]

_UNDER_CLOTHES = frozenset(("acromion", "asis", "psis", *SPINE[1:]))
"""Nodes that are read through cloth; those of head, neck and legs are seen, joints show through."""

COVERED = frozenset(one.name for one in METRICS if _UNDER_CLOTHES & set(one.nodes))
"""Measurements that other clothes change."""

RAISED = frozenset(
    ("cva", "ear_shoulder_offset", "shoulder_c7", "shoulder_protraction", "shoulder_hip_offset")
)
"""Measurements that join points at different depths at the upper end of the picture, which another
height of the camera moves most."""

_LOOSER = 0.4
"""Difference in looseness of the clothes over the back that counts as other clothes (engineering
assumption; bare is 0, cloth that hides the back 1)."""

_HIGHER_CM = 30.0
"""Difference in the camera's height that is too much (engineering assumption): from 1.0 to 1.4 m
the shoulder's angle moves by 11 degrees before its parallax is corrected."""

_FURTHER = 1.5
"""Ratio of two distances of the camera that is too much (engineering assumption)."""

_NOTED = mark("Other clothes were noted for these two visits, and cloth covers this part.")
_COLOURS = mark(
    "The colours of the clothes differ between these photos, and cloth covers this part."
)
_LOOSENESS = mark("The clothes lie more loosely over the back in one of these photos.")
_OTHER_SIDE = mark(
    "One photo shows the left side and one the right side, and the two sides of a person differ."
)
_HEIGHT = mark("The camera stood {apart} cm higher or lower, which moves head and shoulders.")
_DISTANCE = mark("The camera stood much nearer in one of these photos.")
_CUT = mark("One of these photos does not show all of this part.")
_MISSING = mark("It was not measured in both photos.")


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a change cannot be compared.

    Attributes
    ----------
    code : {"clothes", "camera", "framing", "model", "age", "not_measured"}
    text : str
        One sentence; English, for ``tr``.
    """

    code: Code
    text: str


def find_obstacles(
    earlier: Occasion, later: Occasion, change: Change, *, judged: bool
) -> tuple[Obstacle, ...]:
    """What keeps one change from being held against its smallest detectable change.

    Parameters
    ----------
    earlier, later : Occasion
    change : Change
    judged : bool
        As the comparison says: False where someone is under 18.

    Returns
    -------
    tuple of Obstacle
        Empty where it can be compared. Points that were palpated in both photos are not read
        through clothes.
    """
    found: list[Obstacle] = []
    if not judged:
        found.append(Obstacle("age", UNDER_18))
    if earlier.analysis.body.near_side != later.analysis.body.near_side:
        found.append(Obstacle("camera", _OTHER_SIDE))
    if change.name in COVERED and not change.palpated:
        found += [Obstacle("clothes", text) for text in _clothes(earlier, later)]
    if change.name in RAISED:
        found += [Obstacle("camera", text) for text in _camera(earlier, later)]
    if math.isnan(change.value):
        found.append(_missing(earlier, later, change.name))
    return tuple(found)


def _clothes(earlier: Occasion, later: Occasion) -> list[str]:
    """How clothes differ; what was noted for both visits counts more than colours."""
    notes = [plain_name(one.visit.protocol.clothes) for one in (earlier, later)]
    if all(notes) and notes[0] != notes[1]:
        return [_NOTED]
    portraits = [Portrait(one.analysis.body, one.dress) for one in (earlier, later)]
    if not all(notes) and "dress" in differing_traits(portraits):
        return [_COLOURS]
    apart = abs(earlier.analysis.body.looseness - later.analysis.body.looseness)
    return [_LOOSENESS] if apart > _LOOSER else []


def _camera(earlier: Occasion, later: Occasion) -> list[str]:
    """How the camera's place differs, as it was noted."""
    found: list[str] = []
    first, second = earlier.visit.protocol, later.visit.protocol
    if first.camera_height_cm is not None and second.camera_height_cm is not None:
        apart = abs(first.camera_height_cm - second.camera_height_cm)
        if apart > _HIGHER_CM:
            found.append(translatable(_HEIGHT, apart=round(apart)))
    distances = (first.distance_cm, second.distance_cm)
    known = [one for one in distances if one]
    if len(known) == len(distances) and max(known) > _FURTHER * min(known):
        found.append(_DISTANCE)
    return found


def _missing(earlier: Occasion, later: Occasion, name: str) -> Obstacle:
    reasons = [
        one.analysis.measurements[name].reason_missing
        for one in (earlier, later)
        if name in one.analysis.measurements
    ]
    cut = earlier.analysis.body.framing != later.analysis.body.framing
    text = next((one for one in reasons if one), _CUT if cut else _MISSING)
    return Obstacle("framing" if cut else "not_measured", text)
