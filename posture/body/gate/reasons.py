"""Every reason for which a photo is refused: code, sentence and remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posture.body.quality import PERSON_PX
from posture.body.remarks import Reason
from posture.i18n.language import TranslatableText, mark

if TYPE_CHECKING:
    from collections.abc import Sequence

_RETAKE = mark("Stand side-on, 3 to 4 m from the camera, with the whole body in the photo.")
_MOVE_BACK = mark("Move back until head, chest and back are in the photo with some room around.")

_CATALOGUE = {
    "nobody": (mark("No person was found in this photo."), _RETAKE),
    "more_than_one_person": (
        mark("More than one person is in this photo."),
        mark("Take it with one person only, or crop the others away."),
    ),
    "not_a_photo": (
        mark("This looks like a drawing or a computer picture, not like a photo of a person."),
        mark("Use a photo as the camera took it, without effects."),
    ),
    "too_dark": (
        mark("The photo is too dark to see the outline of the body."),
        mark("Turn on more light, or stand facing a window, and take it again."),
    ),
    "too_blurred": (
        mark("The photo is too blurred to see the outline of the body."),
        mark(
            "Hold the camera still or put it on a shelf, tap the person to focus, and take it "
            "again."
        ),
    ),
    "too_small": (
        mark("The person is smaller than {least} pixels in this photo."),
        mark("Use the original photo, or stand nearer so that the body fills most of the height."),
    ),
    "lying": (
        mark("The body lies across the photo."),
        mark("If the photo is on its side, turn it upright; otherwise take it standing."),
    ),
    "head_cut_off": (
        mark("The head is not wholly in the photo."),
        mark("Move back or raise the camera until the whole head is in the photo."),
    ),
    "shoulders_cut_off": (
        mark("The photo ends above the shoulders."),
        mark("Move back until at least head, neck and shoulders are in the photo."),
    ),
    "back_cut_off": (mark("The back is not wholly in the photo."), _MOVE_BACK),
    "chest_cut_off": (mark("The front of the body is not wholly in the photo."), _MOVE_BACK),
    "landmarks_out_of_order": (
        mark("The parts of the body were not found in the order from head to foot."),
        _RETAKE,
    ),
    "not_side_on": (
        mark("The body is not side-on: it is turned by about {yaw:.0f}°."),
        mark("Turn until one shoulder hides the other, with the feet pointing sideways."),
    ),
    "head_turned": (
        mark("The head is turned to or from the camera by about {yaw:.0f}°."),
        mark("Look straight ahead, in the direction of the feet, and take it again."),
    ),
    "unclear_person": (
        mark("It cannot be made out clearly enough where the parts of the body are."),
        _RETAKE,
    ),
    "not_upright": (
        mark("The person is not standing upright with both legs under the body."),
        mark("Stand at ease on both feet, arms relaxed, and take it again."),
    ),
    "arms_raised": (
        mark("An arm is raised or stretched out, which moves shoulder and upper back."),
        mark("Let both arms hang relaxed, and take it again."),
    ),
    "stretched": (
        mark(
            "The proportions of head and body do not fit a person: the picture seems to be "
            "stretched in one direction."
        ),
        mark("Use the photo as the camera took it; change its size in both directions alike."),
    ),
}

SIDE_VIEW_REMEDIES = tuple(code for code, (_, remedy) in _CATALOGUE.items() if remedy == _RETAKE)
"""Codes of the reasons whose remedy asks for a side view."""


def reason(code: str, **values: float) -> Reason:
    """Make the reason of one code, with the text of the catalogue."""
    text, remedy = _CATALOGUE[code]
    return Reason(code, TranslatableText(text, {"least": PERSON_PX, **values}), remedy)


def is_final(reasons: Sequence[Reason]) -> bool:
    """Whether nothing else can be said: of a body that lies or is not there no view is read."""
    # The code is the identity of a reason.
    return any(one.code in ("lying", "nobody") for one in reasons)
