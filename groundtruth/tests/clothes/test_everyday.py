from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

pytest.importorskip("anny", reason="bodies need the ground truth's own environment")

from posture.body.points import NODES

from groundtruth.bodies.person import draw_person
from groundtruth.bodies.pose import pose
from groundtruth.bodies.spread import draw_posture
from groundtruth.bodies.tread import BARE, Tread
from groundtruth.bodies.truth import find_truth
from groundtruth.clothes.dress import dress
from groundtruth.clothes.everyday.draw import draw_everyday
from groundtruth.clothes.everyday.footwear import CLOSED
from groundtruth.clothes.tops import Build
from groundtruth.meshes import Material, Mesh
from groundtruth.render.camera import frame
from groundtruth.render.silhouette import silhouette

if TYPE_CHECKING:
    from groundtruth.clothes.everyday.details import Everyday
    from groundtruth.clothes.everyday.footwear import Kind
    from groundtruth.clothes.everyday.neckwear import Collar
    from groundtruth.clothes.outfit import Outfit
    from groundtruth.meshes import PosedBody

SEEDS = range(10)


def outfit(seed: int) -> Outfit:
    return draw_everyday(np.random.default_rng(seed), "female" if seed % 2 else "male")


def everyday(clothes: Outfit) -> Everyday:
    assert clothes.everyday is not None
    return clothes.everyday


@cache
def shape():
    return draw_person(np.random.default_rng(5)).shape


def body(tread: Tread = BARE, seed: int = 3) -> PosedBody:
    posture = draw_posture(np.random.default_rng(seed), "life", shape())
    return pose(shape(), posture, tread=tread)


def worn(clothes: Outfit) -> list[Mesh]:
    return dress(body(clothes.tread), clothes, np.random.default_rng(1), skin=0.3)


@pytest.mark.parametrize("seed", SEEDS)
def test_people_stand_on_the_floor_on_their_soles(seed: int):
    clothes = outfit(seed)
    meshes = worn(clothes)
    low = min(float(p.vertices[np.unique(p.faces), 1].min()) for p in meshes if len(p.faces))
    assert low == pytest.approx(0.0, abs=0.002)
    skin = body(clothes.tread).vertices
    assert float(skin[:, 1].min()) == pytest.approx(clothes.tread.under_ball, abs=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_sole_lies_under_each_foot(seed: int):
    clothes = outfit(seed)
    soles = [piece for piece in worn(clothes) if piece.name == "sole"]
    assert len(soles) == (0 if clothes.tread == BARE else 2)
    for sole in soles:
        assert float(sole.vertices[:, 1].min()) == pytest.approx(0.0, abs=1e-9)
        assert float(sole.vertices[:, 1].max()) < clothes.tread.sole + 0.02


def test_a_sole_without_drop_changes_no_angle_and_lifts_every_point_alike():
    bare, lifted, up = body(), body(Tread(0.03, 0.0)), np.array([0.0, 0.03, 0.0])
    assert lifted.vertices == pytest.approx(bare.vertices + up)
    for name, place in lifted.joints.items():
        assert place == pytest.approx(bare.joints[name] + up)
    stature = shape().stature
    first, second = (find_truth(b, "right").measurements(stature) for b in (bare, lifted))
    assert second == pytest.approx(first, abs=1e-6)


def test_a_heel_drop_pitches_the_feet_and_keeps_shank_knee_and_trunk():
    flat, raised = both = body(Tread(0.03, 0.0)), body(Tread(0.03, 0.012))
    heel = int(np.argmin(np.where(flat.vertices[:, 1] < 0.08, flat.vertices[:, 0], np.inf)))
    for joint in ("hip_right", "knee_left", "neck", "head"):
        line = flat.joints[joint] - flat.joints["ankle_right"]
        turned = raised.joints[joint] - raised.joints["ankle_right"]
        assert turned == pytest.approx(line)
    a, b = (find_truth(x, "right").near for x in (flat, raised))
    toe, malleolus = NODES.index("toe"), NODES.index("malleolus")
    fall = (a[toe, 1] - a[malleolus, 1]) - (b[toe, 1] - b[malleolus, 1])
    assert fall == pytest.approx(0.012, abs=0.003)
    # Under the heel both soles are equally thick.
    rear = [float(x.vertices[x.vertices[:, 0] < x.vertices[heel, 0] + 0.04, 1].min()) for x in both]
    assert rear[1] == pytest.approx(rear[0], abs=0.003)


@pytest.mark.parametrize("kind", CLOSED)
def test_the_toe_of_the_truth_is_inside_the_shoe(kind: Kind):
    clothes = outfit(1)
    own = everyday(clothes)
    footwear = replace(own.footwear, kind=kind, sole=0.03, drop=0.008, room=0.014, counter=0.009)
    clothes = replace(clothes, everyday=replace(own, footwear=footwear))
    stood = body(clothes.tread)
    truth = find_truth(stood, "right").near
    shoe = np.vstack([p.vertices for p in worn(clothes) if p.name in ("shoes", "sole")])
    right = shoe[shoe[:, 2] > 0]
    toe = truth[NODES.index("toe")]
    near = right[np.abs(right[:, 2] - toe[2]) < 0.03]
    assert near[:, 0].max() > toe[0] + 0.008
    assert near[:, 1].max() > toe[1] > near[:, 1].min()
    malleolus = truth[NODES.index("malleolus")]
    tall = shape().stature
    # By eye on photographs: 12.6 % of stature to the tip and 3.9 % to the heel.
    assert 0.11 < (right[:, 0].max() - malleolus[0]) / tall < 0.14
    assert 0.03 < (malleolus[0] - right[:, 0].min()) / tall < 0.05


@pytest.mark.parametrize("seed", SEEDS)
def test_no_skin_reaches_out_of_the_clothes(seed: int):
    clothes = outfit(seed)
    stood = body(clothes.tread)
    camera = frame(
        shape().stature,
        np.random.default_rng(0),
        facing="right",
        yaw_sd=0.0,
        roll_sd=0.0,
        lift=clothes.tread.sole,
    )
    bare = silhouette(
        [Mesh("skin", stood.vertices, stood.faces, Material("skin", (1, 1, 1)))], camera
    )
    dressed = silhouette(worn(clothes), camera)
    assert (dressed[bare > 250] > 60).mean() > 0.999


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_draw_gives_the_same_clothes(seed: int):
    assert outfit(seed) == outfit(seed)
    for a, b in zip(worn(outfit(seed)), worn(outfit(seed)), strict=True):
        assert np.array_equal(a.vertices, b.vertices)
        assert np.isfinite(a.vertices).all()


def test_wide_trousers_hide_the_heel_and_end_below_the_malleolus():
    clothes = replace(outfit(0), bottom="trousers", leg_looseness=0.5)
    own = replace(everyday(clothes), legs="jeans", knee_girth=0.46, hem_girth=0.46, hem_height=0.02)
    footwear = replace(own.footwear, kind="trainers", sole=0.025, drop=0.006)
    clothes = replace(clothes, everyday=replace(own, footwear=footwear))
    meshes = worn(clothes)
    legs = next(p for p in meshes if p.name == "bottom").vertices
    heel = min(float(p.vertices[:, 0].min()) for p in meshes if p.name in ("shoes", "sole"))
    low = legs[legs[:, 1] < 0.06]
    malleolus = find_truth(body(clothes.tread), "right").near[NODES.index("malleolus")]
    assert float(legs[:, 1].min()) < malleolus[1] - 0.03
    assert float(low[:, 0].min()) < heel


@pytest.mark.parametrize(("collar", "hood"), [("shirt", False), ("polo", False), ("none", True)])
def test_collars_and_hoods_hide_c7(collar: Collar, hood: bool):
    clothes = outfit(0)
    own = replace(everyday(clothes), collar=collar, hood=hood, jacket=None)
    clothes = replace(clothes, everyday=own, top="t_shirt", sleeve=0.6)
    c7 = find_truth(body(clothes.tread), "right").near[NODES.index("c7")]
    part = next(p for p in worn(clothes) if p.name == ("hood" if hood else "collar")).vertices
    behind = part[(np.abs(part[:, 2]) < 0.03) & (part[:, 0] < c7[0] + 0.02)]
    assert behind[:, 1].min() < c7[1] < behind[:, 1].max()
    level = behind[np.abs(behind[:, 1] - c7[1]) < 0.015]
    assert level[:, 0].min() < c7[0] - (0.015 if hood else 0.003)


def test_every_kind_of_garment_and_shoe_is_drawn():
    drawn = [everyday(outfit(seed)) for seed in range(400)]
    assert {o.garment for o in drawn} == {"t_shirt", "polo", "shirt", "jumper", "hoodie", "dress"}
    assert len({o.legs for o in drawn}) == 7
    assert len({o.footwear.kind for o in drawn}) == 6
    for worn_shoes in (o.footwear for o in drawn):
        closed = worn_shoes.kind in CLOSED
        assert not closed or 0.015 <= worn_shoes.sole <= 0.040
        assert 0.0 <= worn_shoes.drop <= 0.012


def test_a_cap_covers_the_crown_and_leaves_the_ear():
    for cap in ("cap", "beanie"):
        clothes = replace(outfit(0), hair="short")
        clothes = replace(clothes, everyday=replace(everyday(clothes), cap=cap, rise=0.5))
        meshes = worn(clothes)
        stood = body(clothes.tread)
        truth = find_truth(stood, "right").near
        crown = float(stood.vertices[:, 1].max())
        cloth = next(mesh for mesh in meshes if mesh.name == "cap").vertices
        assert crown < float(cloth[:, 1].max()) < crown + clothes.lift - clothes.tread.sole + 0.02
        beside = cloth[np.abs(cloth[:, 0] - truth[NODES.index("tragus"), 0]) < 0.02]
        assert float(beside[:, 1].min()) > truth[NODES.index("tragus"), 1] + 0.01
        hair = next(mesh for mesh in meshes if mesh.name == "hair").vertices
        assert float(hair[:, 1].max()) < crown


def test_glasses_sit_before_the_eyes_and_reach_to_the_ears():
    clothes = replace(outfit(0))
    clothes = replace(clothes, everyday=replace(everyday(clothes), glasses=True))
    truth = find_truth(body(clothes.tread), "right").near
    frame_ = next(mesh for mesh in worn(clothes) if mesh.name == "glasses").vertices
    canthus, tragus = (truth[NODES.index(name)] for name in ("canthus", "tragus"))
    assert 0.005 < float(frame_[:, 0].max()) - canthus[0] < 0.045
    assert float(frame_[:, 0].min()) < tragus[0]
    assert float(np.abs(frame_[:, 2]).max()) > abs(tragus[2]) - 0.01


def test_a_beard_grows_below_the_lips_and_makes_the_chin_longer():
    clothes = outfit(0)
    low = []
    for length in (0.1, 0.9):
        long = replace(clothes, everyday=replace(everyday(clothes), beard=length))
        low.append(next(m for m in worn(long) if m.name == "beard").vertices[:, 1].min())
    assert low[1] < low[0] - 0.01


def test_the_record_names_what_is_worn():
    clothes = outfit(3)
    record = clothes.record()
    assert record["wardrobe"] == "own"
    assert record["top"] in ("t_shirt", "loose")
    assert record["sole_mm"] == pytest.approx(1000 * clothes.tread.sole, abs=0.06)
    expected = {"garment", "legs", "shoes", "heel_drop_mm", "collar", "hood", "cap", "glasses"}
    assert expected | {"dress", "jacket", "beard"} <= set(record)


@pytest.mark.parametrize("overhang", [0.004, 0.022])
def test_a_tucked_top_hides_the_waistband_all_round(overhang: float):
    clothes = outfit(0)
    own = everyday(clothes)
    own = replace(own, build=Build(overhang=overhang), jacket=None, garment="t_shirt", legs="jeans")
    clothes = replace(clothes, everyday=own, tucked=True, bottom="trousers", leg_looseness=0.5)
    meshes = {mesh.name: mesh.vertices for mesh in worn(clothes)}
    top, bottom = meshes["top"], meshes["bottom"]
    for front in (True, False):
        hem, band = (
            part[(np.abs(part[:, 2]) < 0.03) & ((part[:, 0] > 0.0) == front), 1]
            for part in (top, bottom)
        )
        assert hem.min() < band.max()
