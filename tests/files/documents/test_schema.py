from __future__ import annotations

import json

import jsonschema
import pytest

from posture.files.documents.schema import SCHEMA_PATH, schema, schema_text
from posture.files.documents.write import to_document
from tests.files.documents.made import every_document
from tests.present import examples


def test_published_schema_is_current():
    current = SCHEMA_PATH.read_text(encoding="utf-8") == schema_text()
    assert current, "write it anew: posture.files.documents.schema.write_schema()"


STATUSES = ("analysed", "refused", "unreadable", "combined", "compared", "frontal")


@pytest.mark.parametrize("status", STATUSES)
def test_documents_obey_the_published_schema(status: str):
    published = json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(published)
    jsonschema.validate(every_document()[status], published)


def test_schema_refuses_a_wrong_unit():
    made = to_document(examples.analysis())
    made["measurements"]["cva"]["unit"] = "radians"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(made, schema())


def test_schema_knows_every_key():
    made = to_document(examples.analysis()) | {"mood": "good"}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(made, schema())
