"""The people of a day, their photos, the overview and the reports."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from posture.errors import ConsentMissingError, PhotoFormatError
from posture.studio.consent import COVERS
from posture.studio.group import analyse
from posture.studio.group.analyse import Taken
from posture.studio.group.bundle import bundle, day_reports
from posture.studio.group.day import Person, begin_day, confirm_day, read_day, take
from posture.studio.group.names import read_names
from posture.studio.group.overview import find_overview, next_in_queue
from posture.studio.records import LOCAL, ClientDetails
from posture.studio.reports.report import ReportFile
from posture.studio.store.repository import Repository
from posture.studio.store.settings import StoreSettings
from posture.studio.store.store import open_store
from tests.fixtures.analysed import BEFORE, FRONTAL, dark, sample

ON = date(2026, 11, 28)
LIST = "Ana, 1980\nBen\nCarla"

pytestmark = pytest.mark.model


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Repository]:
    with open_store(StoreSettings(tmp_path / "studio")) as store:
        yield store.repository(LOCAL)


def take_one(records: Repository, person: Person, data: bytes, name: str) -> Taken:
    (taken,) = take(records, person, [(name, data)], ON)
    assert isinstance(taken, Taken)
    return taken


def test_people_are_found_again_and_added_once(records: Repository):
    first = begin_day(records, read_names(LIST), ON, COVERS)
    again = begin_day(records, read_names("carla\nANA, 1980\nDavid"), ON, ())
    assert again[:2] == (first[2], first[0])
    assert records.find_clients().total == 4
    assert not records.client(again[2]).may_store_photos


def test_of_two_people_with_one_name_a_new_one_is_made_rather_than_the_wrong_one(
    records: Repository,
):
    begin_day(records, read_names("Ana, 1980"), ON, COVERS)
    begin_day(records, read_names("Ana, 1990"), ON, COVERS)
    (third,) = begin_day(records, read_names("Ana"), ON, COVERS)
    assert records.find_clients("Ana").total == 3
    assert records.client(third).details.year_of_birth is None


def test_a_client_is_found_behind_many_of_a_longer_name(records: Repository):
    for at in range(60):
        records.add_client(ClientDetails(f"Abel Ana {at:02}"))
    ana = records.add_client(ClientDetails("Ana"))
    assert begin_day(records, read_names("ana"), ON, ()) == (ana.id,)


def test_a_client_who_was_archived_comes_back(records: Repository):
    ana = records.add_client(ClientDetails("Ana", 1980))
    records.save_client(replace(ana, archived=True))
    assert begin_day(records, read_names("Ana, 1980"), ON, ()) == (ana.id,)
    assert not records.client(ana.id).archived
    assert records.find_clients("Ana").total == 1


def test_of_several_with_one_name_the_one_that_fits_best_is_taken(records: Repository):
    gone = records.add_client(ClientDetails("Ana", 1980))
    records.save_client(replace(gone, archived=True))
    now = records.add_client(ClientDetails("Ana", 1980))
    unknown = records.add_client(ClientDetails("Ana"))
    assert begin_day(records, read_names("Ana, 1980\nAna"), ON, ()) == (now.id, unknown.id)
    assert records.client(gone.id).archived


def test_a_day_from_the_list_to_the_zip(records: Repository):
    ids = begin_day(records, read_names(LIST), ON, COVERS)
    rows = find_overview(read_day(records, ids, ON))
    assert {one.state for one in rows} == {"waiting"}
    assert next_in_queue(rows, ids) == ids[0]

    ana, ben, _ = read_day(records, ids, ON)
    assert take_one(records, ana, sample("head_forward"), "a.jpg").photo is not None
    refused = take_one(records, ben, dark(), "b.jpg")
    assert refused.photo is None
    assert refused.reasons
    told = {ben.client.id: [one.remedy for one in refused.reasons]}
    people = read_day(records, ids, ON)
    rows = find_overview(people, told)
    by_id = {one.client_id: one for one in rows}
    assert by_id[ids[1]].state == "retake"
    assert by_id[ids[1]].remedies
    assert people[1].visit is None
    assert next_in_queue(rows, ids) == ids[2]
    assert rows[0].client_id == ids[0]
    assert rows[0].headline
    assert rows[0].weight > 0

    # A photo from the front goes to the same visit.
    take_one(records, people[0], sample(FRONTAL), "front.jpg")
    people = read_day(records, ids, ON)
    assert people[0].visit is not None
    assert [one.view for one in people[0].visit.photos] == ["side", "front"]
    take_one(records, people[1], sample(BEFORE), "b.jpg")
    people = read_day(records, ids, ON)
    assert all(one.visit.draft for one in people if one.visit)
    confirm_day(records, people)
    people = read_day(records, ids, ON)
    with zipfile.ZipFile(io.BytesIO(day_reports(records, people, ON))) as made:
        assert len(made.namelist()) == 2
        assert all(made.read(one).startswith(b"%PDF") for one in made.namelist())


@pytest.mark.slow
def test_many_photos_are_kept_as_few_are(records: Repository, monkeypatch: pytest.MonkeyPatch):
    ids = begin_day(records, read_names("Ana\nBen"), ON, COVERS)
    files = [
        ("before.jpg", sample(BEFORE)),
        ("text.jpg", b"no picture"),
        ("front.jpg", sample(FRONTAL)),
        ("dark.jpg", dark()),
        ("later.jpg", sample("head_forward")),
    ]
    told: list[list[str]] = []
    for few, person in zip((analyse.FEW, 0), read_day(records, ids, ON), strict=True):
        monkeypatch.setattr(analyse, "FEW", few)
        results = list(take(records, person, files, ON))
        assert isinstance(results[1], PhotoFormatError)
        told.append(
            [
                " ".join(reason.code for reason in one.reasons)
                for one in results
                if isinstance(one, Taken)
            ]
        )
    assert told[0] == told[1]
    few, many = (person.visit for person in read_day(records, ids, ON))
    assert few is not None
    assert many is not None
    # The later of two photos of one view stays.
    assert [one.name for one in few.photos] == ["later.jpg", "front.jpg"]
    assert few.photos == many.photos


def test_nobody_is_photographed_without_their_consent(records: Repository):
    ids = begin_day(records, read_names("Ana"), ON, ())
    (ana,) = read_day(records, ids, ON)
    with pytest.raises(ConsentMissingError):
        take_one(records, ana, sample(BEFORE), "a.jpg")
    assert records.visits(ids[0], drafts=True) == ()


def test_who_stands_out_comes_first(records: Repository):
    ids = begin_day(records, read_names(LIST), ON, COVERS)
    for person, name in zip(
        read_day(records, ids, ON), ("standing_tall", "marked", "head_forward"), strict=True
    ):
        take_one(records, person, sample(name), f"{name}.jpg")
    rows = find_overview(read_day(records, ids, ON))
    order = [(len(one.beyond), one.weight) for one in rows]
    assert order == sorted(order, reverse=True)
    assert order[0] > order[-1]
    assert next_in_queue(rows, ids) is None


def test_reports_of_one_name_are_told_apart():
    file = ReportFile("Ana_report.pdf", "application/pdf", b"one")
    made = bundle([file, replace(file, data=b"two"), replace(file, name="ana_report.pdf")])
    with zipfile.ZipFile(io.BytesIO(made)) as read:
        assert read.namelist() == ["Ana_report.pdf", "Ana_report-2.pdf", "ana_report-3.pdf"]
        assert read.read("Ana_report-2.pdf") == b"two"


def test_a_frontal_photo_alone_tells_what_stands_out_in_it_and_no_more(records: Repository):
    ids = begin_day(records, read_names(LIST), ON, COVERS)
    ana, ben, _ = read_day(records, ids, ON)
    take_one(records, ana, sample(FRONTAL), "front.jpg")
    take_one(records, ben, sample("standing_tall"), "side.jpg")
    rows = {one.client_id: one for one in find_overview(read_day(records, ids, ON))}
    of_ana, of_ben, of_carla = (rows[one] for one in ids)
    assert of_ana.beyond
    assert all("higher" in one for one in of_ana.beyond)
    assert (of_ana.state, of_ana.remedies) == ("check", ("There is no photo from the side.",))
    assert [one.judged for one in (of_ana, of_ben, of_carla)] == [False, True, False]


def test_what_stands_out_in_a_frontal_photo_counts_beside_the_verdict(records: Repository):
    (id,) = begin_day(records, read_names("Ana"), ON, COVERS)
    (ana,) = read_day(records, (id,), ON)
    take_one(records, ana, sample("standing_tall"), "side.jpg")
    (before,) = find_overview(read_day(records, (id,), ON))
    take_one(records, ana, sample(FRONTAL), "front.jpg")
    (after,) = find_overview(read_day(records, (id,), ON))
    assert after.beyond[: len(before.beyond)] == before.beyond
    assert len(after.beyond) > len(before.beyond)
