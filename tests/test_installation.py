"""What is missing on a machine is named with the command that installs it."""

from __future__ import annotations

import builtins
import subprocess
import sys
import tomllib
from types import SimpleNamespace
from typing import Any

import pytest

from posture import __version__, installation
from posture.errors import InstallationError, ModelError
from posture.pose import network

PRETENDED = (("libnowhere.so.7", "libnowhere7"), ("libnowhere-x.so.7", "libnowhere7"))


def test_what_cannot_be_opened_is_listed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(installation.sys, "platform", "linux")
    monkeypatch.setattr(installation, "LIBRARIES", PRETENDED)
    assert installation.missing_libraries() == list(PRETENDED)
    assert installation.apt_command().endswith("install libnowhere7")
    monkeypatch.setattr(installation.sys, "platform", "win32")
    assert installation.missing_libraries() == []
    assert installation.apt_command() == ""


@pytest.mark.parametrize("missing", [True, False])
def test_an_import_that_fails_says_why(monkeypatch: pytest.MonkeyPatch, missing: bool):
    real = builtins.__import__

    def broken(name: str, *rest: Any) -> Any:
        if name.startswith("ai_edge_litert"):
            raise OSError("libnowhere.so.7: cannot open shared object file")
        return real(name, *rest)

    monkeypatch.setattr(installation.sys, "platform", "linux")
    monkeypatch.setattr(installation, "LIBRARIES", PRETENDED if missing else ())
    monkeypatch.setattr(builtins, "__import__", broken)
    with pytest.raises(ModelError) as caught:
        network.load_interpreter()
    assert ("apt-get install libnowhere7" in str(caught.value)) == missing


def test_extras_are_those_of_the_package():
    checkout = installation.checkout()
    assert checkout is not None
    project = tomllib.loads((checkout / "pyproject.toml").read_text("utf-8"))
    extras = project["project"]["optional-dependencies"]
    assert set(extras) == {*installation.EXTRAS, "all"}
    assert extras["all"] == [f"posture[{','.join(installation.EXTRAS)}]"]


def test_an_extra_that_is_missing_is_named_with_its_command(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(installation, "EXTRAS", {"report": ("json", "no_such_module")})
    assert installation.missing_extras() == ("report",)
    with pytest.raises(InstallationError, match="make install"):
        installation.require("report")
    monkeypatch.setattr(installation, "checkout", lambda: None)
    with pytest.raises(InstallationError, match=r"pip install 'posture\[report\] @ file:///PATH/"):
        installation.require("report")
    # The name on PyPI belongs to another program.
    made = f"file:///PATH/posture-{__version__}-py3-none-any.whl'"
    assert installation.install_command() == f"pip install --force-reinstall 'posture @ {made}"
    monkeypatch.setattr(installation, "EXTRAS", {"report": ("json",)})
    installation.require("report")


def test_the_check_of_libraries_needs_the_standard_library_alone():
    done = subprocess.run(
        [sys.executable, "-I", "-S", installation.__file__], capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("root", [True, False])
def test_missing_libraries_are_installed_as_root_and_else_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], root: bool
):
    ran: list[list[str]] = []

    def run(command: list[str], **_: Any) -> SimpleNamespace:
        ran.append(command)
        return SimpleNamespace(returncode=0)

    def opens(name: str) -> bool:
        return name != "libGL.so.1"

    monkeypatch.setattr(installation, "_opens", opens)
    monkeypatch.setattr(installation.os, "geteuid", lambda: 0 if root else 1000)
    monkeypatch.setattr(installation.shutil, "which", "/usr/bin/{}".format)
    monkeypatch.setattr(installation.subprocess, "run", run)
    assert installation.main() == (0 if root else 1)
    said = capsys.readouterr().out
    assert "libGL.so.1" in said
    if root:
        assert ran[-1][-1] == "libgl1"
        assert "Installing them" in said
    else:
        assert ran == []
        assert "sudo apt-get install libgl1" in said
