"""Where the log goes, and that no name of a person or file is ever in it."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from posture.log import output
from posture.log.events import LOGGER, tell
from posture.studio.access.accounts import Accounts
from posture.studio.backup.make import make_backup
from posture.studio.records import LOCAL, ClientDetails
from posture.studio.restoring import restore_studio
from posture.studio.store.settings import StoreSettings
from posture.studio.store.store import open_store

ROOT = Path(__file__).parents[2]
CANARY = "Xaveria Quellenhof"
HOSTILE = 'Xaveria Quellenhof\n{"event": "forged"} \u202e"<script>.jpg'
COMMAND = (sys.executable, "-c", "from posture.cli.main import main; main()")


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The log of this process, in a file; as before when the test is over."""
    path = tmp_path / "logs" / "posture.jsonl"
    monkeypatch.setenv(output.FILE, str(path))
    monkeypatch.delenv(output.VARIABLE, raising=False)
    kept, level, goes_on = list(LOGGER.handlers), LOGGER.level, LOGGER.propagate
    started = list(output._started)
    yield path
    for handler in LOGGER.handlers:
        handler.close()
    LOGGER.handlers[:] = kept
    LOGGER.setLevel(level)
    LOGGER.propagate = goes_on
    output._started[:] = started


def run(*arguments: str, home: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    told = {
        **os.environ,
        **{"HOME": str(home), "PYTHONPATH": str(ROOT)},
        **{"POSTURE_LOG_FILE": str(home / "log.jsonl"), "POSTURE_MODEL_DIR": str(ROOT / "models")},
        **variables,
    }
    return subprocess.run(
        [*COMMAND, *arguments], env=told, cwd=home, capture_output=True, text=True, check=False
    )


def objects(text: str) -> list[dict[str, object]]:
    """Every line as JSON: one that is none fails the test."""
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.model
@pytest.mark.slow
def test_standard_error_holds_json_alone_and_no_name(tmp_path: Path):
    photo, broken = tmp_path / HOSTILE, tmp_path / f"{CANARY} broken.jpg"
    photo.write_bytes((ROOT / "samples" / "standing_tall.jpg").read_bytes())
    broken.write_bytes(b"no picture")
    gone = tmp_path / f"{CANARY} gone.jpg"
    done = run("--log-json", "analyze", "--json", *map(str, (photo, broken, gone)), home=tmp_path)
    assert done.returncode == 4
    assert len(objects(done.stdout)) == 3
    told = objects(done.stderr)
    assert [one["event"] for one in told] == [
        "program.started",
        "photo.analysed",
        "photo.unreadable",
        "photo.unreadable",
        "program.ended",
    ]
    assert "Xaveria" not in done.stderr
    assert str(tmp_path) not in done.stderr
    assert (tmp_path / "log.jsonl").read_text("utf-8") == done.stderr


def test_a_command_that_fails_says_so_without_its_sentence(tmp_path: Path):
    asked = ("compare", f"{CANARY}.json", "other.json")
    done = run(*asked, home=tmp_path, POSTURE_LOG="json")
    assert done.returncode != 0
    assert [one["event"] for one in objects(done.stderr)][-1] == "program.ended"
    assert CANARY not in done.stderr
    # A person at a terminal is told what is wrong.
    assert CANARY in (said := run(*asked, home=tmp_path)).stderr + said.stdout


def test_without_the_option_nothing_is_added_to_standard_error(tmp_path: Path):
    done = run("models", "list", home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert objects((tmp_path / "log.jsonl").read_text())[0]["command"] == "models"


def test_a_log_that_cannot_be_written_takes_nothing_else_away(tmp_path: Path):
    (tmp_path / "file").write_text("")
    done = run("models", "list", home=tmp_path, POSTURE_LOG_FILE=str(tmp_path / "file" / "log"))
    assert (done.returncode, done.stderr) == (0, "")
    done = run("models", "list", home=tmp_path, POSTURE_LOG_FILE=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")


def test_the_file_is_set_aside_when_it_is_large(log: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(output, "_LARGEST", 2000)
    output.start_log("app", "1.0")
    for _ in range(100):
        tell("photo.unreadable", error="PhotoEmptyError")
    assert {one.name for one in log.parent.iterdir()} == {log.name, f"{log.name}.1"}
    assert log.stat().st_size <= 2000


def test_the_studio_names_nobody(log: Path, tmp_path: Path):
    output.start_log("studio", "1.0")
    home = tmp_path / f"studio of {CANARY}"
    with open_store(StoreSettings(home)) as store:
        Accounts(store.database).add(CANARY, "copper lantern ridge 47", "owner")
        store.repository(LOCAL).add_client(ClientDetails(name=CANARY))
        made = make_backup(store, LOCAL, tmp_path / f"{CANARY}.zip")
    restore_studio(StoreSettings(tmp_path / "new"), LOCAL, made.path, None)
    told = log.read_text("utf-8")
    events = {str(one["event"]) for one in objects(told)}
    assert {"studio.opened", "studio.migrated", "backup.made", "backup.restored"} <= events
    assert "Xaveria" not in told


def test_messages_of_libraries_go_the_same_way(tmp_path: Path):
    code = f"""
import logging, sys, threading, warnings
from posture.log import output
output.start_log("app", "1.0")
library = logging.getLogger("library")
library.addHandler(logging.StreamHandler())
library.propagate = False
output.take_over_libraries()
library.error("cannot read %s", {CANARY!r})
logging.getLogger("other").warning({CANARY!r})
warnings.warn({CANARY!r})
started = threading.Thread(target=lambda: open({CANARY!r}))
started.start()
started.join()
raise ValueError({CANARY!r})
"""
    told = {**os.environ, "PYTHONPATH": str(ROOT), "POSTURE_LOG": "json"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=told, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    found = objects(done.stderr)
    assert [one.get("logger") or one.get("error") for one in found[1:]] == [
        "library",
        "other",
        "py.warnings",
        "FileNotFoundError",
        "ValueError",
    ]
    assert CANARY not in done.stderr


def test_a_logger_of_another_program_is_left_alone(log: Path):
    root = logging.getLogger()
    before = list(root.handlers)
    output.take_over_libraries()
    assert root.handlers == before
