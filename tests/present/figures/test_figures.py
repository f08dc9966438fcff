"""The figures: complete, whole inside the frame, anatomically steady, and well-formed."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from PIL import Image

from posture.errors import InputError, KnowledgeError
from posture.present.figures.body import joints_of
from posture.present.figures.figures import (
    body_map_png,
    body_map_svg,
    figure_ids,
    figure_png,
    figure_svg,
    has_figure,
)
from posture.present.figures.poses import poses, read_poses
from posture.present.figures.scene import draw_figure, part_shapes
from posture.present.figures.shapes import box_of

EXPECTED = {
    "glute_bridge",
    "hip_thrust",
    "step_up",
    "romanian_deadlift",
    "hamstring_slider_curl",
    "hip_flexor_stretch",
    "dead_bug",
    "prone_ytw",
    "serratus_wall_slide",
    "band_row",
    "doorway_pec_stretch",
    "thoracic_extension_roller",
    "chin_nod",
    "soft_knee_balance",
    "side_lying_external_rotation",
    "roll_quads",
    "roll_glutes",
    "ball_pec",
    "roll_thoracic_muscles",
    "roll_hamstrings",
    "roll_hip_flexor_tfl",
    "modified_thomas",
    "single_leg_bridge",
    "prone_y_hold",
    "wall_slide",
    "pectoralis_length",
    "hamstring_length",
    "quadriceps_length",
    "knee_control",
    "chin_tuck_hold",
    "photo_side_on",
    "photo_too_turned",
    "photo_front_back",
    "photo_arms_hide_back",
}
MAPS = [(i, f) for i in ("hip", "chest", "thigh") for f in ("left", "right")]
POSES = [(i, k) for i, record in poses().items() for k in range(len(record.poses))]


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def assert_whole(image: np.ndarray) -> None:
    ink = (image < 250).any(axis=2)
    assert ink.mean() > 0.02
    rim = np.concatenate(
        [ink[:2].ravel(), ink[-2:].ravel(), ink[:, :2].ravel(), ink[:, -2:].ravel()]
    )
    assert not rim.any()


def test_every_promised_figure_is_there():
    assert set(figure_ids()) == EXPECTED
    assert all(has_figure(i) for i in EXPECTED)
    assert not has_figure("handstand")


@pytest.mark.parametrize("figure_id", sorted(EXPECTED))
def test_svg_is_well_formed_and_speaks(figure_id):
    root = ET.fromstring(figure_svg(figure_id, title="A <title> & more"))
    space = "{http://www.w3.org/2000/svg}"
    assert root.get("viewBox") == "0 0 240 120"
    assert root.get("role") == "img"
    assert root.findtext(f"{space}title") == "A <title> & more"
    assert len(root.findtext(f"{space}desc") or "") > 20
    masks = {m.get("id") for m in root.iter(f"{space}mask")}
    used = {g.get("mask") for g in root.iter(f"{space}g") if g.get("mask")}
    assert used == {f"url(#{m})" for m in masks}


@pytest.mark.parametrize("figure_id", sorted(EXPECTED))
def test_png_has_ink_and_nothing_is_cut(figure_id):
    image = pixels(figure_png(figure_id, 120))
    assert image.shape == (120, 240, 3)
    assert_whole(image)


@pytest.mark.parametrize("figure_id", sorted(EXPECTED))
def test_every_shape_lies_in_the_frame(figure_id):
    drawing = draw_figure(figure_id, poses()[figure_id])
    left, top, right, bottom = box_of(s for layer in drawing.layers for s in layer.shapes)
    assert left >= 0
    assert top >= 0
    assert right <= 240
    assert bottom <= 120


@pytest.mark.parametrize(("figure_id", "index"), POSES)
def test_what_rests_touches_its_surface_and_nothing_sinks(figure_id, index):
    record = poses()[figure_id]
    pose = record.poses[index]
    posture = pose.posture()
    parts = part_shapes(posture, joints_of(posture))
    for part, height in pose.rests.items():
        assert box_of(parts[part])[1] == pytest.approx(height, abs=1.5), part
    if record.floor:
        lowest = {name: box_of(shapes)[1] for name, shapes in parts.items()}
        assert min(lowest.values()) > -1.5, lowest


def test_a_pose_file_with_faults_lists_them_all():
    text = (
        "x: {title: T, poses: [], colour: red}\ny: {title: 3, description: D, poses: [{head: up}]}"
    )
    with pytest.raises(KnowledgeError) as caught:
        read_poses(text)
    for part in ("x.description", "x.poses", "x.colour", "y.title", "y.poses.0.head"):
        assert part in str(caught.value)


def test_a_pose_file_that_is_not_yaml_is_a_fault():
    with pytest.raises(KnowledgeError, match="not YAML"):
        read_poses("a: [")


@pytest.mark.parametrize(
    "pose",
    [
        "legs: {near: {to: [90, 4]}}",
        "worked: [{region: wing}]",
        "arrows: [{start: tail, end: [0, 0]}]",
    ],
)
def test_a_pose_that_cannot_be_taken_is_a_fault(pose):
    record = read_poses(f"x: {{title: T, description: D, poses: [{{{pose}}}]}}")["x"]
    with pytest.raises(KnowledgeError, match="Figure x"):
        draw_figure("x", record)


@pytest.mark.parametrize("draw", [figure_svg, figure_png, body_map_svg, body_map_png])
def test_an_unknown_id_is_a_typed_key_error(draw):
    with pytest.raises(KeyError) as caught:
        draw("handstand")
    assert isinstance(caught.value, InputError)
    assert "handstand" in str(caught.value)
    assert "Known:" in str(caught.value)


@pytest.mark.parametrize("height", [23, 2001])
def test_png_height_has_limits(height):
    with pytest.raises(ValueError, match="24 to 2000"):
        figure_png("glute_bridge", height)


@pytest.mark.parametrize(("imbalance", "facing"), MAPS)
def test_body_map_is_whole_and_tells_the_sides_apart(imbalance, facing):
    root = ET.fromstring(body_map_svg(imbalance, facing=facing))
    words = [t.text for t in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "short and tense" in words
    assert words.count("often described as") == 2
    image = pixels(body_map_png(imbalance, facing=facing, height=120))
    assert_whole(image)
    columns = {}
    for name, colour in {"short": (0xE6, 0x9F, 0), "long": (0, 0x72, 0xB2)}.items():
        near = (np.abs(image - np.array(colour)) < 12).all(axis=2)
        assert near.sum() > 10
        columns[name] = np.nonzero(near)[1].mean()
    assert (columns["short"] > columns["long"]) == (facing == "right")
