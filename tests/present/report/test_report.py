from __future__ import annotations

import datetime
import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from posture import installation
from posture.analysis.comparison import compare
from posture.analysis.pipeline import combine
from posture.assess.assessment import Answers
from posture.errors import InstallationError, StorageError
from posture.files.documents.write import to_json
from posture.present.report.comparison import comparison_files
from posture.present.report.report import NAMES, combined_files, report_files, write_report
from tests.fixtures.stand_ins import returning
from tests.present import examples

DAY = datetime.date(2026, 3, 1)


def test_files_in_memory_are_what_their_names_say():
    made = examples.analysis()
    files = report_files(examples.photo(), made, date=DAY)
    assert set(files) == {
        "annotated.png", "report.html", "report.pdf", "analysis.json", "measurements.csv",
    }  # fmt: skip
    with Image.open(io.BytesIO(files["annotated.png"])) as picture:
        assert picture.format == "PNG"
    assert files["report.pdf"].startswith(b"%PDF-")
    assert files["report.html"].startswith(b"<!doctype html>")
    assert files["analysis.json"].decode() == to_json(made, indent=2)
    assert files["measurements.csv"].startswith(b"name,value,sd")


def test_same_input_and_date_same_bytes():
    first, second = (report_files(examples.photo(), examples.analysis(), date=DAY) for _ in "ab")
    assert first == second


def test_writes_every_file_into_a_new_folder_and_nothing_else(tmp_path: Path):
    folder = tmp_path / "new" / "reports"
    paths = write_report(examples.photo(), examples.analysis(), folder)
    assert list(paths) == ["picture", "html", "pdf", "json", "csv"]
    assert sorted(folder.iterdir()) == sorted(paths.values())
    assert json.loads(paths["json"].read_text("utf-8"))["photo"]


def test_a_report_without_its_libraries_names_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr(installation, "EXTRAS", {"report": ("no_such_module",)})
    photo, analysis = examples.photo(), replace(examples.analysis(), answers=Answers())
    combined = combine([analysis, analysis])
    compared = compare(analysis, analysis)
    for make in (
        lambda: report_files(photo, analysis),
        lambda: write_report(photo, analysis, tmp_path / "new"),
        lambda: combined_files(photo, analysis, combined),
        lambda: comparison_files(compared, (None, None)),
    ):
        with pytest.raises(InstallationError, match='part "report" is not installed'):
            make()
    assert not (tmp_path / "new").exists()


def test_the_modules_of_the_report_load_without_its_libraries():
    code = """
import sys
sys.modules["jinja2"] = sys.modules["typst"] = None
import posture.present.report.comparison, posture.present.report.report
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand-ins, where only the writing matters."""
    files = dict.fromkeys(NAMES.values(), b"new")
    monkeypatch.setattr("posture.present.report.report.report_files", returning(files))


@pytest.mark.usefixtures("small_files")
def test_replaces_what_was_there(tmp_path: Path):
    (tmp_path / "report.pdf").write_text("old")
    paths = write_report(examples.photo(), examples.analysis(), tmp_path)
    assert paths["pdf"].read_bytes() == b"new"


@pytest.mark.usefixtures("small_files")
def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path):
    taken = tmp_path / "taken"
    taken.write_text("a file")
    with pytest.raises(StorageError, match="cannot be written") as caught:
        write_report(examples.photo(), examples.analysis(), taken)
    assert caught.value.remedy


@pytest.mark.usefixtures("small_files")
def test_a_failed_write_leaves_the_old_file_and_no_scrap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "annotated.png").write_text("old")

    def full(self: Path, content: bytes) -> int:
        self.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(StorageError, match="No space left"):
        write_report(examples.photo(), examples.analysis(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["annotated.png"]
    assert (tmp_path / "annotated.png").read_text() == "old"
