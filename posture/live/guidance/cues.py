"""Sentence, list entry and sound of each cue."""

from __future__ import annotations

from typing import Literal

from posture.i18n.language import tr

Sound = Literal["", "tick", "attention", "ready", "shutter", "finished"]

SOUNDS: dict[str, Sound] = {
    "hello": "ready",
    "hold_still": "ready",
    "look_ahead": "ready",
    "three": "tick",
    "two": "tick",
    "one": "tick",
    "captured": "shutter",
    "step": "ready",
    "done": "finished",
    "next_view": "ready",
}
"""By code; all other cues have the sound "attention"."""

COUNTING = ("three", "two", "one")


def sound(code: str) -> Sound:
    """Sound played before the sentence."""
    return SOUNDS.get(code, "attention")


def sentence(code: str, value: str = "") -> str:
    """Sentence of a cue in the current language.

    Parameters
    ----------
    code : str
        Code of a cue.
    value : str
        Value of the field in the sentence: a remedy.
    """
    sentences = {
        "hello": tr("Hello. I will tell you how to stand."),
        "nobody": tr("I cannot see you. Please step into the picture."),
        "dark": tr("It is too dark. More light, please."),
        "step_back": tr("Please step back, until your whole body is in the picture."),
        "come_closer": tr("Please come a little closer."),
        "middle": tr("Please come to the middle of the picture."),
        "turn_side": tr("Please turn to your left, until your side is towards the camera."),
        "turn_left": tr("Turn a little to your left."),
        "turn_right": tr("Turn a little to your right."),
        "face_camera": tr("Please face the camera, chest and feet towards it."),
        "turn_round": tr("Please turn your back to the camera, with the feet pointing away."),
        "feet": tr("Stand still, one foot beside the other."),
        "arms": tr("Let your arms hang, relaxed."),
        "gaze": tr("Look straight ahead, not up or down."),
        "desk": tr("I see head and shoulders only, so I will measure only these."),
        "look_ahead": tr("Good. Look straight ahead at a mark on the wall, and hold still."),
        "hold_still": tr("Hold still."),
        "three": tr("Three."),
        "two": tr("Two."),
        "one": tr("One."),
        "captured": "",
        "step": tr("Good. Now step on the spot, left and right, and stand as before."),
        "move_desk": tr("Good. Now lean forward, sit back, and sit as before."),
        "wait": tr("Thank you. One moment."),
        "once_more": tr("That picture did not work. {remedy}").format(remedy=value),
        "done": tr("Done. You can look at your result now."),
        "next_view": tr("Good. There is another picture to come."),
        "give_up": tr("It did not work today. The screen says why."),
    }
    return sentences[code]


def missing(code: str) -> str:
    """Short text of a fault for the list in the picture."""
    named = {
        "nobody": tr("Nobody in the picture"),
        "dark": tr("Too dark"),
        "step_back": tr("Whole body in the picture"),
        "come_closer": tr("Nearer to the camera"),
        "middle": tr("Middle of the picture"),
        "turn_side": tr("Side to the camera"),
        "turn_left": tr("A little to the left"),
        "turn_right": tr("A little to the right"),
        "face_camera": tr("Chest to the camera"),
        "turn_round": tr("Back to the camera"),
        "feet": tr("Feet side by side"),
        "arms": tr("Arms relaxed"),
        "gaze": tr("Look straight ahead"),
        "moving": tr("Hold still"),
    }
    return named[code]
