"""Needs the graphics library, which the package itself does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from groundtruth.meshes import Material, Mesh
from groundtruth.render.camera import SceneCamera
from groundtruth.render.scene.setting import draw_setting
from groundtruth.render.scene.shapes import ball

if TYPE_CHECKING:
    from types import ModuleType

    from numpy.typing import ArrayLike, NDArray
    from posture.body.side_view import Side

pytest.importorskip("moderngl", reason="pictures are rendered with moderngl (groundtruth only)")


@pytest.fixture(scope="module")
def renderer() -> ModuleType:
    from groundtruth.render import renderer

    try:
        renderer._gpu()
    except Exception as error:
        pytest.skip(f"no graphics context can be made here: {error}")
    return renderer


def marker(at: ArrayLike, colour: tuple[float, float, float]) -> Mesh:
    solid = ball(0.03, 40)
    return Mesh(
        "marker",
        solid.vertices + np.asarray(at) - [0, 0.03, 0],
        solid.faces,
        Material("sticker", colour),
    )


def middle(cover: NDArray[Any]) -> NDArray[np.float64]:
    y, x = np.mgrid[0 : cover.shape[0], 0 : cover.shape[1]] + 0.5
    return np.array([(cover * x).sum(), (cover * y).sum()]) / cover.sum()


@pytest.mark.parametrize("facing", ["left", "right"])
def test_markers_land_where_the_camera_says(renderer: ModuleType, facing: Side):
    camera = SceneCamera(1300.0, 3.0, 1.3, 0.15, -4.0, 3.0, 12.0, facing, 480, 640)
    rng = np.random.default_rng(0)
    setting = draw_setting(rng, camera, "plain")
    for place in np.array([[0.1, 1.5, 0.05], [-0.1, 0.9, -0.1], [0.15, 1.2, 0.1]]):
        mesh = marker(place, (0.9, 0.02, 0.02))
        shapes = [renderer._as_shape(mesh, camera)]
        drawn = renderer._light(shapes, camera, setting, renderer._gpu())[..., 3]
        true = renderer.silhouette([mesh], camera) / 255.0
        assert middle(drawn) == pytest.approx(middle(true), abs=0.05)
        assert drawn.sum() == pytest.approx(true.sum(), rel=0.02)
        # A ball's outline is an ellipse whose middle lies a little beyond its centre's image.
        assert middle(true) == pytest.approx(camera.project(place), abs=0.15)


def test_a_marker_is_seen_where_its_outline_is(renderer: ModuleType):
    camera = SceneCamera(1300.0, 3.0, 1.2, 0.0, 0.0, 0.0, 0.0, "right", 480, 640)
    rng = np.random.default_rng(0)
    setting = draw_setting(rng, camera, "plain")
    with_it = renderer.render([marker([0, 1.2, 0], (0.02, 0.02, 0.9))], camera, setting, rng)
    blue = with_it.pixels[with_it.silhouette == 255].mean(axis=0)
    other = with_it.pixels[with_it.silhouette == 0].mean(axis=0)
    assert blue[2] - blue[0] > 60
    assert other[2] - other[0] < 40


def test_the_same_seed_is_the_same_picture(renderer: ModuleType):
    camera = SceneCamera(1300.0, 3.0, 1.3, 0.0, 0.0, 0.0, 0.0, "right", 240, 320)
    pictures: list[NDArray[np.uint8]] = []
    for _ in range(2):
        rng = np.random.default_rng(2)
        setting = draw_setting(rng, camera)
        mesh = marker([0, 1.2, 0], (0.1, 0.6, 0.1))
        pictures.append(renderer.render([mesh], camera, setting, rng).pixels)
    assert (pictures[0] == pictures[1]).all()
    assert pictures[0].std() > 5
