"""The drawn figures: whole inside the frame, anatomically steady, as committed."""

from __future__ import annotations

import pytest

from drawings.__main__ import FOLDER, figures
from drawings.body import joints_of
from drawings.body_map import MAP_IDS, draw_body_map
from drawings.poses import poses, read_poses
from drawings.scene import draw_figure, part_shapes
from drawings.shapes import LONG_INK, SHORT_INK, FigureError, box_of

POSES = [(i, k) for i, record in poses().items() for k in range(len(record.poses))]


def test_the_package_holds_what_the_tool_draws():
    committed = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.svg")}
    assert committed == figures(), "run `make figures`"


@pytest.mark.parametrize("name", sorted(poses()))
def test_every_shape_lies_in_the_frame(name: str):
    left, top, right, bottom = box_of(
        s for layer in draw_figure(name, poses()[name]).layers for s in layer.shapes
    )
    assert left >= 0
    assert top >= 0
    assert right <= 240
    assert bottom <= 120


@pytest.mark.parametrize("name", MAP_IDS)
def test_the_side_described_as_short_is_in_front(name: str):
    left_bounds = {
        layer.ink: box_of(layer.shapes)[0] for layer in draw_body_map(name).layers if layer.ink
    }
    assert left_bounds[SHORT_INK] > left_bounds[LONG_INK]


@pytest.mark.parametrize(("figure_id", "index"), POSES)
def test_what_rests_touches_its_surface_and_nothing_sinks(figure_id: str, index: int):
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
    with pytest.raises(FigureError) as caught:
        read_poses(text)
    for part in ("x.description", "x.poses", "x.colour", "y.title", "y.poses.0.head"):
        assert part in str(caught.value)


def test_a_pose_file_that_is_not_yaml_is_a_fault():
    with pytest.raises(FigureError, match="not YAML"):
        read_poses("a: [")


@pytest.mark.parametrize(
    "pose",
    [
        "legs: {near: {to: [90, 4]}}",
        "worked: [{region: wing}]",
        "arrows: [{start: tail, end: [0, 0]}]",
    ],
)
def test_a_pose_that_cannot_be_taken_is_a_fault(pose: str):
    record = read_poses(f"x: {{title: T, description: D, poses: [{{{pose}}}]}}")["x"]
    with pytest.raises(FigureError, match="Figure x"):
        draw_figure("x", record)
