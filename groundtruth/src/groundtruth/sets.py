"""Sets of rendered people: their kinds, their seeds, and who is in which picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from groundtruth.bodies.spread import Spread
    from groundtruth.render.camera import SceneCamera

ROOT_SEED = 20261123

Kind = Literal[
    "train",
    "wide",
    "life",
    "decoupled",
    "stick_wide",
    "stick_life",
    "fast",
    "level",
    "ranges",
    "stick_try",
    "pairs",
    "everyday",
    "everyday_pictures",
    "everyday_test",
    "everyday_test_makehuman",
]

KINDS: dict[Kind, int] = {
    "train": 1,
    "wide": 2,
    "life": 3,
    "decoupled": 4,
    "stick_wide": 5,
    "stick_life": 6,
    "fast": 8,
    "level": 9,
    "ranges": 10,
    "stick_try": 11,
    "pairs": 12,
    "everyday": 13,
    "everyday_pictures": 14,
    "everyday_test": 15,
    "everyday_test_makehuman": 16,
}
"""Code of each kind in the seeds: no two kinds share a person."""

TESTS: frozenset[Kind] = frozenset(
    (
        "wide",
        "life",
        "decoupled",
        "stick_wide",
        "stick_life",
        "everyday_test",
        "everyday_test_makehuman",
    )
)
"""Kinds that are scored. From the others something is learnt or chosen, so they are no test."""

NOT_RENDERED: tuple[Kind, ...] = ("fast", "pairs", "everyday")
"""Kinds that are learnt from without rendering."""

ALTERNATING_SPREADS: frozenset[Kind] = frozenset(("level", "ranges", "stick_try"))
"""Kinds in which the spreads ``wide`` and ``life`` alternate from person to person."""

PHOTOS = 2
"""Pictures of each person: same body and clothes, another posture before another camera."""

MAX_YAW, MAX_ROLL = 12.0, 4.0

_CLOTHES = 9
"""Purpose of the generator, after those of ``groundtruth.picture``."""

_OTHER_CLOTHES = 0.25
"""Share of people in ``pairs`` who wear something else in their second photo."""

STICKERED = ("c7", "acromion", "asis", "psis", "trochanter", "knee", "malleolus")


@dataclass(frozen=True, slots=True)
class PictureId:
    """Identity of a picture: kind and number; gives the random generators.

    Attributes
    ----------
    kind : str
    number : int
        Picture number in its set; ``number // PHOTOS`` is the person.
    """

    kind: Kind
    number: int

    @property
    def body(self) -> int:
        """Number of the person in the set."""
        return self.number // PHOTOS

    def rng(self, purpose: int, *, of_person: bool) -> np.random.Generator:
        """Generator for one purpose; the same for both photos where it belongs to the person."""
        key = (self.body, PHOTOS) if of_person else (self.body, self.number % PHOTOS)
        return np.random.default_rng([ROOT_SEED, KINDS[self.kind], *key, purpose])

    @property
    def spread(self) -> Spread:
        """Spread of the postures; what is learnt from mixes all three by person."""
        if self.kind in ("everyday", "everyday_pictures"):
            share = self.rng(0, of_person=True).random()
            return "life" if share < 0.5 else "wide" if share < 0.75 else "decoupled"
        if self.kind in ("train", *NOT_RENDERED):
            share = self.rng(0, of_person=True).random()
            return "wide" if share < 0.4 else "life" if share < 0.7 else "decoupled"
        if self.kind in ALTERNATING_SPREADS:
            return "wide" if self.body % 2 else "life"
        if self.kind in ("wide", "stick_wide"):
            return "wide"
        return "decoupled" if self.kind == "decoupled" else "life"

    @property
    def everyday(self) -> bool:
        """Whether the person is dressed as people are before a phone."""
        return self.kind.startswith("everyday")

    @property
    def focal_in_exif(self) -> bool:
        """Whether the EXIF data have the focal length: for every other person of each spread.

        Uploaded pictures often lack it. It must be independent of everything else that is drawn, or
        the network would confound the two.
        """
        turn = self.body // 2 if self.kind in ALTERNATING_SPREADS else self.body
        return turn % 2 == 0

    @property
    def other_clothes(self) -> bool:
        """Whether this person wears other clothes and another hair style in each photo.

        People often do after weeks, so the network for two photos needs both cases. In all other
        sets a person keeps the clothes.
        """
        return self.kind == "pairs" and self.rng(_CLOTHES, of_person=True).random() < _OTHER_CLOTHES


def limited(camera: SceneCamera) -> SceneCamera:
    """Keep roll and yaw within what the product accepts."""
    return replace(
        camera,
        yaw_deg=float(np.clip(camera.yaw_deg, -MAX_YAW, MAX_YAW)),
        roll_deg=float(np.clip(camera.roll_deg, -MAX_ROLL, MAX_ROLL)),
    )
