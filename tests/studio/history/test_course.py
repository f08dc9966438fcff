"""A client's course: changes with their errors, and what cannot be compared."""

from __future__ import annotations

import io
import json
import math
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from posture.analysis.edit import set_points
from posture.assess.assessment import Subject
from posture.body.dress import Dress
from posture.body.placed.entries import PlacedPoint
from posture.files.documents.write import to_json
from posture.i18n.language import tr, use_language
from posture.studio.history.course import Course, compare_visits, find_course
from posture.studio.history.occasions import Occasion, read_occasion
from posture.studio.records import Protocol, Visit
from tests.fixtures.analysed import analysed, sample
from tests.fixtures.analyses import ANALYSIS
from tests.fixtures.bodies import body
from tests.fixtures.changes import reading
from tests.fixtures.clients import measured, sample_picture, sample_visits, visit
from tests.fixtures.results import analysed as analysed_photo

pytestmark = pytest.mark.model


def outcomes(course: Course, name: str) -> list[str | None]:
    return [one.step and one.step.outcome for one in course.series[name].entries]


def codes(course: Course, name: str) -> list[str]:
    latest = course.series[name].latest
    assert latest is not None
    return [one.code for one in latest.obstacles]


def occasion(of: Visit) -> Occasion:
    found = read_occasion(of)
    assert isinstance(found, Occasion)
    return found


def test_changes_are_those_since_the_first_visit_with_the_error_of_both():
    course = find_course([measured(2, 52.0), measured(0, 40.0), measured(1, 43.0)])
    series = course.series["cva"]
    assert [one.occasion.visit.id for one in series.entries] == ["v0", "v1", "v2"]
    assert outcomes(course, "cva") == [None, "not_distinguishable", "changed"]
    assert series.latest is not None
    assert series.latest.change is not None
    assert series.latest.change.value == pytest.approx(12.0)
    assert series.latest.change.sd == pytest.approx(math.hypot(3.0, 3.0))
    assert series.latest.change.mdc == pytest.approx(1.96 * math.hypot(3.0, 3.0))


def test_two_visits_of_one_day_stay_in_their_order():
    first, second = measured(0, 40.0), measured(0, 52.0)
    course = find_course([replace(first, id="z"), replace(second, id="a")])
    assert [one.occasion.visit.id for one in course.series["cva"].entries] == ["z", "a"]


def test_a_change_is_held_against_the_first_visit_that_has_a_value():
    course = find_course([measured(0, math.nan, math.nan), measured(1, 40.0), measured(2, 52.0)])
    assert outcomes(course, "cva") == [None, None, "changed"]
    assert [one.step and one.step.earlier for one in course.series["cva"].entries] == [
        None,
        None,
        "v1",
    ]


def test_drafts_are_left_out_and_visits_without_an_analysis_say_why():
    bare = visit(1, ANALYSIS, photos=())
    draft = replace(measured(2, 60.0), draft=True)
    occasions = find_course([measured(0, 40.0), bare, draft]).occasions
    assert [one.visit.id for one in occasions.kept] == ["v0"]
    assert [(one.visit.id, one.why) for one in occasions.left_out] == [
        ("v1", "This visit has no photo from the side, so it has no place in the charts.")
    ]


def test_a_document_that_cannot_be_read_is_left_out_with_its_reason():
    whole = measured(0, 40.0)
    broken = replace(whole, photos=(replace(whole.photos[0], document='{"status": "nothing"}'),))
    [left] = find_course([broken]).occasions.left_out
    assert left.why.startswith("The file side_0.jpg cannot be used:")


def test_other_clothes_hide_what_lies_under_them_and_nothing_else():
    course = find_course(
        [measured(0, 40.0, clothes="Sports bra"), measured(1, 52.0, clothes="coat")]
    )
    assert outcomes(course, "kyphosis") == [None, "cannot_compare"]
    assert codes(course, "kyphosis") == ["clothes"]
    assert outcomes(course, "cva") == [None, "changed"]


def test_the_same_clothes_in_other_letters_are_the_same():
    course = find_course(
        [measured(0, 40.0, clothes="Sports bra"), measured(1, 52.0, clothes=" sports  BRA")]
    )
    assert outcomes(course, "kyphosis") == [None, "not_distinguishable"]


def test_looser_clothes_cannot_be_compared():
    loose = reading("loose.jpg", {"kyphosis": (50.0, 3.0, "deg")})
    loose = replace(loose, body=body(looseness=0.9))
    course = find_course([measured(0, 40.0), visit(1, loose)])
    assert codes(course, "kyphosis") == ["clothes"]


@pytest.mark.parametrize(
    ("height", "distance", "outcome"),
    [
        (130.0, 300.0, "cannot_compare"),
        (115.0, 300.0, "changed"),
        (100.0, 500.0, "cannot_compare"),
        (None, None, "changed"),
    ],
)
def test_another_place_of_the_camera(height: float | None, distance: float | None, outcome: str):
    first = measured(0, 40.0, protocol=Protocol(95.0, 300.0))
    second = measured(1, 53.0, protocol=Protocol(height, distance))
    course = find_course([first, second])
    assert outcomes(course, "cva")[1] == outcome
    assert outcomes(course, "kyphosis")[1] == "not_distinguishable"


def test_the_other_side_of_the_body_cannot_be_compared():
    turned = reading("left.jpg", {"cva": (52.0, 3.0, "deg")})
    turned = replace(turned, body=body(near_side="left"))
    course = find_course([measured(0, 40.0), visit(1, turned)])
    assert codes(course, "cva") == ["camera"]


def test_what_one_photo_does_not_show_names_the_reason():
    course = find_course([measured(0, 40.0), measured(1, math.nan, math.nan)])
    latest = course.series["cva"].latest
    assert latest is not None
    assert [(one.code, one.text) for one in latest.obstacles] == [
        ("not_measured", "An arm hides it.")
    ]


def test_reasons_of_a_document_in_another_language_are_translated_again():
    with Image.open(io.BytesIO(sample("change/before"))) as picture:
        top = np.asarray(picture.crop((0, 0, picture.width, picture.height // 2)))
    cut = analysed_photo(top)
    assert cut.measurements["knee_angle"].reason_missing
    with use_language("de"):
        stored = visit(0, cut)
    reason = occasion(stored).analysis.measurements["knee_angle"].reason_missing
    assert reason == cut.measurements["knee_angle"].reason_missing
    with use_language("de"):
        assert tr(reason or "") in stored.photos[0].document


def test_another_pose_model_or_stature_cannot_be_compared():
    other = reading("other.jpg", {"cva": (52.0, 3.0, "deg")})
    other = replace(other, provenance=replace(other.provenance, model="heavy"))
    pair = compare_visits(occasion(measured(0, 40.0)), occasion(visit(1, other)))
    assert pair.comparison is None
    assert [one.code for one in pair.steps["cva"].obstacles] == ["model"]
    assert "heavy" in pair.steps["cva"].obstacles[0].text


def test_nothing_is_judged_under_18():
    young = reading("young.jpg", {"cva": (52.0, 3.0, "deg")})
    course = find_course([measured(0, 40.0), visit(1, replace(young, subject=Subject(age=12.0)))])
    assert codes(course, "cva") == ["age"]


def test_the_lines_are_those_of_the_last_verdict():
    course = find_course([visit(0, ANALYSIS), visit(1, ANALYSIS)])
    assert {region: one.measurement for region, one in course.lines.items()} == {
        "head": "cva",
        "shoulders": "kyphosis",
        "pelvis": "pelvic_tilt",
    }


def test_the_sample_is_read_jointly_and_looks_like_one_person():
    course = find_course(sample_visits(), sample_picture)
    assert course.unlike == ()
    assert outcomes(course, "cva") == [None, "changed"]
    first, second = course.occasions.kept
    assert first.dress is not None
    pair = compare_visits(first, second)
    assert pair.comparison is not None
    assert pair.comparison.read_jointly


def test_somebody_else_is_named():
    first, second = (json.loads(one.photos[0].document) for one in sample_visits())
    shank = 4.0
    for node in ("malleolus", "knee"):
        row = second["nodes"].index(node)
        second["body"]["detected"]["positions"][row][0] += shank * (node == "knee")
    other = sample_visits()[1]
    photo = replace(other.photos[0], document=json.dumps(second))
    course = find_course([sample_visits()[0], replace(other, photos=(photo,))])
    assert [one.visit.id for one in course.unlike] == ["v1"]
    assert first["nodes"] == second["nodes"]


def test_points_placed_once_narrow_the_band():
    before = analysed("change/before").analysis
    points = [
        PlacedPoint(name, *before.body.in_picture()[name][:2], 4.0, "placed")
        for name in ("c7", "acromion")
    ]
    calibrated = visit(0, set_points(before, points), data=b"before")
    plain = find_course(sample_visits()).series["shoulder_c7"].latest
    narrow = find_course([calibrated, sample_visits()[1]]).series["shoulder_c7"].latest
    assert plain is not None
    assert narrow is not None
    assert plain.change is not None
    assert narrow.change is not None
    assert narrow.change.mdc < 0.9 * plain.change.mdc


def test_colours_tell_clothes_apart_unless_both_were_noted():
    first, second = (
        replace(one, dress=analysed_dress(value))
        for one, value in zip(map(occasion, sample_visits()), (10.0, 80.0), strict=True)
    )
    assert compare_visits(first, second).steps["kyphosis"].obstacles[0].code == "clothes"
    noted = [
        replace(one, visit=replace(one.visit, protocol=Protocol(clothes="sports bra")))
        for one in (first, second)
    ]
    assert compare_visits(*noted).steps["kyphosis"].obstacles == ()


def analysed_dress(value: float) -> Dress:
    return Dress(np.full(3, value), np.full(3, value))


def test_documents_stay_those_of_the_analysis():
    assert sample_visits()[0].photos[0].document == to_json(analysed("change/before").analysis)
