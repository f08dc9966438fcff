"""Every sentence of the commands and the pages of the app keeps the wording law."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from posture.assess.wording_rules import wording_faults

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "posture"
STUDIO = tuple(f"studio/{room}" for room in ("history", "plans", "reports", "exchange"))
"""Rooms of the studio that speak of people; the others speak of disks and keys."""
SOURCES = [
    *(
        path
        for room in ("analysis", "batch", "files", "live", "present", *STUDIO, "cli", "ui")
        for path in sorted((PACKAGE / room).rglob("[!_]*.py"))
    ),
]


def shown(path: Path) -> Iterator[str]:
    """Sentences in the strings of a module; docstrings count only where they become help."""
    tree = ast.parse(path.read_text())
    docstrings = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and isinstance(node.body[0], ast.Expr)
        and path != PACKAGE / "cli" / "main.py"
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and node not in docstrings:
            text = node.value
            # One word alone is an id, a style or a state of a file.
            if isinstance(text, str) and " " in text:
                yield text


def test_the_strings_are_found():
    found = [text for path in SOURCES for text in shown(path)]
    assert "Stature, 100 to 230 cm." in found
    assert len(found) > 100


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_strings(path: Path):
    assert {text: wording_faults(text) for text in shown(path) if wording_faults(text)} == {}
