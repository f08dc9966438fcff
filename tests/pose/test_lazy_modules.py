"""Modules that are imported when they are used first."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

COUNTING = "import pathlib\npathlib.Path(__file__).with_suffix('.ran').touch()\nVALUE = 7\n"


def test_a_module_runs_when_it_is_used_and_not_when_it_is_imported(tmp_path: Path):
    (tmp_path / "slow.py").write_text(COUNTING)
    code = (
        "import pathlib\nfrom posture.pose.lazy_modules import lazily\n"
        "with lazily('slow', 'not_installed'):\n    import slow\n"
        f"ran = pathlib.Path({str(tmp_path / 'slow.ran')!r})\n"
        "print(ran.exists(), slow.VALUE, ran.exists())"
    )
    assert _run(code, tmp_path) == "False 7 True"


def test_who_looks_at_every_module_runs_none(tmp_path: Path):
    """As inspect, pytest's plug-ins and Streamlit do."""
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "__init__.py").touch()
    (tmp_path / "package" / "slow.py").write_text(COUNTING)
    code = (
        "import pathlib\nfrom posture.pose.lazy_modules import lazily\n"
        "with lazily('package.slow'):\n    import package.slow as slow\n"
        "for one in list(sys.modules.values()):\n    hasattr(one, '__file__')\n"
        f"print(pathlib.Path({str(tmp_path / 'package' / 'slow.ran')!r}).exists(), slow.VALUE)\n"
        "from package import slow as anew\nprint(anew.VALUE)"
    )
    assert _run(code, tmp_path).split() == ["False", "7", "7"]


def test_outside_the_block_modules_run_at_once(tmp_path: Path):
    (tmp_path / "slow.py").write_text(COUNTING)
    code = (
        "import pathlib\nfrom posture.pose.lazy_modules import lazily\n"
        "with lazily('slow'):\n    pass\nimport slow\n"
        f"print(pathlib.Path({str(tmp_path / 'slow.ran')!r}).exists())"
    )
    assert _run(code, tmp_path) == "True"


@pytest.mark.model
def test_mediapipe_is_imported_without_what_it_draws_with(tmp_path: Path):
    code = (
        "import sys\nfrom posture.pose.landmarker import load_mediapipe\nload_mediapipe()\n"
        "print('matplotlib.figure' in sys.modules)\n"
        "import matplotlib.pyplot as plt\nprint(plt.get_backend() != '')"
    )
    assert _run(code, tmp_path).split() == ["False", "True"]


def _run(code: str, folder: Path) -> str:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import sys\nsys.path[:0] = [{str(root)!r}, {str(folder)!r}]\n{code}",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()
