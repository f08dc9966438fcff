"""A client of a studio with two visits, for reports."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

from PIL import Image

from posture.assess.assessment import Answers
from posture.assess.knowledge import knowledge
from posture.studio.profile import OwnExercise, Profile
from posture.studio.records import PlanItem, Protocol
from posture.studio.reports.material import Material
from tests.fixtures.clients import CLIENT, sample_picture, sample_visits

CLEARED = Answers(screening=dict.fromkeys(knowledge().screening, "no"))
OWN = OwnExercise("own1", "Skipping rope", "control", ("Skip lightly.",), "2 minutes")
PLAN = (PlanItem("glute_bridge", "3 x 10", "Slowly."), PlanItem("band_row"), PlanItem("own1"))


def logo(kind: str = "PNG", size: tuple[int, int] = (60, 20)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#cc5500").save(out, kind)
    return out.getvalue()


PROFILE = Profile(
    1, "Studio Balance", "Maren Fischer", "+49 30 123\nhi@example.org", logo(), "#cc5500"
)


def material(*, profile: Profile = PROFILE, client: Any = CLIENT, **visit: Any) -> Material:
    """The material of reports; keywords change both visits."""
    changed: dict[str, Any] = {
        "answers": CLEARED,
        "plan": PLAN,
        "plan_note": "Write to me.",
        "notes": "Came by bike.",
        "protocol": Protocol(100.0, 300.0, "leggings"),
        **visit,
    }
    visits = tuple(replace(one, **changed) for one in sample_visits())
    return Material(client, visits, profile, (OWN,), sample_picture, date(2026, 3, 3))


def of_client(made: Material, **details: Any) -> Material:
    """The same material of a client with other details."""
    client = replace(made.client, details=replace(made.client.details, **details))
    return replace(made, client=client)
