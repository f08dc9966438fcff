"""Answers in JSON, and what the assessment says of their ids."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from fuzz.mutations import mutate_json
from fuzz.targets import refused, scratch_folder
from posture.files.answers import read_answers

if TYPE_CHECKING:
    from random import Random

    from posture.assess.assessment import Answers

LONGEST = 4096
_TOKENS = ("yes", "no", "self_checks", "tense", "screening", "goal", "confirmed", "hip", "null")
_FILE = scratch_folder() / "answers.json"


def seeds() -> dict[str, bytes]:
    """Files with each part."""
    return {
        "all.json": b'{"self_checks": {"modified_thomas": "yes"}, "tense": {"hip": "no"}, '
        b'"screening": {"urgent": "no"}, "goal": null, '
        b'"confirmed": {"urgent": "2026-11-29T12:00:00+01:00"}}',
        "goal.json": b'{"goal": "forward_head"}',
        "none.json": b"{}",
    }


def mutate(data: bytes, dice: Random) -> bytes:
    """As JSON."""
    return mutate_json(data, dice, _TOKENS)


def check(data: bytes) -> bool:
    """Read answers; what was accepted comes back the same after it was written."""
    found = _read(data)
    if found is None:
        return False
    written = json.dumps(asdict(found), default=lambda moment: moment.isoformat())
    assert _read(written.encode("utf-8", "surrogatepass")) == found
    return True


def _read(data: bytes) -> Answers | None:
    found: list[Answers] = []
    _FILE.write_bytes(data)
    refused(lambda: found.append(read_answers(_FILE)))
    return found[0] if found else None
