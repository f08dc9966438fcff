"""``make docs``: the whole site, the API reference from the docstrings with it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import posture
from tests.docs.markdown import ROOT
from tools.site import names


@pytest.mark.slow
def test_every_public_name_and_every_room_has_its_place(tmp_path: Path):
    site = tmp_path / "site"
    command = [sys.executable, "-m", "tools.site", str(site)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    page = (site / names.API).read_text(encoding="utf-8")
    assert [name for name in posture.__all__ if f'id="{name}"' not in page] == []
    angles = (site / "api" / "posture" / "measure" / "angles.html").read_text(encoding="utf-8")
    assert "craniovertebral" in angles.lower()
    assert not (site / "api" / "posture" / "ui").exists()
    fetched = [
        one.name
        for one in site.rglob("*.html")
        if re.search(r"<(script|img|link)[^>]*(src|href)=.https?:", one.read_text("utf-8"))
    ]
    assert fetched == []
