from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from posture.errors import InputError

from groundtruth.real.labels import read_labels

POINTS = """photo,point,x,y,r,rater,note
b.jpg,tragus,10,20,2,1,
b.jpg,tragus,14,24,2,2,"hair, some"
b.jpg,ankle,10,180.5,2,1,under the hem
a.jpg,c7,1,2,2,1,
"""
PHOTOS = "name\tperson\tsha256\nb.jpg\tsomebody\tabc\n"


def write(folder: Path, points: str = POINTS, photos: str | None = PHOTOS) -> Path:
    (folder / "points.csv").write_text(points, "utf-8")
    if photos is not None:
        (folder / "photos.tsv").write_text(photos, "utf-8")
    return folder


def test_raters_are_averaged_and_the_ankle_gets_the_programs_name(tmp_path: Path):
    a, b = read_labels(write(tmp_path))
    assert (a.photo, a.person, a.sha256) == ("a.jpg", "a.jpg", None)
    assert (b.photo, b.person, b.sha256) == ("b.jpg", "somebody", "abc")
    assert np.array_equal(b.points["tragus"], [12.0, 22.0])
    assert np.array_equal(b.points["malleolus"], [10.0, 180.5])
    assert [b.readings("tragus"), b.readings("malleolus"), b.readings("knee")] == [2, 1, 0]
    assert b.readings("tragus", "malleolus") == 1


def test_without_a_list_of_photographs_each_is_a_person(tmp_path: Path):
    assert [one.person for one in read_labels(write(tmp_path, photos=None))] == ["a.jpg", "b.jpg"]


@pytest.mark.parametrize(
    ("points", "fault"),
    [
        ("photo,point,x\nb.jpg,tragus,1\n", "columns y"),
        ("photo,point,x,y\n", "has no rows"),
        ("photo,point,x,y\nb.jpg,tragus,1,left\n", "line 2"),
        ("photo,point,x,y\nb.jpg,tragus,1,2\nb.jpg,knee,inf,2\n", "line 3"),
    ],
)
def test_labels_that_cannot_be_used_are_said(tmp_path: Path, points: str, fault: str):
    with pytest.raises(InputError, match=fault):
        read_labels(write(tmp_path, points))


def test_a_folder_without_labels_is_said(tmp_path: Path):
    with pytest.raises(InputError, match=r"points\.csv cannot be read"):
        read_labels(tmp_path)
