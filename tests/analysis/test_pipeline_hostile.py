"""Damaged and hostile files through the whole pipeline: a typed error, a refusal, never a crash."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.fixtures import hostile
from tests.fixtures.shared import ROOT

pytestmark = pytest.mark.model

EACH_SECONDS = 30
MOST_BYTES = 1_000_000_000

ANALYSER = f"""
import json, signal, sys
{hostile.PEAK}
from pathlib import Path
from posture.analysis.options import Options
from posture.body.remarks import Refusal
from posture.errors import PostureError
from posture.analysis.pipeline import analyze
ends = {{}}
for path in sorted(Path(sys.argv[1]).iterdir()):
    signal.alarm({EACH_SECONDS})
    try:
        result = analyze(path, Options(mirror=False))
        ends[path.name] = "refused" if isinstance(result, Refusal) else "analysed"
    except PostureError as error:
        ends[path.name] = type(error).__name__
print(json.dumps({{"ends": ends, "peak": peak_bytes()}}))
"""


@pytest.mark.slow
def test_two_hundred_files_end_in_a_typed_error_or_a_refusal(tmp_path: Path):
    hostile.write(tmp_path)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", ANALYSER, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    outcome = json.loads(done.stdout)
    ends = Counter(outcome["ends"].values())
    assert sum(ends.values()) >= 200
    # What decodes shows a slope and noise: there is nobody in it to analyse.
    assert ends["analysed"] == 0
    assert ends["refused"] > 20
    assert all(end == "refused" or end.startswith("Photo") for end in ends)
    assert outcome["peak"] < MOST_BYTES
    assert done.stderr == ""
