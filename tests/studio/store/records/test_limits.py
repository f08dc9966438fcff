"""Text is text; what cannot be kept is said, all faults at once."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posture.assess.assessment import Answers
from posture.errors import InputError
from posture.studio.profile import OwnExercise, Profile
from posture.studio.records import (
    LOCAL,
    LONGEST_NAME,
    LONGEST_TEXT,
    Client,
    ClientDetails,
    PlanItem,
    Protocol,
    Visit,
    new_id,
)
from posture.studio.store.repository import Repository
from posture.studio.store.store import Store
from tests.fixtures.studio import DAY, add_client, photo_of

LINE = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=LONGEST_NAME)
LINES = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], include_characters="\t\n\r"), max_size=300
)
NAME = LINE.filter(lambda text: bool(text.strip()))
PHOTO = b"a photo"


@pytest.fixture
def records(store: Store) -> Repository:
    return store.repository(LOCAL)


def test_whatever_text_goes_in_comes_out_the_same(records: Repository):
    client = add_client(records)

    @settings(max_examples=25, database=None)
    @given(NAME, LINES, st.lists(LINES, max_size=3), LINE)
    def check(name: str, lines: str, texts: list[str], line: str) -> None:
        _check_client(records, ClientDetails(name, None, None, None, lines, lines, tuple(texts)))
        _check_visit(records, client, lines, line)
        profile = replace(records.profile(), name=line, trainer=line, contact=lines)
        saved = records.save_profile(profile)
        assert records.profile() == saved == replace(profile, version=profile.version + 1)

    check()


def _check_client(records: Repository, details: ClientDetails) -> None:
    added = records.add_client(details)
    assert records.client(added.id).details == details
    assert details.name in {row.name for row in records.find_clients(details.name, limit=1000).rows}


def _check_visit(records: Repository, client: Client, lines: str, line: str) -> None:
    photo = replace(photo_of(PHOTO, line), document=lines)
    visit = Visit(
        new_id(),
        client.id,
        0,
        DAY,
        photos=(photo,),
        answers=Answers({line: "yes"}, {line: "no"}, {line: "yes"}, line),
        plan=(PlanItem("own", lines, lines),),
        plan_note=lines,
        notes=lines,
        protocol=Protocol(clothes=line),
    )
    saved = records.save_visit(visit, {photo.sha256: PHOTO})
    assert records.visit(visit.id) == saved == replace(visit, version=1)


def test_the_longest_texts_are_kept(records: Repository):
    details = ClientDetails("n" * LONGEST_NAME, notes="ü" * LONGEST_TEXT)
    assert records.client(records.add_client(details).id).details == details


def test_every_fault_of_a_client_is_told_at_once(records: Repository):
    with pytest.raises(InputError) as caught:
        records.add_client(
            ClientDetails(
                "n" * 10_000 + "\0",
                year_of_birth=datetime.now(UTC).year + 2,
                sex="x",  # pyright: ignore[reportArgumentType]
                stature_cm=math.nan,
                notes="\x1b[31m",
                goals="\ud800",
                contraindications=("a\0",) + ("b",) * 100,
                language="xx",
            )
        )
    faults = caught.value.faults
    assert [fault.split(":")[0] for fault in faults] == [
        "Name",
        "Name",
        "Year of birth",
        "Sex",
        "Stature",
        "Notes",
        "Goals",
        "Contraindications",
        "Contraindications",
        "Language",
    ]
    assert "10001 characters, at most 200" in faults[0]
    assert "U+0000" in faults[1]
    assert records.find_clients().total == 0


@pytest.mark.parametrize("name", ["", " ", "\u3000", "\n", "a\nb"])
def test_a_name_is_one_line_that_is_not_empty(records: Repository, name: str):
    with pytest.raises(InputError, match="Name"):
        records.add_client(ClientDetails(name))


def test_every_fault_of_a_visit_is_told_at_once(records: Repository):
    client = add_client(records)
    photo = replace(photo_of(PHOTO, "a\nb"), view="top", document="\0")  # pyright: ignore[reportArgumentType]
    visit = Visit(
        "1",
        client.id,
        0,
        DAY,
        photos=(photo,),
        answers=Answers(goal="\0"),
        plan=(PlanItem("../x", "\0", "\0"),),
        plan_note="n" * (LONGEST_TEXT + 1),
        notes="\0",
        protocol=Protocol(-1.0, math.inf, "\0"),
    )
    with pytest.raises(InputError) as caught:
        records.save_visit(visit, {photo.sha256: PHOTO})
    assert [fault.split(":")[0] for fault in caught.value.faults] == [
        "Visit",
        "Notes",
        "Note to the client",
        "Height of the camera",
        "Distance of the camera",
        "Clothes",
        "Exercise",
        "Dose",
        "Note on an exercise",
        "Answers",
        "Name of the photo",
        "View of the photo",
        "Analysis of the photo",
    ]


def test_an_empty_photo_is_none(records: Repository):
    client = add_client(records)
    with pytest.raises(InputError, match="Photo"):
        records.save_visit(
            Visit(new_id(), client.id, 0, DAY, photos=(photo_of(b""),)), {photo_of(b"").sha256: b""}
        )


def test_faults_of_profile_and_exercise(records: Repository):
    with pytest.raises(InputError) as caught:
        records.save_profile(
            Profile(0, "\0", "\0", "\0", b"x" * 2_000_001, "red", "a5", 0)  # pyright: ignore[reportArgumentType]
        )
    assert len(caught.value.faults) == 7
    with pytest.raises(InputError) as caught:
        records.save_own_exercise(
            OwnExercise("../x", "", "fly", ("\0",), "\0", ("\0",))  # pyright: ignore[reportArgumentType]
        )
    assert len(caught.value.faults) == 6
