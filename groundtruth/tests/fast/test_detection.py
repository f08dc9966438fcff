from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from posture.body.camera.roll import Roll
from posture.body.estimate.features import LEVELS, names

from groundtruth.fast.detection import OUTLINE, Detection, detect_as, exif_focal, with_outline
from groundtruth.fast.situation import situate
from tests.fast.made_up import landmarks_of, mask_of, truth_file

SIZE = (768, 1024)


def _detect(record: dict[str, Any], **changes: Any) -> Detection | None:
    given: dict[str, Any] = {"roll": Roll(0.0, 0.6, "verticals"), "focal_px": 1100.0, "size": SIZE}
    return detect_as(situate(record), landmarks_of(record), mask_of(record), **(given | changes))


@pytest.mark.parametrize("facing", ["left", "right"])
def test_outline_of_a_pillar(facing: str) -> None:
    found = _detect(truth_file(facing=facing))
    assert found is not None
    outline = found.features.values[OUTLINE]
    back, front = outline[: len(LEVELS)], outline[len(LEVELS) :]
    # The camera model errs by a few percent in scale, the pillar is 0.2 statures deep.
    np.testing.assert_allclose(front[10:60] - back[10:60], 0.2, rtol=0.05)


def test_camera_model_follows_lens_and_yaw() -> None:
    straight, turned = _detect(truth_file()), _detect(truth_file(yaw=10.0))
    assert straight is not None
    assert turned is not None
    assert turned.camera.yaw_deg > straight.camera.yaw_deg + 3
    known = straight.camera
    assert known.distance * known.px_per_stature == pytest.approx(1100.0)
    blind = _detect(truth_file(), focal_px=None)
    assert blind is not None
    lens = names().index("lens_known")
    assert (straight.features.values[lens], blind.features.values[lens]) == (1.0, 0.0)


def test_a_view_that_the_analyser_refuses_gives_no_row() -> None:
    assert _detect(truth_file(yaw=45.0)) is None


def test_outline_errors_are_added_and_conditions_read() -> None:
    found = _detect(truth_file())
    assert found is not None
    error = np.full(OUTLINE.stop - OUTLINE.start, 0.003)
    values, true = with_outline(found, error, bare=False)
    moved = values[OUTLINE] - true[OUTLINE]
    # Above the crown there is no outline, whatever is added.
    assert np.flatnonzero(np.isnan(moved)).tolist() == [0, len(LEVELS)]
    np.testing.assert_allclose(moved[np.isfinite(moved)], 0.003)
    loose = names().index("looseness")
    # The back of a pillar has no hollow, as under loose cloth.
    assert values[loose] == true[loose] == 1.0
    assert with_outline(found, error, bare=True)[0][loose] == 0.0
    assert np.array_equal(values[: OUTLINE.start], true[: OUTLINE.start])


def test_focal_is_noted_in_whole_millimetres() -> None:
    noted = exif_focal(1100.0, SIZE)
    assert noted == pytest.approx(1100.0, rel=0.02)
    assert noted * 43.27 / 1280.0 == pytest.approx(round(noted * 43.27 / 1280.0))
