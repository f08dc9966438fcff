"""A made-up analysis with every part filled, for tests of what is shown."""

from __future__ import annotations

from dataclasses import replace

from posture.analysis import Analysis, PhotoInfo, Provenance
from posture.assess.assessment import (
    Answers,
    Assessment,
    Day,
    Exercise,
    Finding,
    Imbalance,
    Pattern,
    Plan,
    ScreeningQuestion,
    SelfCheck,
    Subject,
)
from posture.body.body import Notice, Reason, Refusal
from posture.measure.measurement import Measurement
from tests.bodies import body

NAN = float("nan")

MEASUREMENTS = {
    "cva": Measurement("cva", 40.6, 3.4, "deg", "estimated"),
    "pelvic_tilt": Measurement("pelvic_tilt", 17.2, 5.1, "deg", "estimated"),
    "shoulder_protraction": Measurement(
        "shoulder_protraction", 3.14, 0.82, "% stature", "estimated"
    ),
    "kyphosis": Measurement(
        "kyphosis", NAN, NAN, "deg", "estimated", "An arm hides the upper back."
    ),
}

FINDINGS = (
    Finding(
        "cva", "mild", "lower", 0.72, 41.2, 3.1, 43.5, 55.5,
        "The head sits somewhat further forward than in most people.", (), "Raine 1997.",
    ),
    Finding(
        "pelvic_tilt", "typical", "none", 0.7, 14.0, 4.0, 6.0, 16.0,
        "The pelvis is tilted about as in most people.", (), "Herrington 2011.",
    ),
    Finding(
        "kyphosis", "cannot_tell", "none", 0.5, NAN, NAN, 25.0, 45.0,
        "An arm hides the upper back.", ("Move the arm a little forward.",), "Own derivation.",
    ),
)  # fmt: skip

CHECK = SelfCheck(
    "wall_slide", "Wall slide", ("Stand against a wall.", "Slide the arms up."),
    "Do the arms stay on the wall?", "no", "Sahrmann 2002",
)  # fmt: skip

CHEST = Imbalance(
    id="chest",
    title="Chest and upper back",
    standing="suggested",
    strength=0.6,
    summary="The head and the shoulder sit further forward than in most people.",
    short_side=("pectoralis minor",),
    long_side=("lower trapezius",),
    arises="Long sitting is often named.",
    notice="Some people notice stiffness.",
    evidence_for=("A small trial.",),
    evidence_against=("Posture and strength hardly go together.",),
    grade="C-",
    findings=("cva",),
    self_checks=(CHECK,),
    tense_question="Is the chest actually tense or tender?",
    tense=None,
)

QUESTION = ScreeningQuestion(
    "night_pain", "Is there pain that wakes you at night?", "urgent",
    "Please see a doctor before you start.", "Finucane 2020",
)  # fmt: skip

ROW = Exercise(
    id="band_row",
    title="Band row",
    role="strengthen",
    imbalance="chest",
    steps=("Pull the band to the ribs.", "Let it go slowly."),
    dose="3 sets of 12",
    sets=3,
    repetitions="12",
    per_week=3,
    progression="A stronger band after two easy weeks.",
    avoid=("Stop if it hurts.",),
    why="It trains the upper back.",
    source="Warneke 2024",
)

PLAN = Plan(
    clearance="not_asked",
    stop_text="",
    screening=(QUESTION,),
    exercises=(ROW,),
    week=(Day("Monday", ("band_row",)), Day("Tuesday", ())),
    phases=("Weeks 1-2: learn the movement.",),
    weeks=8,
    rephotograph_weeks=(4, 8),
    expect="Changes below 8° cannot be seen.",
    rationale="The upper back is one option to train.",
    footer="Educational, not a medical device.",
)

ANALYSIS = Analysis(
    photo=PhotoInfo("side.jpg", "ab" * 32, 768, 1024),
    body=replace(body(), notices=(Notice("loose", "The shirt hides the back.", "Wear less."),)),
    measurements=MEASUREMENTS,
    subject=Subject(),
    answers=Answers(),
    assessment=Assessment(
        FINDINGS, (CHEST,), Pattern("upper", "Forward head", "Resembles a common look."), PLAN
    ),
    provenance=Provenance("0.1.0", "full", "cd" * 32, "table", "ef" * 32, "01" * 32, {}),
)

REFUSAL = Refusal(
    (
        Reason("not_side_on", "The body is turned by about 40°.", "Turn side-on to the camera."),
        Reason("too_dark", "The photo is very dark.", "Switch on the light."),
    ),
    "front.jpg",
    "ab" * 32,
)


def answered(analysis: Analysis, answers: Answers) -> Analysis:
    """What ``pipeline.answer`` does in small: one question, asked, passed or stopped."""
    said = answers.screening.get("night_pain")
    clearance = {None: "not_asked", "no": "cleared", "yes": "stopped"}[said]
    plan = replace(
        PLAN,
        clearance=clearance,
        stop_text=QUESTION.advice if said == "yes" else "",
        screening=(replace(QUESTION, answer=said),),
        exercises=() if said == "yes" else PLAN.exercises,
    )
    chest = replace(CHEST, tense=answers.tense.get("chest"))
    assessment = replace(analysis.assessment, imbalances=(chest,), plan=plan)
    return replace(analysis, answers=answers, assessment=assessment)
