"""The guided run from the command line, on a video in place of the camera."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import cv2
import pytest

from posture.live.paint import panel_height
from tests.fixtures.visit import write_avi

pytestmark = [pytest.mark.e2e, pytest.mark.model]


def test_a_film_of_the_visitor_gives_a_record_and_a_report(tmp_path: Path):
    clip = write_avi(tmp_path / "visit.avi")
    record, out = tmp_path / "run.webm", tmp_path / "out"
    done = subprocess.run(
        [
            *(str(Path(sys.executable).with_name("posture")), "live", "--headless"),
            *("--source", str(clip)),
            *("--record", str(record), "--out", str(out)),
        ],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = done.stdout.splitlines()
    assert said.count("Three.") == said.count("One.") >= 3
    assert "All photos together" in done.stdout
    kept = json.loads((out / "analysis.json").read_text())
    assert kept["status"] == "analysed"
    assert "cva" in kept["measurements"]
    assert (out / "report.pdf").read_bytes().startswith(b"%PDF")
    video = cv2.VideoCapture(str(record))
    there, picture = video.read()
    video.release()
    assert there
    # The panel with the guidance lies below the frame.
    assert picture.shape == (480 + panel_height((480, 640)), 640, 3)
