"""The register of backups tells which of them hold a client."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from posture.studio.backup.register import FOLDER, backups_with, known_backups, remember

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
SECOND = datetime(2026, 2, 1, tzinfo=UTC)


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """A folder with two backups: one of Anna alone, a later one of Anna and Bert."""
    disk, home = tmp_path / "disk", tmp_path / "home"
    disk.mkdir()
    home.mkdir()
    for id, made, clients in (("2", SECOND, ("bert", "anna")), ("1", FIRST, ("anna",))):
        path = disk / f"{id}.zip"
        path.touch()
        remember(home, id, made, path, clients)
    return disk


def test_the_backups_of_a_client_are_found_oldest_first(disk: Path, tmp_path: Path):
    home = tmp_path / "home"
    assert [one.path for one in backups_with(home, "anna")] == [disk / "1.zip", disk / "2.zip"]
    assert [(one.made, one.path) for one in backups_with(home, "bert")] == [
        (SECOND, disk / "2.zip")
    ]
    assert backups_with(home, "cleo") == ()


def test_a_deleted_backup_is_forgotten_but_not_one_on_a_disk_that_is_unplugged(
    disk: Path, tmp_path: Path
):
    home = tmp_path / "home"
    (disk / "1.zip").unlink()
    assert [one.id for one in known_backups(home)] == ["2"]
    disk.rename(tmp_path / "unplugged")
    assert [one.id for one in known_backups(home)] == ["1", "2"]


def test_a_backup_of_another_machine_counts(
    disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (disk / "1.zip").unlink()
    monkeypatch.setattr("posture.studio.backup.register.platform.node", lambda: "another")
    assert [one.id for one in known_backups(tmp_path / "home")] == ["1", "2"]


def test_an_entry_that_cannot_be_read_hides_no_other(disk: Path, tmp_path: Path):
    (tmp_path / "home" / FOLDER / "3.json").write_text("{")
    assert [one.id for one in known_backups(tmp_path / "home")] == ["1", "2"]


def test_a_studio_without_backups_has_none(tmp_path: Path):
    assert known_backups(tmp_path) == ()
