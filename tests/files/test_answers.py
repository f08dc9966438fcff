"""Answers from a file: every fault is named."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from posture.assess.assessment import Answers
from posture.assess.knowledge import knowledge
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
    text = (
        '{"tense": {"hip": "maybe"}, "goal": 3, "other": 1, "screening": [], '
        '"self_checks": {"modified_tomas": "yes"}, '
        '"confirmed": {"later": "2026-03-01T10:05:00", "urgent": "yesterday"}}'
    )
    with pytest.raises(InputError) as caught:
        read_answers(written(tmp_path, text))
    assert set(caught.value.faults) == {
        'tense.hip cannot be "maybe". Write "yes" or "no".',
        "goal cannot be 3. Use one of hip, chest, thigh.",
        '"other" is not a part of the answers. Use one of self_checks, tense, screening, goal, '
        "confirmed.",
        'screening cannot be []. Write it like {"trauma": "no"}.',
        f'self_checks: "modified_tomas" is not a self-check. Did you mean "modified_thomas"? Use '
        f"one of {', '.join(knowledge().self_checks)}.",
        'confirmed: "later" is not a group of the screening. Use one of emergency, urgent, '
        "before_training, caution.",
        'confirmed.urgent cannot be "yesterday". Write day and time, such as '
        '"2026-03-01T10:05:00+01:00".',
    }


def test_ids_of_no_question_are_named_with_those_that_there_are(tmp_path: Path):
    text = '{"tense": {"hips": "no"}, "screening": {"x": "no"}, "goal": "knee"}'
    with pytest.raises(InputError) as caught:
        read_answers(written(tmp_path, text))
    assert caught.value.faults == (
        'tense: "hips" is not a muscle pair. Did you mean "hip"? Use one of hip, chest, thigh.',
        f'screening: "x" is not a question of the screening. Use one of '
        f"{', '.join(knowledge().screening)}.",
        'goal: "knee" is not a muscle pair. Use one of hip, chest, thigh.',
    )


@pytest.mark.parametrize("text", ["", "[]", "{", b"\xff\xfe\x00", "null", "[" * 100_000])
def test_what_is_no_json_object(tmp_path: Path, text: str | bytes):
    with pytest.raises(InputError):
        read_answers(written(tmp_path, text))


def test_a_file_that_is_not_there_or_far_too_long(tmp_path: Path):
    with pytest.raises(InputError, match=r"There is no file .*nothing\.json\. Check its name"):
        read_answers(tmp_path / "nothing.json")
    with pytest.raises(InputError, match="far too long"):
        read_answers(written(tmp_path, b" " * 1_000_001))
