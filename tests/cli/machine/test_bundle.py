"""The bundle of a bug report holds what helps and nothing private."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from posture import __version__
from posture.cli.machine import scrub as scrubbing
from posture.cli.machine.scrub import scrub
from posture.cli.main import app
from posture.studio.records import LOCAL, ClientDetails
from posture.studio.store.settings import StoreSettings
from posture.studio.store.store import open_store

RUNNER = CliRunner()
CANARIES = ("Xaveria", "Quellenhof", "xquelle", "geheim-17", "canary-host", "db.example")
FILES = {
    *("versions.json", "platform.json", "checks.json", "settings.json", "folders.json"),
    *("studio.json", "log.jsonl"),
}


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Home of a person with a studio, a log and secrets, whose name stands everywhere."""
    home = tmp_path / "Xaveria Quellenhof"
    results = home / "photos of Xaveria"
    results.mkdir(parents=True)
    studio = home / "studio"
    with open_store(StoreSettings(studio)) as store:
        store.repository(LOCAL).add_client(ClientDetails(name="Xaveria Quellenhof"))
    log = home / "log.jsonl"
    good = {
        **{"time": "2026-11-29T10:00:00.000Z", "level": "info", "process": 7},
        **{"event": "photo.unreadable", "error": "PhotoEmptyError"},
    }
    forged = good | {"error": "Xaveria Quellenhof", "path": "/home/xquelle"}
    lines = (json.dumps(good), json.dumps(forged), "Xaveria", '{"a": "geheim-17"}')
    log.write_text("\n".join(lines))
    for name, value in {
        **{"HOME": str(home), "USER": "xquelle", "LOGNAME": "xquelle"},
        **{"POSTURE_HOME": str(studio), "POSTURE_PASSPHRASE": "geheim-17"},
        **{"POSTURE_LOG_FILE": str(log), "POSTURE_LANGUAGE": "de"},
        **{"POSTURE_TEST_POSTGRES": "postgresql://xquelle:geheim-17@db.example/x"},
        **{"POSTURE_XAVERIA": "x", "POSTURE_MODEL_DIR": str(home / "models")},
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(scrubbing.platform, "node", lambda: "canary-host")
    monkeypatch.chdir(results)
    return home


def made(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as opened:
        return {name: opened.read(name).decode() for name in opened.namelist()}


def test_nothing_private_is_in_it_and_it_is_shown_first(machine: Path, tmp_path: Path):
    path = tmp_path / "bundle.zip"
    done = RUNNER.invoke(app, ["doctor", "--bundle", str(path), "--yes"])
    assert done.exit_code == 0, done.output
    texts = made(path)
    assert texts.keys() == FILES
    for name, text in texts.items():
        assert text in done.output
        for canary in CANARIES:
            assert canary.casefold() not in text.casefold(), name
        assert str(tmp_path) not in text, name


def test_what_helps_is_in_it(machine: Path, tmp_path: Path):
    path = tmp_path / "bundle.zip"
    RUNNER.invoke(app, ["doctor", "--bundle", str(path), "--yes"])
    told = {n: json.loads(t) for n, t in made(path).items() if n.endswith(".json")}
    assert told["versions.json"]["posture"] == __version__
    assert {"ai-edge-litert", "numpy", "streamlit"} <= told["versions.json"].keys()
    assert "pytest" not in told["versions.json"]
    assert told["studio.json"]["exists"] is True
    assert told["studio.json"]["schema"]
    assert told["folders.json"]["studio"]["files"] >= 1
    assert told["settings.json"]["POSTURE_LANGUAGE"] == "de"
    assert told["settings.json"]["POSTURE_PASSPHRASE"] == "set"
    outcomes = {one["name"]: one for one in told["checks.json"]["outcomes"]}
    # In English whatever the reader's language, and without the places of this machine.
    assert outcomes["Storage"]["text"] == ""
    assert outcomes["Python"]["text"]
    lines = [json.loads(line) for line in made(path)["log.jsonl"].splitlines()]
    assert [one.get("error") for one in lines] == ["PhotoEmptyError"]


def test_it_is_written_only_when_wanted(machine: Path, tmp_path: Path):
    path = tmp_path / "bundle.zip"
    done = RUNNER.invoke(app, ["doctor", "--bundle", str(path)], input="n\n")
    assert done.exit_code == 0
    assert not path.exists()
    assert RUNNER.invoke(app, ["doctor", "--bundle", str(path)], input="\n").exit_code == 0
    assert path.exists()


def test_a_file_that_is_there_is_kept(machine: Path, tmp_path: Path):
    path = tmp_path / "bundle.zip"
    path.write_text("mine")
    done = RUNNER.invoke(app, ["doctor", "--bundle", str(path), "--yes"])
    assert done.exit_code == 1
    assert path.read_text() == "mine"
    done = RUNNER.invoke(app, ["doctor", "--bundle", str(tmp_path / "no" / "b.zip"), "--yes"])
    assert done.exit_code == 1


def test_an_encrypted_or_damaged_studio_is_not_opened(machine: Path, tmp_path: Path):
    studio = machine / "studio"
    for suffix in ("-wal", "-shm"):
        (studio / f"studio.db{suffix}").unlink(missing_ok=True)
    (studio / "studio.db").write_bytes(b"geheim-17" * 1000)
    path = tmp_path / "bundle.zip"
    RUNNER.invoke(app, ["doctor", "--bundle", str(path), "--yes"])
    assert json.loads(made(path)["studio.json"])["schema"] == "DatabaseError"
    (studio / "encryption.json").write_text("{}")
    RUNNER.invoke(app, ["doctor", "--bundle", str(tmp_path / "b.zip"), "--yes"])
    told = json.loads(made(tmp_path / "b.zip")["studio.json"])
    assert told["encrypted"] is True
    assert "schema" not in told


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("/home/xquelle/a", "<home>/a"),
        ("by xquelle.", "by <user>."),
        ("XQUELLE", "<user>"),
        ("xquelles", "xquelles"),
        ("Xaveria M. at canary-host", "<user> M. at <host>"),
        ("nothing", "nothing"),
    ],
)
def test_home_user_and_machine_are_replaced(text: str, left: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOME", "/home/xquelle")
    for name in ("USER", "LOGNAME", "USERNAME"):
        monkeypatch.setenv(name, "xquelle")
    monkeypatch.setattr(scrubbing.platform, "node", lambda: "canary-host")
    monkeypatch.setattr(scrubbing, "_of_the_account", lambda: {"Xaveria"})
    assert scrub(text) == left


def test_the_full_name_of_the_account_counts(monkeypatch: pytest.MonkeyPatch):
    entry = SimpleNamespace(pw_gecos="Xaveria Quellenhof,,,")

    def account(number: int) -> SimpleNamespace:
        return entry

    monkeypatch.setattr("pwd.getpwuid", account)
    assert scrubbing._of_the_account() == {"Xaveria Quellenhof", "Xaveria", "Quellenhof"}
