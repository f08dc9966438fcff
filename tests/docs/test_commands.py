"""The command reference has every command and option, each with an explanation."""

from __future__ import annotations

from typing import Any

import pytest

from tools.site.commands import commands, page

PAGE = page()
COMMANDS = dict(commands())


def test_all_are_found():
    assert {"posture analyze", "posture studio account unlock", "posture models fetch"} <= set(
        COMMANDS
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_explained(name: str):
    command: Any = COMMANDS[name]
    section = PAGE.partition(f"# `{name}`\n")[2].partition("\n##")[0]
    assert command.help
    assert command.help in section
    for param in command.params:
        assert param.help, f"{name}: {param.name} has no help"
        for text in (one for one in param.opts if one.startswith("-")):
            assert text in section


def test_no_sign_of_typer_is_left():
    assert not [line for line in PAGE.splitlines() if "<" in line or "[default" in line]
