"""Renders the pictures in ``samples/``, with their true angles."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from groundtruth.bodies.person import draw_person
from groundtruth.bodies.pose import pose
from groundtruth.bodies.posture import Posture
from groundtruth.bodies.spread import with_lean
from groundtruth.bodies.truth import find_truth
from groundtruth.clothes.dress import dress
from groundtruth.clothes.outfit import draw_outfit
from groundtruth.exif import with_focal
from groundtruth.render.camera import frame
from groundtruth.sets import ROOT_SEED, PictureId
from groundtruth.truth_file import truth_record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from posture.body.side_view import Side

    from groundtruth.clothes.outfit import Outfit
    from groundtruth.render.scene.setting import Place

_SIZE = (900, 1200)
_ANGLES = ("cva", "shoulder_c7", "pelvic_tilt", "kyphosis", "lordosis", "sacral_slope",
           "trunk_lean", "knee_angle")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sample:
    """One picture.

    Attributes
    ----------
    name, about : str
        File name without ending, and what it shows.
    seed : int
        Seed of person and room.
    facing : {"left", "right"}
    place : str
        Kind of room.
    posture, outfit : dict
        Differences from a relaxed stance and from the drawn clothes.
    lean : float
        Trunk against the vertical, degrees.
    stickers : bool
    visit : int
        Number of the photo of this person; on another visit the camera differs.
    """

    name: str
    about: str
    seed: int
    facing: Side
    place: Place
    posture: dict[str, Any] = field(default_factory=dict[str, Any])
    outfit: dict[str, Any] = field(default_factory=dict[str, Any])
    lean: float = -2.0
    stickers: bool = False
    visit: int = 0


_SHORTS = {"bottom": "shorts", "leg": 0.6, "leg_looseness": 0.5, "shoes": "barefoot"}
_LEGGINGS = {"bottom": "leggings", "leg": 1.9, "leg_looseness": 0.1}
_ARM_FREE = {"arm_forward": 10.0}
_BARE, _BRA, _FITTED = (
    {"top": top, "looseness": loose}
    for top, loose in (("bare", 0.0), ("bra", 0.15), ("fitted", 0.25))
)

SAMPLES = (
    Sample("standing_tall", "Bare back, an easy stance", 67, "right", "studio",
           {}, {**_BARE, "hair": "short", **_SHORTS}),
    Sample("head_forward", "T-shirt; head further forward than most", 12, "right", "home",
           {"neck": 30.0, "thoracic": 6.0}, {"top": "t_shirt", "looseness": 0.4, "hair": "short"}),
    Sample("facing_left", "Fitted top, facing left; a flat low back", 21, "left", "gym",
           {"pelvis": -9.0}, {**_FITTED, "hair": "short", **_LEGGINGS}),
    Sample("arched_low_back", "Sports bra, facing left; a deep low-back curve, the pelvis tilted "
           "forward", 77, "left", "studio", {"pelvis": 13.0},
           {**_BRA, "hair": "bun", **_LEGGINGS, "shoes": "barefoot"}),
    Sample("round_upper_back", "Fitted top; a rounder upper back", 43, "right", "home",
           {"thoracic": 20.0, "neck": 16.0}, {**_FITTED, "hair": "short"}),
    Sample("loose_shirt", "A loose shirt that hides the back, facing left", 54, "left", "home",
           {"pelvis": 6.0}, {"top": "loose", "looseness": 0.9, "hair": "short"}),
    Sample("shoulders_forward", "Bare back; shoulders further forward", 65, "right", "gym",
           {"protraction": 16.0, "thoracic": 8.0}, {**_BARE, "hair": "none", **_SHORTS}),
    Sample("sway_back", "Hips pushed forward, trunk behind them", 79, "left", "studio",
           {"pelvis": -8.0, "leg_lean": 7.0, "thoracic": 10.0},
           {**_BARE, "hair": "short", **_SHORTS}, -7.0),
    Sample("knees_back", "Knees pushed back", 87, "right", "gym", {"knee": (9.0, 9.0)},
           {**_FITTED, "hair": "bob", **_SHORTS}),
    Sample("long_hair", "Long hair over the neck, trousers", 98, "left", "home", {"neck": 14.0},
           {"top": "t_shirt", "looseness": 0.5, "hair": "long", "bottom": "trousers"}),
    Sample("marked", "Pelvis tilted forward, rounded upper back, shoulders and head forward", 112,
           "right", "studio",
           {"pelvis": 12.0, "thoracic": 20.0, "neck": 26.0, "protraction": 14.0},
           {**_BARE, "hair": "short", **_SHORTS}, 0.0),
    Sample("with_stickers", "Green stickers on seven points", 123, "right", "studio",
           {"pelvis": 5.0, "neck": 14.0, "arm_forward": 12.0},
           {**_BRA, "hair": "bun", **_SHORTS}, -2.0, stickers=True),
)  # fmt: skip

CHANGE = (
    Sample("before", "Sports bra; the head forward, a rounder upper back", 131, "right", "studio",
           {"neck": 28.0, "thoracic": 16.0, "pelvis": 8.0, "protraction": 8.0, **_ARM_FREE},
           {**_BRA, "hair": "bun", **_LEGGINGS, "shoes": "barefoot"}),
    Sample("after", "The same person with the head further back and a flatter upper back", 131,
           "right", "studio", {"neck": 8.0, "thoracic": 6.0, "pelvis": 4.0, **_ARM_FREE},
           {**_BRA, "hair": "bun", **_LEGGINGS, "shoes": "barefoot"}, visit=1),
)  # fmt: skip
"""One person in two postures."""

PEOPLE = {
    "typical": 326, "head_forward": 70, "leaning_back": 391, "knees_back": 3, "marked": 353,
}  # fmt: skip
"""People in everyday clothes whom the app offers, neutral first: numbers in ``everyday_test``."""

_EASY = Posture(neck=7.0, protraction=-2.0, elevation=-3.0, leg_lean=3.0, knee=(1.5, 1.5))


def make_samples(folder: Path) -> None:
    """Render every sample at high quality (about 15 s each), those of a change in ``change/``.

    People in everyday clothes are in ``people/``, as in their set.

    Parameters
    ----------
    folder : Path
    """
    make_set(folder, SAMPLES)
    make_set(folder / "change", CHANGE)
    make_people(folder / "people")


def make_people(folder: Path) -> None:
    """Render the people in everyday clothes and write their ``truth.json``."""
    from groundtruth.picture import render_picture

    folder.mkdir(parents=True, exist_ok=True)
    truth: dict[str, Any] = {}
    for name, number in PEOPLE.items():
        jpeg, _, told = render_picture(PictureId("everyday_test", number))
        (folder / f"{name}.jpg").write_bytes(jpeg)
        angles = {metric: round(told["measurements"][metric], 1) for metric in _ANGLES}
        worn = {kind: told["clothing"][kind] for kind in ("garment", "legs", "shoes")}
        truth[f"{name}.jpg"] = {"facing": told["facing"], "clothing": worn, "angles_deg": angles}
        print(name, angles)
    (folder / "truth.json").write_text(json.dumps(truth, indent=2) + "\n", "utf-8")


def make_set(folder: Path, samples: Iterable[Sample]) -> None:
    """Render samples into a folder and write their ``truth.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    truth: dict[str, Any] = {}
    for sample in samples:
        jpeg, found = make_sample(sample)
        (folder / f"{sample.name}.jpg").write_bytes(jpeg)
        truth[f"{sample.name}.jpg"] = found
        print(sample.name, found["angles_deg"])
    (folder / "truth.json").write_text(json.dumps(truth, indent=2) + "\n", "utf-8")


def make_sample(sample: Sample) -> tuple[bytes, dict[str, Any]]:
    """One sample: its JPEG and its entry in ``truth.json``."""
    from groundtruth.picture import put_stickers
    from groundtruth.render.picture import CaptureSettings, to_jpeg
    from groundtruth.render.renderer import render
    from groundtruth.render.scene.setting import draw_setting

    def rng(purpose: int, *visit: int) -> np.random.Generator:
        return np.random.default_rng([ROOT_SEED, 99, sample.seed, purpose, *visit])

    # Visit 0 adds no number to the seed; a trailing zero would change it.
    visit = (sample.visit,) if sample.visit else ()

    person = draw_person(rng(1))
    posture = with_lean(person.shape, replace(_EASY, **sample.posture), sample.lean)
    body = pose(person.shape, posture)
    outfit: Outfit = replace(draw_outfit(rng(2), person.shape.sex), **sample.outfit)
    meshes = dress(body, outfit, rng(3), skin=person.skin)
    camera = frame(
        person.shape.stature, rng(4, *visit), facing=sample.facing, size=_SIZE, yaw_sd=1.5,
        roll_sd=0.5, focal_mm=(35.0, 60.0), distance_m=(3.0, 5.0), fill=(0.80, 0.88),
    )  # fmt: skip
    found = find_truth(body, camera.near_side)
    stickers: dict[str, Any] = {}
    if sample.stickers:
        extra, stickers = put_stickers(found, meshes, camera, "green")
        meshes = [*meshes, *extra]
    setting = draw_setting(rng(5), camera, sample.place, fine=3)
    rendered = render(meshes, camera, setting, rng(6, *visit), fine=True)
    capture = CaptureSettings(0.05, 0.0, 0.0, 0.12, 0.4, 0.006, 0.35, 88)
    jpeg = with_focal(to_jpeg(rendered.pixels, rng(7, *visit), capture), camera.focal_px, _SIZE)
    told = truth_record(person, posture, body, found, camera, {"top": outfit.top}, {})
    entry = {
        "about": sample.about,
        "facing": camera.facing,
        "top": outfit.top,
        "stature_cm": round(100 * person.shape.stature, 1),
        "angles_deg": {
            name: round(told["measurements"][name], 1) for name in _ANGLES
        },
        "camera": {key: round(told["camera"][key], 1) for key in ("yaw_deg", "roll_deg")},
    }  # fmt: skip
    if stickers:
        entry["stickers_px"] = stickers
    return jpeg, entry
