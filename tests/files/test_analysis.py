"""An analysis from its file: what opens, and one error for what does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from posture.errors import InputError
from posture.files.analysis import load_analysis
from posture.files.document import to_json
from tests.fixtures.analyses import ANALYSIS, REFUSAL


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "analysis.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize("indent", [None, 2])
def test_what_was_written_is_read_back(tmp_path: Path, indent: int | None):
    assert load_analysis(written(tmp_path, to_json(ANALYSIS, indent=indent))) == ANALYSIS


def test_a_refused_photo_is_no_analysis(tmp_path: Path):
    with pytest.raises(InputError, match="refused"):
        load_analysis(written(tmp_path, to_json(REFUSAL)))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[1]",
        "null",
        b"\xff\xfe\x00",
        '{"points": {"c7": {"x_px": 1, "y_px": 2}}}',
        to_json(ANALYSIS) + "\n" + to_json(ANALYSIS),
        to_json(ANALYSIS).replace('"x_px"', '"x"'),
    ],
)
def test_other_files(tmp_path: Path, text: str | bytes):
    with pytest.raises(InputError) as caught:
        load_analysis(written(tmp_path, text))
    assert "analysis.json" in caught.value.remedy
    assert 1 <= len(caught.value.faults) <= 6


def test_files_that_cannot_be_read_or_are_far_too_long(tmp_path: Path):
    for path in (tmp_path / "nothing.json", tmp_path, Path("a\0b")):
        with pytest.raises(InputError, match="cannot be read"):
            load_analysis(path)
    with pytest.raises(InputError, match="far too long"):
        load_analysis(written(tmp_path, b" " * 10_000_001))
