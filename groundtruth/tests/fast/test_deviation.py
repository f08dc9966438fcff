from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from groundtruth.fast.detection import OUTLINE
from groundtruth.fast.deviation import Deviation, fit, landmarks_px, load
from groundtruth.fast.rows import detected_row, stacked
from groundtruth.fast.situation import situate
from tests.fast.made_up import NOTHING, landmarks_of, mask_of, perfect, truth_file


def _row(record: dict[str, Any], deviation: Deviation, seed: int = 0) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    row = detected_row(record, mask_of(record), deviation, rng, NOTHING, lens_known=True)
    assert row is not None
    return row


def test_draw_without_error_gives_the_landmarks() -> None:
    record = truth_file(roll=1.0, yaw=4.0)
    drawn = perfect(record).draw(situate(record), np.random.default_rng(1), NOTHING, end=1024)
    np.testing.assert_allclose(drawn.landmarks, landmarks_of(record), atol=1e-8)
    assert drawn.roll.degrees == pytest.approx(1.0)


def test_draw_keeps_the_spread_of_the_remainder() -> None:
    record = truth_file()
    deviation = perfect(record, donors=400, noise=0.01)
    situation, rng = situate(record), np.random.default_rng(2)
    draws = [deviation.draw(situation, rng, NOTHING, end=1024) for _ in range(800)]
    landmarks = np.array([situation.to_frame(d.landmarks) for d in draws])
    outline = np.array([d.outline for d in draws])
    assert landmarks.std(axis=0).mean() == pytest.approx(0.01, rel=0.1)
    assert outline.std(axis=0).mean() == pytest.approx(0.01, rel=0.1)


def test_donors_wear_the_same_where_there_are_enough() -> None:
    deviation = perfect(truth_file(), donors=30)

    def donors(top: str, hair: str, *, everyday: bool = False) -> set[int]:
        worn = replace(situate(truth_file()), top=top, hair=hair, everyday=everyday)
        return set(deviation.donors(worn).tolist())

    assert len(donors("fitted", "none")) == 30
    deviation.top[:14] = 0
    assert donors("bare", "short") == set(range(14))
    assert len(donors("loose", "bun")) == 30
    deviation.everyday[15:] = True
    assert donors("fitted", "short", everyday=True) == set(range(15, 30))


def test_save_and_load(tmp_path: Path) -> None:
    record = truth_file()
    deviation = perfect(record, noise=0.01)
    deviation.save(tmp_path / "deviation.npz")
    again = load(tmp_path / "deviation.npz")
    one = deviation.draw(situate(record), np.random.default_rng(3), NOTHING, end=1024)
    two = again.draw(situate(record), np.random.default_rng(3), NOTHING, end=1024)
    np.testing.assert_array_equal(one.landmarks, two.landmarks)


@pytest.mark.parametrize("facing", ["left", "right"])
def test_landmarks_are_found_again_in_a_row(facing: str) -> None:
    record = truth_file(facing=facing, roll=1.5, yaw=-5.0, lateral=0.05)
    row = _row(record, perfect(record))
    np.testing.assert_allclose(landmarks_px(row, record), landmarks_of(record), atol=1e-6)


def test_fit_learns_from_rows_what_made_them(tmp_path: Path) -> None:
    truths: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    for i in range(40):
        rng = np.random.default_rng(i)
        record = truth_file(yaw=float(rng.normal(0, 5)), lateral=float(rng.normal(0, 0.1)))
        record |= {"number": i, "body": i // 2}
        truths.append(record)
        rows.append(_row(record, perfect(record, noise=0.001), seed=i))
        (tmp_path / f"{i}.json").write_text(json.dumps(record), "utf-8")
    columns: dict[str, Any] = stacked(rows)
    np.savez(tmp_path / "rows.npz", **columns)
    fitted = fit([tmp_path / "rows.npz"])
    # A remainder of 0.001 stays; how the landmarks move with yaw and place is explained.
    assert fitted.remainder.std() < 0.0016
    assert fitted.outline.std() == pytest.approx(0.001, rel=0.15)
    assert fitted.outline.shape == (40, OUTLINE.stop - OUTLINE.start)
    drawn = fitted.draw(situate(truths[0]), np.random.default_rng(0), NOTHING, end=1024)
    assert np.abs(drawn.landmarks - landmarks_of(truths[0])).max() < 8.0


def test_only_everyday_people_differ_and_both_sides_go_together() -> None:
    deviation = perfect(truth_file())
    deviation.shift[:] = 0.01
    deviation.shift_sd[:] = 0.005
    rng = np.random.default_rng(0)
    assert not deviation.own(rng, everyday=False).any()
    drawn = np.array([deviation.own(rng, everyday=True) for _ in range(500)])
    assert drawn.mean() == pytest.approx(0.01, abs=0.0005)
    assert drawn.std(axis=0).mean() == pytest.approx(0.005, rel=0.05)
    np.testing.assert_array_equal(drawn[:, :12], drawn[:, 12:24])


def test_a_cut_moves_landmarks_as_pictures_cut_nearby_did() -> None:
    record = truth_file()
    plain = perfect(record)
    moves = np.zeros((24, 50))
    moves[:12] = 0.02
    deviation = replace(plain, cut_at=np.repeat([0.0, 0.4], 12), cut_moves=moves)
    situation = situate(record)
    for over, moved in ((0.02, 0.02), (0.39, 0.0)):
        end = situation.hip[1] + over * situation.px_per_stature
        cut = deviation.draw(situation, np.random.default_rng(0), NOTHING, end=end)
        whole = plain.draw(situation, np.random.default_rng(0), NOTHING, end=1024)
        gone = situation.to_frame(cut.landmarks) - situation.to_frame(whole.landmarks)
        np.testing.assert_allclose(gone, moved, atol=1e-9)
