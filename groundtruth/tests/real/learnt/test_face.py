"""Where ear and eye of the face detector lie, from pictures whose points are known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from posture.body.estimate.face import POINTS, ROWS
from posture.body.estimate.heights import heights
from posture.body.points import NODES

from groundtruth.real.learnt.face import Offsets, fit, offsets
from groundtruth.real.seen import raise_of
from tests.real.made_up import everybody, refused

if TYPE_CHECKING:
    from numpy.typing import NDArray

EAR_FORWARD, EAR_UP, EYE_FORWARD, EYE_UP = range(4)


SPREAD = 1e-6 * np.array(
    [[9.0, 2.0, 4.0, 0.0], [2.0, 5.0, 0.0, 1.0], [4.0, 0.0, 16.0, 0.0], [0.0, 1.0, 0.0, 4.0]]
)


def random_offsets(
    seed: int,
    count: int = 4000,
    mean: tuple[float, ...] = (0.0,) * 4,
    spread: NDArray[np.float64] = SPREAD,
) -> Offsets:
    """Offsets of one photo a person, with a spread that is known."""
    rng = np.random.default_rng(seed)
    from_true = rng.multivariate_normal(np.zeros(4), spread, count) + mean
    person = np.array([f"person {k}" for k in range(count)])
    return Offsets(person, from_true, from_true + LOW)


LOW = np.array([0.001, 0.008, 0.001, 0.009])
"""How far the estimates without the face lie behind and below the true points."""


def test_offsets_are_those_from_the_marked_points_and_from_the_estimates():
    labels, found = everybody()
    moved = []
    for one in found:
        assert one.analysis is not None
        camera, depths = one.analysis.body.camera, one.analysis.body.depths[ROWS]
        at = camera.to_body(one.face, depths) + np.array([(-0.005, 0.003), (0.006, 0.001)])
        alone = one.alone.copy()
        alone[ROWS] = at - [(-0.004, 0.010), (0.007, 0.009)]
        # The raise of head and neck is no part of what they are compared with.
        alone[:, 1] += raise_of(heights(), one)
        moved.append(replace(one, face=camera.to_picture(at, depths), alone=alone))
    seen = offsets(labels, moved)
    assert len(seen.person) == len(labels)
    expected = np.array([-0.005, 0.003, 0.006, 0.001])
    np.testing.assert_allclose(seen.from_true, np.tile(expected, (len(labels), 1)), atol=1e-9)
    usual = np.array([-0.005, 0.010, 0.006, 0.009])
    np.testing.assert_allclose(seen.from_usual, np.tile(usual, (len(labels), 1)), atol=1e-9)


def test_pictures_without_face_or_marks_are_left_out():
    labels, found = everybody()
    faceless = replace(found[0], face=np.full((2, 2), np.nan))
    unmarked = replace(
        labels[1],
        raters={
            rater: {name: at for name, at in points.items() if name != "canthus"}
            for rater, points in labels[1].raters.items()
        },
    )
    seen = offsets(
        [labels[0], unmarked, *labels[2:]], [faceless, found[1], refused(labels[2]), *found[3:]]
    )
    assert len(seen.person) == len(labels) - 3


def test_the_fit_finds_means_and_spread():
    real = random_offsets(1, mean=(-0.005, 0.002, 0.006, -0.001))
    rendered = random_offsets(2, spread=4 * SPREAD)
    made = fit(real, rendered, np.zeros(4))
    assert made.real == pytest.approx([-0.005, 0.010, 0.006, 0.008], abs=3e-4)
    assert made.rendered == pytest.approx(LOW, abs=3e-4)
    np.testing.assert_allclose(made.real_covariance, SPREAD, atol=1e-6)
    np.testing.assert_allclose(made.rendered_covariance, 4 * SPREAD, atol=4e-6)
    assert "4000 photographs of 4000 people" in made.source


def test_the_error_of_marking_is_taken_out_of_the_spread():
    marking = np.array([4e-6, 1e-6, 5e-6, 1e-3])
    made = fit(random_offsets(1), random_offsets(2), marking)
    own = np.diagonal(np.array(made.real_covariance))
    np.testing.assert_allclose(own[:3], np.diagonal(SPREAD)[:3] - marking[:3], atol=1e-6)
    # Marks that are worse than what they are compared with leave a tenth.
    assert own[3] == pytest.approx(0.1 * SPREAD[3, 3], rel=0.1)


def test_a_face_elsewhere_does_not_move_the_mean_of_rendered_people():
    rendered = random_offsets(2)
    rendered.from_estimate[:200] += 0.3
    assert fit(random_offsets(1), rendered, np.zeros(4)).rendered == pytest.approx(LOW, abs=5e-4)


def test_the_rows_are_tragus_and_canthus():
    assert [NODES[row] for row in ROWS] == list(POINTS)
