from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundtruth.clothes.surface import cut, fit_to_skin, refine, vertex_normals
from tests.clothes.mannequin import mannequin


def sheet(size: int = 9) -> tuple[np.ndarray, np.ndarray]:
    """A unit square of triangles facing up."""
    side = np.linspace(0, 1, size)
    x, z = (g.ravel() for g in np.meshgrid(side, side, indexing="ij"))
    i = (np.arange(size - 1)[:, None] * size + np.arange(size - 1)).ravel()
    faces = np.vstack(
        [np.stack([i, i + 1, i + size], 1), np.stack([i + 1, i + size + 1, i + size], 1)]
    )
    return np.stack([x, np.zeros_like(x), z], axis=1), faces


def area(vertices: np.ndarray, faces: np.ndarray) -> float:
    a, b, c = (vertices[faces[:, k]] for k in range(3))
    return float(np.cross(b - a, c - a)[:, 1].sum() / 2)


@settings(deadline=None)
@given(st.floats(-0.9, 0.9), st.floats(-1.0, 1.0), st.floats(0.05, 0.95))
def test_a_cut_and_its_rest_make_the_whole(tilt: float, other: float, level: float):
    vertices, faces = sheet()
    field = vertices[:, 0] + tilt * vertices[:, 2] + other * 0.1 - level
    kept, dropped = cut(faces, field), cut(faces, -field)
    total = area(kept.interpolated(vertices), kept.faces) + area(
        dropped.interpolated(vertices), dropped.faces
    )
    assert total == pytest.approx(1.0)


def test_a_cut_runs_where_the_field_is_zero():
    vertices, faces = sheet()
    part = cut(faces, vertices[:, 0] - 0.3)
    points = part.interpolated(vertices)
    assert points[:, 0].min() == pytest.approx(0.3)
    assert area(points, part.faces) == pytest.approx(0.7)


def test_the_part_moves_with_the_mesh():
    vertices, faces = sheet()
    part = cut(faces, vertices[:, 0] - 0.3)
    bent = vertices + np.stack([vertices[:, 2], vertices[:, 0], 0 * vertices[:, 0]], axis=1)
    turned = part.interpolated(bent)
    rest = part.interpolated(vertices)
    assert turned == pytest.approx(rest + np.stack([rest[:, 2], rest[:, 0], 0 * rest[:, 0]], 1))


def test_refining_brings_a_ball_nearer_to_round():
    ring = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    vertices = np.stack([np.cos(ring), np.zeros(12), np.sin(ring)], axis=1)
    vertices = np.vstack([vertices + np.array([0, y, 0]) for y in (1, 0)])
    i, k = np.arange(12), np.roll(np.arange(12), -1)
    faces = np.vstack([np.stack([i, k, i + 12], 1), np.stack([k, k + 12, i + 12], 1)])
    normals = vertices * [1, 0, 1]
    fine, split, edges = refine(vertices, faces, normals)
    assert len(split) == 4 * len(faces)
    assert len(fine) == len(vertices) + len(edges)
    flat = np.hypot(*((vertices[edges[:, 0]] + vertices[edges[:, 1]]) / 2)[:, [0, 2]].T).min()
    curved = np.hypot(*fine[len(vertices) :][:, [0, 2]].T).min()
    assert 1 - curved < 0.3 * (1 - flat)


def test_elastic_cloth_keeps_its_distance_from_the_skin():
    body = mannequin()
    normals = vertex_normals(body.vertices, body.faces)
    ids = np.flatnonzero((body.rest[:, 1] > 0.9) & (body.rest[:, 1] < 1.3))
    field = np.full(len(body.rest), 1.0)
    cloth = fit_to_skin(body, normals, ids, 0.004, 6, field)
    out = ((cloth - body.vertices) * normals)[ids].sum(axis=1)
    assert out.min() > 0.0005
