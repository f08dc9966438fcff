"""A file that is no photo: each command says and logs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from posture.cli.exits import UNREADABLE
from posture.cli.main import app

RUN = CliRunner()


@pytest.mark.parametrize("command", ["analyze", "frontal"])
@pytest.mark.parametrize("as_json", [False, True])
def test_an_unreadable_file_is_said_and_logged(
    command: str, as_json: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    log, photo = tmp_path / "log.jsonl", tmp_path / "broken.jpg"
    monkeypatch.setenv("POSTURE_LOG_FILE", str(log))
    photo.write_bytes(b"no picture")
    result = RUN.invoke(app, [command, str(photo), *(["--json"] if as_json else [])])
    assert result.exit_code == UNREADABLE
    if as_json:
        assert json.loads(result.stdout)["status"] == "unreadable"
    told = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    assert [one["error"] for one in told if one["event"] == "photo.unreadable"] == [
        "PhotoFormatError"
    ]
