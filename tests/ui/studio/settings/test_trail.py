"""The audit trail says everything that is recorded in words."""

from __future__ import annotations

from typing import get_args

from posture.studio.access.events import Event
from posture.studio.store.records.audit import Action
from posture.ui.studio.settings.trail import ACTIONS


def test_every_recorded_action_has_words():
    recorded = {*get_args(Action), *get_args(Event), "backup.made", "backup.restored"}
    assert recorded == set(ACTIONS)
