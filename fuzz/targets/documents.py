"""Documents of every schema version: migrated, checked, written again, loaded as an analysis."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fuzz.mutations import mutate_json
from fuzz.targets import refused
from posture.analysis.types import Analysis
from posture.files.documents.read import read_analysis, read_document
from posture.files.documents.records import DOCUMENT, AnalysedDocument
from posture.files.documents.write import as_text, to_json

if TYPE_CHECKING:
    from random import Random

    from posture.files.documents.records import Document

LONGEST = 160_000
_STORED = Path(__file__).parents[2] / "tests" / "fixtures" / "documents"
_TOKENS = (
    *("analysed", "refused", "unreadable", "combined", "compared", "frontal", "schema_version"),
    *("placed", "sticker", "estimated", "left", "right", "deg", "percent", "null", "cva", "c7"),
    *("2026-11-29", "2026-11-29T12:00:00", "yes", "no", "measurements", "geometry", "body"),
)


def seeds() -> dict[str, bytes]:
    """What every released version wrote."""
    found = {
        f"{path.parent.name}.{path.name}": path.read_bytes()
        for path in sorted(_STORED.glob("v*/*.json"))
    }
    found |= {
        f"{path.parent.name}.{path.stem}.json": path.read_bytes().splitlines()[0]
        for path in sorted(_STORED.glob("v1/*.jsonl"))
    }
    return {name: data for name, data in found.items() if len(data) <= LONGEST}


def mutate(data: bytes, dice: Random) -> bytes:
    """As JSON."""
    return mutate_json(data, dice, _TOKENS)


def check(data: bytes) -> bool:
    """Read a document; what was accepted comes back the same after it was written."""
    found: list[Document] = []
    if refused(lambda: found.append(read_document(data))):
        assert refused(lambda: read_analysis(data, "analysis.json"))
        return False
    written = _written(found[0])
    assert _written(read_document(written)) == written
    analyses: list[Analysis] = []
    was_refused = refused(lambda: analyses.append(read_analysis(data, "analysis.json")))
    assert was_refused != isinstance(found[0], AnalysedDocument)
    for analysis in analyses:
        assert isinstance(read_document(to_json(analysis)), AnalysedDocument)
    return True


def _written(document: Document) -> str:
    return as_text(DOCUMENT.dump_python(document, mode="json"))
