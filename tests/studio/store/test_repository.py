"""Everything that goes in comes out; the same on both databases."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import update

from posture.assess.assessment import Answers
from posture.errors import ConflictError, ConsentMissingError, InputError, NotFoundError
from posture.studio.consent import Consent
from posture.studio.profile import OwnExercise, Profile
from posture.studio.records import (
    LOCAL,
    ClientDetails,
    PlanItem,
    Protocol,
    Visit,
    VisitPhoto,
    new_id,
)
from posture.studio.store.records.tables import clients
from posture.studio.store.repository import Repository
from posture.studio.store.store import Store
from tests.fixtures.studio import DAY, add_client, add_visit, photo_of

SIDE, FRONT = b"bytes of a side photo", b"bytes of a front photo"
SUMMER = timezone(timedelta(hours=2))


@pytest.fixture
def records(store: Store) -> Repository:
    return store.repository(LOCAL)


def full_visit(client_id: str) -> Visit:
    side = replace(
        photo_of(SIDE, "C:\\photos/side\u202egpj.jpg"),
        taken=datetime(2026, 11, 1, 9, 30, 15, 120),
        document='{"schema": 1, "text": "ü\\u0000"}',
    )
    front = replace(
        photo_of(FRONT, "front.jpg", "front"), taken=datetime(2026, 7, 1, tzinfo=SUMMER)
    )
    return Visit(
        id=new_id(),
        client_id=client_id,
        version=0,
        on=DAY,
        photos=(side, front),
        answers=Answers(
            {"modified_thomas": "yes"},
            {"hip": "no"},
            {"chest_pain": "no"},
            "hip",
            {"emergency": datetime(2026, 11, 2, 10, tzinfo=SUMMER)},
        ),
        plan=(PlanItem("hip_flexor_stretch", "3 × 30 s", "slowly"), PlanItem("own-1")),
        plan_note="Twice a day",
        notes="=cmd|' /C calc'!A0\n\t*bold* <script>",
        protocol=Protocol(110.5, 300.0, "fitted top"),
        draft=True,
    )


def by_hash(*photos: bytes) -> dict[str, bytes]:
    return {hashlib.sha256(data).hexdigest(): data for data in photos}


def test_every_field_of_a_client_comes_back(records: Repository):
    details = ClientDetails(
        "Žofie <b>Müller</b>", 1984, "female", 171.5, "n\nn", "g", ("heart", "a, b"), "de", True
    )
    added = records.add_client(details)
    assert added.details == details
    assert (added.version, added.archived, added.consent) == (1, False, None)
    assert added.created == added.changed
    assert datetime.now(UTC) - added.created < timedelta(minutes=1)
    assert records.client(added.id) == added


def test_every_field_of_a_visit_comes_back(records: Repository):
    visit = full_visit(add_client(records).id)
    saved = records.save_visit(visit, by_hash(SIDE, FRONT))
    assert saved == replace(visit, version=1)
    assert records.visit(visit.id) == saved
    taken = records.visit(visit.id).photos[1].taken
    assert taken is not None
    assert taken.utcoffset() == timedelta(hours=2)
    assert [records.photo(visit.id, photo.sha256) for photo in visit.photos] == [SIDE, FRONT]


def test_a_plan_of_nothing_is_not_the_proposed_plan(records: Repository):
    client = add_client(records)
    empty = records.save_visit(Visit(new_id(), client.id, 0, DAY, plan=()))
    proposed = records.save_visit(Visit(new_id(), client.id, 0, DAY, plan=None))
    assert records.visit(empty.id).plan == ()
    assert records.visit(proposed.id).plan is None


def test_visits_come_by_day_and_drafts_only_where_asked_for(records: Repository):
    client = add_client(records)
    late = add_visit(records, client, on=DAY)
    early = add_visit(records, client, on=DAY - timedelta(days=28))
    draft = records.save_visit(Visit(new_id(), client.id, 0, DAY - timedelta(days=7)))
    assert records.visits(client.id) == (early, late)
    assert records.visits(client.id, drafts=True) == (early, draft, late)


def test_a_saved_client_has_the_next_version_and_a_later_moment(records: Repository):
    client = add_client(records, "Mia Berger")
    saved = records.save_client(
        replace(client, details=replace(client.details, name="Mia Krüger"), archived=True)
    )
    assert saved.version == client.version + 1
    assert saved.changed > client.changed
    assert saved.created == client.created
    assert (saved.details.name, saved.archived) == ("Mia Krüger", True)
    assert records.client(client.id) == saved


def test_what_an_older_version_took_of_a_client_keeps_nothing_from_being_saved(
    store: Store, records: Repository
):
    client = add_client(records)
    with store.database.writing() as connection:
        connection.execute(update(clients).values(stature_cm=240.0))
    older = records.client(client.id)
    assert records.save_client(replace(older, archived=True)).details.stature_cm == 240.0
    changed = replace(older, version=older.version + 1, details=replace(older.details, goals="x"))
    with pytest.raises(InputError) as caught:
        records.save_client(changed)
    assert caught.value.faults == ("Stature: 240.0, must be from 100 to 230",)


def test_the_second_station_sees_both_versions_of_a_client(records: Repository):
    client = add_client(records)
    first = records.save_client(replace(client, details=replace(client.details, notes="first")))
    mine = replace(client, details=replace(client.details, notes="second"))
    with pytest.raises(ConflictError) as caught:
        records.save_client(mine)
    assert (caught.value.mine, caught.value.stored) == (mine, first)
    assert records.client(client.id) == first
    saved = records.save_client(replace(mine, version=first.version))
    assert saved.details.notes == "second"


def test_the_second_station_sees_both_versions_of_a_visit(records: Repository):
    visit = add_visit(records, add_client(records), SIDE)
    first = records.save_visit(replace(visit, notes="first"))
    mine = replace(visit, notes="second", photos=(*visit.photos, photo_of(FRONT)))
    with pytest.raises(ConflictError) as caught:
        records.save_visit(mine, by_hash(FRONT))
    assert (caught.value.mine, caught.value.stored) == (mine, first)
    assert records.visit(visit.id) == first


def test_what_was_deleted_elsewhere_is_a_conflict_without_a_stored_version(
    store: Store, records: Repository
):
    client = add_client(records)
    visit = add_visit(records, client)
    records.delete_visit(visit.id)
    with pytest.raises(ConflictError) as caught:
        records.save_visit(replace(visit, notes="typed"))
    assert caught.value.stored is None
    records.erase_client(client.id)
    with pytest.raises(ConflictError) as caught:
        records.save_client(client)
    assert caught.value.stored is None
    assert not store.verify().faults


def test_a_photo_needs_a_consent_that_stands_and_no_file_is_written_without(
    store: Store, records: Repository
):
    client = records.add_client(ClientDetails("Mia"))
    visit = Visit(new_id(), client.id, 0, DAY, photos=(photo_of(SIDE),))
    with pytest.raises(ConsentMissingError):
        records.save_visit(visit, by_hash(SIDE))
    records.give_consent(client.id, Consent(DAY, "1", ("health",)))
    with pytest.raises(ConsentMissingError):
        records.save_visit(visit, by_hash(SIDE))
    assert list(store.photos.hashes()) == []
    records.give_consent(client.id, Consent(DAY, "1", ("photos",)))
    saved = records.save_visit(visit, by_hash(SIDE))
    withdrawn = records.give_consent(client.id, Consent(DAY, "1", ("photos",), DAY))
    assert withdrawn.consent == Consent(DAY, "1", ("photos",), DAY)
    with pytest.raises(ConsentMissingError):
        records.save_visit(replace(saved, photos=(photo_of(FRONT),)), by_hash(FRONT))
    assert records.save_visit(replace(saved, notes="asked to delete")).version == 2


def test_a_visit_without_a_photo_needs_no_consent(records: Repository):
    client = records.add_client(ClientDetails("Mia"))
    assert records.save_visit(Visit(new_id(), client.id, 0, DAY)).version == 1


def test_photos_of_a_visit_are_kept_replaced_and_dropped(store: Store, records: Repository):
    client = add_client(records)
    visit = add_visit(records, client, SIDE, FRONT)
    kept = records.save_visit(replace(visit, photos=visit.photos[1:]))
    assert records.visit(visit.id) == kept
    other = b"another side photo"
    records.save_visit(replace(kept, photos=(photo_of(other), *kept.photos)), by_hash(other))
    names = {hashlib.sha256(data).hexdigest() for data in (FRONT, other)}
    assert {photo.sha256 for photo in records.visit(visit.id).photos} == names
    assert set(store.photos.hashes()) == names


def test_the_content_of_a_photo_must_be_the_one_that_its_record_names(records: Repository):
    client = add_client(records)
    visit = Visit(new_id(), client.id, 0, DAY, photos=(photo_of(SIDE),))
    with pytest.raises(InputError, match="without its content"):
        records.save_visit(visit)
    with pytest.raises(InputError, match="hash"):
        records.save_visit(visit, {photo_of(SIDE).sha256: FRONT[: len(SIDE)].ljust(len(SIDE))})
    with pytest.raises(InputError, match="size"):
        records.save_visit(replace(visit, photos=(replace(photo_of(SIDE), size=1),)), by_hash(SIDE))


def test_naming_the_hash_of_another_photo_is_no_way_to_it(records: Repository):
    add_visit(records, add_client(records), SIDE)
    visit = Visit(new_id(), add_client(records).id, 0, DAY, photos=(photo_of(SIDE),))
    with pytest.raises(InputError, match="without its content"):
        records.save_visit(visit)


def test_two_visits_share_a_photo_until_the_second_is_deleted(store: Store, records: Repository):
    client = add_client(records)
    first, second = add_visit(records, client, SIDE), add_visit(records, client, SIDE)
    sha256 = first.photos[0].sha256
    records.delete_visit(first.id)
    assert records.photo(second.id, sha256) == SIDE
    with pytest.raises(NotFoundError):
        records.photo(first.id, sha256)
    records.delete_visit(second.id)
    assert not store.photos.has(sha256)


def test_erasing_a_client_leaves_nothing_of_it(store: Store, records: Repository):
    other = add_client(records, "Other")
    kept = add_visit(records, other, FRONT)
    client = add_client(records)
    add_visit(records, client, SIDE, FRONT)
    records.save_visit(Visit(new_id(), client.id, 0, DAY))
    erasure = records.erase_client(client.id)
    assert (erasure.client_id, erasure.visits) == (client.id, 2)
    assert erasure.photos == (photo_of(SIDE).sha256,)
    assert list(store.photos.hashes()) == [photo_of(FRONT).sha256]
    with pytest.raises(NotFoundError):
        records.client(client.id)
    assert records.photo(kept.id, kept.photos[0].sha256) == FRONT
    found = store.verify()
    assert (found.clients, found.visits, found.photos, found.faults) == (1, 1, 1, ())


def test_retention_counts_from_the_last_visit(records: Repository):
    client = add_client(records)
    assert client.delete_after is None
    records.save_profile(replace(records.profile(), retention_days=30))
    today = datetime.now(UTC).date()
    assert records.client(client.id).delete_after == today + timedelta(days=30)
    add_visit(records, client, on=today + timedelta(days=1))
    assert records.client(client.id).delete_after == today + timedelta(days=31)


def test_the_profile_comes_back_and_is_not_overwritten_unseen(records: Repository):
    assert records.profile() == Profile()
    mine = Profile(0, "Studio <i>Öl</i>", "Kim", "a@b\n123", b"\x89PNG\x00", "#00FF7f", "letter", 7)
    saved = records.save_profile(mine)
    assert saved == replace(mine, version=1)
    assert records.profile() == saved
    with pytest.raises(ConflictError) as caught:
        records.save_profile(replace(mine, name="late"))
    assert caught.value.stored == saved


def test_own_exercises_come_back_and_are_not_overwritten_unseen(records: Repository):
    bridge = OwnExercise("own-1", "Bridge", "strengthen", ("Lie down.", "Lift."), "3 × 10", ("p",))
    plank = OwnExercise(new_id(), "A plank", "control", (), "")
    saved = records.save_own_exercise(bridge)
    records.save_own_exercise(plank)
    assert records.own_exercises() == (replace(plank, version=1), replace(bridge, version=1))
    records.save_own_exercise(replace(saved, title="Bridges"))
    for stale in (bridge, saved):
        with pytest.raises(ConflictError):
            records.save_own_exercise(stale)
    records.delete_own_exercise(bridge.id)
    with pytest.raises(NotFoundError):
        records.delete_own_exercise(bridge.id)
    assert [one.title for one in records.own_exercises()] == ["A plank"]


IDS = "", "x", "../..", "\0", "\ud800", "ü" * 32, "0" * 33, "A" * 32, new_id()


def test_an_id_that_is_none_finds_nothing(records: Repository):
    for id in IDS:
        _finds_nothing(records, id)


def _finds_nothing(records: Repository, id: str) -> None:
    for look in (records.client, records.visit, records.visits, records.delete_visit):
        with pytest.raises(NotFoundError):
            look(id)
    with pytest.raises(NotFoundError):
        records.photo(id, id)
    with pytest.raises(NotFoundError):
        records.give_consent(id, Consent(DAY, "1", ("photos",)))
    assert records.audit(id) == ()


def test_ids_are_random(records: Repository):
    ids = {records.add_client(ClientDetails("Mia")).id for _ in range(5)}
    assert len(ids) == 5
    assert all(len(id) == 32 for id in ids)


def test_a_visit_cannot_be_moved_to_another_client(records: Repository):
    visit = add_visit(records, add_client(records))
    other = add_client(records)
    for version in (0, visit.version):
        with pytest.raises(ConflictError) as caught:
            records.save_visit(replace(visit, client_id=other.id, version=version))
        assert caught.value.stored is None
    assert records.visit(visit.id) == visit


def test_a_photo_that_is_missing_or_damaged_is_said_so(store: Store, records: Repository):
    visit = add_visit(records, add_client(records), SIDE)
    sha256 = visit.photos[0].sha256
    path = store.photos.path(sha256)
    path.write_bytes(SIDE[:-1])
    with pytest.raises(Exception, match="damaged"):
        records.photo(visit.id, sha256)
    path.unlink()
    with pytest.raises(Exception, match="missing"):
        records.photo(visit.id, sha256)


def test_a_photo_of_the_same_name_and_another_folder_is_not_read(store: Store, records: Repository):
    visit = add_visit(records, add_client(records), SIDE)
    (store.settings.home / "secret").write_bytes(b"secret")
    for name in ("../../secret", "secret", visit.photos[0].name):
        with pytest.raises(NotFoundError):
            records.photo(visit.id, name)


def test_days_that_cannot_be_are_faults(records: Repository):
    client = add_client(records)
    for day in (date(1899, 12, 31), datetime.now(UTC).date() + timedelta(days=3)):
        with pytest.raises(InputError, match="Day of the visit"):
            records.save_visit(Visit(new_id(), client.id, 0, day))


def test_a_photo_of_a_visit_may_have_no_name_and_no_date(records: Repository):
    client = add_client(records)
    bare = VisitPhoto(photo_of(SIDE).sha256, "", len(SIDE), "back")
    visit = records.save_visit(Visit(new_id(), client.id, 0, DAY, photos=(bare,)), by_hash(SIDE))
    assert records.visit(visit.id).photos == (bare,)
