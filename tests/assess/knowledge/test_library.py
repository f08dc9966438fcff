import copy
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from posture.assess.knowledge import knowledge, knowledge_sha256, library
from posture.assess.knowledge.library import FILES, parse
from posture.assess.norms import TIER_Z
from posture.assess.wording_rules import wording_faults
from posture.errors import KnowledgeError
from tests.fixtures.stand_ins import returning

DESIGN_NAMES = [
    "cva",
    "shoulder_c7",
    "shoulder_protraction",
    "head_tilt",
    "ear_shoulder_offset",
    "kyphosis",
    "lordosis",
    "sacral_slope",
    "fleche_cervicale",
    "fleche_lombaire",
    "pelvic_tilt",
    "trunk_lean",
    "hip_angle",
    "knee_angle",
    "body_lean",
    "hip_ankle_offset",
    "shoulder_hip_offset",
]
FIGURES = [
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
]
CHECKS = [
    "modified_thomas",
    "single_leg_bridge",
    "prone_y_hold",
    "wall_slide",
    "pectoralis_length",
    "hamstring_length",
    "quadriceps_length",
    "knee_control",
    "chin_tuck_hold",
]


@pytest.fixture
def raw() -> dict[str, Any]:
    return {name: yaml.safe_load(library._read(name)) for name in FILES}


def strings(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        yield from (s for value in node.values() for s in strings(value))
    elif isinstance(node, list):
        yield from (s for value in node for s in strings(value))


def test_fixed_names():
    known = knowledge()
    assert list(known.metrics) == DESIGN_NAMES
    assert list(known.imbalances) == ["hip", "chest", "thigh"]
    assert sorted(known.exercises) == sorted(FIGURES)
    assert sorted(known.self_checks) == sorted(CHECKS)


def test_every_sentence_keeps_the_wording_law(raw: dict[str, Any]):
    del raw["wording"]
    said = list(strings(raw))
    assert len(said) > 500
    assert [f for s in said for f in wording_faults(s)] == []


def test_every_exercise_and_self_check_is_used():
    known = knowledge()
    used = set(known.programme.general)
    for record in known.imbalances.values():
        used |= {*record.train, *record.head_train, *record.release, *record.curve_release}
        used |= {*record.neutral_release, *record.sway_release}
        used |= {record.stretch.exercise} if record.stretch else set()
    assert set(known.exercises) == used
    checks = [check for record in known.imbalances.values() for check in record.self_checks]
    assert sorted(checks) == sorted(known.self_checks)


def test_every_source_is_used():
    known = knowledge()
    used = {s for _, record in library._sourced(known) for s in record.sources}
    assert used == set(known.sources)


def test_provenance_follows_the_tag():
    words = {"V": "verified", "V2": "secondary", "M": "unverified", "D": "derived"}
    words["E"] = "own_sample"
    seen = {(r.tag, r.provenance) for _, r in library._sourced(knowledge())}
    assert seen == set(words.items())


def test_unchecked_norms_of_the_evidence_are_unverified():
    metrics = knowledge().metrics
    unchecked = {n for n, m in metrics.items() if m.norm and m.provenance == "unverified"}
    assert unchecked == {
        "kyphosis",
        "pelvic_tilt",
        "trunk_lean",
        "hip_angle",
        "knee_angle",
        "hip_ankle_offset",
    }


def test_evidence_numbers():
    norms = {name: m.norm.all for name, m in knowledge().metrics.items() if m.norm}
    assert TIER_Z == (1, 1.5, 2)
    assert (norms["cva"].mean, norms["cva"].sd) == (49.5, 6)
    assert (norms["head_tilt"].mean, norms["head_tilt"].sd) == (12, 7)
    assert (norms["ear_shoulder_offset"].mean, norms["ear_shoulder_offset"].sd) == (4.2, 1.7)
    assert (norms["shoulder_protraction"].mean, norms["shoulder_protraction"].sd) == (1.6, 1.4)
    assert (norms["body_lean"].mean, norms["body_lean"].sd) == (2.5, 1.4)
    assert knowledge().metrics["pelvic_tilt"].degrees == "placed"
    assert [one.at for one in knowledge().metrics["cva"].marks] == [50]


def test_every_roller_exercise_says_where_not_to_roll():
    for key, record in knowledge().exercises.items():
        if record.rolling:
            assert re.search(r"[Dd]o not roll|never under", " ".join(record.avoid)), key


def test_every_emergency_and_urgent_answer_stops():
    for key, record in knowledge().screening.items():
        assert record.effect == "stop" or record.urgency in ("before_training", "caution"), key


def test_hash_is_of_the_content(monkeypatch: pytest.MonkeyPatch):
    before = knowledge_sha256()
    assert re.fullmatch(r"[0-9a-f]{64}", before)
    monkeypatch.setattr(library, "_read", returning(b"changed"))
    assert knowledge_sha256.__wrapped__() != before
    first = knowledge_sha256.__wrapped__()
    monkeypatch.setattr(library, "_read", returning(b"changed\r\n"))
    crlf = knowledge_sha256.__wrapped__()
    monkeypatch.setattr(library, "_read", returning(b"changed\n"))
    assert knowledge_sha256.__wrapped__() == crlf != first


def test_all_schema_faults_are_listed(raw: dict[str, Any]):
    raw["metrics"]["cva"]["colour"] = "red"
    raw["exercises"]["band_row"]["per_week"] = 6
    del raw["screening"]["trauma"]["advice"]
    with pytest.raises(KnowledgeError) as error:
        parse(raw)
    for place in ("metrics.cva.colour", "exercises.band_row", "screening.trauma.advice"):
        assert place in str(error.value)


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("imbalances.hip.train", ["glute_bridge", "moonwalk"], "moonwalk"),
        ("imbalances.hip.self_checks", ["handstand"], "handstand"),
        ("imbalances.hip.stretch", {"exercise": "splits", "check": "wall_slide"}, "splits"),
        ("imbalances.hip.main", [{"measurement": "nose", "direction": "lower"}], "nose"),
        ("metrics.cva.sources", ["nobody_1900"], "nobody_1900"),
        ("metrics.trunk_lean.tag", "V", "none of its sources"),
        ("screening.trauma.effect", "remove", "removes"),
        ("screening.bone_health.removes", ["juggling"], "juggling"),
        ("exercises.ball_pec.needs_no", ["full_moon"], "full_moon"),
        ("exercises.chin_nod.per_week", 4, "unknown id 4"),
        ("programme.general", ["moonwalk"], "moonwalk"),
        ("programme.rhythm", {1: ["Someday"]}, "Someday"),
        ("wording.judges", ["("], "wording"),
        ("metrics.cva.lower", ["one"], "metrics.cva.lower"),
        ("metrics.cva.norm", None, "needs a norm"),
        ("verdict.head.imbalance", "neck", "neck"),
        ("verdict.legs.also", ["nose"], "nose"),
        ("verdict.head.measurements.cva.short", {"higher": "head back"}, "other sides"),
        ("patterns.flat_back_like.components", [{"measurement": "cva", "side": "lower"}], "2"),
    ],
)
def test_each_fault_is_found(raw: dict[str, Any], path: str, value: object, fault: str):
    *way, last = path.split(".")
    node = copy.deepcopy(raw)
    place = node
    for key in way:
        place = place[key]
    place[last] = value
    with pytest.raises(KnowledgeError, match=re.escape(fault)):
        parse(node)
