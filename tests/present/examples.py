"""Hand-made analyses: what the assessment could say, without running it."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime

import numpy as np

from posture.analysis.types import Analysis, PhotoInfo, Provenance
from posture.assess.assessment import (
    Answers,
    Assessment,
    Clearance,
    Day,
    Direction,
    Exercise,
    Finding,
    Imbalance,
    Pattern,
    Plan,
    Role,
    ScreeningQuestion,
    SelfCheck,
    Standing,
    Subject,
    Tier,
)
from posture.body.body import Body
from posture.body.placed.entries import PlacedPoint
from posture.body.points import NODES, PointSet
from posture.body.remarks import Notice, Reason, Refusal
from posture.measure.measurement import Measurement, Unit
from posture.photo.photo import Photo
from tests.fixtures.bodies import body as make_body
from tests.fixtures.bodies import point_set

FOOTER = (
    "Educational, not a medical device. Variation is normal. If you have pain or any warning sign, "
    "see a clinician; the exercises are general fitness."
)

VALUES: dict[str, tuple[float, float, Unit]] = {
    "cva": (43.7, 3.1, "deg"),
    "shoulder_c7": (52.4, 6.0, "deg"),
    "shoulder_protraction": (2.6, 1.1, "% stature"),
    "head_tilt": (17.0, 3.0, "deg"),
    "ear_shoulder_offset": (3.4, 1.0, "% stature"),
    "kyphosis": (46.2, 5.5, "deg"),
    "lordosis": (38.1, 6.2, "deg"),
    "sacral_slope": (math.nan, math.nan, "deg"),
    "fleche_cervicale": (11.2, 1.8, "% trunk height"),
    "fleche_lombaire": (9.1, 1.9, "% trunk height"),
    "pelvic_tilt": (14.2, 5.1, "deg"),
    "trunk_lean": (-2.3, 1.4, "deg"),
    "hip_angle": (176.0, 3.0, "deg"),
    "knee_angle": (-3.2, 3.0, "deg"),
    "body_lean": (1.8, 0.9, "deg"),
    "hip_ankle_offset": (3.1, 0.8, "% stature"),
}


def measurements() -> dict[str, Measurement]:
    missing = "The low back is hidden by the arm."
    return {
        name: Measurement(name, v, sd, unit, "estimated", missing if math.isnan(v) else None)
        for name, (v, sd, unit) in VALUES.items()
    }


def finding(
    name: str,
    tier: Tier = "typical",
    direction: Direction = "none",
    *,
    text: str | None = None,
    settle: tuple[str, ...] = (),
) -> Finding:
    value, sd, _ = VALUES[name]
    return Finding(
        name,
        tier,
        direction,
        0.82,
        value,
        sd,
        value - 5.0,
        value + 5.0,
        text or f"In this photo it is about {value:.0f}° ± {sd:.0f}°, as in most people.",
        settle,
        "Raine & Twomey 1997 [V].",
    )


def findings() -> tuple[Finding, ...]:
    head = finding(
        "cva",
        "moderate",
        "lower",
        text="In this photo your head is held more forward than most: about 44° ± 3°. "
        "Most people lie between 45° and 56°.",
    )
    return (
        replace(head, typical_low=44.0, typical_high=56.0),
        finding("kyphosis", "mild", "higher", text="The upper back looks more rounded than most."),
        finding("trunk_lean"),
        finding("shoulder_c7"),
        finding("knee_angle"),
        finding(
            "pelvic_tilt",
            "cannot_tell",
            text="The pelvis cannot be told from this photo.",
            settle=("Wear a tighter shirt.", "Put a sticker on the front and back hip bone."),
        ),
        finding(
            "lordosis",
            "cannot_tell",
            text="The low-back curve lies between two answers.",
            settle=("Take three photos and combine them.",),
        ),
        finding(
            "sacral_slope",
            "cannot_tell",
            text="The low back is hidden by the arm.",
            settle=("Fold the arms over the chest.",),
        ),
    )


def self_check(check_id: str, title: str, factor: int) -> SelfCheck:
    return SelfCheck(
        check_id,
        title,
        ("Lie down on the edge of a table.", "Hug one knee to the chest.", "Let the other hang.")
        * factor,
        "Does the hanging thigh stay above the level of the table?",
        "yes",
        "Harvey 1998.",
    )


def imbalances(factor: int = 1) -> tuple[Imbalance, ...]:
    def one(
        name: str,
        title: str,
        standing: Standing,
        short: tuple[str, ...],
        long: tuple[str, ...],
        check: SelfCheck,
    ) -> Imbalance:
        return Imbalance(
            id=name,
            title=title,
            standing=standing,
            strength=0.7 if standing == "suggested" else 0.2,
            summary="A traditional model associates this look with these muscles. " * factor,
            short_side=short,
            long_side=long,
            arises="Long sitting and one-sided training may contribute. " * factor,
            notice="Some people notice nothing at all. " * factor,
            evidence_for=("Small studies agree (grade C).",),
            evidence_against=("Several found no link.",),
            grade="C-",
            findings=("cva", "kyphosis"),
            self_checks=(check,) * factor,
            tense_question="Is the front of the chest actually tense or tender?",
            tense=None,
        )

    return (
        one(
            "chest",
            "Chest and upper back",
            "suggested",
            ("pectoralis minor", "pectoralis major", "upper trapezius"),
            ("middle trapezius", "lower trapezius", "serratus anterior"),
            self_check("prone_y_hold", "Prone Y hold", factor),
        ),
        one(
            "hip",
            "Hip flexors and glutes",
            "cannot_tell",
            ("iliopsoas", "rectus femoris"),
            ("gluteus maximus", "abdominal muscles"),
            self_check("modified_thomas", "Modified Thomas test", factor),
        ),
        one(
            "thigh",
            "Quadriceps and hamstrings",
            "not_suggested",
            ("quadriceps",),
            ("hamstrings",),
            self_check("knee_control", "One-leg knee control", factor),
        ),
    )


def exercise(exercise_id: str, title: str, role: Role, factor: int = 1) -> Exercise:
    return Exercise(
        id=exercise_id,
        title=title,
        role=role,
        imbalance="chest",
        steps=("Lie face down.", "Lift the arms to a Y.", "Lower slowly.") * factor,
        dose="3 sets of 8 to 12, every other day",
        sets=3,
        repetitions="8-12",
        per_week=3,
        progression="Add a little weight when 12 feel easy. " * factor,
        avoid=("Not over the low back or the neck.",) * factor,
        why="Trains the muscles often described as long. " * factor,
        source="Evidence 4.3.",
    )


def screening(number: int = 6) -> tuple[ScreeningQuestion, ...]:
    levels = ("emergency", "emergency", "urgent", "urgent", "before_training", "caution")
    return tuple(
        ScreeningQuestion(
            f"flag_{i}",
            "Do you have new numbness between the legs, or new trouble holding or passing water?",
            levels[i % len(levels)],
            "See a doctor today.",
            "Finucane 2020.",
        )
        for i in range(number)
    )


def plan(clearance: Clearance = "not_asked", factor: int = 1, questions: int = 6) -> Plan:
    stopped = clearance == "stopped"
    exercises = (
        exercise("prone_ytw", "Prone Y-T-W", "strengthen", factor),
        exercise("band_row", "Band row", "strengthen", factor),
        exercise("serratus_wall_slide", "Wall slide with lift-off", "control", factor),
        exercise("doorway_pec_stretch", "Doorway chest stretch", "stretch", factor),
        exercise("chin_nod", "Chin nod", "control", factor),
    )
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    days = tuple(
        Day(n, ("prone_ytw", "band_row", "chin_nod") if i in (0, 2, 4) else ())
        for i, n in enumerate(names)
    )
    return Plan(
        clearance=clearance,
        stop_text="Please see a doctor before training." if stopped else "",
        screening=screening(questions),
        exercises=() if stopped else exercises,
        week=() if stopped else days,
        phases=(
            "Weeks 1-2: learn the movements.",
            "Weeks 3-5: add repetitions.",
            "Weeks 6-8: add load.",
        ),
        weeks=8,
        rephotograph_weeks=(4, 8),
        expect="A change smaller than about 6° cannot be seen by this method. " * factor,
        rationale="The head and upper back lie outside the typical range in this photo. " * factor,
        footer=FOOTER,
    )


def answered_plan(*, every: bool = False) -> Plan:
    """The plan after the most urgent questions, or all, were answered with no."""
    made, moment = plan("cleared"), datetime(2026, 2, 28, 18, 30)
    questions = tuple(
        replace(one, answer="no", answered_at=moment)
        if every or one.urgency == "emergency"
        else one
        for one in made.screening
    )
    return replace(made, screening=questions)


def analysis(
    body: Body | None = None, *, name: str = "anna.jpg", plan_: Plan | None = None, factor: int = 1
) -> Analysis:
    made = (
        body
        if body is not None
        else make_body(
            notices=(Notice("loose_clothes", "The shirt hides the back.", "Wear a tighter one."),)
        )
    )
    return Analysis(
        photo=PhotoInfo(name, "ab" * 32, 768, 1024),
        body=made,
        measurements=measurements(),
        subject=Subject(34.0, "female", 168.0),
        answers=Answers({"prone_y_hold": "yes"}, {"chest": "no"}, {"flag_1": "no"}, "chest"),
        assessment=Assessment(
            findings(),
            imbalances(factor),
            Pattern("flat", "Resembles a rounded upper back", "Shown with low confidence."),
            plan_ if plan_ is not None else plan(factor=factor),
        ),
        provenance=Provenance(
            "0.1.0",
            "full",
            "cd" * 32,
            "anthropometric-1",
            "ef" * 32,
            "01" * 32,
            {"mirror": True, "roll_deg": None, "stature_cm": 168.0, "model": "full"},
        ),
    )


def refusal() -> Refusal:
    return Refusal(
        (
            Reason("not_side_on", "You are turned by about 30°.", "Turn side-on."),
            Reason("feet_cut_off", "The feet are outside.", "Step back."),
        ),
        "zoë.jpg",
        "12" * 32,
    )


def photo(width: int = 768, height: int = 1024, name: str = "anna.jpg") -> Photo:
    """A soft gradient, so that every change is seen and nothing clips."""
    rows = np.linspace(90, 160, height)[:, None, None]
    columns = np.linspace(0, 30, width)[None, :, None]
    pixels = np.broadcast_to(rows + columns, (height, width, 3)).astype(np.uint8)
    return Photo(np.ascontiguousarray(pixels), (width, height), 1.0, None, name, "ab" * 32)


def partial_body() -> Body:
    """One point unknown, one marked by a sticker."""
    points = point_set()
    positions, covariance = points.positions.copy(), points.covariance.copy()
    i = NODES.index("psis")
    positions[i] = math.nan
    covariance[2 * i : 2 * i + 2] = math.nan
    covariance[:, 2 * i : 2 * i + 2] = math.nan
    missing = PointSet(positions, covariance, points.sources, {"psis": "An arm hides it."})
    return make_body(PlacedPoint("c7", 384.5, 190.0, 3.0, "sticker"), points=missing)
