"""What the terminal says of the answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from posture.cli.photos import show
from tests.present import examples


def test_it_says_what_was_answered_and_when(capsys: pytest.CaptureFixture[str]):
    plan = examples.answered_plan()
    first, *others = plan.screening
    by_age = replace(first, answer="yes", by_age=True, answered_at=None)
    show.analysis(examples.analysis(plan_=replace(plan, screening=(by_age, *others))))
    said = " ".join(capsys.readouterr().out.split())
    assert "get medical help today. Confirmed on February 28, 2026, 18:30." in said
    assert "see a clinician soon, before training. Not answered yet." in said
    assert "[yes] Answered by the age that was entered." in said
    assert "[no]" in said
