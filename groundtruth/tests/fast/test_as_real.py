from __future__ import annotations

import numpy as np
from posture.body.estimate.features import names
from posture.body.side_view import PARTS

from groundtruth.fast.as_real import as_real
from groundtruth.fast.rows import detected_row, stacked
from tests.fast.made_up import NOTHING, mask_of, perfect, truth_file


def test_moving_a_row_gives_what_a_moved_detection_would_have_given() -> None:
    record = truth_file() | {"everyday": True}
    deviation = perfect(record)
    own = NOTHING.copy()
    for part, move in (("ear", (0.003, -0.004)), ("hip", (0.01, 0.005)), ("knee", (-0.002, 0.0))):
        own[[PARTS.index(part), len(PARTS) + PARTS.index(part)]] = move
    deviation.shift[:] = own

    def row(moved: np.ndarray) -> dict[str, np.ndarray]:
        rng = np.random.default_rng(0)
        made = detected_row(record, mask_of(record), deviation, rng, moved, lens_known=False)
        assert made is not None
        return stacked([made])

    plain, wanted = row(NOTHING), row(own)
    found = as_real(plain, deviation)
    # The size of the person is read from ear and ankle and follows the ear by half a percent.
    for name in ("near_ear_x", "near_knee_x", "near_hip_y", "tilt_of_axis"):
        k = names().index(name)
        assert abs(found["features"][0, k] - wanted["features"][0, k]) < 0.003, name
    np.testing.assert_allclose(found["targets"], wanted["targets"], atol=0.004)
    np.testing.assert_array_equal(plain["features"], row(NOTHING)["features"])


def test_people_in_other_clothes_stay() -> None:
    record = truth_file()
    deviation = perfect(record)
    deviation.shift[:] = 0.01
    made = detected_row(
        record, mask_of(record), deviation, np.random.default_rng(0), NOTHING, lens_known=False
    )
    assert made is not None
    rows = stacked([made])
    found = as_real(rows, deviation)
    np.testing.assert_allclose(found["features"], rows["features"], atol=1e-12, equal_nan=True)
