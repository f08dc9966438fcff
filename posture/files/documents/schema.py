"""The published JSON Schema of every document."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from posture.files.documents.records import DOCUMENT

SCHEMA_PATH = Path(__file__).parents[1] / "analysis.schema.json"
"""The published file; ``write_schema`` writes it and a test keeps it current."""


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of every document of the version that is written."""
    made = DOCUMENT.json_schema(mode="validation")
    for name, record in made["$defs"].items():
        # Docstrings of the other rooms explain Python attributes, not keys; docs/json.md does.
        said = record.pop("description", "")
        if name.endswith("Document"):
            record["description"] = said.partition("\n")[0]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Posture documents",
        **made,
    }


def schema_text() -> str:
    """The published text of :func:`schema`."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


def write_schema(path: Path = SCHEMA_PATH) -> None:
    """Write the published file anew after a record has changed."""
    path.write_text(schema_text(), encoding="utf-8")
