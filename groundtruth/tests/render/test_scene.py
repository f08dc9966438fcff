"""What rooms, skin and stickers are made of: no graphics library is needed for these."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundtruth.meshes import Material, Mesh
from groundtruth.render.bake import gather, light_matrix
from groundtruth.render.camera import frame
from groundtruth.render.looks.noise import noise
from groundtruth.render.looks.skin import painted_skin
from groundtruth.render.mesh import subdivided
from groundtruth.render.scene import setting as places
from groundtruth.render.scene.setting import draw_setting
from groundtruth.render.scene.shapes import ball, box, cylinder, rod
from groundtruth.render.sticker import make_sticker, visible_share

if TYPE_CHECKING:
    from collections.abc import Callable

    from posture.body.side_view import Side

    from groundtruth.render.scene.shapes import Shape

SOLIDS = {
    "box": box((0.4, 0.6, 0.2), 0.02),
    "cylinder": cylinder(0.1, 0.5),
    "ball": ball(0.3),
    "rod": rod((0, 0, 0), (0.3, 0.4, 0.1), 0.02),
}


@pytest.mark.parametrize("name", SOLIDS)
def test_faces_look_outwards(name: str):
    solid = SOLIDS[name]
    a, b, c = (solid.vertices[solid.faces[:, k]] for k in range(3))
    flat = np.cross(b - a, c - a)
    big = np.linalg.norm(flat, axis=1) > 1e-8
    along = np.einsum("ij,ij->i", flat[big], solid.normals[solid.faces[big, 0]])
    assert (along > 0).mean() > 0.99
    assert np.einsum("ij,ij->i", a, flat).sum() > 0


def test_a_box_has_its_size():
    low, high = SOLIDS["box"].vertices.min(0), SOLIDS["box"].vertices.max(0)
    assert high - low == pytest.approx([0.4, 0.6, 0.2])
    assert low[1] == pytest.approx(0.0)


def test_noise_repeats_without_a_seam():
    field = noise(np.random.default_rng(0), 128, 1.5)
    inner = np.abs(np.diff(field, axis=1)).mean()
    seam = np.abs(field[:, 0] - field[:, -1]).mean()
    assert seam < 1.5 * inner
    assert field.std() == pytest.approx(1.0)


def test_a_finer_ball_is_rounder_and_keeps_its_points():
    rough = ball(0.3, 20)
    points, faces, _ = subdivided(rough.vertices, rough.faces)
    assert (points[: len(rough.vertices)] == rough.vertices).all()
    assert len(faces) == 4 * len(rough.faces)
    centre = np.array([0, 0.3, 0])
    new = np.linalg.norm(points[len(rough.vertices) :] - centre, axis=1)
    assert new.max() <= 0.3 * 1.02
    flat = np.linalg.norm(rough.vertices[rough.faces].mean(1) - centre, axis=1)
    assert new.mean() > flat.mean()


@settings(max_examples=25, deadline=None)  # rooms take longer on a busy machine
@given(st.integers(0, 10_000))
def test_nothing_stands_before_the_person(seed: int):
    rng = np.random.default_rng(seed)
    camera = frame(1.75, rng, facing="right", yaw_sd=0.0)
    setting = draw_setting(rng, camera)
    # The person's outline is nowhere wider than half a metre about the axis.
    low, high = camera.project_scene(np.array([[-0.28, 0.9, 0.0], [0.28, 0.9, 0.0]]))[:, 0]
    for shape in setting.shapes:
        assert np.isfinite(shape.vertices).all()
        if not shape.casts:
            continue
        px = camera.project_scene(shape.vertices)
        before = (shape.vertices[:, 2] > 0.2) & (px[:, 0] > low) & (px[:, 0] < high)
        assert not before.any()


def test_the_same_seed_is_the_same_place():
    places = [draw_setting(np.random.default_rng(3)) for _ in range(2)]
    for one, other in zip(*(place.shapes for place in places), strict=True):
        assert (one.vertices == other.vertices).all()
    assert places[0].exposure == places[1].exposure


def test_about_half_of_the_places_have_true_verticals():
    upright = [draw_setting(np.random.default_rng(k)).uprights > 0 for k in range(150)]
    assert 0.3 < np.mean(upright) < 0.7


@pytest.mark.parametrize("make", {*places._HOME, *places._GYM, *places._STUDIO, *places._UPRIGHT})
def test_things_stand_on_the_floor_before_the_wall(
    make: Callable[[np.random.Generator], list[Shape]],
):
    points = np.concatenate([part.vertices for part in make(np.random.default_rng(1))])
    assert points[:, 1].min() > -0.01
    assert points[:, 2].min() > -0.25


def test_light_falls_with_the_square_of_the_distance_and_the_cosine():
    at = np.array([[0.0, 3.0, 0.0, 1.0]])
    points = np.array([[0, 1, 0], [0, 2, 0], [0, 1, 0]], np.float32)
    n = np.array([[0, 1, 0], [0, 1, 0], [np.sqrt(0.75), 0.5, 0]], np.float32)
    open_sky = np.ones((8, 8), np.float32)
    light, toward = gather(points, n, at, np.ones((1, 3)), lambda _: open_sky)
    assert light[:, 0] == pytest.approx([1.0, 4.0, 0.5], rel=1e-5)
    assert toward[0] == pytest.approx([0, 1, 0], abs=1e-6)


def test_what_lies_behind_something_is_in_the_shade():
    at = np.array([[0.0, 1.0, 0.0, 0.0]])
    points = np.array([[0, 0.5, 0]], np.float32)
    n = np.array([[0, 1, 0]], np.float32)
    roof = np.zeros((8, 8), np.float32)
    light, _ = gather(points, n, at, np.ones((1, 3)), lambda _: roof)
    assert not light.any()


@pytest.mark.parametrize("at", [(0, 1, 0, 0), (0.6, 0.5, 0.6, 0), (1.5, 2, 2, 1), (0, 2.45, 0, 1)])
def test_a_light_sees_the_whole_ball(at: tuple[float, ...]):
    matrix = light_matrix(np.array(at, float), np.array([0, 0.85, 0]), 1.2)
    solid = ball(1.0, 24).moved(to=(0.0, -0.15, 0.0)).vertices
    q = np.concatenate([solid, np.ones((len(solid), 1))], 1) @ matrix.T
    assert (np.abs(q[:, :3] / q[:, 3:]) < 1).all()


def test_only_skin_is_painted():
    solid = SOLIDS["ball"]
    cloth = Mesh("top", solid.vertices, solid.faces, Material("cloth", (0.5, 0.5, 0.5)))
    assert painted_skin(cloth, np.random.default_rng(0)) is cloth
    skin = Mesh("skin", solid.vertices, solid.faces, Material("skin", (0.5, 0.3, 0.2)))
    tint = painted_skin(skin, np.random.default_rng(0)).tint
    assert tint is not None
    assert tint.shape == solid.vertices.shape
    assert tint.mean() == pytest.approx(1.0, abs=0.05)


def skinned(solid: Shape) -> Mesh:
    return Mesh("skin", solid.vertices, solid.faces, Material("skin", (0.5, 0.3, 0.2)))


def test_a_half_ball_stands_on_the_surface_with_its_size():
    skin, middle = skinned(ball(0.3, 80)), np.array([0.0, 0.3, 0.0])
    out = np.array([0.6, 0.0, 0.8])
    sticker = make_sticker(middle + 0.3 * out, [skin], 0.02, (0.0, 0.6, 0.1))
    assert np.linalg.norm(sticker.base - middle - 0.3 * out) < 0.001
    assert sticker.out == pytest.approx(out, abs=0.05)
    off = sticker.mesh.vertices - sticker.base
    assert (off @ sticker.out).max() == pytest.approx(0.01, rel=0.01)
    aside = np.linalg.norm(off - np.outer(off @ sticker.out, sticker.out), axis=1)
    assert aside.max() == pytest.approx(0.01, rel=0.01)
    # No gap under its rim: the skirt goes into the skin.
    assert (np.linalg.norm(sticker.mesh.vertices[-24:] - middle, axis=1) < 0.3).all()
    a, b, c = (sticker.mesh.vertices[sticker.mesh.faces[:, k]] for k in range(3))
    outward = (a + b + c) / 3 - sticker.base + 0.004 * sticker.out
    assert (np.einsum("ij,ij->i", np.cross(b - a, c - a), outward) > 0).all()


def test_a_half_ball_goes_on_the_cloth_that_covers_the_point():
    wider = ball(0.32, 80)
    lifted = wider.vertices - [0.0, 0.02, 0.0]
    cloth = Mesh("top", lifted, wider.faces, Material("cloth", (0.5, 0.5, 0.5)))
    place = np.array([0.3, 0.3, 0.0])
    sticker = make_sticker(place, [skinned(ball(0.3, 80)), cloth], 0.02, (0.0, 0.6, 0.1))
    assert sticker.base == pytest.approx([0.32, 0.3, 0.0], abs=0.003)


def test_cloth_beside_a_point_does_not_lift_its_half_ball():
    far = ball(0.1, 40).moved(to=(0.42, 0.25, 0.0))
    cloth = Mesh("top", far.vertices, far.faces, Material("cloth", (0.5, 0.5, 0.5)))
    place = np.array([0.3, 0.3, 0.0])
    sticker = make_sticker(place, [skinned(ball(0.3, 80)), cloth], 0.02, (0.0, 0.6, 0.1))
    assert sticker.base == pytest.approx(place, abs=0.002)


def test_a_slip_goes_along_the_surface():
    skin, place = skinned(ball(0.3, 80)), np.array([0.3, 0.3, 0.0])
    still, slipped = (
        make_sticker(place, [skin], 0.02, (0.0, 0.6, 0.1), slip)
        for slip in ((0.0, 0.0), (0.003, -0.004))
    )
    moved = slipped.base - still.base
    assert np.linalg.norm(moved) == pytest.approx(0.005, rel=0.1)
    assert abs(moved @ still.out) < 0.001


def test_a_sticker_on_nothing_is_said():
    solid = SOLIDS["ball"]
    skin = Mesh("skin", solid.vertices, solid.faces, Material("skin", (0.5, 0.3, 0.2)))
    with pytest.raises(ValueError, match="no surface"):
        make_sticker(np.array([5.0, 5.0, 5.0]), [skin], 0.02, (0.0, 0.6, 0.1))


@pytest.mark.parametrize("facing", ["left", "right"])
def test_how_much_of_a_half_ball_is_seen(facing: Side):
    skin = skinned(ball(0.3, 80))
    camera = frame(1.7, np.random.default_rng(0), facing=facing, yaw_sd=0.0)
    near = 1.0 if facing == "right" else -1.0
    places = {"near": (0.0, 0.3, near * 0.3), "far": (0.0, 0.3, -near * 0.3)}
    domes = {
        n: make_sticker(np.array(at), [skin], 0.02, (0.0, 0.6, 0.1)) for n, at in places.items()
    }
    assert visible_share(domes["near"], [skin, domes["near"].mesh], camera) > 0.95
    assert visible_share(domes["far"], [skin, domes["far"].mesh], camera) < 0.05
    # Just behind the horizon a flat sticker is gone, and a half-ball still stands out.
    eye = camera.turn().T @ camera.eye() - [0.0, 0.3, 0.0]
    angle = np.arctan2(eye[2], eye[0]) + np.pi / 2 + 0.12
    behind = 0.3 * np.array([np.cos(angle), 0.0, np.sin(angle)]) + [0.0, 0.3, 0.0]
    sticker = make_sticker(behind, [skin], 0.02, (0.0, 0.6, 0.1))
    assert 0.1 < visible_share(sticker, [skin, sticker.mesh], camera) < 0.95
