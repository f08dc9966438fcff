"""Inputs that fuzzers found, and a spread of what they tried: none ends in anything but an answer.

Needs no fuzzer: ``make fuzz`` runs those.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from fuzz.targets import NAMES, load_target

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="the fuzzers limit themselves with what this platform lacks"
)

KEPT = Path(__file__).parent / "kept"
EACH = 40
"""Changed inputs of each target; seconds in all."""


def kept() -> list[Path]:
    return sorted(path for path in KEPT.glob("*/*") if path.is_file())


@pytest.mark.parametrize("path", kept(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_found_is_answered(path: Path):
    load_target(path.parent.name).check(path.read_bytes())


def test_what_was_found_is_small_and_belongs_to_a_target():
    assert kept()
    assert {path.parent.name for path in kept()} <= {*NAMES}
    assert sum(path.stat().st_size for path in kept()) < 200_000


@pytest.mark.parametrize("name", NAMES)
def test_every_seed_is_read(name: str):
    target = load_target(name)
    accepted = {seed: target.check(data) for seed, data in target.seeds().items()}
    assert any(accepted.values())
    assert all(len(data) <= target.LONGEST for data in target.seeds().values())


@pytest.mark.parametrize("name", NAMES)
def test_changed_seeds_are_answered(name: str):
    target, dice = load_target(name), random.Random(46)
    seeds = sorted(target.seeds().values(), key=len)[:8]
    outcomes: list[bool] = []
    for _ in range(EACH):
        data = dice.choice(seeds)
        for _ in range(dice.choice((1, 2, 3))):
            data = target.mutate(data, dice)
        outcomes.append(target.check(data))
    # Were all accepted, or none, the changes would try nothing.
    assert outcomes.count(False) > 0
