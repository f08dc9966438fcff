"""A client's measurements as HL7 FHIR R4: a Bundle with a Patient and its Observations.

Measurements from a photo have no codes in LOINC or SNOMED CT that mean the same, so the codes are
local and their CodeSystem is in the Bundle. Values are in UCUM units; the standard error is a
component of each Observation, and so is the source of its points. What was not measured is an
Observation with a reason and without a value.
"""

from __future__ import annotations

import json
import math
from datetime import UTC
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, UUID, uuid5

from posture.i18n.language import tr
from posture.measure.measurement import Unit
from posture.present.wording import title
from posture.studio.exchange.measured import measured_photos

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from posture.measure.measurement import Measurement
    from posture.studio.exchange.document import ExportedClient
    from posture.studio.exchange.measured import MeasuredPhoto
    from posture.studio.records import Client, Visit

CODES = "urn:posture:fhir:measurements"
"""Of the local codes; their list is in every Bundle."""

_UCUM = "http://unitsofmeasure.org"
_ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"

_UNITS: dict[Unit, str] = {"deg": "deg", "% stature": "%", "% trunk height": "%"}
"""Unit to its code in UCUM; the unit says of what a percentage is."""

_ERROR, _SOURCE = "standard_error", "source"
_DECIMALS = 4


def fhir_bundle(clients: Iterable[ExportedClient], exported: datetime) -> dict[str, Any]:
    """Clients with the measurements of their confirmed visits.

    Parameters
    ----------
    clients : iterable of ExportedClient
    exported : datetime
        UTC.

    Returns
    -------
    dict
        A Bundle of the type ``collection`` as plain JSON values.
    """
    resources: list[dict[str, Any]] = []
    names: dict[str, None] = {}
    for entry in clients:
        resources.append(_patient(entry.client))
        for visit in entry.visits:
            if visit.draft:
                continue
            for photo in measured_photos(visit):
                names |= dict.fromkeys(photo.measurements)
                resources += _observations(entry.client, visit, photo)
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": exported.astimezone(UTC).isoformat(timespec="seconds"),
        "entry": [
            {"fullUrl": f"urn:uuid:{one['id']}", "resource": one}
            for one in (_code_system(names), *resources)
        ],
    }


def fhir_json(clients: Iterable[ExportedClient], exported: datetime) -> str:
    """:func:`fhir_bundle` as text."""
    bundle = fhir_bundle(clients, exported)
    return json.dumps(bundle, ensure_ascii=False, allow_nan=False, indent=2)


def _patient(client: Client) -> dict[str, Any]:
    details = client.details
    found: dict[str, Any] = {
        "resourceType": "Patient",
        "id": _uuid(client.id),
        "active": not client.archived,
        "name": [{"use": "usual", "text": _clean(details.name)}],
        "gender": details.sex or "unknown",
    }
    if details.year_of_birth is not None:
        found["birthDate"] = f"{details.year_of_birth:04d}"
    return found


def _observations(client: Client, visit: Visit, photo: MeasuredPhoto) -> Iterator[dict[str, Any]]:
    for one in photo.measurements.values():
        yield _observation(client, visit, photo, one)


def _observation(
    client: Client, visit: Visit, photo: MeasuredPhoto, one: Measurement
) -> dict[str, Any]:
    view = photo.photo.view
    key = f"{visit.id}/{photo.photo.sha256}/{one.name}"
    found: dict[str, Any] = {
        "resourceType": "Observation",
        "id": str(uuid5(NAMESPACE_URL, f"{CODES}/{key}")),
        "status": "final",
        "category": [{"coding": [{"system": _CATEGORY, "code": "exam"}]}],
        "code": _code(one.name),
        "subject": {"reference": f"urn:uuid:{_uuid(client.id)}"},
        "effectiveDateTime": visit.on.isoformat(),
        "method": {
            "text": tr("Measured in one photo ({view}) by Posture {version}").format(
                view=view, version=photo.program
            )
        },
    }
    if not math.isfinite(one.value):
        found["dataAbsentReason"] = {
            "coding": [{"system": _ABSENT, "code": "not-performed"}],
            "text": tr(one.reason_missing or "not measured"),
        }
        return found
    found["valueQuantity"] = _quantity(one.value, one.unit)
    found["component"] = [
        {"code": _code(_ERROR), "valueQuantity": _quantity(one.sd, one.unit)},
        {"code": _code(_SOURCE), "valueString": one.source},
    ]
    return found


def _quantity(value: float, unit: Unit) -> dict[str, Any]:
    return {
        "value": round(value, _DECIMALS),
        "unit": unit,
        "system": _UCUM,
        "code": _UNITS[unit],
    }


def _code(name: str) -> dict[str, Any]:
    return {
        "coding": [{"system": CODES, "code": name, "display": _display(name)}],
        "text": _display(name),
    }


def _display(name: str) -> str:
    if name == _ERROR:
        return tr("Standard error")
    return tr("Source of the points") if name == _SOURCE else title(name)


def _code_system(names: Iterable[str]) -> dict[str, Any]:
    return {
        "resourceType": "CodeSystem",
        "id": str(uuid5(NAMESPACE_URL, CODES)),
        "url": CODES,
        "name": "PostureMeasurements",
        "status": "active",
        "content": "complete",
        "concept": [
            {"code": name, "display": _display(name)} for name in (*names, _ERROR, _SOURCE)
        ],
    }


def _uuid(record_id: str) -> str:
    """The UUID of a record; its id is one in hexadecimal digits, or is turned into one."""
    try:
        return str(UUID(hex=record_id))
    except ValueError:
        return str(uuid5(NAMESPACE_URL, f"{CODES}/{record_id}"))


def _clean(text: str) -> str:
    """A text as FHIR allows it: not empty, without control characters, single spaces."""
    shown = "".join(one if one.isprintable() else " " for one in text)
    return " ".join(shown.split()) or "?"
