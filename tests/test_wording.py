"""Every sentence of the commands, the pages and the documents keeps the wording law."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from posture.assess.wording import faults

ROOT = Path(__file__).parents[1]
SOURCES = sorted(
    [
        *(ROOT / "posture").glob("*.py"),
        *(ROOT / "posture" / "commands").glob("*.py"),
        *(ROOT / "posture" / "ui").glob("*.py"),
    ]
)
PAGES = [ROOT / "README.md", ROOT / "samples" / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_strings(path: Path):
    strings = [
        node.value
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert strings
    assert {text: faults(text) for text in strings if faults(text)} == {}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_pages(path: Path):
    assert faults(path.read_text()) == []
