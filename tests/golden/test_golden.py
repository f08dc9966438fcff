"""No number may change unnoticed: what the program said of every picture, to 1e-9.

``python -m tests.golden`` writes the numbers anew where they are meant to change.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.golden import store
from tests.golden.cases import BESIDE, QUICK, Case, fingerprint

pytestmark = pytest.mark.model

MOST = 12
OTHER = (
    "this machine's detector sees other landmarks than the one that made the golden numbers: "
    f"compared to {store.OTHER_DETECTOR:g} only, not to {store.EXACT:g}"
)


@pytest.fixture(scope="module")
def tolerance() -> float:
    made = json.loads(store.DETECTOR.read_text())["standing_tall.jpg"]
    return store.EXACT if fingerprint() == made else store.OTHER_DETECTOR


def every(sets: dict[str, dict[str, Case]]) -> list[Any]:
    return [
        pytest.param(name, picture, case, id=f"{name}: {picture}")
        for name, cases in sets.items()
        for picture, case in cases.items()
    ]


def compare(name: str, picture: str, case: Case, tolerance: float) -> None:
    expected, found = store.load(name)[picture], store.plain(case())
    off = list(store.differences(expected, found, tolerance))
    more = f"\n… and {len(off) - MOST} more" if len(off) > MOST else ""
    assert not off, f"to {tolerance:g}:\n" + "\n".join(off[:MOST]) + more
    if tolerance != store.EXACT:
        pytest.skip(OTHER)


@pytest.mark.parametrize(("name", "picture", "case"), every(QUICK))
def test_numbers_are_as_they_were(name: str, picture: str, case: Case, tolerance: float):
    compare(name, picture, case, tolerance)


@pytest.mark.slow
@pytest.mark.skipif(not any(BESIDE.values()), reason="no pictures stand beside the checkout")
@pytest.mark.parametrize(("name", "picture", "case"), every(BESIDE))
def test_numbers_of_pictures_beside_are_as_they_were(
    name: str, picture: str, case: Case, tolerance: float
):
    compare(name, picture, case, tolerance)


@pytest.mark.parametrize("name", QUICK | BESIDE)
def test_no_case_is_left_out(name: str):
    cases = (QUICK | BESIDE)[name]
    if not cases:
        pytest.skip(f"the pictures of {name} do not stand beside the checkout")
    assert list(store.load(name)) == list(cases)


@pytest.mark.parametrize(
    ("expected", "found", "differ"),
    [
        (0.5, 0.5 + 2e-9, True),
        (0.5, 0.5 + 5e-10, False),
        (500.0, 500.0 + 1e-7, False),
        (500.0, 500.0 + 1e-6, True),
        ("nan", "nan", False),
        ("nan", 1.0, True),
        (None, None, False),
        (None, "nan", True),
        (True, 1, True),
        ([1, 2], [1], True),
        ({"a": 1}, {"a": 1, "b": 2}, True),
        ({"a": [{"b": "mild"}]}, {"a": [{"b": "marked"}]}, True),
    ],
)
def test_what_counts_as_a_difference(expected: Any, found: Any, differ: bool):
    assert bool(list(store.differences(expected, found, store.EXACT))) is differ


def test_nan_and_infinity_are_kept():
    assert store.plain([float("nan"), float("inf"), None]) == ["nan", "inf", None]
