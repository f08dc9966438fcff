"""The page of every command and option, from the command line itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import typer

from posture.cli.main import app

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = """# Command reference

Every command with its arguments and options, from the program itself. How to use them:
[Command line](command_line.md).

`posture --language de COMMAND` writes in German; `--help` after any command explains it.
"""
_KINDS = {"<float>": "NUMBER", "<float range>": "NUMBER", "<int>": "NUMBER", "<str>": "TEXT"}
_TABLE = "| option | what it does |\n| --- | --- |\n"


def page() -> str:
    """The page as Markdown."""
    return "\n".join([_HEAD, *(_section(name, command) for name, command in commands())])


def commands() -> Iterator[tuple[str, Any]]:
    """Full name and object of every command, groups before what is in them."""
    yield from _below("posture", typer.main.get_command(app))


def _below(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    yield name, command
    for part, below in getattr(command, "commands", {}).items():
        yield from _below(f"{name} {part}", below)


def _section(name: str, command: Any) -> str:
    context = command.context_class(command, info_name=name)
    level = "##" if name.count(" ") < 2 else "###"
    rows = [
        f"| {_named(record[0])} | {_cell(record[1])} |\n"
        for record in (one.get_help_record(context) for one in command.get_params(context))
        if record is not None and record[0] != "--help" and not record[0].startswith("-h,")
    ]
    table = _TABLE + "".join(rows) if rows else ""
    return f"{level} `{name}`\n\n{command.help}\n\n{table}"


def _named(names: str) -> str:
    """Names of an option with what it takes, or of an argument."""
    names = re.sub(r" <(list\[)?(path|str)\]?>$", "", names, flags=re.IGNORECASE)
    for kind, word in _KINDS.items():
        names = names.replace(kind, word)
    return f"`{names}`".replace("|", "\\|")


def _cell(text: str) -> str:
    """Help of an option; what the program appends in brackets becomes a sentence."""
    text = re.sub(r" *\[default: (.*?)\]", r" Default: \1.", text)
    text = re.sub(r" *\[(required|x>=.*?)\]", "", text)
    return text.replace("|", "\\|")
