"""The API reference builds from the docstrings."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import posture

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
def test_every_public_name_and_every_room_has_its_place(tmp_path: Path):
    command = [sys.executable, "-m", "tools.reference", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "posture.html").read_text(encoding="utf-8")
    assert [name for name in posture.__all__ if f'id="{name}"' not in page] == []
    angles = (tmp_path / "posture" / "measure" / "angles.html").read_text(encoding="utf-8")
    assert "craniovertebral" in angles.lower()
    assert not (tmp_path / "posture" / "ui").exists()
