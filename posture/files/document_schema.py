"""The published JSON Schema of ``analysis.json``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from posture.files import document_models as m

DOCUMENT: TypeAdapter[m.AnalysedDocument | m.RefusedDocument] = TypeAdapter(m.Document)
"""Checks what is read against the models."""

SCHEMA_PATH = Path(__file__).with_name("analysis.schema.json")
"""The published JSON Schema; ``write_schema`` writes it and a test keeps it current."""


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of ``analysis.json``."""
    made = DOCUMENT.json_schema(mode="validation")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Side-view posture analysis",
        **made,
    }


def schema_text() -> str:
    """The published text of :func:`schema`."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


def write_schema(path: Path = SCHEMA_PATH) -> None:
    """Write the published schema anew after the models have changed."""
    path.write_text(schema_text(), encoding="utf-8")
