"""Made-up photographs whose points are known, for tests that need no picture."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from posture.analysis.types import Analysis, PhotoInfo, Provenance
from posture.assess.assess import assess
from posture.assess.assessment import Answers, Subject
from posture.body.body import Body
from posture.body.camera.errors import CameraErrors
from posture.body.camera.pinhole import Camera
from posture.body.estimate.features import names
from posture.body.framing import Framing
from posture.body.points import NODES, PointSet
from posture.body.remarks import Notice
from posture.body.side_view import Side
from posture.measure.measure import measure
from posture.pose.pose import Landmark

from groundtruth.real.cuts import CUTS, MEASUREMENTS, placed_in_whole
from groundtruth.real.labels import Labels
from groundtruth.real.measured import Measured
from groundtruth.real.pages.figures import figures
from groundtruth.real.results import Result
from groundtruth.real.row import LANDMARKS
from groundtruth.real.scores import scores
from tests.fixtures import positions

SIZE = (800, 1200)
SD = 0.0025
"""Stated error of each coordinate, statures."""

FEET = Notice("feet_cut_off", "The photo ends above the feet.", "Move back.")


def camera(facing: Side = "right", roll_deg: float = 0.0) -> Camera:
    """A far camera, so that the picture is the body axes but for roll and scale."""
    sign = 1 if facing == "right" else -1
    return Camera((400.0, 600.0), (400.0, 1100.0), 1000.0, 1e6, sign, roll_deg, 0.0)


def true_positions(head_forward: float) -> np.ndarray:
    """A person of rough proportions who holds the head so far forward, and tilts it, statures."""
    at = positions()
    at[NODES.index("tragus")] += (head_forward, 0.0)
    at[NODES.index("canthus")] += (head_forward, -head_forward / 2)
    return at


def analysis(
    facing: Side = "right",
    roll_deg: float = 0.0,
    moved: dict[str, tuple[float, float]] | None = None,
    notices: tuple[Notice, ...] = (),
    head_forward: float = 0.0,
) -> Analysis:
    """The program's answer: the true positions, but for the nodes that ``moved`` shifts."""
    at = true_positions(head_forward)
    for name, shift in (moved or {}).items():
        at[NODES.index(name)] += shift
    n = len(NODES)
    body = Body(
        facing=facing,
        near_side=facing,
        camera=camera(facing, roll_deg),
        detected=PointSet(at, SD**2 * np.eye(2 * n), ("estimated",) * n),
        placed=(),
        depths=np.zeros(n),
        depth_sds=np.full(n, 0.01),
        camera_errors=CameraErrors(0.5, 0.5, 0.1, 0.01, 0.5),
        framing=Framing(feet=FEET not in notices),
        stature_cm=None,
        looseness=0.0,
        occluded=(),
        notices=notices,
    )
    measurements = measure(body)
    return Analysis(
        photo=PhotoInfo("made up", "0" * 64, *SIZE),
        body=body,
        measurements=measurements,
        subject=Subject(),
        answers=Answers(),
        assessment=assess(measurements, Subject(), Answers()),
        provenance=Provenance("0", "full", "a" * 64, "made up", "b" * 64, "c" * 64, {}),
    )


def labels(
    found: Analysis,
    photo: str,
    person: str | None = None,
    *,
    second: tuple[float, float] | None = None,
    head_forward: float = 0.0,
) -> Labels:
    """Points marked exactly where they truly are, with a heel; perhaps by a second rater."""
    body, true = found.body, true_positions(head_forward)
    names = ("tragus", "canthus", "c7", "acromion", "knee", "malleolus", "toe")
    marked = {name: body.camera.to_picture(true[NODES.index(name)]) for name in names}
    marked["heel"] = body.camera.to_picture(np.array([-0.035, 0.01]))
    raters = {"1": marked}
    if second is not None:
        raters["2"] = {name: at + np.array(second) for name, at in marked.items()}
    return Labels(photo, person or photo, None, raters)


def result(found: Analysis, marked: Labels) -> Result:
    """The program's answer; the detectors' points lie on the marked ones."""
    landmarks = np.full((33, 2), np.nan)
    for point, name in LANDMARKS.items():
        side = found.body.near_side.upper()
        landmarks[Landmark[f"{side}_{name}"]] = marked.points[point]
    return Result(
        photo=marked.photo,
        person=marked.person,
        analysis=found,
        refused=(),
        size=SIZE,
        landmarks=landmarks,
        visibility=np.ones(33),
        features=np.zeros(len(names())),
        face=np.array([marked.points["tragus"], marked.points["canthus"]]),
        alone=found.body.detected.positions,
        alone_sd=np.full((len(NODES), 2), SD),
    )


def refused(marked: Labels) -> Result:
    """A photograph that the program refuses."""
    unknown = np.full((len(NODES), 2), np.nan)
    return Result(
        photo=marked.photo,
        person=marked.person,
        analysis=None,
        refused=("nobody",),
        size=SIZE,
        landmarks=np.full((33, 2), np.nan),
        visibility=np.full(33, np.nan),
        features=np.empty(0),
        face=np.full((2, 2), np.nan),
        alone=unknown,
        alone_sd=unknown,
    )


def everybody(
    moved: dict[str, tuple[float, float]] | None = None, count: int = 6
) -> tuple[list[Labels], list[Result]]:
    """Photographs facing both ways with different rolls; three have a second rater."""
    given: list[Labels] = []
    found: list[Result] = []
    for i in range(count):
        head = 0.01 * (i // 2)
        facing: Side = "left" if i % 2 else "right"
        each = analysis(facing, float(i - 2), moved, head_forward=head)
        second = ((-1.0) ** i, i - 1.0) if i < 3 else None
        one = labels(each, f"{i}.jpg", f"person {i // 2}", second=second, head_forward=head)
        # The second rater must not move the truth of these tests: errors cancel over both.
        if second is not None:
            first = {name: at - np.array(second) / 2 for name, at in one.raters["1"].items()}
            other = {name: at - np.array(second) / 2 for name, at in one.raters["2"].items()}
            one = replace(one, raters={"1": first, "2": other})
        given.append(one)
        found.append(result(each, one))
    return given, found


def told(
    moved: dict[str, tuple[float, float]] | None = None,
) -> tuple[list[Labels], list[Result], dict[str, Any]]:
    """These photographs and their statistics; each cut copy is measured as the whole photograph."""
    given, found = everybody(moved)
    every = scores(given, found)
    rise = dict.fromkeys(MEASUREMENTS, 0.0)
    placed = placed_in_whole(given, found)
    cut = {"pictures": len(given), **every["measurements"]["cva"], "rise": rise, "placed": placed}
    return given, found, every | {"cuts": dict.fromkeys(CUTS, cut), "placed": placed}


def real_block(moved: dict[str, tuple[float, float]] | None = None) -> dict[str, Any]:
    """The block ``real`` of accuracy.json of these photographs."""
    given, found, every = told(moved)
    return Measured(given, found, every, figures(every)).block("2026-11-29")
