from collections import Counter

import numpy as np
import pytest

from groundtruth.sets import KINDS, PHOTOS, Kind, PictureId


def test_no_two_kinds_share_a_person():
    assert len(set(KINDS.values())) == len(KINDS)
    draws = {kind: PictureId(kind, 0).rng(1, of_person=True).random() for kind in KINDS}
    assert len(set(draws.values())) == len(KINDS)


def test_two_photos_share_the_person_and_nothing_else():
    first, second = PictureId("wide", 6), PictureId("wide", 7)
    assert first.body == second.body == 6 // PHOTOS
    assert first.rng(1, of_person=True).random() == second.rng(1, of_person=True).random()
    assert first.rng(2, of_person=False).random() != second.rng(2, of_person=False).random()


def test_a_draw_for_one_purpose_does_not_shift_another():
    one = PictureId("life", 3)
    before = one.rng(2, of_person=False).random()
    one.rng(1, of_person=False).random(100)
    assert one.rng(2, of_person=False).random() == before


@pytest.mark.parametrize(("kind", "spread"), [("wide", "wide"), ("stick_life", "life")])
def test_test_sets_have_one_spread(kind: Kind, spread: str):
    assert {PictureId(kind, n).spread for n in range(20)} == {spread}


def test_the_training_set_mixes_all_spreads_by_person():
    spreads = [PictureId("train", n).spread for n in range(0, 600, 2)]
    count = Counter(spreads)
    assert set(count) == {"wide", "life", "decoupled"}
    assert min(count.values()) > 60
    assert all(
        PictureId("train", n).spread == PictureId("train", n + 1).spread for n in range(0, 40, 2)
    )


def test_every_fourth_person_of_the_pairs_wears_something_else():
    other = [PictureId("pairs", n).other_clothes for n in range(0, 4000, PHOTOS)]
    assert np.mean(other) == pytest.approx(0.25, abs=0.03)
    drawn = [PictureId("pairs", n) for n in range(0, 4000, PHOTOS)]
    for name in ("focal_in_exif", "spread"):
        for kind in {getattr(d, name) for d in drawn}:
            part = [o for o, d in zip(other, drawn, strict=True) if getattr(d, name) == kind]
            assert np.mean(part) == pytest.approx(0.25, abs=0.04)
    assert all(
        d.other_clothes == PictureId("pairs", d.number + 1).other_clothes for d in drawn[:40]
    )
    assert not any(
        PictureId(kind, n).other_clothes for kind in KINDS.keys() - {"pairs"} for n in range(40)
    )


def test_half_of_what_levels_the_errors_is_usual():
    spreads = Counter(PictureId("level", n).spread for n in range(40))
    assert spreads == {"wide": 20, "life": 20}
    assert PictureId("level", 6).spread == PictureId("level", 7).spread


@pytest.mark.parametrize("kind", KINDS)
def test_whether_the_lens_is_noted_goes_with_the_person_and_not_with_the_spread(kind: Kind):
    drawn = [PictureId(kind, n) for n in range(0, 2000, PHOTOS)]
    assert all(d.focal_in_exif == PictureId(kind, d.number + 1).focal_in_exif for d in drawn)
    for spread in {d.spread for d in drawn}:
        noted = [d.focal_in_exif for d in drawn if d.spread == spread]
        assert np.mean(noted) == pytest.approx(0.5, abs=0.06)


def test_seeds_differ_between_people():
    draws = [PictureId("train", n).rng(1, of_person=True).random() for n in range(0, 200, 2)]
    assert len(np.unique(draws)) == 100
