"""The annotated picture: marks lie where the points are, labels never collide."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from posture.assess.assess import assess
from posture.assess.assessment import Subject
from posture.body.body import Body
from posture.body.placed.entries import PlacedPoint
from posture.body.points import NODES, PointSet
from posture.i18n.language import use_language
from posture.photo.photo import Photo
from posture.present.overlay import overlay
from posture.present.overlay.canvas import Point
from posture.present.overlay.crop import CanvasBody, crop_to_person
from posture.present.overlay.labels import Label, Rect, read_labels
from posture.present.overlay.overlay import draw, legend_lines, place_labels
from posture.present.overlay.style import PAPER, Layers, Sizes
from posture.present.wording import has_number
from tests.assess.people import at, person
from tests.fixtures.analysed import AFTER, BEFORE, STICKERS, TURNED, analysed
from tests.fixtures.bodies import CAMERA_ERRORS, body, point_set
from tests.present import examples


def photo(width: int = 768, height: int = 1024) -> Photo:
    pixels = np.full((height, width, 3), 180, np.uint8)
    return Photo(pixels, (width, height), 1.0, None, "grey.jpg", "0" * 64)


def only(**shown: bool) -> Layers:
    hidden = dict.fromkeys(("points", "angles", "plumb", "profile", "grid", "legend"), False)
    return Layers(**{**hidden, "original": True, **shown})


def without(*names: str) -> PointSet:
    points = point_set()
    positions, covariance = points.positions.copy(), points.covariance.copy()
    for name in names:
        i = NODES.index(name)
        positions[i] = np.nan
        covariance[2 * i : 2 * i + 2] = covariance[:, 2 * i : 2 * i + 2] = np.nan
    return PointSet(positions, covariance, points.sources, dict.fromkeys(names, "Cut off."))


def changed(layers: Layers, made: Body | None = None) -> NDArray[np.bool_]:
    """Which canvas pixels a layer changes, shape (H, W)."""
    analysis = examples.analysis(made) if made is not None else examples.analysis()
    bare = draw(photo(), analysis, layers=only())
    return (draw(photo(), analysis, layers=layers) != bare).any(axis=-1)


def test_the_size_is_as_asked():
    assert draw(photo(), examples.analysis(), height=900).shape[0] == 900
    with pytest.raises(ValueError, match="200"):
        draw(photo(), examples.analysis(), height=100)


def test_without_layers_the_picture_is_left_alone():
    bare = draw(photo(), examples.analysis(), layers=only())
    assert (bare == 180).all()


def test_points_are_drawn_where_they_are():
    made = body()
    marks = changed(only(points=True), made)
    view = crop_to_person(photo(), made, 1400)
    for name in ("tragus", "c7", "knee", "malleolus"):
        x, y = view.to_canvas(np.array(made.in_picture()[name][:2]))
        assert marks[round(y) - 2 : round(y) + 3, round(x) - 2 : round(x) + 3].all()


@pytest.mark.parametrize("layer", ["points", "angles", "plumb", "profile", "grid"])
def test_each_layer_draws_something_of_its_own(layer: str):
    assert changed(only(**{layer: True})).sum() > 300


def test_a_less_certain_point_gets_a_larger_region():
    sure, unsure = body(points=point_set(0.003)), body(points=point_set(0.012))
    assert changed(only(points=True), unsure).sum() > 2 * changed(only(points=True), sure).sum()


def test_the_cameras_roll_does_not_swell_a_placed_point():
    placed = PlacedPoint("c7", 380.0, 180.0, 3.0, "placed")
    level, rolled = (
        body(placed, camera_errors=replace(CAMERA_ERRORS, roll_deg=roll)) for roll in (0.1, 3.0)
    )
    assert level.in_picture()["c7"] == rolled.in_picture()["c7"]


def test_a_placed_point_shows_both_layers():
    x, y, _ = body().in_picture()["c7"]
    placed = body(PlacedPoint("c7", x - 40, y, 3.0, "placed"))
    view = crop_to_person(photo(), placed, 1400)
    marks = changed(only(points=True), placed)
    for place in ((x, y), (x - 40, y)):
        column, row = view.to_canvas(np.array(place))
        assert marks[
            round(row) - 12 : round(row) + 13, round(column) - 12 : round(column) + 13
        ].any()
    assert any(sign == "placed" for sign, _ in legend_lines(Layers(), placed))


@pytest.mark.parametrize(("width", "height"), [(300, 420), (1600, 1024), (700, 2000)])
def test_any_shape_of_picture(width: int, height: int):
    image = draw(photo(width, height), examples.analysis())
    assert image.shape[0] == 1400
    assert image.shape[1] < 1400


def overlap(one: Rect, other: Rect) -> bool:
    across = one.left < other.right and other.left < one.right
    return across and one.top < other.bottom and other.top < one.bottom


def test_labels_stay_inside_and_apart():
    made = body()
    person = CanvasBody.of(made, crop_to_person(photo(), made, 1400))
    labels = read_labels(examples.analysis(made))
    # All of them point to the same height: the worst case.
    boxes = place_labels([(label, (400.0, 700.0)) for label in labels], person, Sizes(922))
    assert len(boxes) == len(labels) > 3
    for i, box in enumerate(boxes):
        assert box.left >= 0
        assert box.top >= 0
        assert box.right <= person.crop.width
        assert box.bottom <= person.crop.height
        assert not any(overlap(box, other) for other in boxes[i + 1 :])


def labelled(age: float | None = None, /, **z: float) -> dict[str, Label]:
    made = person(**{"cva": 0.0, **z})
    assessment = assess(made, Subject(age=age))
    shown = replace(examples.analysis(), measurements=made, assessment=assessment)
    return {label.name: label for label in read_labels(shown)}


def test_what_is_open_has_its_number_and_the_word_of_the_verdict():
    open_, decided = labelled(cva=-1.12)["cva"], labelled()["cva"]
    assert (open_.title, open_.open) == ("Neck angle: open", True)
    assert (decided.title, decided.open) == ("Neck angle", False)
    assert "±" in open_.value
    assert "±" in decided.value


@pytest.mark.parametrize("sd", [0.5, 1.4])
def test_the_picture_has_degrees_of_the_pelvis_where_the_text_has(sd: float):
    made = person() | {"pelvic_tilt": at("pelvic_tilt", 0.5, sd)}
    shown = replace(examples.analysis(), measurements=made, assessment=assess(made, Subject()))
    (label,) = [one for one in read_labels(shown) if one.name == "pelvic_tilt"]
    assert label.numeric == has_number(made["pelvic_tilt"]) == (sd < 1.0)
    assert ("±" in label.value) == label.numeric


def test_under_18_a_number_is_not_said_to_be_open():
    assert labelled(12.0, cva=-1.12)["cva"].title == "Neck angle"


def test_the_lean_of_the_whole_body_is_drawn_where_the_headline_names_it():
    assert "body_lean" not in labelled()
    shown = labelled(body_lean=3.0)
    assert shown["body_lean"].title == "Whole-body lean"
    assert shown["body_lean"].value.endswith("forward")
    made = person(cva=0.0, body_lean=3.0)
    found = replace(examples.analysis(), measurements=made, assessment=assess(made, Subject()))
    layers = only(angles=True)
    without_it = replace(found, measurements={k: v for k, v in made.items() if k != "body_lean"})
    assert (draw(photo(), found, layers=layers) != draw(photo(), without_it, layers=layers)).any()


@pytest.mark.model
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", [BEFORE, AFTER, TURNED, STICKERS])
def test_labels_cover_neither_the_face_nor_a_foot(
    name: str, language: str, monkeypatch: pytest.MonkeyPatch
):
    placed: list[tuple[CanvasBody, tuple[Rect, ...]]] = []

    def keep(pointed: list[tuple[Label, Point]], person: CanvasBody, sizes: Sizes):
        placed.append((person, place_labels(pointed, person, sizes)))
        return placed[-1][1]

    monkeypatch.setattr(overlay, "place_labels", keep)
    shown = analysed(name)
    with use_language(language):
        draw(shown.photo, shown.analysis)
    ((person, boxes),) = placed
    assert len(boxes) >= 5
    for i, box in enumerate(boxes):
        assert not any(overlap(box, other) for other in boxes[i + 1 :])
        # The face reaches to the nose, a foot from heel to toe.
        assert not overlap(box, around(person, 0.04, "tragus", "canthus"))
        assert not overlap(box, around(person, 0.02, "malleolus", "toe"))


def around(person: CanvasBody, margin: float, *names: str) -> Rect:
    """The box of some points with a margin, statures."""
    x, y = np.array([person.at(name) for name in names]).T
    wide = margin * person.stature
    return Rect(min(x) - wide, min(y) - wide, max(x) + wide, max(y) + wide)


def test_the_plumb_line_falls_back_to_the_hip():
    cut = body(points=without("malleolus", "toe"))
    assert changed(only(plumb=True), cut).sum() > 300
    texts = [text for _, text in legend_lines(Layers(), cut)]
    assert "True vertical through the hip" in texts


def test_what_is_missing_is_not_explained():
    cut = body(points=without("malleolus", "trochanter", *NODES[10:]))
    signs = [sign for sign, _ in legend_lines(Layers(), cut)]
    assert "plumb" not in signs
    assert "profile" not in signs
    assert draw(photo(), examples.analysis(cut)).shape[0] == 1400


def test_nothing_crosses_the_legend_where_the_picture_ends_at_the_feet():
    made = body()
    ends = photo(height=round(made.in_picture()["malleolus"][1]) + 4)
    layers = only(plumb=True, legend=True)
    aside = body(points=moved("malleolus", forward=0.05))
    one, other = (draw(ends, examples.analysis(each), layers=layers) for each in (made, aside))
    rows = np.flatnonzero((one == PAPER).all(axis=-1).mean(axis=1) > 0.5)
    legend = slice(rows[0], None)
    assert (one[: rows[0]] != other[: rows[0]]).any()
    assert (one[legend] == other[legend]).all()


def moved(name: str, forward: float) -> PointSet:
    points = point_set()
    positions = points.positions.copy()
    positions[NODES.index(name), 0] += forward
    return replace(points, positions=positions)
