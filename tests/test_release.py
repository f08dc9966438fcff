"""What a release says of itself agrees everywhere."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from posture import __version__
from tools.dist import SUMS
from tools.release import obstacles

ROOT = Path(__file__).parents[1]
CITATION: dict[str, Any] = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
CHANGELOG = (ROOT / "CHANGELOG.md").read_text("utf-8")
HEADINGS = re.findall(r"^## \[(.+?)\](?: - (\S+))?$", CHANGELOG, re.MULTILINE)
SECTIONS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_the_citation_is_whole_and_of_this_version():
    """The required keys of the Citation File Format 1.2.0, and the kinds of those that are used."""
    assert {"cff-version", "message", "title", "authors"} <= CITATION.keys()
    assert CITATION["cff-version"] == "1.2.0"
    assert CITATION["type"] in ("software", "dataset")
    assert str(CITATION["version"]) == __version__
    name, when = HEADINGS[0]
    assert CITATION.get("date-released") == (
        None if name == "Unreleased" else date.fromisoformat(when)
    )
    assert CITATION["license"] == "Apache-2.0"
    assert all(one.keys() <= {"name", "family-names", "given-names"} for one in CITATION["authors"])
    assert all(isinstance(one, str) for one in CITATION["keywords"])


def test_the_changelog_begins_with_this_version():
    name, when = HEADINGS[0]
    if name == "Unreleased":
        assert when == __version__
    else:
        assert name == __version__
        assert date.fromisoformat(when)
    for version, day in HEADINGS[1:]:
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)
        assert date.fromisoformat(day)


def test_the_changelog_has_the_sections_of_its_format():
    assert set(re.findall(r"^### (.+)$", CHANGELOG, re.MULTILINE)) <= SECTIONS
    newest = CHANGELOG.split("\n## ")[1]
    found = re.findall(r"^### (.+)$", newest, re.MULTILINE)
    assert len(found) == len(set(found))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A checkout of a version that is ready to be released."""
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## [1.2.3] - 2026-12-01\n")
    (tmp_path / "CITATION.cff").write_text("date-released: 2026-12-01\n")
    (tmp_path / ".gitignore").write_text("out\n")
    dist = tmp_path / "out" / "dist"
    dist.mkdir(parents=True)
    for ending in ("-py3-none-any.whl", ".tar.gz", ".cdx.json"):
        (dist / f"posture-1.2.3{ending}").write_text("")
    (dist / SUMS).write_text("")
    git(tmp_path, "init -q")
    git(tmp_path, "add .")
    git(tmp_path, "-c user.name=a -c user.email=a@b.example commit -qm one")
    return tmp_path


def git(folder: Path, command: str) -> None:
    subprocess.run(["git", *command.split()], cwd=folder, check=True)


def test_what_is_ready_has_nothing_in_its_way(project: Path):
    assert obstacles(project, "1.2.3") == []


SPOILS: list[tuple[Callable[[Path], object], str]] = [
    (lambda root: (root / "new.py").write_text(""), "not committed"),
    (lambda root: git(root, "tag v1.2.3"), "tag v1.2.3 is there"),
    (lambda root: (root / "CITATION.cff").write_text("{}"), "date-released None"),
    (lambda root: (root / "CHANGELOG.md").write_text("## [Unreleased]"), "no heading [1.2.3]"),
    (lambda root: (root / "out" / "dist" / SUMS).unlink(), f"lacks {SUMS}"),
]


@pytest.mark.parametrize(("spoil", "said"), SPOILS)
def test_what_stands_in_the_way_is_said(project: Path, spoil: Callable[[Path], object], said: str):
    spoil(project)
    assert any(said in one for one in obstacles(project, "1.2.3"))
