"""What the pages share: a series of photos, one of them looked at."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from posture.ui.shared.state import CurrentPhoto, as_series, count_stances, select_photo


def photo(token: str) -> CurrentPhoto:
    return CurrentPhoto(token, b"", cast("Any", None), cast("Any", None))


def test_a_single_photo_is_its_own_series():
    one = photo("a")
    assert one.series == (one,)
    assert as_series((one,)) == one


def test_whichever_is_looked_at_the_series_keeps_its_order():
    found = as_series((photo("a"), photo("b"), photo("c")))
    assert [one.token for one in found.series] == ["a", "b", "c"]
    for place, token in ((1, "b"), (2, "c"), (0, "a")):
        found = select_photo(found, place)
        assert found.token == token
        assert [one.token for one in found.series] == ["a", "b", "c"]
        assert all(one.others == () for one in found.others), "nobody holds the series twice"


def test_the_stills_of_one_video_are_one_stand():
    stills = [replace(photo(token), video="v") for token in "abc"]
    assert count_stances(as_series(tuple(stills))) == 1
    assert count_stances(as_series((*stills, photo("d"), photo("e")))) == 3
