"""A consent to the wording of today can be kept, whatever part of it is given."""

from __future__ import annotations

from datetime import date

import pytest

from posture.errors import InputError
from posture.studio.consent import COVERS, SENTENCES, Consent, Cover, consent
from posture.studio.records import LOCAL, ClientDetails
from posture.studio.store.store import Store

ON = date(2026, 11, 2)


@pytest.mark.parametrize("cover", COVERS)
def test_every_part_has_a_sentence_and_is_kept(store: Store, cover: Cover):
    assert SENTENCES[cover]
    records = store.repository(LOCAL)
    client = records.add_client(ClientDetails("Ana"))
    kept = records.give_consent(client.id, consent([cover], ON)).consent
    assert kept is not None
    assert kept.covers == (cover,)


def test_another_part_is_a_fault(store: Store):
    records = store.repository(LOCAL)
    client = records.add_client(ClientDetails("Ana"))
    given = Consent(ON, "1", ("all",))  # pyright: ignore[reportArgumentType]
    with pytest.raises(InputError, match="consent"):
        records.give_consent(client.id, given)
