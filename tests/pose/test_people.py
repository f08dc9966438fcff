"""The square around a body."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.pose.people import square_about


@given(st.floats(-179, 179), st.floats(1, 2000))
def test_the_head_is_up_in_the_square(turned_deg: float, reach: float):
    up = np.array([math.sin(math.radians(turned_deg)), -math.cos(math.radians(turned_deg))])
    middle = np.array([300.0, 400.0])
    square = square_about(middle, middle + reach * up)
    assert math.degrees(square.turned_rad) == pytest.approx(turned_deg, abs=1e-6)
    assert square.side == pytest.approx(2.5 * reach)
    assert square.to_picture(np.array([0.5, 0.1])) == pytest.approx(middle + reach * up, rel=1e-6)
