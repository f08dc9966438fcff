"""Each check in its good and its bad case; none touches a real camera."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from posture.cli.machine import checks as doctor
from posture.cli.machine.checks import Check
from posture.cli.main import app
from posture.files.kept_session import folder as cache_folder
from tests.fixtures.stand_ins import opening_all_but


@pytest.mark.parametrize(
    ("version", "status"),
    [((3, 10), "fail"), ((3, 11), "ok"), ((3, 13), "ok"), ((3, 14), "fail")],
)
def test_python(version: tuple[int, int], status: str):
    assert doctor.python(version).status == status


@pytest.mark.parametrize(
    ("system", "name", "status"),
    [
        ("Linux", "x86_64", "ok"),
        ("Linux", "aarch64", "ok"),
        ("Linux", "mips", "warn"),
        ("Darwin", "arm64", "ok"),
        ("Darwin", "x86_64", "warn"),
        ("Windows", "AMD64", "ok"),
        ("Windows", "ARM64", "warn"),
        ("FreeBSD", "amd64", "warn"),
    ],
)
def test_machine(system: str, name: str, status: str):
    found = doctor.machine(system, name)
    assert found.status == status
    assert ("LiteRT" in found.remedy) == (status == "warn")


@pytest.mark.parametrize(("total", "status"), [(1.0, "warn"), (8.0, "ok")])
def test_memory(total: float, status: str):
    assert doctor.memory(total).status == status


@pytest.mark.parametrize(
    ("wheels", "status"),
    [
        ([], "fail"),
        (["opencv-contrib-python"], "ok"),
        (["opencv-contrib-python", "opencv-python"], "fail"),
    ],
)
def test_opencv(wheels: list[str], status: str):
    assert doctor.opencv(wheels).status == status


def test_two_opencv_wheels_are_put_right_as_installed(monkeypatch: pytest.MonkeyPatch):
    wheels = ["opencv-contrib-python", "opencv-python"]
    assert "make clean install" in doctor.opencv(wheels).remedy
    monkeypatch.setattr("posture.cli.machine.checks.checkout", lambda: None)
    assert "pip uninstall -y opencv-contrib-python opencv-python" in doctor.opencv(wheels).remedy


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch):
    def requires(name: str) -> list[str]:
        return ["numpy>=2", "no-such-package-at-all<3"]

    monkeypatch.setattr("posture.cli.machine.checks.metadata.requires", requires)
    found = doctor.packages()
    assert found.status == "fail"
    assert "no-such-package-at-all" in found.text
    assert "numpy" not in found.text


def test_missing_libraries_are_named_with_the_package_that_brings_them(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr("posture.installation._opens", opening_all_but("libGL.so.1", "libxcb.so.1"))
    found = doctor.system_libraries()
    assert found.status == "fail"
    assert "libGL.so.1" in found.text
    assert "libgl1 libxcb1" in found.remedy


def test_model_missing_and_damaged_say_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("POSTURE_MODEL_DIR", str(tmp_path))
    (tmp_path / "pose_landmarker_full.task").write_bytes(b"cut off")
    found = doctor.model()
    assert found.status == "fail"
    assert "make model" in found.remedy
    monkeypatch.setattr("posture.cli.machine.checks.checkout", lambda: None)
    assert "posture models fetch" in doctor.model().remedy


def test_a_model_of_an_earlier_version_is_a_warning(monkeypatch: pytest.MonkeyPatch):
    def former(_: str) -> str:
        return "former"

    monkeypatch.setattr("posture.pose.model.store.verify", former)
    found = doctor.model()
    assert found.status == "warn"
    assert "face detector" in found.text
    assert found.remedy


def test_no_camera_is_fine():
    assert doctor.camera([]).status == "ok"


def test_a_camera_that_hangs_is_a_warning(monkeypatch: pytest.MonkeyPatch):
    # A child that sleeps stands for a driver that never answers.
    monkeypatch.setattr("posture.cli.machine.checks._OPEN_CAMERA", "import time; time.sleep(60)")
    found = doctor.camera([Path("/dev/video0")], seconds=0.2)
    assert found.status == "warn"
    assert found.remedy


def test_the_first_camera_that_opens_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(
        "posture.cli.machine.checks._OPEN_CAMERA", "import sys; sys.exit(sys.argv[1] != '2')"
    )
    found = doctor.camera([Path("/dev/video0"), Path("/dev/video2")])
    assert found.status == "ok"
    assert "video2" in found.text


def test_storage_of_a_folder_that_is_not_there_yet(tmp_path: Path):
    assert doctor.storage(tmp_path / "a" / "b").status == "ok"
    assert not (tmp_path / "a").exists()


def test_storage_that_is_a_file(tmp_path: Path):
    (tmp_path / "out").write_text("")
    assert doctor.storage(tmp_path / "out" / "x").status == "fail"


@pytest.mark.parametrize(("free", "status"), [(0.05, "fail"), (0.5, "warn"), (5.0, "ok")])
def test_storage_by_free_space(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, free: float, status: str
):
    class Usage:
        def __init__(self, path: Path) -> None:
            self.free = free * 1e9

    monkeypatch.setattr("posture.cli.machine.checks.shutil.disk_usage", Usage)
    assert doctor.storage(tmp_path).status == status


def test_storage_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    def refuse(**options: Any):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("posture.cli.machine.checks.tempfile.TemporaryFile", refuse)
    found = doctor.storage(tmp_path)
    assert found.status == "fail"
    assert "Read-only file system" in found.text


@pytest.mark.parametrize(("status", "code"), [("ok", 0), ("warn", 0), ("fail", 1)])
def test_the_command_fails_only_where_a_check_fails(
    monkeypatch: pytest.MonkeyPatch, status: Any, code: int
):
    def checks(folder: Path) -> list[Check]:
        return [Check("Python", "ok", "3.12"), Check("Model", status, "text", "do this")]

    monkeypatch.setattr("posture.cli.machine.doctor.checks", checks)
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == code
    assert re.search(rf"{status}\s+Model\s+text", result.stdout)
    assert "do this" in result.stdout


def test_every_check_runs_on_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(
        "posture.cli.machine.checks.camera", lambda: Check("Camera", "ok", "not looked for")
    )
    found = doctor.checks(tmp_path)
    assert len({check.name for check in found}) == len(found) == 13
    assert all(check.remedy for check in found if check.status != "ok")


def test_the_folders_of_the_program_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("POSTURE_HOME", str(tmp_path / "studio"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("POSTURE_LOG_FILE", str(tmp_path / "log.jsonl"))
    studio, cache, log = doctor.folders()
    assert (studio.name, studio.text) == ("Studio", str(tmp_path / "studio"))
    assert (cache.name, cache.text) == ("Cache", str(cache_folder()))
    assert (log.name, log.text) == ("Log", str(tmp_path / "log.jsonl"))
    monkeypatch.setenv("POSTURE_LOG_FILE", "off")
    assert doctor.folders()[2].text == "switched off"


def test_the_camera_script_is_valid_python():
    code = f"import sys; sys.argv = ['', '99']; compile({doctor._OPEN_CAMERA!r}, 'x', 'exec')"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
