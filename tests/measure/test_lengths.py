from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from posture.measure import lengths

Length = Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.float64]]

FUNCTIONS: list[Length] = [
    lengths.shoulder_protraction,
    lengths.ear_shoulder_offset,
    lengths.shoulder_hip_offset,
    lengths.hip_ankle_offset,
]

coordinate = st.floats(-1.0, 1.0, allow_nan=False)
point = st.tuples(coordinate, coordinate).map(np.array)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_forward_is_positive_and_in_percent(function: Length):
    assert function(np.array([0.01, 0.5]), np.array([0.04, 0.9])) == pytest.approx(3.0)
    assert function(np.array([0.04, 0.5]), np.array([0.01, 0.9])) == pytest.approx(-3.0)


@pytest.mark.parametrize("function", FUNCTIONS)
@given(back=point, front=point, shift=point)
def test_place_does_not_matter(
    function: Length,
    back: NDArray[np.float64],
    front: NDArray[np.float64],
    shift: NDArray[np.float64],
):
    assert function(back + shift, front + shift) == pytest.approx(function(back, front), abs=1e-9)


@pytest.mark.parametrize("function", FUNCTIONS)
@given(back=point, front=point, up=coordinate)
def test_height_does_not_matter(
    function: Length,
    back: NDArray[np.float64],
    front: NDArray[np.float64],
    up: float,
):
    raised = front + np.array([0.0, up])
    assert function(back, raised) == function(back, front)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_broadcasts_and_passes_nan_on(function: Length):
    back = np.zeros((3, 2))
    front = np.array([[0.1, 0.0], [np.nan, np.nan], [-0.2, 1.0]])
    np.testing.assert_allclose(function(back, front), [10.0, np.nan, -20.0])
