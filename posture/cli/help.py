"""Help of the command line in the reader's language."""

from __future__ import annotations

import os
import re
from copy import copy
from typing import Any

from typer.core import TyperCommand, TyperGroup

from posture.i18n.language import ENGLISH, LANGUAGES, VARIABLE, language, mark, tr, use_language

_HEADINGS = (mark("Usage:"), mark("Arguments:"), mark("Options:"), mark("Commands:"))
_OWN = (mark("Show this message and exit."), mark("[required]"))
"""Texts of typer."""


class TranslatedCommand(TyperCommand):
    """A command that is declared in English and whose help is translated when it is shown."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return super().get_help(ctx) if language() == ENGLISH else _translated_help(self, ctx)


class TranslatedGroup(TyperGroup):
    """A group of commands; see :class:`TranslatedCommand`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Set the language first: `--help` ends the parsing."""
        if ctx.parent is None:
            ctx.with_resource(use_language(_wanted(args)))
        return super().parse_args(ctx, args)

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return super().get_help(ctx) if language() == ENGLISH else _translated_help(self, ctx)


def _wanted(args: list[str]) -> str:
    """Language given by the arguments of a command line, else by the environment."""
    given = os.environ.get(VARIABLE, ENGLISH)
    for word, following in zip(args, [*args[1:], ""], strict=True):
        if word == "--language":
            given = following
        elif word.startswith("--language="):
            given = word.partition("=")[2]
    code = given[:2].lower()
    return code if code in LANGUAGES else ENGLISH


def _translated_help(command: Any, ctx: Any) -> str:
    """Help of a translated copy; the command itself stays English."""
    made = copy(command)
    made.params = [_translated(param) for param in command.get_params(ctx)]
    made.add_help_option = False
    made.help = tr(command.help) if command.help else ""
    if isinstance(made, TyperGroup):
        made.commands = {name: _translated(one) for name, one in made.commands.items()}
    formatter = ctx.make_formatter()
    made.format_help(ctx, formatter)
    text = formatter.getvalue().rstrip("\n").replace(_OWN[1], tr(_OWN[1]))
    for heading in _HEADINGS:
        text = re.sub(rf"^{heading}", tr(heading), text, flags=re.MULTILINE)
    return text


def _translated(one: Any) -> Any:
    made = copy(one)
    made.help = tr(one.help) if one.help else one.help
    return made
