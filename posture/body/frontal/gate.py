"""Whether a photo can be read for left and right, and every fault at once with its remedy."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from posture.body.body import Reason
from posture.body.gate.faults import find_faults
from posture.body.gate.reasons import SIDE_VIEW_REMEDIES, is_final
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
_SIDE = Reason(
    "side_on",
    mark("The body is seen from the side, so left and right cannot be compared."),
    mark(
        "Face the camera or turn the back to it; a side view belongs to the page for side photos."
    ),
)


def as_frontal_reasons(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """The same reasons; a remedy for side photos is replaced by the one for frontal photos."""
    # The code is the identity of a reason, and the key of the catalogue that its remedy is from.
    return tuple(replace(r, remedy=RETAKE) if r.code in SIDE_VIEW_REMEDIES else r for r in reasons)


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
    return tuple(faults)
