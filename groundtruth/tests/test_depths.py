import numpy as np
import pytest
from posture.body.points import POINTS

from groundtruth.depths import correlations


def test_depths_that_were_drawn_together_are_found_so():
    rng = np.random.default_rng(0)
    depths = rng.normal(0.08, 0.01, (4000, len(POINTS)))
    knee, ankle, c7 = (POINTS.index(name) for name in ("knee", "malleolus", "c7"))
    depths[:, ankle] = 0.6 * depths[:, knee] + 0.8 * depths[:, ankle]
    depths[:, c7] = 1e-5 * rng.normal(size=4000)
    found = correlations(depths)
    assert found["malleolus"]["knee"] == pytest.approx(0.6, abs=0.04)
    assert found["toe"]["tragus"] == pytest.approx(0.0, abs=0.05)
    # On the midline nobody is broad.
    assert "c7" not in found
    assert all("c7" not in others for others in found.values())
