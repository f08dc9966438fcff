"""What ``posture doctor`` prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from posture.cli.machine import doctor
from posture.cli.machine.checks import Check


def test_a_path_longer_than_the_line_is_printed_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("COLUMNS", "80")
    path = f"/home/{'a' * 150}/studio"

    def one(_: Path) -> list[Check]:
        return [Check("Studio", "ok", path)]

    monkeypatch.setattr(doctor, "checks", one)
    assert doctor.run(Path()) == 0
    said = capsys.readouterr().out
    assert path in "".join(said.split())
    assert max(map(len, said.splitlines())) <= 80
