"""Wheel and source archive: the same bytes for everyone, with what is needed and nothing else."""

from __future__ import annotations

import re
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest

from posture import __version__
from tools.dist import SUMS, NotReproducibleError, build

pytestmark = pytest.mark.wheel

ROOT = Path(__file__).parents[1]
LARGEST = 8_000_000
"""Bytes of the source archive."""

PROJECT = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "made-up"
version = "1.0"
[tool.hatch.build]
include = ["*.py", "made.txt"]
artifacts = ["made.txt"]
[tool.hatch.build.hooks.custom]
"""
HOOK = """
import time
from pathlib import Path
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

class Hook(BuildHookInterface):
    def initialize(self, version, build_data):
        Path(self.root, "made.txt").write_text({content})
"""


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built twice with the same bytes, else this fails."""
    folder = tmp_path_factory.mktemp("dist")
    build(ROOT, "HEAD", folder)
    return folder


def test_both_are_there_with_their_sums(dist: Path):
    wheel, source = f"posture-{__version__}-py3-none-any.whl", f"posture-{__version__}.tar.gz"
    assert {path.name for path in dist.iterdir()} == {wheel, source, SUMS}
    done = subprocess.run(["sha256sum", "--check", SUMS], cwd=dist, check=False)
    assert done.returncode == 0


def test_the_source_archive_holds_what_is_needed_and_no_more(dist: Path):
    path = dist / f"posture-{__version__}.tar.gz"
    with tarfile.open(path) as opened:
        members = opened.getmembers()
    names = {"/".join(Path(one.name).parts[1:]) for one in members}
    wanted = {"pyproject.toml", "LICENSE", "NOTICE", "README.md", "CHANGELOG.md", "CITATION.cff"}
    assert wanted | {"SECURITY.md", "requirements/run.lock", "app.py"} <= names
    tops = {name.split("/")[0] for name in names}
    assert not tops & {"tests", "groundtruth", "benchmarks", "out", "dist", ".venv", ".ci"}
    assert not [name for name in names if name.endswith((".task", ".tflite", ".pyc", ".db"))]
    assert path.stat().st_size < LARGEST
    # Neither who built it nor when.
    assert {(one.uid, one.gid, one.uname, one.gname) for one in members} == {(0, 0, "", "")}


def test_no_path_of_this_machine_is_in_the_wheel(dist: Path):
    with zipfile.ZipFile(dist / f"posture-{__version__}-py3-none-any.whl") as opened:
        for name in opened.namelist():
            content = opened.read(name)
            assert str(ROOT).encode() not in content, name
            assert str(Path.home()).encode() + b"/" not in content, name


@pytest.mark.parametrize(
    ("content", "same"), [('"always"', True), ("str(time.time_ns())", False), ("self.root", False)]
)
def test_a_build_that_depends_on_time_or_place_is_refused(tmp_path: Path, content: str, same: bool):
    project = tmp_path / "project"
    project.mkdir()
    (project / "pyproject.toml").write_text(PROJECT)
    (project / "hatch_build.py").write_text(HOOK.format(content=content))
    (project / "made_up.py").write_text("")
    for command in ("init -q", "add .", "-c user.name=a -c user.email=a@b.example commit -qm one"):
        subprocess.run(["git", *command.split()], cwd=project, check=True)
    if same:
        assert len(build(project, "HEAD", tmp_path / "dist")) == 2
        return
    with pytest.raises(NotReproducibleError, match=re.escape("made_up-1.0")):
        build(project, "HEAD", tmp_path / "dist")
    assert not (tmp_path / "dist").exists()
