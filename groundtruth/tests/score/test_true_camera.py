"""The camera of a truth file against what the generator wrote beside it."""

from __future__ import annotations

import json

import numpy as np
import pytest
from posture.body.points import NODES

from groundtruth.score.people import true_camera
from tests.fixtures import SMALL


@pytest.mark.parametrize("picture", ["wide/0", "wide/1", "life/2", "life/3"])
def test_true_points_read_through_it_are_the_true_places(picture: str) -> None:
    truth = json.loads((SMALL / f"{picture}.json").read_text("utf-8"))
    nodes = np.array([truth["nodes"][name] for name in NODES])
    px = np.array([truth["nodes_px"][name] for name in NODES])
    seen = true_camera(truth).to_body(px, nodes[:, 2])
    np.testing.assert_allclose(seen, nodes[:, :2], atol=2e-4)
