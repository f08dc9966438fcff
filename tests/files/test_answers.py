"""Answers from a file: every fault is named."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from posture.assess.assessment import Answers
from posture.errors import InputError
from posture.files.answers import read_answers


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "answers.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_whole_file(tmp_path: Path):
    path = written(
        tmp_path,
        '{"self_checks": {"wall_slide": "no"}, "tense": {"chest": "yes"},'
        ' "screening": {"night_pain": "no"}, "goal": "chest"}',
    )
    assert read_answers(path) == Answers(
        {"wall_slide": "no"}, {"chest": "yes"}, {"night_pain": "no"}, "chest"
    )


def test_the_time_of_a_confirmation(tmp_path: Path):
    path = written(tmp_path, '{"confirmed": {"emergency": "2026-03-01T10:05:00+01:00"}}')
    moment = datetime(2026, 3, 1, 10, 5, tzinfo=timezone(timedelta(hours=1)))
    assert read_answers(path).confirmed == {"emergency": moment}


@pytest.mark.parametrize("given", ['{"other": "2026-03-01T10:05:00"}', '{"urgent": "yesterday"}'])
def test_a_confirmation_of_no_group_or_without_a_time(tmp_path: Path, given: str):
    with pytest.raises(InputError, match="confirmed"):
        read_answers(written(tmp_path, f'{{"confirmed": {given}}}'))


def test_every_part_may_be_left_out(tmp_path: Path):
    assert read_answers(written(tmp_path, "{}")) == Answers()


def test_all_faults_are_listed(tmp_path: Path):
    path = written(tmp_path, '{"tense": {"hip": "maybe"}, "goal": 3, "other": 1}')
    with pytest.raises(InputError) as caught:
        read_answers(path)
    assert len(caught.value.faults) == 3
    for part in ("tense.hip", "goal", "other"):
        assert part in str(caught.value)


@pytest.mark.parametrize("text", ["", "[]", "{", b"\xff\xfe\x00", "null"])
def test_what_is_no_json_object(tmp_path: Path, text: str | bytes):
    with pytest.raises(InputError):
        read_answers(written(tmp_path, text))


def test_a_file_that_is_not_there_or_far_too_long(tmp_path: Path):
    with pytest.raises(InputError, match="cannot be read"):
        read_answers(tmp_path / "nothing.json")
    with pytest.raises(InputError, match="far too long"):
        read_answers(written(tmp_path, b" " * 1_000_001))
