from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.body.placed.entries import PointEntry
from posture.body.points import POINTS
from posture.files.points import read_points, write_points
from posture.ui.points.events import (
    LOWER,
    UPPER,
    PlacedLayer,
    apply_event,
    reset_points,
    set_source,
)

SIZE = (768, 1024)
C7 = PointEntry("c7", 300.0, 200.0, "placed")
KNEE = PointEntry("knee", 310.0, 700.0, "sticker", 2.5)


def event(point: object = "c7", x: object = 10.0, y: object = 20.0) -> dict[str, object]:
    return {"point": point, "x_px": x, "y_px": y, "id": "1"}


def test_a_point_that_was_not_placed_is_placed_by_eye():
    assert apply_event(PlacedLayer(), event(), SIZE).points == (
        PointEntry("c7", 10.0, 20.0, "eye"),
    )
    assert apply_event(PlacedLayer(), event(), SIZE, "placed").points[0].source == "placed"


def test_a_point_that_was_placed_keeps_its_source():
    moved = apply_event(PlacedLayer((C7,)), event(), SIZE)
    assert moved.points == (PointEntry("c7", 10.0, 20.0, "placed"),)


def test_a_sticker_moved_by_hand_loses_the_error_of_finding_it():
    (moved,) = apply_event(PlacedLayer((KNEE,)), event("knee"), SIZE).points
    assert (moved.source, moved.sd_px) == ("sticker", None)


def test_the_ends_of_a_vertical_are_no_points():
    layer = apply_event(PlacedLayer((C7,)), event(UPPER, 5, 6), SIZE)
    layer = apply_event(layer, event(LOWER, 7, 8), SIZE)
    assert (layer.upper, layer.lower, layer.points) == ((5.0, 6.0), (7.0, 8.0), (C7,))


def test_a_place_outside_the_picture_is_moved_to_its_edge():
    (moved,) = apply_event(PlacedLayer(), event("c7", -3, 5000), SIZE).points
    assert (moved.x_px, moved.y_px) == (0.0, 1024.0)


@pytest.mark.parametrize(
    "nonsense",
    [
        None,
        "c7",
        [],
        {},
        event("nose"),
        event(None),
        event(["c7"]),
        event(x=None),
        event(x="10"),
        event(x=True),
        event(y=math.nan),
        event(y=math.inf),
        event(x=10**400),
    ],
    ids=repr,
)
def test_nonsense_changes_nothing(nonsense: object):
    layer = PlacedLayer((C7, KNEE), upper=(1.0, 2.0))
    assert apply_event(layer, nonsense, SIZE) is layer


anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
names = st.sampled_from([*POINTS, UPPER, LOWER]) | anything
events = st.fixed_dictionaries({"point": names, "x_px": anything, "y_px": anything}) | anything
layers = st.lists(
    st.builds(
        PointEntry,
        st.sampled_from(POINTS),
        st.floats(0, 768),
        st.floats(0, 1024),
        st.sampled_from(["eye", "placed", "sticker"]),
        st.none() | st.floats(0.1, 50),
    ),
    unique_by=lambda point: point.name,
).map(lambda points: PlacedLayer(tuple(sorted(points, key=lambda p: POINTS.index(p.name)))))


@given(layers, st.lists(events, max_size=5))
def test_whatever_a_browser_sends_the_layer_stays_a_valid_points_file(
    layer: PlacedLayer, sent: list[object]
):
    for one in sent:
        layer = apply_event(layer, one, SIZE)
    assert list(layer.points) == sorted(layer.points, key=lambda p: POINTS.index(p.name))
    if layer.points:
        assert read_points(write_points(layer.points).encode(), size=SIZE) == layer.points


@given(layers, st.sampled_from(POINTS), st.floats(0, 768), st.floats(0, 1024))
def test_an_event_moves_its_own_point_and_no_other(
    layer: PlacedLayer, name: str, x: float, y: float
):
    after = apply_event(layer, event(name, x, y), SIZE)
    moved = next(p for p in after.points if p.name == name)
    assert (moved.x_px, moved.y_px) == (x, y)
    assert reset_points(after, name).points == reset_points(layer, name).points
    assert reset_points(after).points == ()


def test_marking_says_how_it_was_placed_with_that_sources_error():
    (knee,) = set_source(PlacedLayer((KNEE,)), "knee", "eye").points
    assert (knee.source, knee.sd_px) == ("eye", None)


def test_marking_it_as_what_it_is_or_a_point_that_is_not_there_changes_nothing():
    layer = PlacedLayer((KNEE,))
    assert set_source(layer, "knee", "sticker") is layer
    assert set_source(layer, "c7", "eye") is layer
