import numpy as np
import pytest

from posture.body.estimate.features import names
from posture.body.estimate.network import weights
from posture.body.estimate.regions import (
    KINDS,
    NODES_OF,
    REGIONS,
    RegionModel,
    factors_of_nodes,
    parts_of_features,
    touched_regions,
    widen,
)
from posture.body.outline.adjoining import Touch
from posture.body.points import NODES

COUNT = len(names())


def independent() -> RegionModel:
    """A model in which no feature says anything of another."""
    return RegionModel(np.zeros((COUNT, COUNT)), np.ones(COUNT), np.full(3 * len(REGIONS), 2.0))


def part(region: str, kind: str) -> int:
    return 3 * REGIONS.index(region) + KINDS.index(kind)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("feature", "region", "kind"),
    [
        ("near_ear_x", "head", "landmarks"),
        ("nose_y", "head", "landmarks"),
        ("back_0.00", "head", "back"),
        ("back_0.50", "neck", "back"),
        ("front_1.50", "trunk", "front"),
        ("far_hip_y", "pelvis", "landmarks"),
        ("back_2.00", "pelvis", "back"),
        ("front_4.00", "legs", "front"),
        ("near_toe_x", "legs", "landmarks"),
    ],
)
def test_every_feature_belongs_to_the_part_that_it_shows(feature: str, region: str, kind: str):
    assert parts_of_features()[names().index(feature)] == part(region, kind)


def test_arms_and_camera_belong_to_none():
    for feature in ("near_elbow_x", "far_wrist_y", "yaw", "border"):
        assert parts_of_features()[names().index(feature)] == -1


def test_only_the_region_that_is_off_gets_a_factor():
    off = np.zeros(COUNT)
    off[parts_of_features() == part("neck", "back")] = 4.0
    factors = independent().factors(off, np.ones(COUNT, dtype=bool))
    np.testing.assert_allclose(factors, [1.0, 2.0, 1.0, 1.0, 1.0])


def test_what_is_unknown_is_never_new():
    off = np.full(COUNT, 9.0)
    assert (independent().factors(off, np.zeros(COUNT, dtype=bool)) == 1.0).all()


def test_a_region_that_follows_from_the_others_is_not_new():
    model = independent()
    ear, hip = names().index("near_ear_x"), names().index("near_hip_x")
    model.weights[hip, ear] = 1.0
    off = np.zeros(COUNT)
    off[[ear, hip]] = 3.0
    head = part("head", "landmarks")
    assert model.novelty(off, np.ones(COUNT, dtype=bool))[head] == 0.0


def test_widening_scales_the_errors_of_its_points_alone():
    wide = widen(np.eye(2 * len(NODES)), factors_of_nodes({"head": 2.0}))
    sd = np.sqrt(np.diag(wide)).reshape(-1, 2)
    for node, both in zip(NODES, sd, strict=True):
        assert (both == (2.0 if node in NODES_OF["head"] else 1.0)).all(), node


def test_the_weights_that_ship_have_a_limit_for_every_part_with_features():
    limits = weights().regions.limits
    seen = np.isin(np.arange(len(limits)), parts_of_features())
    assert np.isfinite(limits[seen]).all()
    assert np.isinf(limits[~seen]).all()


@pytest.mark.parametrize(
    ("touch", "regions"),
    [
        (Touch("back", 0.05, 0.6), {"neck", "trunk"}),
        (Touch("back", 0.3, 0.9), {"trunk", "pelvis"}),
        (Touch("belly", 0.05, 0.6), {"trunk"}),
        (Touch("belly", 0.75, 1.05), {"pelvis"}),
    ],
)
def test_what_touches_the_outline_hides_the_regions_beside_it(touch: Touch, regions: set[str]):
    assert touched_regions([touch]) == regions
