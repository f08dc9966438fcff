"""Accounts and serving on the command line."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from posture.cli.main import app
from posture.studio.access.sign_in import SignIn
from posture.studio.store.settings import StoreSettings
from posture.studio.store.store import open_store

RUNNER = CliRunner()
PASSWORD = "copper lantern ridge 47"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("POSTURE_HOME", str(tmp_path / "studio"))
    return tmp_path / "studio"


@pytest.fixture
def sign_in(home: Path) -> Iterator[SignIn]:
    with open_store(StoreSettings(home)) as store:
        yield SignIn(store.database)


def account(*arguments: str, password: str = ""):
    return RUNNER.invoke(app, ["studio", "account", *arguments], input=password or None)


def test_accounts_are_added_listed_locked_and_unlocked(sign_in: SignIn):
    added = account("add", "Olga", "--owner", "--password-stdin", password=f"{PASSWORD}\n")
    assert added.exit_code == 0
    assert account("add", "Ben", "--password-stdin", password=PASSWORD).exit_code == 0
    assert account("list").output.splitlines() == ["Ben\ttrainer", "Olga\towner"]
    assert account("lock", "ben").exit_code == 0
    assert account("list").output.splitlines() == ["Ben\ttrainer\tlocked", "Olga\towner"]
    assert account("unlock", "ben").exit_code == 0
    assert sign_in.logins.find(sign_in.with_password("Ben", PASSWORD, "")) is not None


def test_a_password_that_was_set_lets_in_at_once_and_has_to_be_changed(sign_in: SignIn):
    account("add", "Ben", "--password-stdin", password=PASSWORD)
    for _ in range(9):
        sign_in.throttle.begin("Ben", "192.0.2.1")
    new = "velvet harbour ninety"
    assert account("password", "Ben", "--password-stdin", password=new).exit_code == 0
    login = sign_in.logins.find(sign_in.with_password("Ben", new, ""))
    assert login is not None
    assert login.account.password_temporary


@pytest.mark.parametrize(
    ("arguments", "password", "told"),
    [
        (("add", "Ben", "--password-stdin"), "short", "fewer than 12"),
        (("add", "Ben"), PASSWORD, "--password-stdin"),
        (("lock", "nobody"), "", 'no account "nobody"'),
        (("password", "nobody", "--password-stdin"), PASSWORD, 'no account "nobody"'),
    ],
)
def test_what_is_refused_is_said(arguments: tuple[str, ...], password: str, told: str):
    done = account(*arguments, password=password)
    assert done.exit_code == 1
    assert told in done.stderr


def test_the_last_owner_is_not_locked():
    account("add", "Olga", "--owner", "--password-stdin", password=PASSWORD)
    done = account("lock", "Olga")
    assert done.exit_code == 1
    assert "one owner" in done.stderr


def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    commands: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        commands.append(command)
        return subprocess.CompletedProcess(command, 0)

    def replace_process(path: str, command: list[str], variables: dict[str, str]) -> None:
        assert path == command[0]
        assert variables["POSTURE_LANGUAGE"] == "en"
        run(command)
        # Nothing comes after it.
        raise SystemExit(0)

    monkeypatch.setattr("subprocess.run", run)
    monkeypatch.setattr("os.execve", replace_process)
    return commands


def test_the_app_is_behind_the_sign_in_once_there_is_an_account(monkeypatch: pytest.MonkeyPatch):
    commands = started(monkeypatch)
    RUNNER.invoke(app, ["app"])
    account("add", "Olga", "--owner", "--password-stdin", password=PASSWORD)
    RUNNER.invoke(app, ["app"])
    assert [one[2] for one in commands] == ["streamlit", "posture.ui.serve"]
    assert commands[1][3:] == []


def test_looking_for_accounts_makes_no_studio(home: Path, monkeypatch: pytest.MonkeyPatch):
    started(monkeypatch)
    RUNNER.invoke(app, ["app"])
    assert not home.exists()


def test_what_is_asked_for_reaches_the_server(monkeypatch: pytest.MonkeyPatch):
    commands = started(monkeypatch)
    arguments = "serve --lan --port 9000 --address 127.0.0.1 --idle-minutes 5 --longest-hours 2"
    assert RUNNER.invoke(app, arguments.split()).exit_code == 0
    assert commands == [
        [
            *(sys.executable, "-m", "posture.ui.serve", "--lan", "--port=9000"),
            *("--address=127.0.0.1", "--idle-minutes=5.0", "--longest-hours=2.0"),
        ]
    ]


@pytest.mark.slow
def test_the_network_is_not_served_without_an_owner_or_tls():
    done = subprocess.run(
        [sys.executable, "-m", "posture.ui.serve", "--lan", "--address=127.0.0.1", "--port=0"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert "owner" in done.stderr
    done = subprocess.run(
        [sys.executable, "-m", "posture.ui.serve", "--address=0.0.0.0", "--port=0"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert "--lan" in done.stderr
