from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from posture.body.placed.entries import EYE_SD, PLACED_SD, STICKER_SD, PointEntry, entries, resolve
from posture.body.points import POINTS
from posture.files.points import read_points, write_points

points = st.lists(
    st.builds(
        PointEntry,
        st.sampled_from(POINTS),
        st.floats(0, 5000),
        st.floats(0, 5000),
        st.sampled_from(["eye", "placed", "sticker"]),
        st.none() | st.floats(0.1, 50),
    ),
    min_size=1,
    unique_by=lambda point: point.name,
).map(tuple)


@given(points)
def test_what_is_written_is_read(given_points: tuple[PointEntry, ...]):
    assert read_points(write_points(given_points).encode()) == given_points


@given(points, st.floats(100, 5000))
def test_entries_give_back_what_was_resolved(given_points: tuple[PointEntry, ...], scale: float):
    resolved = resolve(given_points, scale)
    assert resolve(entries(resolved, scale), scale) == resolved


def test_the_usual_error_of_a_source_is_left_out():
    usual = (PointEntry("c7", 1.0, 2.0, "eye"), PointEntry("knee", 3.0, 4.0, "sticker", 7.0))
    assert entries(resolve(usual, 900.0), 900.0) == usual
    # At another scale of the picture the hand's share of the stature stays.
    assert resolve(entries(resolve(usual, 900.0), 900.0), 450.0)[0].sd_px == EYE_SD * 450


def test_who_feels_errs_less_than_who_looks_and_more_than_a_sticker():
    assert STICKER_SD < PLACED_SD < EYE_SD
