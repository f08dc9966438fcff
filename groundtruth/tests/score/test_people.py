"""Truth files of our sets and of the outside check."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from posture.errors import InputError

from groundtruth.score.outside import read_outside
from groundtruth.score.people import METRIC_NAMES, band, groups, read_set, set_folders

TRUTH = {
    "number": 3,
    "set": "stick_wide",
    "body": 1,
    "photo": 1,
    "facing": "left",
    "near_side": "left",
    "sex": "female",
    "age": 44.5,
    "stature_m": 1.66,
    "build": "average",
    "clothing": {"top": "t_shirt", "bottom": "shorts", "hair": "bob", "looseness": 0.4},
    "camera": {"distance_m": 3.2, "yaw_deg": -9.0, "roll_deg": 1.0, "exif": True},
    "pose": {"arms": "clasped"},
    "measurements": {"cva": 48.0, "kyphosis": None},
    "nodes_px": {"c7": [10, 20], "spine_00": [10, 20], "tragus": [9, 9]},
    "stickers": {"c7": [10.5, 20.5], "asis": None},
}

OUTSIDE = {
    "facing": "right",
    "near_side": "right",
    "true": {
        "cva_deg": 45.0,
        "shoulder_angle_deg": 50.0,
        "asis_psis_deg": 12.0,
        "skin_kyphosis_deg": 30.0,
        "skin_lordosis_deg": 31.0,
        "skin_sacral_slope_deg": 20.0,
    },
    "phenotype": {"gender": 0.9},
    "stature_m": 1.7,
    "clothing": {"top": "tee", "hair": "bun"},
    "camera": {"pos": [-2.5, 0.0, 1.0], "body_yaw_deg": 2.0},
    "points_px": {
        name: [1.0, 2.0]
        for name in (
            "C7",
            "acromion_near",
            "ASIS_near",
            "PSIS_near",
            "greater_trochanter_near",
            "lateral_knee_near",
            "lateral_malleolus_near",
        )
    },
}


def write(folder: Path, number: int, truth: dict[str, Any], *, picture: bool = True) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{number}.json").write_text(json.dumps(truth))
    if picture:
        (folder / f"{number}.jpg").write_bytes(b"jpeg")


def test_a_truth_file_is_read(tmp_path: Path):
    write(tmp_path, 3, TRUTH)
    (person,) = read_set(tmp_path)
    assert person.name == "wide+stickers/3"
    assert dict(person.truth) == {"cva": 48.0}
    assert dict(person.points_px) == {"c7": (10.0, 20.0)}
    assert person.stickers == {"c7": (10.5, 20.5)}
    assert person.strata == {
        "top": "t-shirt",
        "hair": "bob",
        "build": "average",
        "sex": "female",
        "distance": "3 to 4 m",
        "yaw": "8 ° or more",
        "lens": "noted in the picture",
        "arms": "clasped",
    }


def test_every_fault_is_listed(tmp_path: Path):
    write(tmp_path, 1, {**TRUTH, "measurements": {"height": 1.0}})
    write(tmp_path, 2, {k: v for k, v in TRUTH.items() if k != "camera"})
    write(tmp_path, 3, TRUTH, picture=False)
    with pytest.raises(InputError) as caught:
        read_set(tmp_path)
    assert [fault.split(":")[0] for fault in caught.value.faults] == ["1.json", "2.json", "3.json"]


def test_an_empty_folder_says_how_to_make_a_set(tmp_path: Path):
    with pytest.raises(InputError, match="groundtruth make"):
        read_set(tmp_path)


def test_a_folder_of_sets_is_opened(tmp_path: Path):
    write(tmp_path / "life", 1, TRUTH)
    write(tmp_path / "wide", 1, TRUTH)
    for learnt in ("train", "level", "ranges", "stick_try"):
        write(tmp_path / learnt, 1, TRUTH)
    assert [path.name for path in set_folders(tmp_path)] == ["life", "wide"]
    assert set_folders(tmp_path / "life") == [tmp_path / "life"]


def test_the_outside_check_speaks_our_names(tmp_path: Path):
    write(tmp_path / "wide", 5, OUTSIDE)
    (person,) = read_outside(tmp_path)
    assert (person.group, person.body, person.photo) == ("outside wide", 2, 1)
    assert person.truth["pelvic_tilt"] == 12.0
    assert person.truth.keys() <= set(METRIC_NAMES)
    assert person.strata["distance"] == "under 3 m"
    assert groups([person]) == {"outside wide": [person]}


def test_no_outside_check_is_an_error(tmp_path: Path):
    with pytest.raises(InputError, match="outside check"):
        read_outside(tmp_path)


@pytest.mark.parametrize(
    ("value", "name"),
    [(2.9, "under 3 m"), (3.0, "3 to 4 m"), (4.0, "4 m or more"), (float("nan"), "unknown")],
)
def test_bands(value: float, name: str):
    assert band(value, (3.0, 4.0), "m") == name
