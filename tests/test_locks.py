"""The lock files cover what is required, with hashes, and name no registry."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
RUN, DEV = ROOT / "requirements" / "run.lock", ROOT / "requirements" / "dev.lock"
TRUTH = ROOT / "groundtruth" / "requirements.lock"
LOCKS = pytest.mark.parametrize("lock", [RUN, DEV, TRUTH], ids=["run", "dev", "groundtruth"])
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;]+)(?: ;[^\\\n]*)?((?: \\\n {4}--hash=\S+)+)$", re.M)


def pins(lock: Path) -> dict[str, set[str]]:
    """Versions by normalised name; several where they differ between systems."""
    found: dict[str, set[str]] = {}
    for name, version, _ in _PIN.findall(lock.read_text("utf-8")):
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


def project(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))


def required(*folders: Path, groups: bool) -> list[Requirement]:
    """Everything that the projects require, with every extra and, if asked, of the groups."""
    lines: list[str] = []
    for folder in folders:
        content = project(folder)
        lines += content["project"]["dependencies"]
        for extra in content["project"].get("optional-dependencies", {}).values():
            lines += extra
        if groups:
            lines += content["dependency-groups"]["dev"]
    return [one for one in map(Requirement, lines) if one.name != "posture"]


@LOCKS
def test_a_lock_holds_pins_with_hashes_and_nothing_else(lock: Path):
    assert _PIN.sub("", lock.read_text("utf-8")).strip() == ""
    hashes = re.findall(r"--hash=(\S+)", lock.read_text("utf-8"))
    assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in hashes)


def covers(lock: Path, wanted: list[Requirement]) -> list[str]:
    """Requirements that no pin of the lock meets."""
    locked = pins(lock)
    return [
        str(one)
        for one in wanted
        if not any(v in one.specifier for v in locked.get(canonicalize_name(one.name), ()))
    ]


def test_the_locks_cover_what_the_projects_require():
    truth = ROOT / "groundtruth"
    core = [Requirement(one) for one in project(ROOT)["project"]["dependencies"]]
    assert covers(RUN, required(ROOT, groups=False)) == []
    assert covers(DEV, required(ROOT, groups=True)) == []
    assert covers(TRUTH, [*core, *required(truth, groups=True)]) == []


def test_the_locks_agree_on_the_versions_of_what_is_required():
    run, dev, truth = pins(RUN), pins(DEV), pins(TRUTH)
    assert {name: dev.get(name) for name in run} == run
    names = {canonicalize_name(one.name) for one in required(ROOT, groups=True)}
    # The ground truth is locked for one version of Python on Linux, so it holds one version each.
    assert [name for name in names & truth.keys() if not truth[name] <= dev[name]] == []


@LOCKS
def test_there_is_one_opencv(lock: Path):
    assert [name for name in pins(lock) if name.startswith("opencv")] == ["opencv-contrib-python"]
