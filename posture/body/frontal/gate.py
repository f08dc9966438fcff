"""Whether a photo can be read for left and right, and every fault at once with its remedy."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from posture.body.gate.faults import find_faults
from posture.body.gate.reasons import SIDE_VIEW_REMEDIES, is_final, reason
from posture.body.gate.stance import has_raised_arm
from posture.body.remarks import Reason
from posture.i18n.language import TranslatableText, mark

if TYPE_CHECKING:
    from posture.body.framing import Framing
    from posture.body.frontal.view import FrontalView
    from posture.body.side_view import SideView

RETAKE = mark(
    "Stand with the chest or the back straight to the camera, 3 to 4 m away, with the whole body "
    "in the picture."
)

TURNED_DEG, SIDE_DEG = 33.0, 60.0
"""From these turns on a body counts as turned, and as side-on. Narrow shoulders alone look like a
turn of up to 30 degrees."""

_TURNED = Reason(
    "turned",
    mark("The body is turned out of the front or back view by about {turn:.0f}°."),
    mark("Turn until chest or back faces the camera, both feet pointing straight at it or away."),
)
SIDE_ON = "side_on"
"""Code of the reason that a photo is one from the side."""

_SIDE = Reason(
    SIDE_ON,
    mark("The body is seen from the side, so left and right cannot be compared."),
    mark(
        "Face the camera or turn the back to it. A side photo is measured on the page Check, or by "
        "posture analyze."
    ),
)
_CUT = Reason(
    "side_cut_off",
    mark("One side of the body is not wholly in the photo."),
    mark("Move back until head, both shoulders and both arms are in the photo."),
)


def as_frontal_reasons(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """The same reasons in the words for frontal photos."""
    # The code is the identity of a reason, and the key of the catalogue that its remedy is from.
    found: dict[str, Reason] = {}
    for one in reasons:
        if one.code in ("back_cut_off", "chest_cut_off"):
            found[_CUT.code] = _CUT
        elif one.code in SIDE_VIEW_REMEDIES:
            found[one.code] = replace(one, remedy=RETAKE)
        else:
            found[one.code] = one
    return tuple(found.values())


def find_frontal_faults(
    front: FrontalView, seen: SideView, framing: Framing, people: int
) -> tuple[Reason, ...]:
    """Every fault that stops the reading, the gravest first.

    Parameters
    ----------
    front : FrontalView
    seen : SideView
        The same detection; what holds for every photo (light, size, order of the parts) is asked
        of it.
    framing : Framing
    people : int
        How many people were found.

    Returns
    -------
    tuple of Reason
        Empty where the photo can be read.
    """
    faults = list(as_frontal_reasons(find_faults(seen, framing, people)))
    if is_final(faults):
        return tuple(faults)
    if front.turn_deg >= SIDE_DEG:
        faults.append(_SIDE)
    elif front.turn_deg >= TURNED_DEG:
        faults.append(
            replace(_TURNED, text=TranslatableText(_TURNED.text, {"turn": front.turn_deg}))
        )
    if has_raised_arm(seen):
        faults.append(reason("arms_raised"))
    return tuple(faults)
