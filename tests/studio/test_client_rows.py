"""All clients of a studio."""

from __future__ import annotations

from dataclasses import replace

import pytest

from posture.studio import client_rows
from posture.studio.client_rows import every_client
from posture.studio.records import LOCAL, ClientDetails
from posture.studio.store.store import Store


@pytest.mark.parametrize("page", [1, 2, 5])
def test_all_pages_and_the_archived_are_there(
    store: Store, monkeypatch: pytest.MonkeyPatch, page: int
):
    records = store.repository(LOCAL)
    monkeypatch.setattr(client_rows, "_PAGE", page)
    assert every_client(records) == ()
    added = {name: records.add_client(ClientDetails(name)) for name in ("Ben", "Ana", "Cem", "Dan")}
    records.save_client(replace(added["Ana"], archived=True))
    assert [one.name for one in every_client(records)] == ["Ben", "Cem", "Dan", "Ana"]
