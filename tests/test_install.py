"""What is installed, and what importing it costs."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = sorted(ROOT.glob("requirements/*.lock")) + sorted(ROOT.glob("groundtruth/*.lock"))


def test_exactly_one_opencv():
    assert set(packages_distributions()["cv2"]) == {"opencv-contrib-python"}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_lock_files_pin_and_hash_every_line_and_name_no_host(lock: Path):
    text = lock.read_text(encoding="utf-8")
    assert not re.search(r"https?:|--(extra-)?index|--find-links|--trusted", text)
    requirements = [
        line for line in text.replace("\\\n", " ").splitlines() if line and line[0] != "#"
    ]
    assert len(requirements) > 20
    for line in requirements:
        assert re.match(r"[A-Za-z0-9._-]+(\[[^]]*\])?==", line), line
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", line), line


def test_there_are_lock_files():
    assert {lock.name for lock in LOCKS} == {"run.lock", "dev.lock", "requirements.lock"}


def test_importing_the_package_is_cheap():
    heavy = "cv2", "ai_edge_litert", "streamlit", "matplotlib", "PIL", "pydantic"
    code = f"import sys, posture; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
