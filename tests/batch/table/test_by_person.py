from __future__ import annotations

from collections import Counter
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.batch.table import by_person
from posture.batch.table.by_person import PeopleIndex, rows_by_person

NAMES = st.lists(st.one_of(st.none(), st.sampled_from(["Ana", "Bo", "Cy", "Di", "\N{SNOWMAN}"])))


def indexed(names: list[str | None], batch: int = 3) -> PeopleIndex:
    index = PeopleIndex()
    for at in range(0, len(names), batch):
        index.add(names[at : at + batch])
    return index


def table(names: list[str | None], batch: int = 3) -> list[Any]:
    made = pa.table({"person": pa.array(names, pa.string()), "at": list(range(len(names)))})
    return made.to_batches(max_chunksize=batch)


@given(NAMES)
def test_people_are_numbered_by_their_first_photo(names: list[str | None]):
    numbers, counts = indexed(names).numbers()
    people = list(dict.fromkeys(name for name in names if name is not None))
    assert numbers.tolist() == [-1 if n is None else people.index(n) for n in names]
    assert counts.tolist() == [names.count(name) for name in people]


@given(names=NAMES, bucket=st.integers(1, 4), most=st.integers(1, 3))
def test_no_photo_of_a_person_is_lost_whatever_the_buckets(
    names: list[str | None], bucket: int, most: int
):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(by_person, "BUCKET_ROWS", bucket)
        patch.setattr(by_person, "MOST_BUCKETS", most)
        groups = list(rows_by_person(table(names), *indexed(names).numbers()))
    assert [rows[0]["person"] for rows in groups] == [
        name for name in dict.fromkeys(names) if name is not None
    ]
    for rows in groups:
        name = rows[0]["person"]
        assert [row["at"] for row in rows] == [i for i, one in enumerate(names) if one == name]


def test_only_one_bucket_is_in_memory(monkeypatch: pytest.MonkeyPatch):
    # Everybody's second photo comes after all first ones.
    names = cast("list[str | None]", [str(i % 300) for i in range(600)])
    monkeypatch.setattr(by_person, "BUCKET_ROWS", 20)
    read: list[int] = []
    whole = by_person._people_of

    def counted(path: by_person.Path):
        groups = list(whole(path))
        read.append(sum(map(len, groups)))
        return iter(groups)

    monkeypatch.setattr(by_person, "_people_of", counted)
    groups = list(rows_by_person(table(names, 64), *indexed(names).numbers()))
    assert Counter(map(len, groups)) == {2: 300}
    assert max(read) <= 20
    assert sum(read) == 600


def test_a_name_with_too_many_photos_is_no_person(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(by_person, "MOST_PHOTOS", 3)
    names: list[str | None] = [*["unknown"] * 4, "Ana", "Ana"]
    groups = list(rows_by_person(table(names), *indexed(names).numbers()))
    assert [rows[0]["person"] for rows in groups] == ["Ana"]


def test_no_rows_are_no_people():
    numbers, counts = PeopleIndex().numbers()
    assert numbers.size == counts.size == 0
    assert not (counts > 1).any()
    assert np.array_equal(numbers, [])
