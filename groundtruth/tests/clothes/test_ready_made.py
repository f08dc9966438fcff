from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

pytest.importorskip("anny", reason="bodies need the ground truth's own environment")

from groundtruth.bodies.person import draw_person
from groundtruth.bodies.pose import pose
from groundtruth.bodies.posture import Posture
from groundtruth.bodies.spread import draw_posture
from groundtruth.bodies.tread import Tread
from groundtruth.clothes.dress import dress
from groundtruth.clothes.makehuman import assets
from groundtruth.clothes.makehuman.fit import bind, fitted
from groundtruth.clothes.makehuman.ready_made import draw_ready_made
from groundtruth.clothes.measured_body import measure_body

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def written(folder: Path, name: str, vertices: np.ndarray, faces: np.ndarray) -> None:
    """A garment whose vertices lie 0.2 dm before those of the base mesh that it is tied to."""
    folder.mkdir(parents=True)
    ties = [f"{v} {v} {v} 1.0 0.0 0.0 0.0 0.0 0.2" for v in vertices]
    head = ["# made up", f"name {name}", "z_scale 0 1 1.0", "verts 0"]
    tail = ["delete_verts", f"{vertices[0]} - {vertices[0] + 2} {vertices[5]}"]
    (folder / f"{name}.mhclo").write_text("\n".join([*head, *ties, *tail]), "utf-8")
    points = assets.base_vertices()[vertices]
    rows = [f"v {x} {y} {z}" for x, y, z in points]
    rows += [f"f {a + 1}/1 {b + 1}/1 {c + 1}/1" for a, b, c in faces]
    (folder / f"{name}.obj").write_text("\n".join(rows), "utf-8")


def both_feet() -> np.ndarray:
    """Vertices of the base mesh low on each foot."""
    base = assets.base_vertices()[:13380]
    low = base[:, 1] < -8.0
    return np.concatenate([np.flatnonzero(low & (side * base[:, 0] > 0))[:20] for side in (1, -1)])


@pytest.fixture
def wardrobe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Garments of a few triangles each."""
    monkeypatch.setenv(assets.FOLDER_VARIABLE, str(tmp_path))
    cached = (assets.names, assets.load, bind)
    for each in cached:
        each.cache_clear()
    strip = np.array([[i, i + 1, i + 2] for i in range(38)])
    whole = np.linspace(0, 13379, 40).astype(int)
    feet = both_feet()
    written(tmp_path / "clothes/a", "female_suit", whole, strip)
    written(tmp_path / "clothes/b", "shoes01", feet, strip)
    written(tmp_path / "hair/c", "bob01", np.arange(100, 140), strip)
    yield tmp_path
    for each in cached:
        each.cache_clear()


def test_without_the_folder_one_sentence_says_what_is_missing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv(assets.FOLDER_VARIABLE, raising=False)
    with pytest.raises(assets.NoGarmentsError, match=assets.FOLDER_VARIABLE):
        assets.folder()


@pytest.mark.usefixtures("wardrobe")
def test_a_garment_is_read_in_person_axes_and_metres():
    garment = assets.load("shoes01")
    base, feet = assets.base_vertices(), both_feet()
    scale = abs(base[0, 2] - base[1, 2])
    assert garment.vertices[:, 0] == pytest.approx(0.1 * (base[feet, 2] + 0.2 * scale))
    assert garment.vertices[:, 1] == pytest.approx(0.1 * base[feet, 1])
    back = assets.skin_in_base()
    assert set(back[garment.hidden]) == {*range(feet[0], feet[0] + 3), feet[5]}


@pytest.mark.usefixtures("wardrobe")
def test_a_garment_follows_the_body_wherever_it_goes():
    shape = draw_person(np.random.default_rng(5)).shape
    here = fitted(measure_body(pose(shape, Posture())), "female_suit")
    up = fitted(measure_body(pose(shape, Posture(), tread=Tread(0.03))), "female_suit")
    assert up == pytest.approx(here + np.array([0.0, 0.03, 0.0]), abs=1e-6)
    leaning = fitted(measure_body(pose(shape, Posture(pelvis=12.0))), "female_suit")
    assert not np.allclose(leaning, here, atol=0.01)


@pytest.mark.usefixtures("wardrobe")
def test_the_garment_stays_as_far_from_the_skin_as_it_was_made():
    person = draw_person(np.random.default_rng(6))
    measured = measure_body(pose(person.shape, Posture()))
    garment, binding = assets.load("female_suit"), bind("female_suit")
    found = fitted(measured, "female_suit")
    nearest = binding.used[binding.ids[:, 0]]
    before = np.linalg.norm(garment.vertices - assets.base_skin()[nearest], axis=1)
    after = np.linalg.norm(found - measured.body.vertices[nearest], axis=1)
    assert np.abs(after - before).max() < 0.015


@pytest.mark.usefixtures("wardrobe")
def test_people_in_ready_made_shoes_stand_on_the_floor():
    person = draw_person(np.random.default_rng(5))
    outfit = draw_ready_made(np.random.default_rng(1), "female", person.shape.stature)
    posture = draw_posture(np.random.default_rng(2), "life", person.shape)
    body = pose(person.shape, posture, tread=outfit.tread)
    meshes = dress(body, outfit, np.random.default_rng(3), skin=0.3)
    shoes = next(mesh for mesh in meshes if mesh.name == "shoes")
    assert float(shoes.vertices[:, 1].min()) == pytest.approx(0.0, abs=1e-9)
    record = outfit.record()
    assert (record["wardrobe"], record["garment"], record["shoes"]) == (
        "makehuman",
        "female_suit",
        "shoes01",
    )
    assert record["sole_mm"] == pytest.approx(1000 * outfit.tread.sole, abs=0.1)
