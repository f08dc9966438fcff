from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from groundtruth.clothes.dress import dress
from groundtruth.clothes.outfit import Outfit, draw_outfit
from groundtruth.meshes import Material, Mesh
from groundtruth.render.camera import SceneCamera
from groundtruth.render.silhouette import silhouette
from tests.clothes.mannequin import BACK_HOLLOW, mannequin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from groundtruth.meshes import PosedBody

SEEDS = range(12)


def outfit(seed: int = 0, **changes: object) -> Outfit:
    return replace(draw_outfit(np.random.default_rng(seed), "female"), **changes)


def worn(body: PosedBody, clothes: Outfit, seed: int = 1) -> list[Mesh]:
    return dress(body, clothes, np.random.default_rng(seed), skin=0.3)


def mask(meshes: Sequence[Mesh], camera: SceneCamera) -> np.ndarray:
    return silhouette(meshes, camera).astype(float)


def rear(meshes: Sequence[Mesh], height: float, name: str = "top") -> float:
    """Rearmost cloth near a height and the midline."""
    points = np.vstack([mesh.vertices for mesh in meshes if mesh.name == name])
    near = (np.abs(points[:, 1] - height) < 0.02) & (np.abs(points[:, 2]) < 0.03)
    return float(np.median(points[near & (points[:, 0] < 0), 0]))


@pytest.mark.parametrize("seed", SEEDS)
def test_every_outfit_is_a_sound_mesh(seed: int):
    meshes = worn(mannequin(), outfit(seed))
    assert [mesh.name for mesh in meshes[:2]] == ["skin", "eyes"]
    for mesh in meshes:
        assert np.isfinite(mesh.vertices).all()
        if len(mesh.faces):
            assert mesh.faces.max() < len(mesh.vertices)
        assert mesh.uv is None or mesh.uv.shape == (len(mesh.vertices), 2)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_outline_is_never_inside_the_skin(seed: int, camera: SceneCamera):
    body = mannequin()
    bare = mask([Mesh("skin", body.vertices, body.faces, Material("skin", (1, 1, 1)))], camera)
    dressed = mask(worn(body, outfit(seed)), camera)
    # Grey rims aside, no pixel of the naked body is lost.
    assert (dressed[bare > 250] > 60).mean() > 0.999


@pytest.mark.parametrize("seed", range(4))
def test_looser_tops_stand_farther_off_the_small_of_the_back(seed: int):
    body = mannequin()
    common = outfit(seed, top="loose", tucked=False, hem=0.02, bottom="leggings", leg_looseness=0.1)
    at = [
        rear(worn(body, replace(common, looseness=loose)), BACK_HOLLOW)
        for loose in (0.2, 0.4, 0.6, 0.8, 1.0)
    ]
    assert (np.diff(at) < 0.002).all()
    # Skin at -0.065, shoulder blades at -0.12: loose cloth bridges most of the hollow.
    assert at[0] > -0.09
    assert at[-1] < -0.11


def test_a_tucked_top_ends_under_the_waistband():
    body = mannequin()
    common = outfit(3, top="t_shirt", looseness=0.6, waist=0.06)
    loose = worn(body, replace(common, tucked=False, hem=0.02))
    tucked = worn(body, replace(common, tucked=True))
    low = [
        min(p.vertices[:, 1].min() for p in meshes if p.name == "top") for meshes in (loose, tucked)
    ]
    assert low[0] < 0.92 < low[1]


def test_the_same_draw_gives_the_same_clothes():
    body, clothes = mannequin(), outfit(5)
    for a, b in zip(worn(body, clothes), worn(body, clothes), strict=True):
        assert np.array_equal(a.vertices, b.vertices)


def test_another_draw_folds_otherwise():
    body, clothes = mannequin(), outfit(5, top="loose", looseness=0.9)
    a, b = (next(p for p in worn(body, clothes, s) if p.name == "top") for s in (1, 2))
    assert not np.allclose(a.vertices, b.vertices, atol=1e-4)


def test_clothes_go_where_the_body_goes():
    clothes = outfit(7, top="t_shirt", looseness=0.6, hair="bob", shoes="trainers")
    step = np.array([0.13, 0.0, -0.07])
    here, there = worn(mannequin(), clothes), worn(mannequin(lambda p: p + step), clothes)
    for a, b in zip(here, there, strict=True):
        assert b.vertices == pytest.approx(a.vertices + step, abs=2e-6)


def test_the_same_garment_fits_another_pose():
    clothes = outfit(7, top="t_shirt", looseness=0.5, hair="long", tucked=False)

    def lean(points: np.ndarray) -> np.ndarray:
        return points + np.stack([0.12 * points[:, 1], 0 * points[:, 1], 0 * points[:, 1]], axis=1)

    upright, leaning = worn(mannequin(), clothes), worn(mannequin(lean), clothes)
    assert [p.name for p in upright] == [p.name for p in leaning]
    for a, b in zip(upright, leaning, strict=True):
        assert np.ptp(b.vertices[:, 1]) == pytest.approx(np.ptp(a.vertices[:, 1]), abs=0.03)
        assert np.ptp(b.vertices[:, 2]) == pytest.approx(np.ptp(a.vertices[:, 2]), abs=0.03)


def test_a_bare_chest_stays_bare():
    meshes = worn(mannequin(), outfit(1, top="bare", looseness=0.0))
    assert "top" not in [mesh.name for mesh in meshes]


def test_bob_and_long_hair_hide_the_ear_and_short_hair_does_not():
    body = mannequin()
    ear = np.array([0.02, 1.60, 0.08])
    for style, hides in (("bob", True), ("long", True), ("short", False), ("bun", False)):
        hair = np.vstack(
            [p.vertices for p in worn(body, outfit(2, hair=style)) if p.name == "hair"]
        )
        beside = (np.abs(hair[:, :2] - ear[:2]) < 0.012).all(axis=1) & (hair[:, 2] > ear[2])
        assert beside.any() == hides


@pytest.fixture
def camera() -> SceneCamera:
    return _camera()


def _camera() -> SceneCamera:
    from groundtruth.render.camera import frame

    return frame(1.72, np.random.default_rng(0), facing="right", yaw_sd=0.0, roll_sd=0.0)
