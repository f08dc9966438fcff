"""Damaged and hostile files: a typed error or a picture; never a crash, a hang or a flood."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures import hostile

EACH_SECONDS = 20
MOST_BYTES = 1_000_000_000

READER = f"""
import json, signal, sys
{hostile.PEAK}
from pathlib import Path
from posture.errors import PhotoError
from posture.photo.load import load
ends = {{}}
for path in sorted(Path(sys.argv[1]).iterdir()):
    signal.alarm({EACH_SECONDS})
    try:
        ends[path.name] = list(load(path).pixels.shape)
    except PhotoError as error:
        ends[path.name] = type(error).__name__
print(json.dumps({{"ends": ends, "peak": peak_bytes()}}))
"""


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("hostile")
    hostile.write(folder)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", READER, str(folder)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stderr == ""
    return json.loads(done.stdout)


@pytest.mark.slow
def test_all_of_them_end_in_a_picture_or_a_typed_error(outcome: dict[str, Any]):
    assert len(outcome["ends"]) >= 200
    kinds = Counter(end if isinstance(end, str) else "read" for end in outcome["ends"].values())
    # Some survive, most do not: were everything refused, or read, the files would test nothing.
    assert kinds["read"] > 20
    assert kinds["PhotoTruncatedError"] > 60
    assert outcome["peak"] < MOST_BYTES


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("empty.jpg", "PhotoEmptyError"),
        ("animated.gif", "PhotoAnimatedError"),
        ("animated.png", "PhotoAnimatedError"),
        ("animated.webp", "PhotoAnimatedError"),
        ("animated.tif", "PhotoAnimatedError"),
        ("bomb.png", "PhotoTooLargeError"),
        ("declared.png", "PhotoTooLargeError"),
        ("declared.jpg", "PhotoTooLargeError"),
        ("declared.bmp", "PhotoTooLargeError"),
        ("short.png", "PhotoTruncatedError"),
        ("cut75.jpg", "PhotoTruncatedError"),
        ("cut75.heic", "PhotoTruncatedError"),
        ("cut75.avif", "PhotoTruncatedError"),
        ("magic.png", "PhotoTruncatedError"),
        ("text.jpg", "PhotoFormatError"),
        ("script.eps", "PhotoFormatError"),
        ("archive.heic", "PhotoFormatError"),
        ("noise.jpg", "PhotoFormatError"),
        ("png.jpg", [320, 240, 3]),
        ("polyglot.jpg", [320, 240, 3]),
        ("largest.png", [1110, 1110, 3]),
    ],
)
def test_each_fault_has_its_own_error(outcome: dict[str, Any], name: str, expected: object):
    assert outcome["ends"][name] == expected
