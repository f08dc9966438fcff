"""The studio to try out."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from posture.analysis.types import Analysis
from posture.photo.load import load
from posture.photo.photo import Photo
from posture.studio import made_up
from posture.studio.made_up import CLIENTS, VISITS, fill, picture
from posture.studio.records import LOCAL
from posture.studio.store.settings import StoreSettings
from posture.studio.store.store import open_store
from tests.fixtures.analyses import ANALYSIS

TODAY = date(2026, 11, 29)


def test_the_photo_of_each_visit_is_another_and_carries_its_day():
    photos = [
        load(picture("standing_tall", i, TODAY - timedelta(weeks=4 * i)), name="a.jpg")
        for i in range(VISITS)
    ]
    assert len({one.sha256 for one in photos}) == VISITS
    assert [one.taken.date() for one in photos if one.taken] == [
        TODAY - timedelta(weeks=4 * i) for i in range(VISITS)
    ]


def test_a_dozen_marked_clients_with_three_visits_are_made_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    asked: list[str] = []

    def analyze(photo: Photo) -> Analysis:
        asked.append(photo.sha256)
        return ANALYSIS

    monkeypatch.setattr("posture.analysis.pipeline.analyze_photo", analyze)
    told: list[tuple[int, int]] = []
    with open_store(StoreSettings(tmp_path / "studio")) as store:
        records = store.repository(LOCAL)
        clients = fill(
            records,
            TODAY,
            report=lambda done, count: told.append((done, count)),
            cache=tmp_path / "cache",
        )
        rows = records.find_clients().rows
        assert len(rows) == len(CLIENTS) == 12
        assert all(one.made_up for one in rows)
        assert {one.visits for one in rows} == {VISITS}
        assert {one.last_visit for one in rows} == {TODAY}
        first = records.visits(clients[0].id)
        assert [TODAY - one.on for one in first] == [timedelta(weeks=w) for w in (8, 4, 0)]
        assert records.photo(first[0].id, first[0].photos[0].sha256)
    assert told[-1] == (36, 36)
    before = len(asked)
    with open_store(StoreSettings(tmp_path / "again")) as store:
        fill(store.repository(LOCAL), TODAY, cache=tmp_path / "cache")
    assert len(asked) == before


def test_a_folder_with_clients_is_left_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def fail(*_: object, **__: object) -> None:
        raise AssertionError

    with open_store(StoreSettings(tmp_path)) as store:
        store.repository(LOCAL).add_client(made_up.ClientDetails("Real"))
    monkeypatch.setattr(made_up, "fill", fail)
    made_up.main(tmp_path)
