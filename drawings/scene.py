"""From a figure's record to its drawing: people and things in layers, fitted into the frame."""

from __future__ import annotations

from itertools import pairwise

from drawings.body import (
    SIDES,
    Joints,
    OutOfReachError,
    Posture,
    arm_shapes,
    head_shapes,
    joints_of,
    leg_shapes,
    trunk_shapes,
)
from drawings.muscles import region_shape
from drawings.poses import FigureRecord, PoseRecord, WorkedRegion
from drawings.props import IN_FRONT
from drawings.shapes import (
    HEIGHT,
    LONG_INK,
    WIDTH,
    WORKED_INK,
    Blob,
    Box,
    Drawing,
    DrawingFrame,
    FigureError,
    Layer,
    Line,
    Shape,
    Text,
    box_of,
)

MARGIN = 5.0
GAP = 1.1
_LINE_OPACITY = 0.5
_FAR_OPACITY = 0.32
_BODY_OPACITY = 0.62
_ARM_OPACITY = 0.74


def draw_figure(figure_id: str, record: FigureRecord) -> Drawing:
    """The drawing of a figure.

    Parameters
    ----------
    figure_id : str
    record : FigureRecord

    Raises
    ------
    FigureError
        A pose asks for a joint or region that does not exist or for a reach that is too far.
    """
    try:
        stacks = [_pose_layers(pose, record) for pose in record.poses]
    except (KeyError, OutOfReachError) as error:
        raise FigureError(f"Figure {figure_id}: {error}") from error
    boxes = [box_of(s for layer in stack for s in layer.shapes) for stack in stacks]
    frames, cuts = _frames(boxes, record)
    layers = [_floor(frames[0], cuts)] if record.floor else []
    for parts in zip(*stacks, strict=True):
        moved = [frame.layer(part) for frame, part in zip(frames, parts, strict=True)]
        shapes = tuple(s for part in moved for s in part.shapes)
        first = moved[0]
        layers.append(Layer(shapes, first.ink, first.opacity, first.halo, first.cuttable))
    if record.numbered and len(frames) > 1:
        layers.append(_numbers(cuts))
    return Drawing(
        figure_id, record.title, record.description, tuple(x for x in layers if x.shapes)
    )


def part_shapes(posture: Posture, joints: Joints) -> dict[str, tuple[Shape, ...]]:
    """The shapes of each part of the body, by the names used in ``rests``."""
    parts = {"trunk": trunk_shapes(joints, posture), "head": head_shapes(joints, posture)}
    for side in SIDES:
        leg = leg_shapes(joints, side, posture.view)
        knee = joints[f"{side}_knee"]
        elbow = joints[f"{side}_elbow"]
        parts[f"{side}_leg"] = leg
        parts[f"{side}_foot"] = leg[-3:] if posture.view == "side" else leg[-1:]
        parts[f"{side}_knee"] = (Blob(knee, knee, 3.7, 3.7),)
        parts[f"{side}_arm"] = arm_shapes(joints, side)
        parts[f"{side}_hand"] = arm_shapes(joints, side)[-1:]
        parts[f"{side}_elbow"] = (Blob(elbow, elbow, 2.5, 2.5),)
    return parts


def _pose_layers(pose: PoseRecord, record: FigureRecord) -> list[Layer]:
    """The layers of one pose in body units, bottom first; always the same number."""
    posture = pose.posture()
    joints = joints_of(posture)
    parts = part_shapes(posture, joints)
    props = (*record.props, *pose.props)
    behind = [s for p in props if not isinstance(p, IN_FRONT) for s in p.shapes(joints)]
    before = [s for p in props if isinstance(p, IN_FRONT) for s in p.shapes(joints)]
    arrows = [s for a in pose.arrows for s in a.shapes(joints)]
    worked = record.worked if pose.worked is None else pose.worked
    body, far, far_arm, near_arm = _body_parts(parts, posture)
    return [
        Layer(tuple(behind), opacity=_LINE_OPACITY),
        Layer(far_arm, opacity=_FAR_OPACITY),
        Layer(far, opacity=_FAR_OPACITY),
        Layer(body, opacity=_BODY_OPACITY, halo=GAP),
        Layer(tuple(_worked(w, joints, posture) for w in worked), WORKED_INK),
        Layer(near_arm, opacity=_ARM_OPACITY, halo=GAP),
        Layer(tuple(before), opacity=0.9),
        Layer(tuple(arrows), LONG_INK, halo=0.8),
    ]


def _body_parts(parts: dict[str, tuple[Shape, ...]], posture: Posture):
    """Near body, far leg, far arm, near arm; flat and turned views have no far side."""
    body = (*parts["trunk"], *parts["head"], *parts["near_leg"])
    if posture.view == "side" and not posture.turn:
        return body, parts["far_leg"], parts["far_arm"], parts["near_arm"]
    return (*body, *parts["far_leg"]), (), (), (*parts["near_arm"], *parts["far_arm"])


def _worked(worked: WorkedRegion, joints: Joints, posture: Posture) -> Shape:
    return region_shape(worked.region, joints, posture.view, worked.side)


def _frames(boxes: list[Box], record: FigureRecord) -> tuple[list[DrawingFrame], list[float]]:
    """One scale and one floor for all poses, and the bounds of each one's share of the width."""
    room = WIDTH - 2 * MARGIN * len(boxes)
    low = min(min(b[1] for b in boxes), -1.5)
    top = max(b[3] for b in boxes)
    widths = [b[2] - b[0] for b in boxes]
    scale = min(record.scale, (HEIGHT - 2 * MARGIN) / (top - low), room / sum(widths))
    floor = HEIGHT / 2 + scale * (top + low) / 2
    spare = (room - scale * sum(widths)) / len(boxes)
    frames: list[DrawingFrame] = []
    cuts = [0.0]
    for box, width in zip(boxes, widths, strict=True):
        share = scale * width + 2 * MARGIN + spare
        middle = cuts[-1] + share / 2
        frames.append(DrawingFrame(scale, middle - scale * (box[0] + box[2]) / 2, floor))
        cuts.append(cuts[-1] + share)
    return frames, cuts


def _floor(frame: DrawingFrame, cuts: list[float]) -> Layer:
    y = frame.y0 + 0.6
    lines = [Line(((a + MARGIN, y), (b - MARGIN, y)), 1.2) for a, b in pairwise(cuts)]
    return Layer(tuple(lines), opacity=_LINE_OPACITY, cuttable=False)


def _numbers(cuts: list[float]) -> Layer:
    """The order of the poses."""
    shapes = [Text((left + 4.0, 12.0), str(i + 1), 9.0) for i, left in enumerate(cuts[:-1])]
    return Layer(tuple(shapes), opacity=0.6, cuttable=False)
