"""Draws postures: as in life, wide, or decoupled.

A trunk's lean follows from pelvis, lumbar and thoracic curve: of the four only three are free.
``life`` and ``wide`` draw pelvis, thoracic curve and lean independently; the lumbar curve follows,
as in a person who stays upright. ``decoupled`` draws pelvis, lumbar and thoracic curve
independently; the lean follows. Leg lean, head, scapulae, knees and arms are always independent of
everything else. Head, neck and shoulders have the means and spreads of people in photographs
(evidence: own sample of 48 adults).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from groundtruth.bodies.pose import lean_of_trunk, trunk_frames
from groundtruth.bodies.posture import Posture

if TYPE_CHECKING:
    from groundtruth.bodies.phenotype import Shape

Spread = Literal["life", "wide", "decoupled"]

_LEVEL_SHOULDERS = {"female": 2.0, "male": -2.0}
"""Removes the difference between the sexes in the shoulder angle of the mesh: people have none
(Raine & Twomey 1997 [V])."""

_LEAN_LIMIT = 14.0
"""Largest trunk lean of a decoupled posture: a person who leans further would make a step."""


def draw_posture(rng: np.random.Generator, spread: Spread, shape: Shape) -> Posture:
    """Draw a posture.

    Parameters
    ----------
    rng : numpy.random.Generator
    spread : {"life", "wide", "decoupled"}
    shape : Shape
        Its own rest curve decides which lumbar curve a lean needs.

    Returns
    -------
    Posture
    """
    drawn = _limbs(rng, spread, shape.sex)
    if spread == "decoupled":
        while True:
            trial = replace(
                drawn,
                pelvis=float(rng.uniform(-14, 16)),
                lumbar=float(rng.uniform(-14, 16)),
                thoracic=float(rng.uniform(-8, 24)),
            )
            if abs(lean_of_trunk(shape, trunk_frames(shape, trial))) < _LEAN_LIMIT:
                return trial
    if spread == "life":
        pelvis, thoracic = rng.normal(0, 5), rng.normal(7, 7)
        lean = rng.normal(-1.0, 2.0)
    else:
        pelvis, thoracic = rng.uniform(-17.5, 17.5), rng.uniform(-10, 26)
        lean = np.clip(rng.normal(0, 4), -9, 9)
    drawn = replace(drawn, pelvis=float(pelvis), thoracic=float(thoracic))
    return with_lean(shape, drawn, float(lean))


def with_lean(shape: Shape, posture: Posture, lean: float) -> Posture:
    """Choose the lumbar curve that gives the trunk a lean (secant steps).

    Parameters
    ----------
    shape : Shape
    posture : Posture
    lean : float
        Hip to shoulder against the vertical, degrees.

    Returns
    -------
    Posture
    """

    def lean_error(lumbar: float) -> float:
        trial = replace(posture, lumbar=lumbar)
        return lean_of_trunk(shape, trunk_frames(shape, trial)) - lean

    a, b = posture.pelvis, posture.pelvis + 5.0
    miss_a, miss_b = lean_error(a), lean_error(b)
    for _ in range(6):
        if abs(miss_b) < 0.02 or miss_a == miss_b:
            break
        a, b, miss_a = b, b - miss_b * (b - a) / (miss_b - miss_a), miss_b
        miss_b = lean_error(b)
    return replace(posture, lumbar=float(b))


def _limbs(rng: np.random.Generator, spread: Spread, sex: str) -> Posture:
    """Everything but pelvis and spine."""
    wide = spread != "life"

    def draw(mean: float, sd: float, low: float, high: float) -> float:
        """Normal as in life; uniform between the limits where wide."""
        if wide:
            return float(rng.uniform(low, high))
        return float(np.clip(rng.normal(mean, sd), low, high))

    arms = "clasped" if rng.random() < 0.25 else "hanging"
    # Read at the skin (``anatomy``) the mean is 0 and the range -12 to 12 degrees.
    knee = draw(-1.1, 4.0, -13.1, 10.9)
    return Posture(
        lumbar_low=float(np.exp(rng.normal(0, 0.3))),
        thoracic_high=float(np.exp(rng.normal(0, 0.3))),
        neck=draw(12.5, 7.0, -3.0, 28.0),
        head=float(rng.normal(0, 6)),
        head_yaw=float(rng.normal(0, 3)),
        protraction=draw(-2.5, 2.4, -10.0, 5.0),
        elevation=_LEVEL_SHOULDERS[sex] + float(rng.normal(-3, 2.0 if wide else 1.1)),
        leg_lean=float(rng.normal(3.2, 2.5 if wide else 1.5)),
        knee=(knee + float(rng.normal(0, 1.0)), knee + float(rng.normal(0, 1.0))),
        stance=float(rng.normal(0, 1.0)),
        width=float(np.clip(rng.normal(0.058, 0.014), 0.035, 0.10)),
        toe_out=float(np.clip(rng.normal(7, 5), -2, 20)),
        arms=arms,
        arm_forward=float(rng.normal(0, 6)),
        arm_aside=float(np.clip(rng.normal(8, 3), 2, 16)),
        elbow=float(np.clip(rng.normal(14, 8), 0, 40)),
        clasp_height=float(rng.uniform(0, 1)),
    )
