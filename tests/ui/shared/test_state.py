"""What the pages share: a series of photos, one of them looked at."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from posture.ui.shared.state import Current, first_of, stands, turn_to


def photo(token: str) -> Current:
    return Current(token, b"", cast("Any", None), cast("Any", None))


def test_a_single_photo_is_its_own_series():
    one = photo("a")
    assert one.series == (one,)
    assert first_of((one,)) == one


def test_whichever_is_looked_at_the_series_keeps_its_order():
    found = first_of((photo("a"), photo("b"), photo("c")))
    assert [one.token for one in found.series] == ["a", "b", "c"]
    for place, token in ((1, "b"), (2, "c"), (0, "a")):
        found = turn_to(found, place)
        assert found.token == token
        assert [one.token for one in found.series] == ["a", "b", "c"]
        assert all(one.others == () for one in found.others), "nobody holds the series twice"


def test_the_stills_of_one_video_are_one_stand():
    stills = [replace(photo(token), film="v") for token in "abc"]
    assert stands(first_of(tuple(stills))) == 1
    assert stands(first_of((*stills, photo("d"), photo("e")))) == 3
