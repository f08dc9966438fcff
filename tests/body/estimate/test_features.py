import hashlib

import numpy as np
import pytest
from numpy.typing import NDArray

from posture.body.estimate.estimator import AnthropometricEstimator, Estimate, Evidence
from posture.body.estimate.features import LEVELS, VERSION, extract, level_rows, names
from posture.body.side_view import turn
from tests.fixtures.people import Person, build, mirrored, person


class Listener:
    """Keeps the evidence that an estimator is shown."""

    name, sha256 = "listener", ""

    def __init__(self) -> None:
        self.inner = AnthropometricEstimator()
        self.seen: Evidence | None = None

    def depths(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        return self.inner.depths()

    def estimate(self, evidence: Evidence) -> Estimate:
        self.seen = evidence
        return self.inner.estimate(evidence)


def evidence_of(made: Person | None = None) -> Evidence:
    made = made or person()
    listener = Listener()
    build(made, estimator=listener)
    assert listener.seen is not None
    return listener.seen


def test_every_number_has_a_name():
    found = extract(evidence_of())
    assert len(found.values) == len(names()) == len(set(names()))


def test_of_a_whole_person_only_the_crown_may_be_unseen():
    values = extract(evidence_of()).values
    unseen = {name for name, value in zip(names(), values, strict=True) if np.isnan(value)}
    assert unseen <= {"back_-0.60", "front_-0.60"}


def test_a_mirrored_person_gives_the_same_row():
    right, left = extract(evidence_of()), extract(evidence_of(mirrored(person())))
    assert right.values == pytest.approx(left.values, abs=1e-9, nan_ok=True)


def test_the_outline_lies_behind_and_before_the_axis():
    values = dict(zip(names(), extract(evidence_of()).values, strict=True))
    for level in (1.26, 1.5, 1.76, 2.5):
        key = min(LEVELS, key=lambda known: abs(known - level))
        assert values[f"back_{key:.2f}"] < values[f"front_{key:.2f}"]


def test_levels_go_down_the_picture_through_the_joints():
    axis = np.array([[10.0, 100.0], [9.0, 200.0], [8.0, 500.0], [8.0, 700.0], [7.0, 900.0]])
    rows = level_rows(axis)
    assert (np.diff(rows) > 0).all()
    for number, joint in enumerate(axis[:, 1]):
        assert rows[np.isclose(LEVELS, number)] == pytest.approx(joint)


def test_turning_keeps_the_evidence_turned():
    made = mirrored(person())
    assert turn(made.photo, made.pose).facing_sign == -1


def test_another_definition_has_another_version():
    """Whoever changes the features raises ``VERSION`` and writes the new digest here."""
    digest = hashlib.sha256("\n".join(names()).encode()).hexdigest()[:12]
    assert (VERSION, len(names()), digest) == ("1", 217, "38d287c2fc94")
