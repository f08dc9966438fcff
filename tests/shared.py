"""Pictures that stand beside the checkout, where they do; the samples otherwise."""

from __future__ import annotations

import json
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAMPLES = sorted((ROOT / "samples").glob("*.jpg"))
SHARED = ROOT.parent / "shared"
PHOTOS = SHARED / "photos"


def rendered() -> list[tuple[Path, str]]:
    """Rendered people with the direction in which they face: samples, and the outside check."""
    truth = json.loads((ROOT / "samples" / "truth.json").read_text())
    known = [(path, truth[path.name]["facing"]) for path in SAMPLES]
    outside = sorted((SHARED / "truth").glob("*/*.json"))
    return known + [
        (path.with_suffix(".jpg"), json.loads(path.read_text())["facing"]) for path in outside
    ]


def side() -> list[Path]:
    """Real side views that may be analysed."""
    return sorted((PHOTOS / "side").glob("*.jpg"))


def cut_at_the_hips() -> list[Path]:
    """Real side views of which the legs are missing."""
    return sorted((PHOTOS / "refuse").glob("no_legs.jpg"))


REFUSE = {
    "blurred.jpg": "too_blurred",
    "front_tfjs_f2.jpg": "not_side_on",
    "lying.jpg": "lying",
    "no_head.jpg": "head_cut_off",
    "nobody.jpg": "nobody",
    "three_people_tfjs.jpg": "more_than_one_person",
    "too_dark.jpg": "too_dark",
    "too_small.jpg": "too_small",
    "two_people_sports2d_f128.jpg": "more_than_one_person",
    "two_people_sports2d_f150.jpg": "more_than_one_person",
    "yoga_warrior_tfjs.jpg": "not_side_on",
}
"""Real pictures that must be refused, with the reason that must be among those given."""


def refuse() -> list[tuple[Path, str]]:
    """Those of ``REFUSE`` that stand on this machine."""
    return [
        (PHOTOS / "refuse" / n, c) for n, c in REFUSE.items() if (PHOTOS / "refuse" / n).exists()
    ]
