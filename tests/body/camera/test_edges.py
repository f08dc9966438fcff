import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from posture.body.camera.edges import Edges, find_edges

SIZE = 640


def wall(lean_deg: float, share: float = 0.5, at: float = 0.25) -> NDArray[np.uint8]:
    """Light left of one straight edge, dark to the right of it, soft as a lens draws it.

    ``share`` of the picture's height, in its middle; ``at`` is where the edge's middle lies.
    """
    rows, columns = np.mgrid[:SIZE, :SIZE] + 0.5
    down = rows - SIZE / 2
    right = columns - at * SIZE + np.tan(np.radians(lean_deg)) * down
    grey = np.where(np.abs(down) < share / 2 * SIZE, np.clip(right, -1.0, 1.0) * -60, 0.0) + 128
    soft = cv2.GaussianBlur(grey, (5, 5), 1.0)
    return np.repeat(soft[..., None], 3, axis=2).astype(np.uint8)


def nobody() -> NDArray[np.float32]:
    return np.zeros((SIZE, SIZE), np.float32)


def nearest(edges: Edges, lean_deg: float) -> float:
    """Mean lean of the edges within a degree of the one drawn."""
    near = np.abs(edges.lean_deg - lean_deg) < 1.0
    assert near.any()
    return float(edges.lean_deg[near].mean())


@settings(max_examples=25, derandomize=True, deadline=None)
@given(st.floats(-7.0, 7.0))
def test_the_lean_is_found_to_a_twentieth_of_a_degree(lean: float):
    assert nearest(find_edges(wall(lean), nobody()), lean) == pytest.approx(lean, abs=0.05)


@pytest.mark.parametrize(("columns", "rows"), [(1, 0), (0, 1), (3, 2), (7, 5)])
def test_a_border_that_moves_does_not_move_the_lean(columns: int, rows: int):
    whole = find_edges(wall(1.3), nobody())
    cut = find_edges(wall(1.3)[rows:, columns:], nobody()[rows:, columns:])
    assert nearest(cut, 1.3) == pytest.approx(nearest(whole, 1.3), abs=0.03)


def test_a_line_leans_clockwise_where_its_top_lies_to_the_right():
    found = find_edges(wall(4.0), nobody())
    assert found.lean_deg.mean() == pytest.approx(4.0, abs=0.1)
    assert found.offset.mean() == pytest.approx(-0.25, abs=0.01)
    assert find_edges(wall(4.0)[:, ::-1], nobody()).lean_deg.mean() == pytest.approx(-4.0, abs=0.1)


def test_a_short_edge_counts_in_part():
    lengths = [0.08, 0.13, 0.16, 0.3]
    support = [float(find_edges(wall(0.0, share), nobody()).support.sum()) for share in lengths]
    assert support[0] == 0
    assert 0 < support[1] < 0.13 * 0.5
    assert support[1] < support[2] < 0.16 * 0.8
    assert support[3] == pytest.approx(0.3, abs=0.02)


def test_only_edges_near_the_lean_asked_for_count():
    pixels = wall(0.0)
    lying = np.ascontiguousarray(wall(0.0, share=2.0).transpose(1, 0, 2))
    assert find_edges(lying, nobody()).support.size == 0
    assert find_edges(pixels, nobody(), around_deg=12.0).support.size == 0
    assert find_edges(wall(14.0), nobody(), around_deg=12.0).support.sum() > 0.3


def test_edges_on_the_person_do_not_count():
    person = nobody()
    person[:, : SIZE // 2] = 1.0
    assert find_edges(wall(0.0), person).support.size == 0
    assert find_edges(wall(0.0, at=0.75), person).support.sum() > 0.3


def test_a_picture_without_an_edge_has_none():
    found = find_edges(np.full((SIZE, SIZE, 3), 90, np.uint8), nobody())
    assert [one.shape for one in (found.lean_deg, found.offset, found.support)] == [(0,)] * 3
