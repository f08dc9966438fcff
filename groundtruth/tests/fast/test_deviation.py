from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from groundtruth.fast.deviation import load
from groundtruth.fast.situation import situate
from tests.fast.made_up import NOTHING, landmarks_of, perfect, truth_file


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
