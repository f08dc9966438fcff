"""Stickers and personal calibration are scored with the options that name them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from posture.analysis.pipeline import analyze
from posture.analysis.types import Analysis

from groundtruth.score.collect import analyse_body
from groundtruth.score.people import STICKER_POINTS, Person
from tests.score.made_up import people

pytestmark = pytest.mark.model

SAMPLES = Path(__file__).parents[3] / "samples"


@pytest.fixture
def two_photos(tmp_path: Path) -> list[Person]:
    """Two photos of one person, whose ASIS lies 1.5 % of stature below its estimate."""
    found: list[Person] = []
    for person, name in zip(people()[:2], ("before", "after"), strict=True):
        picture = tmp_path / f"{name}.jpg"
        picture.write_bytes((SAMPLES / "change" / f"{name}.jpg").read_bytes())
        picture.with_suffix(".json").write_text("{}", encoding="utf-8")
        body = _analysis(picture).body
        off = 0.015 * body.camera.px_per_stature
        points = {point: body.in_picture()[point][:2] for point in STICKER_POINTS}
        moved = {
            name: (x, y + off) if name == "asis" else (x, y) for name, (x, y) in points.items()
        }
        found.append(replace(person, path=picture, points_px=moved))
    return found


def test_a_reference_photo_corrects_the_later_one(two_photos: list[Person]) -> None:
    first, later = analyse_body(two_photos)
    assert not first.personal
    was, now = (rows["pelvic_tilt"] for rows in (later.readings, later.personal))
    # The hip bone was found too high in the first photo, so the tilt is larger than it seems.
    assert now[0] > was[0] + 0.5
    assert now[1] < was[1]


def test_stickers_are_looked_for_where_a_person_has_some(tmp_path: Path) -> None:
    picture = tmp_path / "worn.jpg"
    picture.write_bytes((SAMPLES / "with_stickers.jpg").read_bytes())
    picture.with_suffix(".json").write_text("{}", encoding="utf-8")
    body = _analysis(picture).body
    at = {point: body.in_picture()[point][:2] for point in STICKER_POINTS}
    worn, bare = (replace(people()[0], path=picture, points_px=at, stickers=s) for s in (at, None))
    (row,) = analyse_body([worn])
    assert len(row.sticker_positions) >= 3
    assert "sticker" in {source for _, _, source in row.with_stickers.values()}
    (row,) = analyse_body([bare])
    assert (row.sticker_positions, row.with_stickers) == ({}, {})


def _analysis(picture: Path) -> Analysis:
    found = analyze(picture)
    assert isinstance(found, Analysis)
    return found
