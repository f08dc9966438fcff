from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("anny")

from posture.body.body import NODES
from posture.body.estimate.features import LEVELS
from posture.measure.registry import METRICS

from groundtruth.bodies.truth import find_truth
from groundtruth.calibrate.learn import NAKED_RECIPE
from groundtruth.calibrate.naked import make_naked, naked, naked_row, outline_at
from groundtruth.picture import stand
from groundtruth.sets import Drawn

DRAWN = Drawn("fast", 3)


def test_the_outline_is_where_the_outermost_edges_cross_the_height() -> None:
    body = stand(DRAWN)[2]
    heights = np.linspace(0.02, 0.98, 9) * body.vertices[:, 1].max()
    found = outline_at(body, heights, np.ones(len(body.segment), bool))
    for height, low, high in zip(heights, *found, strict=True):
        places = [
            np.interp(height, *zip(*sorted([(a[1], a[0]), (b[1], b[0])]), strict=True))
            for face in body.faces
            for a, b in zip(body.vertices[face], body.vertices[np.roll(face, 1)], strict=True)
            if min(a[1], b[1]) < height < max(a[1], b[1])
        ]
        assert (low, high) == pytest.approx((min(places), max(places)))


def test_there_is_no_outline_above_the_head() -> None:
    body = stand(DRAWN)[2]
    found = outline_at(body, np.array([1.0, 3.0]), np.ones(len(body.segment), bool))
    assert np.isfinite(found[:, 0]).all()
    assert np.isnan(found[:, 1]).all()


def test_heights_may_come_in_any_order() -> None:
    body = stand(DRAWN)[2]
    kept = np.ones(len(body.segment), bool)
    heights = np.array([1.1, 0.4, 0.9])
    straight = outline_at(body, np.sort(heights), kept)
    np.testing.assert_array_equal(
        outline_at(body, heights, kept), straight[:, np.argsort(np.argsort(heights))]
    )


def test_without_arms_the_outline_is_never_wider() -> None:
    for number in range(6):
        row = naked_row(Drawn("fast", number))
        whole, armless = (
            row[name][-2 * len(LEVELS) :].reshape(2, -1) for name in ("features", "armless")
        )
        assert (armless[0] - whole[0])[np.isfinite(armless[0])].min() >= 0.0
        assert (armless[1] - whole[1])[np.isfinite(armless[1])].max() <= 0.0


def test_a_row_holds_the_truth_of_its_person() -> None:
    row = naked_row(DRAWN)
    person, _, body = stand(DRAWN)
    truth = find_truth(body, "right")
    np.testing.assert_allclose(
        row["targets"] + row["origin"], truth.nodes(person.shape.stature)[:, :2]
    )
    assert row["targets"].shape == (len(NODES), 2)
    assert row["true"].shape == (len(METRICS),)
    assert row["body"] == 1


def test_what_is_learnt_is_tested_on_others(tmp_path, monkeypatch) -> None:
    from dataclasses import replace

    monkeypatch.setattr("groundtruth.calibrate.naked.make_in_chunks", _in_one)
    told = naked(tmp_path, 120, replace(NAKED_RECIPE, hidden=(8, 4), epochs=2))
    assert set(told["scores"]) == {"whole", "armless"}
    counts = [int(n) for n in told["scores"]["whole"]]
    assert counts[0] + told["tested"] == 120
    assert counts == sorted(counts, reverse=True)
    assert set(told["scores"]["whole"][str(counts[0])]) == {"wide", "life"}


def _in_one(folder, count, make, *, workers):
    np.savez(folder / "rows.npz", **make_naked(range(count)))
    return folder / "rows.npz"
