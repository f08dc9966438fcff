"""Drawing people: sex, age, stature, build and proportions, independently of each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from groundtruth.bodies.phenotype import LOCAL_CHANGES, Shape, make_shape

if TYPE_CHECKING:
    from collections.abc import Mapping

_STATURE = {"female": (1.64, 0.068), "male": (1.77, 0.074)}
_SHORTEST, _TALLEST = 1.45, 2.02

_LOCAL_SD = 0.33
"""SD of the local changes; the model's range is -1 to 1."""

_SKIN_LINE_SD = {
    "measure-bust-circ-incr": 0.06,
    "measure-waist-circ-incr": 0.14,
    "torso-scale-depth-incr": 0.14,
    "neck-scale-depth-incr": 0.20,
    "neck-back-scale-depth-incr": 0.20,
    "neck-scale-vert-incr": 0.22,
    "hip-scale-depth-incr": 0.24,
}
"""SD of girth changes that also change the back profile of the mesh. With the common SD the bust
alone changed kyphosis by 8 degrees SD, and bodies at rest differed more in their curves (13, 13 and
11 degrees) than people do in total (decision 5)."""

_WEIGHT_SHARES_OF_HEAVY = {
    "measure-waist-circ-incr": 0.45,
    "measure-hips-circ-incr": 0.8,
    "stomach-pregnant-incr": 0.6,
}
"""Changes of a heavy body: more in front than behind, so that the lumbar curve stays."""

_FEMALE_ONLY = frozenset({"breast-volume-vert-up"})


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """A person: body shape, age and skin colour.

    Attributes
    ----------
    shape : Shape
    age : float
        Years, 18-80.
    skin : float
        0 light to 1 dark.
    phenotype, local : mapping
        What was drawn.
    """

    shape: Shape
    age: float
    skin: float
    phenotype: Mapping[str, float]
    local: Mapping[str, float]

    @property
    def build(self) -> Literal["slim", "average", "heavy"]:
        """Slim, average or heavy, by body mass index of the mesh: limits 21.5 and 27."""
        if self.shape.bmi < 21.5:
            return "slim"
        return "average" if self.shape.bmi < 27.0 else "heavy"


def draw_person(rng: np.random.Generator) -> Person:
    """Draw a person.

    Parameters
    ----------
    rng : numpy.random.Generator

    Returns
    -------
    Person
    """
    sex: Literal["female", "male"] = "female" if rng.random() < 0.5 else "male"
    age = float(rng.uniform(18, 80))
    ancestry = rng.dirichlet([0.6, 0.6, 0.6])
    # The model's age axis: 2/3 is a young adult (25 years), 1 is 90.
    phenotype = {
        "gender": float(rng.uniform(0.68, 0.95) if sex == "female" else rng.uniform(0.05, 0.32)),
        "age": float(np.clip(2 / 3 + (age - 25) / 65 / 3, 0.6, 1.0)),
        "muscle": float(rng.beta(2.2, 2.2)),
        "weight": float(rng.beta(2.0, 1.2)),
        "height": float(rng.uniform(0.25, 0.75)),
        "proportions": float(rng.uniform(0.2, 0.8)),
        "cupsize": float(rng.beta(2, 2)),
        "firmness": float(rng.beta(2, 2)),
        "african": float(ancestry[0]),
        "asian": float(ancestry[1]),
        "caucasian": float(ancestry[2]),
    }
    mean, sd = _STATURE[sex]
    stature = float(np.clip(rng.normal(mean, sd), _SHORTEST, _TALLEST))
    local = _draw_local(rng, sex)
    skin = float(np.clip(ancestry @ [0.85, 0.35, 0.2] + rng.normal(0, 0.1), 0, 1))
    return Person(make_shape(phenotype, local, stature, sex), age, skin, phenotype, local)


def _draw_local(rng: np.random.Generator, sex: str) -> dict[str, float]:
    local: dict[str, float] = {}
    for name in LOCAL_CHANGES:
        if name.startswith("r-"):
            # Both sides alike.
            local[name] = local["l-" + name[2:]]
            continue
        value = float(np.clip(rng.normal(0, _SKIN_LINE_SD.get(name, _LOCAL_SD)), -0.9, 0.9))
        if name == "stomach-pregnant-incr":
            value = float(np.clip(rng.normal(0.0, 0.25), -0.2, 0.6))
        if name in _FEMALE_ONLY and sex == "male":
            value = 0.0
        local[name] = value
    if rng.random() < 0.3:
        # The weight axis alone ends at a body mass index of about 28.
        more = float(rng.uniform(0.2, 0.9))
        for name, share in _WEIGHT_SHARES_OF_HEAVY.items():
            local[name] = float(np.clip(local[name] + share * more, -1.0, 1.0))
    return local
