from __future__ import annotations

import json

import jsonschema
import pytest

from posture.files.document import to_document
from posture.files.document_schema import SCHEMA_PATH, schema, schema_text
from tests.present import examples


def test_published_schema_is_current():
    assert SCHEMA_PATH.read_text(encoding="utf-8") == schema_text()


@pytest.mark.parametrize("made", [examples.analysis(examples.partial_body()), examples.refusal()])
def test_documents_obey_the_published_schema(made):
    published = json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(published)
    jsonschema.validate(to_document(made), published)


def test_schema_refuses_a_wrong_unit():
    made = to_document(examples.analysis())
    made["measurements"]["cva"]["unit"] = "radians"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(made, schema())
