import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from posture.body.outline.edge_chain import marginals

OFFSETS = np.arange(-4, 4.5, 0.5)


def gaussian(at: NDArray[np.float64] | list[float], sd: float):
    return -0.5 * ((OFFSETS - np.asarray(at)[:, None]) / sd) ** 2


def test_without_evidence_nothing_is_preferred_much():
    chance = marginals(np.zeros((300, len(OFFSETS))), OFFSETS, 0.4)
    np.testing.assert_allclose(chance.sum(axis=1), 1)
    assert np.abs(chance @ OFFSETS).max() < 1e-6


def test_clear_evidence_is_followed_and_an_outlier_bends_only_its_neighbourhood():
    evidence = gaussian(np.full(400, 1.0), 0.7)
    evidence[200] = gaussian([-3.0], 0.7)[0]
    mean = marginals(evidence, OFFSETS, 0.3) @ OFFSETS
    assert mean[200] > -0.5
    np.testing.assert_allclose(np.delete(mean, np.arange(190, 211)), 1.0, atol=0.05)


def test_a_gap_in_the_evidence_is_bridged_with_less_certainty():
    at = np.full(400, 2.0)
    evidence = gaussian(at, 0.5)
    evidence[180:220] = 0
    chance = marginals(evidence, OFFSETS, 0.3)
    mean = chance @ OFFSETS
    sd = np.sqrt(chance @ OFFSETS**2 - mean**2)
    assert mean[200] == pytest.approx(2.0, abs=0.4)
    assert sd[200] > 2 * sd[100]


@given(st.integers(150, 700), st.integers(0, 700))
@settings(deadline=None)
def test_the_line_is_closed_so_that_its_start_does_not_matter(count: int, shift: int):
    at = 2 * np.sin(2 * np.pi * np.arange(count) / count)
    evidence = gaussian(at + np.random.default_rng(count).normal(size=count), 1.0)
    here = marginals(evidence, OFFSETS, 0.5)
    there = marginals(np.roll(evidence, shift, axis=0), OFFSETS, 0.5)
    np.testing.assert_allclose(here, np.roll(there, -shift, axis=0), atol=1e-3)
