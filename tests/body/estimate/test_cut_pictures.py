import numpy as np
import pytest
from numpy.typing import NDArray

from posture.body.estimate import network
from posture.body.estimate.cut_pictures import (
    MOVED,
    CutPictures,
    CutPicturesFile,
    Ending,
    cut_pictures,
    lowest_level,
    shift_of,
)
from posture.body.estimate.features import LEVELS, names
from posture.body.estimate.network import NetworkEstimator
from posture.body.points import NODES
from tests.body.estimate.test_features import evidence_of
from tests.fixtures.people import cropped, person


def seen_to(level: float) -> NDArray[np.float64]:
    """Features of a picture whose rear outline ends below ``level``."""
    features = np.zeros(len(names()))
    features[[names().index(f"back_{at:.2f}") for at in LEVELS if at > level]] = np.nan
    return features


def made() -> CutPictures:
    endings = [
        Ending(level=1.0, yaw_deg=9.0, yaw_sd_deg=4.0, back=dict.fromkeys(MOVED, 0.004)),
        Ending(level=4.0, yaw_deg=0.0, yaw_sd_deg=0.0, back=dict.fromkeys(MOVED, 0.0)),
    ]
    return CutPictures(CutPicturesFile(source="made up for a test", endings=endings))


@pytest.mark.parametrize("level", [1.0, 2.0, 3.0, 4.0])
def test_the_end_of_the_picture_is_read_from_the_outline(level: float):
    assert lowest_level(seen_to(level)) == pytest.approx(LEVELS[level >= LEVELS].max())


def test_an_outline_that_is_not_seen_anywhere_is_no_end():
    assert lowest_level(np.full(len(names()), np.nan)) == 4.0


def test_between_two_endings_it_is_between_the_two():
    found = made().at(seen_to(2.5))
    share = (4.0 - found.level) / 3.0
    assert found.yaw_deg == pytest.approx(9.0 * share)
    assert found.yaw_sd_deg == pytest.approx(4.0 * share)
    shift = shift_of(found)
    assert shift[NODES.index("tragus")].tolist() == pytest.approx([0.004 * share, 0.0])
    assert np.count_nonzero(shift) == len(MOVED)


def test_beyond_the_last_endings_nothing_more_is_taken_out():
    assert made().at(seen_to(0.0)).yaw_deg == 9.0
    assert made().at(seen_to(4.0)).yaw_deg == 0.0


def test_a_border_that_moves_a_little_moves_little():
    yaws = [cut_pictures().at(seen_to(level)).yaw_deg for level in LEVELS[LEVELS > 1.0]]
    assert np.abs(np.diff(yaws)).max() < 1.2
    assert yaws[-1] == 0.0
    assert max(yaws) > 5.0


def test_the_body_is_turned_back_and_what_is_measured_stays(monkeypatch: pytest.MonkeyPatch):
    evidence = evidence_of(cropped(person(), 0, 690))
    now = NetworkEstimator().estimate(evidence)
    ending = cut_pictures().at(now.features)
    assert ending.yaw_deg > 1.0
    nothing = CutPicturesFile(
        source="made up for a test",
        endings=[
            Ending(level=at, yaw_deg=0.0, yaw_sd_deg=0.0, back=dict.fromkeys(MOVED, 0.0))
            for at in (1.0, 4.0)
        ],
    )
    monkeypatch.setattr(network, "cut_pictures", lambda: CutPictures(nothing))
    before = NetworkEstimator().estimate(evidence)
    assert now.camera.yaw_deg == pytest.approx(before.camera.yaw_deg - ending.yaw_deg)
    assert now.camera_errors.yaw_deg == pytest.approx(
        np.hypot(before.camera_errors.yaw_deg, ending.yaw_sd_deg)
    )
    rest = [i for i, name in enumerate(NODES) if name not in MOVED]
    np.testing.assert_allclose(now.positions[rest], before.positions[rest], atol=1e-12)
    np.testing.assert_allclose(now.covariance, before.covariance, atol=1e-15)
