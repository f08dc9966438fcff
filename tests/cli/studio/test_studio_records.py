"""Backups, erasure and encryption of a studio on the command line."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from posture.cli.main import app
from posture.cli.studio import passphrase
from posture.errors import InstallationError
from posture.studio.encryption import unlock
from posture.studio.encryption.key_file import read_key_file
from posture.studio.records import LOCAL
from posture.studio.store.settings import StoreSettings, default_settings
from posture.studio.store.store import open_store
from tests.fixtures.full_studio import NAME, SHOWN, everything, fill, texts_of
from tests.fixtures.keyrings import CHEAP, MemoryKeyring, memory_keyring

__all__ = ["memory_keyring"]
PASSPHRASE = "a passphrase of tests"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folder of a studio with everything in it; Scrypt is cheap."""
    home = tmp_path / "studio"
    monkeypatch.setenv("POSTURE_HOME", str(home))
    monkeypatch.delenv("POSTURE_PASSPHRASE", raising=False)
    monkeypatch.setattr(unlock, "ScryptCost", lambda: CHEAP)
    with open_store(StoreSettings(home)) as store:
        fill(store)
    return home


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a person types at the terminal, in order."""
    answers: list[str] = []

    class Terminal:
        def isatty(self) -> bool:
            return True

    def answer(question: str, **how: Any) -> str:
        return answers.pop(0)

    def agree(question: str) -> bool:
        return answers.pop(0) == "yes"

    class Sys:
        stdin = Terminal()

    monkeypatch.setattr(passphrase, "sys", Sys)
    monkeypatch.setattr(passphrase.typer, "prompt", answer)
    monkeypatch.setattr(passphrase.typer, "confirm", agree)
    return answers


def studio(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["studio", *map(str, arguments)])


def _done(result: Result) -> str:
    assert (result.exit_code, result.stderr) == (0, "")
    return " ".join(result.stdout.split())


def _held(home: Path, passphrase: str | None = None) -> dict[str, Any]:
    with open_store(StoreSettings(home, passphrase=passphrase)) as store:
        return everything(store)


def test_backup_erase_and_restore(home: Path, tmp_path: Path):
    before = _held(home)
    file = tmp_path / "backup.zip"
    said = _done(studio("backup", file))
    assert "Clients: 2; photos: 3." in said
    assert "checked by restoring it" in said
    assert "not encrypted" in said
    said = _done(studio("erase", NAME, "--yes"))
    assert "Erased. Visits: 2; photos: 2." in said
    assert "These backups still hold the client" in said
    assert str(file) in said
    result = studio("restore", file)
    assert result.exit_code == 1
    assert "records in this studio already" in result.stderr
    said = _done(studio("restore", file, "--replace"))
    assert "What was there before is in" in said
    assert "Clients: 2; photos: 3." in said
    # Nobody is at the terminal who could be asked.
    assert f"had been erased and are back with the backup: {_twin(home)[0]['id']} {NAME}" in said
    assert "posture studio erase" in said
    assert _held(home) == before
    assert "Everything is there and whole." in _done(studio("verify"))


def test_who_was_erased_and_came_back_is_erased_again(home: Path, tmp_path: Path, typed: list[str]):
    file = tmp_path / "backup.zip"
    _done(studio("backup", file))
    _done(studio("erase", NAME, "--yes"))
    typed += ["yes"]
    said = _done(studio("restore", file, "--replace"))
    assert "had been erased" in said
    assert "Erased. Visits: 2; photos: 2." in said
    assert _twin(home) == []
    typed += ["no"]
    _done(studio("restore", file, "--replace"))
    assert len(_twin(home)) == 1
    assert "had been erased" not in _done(studio("backup", tmp_path / "other.zip"))


def test_the_passphrase_is_changed(home: Path, typed: list[str]):
    typed += [PASSPHRASE]
    _done(studio("encrypt"))
    typed += [PASSPHRASE, "seven quiet harbours"]
    assert "is changed" in _done(studio("passphrase"))
    typed += [PASSPHRASE]
    assert studio("verify").exit_code == 1
    typed += ["seven quiet harbours"]
    assert "whole" in _done(studio("verify"))


def test_verify_fails_where_a_photo_is_lost(home: Path):
    with open_store(StoreSettings(home)) as store:
        lost = next(store.photos.hashes())
        store.photos.delete(lost)
    result = studio("verify")
    assert result.exit_code == 1
    assert lost in result.stdout
    assert "Faults: 1." in result.stdout


def test_a_client_is_exported_and_no_file_is_written_over(tmp_path: Path):
    file = tmp_path / "export.zip"
    assert "Clients: 1." in _done(studio("export", file, "--client", NAME))
    assert file.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(file) as archive:
        assert NAME in archive.read("clients.csv").decode()
        assert "Bert" not in archive.read("clients.csv").decode()
        assert json.loads(archive.read("studio.json"))
        assert json.loads(archive.read("fhir.json"))["resourceType"] == "Bundle"
    result = studio("export", file)
    assert result.exit_code == 2
    assert "is there already" in result.stderr
    assert "Clients: 2." in _done(studio("export", tmp_path / "all.zip"))
    assert studio("export", tmp_path / "x.zip", "--csv-dialect", "other").exit_code == 2


def test_a_client_is_named_so_that_no_other_can_be_meant(home: Path):
    with open_store(StoreSettings(home)) as store:
        records = store.repository(LOCAL)
        twins = [records.add_client(records.client(row["id"]).details) for row in _twin(home)]
    result = studio("erase", NAME, "--yes")
    assert result.exit_code == 2
    assert "More than one" in result.stderr
    assert twins[0].id in result.stderr
    assert studio("erase", "Nobody", "--yes").exit_code == 2
    _done(studio("erase", twins[0].id, "--yes"))
    _done(studio("erase", NAME, "--yes"))
    assert [row["name"] for row in _held(home)["clients"]] == ["Bert Archiviert"]


def _twin(home: Path) -> list[dict[str, Any]]:
    return [row for row in _held(home)["clients"] if row["name"] == NAME]


def test_erasing_asks(home: Path, typed: list[str]):
    typed.append("no")
    assert "Nothing was changed." in _done(studio("erase", NAME))
    assert len(_held(home)["clients"]) == 2
    typed.append("yes")
    _done(studio("erase", NAME))
    assert len(_held(home)["clients"]) == 1


def test_nothing_is_asked_without_a_terminal(home: Path):
    for command in (("erase", NAME), ("encrypt",)):
        result = studio(*command)
        assert result.exit_code == 1
        assert "no terminal" in result.stderr
    assert len(_held(home)["clients"]) == 2


def test_encrypted_backed_up_restored_elsewhere_and_decrypted(
    home: Path, tmp_path: Path, typed: list[str], monkeypatch: pytest.MonkeyPatch
):
    before = _held(home)
    typed += [PASSPHRASE]
    assert "The database is encrypted. Photos that were encrypted: 3." in _done(studio("encrypt"))
    assert not any(shown in texts_of(home) for shown in SHOWN)
    result = studio("encrypt")
    assert result.exit_code == 1
    typed += ["another passphrase"]
    result = studio("verify")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "does not open the studio" in result.stderr
    typed += [PASSPHRASE]
    file = tmp_path / "backup.zip"
    assert "It is encrypted" in _done(studio("backup", file))
    monkeypatch.setenv("POSTURE_HOME", str(tmp_path / "other"))
    typed += [PASSPHRASE]
    _done(studio("restore", file))
    assert not any(shown in texts_of(tmp_path / "other") for shown in SHOWN)
    assert _held(tmp_path / "other", PASSPHRASE) == before
    monkeypatch.setenv("POSTURE_PASSPHRASE", PASSPHRASE)
    assert "not encrypted any more" in _done(studio("decrypt", "--yes"))
    assert _held(tmp_path / "other") == before
    assert typed == []


def test_an_encrypted_backup_that_is_damaged_leaves_an_empty_studio_as_it_was(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("POSTURE_PASSPHRASE", PASSPHRASE)
    _done(studio("encrypt"))
    file = tmp_path / "backup.zip"
    _done(studio("backup", file))
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    monkeypatch.setenv("POSTURE_HOME", str(tmp_path / "other"))
    result = studio("restore", file)
    assert result.exit_code == 1
    assert "damaged" in result.stderr
    assert read_key_file(tmp_path / "other") is None
    assert _held(tmp_path / "other")["clients"] == []


def test_the_recovery_code_is_shown_once_and_opens_elsewhere(
    home: Path, tmp_path: Path, memory_keyring: MemoryKeyring, typed: list[str]
):
    typed += ["no"]
    assert "Nothing was changed." in _done(studio("encrypt", "--keyring"))
    assert memory_keyring.kept == {}
    typed += ["yes"]
    result = studio("encrypt", "--keyring")
    code = next(line.strip() for line in result.stdout.splitlines() if line.startswith("    "))
    assert "whole" in _done(studio("verify"))
    memory_keyring.kept.clear()
    typed += [code]
    assert "whole" in _done(studio("verify"))
    typed += ["yes", code]
    typed.reverse()
    _done(studio("decrypt"))


@pytest.mark.parametrize(
    "arguments",
    [("backup", "x.zip"), ("restore", "x.zip"), ("verify",), ("export", "x.zip"), ("erase", "x")],
)
def test_a_missing_part_is_named(
    arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    def missing(extra: str) -> None:
        raise InstallationError(f'The optional part "{extra}" is not installed.')

    monkeypatch.chdir(tmp_path)
    for module in ("backups", "erasing", "encryption", "passphrase"):
        monkeypatch.setattr(f"posture.cli.studio.{module}.require", missing)
    result = studio(*arguments)
    assert result.exit_code == 1
    assert '"studio" is not installed' in result.stderr


def test_the_app_is_handed_the_passphrase_that_was_typed(
    typed: list[str], monkeypatch: pytest.MonkeyPatch
):
    started: list[str | None] = []
    monkeypatch.setattr("posture.cli.app.run", lambda: started.append(_known()) or 0)
    monkeypatch.setenv("POSTURE_PASSPHRASE", "")
    assert CliRunner().invoke(app, ["app"]).exit_code == 0
    typed += [PASSPHRASE]
    _done(studio("encrypt"))
    typed += ["another passphrase"]
    result = CliRunner().invoke(app, ["app"])
    assert result.exit_code == 1
    assert "does not open the studio" in result.stderr
    typed += [PASSPHRASE]
    assert CliRunner().invoke(app, ["app"]).exit_code == 0
    assert started == [None, PASSPHRASE]


def _known() -> str | None:
    return default_settings().passphrase


def test_help_is_translated():
    said = CliRunner().invoke(app, ["--language", "de", "studio", "backup", "--help"]).stdout
    assert "DATEI" not in said
    assert "Sicherung" in said
