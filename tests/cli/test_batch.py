"""What the command for many photos says before it begins."""

from __future__ import annotations

import pytest

from posture.assess.wording_rules import wording_faults
from posture.batch.batch import Outcome
from posture.batch.table.doubts import Doubts
from posture.cli.batch import _Progress, _show, run
from posture.errors import InputError
from posture.i18n.language import use_language


@pytest.mark.parametrize("language", ["en", "de"])
def test_columns_that_are_not_used_are_named(language: str, capsys: pytest.CaptureFixture[str]):
    with use_language(language):
        _Progress().unused(("persn", "Club"))
    said = capsys.readouterr().out
    assert "persn, Club" in said
    assert not wording_faults(said)


def test_everything_that_is_wrong_is_listed():
    with pytest.raises(InputError) as told:
        run(("photos",), "out", group="team", view="above", workers=0)
    assert told.value.faults == (
        'view is one of side, front, back, not "above"',
        'group names a column of the manifest, so "team" needs one',
        "workers is at least 1",
    )


@pytest.mark.parametrize("language", ["en", "de"])
def test_slips_are_told(language: str, capsys: pytest.CaptureFixture[str]):
    pairs = tuple((f"A{i}", f"B{i}") for i in range(7))
    doubts = Doubts(pairs, (("North", "north"),), (4, 9))
    with use_language(language):
        _show(Outcome({"analysed": 14}, (), doubts), _Progress())
    said = capsys.readouterr().out
    assert not wording_faults(said)
    assert "A4" in said
    assert "A5" not in said
    if language == "en":
        assert "The same photo stands under two names: A0 and B0." in said
        assert "and 2 more" in said
        assert "Written in two ways, so counted apart: North and north." in said
        assert "Dates that have not come yet: 2, the first in line 4." in said
