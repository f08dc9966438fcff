"""Which pictures are read, and how."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from tests.fixtures.shared import ROOT, SAMPLES, SHARED
from tests.golden import reading
from tests.golden.reading import changed, levels, read, side, together, with_points

Case = Callable[[], dict[str, Any]]

_SAMPLES = ROOT / "samples"
DETECTOR = _SAMPLES / "standing_tall.jpg"
BEFORE, AFTER = _SAMPLES / "change" / "before.jpg", _SAMPLES / "change" / "after.jpg"
FRONT, BACK = _SAMPLES / "sides" / "front.jpg", _SAMPLES / "sides" / "back.jpg"

ANSWERS = {
    "self_checks": {"modified_thomas": "yes", "wall_slide": "no", "hamstring_length": "yes"},
    "tense": {"hip": "yes", "chest": "no"},
    "screening": {"trauma": "no", "knee_pain": "yes", "pregnancy": "no"},
    "goal": "chest",
}
STOPPED = {"screening": {"cauda_equina": "yes"}}
# Fixed pixels, a little beside today's estimates: they stay where they are if those move.
HELD = {
    "c7": {"x_px": 370.0, "y_px": 348.0, "source": "placed"},
    "asis": {"x_px": 468.5, "y_px": 603.25, "source": "sticker", "sd_px": 2.5},
    "knee": {"x_px": 385.0, "y_px": 860.0, "source": "eye"},
}
HAND = {"c7": (366.0, 381.5, 3.5, "placed")}


def _plainly(paths: Iterable[Path]) -> dict[str, Case]:
    return {path.name: lambda path=path: side(read(path)) for path in paths}


def _samples() -> dict[str, Case]:
    # Stickers are looked for where they are and where they are not.
    worn = {
        f"{path.name} stickers": lambda path=path: side(read(path, stickers="auto"))
        for path in SAMPLES
        if path.stem in ("with_stickers", "standing_tall", "marked")
    }
    return _plainly(SAMPLES) | worn


def _without_feet() -> np.ndarray:
    return np.asarray(Image.open(AFTER).convert("RGB"))[:960]


def _change() -> dict[str, Case]:
    both = (BEFORE, AFTER)
    return {
        **_plainly(both),
        "before to after": lambda: changed(*map(read, both)),
        "after to before": lambda: changed(*map(read, both[::-1])),
        "points placed in the first": lambda: changed(read(BEFORE, points=HELD), read(AFTER)),
        "of a child": lambda: changed(*(read(path, age=15) for path in both)),
        "from the other side": lambda: changed(read(BEFORE), read(_SAMPLES / "facing_left.jpg")),
        # Without feet a photo is read by other weights, and so apart from the first.
        "without feet": lambda: side(read(_without_feet())),
        "read apart": lambda: changed(read(BEFORE), read(_without_feet())),
    }


def _sides() -> dict[str, Case]:
    return {
        "front.jpg": lambda: levels(FRONT),
        "back.jpg": lambda: levels(BACK),
        "front.jpg of a child": lambda: levels(FRONT, age=12),
        "back.jpg with known roll": lambda: levels(BACK, roll_deg=0.75),
        "front.jpg mirrored": lambda: levels(FRONT, mirrored=True),
        "head_forward.jpg from the side": lambda: levels(_SAMPLES / "head_forward.jpg"),
        "front.jpg as a side view": lambda: side(read(FRONT)),
        "back.jpg as a side view": lambda: side(read(BACK)),
    }


def _options() -> dict[str, Case]:
    tall, head, marked = (
        _SAMPLES / f"{name}.jpg" for name in ("standing_tall", "head_forward", "marked")
    )

    def three() -> list[Any]:
        return [read(path) for path in (tall, head, marked)]

    return {
        "three photos combined": lambda: together(three()),
        "three photos of one stand": lambda: together(three(), stances=1),
        "answers": lambda: side(read(marked, answers=ANSWERS)),
        "answers that stop": lambda: side(read(marked, answers=STOPPED)),
        "woman of 67": lambda: side(read(marked, age=67, sex="female", stature_cm=162)),
        "man of 31": lambda: side(read(head, age=31, sex="male", stature_cm=184.5)),
        "child of 12": lambda: side(read(head, age=12)),
        "point placed by hand": lambda: side(with_points(read(tall), HAND)),
        "points from a file": lambda: side(read(BEFORE, points=HELD)),
        "point before stickers": lambda: side(read(tall, points=HELD, stickers="green")),
        "without mirror": lambda: side(read(head, mirror=False)),
        "known roll": lambda: side(read(head, roll_deg=1.25)),
        "second photo of one body": lambda: side(read(AFTER, earlier=read(BEFORE, points=HELD))),
        "second photo from the other side": lambda: side(
            read(_SAMPLES / "facing_left.jpg", earlier=read(BEFORE, points=HELD))
        ),
    }


def fingerprint() -> str:
    """Of the detector on this machine."""
    return reading.fingerprint(DETECTOR)


_PHOTOS = sorted((SHARED / "photos").glob("side/*.jpg"))
_REFUSED = sorted((SHARED / "photos").glob("refuse/*.jpg"))

QUICK: dict[str, dict[str, Case]] = {
    "samples": _samples(),
    "change": _change(),
    "sides": _sides(),
    "options": _options(),
}
# Pictures that stand beside the checkout, where they do.
BESIDE: dict[str, dict[str, Case]] = {
    "life": _plainly(sorted((SHARED / "truth" / "life").glob("*.jpg"))),
    "wide": _plainly(sorted((SHARED / "truth" / "wide").glob("*.jpg"))),
    "photos": _plainly([*_PHOTOS, *_REFUSED]),
}
