"""Clients as CSV, JSON, FHIR and one ZIP file."""

from __future__ import annotations

import csv
import io
import json
import math
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import PurePosixPath
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from posture.errors import InputError, NotFoundError
from posture.files.documents.write import as_text, frontal_document
from posture.files.tables import csv_table, guarded, unguarded
from posture.i18n.language import use_language
from posture.photo.formats import FORMATS
from posture.studio.exchange.archive import gather, write_archive
from posture.studio.exchange.document import (
    ExportedClient,
    StudioDocument,
    document_json,
    export_document,
    need_whole,
)
from posture.studio.exchange.fhir import CODES, fhir_bundle, fhir_json
from posture.studio.exchange.photos_in import PhotoSource, preview_photos
from posture.studio.exchange.tables import clients_csv, measured_csv
from posture.studio.profile import OwnExercise
from posture.studio.records import Client, ClientDetails, PlanItem, Visit, VisitPhoto
from posture.studio.store.repository import Repository
from tests.fixtures.analysed import sample
from tests.fixtures.clients import CLIENT, measured, sample_picture, sample_visits
from tests.fixtures.hostile import encoded
from tests.fixtures.results import analysed_frontal
from tests.fixtures.studio import photo_of

pytestmark = pytest.mark.model

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
OWN = OwnExercise("own1", "Skipping rope", "control", ("Skip.",), "2 minutes")
UUID_ID = "0123456789abcdef0123456789abcdef"


def entry(*cva: float, **details: Any) -> ExportedClient:
    client = replace(CLIENT, id=UUID_ID, details=replace(CLIENT.details, **details))
    return ExportedClient(client, tuple(measured(i, value) for i, value in enumerate(cva)))


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def observations(bundle: dict[str, Any], name: str) -> list[dict[str, Any]]:
    resources = (one["resource"] for one in bundle["entry"])
    return [
        one
        for one in resources
        if one["resourceType"] == "Observation" and one["code"]["coding"][0]["code"] == name
    ]


# Tables


def test_a_table_of_clients_has_every_field():
    [row] = rows(clients_csv([entry(contraindications=("knee_pain", "left ankle")).client]))
    assert row == {
        "name": "Ada Lovelace",
        "year_of_birth": "1990",
        "sex": "female",
        "stature_cm": "170",
        "notes": "",
        "goals": "Swim again",
        "contraindications": "knee_pain; left ankle",
        "language": "en",
        "id": UUID_ID,
        "archived": "no",
    }


def test_a_table_of_measurements_has_a_row_for_each_and_leaves_drafts_out():
    one = entry(40.0, math.nan)
    draft = replace(measured(2, 50.0), draft=True)
    found = rows(measured_csv([replace(one, visits=(*one.visits, draft))]))
    assert [(row["visit_on"], row["measurement"], row["value"]) for row in found] == [
        ("2026-01-05", "cva", "40.0000"),
        ("2026-01-05", "kyphosis", "44.0000"),
        ("2026-02-02", "cva", ""),
        ("2026-02-02", "kyphosis", "44.0000"),
    ]
    assert found[0]["sd"] == "3.0000"
    assert found[2]["reason_missing"] == "An arm hides it."


def test_a_german_table_has_semicolons_and_decimal_commas():
    text = measured_csv([entry(40.5)], "excel-de")
    assert text.startswith("\ufeffclient_id;")
    assert "40,5000" in text


@pytest.mark.parametrize("typed", ["=1+1", "+49 30", "-x", "@a", "\t=1", "＝1+1", "' =1", "'=1"])
def test_what_looks_like_a_formula_is_guarded(typed: str):
    assert guarded(typed) == f"'{typed}"
    [row] = rows(clients_csv([entry(name=typed).client]))
    assert row["name"] == f"'{typed}"


@given(st.text())
def test_a_guard_is_taken_off_again_and_leaves_no_formula(typed: str):
    assert unguarded(guarded(typed)) == typed
    assert not guarded(typed).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0")))
def test_any_text_comes_back_from_a_table(typed: str):
    [_, [cell, _]] = csv.reader(io.StringIO(csv_table(("a", "b"), [(typed, 1.0)])))
    assert unguarded(cell) == typed


# JSON


def everything() -> list[ExportedClient]:
    visit = replace(
        sample_visits()[0],
        plan=(PlanItem("own1", "2 x", "Slowly."),),
        plan_note="Write to me.",
        notes="<b>=1+1\u202e",
    )
    return [replace(entry(40.0), visits=(visit, replace(sample_visits()[1], draft=True)))]


def read_json(text: str) -> StudioDocument:
    """The export that a text was made of."""
    raw = json.loads(text)
    for photo in (one for c in raw["clients"] for v in c["visits"] for one in v["photos"]):
        analysis = photo["document"]
        photo["document"] = json.dumps(analysis, ensure_ascii=False) if analysis else ""
    return TypeAdapter(StudioDocument).validate_python(raw)


def test_json_holds_everything():
    document = export_document(everything(), [OWN], NOW)
    assert read_json(document_json(document)) == document


def test_analyses_stand_in_the_json_as_objects():
    raw = json.loads(document_json(export_document(everything(), [OWN], NOW)))
    assert raw["schema_version"] == 1
    [photo] = raw["clients"][0]["visits"][0]["photos"]
    assert photo["document"]["status"] == "analysed"


@pytest.mark.parametrize(
    "broken", ["{", "NaN", '{"a": "\\ud800"}', "[" * 100_000, '{"cva": Infinity}']
)
def test_a_broken_analysis_is_left_out_and_named_and_all_else_is_exported(broken: str):
    [whole] = everything()
    photo = replace(whole.visits[0].photos[0], document=broken)
    damaged = replace(whole, visits=(replace(whole.visits[0], photos=(photo,)), whole.visits[1]))
    out = io.BytesIO()
    write_archive(out, [damaged, *everything()], [OWN], sample_picture, NOW)
    with zipfile.ZipFile(out) as archive:
        raw = json.loads(archive.read("studio.json"))
    kept = [
        photo["document"] for one in raw["clients"] for v in one["visits"] for photo in v["photos"]
    ]
    assert kept[0] is None
    assert sum(one is not None for one in kept) >= 1
    need_whole(everything())
    with pytest.raises(InputError) as caught:
        need_whole([damaged])
    (named,) = caught.value.faults
    assert named.startswith("Ada Lovelace, ")
    assert photo.name in named
    assert str(whole.visits[0].on.year) in named
    assert caught.value.remedy


# FHIR


def test_the_bundle_is_valid_r4():
    clients = [entry(40.0, math.nan), *everything()]
    bundle = fhir_bundle(clients, NOW)
    found = Bundle.model_validate(bundle)
    assert found.type == "collection"
    Bundle.model_validate_json(fhir_json(clients, NOW))


def test_an_observation_has_value_error_unit_day_and_patient():
    bundle = fhir_bundle([entry(40.0)], NOW)
    [one] = observations(bundle, "cva")
    assert one["valueQuantity"] == {
        "value": 40.0,
        "unit": "deg",
        "system": "http://unitsofmeasure.org",
        "code": "deg",
    }
    [error, source] = one["component"]
    assert error["code"]["coding"][0] == {
        "system": CODES,
        "code": "standard_error",
        "display": "Standard error",
    }
    assert error["valueQuantity"]["value"] == 3.0
    assert source["valueString"] == "estimated"
    assert one["effectiveDateTime"] == "2026-01-05"
    patient = bundle["entry"][1]
    assert one["subject"]["reference"] == patient["fullUrl"]
    assert patient["resource"]["birthDate"] == "1990"
    assert patient["resource"]["gender"] == "female"
    assert patient["fullUrl"] == "urn:uuid:01234567-89ab-cdef-0123-456789abcdef"


def test_what_was_not_measured_has_a_reason_and_no_value():
    [one] = observations(fhir_bundle([entry(math.nan)], NOW), "cva")
    assert one["dataAbsentReason"]["text"] == "An arm hides it."
    assert "valueQuantity" not in one
    assert "component" not in one


def test_percentages_say_of_what():
    [one, _] = observations(fhir_bundle(everything() * 2, NOW), "shoulder_protraction")
    assert one["valueQuantity"]["unit"] == "% stature"
    assert one["valueQuantity"]["code"] == "%"


def test_every_code_is_in_the_code_system_and_every_id_is_used_once():
    bundle = fhir_bundle([*everything(), entry(40.0, 41.0)], NOW)
    system = bundle["entry"][0]["resource"]
    codes = {one["code"] for one in system["concept"]}
    used = {
        one["resource"]["code"]["coding"][0]["code"]
        for one in bundle["entry"]
        if one["resource"]["resourceType"] == "Observation"
    }
    assert used <= codes
    ids = [one["fullUrl"] for one in bundle["entry"] if "Patient" not in str(one["resource"])]
    assert len(set(ids)) == len(ids)


def test_frontal_photos_are_observations_too():
    frontal = analysed_frontal(sample("sides/front"))
    photo = VisitPhoto("ab" * 32, "front.jpg", 1, "front", None, as_text(frontal_document(frontal)))
    one = entry(40.0)
    visit = replace(one.visits[0], photos=(photo,))
    bundle = fhir_bundle([replace(one, visits=(visit,))], NOW)
    assert len(observations(bundle, "shoulder_level")) == 1
    Bundle.model_validate(bundle)


@given(st.text(max_size=80))
def test_any_name_gives_a_valid_bundle(typed: str):
    Bundle.model_validate(fhir_bundle([entry(name=typed)], NOW))


def test_displays_follow_the_readers_language():
    with use_language("de"):
        [one] = observations(fhir_bundle([entry(40.0)], NOW), "cva")
    assert one["code"]["text"] == "Kopf über dem Hals"


# All in one file


def test_an_archive_holds_tables_documents_and_photos(records: Repository, client: Client):
    for visit in sample_visits():
        data = {one.sha256: sample_picture(visit.id, one.sha256) for one in visit.photos}
        fresh = replace(
            visit, id=client.id[::-1][:31] + visit.id[-1], client_id=client.id, version=0
        )
        records.save_visit(fresh, data)
    hidden = records.add_client(ClientDetails("Archived"))
    records.save_client(replace(hidden, archived=True))
    found = gather(records)
    assert [one.client.details.name for one in found] == ["Ada Lovelace", "Archived"]
    assert gather(records, client.id) == found[:1]
    out = io.BytesIO()
    assert write_archive(out, found, [OWN], records.photo, NOW) == ()
    with zipfile.ZipFile(out) as archive:
        names = archive.namelist()
        assert names[:4] == ["studio.json", "clients.csv", "measurements.csv", "fhir.json"]
        assert sorted(names[4:]) == sorted(
            f"photos/{photo.sha256}.jpg" for one in sample_visits() for photo in one.photos
        )
        for name in names[4:]:
            assert archive.read(name) == sample_picture("", name[7:-4])
        assert read_json(archive.read("studio.json").decode()).clients == found


@pytest.mark.parametrize("kind", FORMATS)
def test_a_photo_of_any_format_that_was_written_out_is_read_back(client: Client, kind: str):
    data = encoded(kind)

    def picture(_visit: str, _sha256: str) -> bytes:
        return data

    visit = Visit("v", CLIENT.id, 1, date(2026, 1, 2), photos=(photo_of(data),))
    out = io.BytesIO()
    write_archive(out, [ExportedClient(CLIENT, (visit,))], [], picture, NOW)
    with zipfile.ZipFile(out) as archive:
        name = archive.namelist()[-1]
    source = PhotoSource(PurePosixPath("2026-01-02") / PurePosixPath(name).name, lambda: data)
    preview = preview_photos([source], [client], date(2026, 6, 1), chosen=client)
    assert len(preview.found) == 1


def test_a_photo_that_cannot_be_read_is_named():
    def gone(_visit: str, _sha256: str) -> bytes:
        raise NotFoundError("gone")

    out = io.BytesIO()
    missing = write_archive(out, everything(), [], gone, NOW)
    assert missing == tuple(photo.sha256 for one in sample_visits() for photo in one.photos)


def test_the_day_of_birth_of_nobody_is_left_out():
    bundle = fhir_bundle([entry(year_of_birth=None, sex=None)], NOW)
    patient = bundle["entry"][1]["resource"]
    assert "birthDate" not in patient
    assert patient["gender"] == "unknown"
    assert date(2026, 6, 1).isoformat() in bundle["timestamp"]
