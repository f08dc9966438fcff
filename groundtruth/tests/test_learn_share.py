"""The body's share is found again in errors drawn with a known one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from posture.body.estimate.share import ShareFile
from posture.body.points import NODES, POINTS

from groundtruth.learn_share import MOST, learn_share, write_share

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

SIZE = len(NODES)


def draws(
    share: ArrayLike, bodies: int, seed: int = 0, sd: float = 0.02
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Two photos each of some bodies, errors of which ``share`` of the variance is the body's."""
    rng = np.random.default_rng(seed)
    part = np.broadcast_to(np.asarray(share, dtype=float), SIZE)[:, None]
    shape = (bodies, SIZE, 2)
    own = rng.standard_normal(shape) * np.sqrt(part)
    a, b = (sd * (own + rng.standard_normal(shape) * np.sqrt(1 - part)) for _ in range(2))
    return a, b


@pytest.mark.parametrize("share", [0.0, 0.4, 0.7, 0.9])
def test_a_uniform_share_is_found(share: float):
    assert learn_share(*draws(share, 200)) == pytest.approx(np.full(SIZE, share), abs=0.1)


def test_shares_that_differ_are_told_apart():
    truth = np.full(SIZE, 0.7)
    truth[: len(POINTS)] = np.linspace(0.1, 0.9, len(POINTS))
    found = learn_share(*draws(truth, 300))
    np.testing.assert_allclose(found, truth, atol=0.13)


def test_pooling_beats_each_node_alone_where_bodies_are_few():
    errors = draws(0.6, 15, seed=2)
    pooled = learn_share(*errors)
    a, b = errors
    alone = [np.corrcoef(a[:, i].ravel(), b[:, i].ravel())[0, 1] for i in range(SIZE)]
    assert np.mean((pooled - 0.6) ** 2) < 0.5 * np.mean((np.array(alone) - 0.6) ** 2)


def test_shares_are_clipped():
    a, _ = draws(1.0, 30)
    assert learn_share(a, a) == pytest.approx(np.full(SIZE, MOST))
    assert learn_share(a, -a) == pytest.approx(np.zeros(SIZE))


def test_a_bias_of_the_estimator_is_not_the_body():
    a, b = draws(0.3, 200)
    assert learn_share(a + 0.1, b + 0.1) == pytest.approx(learn_share(a, b), abs=1e-9)


def test_unknown_nodes_are_left_out():
    a, b = draws(0.5, 100)
    knee = NODES.index("knee")
    a[:95, knee] = np.nan
    b[5:20, 3] = np.nan
    found = learn_share(a, b)
    others = [i for i in range(len(POINTS)) if i != knee]
    assert found[knee] == pytest.approx(np.mean(found[others]), abs=0.08)
    assert np.isfinite(found).all()


def test_too_little_is_refused():
    a, b = draws(0.5, 4)
    with pytest.raises(ValueError, match="bodies"):
        learn_share(a, b)
    with pytest.raises(ValueError, match="same n"):
        learn_share(a, b[:3])


def test_the_written_file_can_be_read(tmp_path: Path):
    share = learn_share(*draws(0.5, 50))
    path = tmp_path / "personal_calibration.json"
    write_share(share, "50 made-up bodies, seed 0", path)
    read = ShareFile.model_validate(json.loads(path.read_text()))
    assert [read.nodes[name] for name in NODES] == pytest.approx(share.tolist(), abs=6e-4)
