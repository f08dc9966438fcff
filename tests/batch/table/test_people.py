from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from statistics import median, stdev

import numpy as np
import pytest

from posture.analysis.pipeline import combine
from posture.assess.assessment import Subject
from posture.assess.verdict import find_verdict
from posture.batch.listing.entry import Entry
from posture.batch.table.people import NEEDED, PEOPLE_SCHEMA, measurements_of, person_row
from posture.batch.table.rows import Row
from posture.measure.measurement import Measurement
from posture.present.verdict import headline
from tests.fixtures.analyses import ANALYSIS
from tests.fixtures.crowd import analysis_of, measured, row
from tests.fixtures.fronts import frontal_analysis

ANA = Entry("a.jpg", "Ana", date(2026, 3, 1), subject=Subject(30.0, "female", 168.0))


def photos(
    count: int, sd: float = 0.5, **moved: float
) -> tuple[list[Row], list[dict[str, Measurement]]]:
    """Photos of one person who hardly moves; ``cva=9`` moves that of the last photo by so much."""
    rng = np.random.default_rng(8)
    base = measured(rng)
    series = [
        {n: replace(one, value=one.value + 0.1 * i, sd=sd) for n, one in base.items()}
        for i in range(count)
    ]
    for name, by in moved.items():
        series[-1][name] = replace(series[-1][name], value=series[-1][name].value + by)
    rows = [
        row(analysis_of(one, subject=ANA.subject), replace(ANA, path=f"{i}.jpg"))
        for i, one in enumerate(series)
    ]
    return rows, series


def test_measurements_come_back_from_their_columns():
    for made in (ANALYSIS, analysis_of(measured(np.random.default_rng(1))), frontal_analysis()):
        assert measurements_of(row(made)) == dict(made.measurements)


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_a_person_is_combined_as_photos_of_one_person_are_anywhere_else(count: int):
    rows, series = photos(count, cva=4.0)
    said = person_row(rows)
    analyses = [analysis_of(one, subject=ANA.subject) for one in series]
    if count == 1:
        for name in ("headline", "cva_value", "cva_tier", "head_state"):
            assert said[name] == rows[0][name]
        return
    made = combine(analyses)
    for name, one in made.measurements.items():
        assert (said[f"{name}_value"], said[f"{name}_sd"]) == (one.value, one.sd)
        assert said[f"{name}_spread"] == made.spread[name]
    for one in made.assessment.findings:
        assert said[f"{one.measurement}_tier"] == one.tier
    assert said["headline"] == headline(find_verdict(made.assessment))


def test_the_row_has_every_column_and_needs_only_those_that_are_named():
    rows, _ = photos(3)
    said = person_row([{name: one[name] for name in NEEDED} for one in rows])
    assert list(said) == PEOPLE_SCHEMA.names
    assert said["person"] == "Ana"
    assert said["sex"] == "female"
    assert said["version"] == rows[0]["version"]


def test_photos_days_and_retest_are_counted():
    rows, series = photos(3)
    rows[2]["date"] = date(2026, 9, 1)
    said = person_row(rows)
    assert (said["photos"], said["side_photos"], said["frontal_photos"]) == (3, 3, 0)
    assert (said["days"], said["first_date"], said["last_date"]) == (
        2,
        date(2026, 3, 1),
        date(2026, 9, 1),
    )
    values = [one["cva"].value for one in series]
    assert said["cva_photos"] == 3
    assert said["cva_retest_sd"] == pytest.approx(stdev(values))
    assert said["cva_value"] == median(values)


def test_a_measurement_of_one_photo_has_no_retest():
    rows, _ = photos(2)
    rows[0] |= {"cva_value": None, "cva_sd": None, "cva_reason_missing": "Hair hides it."}
    said = person_row(rows)
    assert (said["cva_photos"], said["cva_retest_sd"], said["cva_spread"]) == (1, None, None)
    assert said["cva_value"] == rows[1]["cva_value"]


def test_the_odd_photo_is_named_with_what_differs():
    said = person_row(photos(4, cva=9.0, trunk_lean=4.0)[0])
    assert said["retest_exceeds"] == "cva trunk_lean"
    assert said["odd_photo"] == "3.jpg"
    assert said["odd_measurements"] == "cva trunk_lean"


def test_of_two_photos_that_differ_neither_is_odd():
    said = person_row(photos(2, cva=9.0)[0])
    assert said["retest_exceeds"] == "cva"
    assert said["odd_photo"] is None


def test_nothing_is_odd_where_photos_differ_by_less_than_can_be_detected():
    said = person_row(photos(4, cva=5.0)[0])
    assert (said["retest_exceeds"], said["odd_photo"]) == ("", None)


def test_a_large_error_makes_no_photo_odd():
    assert person_row(photos(4, sd=6.0, cva=9.0)[0])["odd_photo"] is None


def test_differences_of_a_child_are_not_held_against_a_limit():
    rows, _ = photos(4, cva=30.0)
    said = person_row([one | {"age": 12.0} for one in rows])
    assert (said["retest_exceeds"], said["odd_photo"]) == (None, None)
    assert said["cva_spread"] is not None
    assert said["cva_tier"] == "cannot_tell"


def test_side_and_frontal_photos_stand_in_one_row():
    rows, _ = photos(2)
    fronts = [row(frontal_analysis(tilt), replace(ANA, path="f.jpg")) for tilt in (6.0, 8.0)]
    said = person_row([fronts[0], *rows, fronts[1]])
    assert (said["side_photos"], said["frontal_photos"]) == (2, 2)
    assert said["shoulder_level_value"] == pytest.approx(
        median(float(str(one["shoulder_level_value"])) for one in fronts)
    )
    assert said["cva_value"] == person_row(rows)["cva_value"]
    only = person_row(fronts)
    assert only["headline"] is None
    assert not math.isnan(float(str(only["shoulder_level_value"])))
