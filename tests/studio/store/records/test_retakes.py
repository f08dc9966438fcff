"""What was wrong with photos that have to be taken again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from posture.errors import InputError, NotFoundError
from posture.studio.records import LOCAL
from posture.studio.store.store import Store
from tests.fixtures.studio import ANNA, BEN, DAY, add_client

REMEDIES = ("Step back.", '<b>More light.</b> \u202e "x"')


def test_what_was_wrong_is_kept_for_its_day_until_the_photo_is_good(store: Store):
    records = store.repository(LOCAL)
    mia, ben = add_client(records), add_client(records, "Ben")
    records.save_retake(mia.id, DAY, REMEDIES[:1])
    records.save_retake(mia.id, DAY, REMEDIES)
    both = (mia.id, ben.id)
    assert records.retakes(both, DAY) == {mia.id: REMEDIES}
    assert records.retakes(both, DAY + timedelta(days=1)) == {}
    assert records.retakes((), DAY) == {}
    records.save_retake(mia.id, DAY, ())
    assert records.retakes(both, DAY) == {}


def test_nobody_sees_or_changes_those_of_anothers_client(store: Store):
    mia = add_client(store.repository(ANNA))
    store.repository(ANNA).save_retake(mia.id, DAY, REMEDIES)
    other = store.repository(BEN)
    assert other.retakes((mia.id,), DAY) == {}
    for client_id in (mia.id, "f" * 32, "../x"):
        with pytest.raises(NotFoundError):
            other.save_retake(client_id, DAY, ())
    assert store.repository(LOCAL).retakes((mia.id,), DAY) == {mia.id: REMEDIES}


def test_they_go_with_the_client(store: Store):
    records = store.repository(LOCAL)
    mia = add_client(records)
    records.save_retake(mia.id, DAY, REMEDIES)
    records.erase_client(mia.id)
    assert records.retakes((mia.id,), DAY) == {}


def test_control_characters_are_named(store: Store):
    records = store.repository(LOCAL)
    mia = add_client(records)
    with pytest.raises(InputError):
        records.save_retake(mia.id, DAY, ("\0",))
