from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from posture.body.points import NODES
from posture.measure.angles import wrap
from posture.measure.propagate import standard_error
from posture.measure.registry import METRICS, Metric
from tests.fixtures.bodies import point_set

BY_NAME = {metric.name: metric for metric in METRICS}
POINT_METRICS = [metric for metric in METRICS if not metric.of_profile]


def monte_carlo(
    metric: Metric,
    positions: NDArray[np.float64],
    covariance: NDArray[np.float64],
    draws: int = 8_000,
):
    rng = np.random.default_rng(5)
    flat = (2 * metric.rows[:, None] + np.arange(2)).ravel()
    errors = rng.multivariate_normal(
        np.zeros(flat.size), covariance[np.ix_(flat, flat)], size=draws, method="eigh"
    )
    around = np.repeat(positions[None], draws, axis=0)
    around[:, metric.rows] += errors.reshape(draws, -1, 2)
    deviation = metric.value(around) - metric.value(positions)
    if metric.unit == "deg":
        deviation = wrap(deviation)
    return float(np.sqrt(np.mean(deviation**2)))


def smooth_covariance(sd: float = 0.004) -> NDArray[np.float64]:
    """Errors that neighbours in the list of nodes share, as an estimator's are."""
    order = np.arange(len(NODES))
    shared = np.exp(-np.abs(order[:, None] - order) / 3.0)
    return (np.kron(shared, [[1.0, 0.3], [0.3, 0.8]]) * sd**2).astype(float)


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
@pytest.mark.parametrize("sd", [0.001, 0.006])
def test_agrees_with_monte_carlo(metric: Metric, sd: float):
    positions = point_set().positions
    covariance = smooth_covariance(sd)
    expected = monte_carlo(metric, positions, covariance)
    assert standard_error(metric, positions, covariance) == pytest.approx(expected, rel=0.06)


@pytest.mark.parametrize("name", ["pelvic_tilt", "head_tilt", "shoulder_c7"])
def test_agrees_with_monte_carlo_where_points_are_close_for_their_error(name: str):
    positions, covariance = point_set().positions, np.eye(2 * len(NODES)) * 0.015**2
    expected = monte_carlo(BY_NAME[name], positions, covariance)
    found = standard_error(BY_NAME[name], positions, covariance)
    assert found == pytest.approx(expected, rel=0.12)


@pytest.mark.parametrize(
    "metric",
    [metric for metric in METRICS if metric.unit == "% stature"],
    ids=lambda metric: metric.name,
)
def test_is_exact_for_lengths(metric: Metric):
    covariance = smooth_covariance()
    a, b = (2 * row for row in metric.rows)
    variance = covariance[a, a] + covariance[b, b] - 2 * covariance[a, b]
    found = standard_error(metric, point_set().positions, covariance)
    assert found == pytest.approx(100 * np.sqrt(variance))


@pytest.mark.parametrize("metric", POINT_METRICS, ids=lambda metric: metric.name)
def test_a_shift_of_the_whole_body_is_no_error(metric: Metric):
    together = np.tile(np.eye(2), (len(NODES), len(NODES))) * 0.02**2
    assert standard_error(metric, point_set().positions, together) == pytest.approx(0, abs=1e-4)


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_no_error_in_gives_none_out(metric: Metric):
    nothing = np.zeros((2 * len(NODES), 2 * len(NODES)))
    assert standard_error(metric, point_set().positions, nothing) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_reads_no_other_nodes(metric: Metric):
    positions, covariance = point_set().positions, smooth_covariance()
    before = standard_error(metric, positions, covariance)
    for row, node in enumerate(NODES):
        if node not in metric.nodes:
            covariance[2 * row : 2 * row + 2] = covariance[:, 2 * row : 2 * row + 2] = np.nan
    assert standard_error(metric, positions, covariance) == before
