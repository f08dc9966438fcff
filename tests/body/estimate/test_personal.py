"""Placed points in one photo of a body correct the estimates of another."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from posture.assess.wording_rules import wording_faults
from posture.body.body import Body
from posture.body.camera.errors import CameraErrors
from posture.body.estimate.personal import MIDLINE, correct, offsets
from posture.body.estimate.share import Share, default_share
from posture.body.placed.entries import PlacedPoint
from posture.body.points import NODES, POINTS, PointSet
from posture.errors import InputError
from tests.fixtures.bodies import NO_CAMERA_ERRORS, body, point_set

SIZE = len(NODES)
CAMERA = CameraErrors(roll_deg=1.5, yaw_deg=4.0, distance=0.2, scale=0.02, pitch_deg=2.0)
EXACT = 1e-6
"""Error of an exact placing, pixels: zero would be refused by a points file."""


def uniform(share: float, other_side: float = 1.0) -> Share:
    """The same share for every node."""
    return Share(np.full(SIZE, share), other_side)


def row(name: str) -> int:
    return NODES.index(name)


def rows(*names: str) -> np.ndarray:
    return np.array([2 * row(name) + axis for name in names for axis in range(2)])


def joint(seed: int = 0, sd: float = 0.015) -> np.ndarray:
    """A full joint covariance, shape (70, 70): some errors are common to many nodes."""
    rng = np.random.default_rng(seed)
    factors = rng.standard_normal((2 * SIZE, 6)) * sd / 3
    return factors @ factors.T + np.diag(rng.uniform(0.3, 1.0, 2 * SIZE) * sd) ** 2


def estimated(errors: np.ndarray, covariance: np.ndarray, truth: PointSet | None = None) -> Body:
    """A body whose estimates lie beside the truth by ``errors``, seen by a camera without any."""
    truth = truth or point_set()
    found = replace(truth, positions=truth.positions + errors, covariance=covariance)
    # All in the midline plane: the camera's unknown pitch then moves nothing either.
    return body(
        points=found,
        depths=np.zeros(SIZE),
        depth_sds=np.zeros(SIZE),
        camera_errors=NO_CAMERA_ERRORS,
    )


def placed(on: Body, truth: PointSet, *names: str, sd_px: float = EXACT) -> Body:
    """The same body with points placed where they truly are."""
    px = on.camera.to_picture(truth.positions, on.depths)
    points = [
        PlacedPoint(name, float(x), float(y), sd_px, "placed")
        for name, (x, y) in ((name, px[row(name)]) for name in names)
    ]
    return replace(on, placed=tuple(points))


def errors_of(found: Body, truth: PointSet | None = None) -> np.ndarray:
    return found.detected.positions - (truth or point_set()).positions


def draw(covariance: np.ndarray, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.multivariate_normal(np.zeros(len(covariance)), covariance).reshape(-1, 2)


def test_offsets_are_estimated_less_placed():
    truth = point_set()
    error = np.zeros((SIZE, 2))
    error[row("asis")] = (0.02, -0.01)
    reference = placed(estimated(error, joint()), truth, "psis", "asis", sd_px=4.5)
    found = offsets(reference)
    assert found.names == ("asis", "psis")
    np.testing.assert_allclose(found.values, [(0.02, -0.01), (0.0, 0.0)], atol=1e-12)
    np.testing.assert_allclose(found.sds, 4.5 / 900)


def test_a_share_of_one_and_exact_placing_take_the_error_away():
    covariance, truth = joint(), point_set()
    error = draw(covariance, 1)
    reference = placed(estimated(error, covariance), truth, *POINTS)
    found = correct(estimated(error, covariance), reference, uniform(1.0))
    points = slice(0, len(POINTS))
    np.testing.assert_allclose(errors_of(found)[points], 0.0, atol=1e-6)
    sds = np.sqrt(np.diag(found.detected.covariance))[: 2 * len(POINTS)]
    assert sds.max() < 1e-5


def test_a_share_of_nothing_changes_nothing():
    covariance, truth = joint(), point_set()
    reference = placed(estimated(draw(covariance, 1), covariance), truth, *POINTS)
    new = estimated(draw(covariance, 2), covariance)
    found = correct(new, reference, uniform(0.0))
    np.testing.assert_array_equal(found.detected.positions, new.detected.positions)
    np.testing.assert_allclose(found.detected.covariance, covariance, rtol=0, atol=1e-15)


def test_one_independent_point_is_the_textbook_update():
    """Kalman gain by hand: rho V / (V + R) and variance V - rho^2 V^2 / (V + R)."""
    sd, placing, rho, seen = 0.02, 0.005, 0.6, np.array([0.03, -0.02])
    covariance, truth = np.eye(2 * SIZE) * sd**2, point_set()
    error = np.zeros((SIZE, 2))
    error[row("toe")] = seen
    reference = placed(estimated(error, covariance), truth, "toe", sd_px=placing * 900)
    found = correct(estimated(np.zeros((SIZE, 2)), covariance), reference, uniform(rho))
    gain = rho * sd**2 / (sd**2 + placing**2)
    np.testing.assert_allclose(errors_of(found)[row("toe")], -gain * seen, atol=1e-12)
    left = sd**2 - rho * sd**2 * gain
    np.testing.assert_allclose(found.detected.cov("toe"), np.eye(2) * left, atol=1e-12)
    others = [i for i in range(SIZE) if i != row("toe")]
    np.testing.assert_allclose(errors_of(found)[others], 0.0, atol=1e-12)


def test_nodes_that_go_with_a_placed_one_move_along():
    truth = point_set()
    covariance = np.eye(2 * SIZE) * 1e-6
    together = np.zeros(2 * SIZE)
    together[rows("psis", "asis", "spine_24")[::2]] = 0.02
    covariance += np.outer(together, together)
    error = together.reshape(-1, 2)
    reference = placed(estimated(error, covariance), truth, "psis")
    found = errors_of(correct(estimated(error, covariance), reference, uniform(1.0)))
    for name in ("psis", "asis", "spine_24"):
        assert np.abs(found[row(name)]).max() < 1e-4, name
    np.testing.assert_allclose(found[row("tragus")], 0.0, atol=1e-6)


@pytest.mark.slow
def test_what_is_claimed_is_true_of_bodies_drawn_from_the_model():
    """Errors of 500 pairs of photos, shared by 0.6: the left-over error is as large as it says."""
    rng, truth, rho = np.random.default_rng(3), point_set(), 0.6
    covariance = joint(4, sd=0.012)
    body_part, photo_part = (
        np.linalg.cholesky(covariance * rho),
        np.linalg.cholesky(covariance * (1 - rho)),
    )
    before, after, claimed = [], [], np.zeros(2 * SIZE)
    for _ in range(500):
        own = body_part @ rng.standard_normal(2 * SIZE)
        old, new = (
            estimated((own + photo_part @ rng.standard_normal(2 * SIZE)).reshape(-1, 2), covariance)
            for _ in range(2)
        )
        found = correct(new, placed(old, truth, "c7", "asis", "psis"), uniform(rho))
        before.append(errors_of(new).ravel())
        after.append(errors_of(found).ravel())
        claimed = np.diag(found.detected.covariance)
    ratio = np.mean(np.square(after), axis=0) / claimed
    at = rows("c7", "asis", "psis")
    np.testing.assert_allclose(ratio[at], 1.0, atol=0.2)
    assert np.mean(ratio) == pytest.approx(1.0, abs=0.08)
    assert np.mean(np.square(after)[:, at]) < 0.75 * np.mean(np.square(before)[:, at])


def test_the_error_of_the_camera_teaches_nothing_about_the_body():
    """Estimates and placed points lie together in the picture; the axes are what errs."""
    clear = replace(body(), depth_sds=np.zeros(SIZE))
    truth, errors = clear.detected, CameraErrors(2.0, 5.0, 0.1, 0.03, 2.0)
    modes = errors.modes(clear.camera, truth.positions, clear.depths)
    covariance = modes @ modes.T + np.eye(2 * SIZE) * 0.001**2
    seen = replace(
        clear,
        detected=replace(truth, covariance=covariance),
        camera_errors=errors,
    )
    found = correct(seen, placed(seen, truth, *POINTS), uniform(0.9))
    np.testing.assert_allclose(errors_of(found, truth), 0.0, atol=1e-9)
    assert np.trace(found.detected.covariance) > 0.95 * np.trace(covariance)
    # The same agreement where the camera has no error: then it is knowledge.
    sure = replace(seen, camera_errors=NO_CAMERA_ERRORS)
    known = correct(seen, placed(sure, truth, *POINTS), uniform(0.9))
    assert np.trace(known.detected.covariance) < 0.5 * np.trace(covariance)


share_of_each_node = st.lists(st.floats(0, 1), min_size=SIZE, max_size=SIZE).map(np.array)


@pytest.mark.slow
@given(
    share_of_each_node,
    st.integers(0, 9),
    st.floats(0.2, 5.0),
    st.sets(st.sampled_from(POINTS), min_size=1),
    st.floats(EXACT, 30.0),
)
def test_the_covariance_stays_valid_and_never_grows(
    shares: NDArray[np.float64], seed: int, wider: float, names: set[str], sd_px: float
):
    truth = point_set()
    before = joint(seed) * wider**2
    reference = estimated(draw(joint(seed + 1), seed), joint(seed + 1))
    reference = placed(replace(reference, camera_errors=CAMERA), truth, *names)
    reference = replace(reference, placed=tuple(replace(p, sd_px=sd_px) for p in reference.placed))
    found = correct(estimated(draw(before, seed + 2), before), reference, Share(shares))
    after = found.detected.covariance
    np.testing.assert_array_equal(after, after.T)
    scale = np.trace(before)
    assert np.linalg.eigvalsh(after).min() >= -1e-12 * scale
    assert np.linalg.eigvalsh(before - after).min() >= -1e-12 * scale


def test_facing_the_other_way_with_the_same_side_near_gives_the_same_numbers():
    """Body axes know no left and right: only the near side counts."""
    covariance, truth = joint(), point_set()
    new = estimated(draw(covariance, 2), covariance)
    reference = placed(estimated(draw(covariance, 1), covariance), truth, "c7", "asis", "psis")
    there = correct(new, reference)
    mirrored_camera = replace(new.camera, facing_sign=-1)
    turned = {"facing": "left", "near_side": "left", "camera": mirrored_camera}
    back = correct(
        replace(new, **turned),
        placed(replace(reference, **turned), truth, "c7", "asis", "psis"),
    )
    np.testing.assert_allclose(back.detected.positions, there.detected.positions, atol=1e-12)
    np.testing.assert_allclose(back.detected.covariance, there.detected.covariance, atol=1e-15)


def test_the_other_side_counts_less_except_on_the_midline():
    covariance, truth = np.eye(2 * SIZE) * 0.02**2, point_set()
    error = np.full((SIZE, 2), 0.01)
    new = estimated(error, covariance)
    reference = placed(estimated(error, covariance), truth, "c7", "asis")
    share = uniform(0.8, other_side=0.5)
    same, other = (
        correct(new, reference, share),
        correct(new, replace(reference, near_side="left"), share),
    )
    for name, factor in (("c7", 0.8), ("asis", 0.4)):
        np.testing.assert_allclose(errors_of(other)[row(name)], 0.01 * (1 - factor), atol=1e-6)
    assert np.trace(other.detected.cov("asis")) > np.trace(same.detected.cov("asis"))
    assert "c7" in MIDLINE
    assert "other side" in other.notices[-1].text
    assert "other side" not in same.notices[-1].text


def test_what_loose_cloth_adds_is_not_taken_for_the_body():
    """Estimates twice as uncertain in one photo: only the smaller variance can be shared."""
    truth, tight = point_set(), np.eye(2 * SIZE) * 0.01**2
    error = np.zeros((SIZE, 2))
    error[row("psis")] = (0.01, 0.0)
    for earlier, later, expected in ((tight, 4 * tight, 0.01), (4 * tight, tight, 0.01 / 4)):
        reference = placed(estimated(error, earlier), truth, "psis")
        found = correct(estimated(np.zeros((SIZE, 2)), later), reference, uniform(1.0))
        assert -errors_of(found)[row("psis")][0] == pytest.approx(expected, rel=1e-3)


def turned_about(points: np.ndarray, centre: np.ndarray, degrees: float) -> np.ndarray:
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return centre + (points - centre) @ np.array([[cos, sin], [-sin, cos]])


def test_offsets_turn_with_the_head():
    covariance, truth = np.eye(2 * SIZE) * 0.01**2, point_set()
    error = np.zeros((SIZE, 2))
    head = [row("tragus"), row("canthus")]
    error[head] = (0.012, 0.004)
    nodded = truth.positions.copy()
    nodded[head] = turned_about(nodded[head], truth["c7"], -25.0)
    later = replace(truth, positions=nodded)
    shifted = np.zeros((SIZE, 2))
    shifted[head] = turned_about(error[head], np.zeros(2), -25.0)
    reference = placed(estimated(error, covariance), truth, "tragus", "canthus")
    found = correct(estimated(shifted, covariance, later), reference, uniform(1.0))
    np.testing.assert_allclose(errors_of(found, later)[head], 0.0, atol=1e-6)


def without(points: PointSet, *names: str) -> PointSet:
    positions, covariance = points.positions.copy(), points.covariance.copy()
    positions[[row(n) for n in names]] = np.nan
    covariance[rows(*names)] = np.nan
    covariance[:, rows(*names)] = np.nan
    return replace(
        points, positions=positions, covariance=covariance, missing=dict.fromkeys(names, "Cut.")
    )


@pytest.mark.parametrize("lost_in", ["earlier", "later", "both"])
def test_what_is_unknown_stays_unknown_and_spoils_nothing(lost_in: str):
    covariance, truth = joint(), point_set()
    legs = ("knee", "malleolus", "spine_10")
    old, new = (estimated(draw(covariance, seed), covariance) for seed in (1, 2))
    old = placed(old, truth, "c7", "knee", "psis")
    if lost_in != "later":
        old = replace(old, detected=without(old.detected, *legs))
    if lost_in != "earlier":
        new = replace(new, detected=without(new.detected, *legs))
    found = correct(new, old)
    expected = np.isnan(new.detected.positions)
    np.testing.assert_array_equal(np.isnan(found.detected.positions), expected)
    lost = np.repeat(expected[:, 0], 2)
    np.testing.assert_array_equal(np.isnan(np.diag(found.detected.covariance)), lost)
    assert found.detected.missing == new.detected.missing
    assert np.trace(found.detected.cov("psis")) < np.trace(new.detected.cov("psis"))
    assert np.isfinite(found.points.cov("psis")).all()


def test_a_reference_without_a_point_that_can_be_compared():
    plain = body()
    with pytest.raises(InputError, match="no placed points") as caught:
        correct(plain, plain)
    assert "--points" in caught.value.remedy
    lost = replace(placed(plain, point_set(), "knee"), detected=without(point_set(), "knee"))
    with pytest.raises(InputError):
        correct(plain, lost)


def test_layers_sources_and_notices():
    covariance, truth = joint(), point_set()
    reference = placed(estimated(draw(covariance, 1), covariance), truth, "c7")
    new = placed(estimated(draw(covariance, 2), covariance), truth, "asis")
    found = correct(new, reference)
    assert found.placed == new.placed
    assert set(found.detected.sources) == {"estimated"}
    assert [notice.code for notice in found.notices] == ["personal_calibration"]
    assert wording_faults(found.notices[0].text + found.notices[0].remedy) == []
    other_side = correct(new, replace(reference, near_side="left"))
    assert wording_faults(other_side.notices[0].text) == []


def test_the_shares_that_ship():
    share = default_share()
    assert share.nodes.shape == (SIZE,)
    assert ((share.nodes >= 0) & (share.nodes <= 0.95)).all()
    assert 0 < share.other_side <= 1
    assert len(share.sha256) == 64
