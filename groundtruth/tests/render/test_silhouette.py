from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundtruth.meshes import Material, Mesh
from groundtruth.render.camera import SceneCamera
from groundtruth.render.scene.shapes import ball, box
from groundtruth.render.silhouette import silhouette

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

CAMERA = SceneCamera(400.0, 4.0, 1.0, 0.0, 0.0, 0.0, 0.0, "right", 120, 160)
"""One pixel is one centimetre in the plane of the person."""


def mesh(vertices: ArrayLike, faces: ArrayLike) -> Mesh:
    corners = np.asarray(faces, dtype=np.intp)
    return Mesh("skin", np.asarray(vertices, float), corners, Material("skin", (1, 1, 1)))


def square(x: float, y: float, side: float, z: float = 0.0) -> Mesh:
    corners = [(x, y, z), (x + side, y, z), (x + side, y + side, z), (x, y + side, z)]
    return mesh(corners, [(0, 1, 2), (0, 2, 3)])


def test_a_square_covers_its_pixels_and_no_others():
    mask = silhouette([square(0.0, 1.0, 0.10)], CAMERA)
    expected = np.zeros((160, 120), np.uint8)
    expected[70:80, 60:70] = 255
    assert (mask == expected).all()


def test_half_a_pixel_is_half_covered():
    mask = silhouette([square(0.005, 1.0, 0.10)], CAMERA)
    assert mask[75, 60] == pytest.approx(128, abs=1)
    assert mask[75, 70] == pytest.approx(128, abs=1)
    assert mask[75, 65] == 255


def test_cloth_counts_from_behind():
    front = square(0.0, 1.0, 0.10)
    back = mesh(front.vertices, front.faces[:, ::-1])
    assert (silhouette([back], CAMERA) == silhouette([front], CAMERA)).all()


@given(st.floats(-0.3, 0.3), st.floats(0.6, 1.3), st.floats(0.013, 0.25))
def test_area_is_exact(x: float, y: float, side: float):
    mask = silhouette([square(x, y, side)], CAMERA)
    assert mask.sum() / 255 == pytest.approx((side * 100) ** 2, abs=0.35 + 0.15 * side * 100)


@given(st.integers(0, 1000))
def test_meshes_overlap_without_adding_up(seed: int):
    rng = np.random.default_rng(seed)
    places = [rng.uniform([-0.3, 0.7], [0.1, 1.0]) for _ in range(3)]
    parts = [square(float(x), float(y), 0.25) for x, y in places]
    both = silhouette(parts, CAMERA)
    alone = np.max([silhouette([part], CAMERA) for part in parts], axis=0)
    assert (both == alone).all()


def test_a_solid_agrees_with_the_hull_of_its_points():
    solid = ball(0.3, 64).moved(to=(0.0, 0.8, 0.0))
    mask = silhouette([mesh(solid.vertices, solid.faces)], CAMERA, (480, 640))
    px = CAMERA.project(solid.vertices) * 4
    hull = cv2.convexHull(px.astype(np.float32)[:, None])
    assert mask.sum() / 255 == pytest.approx(cv2.contourArea(hull), rel=2e-3)


def test_what_leaves_the_picture_is_cut_off():
    mask = silhouette([mesh(box((9, 9, 0.1)).vertices - [0, 3, 0], box((9, 9, 0.1)).faces)], CAMERA)
    assert (mask == 255).all()


def test_what_is_behind_the_camera_is_not_drawn():
    assert not silhouette([square(0.0, 1.0, 0.1, z=5.0)], CAMERA).any()
