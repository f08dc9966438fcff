"""The audit trail says everything that is recorded in words."""

from __future__ import annotations

from typing import get_args

import pytest

from posture.studio.access.events import Event
from posture.studio.store.records.audit import Action
from posture.ui.studio.settings.trail import ACTIONS
from tests.ui.studio.opening import add, add_visit, opened


@pytest.mark.model
def test_a_draft_is_not_said_to_be_saved():
    client = add()
    add_visit(client, draft=True)
    add_visit(client)
    trail = opened(room="trail").dataframe[0].value
    said = list(trail["What"])
    # The second one was a draft, too, before it was confirmed.
    assert said[:3] == ["visit saved", "draft kept", "draft kept"]
    assert not any("draft" in one or "confirmed" in one for one in trail["More"])


def test_every_recorded_action_has_words():
    recorded = {*get_args(Action), *get_args(Event), "backup.made", "backup.restored"}
    assert recorded == set(ACTIONS)
