"""What rooms, skin and stickers are made of: no graphics library is needed for these."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundtruth.piece import Material, Piece
from groundtruth.render import furniture
from groundtruth.render.bake import gather, light_matrix
from groundtruth.render.camera import frame
from groundtruth.render.mesh import halved, normals
from groundtruth.render.noise import noise
from groundtruth.render.setting import draw_setting
from groundtruth.render.shapes import ball, box, cylinder, rod
from groundtruth.render.skin import painted_skin, skin_colour
from groundtruth.render.sticker import stick

SOLIDS = {
    "box": box((0.4, 0.6, 0.2), 0.02),
    "cylinder": cylinder(0.1, 0.5),
    "ball": ball(0.3),
    "rod": rod((0, 0, 0), (0.3, 0.4, 0.1), 0.02),
}


@pytest.mark.parametrize("name", SOLIDS)
def test_faces_look_outwards(name):
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
    points, faces, _ = halved(rough.vertices, rough.faces)
    assert (points[: len(rough.vertices)] == rough.vertices).all()
    assert len(faces) == 4 * len(rough.faces)
    centre = np.array([0, 0.3, 0])
    new = np.linalg.norm(points[len(rough.vertices) :] - centre, axis=1)
    assert new.max() <= 0.3 * 1.02
    flat = np.linalg.norm(rough.vertices[rough.faces].mean(1) - centre, axis=1)
    assert new.mean() > flat.mean()


@settings(max_examples=25)
@given(st.integers(0, 10_000))
def test_nothing_stands_before_the_person(seed):
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


@pytest.mark.parametrize(
    "make", {*furniture.HOME, *furniture.GYM, *furniture.STUDIO, *furniture.UPRIGHT}
)
def test_things_stand_on_the_floor_before_the_wall(make):
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
def test_a_light_sees_the_whole_ball(at):
    matrix = light_matrix(np.array(at, float), np.array([0, 0.85, 0]), 1.2)
    solid = ball(1.0, 24).moved(to=(0.0, -0.15, 0.0)).vertices
    q = np.concatenate([solid, np.ones((len(solid), 1))], 1) @ matrix.T
    assert (np.abs(q[:, :3] / q[:, 3:]) < 1).all()


@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 99))
def test_more_melanin_is_darker_skin(one, other, seed):
    low, high = sorted((one, other))
    tones = [skin_colour(m, np.random.default_rng(seed)) for m in (low, high)]
    assert sum(tones[0]) >= sum(tones[1]) - 1e-9
    assert all(0 < channel < 1 for tone in tones for channel in tone)
    assert tones[0][0] > tones[0][1] > tones[0][2]


def test_only_skin_is_painted():
    solid = SOLIDS["ball"]
    cloth = Piece("top", solid.vertices, solid.faces, Material("cloth", (0.5, 0.5, 0.5)))
    assert painted_skin(cloth, np.random.default_rng(0)) is cloth
    skin = Piece("skin", solid.vertices, solid.faces, Material("skin", (0.5, 0.3, 0.2)))
    tint = painted_skin(skin, np.random.default_rng(0)).tint
    assert tint.shape == solid.vertices.shape
    assert tint.mean() == pytest.approx(1.0, abs=0.05)


def test_a_sticker_lies_on_the_surface_with_its_size():
    solid = ball(0.3, 80)
    skin = Piece("skin", solid.vertices, solid.faces, Material("skin", (0.5, 0.3, 0.2)))
    middle = np.array([0.0, 0.3, 0.0])
    place = middle + 0.3 * np.array([0.6, 0.0, 0.8])
    disc, centre = stick(place, [skin], 0.02, (0.0, 0.6, 0.1))
    off = np.linalg.norm(disc.vertices - middle, axis=1) - 0.3
    assert (off > 0).all()
    assert (off < 0.003).all()
    assert np.linalg.norm(centre - place) < 0.003
    rim = np.linalg.norm(disc.vertices - centre, axis=1).max()
    assert rim == pytest.approx(0.01, rel=0.05)
    assert (normals(disc.vertices, disc.faces) @ [0.6, 0.0, 0.8] > 0.9).all()


def test_a_sticker_goes_on_the_cloth_that_covers_the_point():
    solid, wider = ball(0.3, 80), ball(0.32, 80)
    skin = Piece("skin", solid.vertices, solid.faces, Material("skin", (0.5, 0.3, 0.2)))
    lifted = wider.vertices - [0.0, 0.02, 0.0]
    cloth = Piece("top", lifted, wider.faces, Material("cloth", (0.5, 0.5, 0.5)))
    _, centre = stick(np.array([0.3, 0.3, 0.0]), [skin, cloth], 0.02, (0.0, 0.6, 0.1))
    assert np.linalg.norm(centre - [0.0, 0.3, 0.0]) == pytest.approx(0.32, abs=0.003)


def test_a_sticker_on_nothing_is_said():
    solid = SOLIDS["ball"]
    skin = Piece("skin", solid.vertices, solid.faces, Material("skin", (0.5, 0.3, 0.2)))
    with pytest.raises(ValueError, match="no surface"):
        stick(np.array([5.0, 5.0, 5.0]), [skin], 0.02, (0.0, 0.6, 0.1))
