"""Needs the graphics library, which the package itself does not."""

import numpy as np
import pytest

from groundtruth.piece import Material, Piece
from groundtruth.render.camera import SceneCamera
from groundtruth.render.setting import draw_setting
from groundtruth.render.shapes import ball

pytest.importorskip("moderngl", reason="pictures are rendered with moderngl (groundtruth only)")


@pytest.fixture(scope="module")
def render():
    from groundtruth.render import renderer

    try:
        renderer._gpu()
    except Exception as error:  # no EGL on this machine
        pytest.skip(f"no graphics context can be made here: {error}")
    return renderer.render


def marker(at, colour):
    solid = ball(0.03, 40)
    return Piece(
        "marker", solid.vertices + at - [0, 0.03, 0], solid.faces, Material("sticker", colour)
    )


@pytest.mark.parametrize("facing", ["left", "right"])
def test_markers_land_where_the_camera_says(render, facing):
    camera = SceneCamera(1300.0, 3.0, 1.3, 0.15, -4.0, 3.0, 12.0, facing, 480, 640)
    places = np.array([[0.1, 1.5, 0.05], [-0.1, 0.9, -0.1], [0.15, 1.2, 0.1]])
    rng = np.random.default_rng(0)
    setting = draw_setting(rng, camera, "plain")
    for place in places:
        out = render([marker(place, (0.9, 0.02, 0.02))], camera, setting, rng)
        red = out.pixels.astype(float)
        red = np.clip((red[..., 0] - red[..., 1:].max(-1) - 40) / 60, 0, 1)
        y, x = np.mgrid[0:640, 0:480] + 0.5
        seen = np.array([(red * x).sum(), (red * y).sum()]) / red.sum()
        mask = out.silhouette / 255.0
        true = np.array([(mask * x).sum(), (mask * y).sum()]) / mask.sum()
        # A sphere's outline is an ellipse whose middle is a little beyond its centre's image.
        assert true == pytest.approx(camera.project(place), abs=0.15)
        assert seen == pytest.approx(true, abs=0.1)


def test_the_same_seed_is_the_same_picture(render):
    camera = SceneCamera(1300.0, 3.0, 1.3, 0.0, 0.0, 0.0, 0.0, "right", 240, 320)
    pictures = []
    for _ in range(2):
        rng = np.random.default_rng(2)
        setting = draw_setting(rng, camera)
        pictures.append(render([marker([0, 1.2, 0], (0.1, 0.6, 0.1))], camera, setting, rng).pixels)
    assert (pictures[0] == pictures[1]).all()
    assert pictures[0].std() > 5
