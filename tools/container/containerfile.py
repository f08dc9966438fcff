"""Reads a Containerfile: the instructions that ours has, and no others."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BUILT = ("RUN", "ENV", "COPY", "USER", "WORKDIR")
"""What is carried out while building."""

KNOWN = ("FROM", *BUILT, "VOLUME", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD")


class ContainerfileError(Exception):
    """An instruction that is not known here: it would be left out unseen."""


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction.

    Attributes
    ----------
    name : str
        In capitals.
    text : str
        What follows, on one line.
    """

    name: str
    text: str

    @property
    def words(self) -> list[str]:
        """The text as a list: of a JSON array, or as a shell parts it."""
        return json.loads(self.text) if self.text.startswith("[") else shlex.split(self.text)


def read(path: Path) -> list[Instruction]:
    """Read the instructions in order.

    Raises
    ------
    ContainerfileError
        One of them is not known, or the file does not begin with FROM.
    """
    return parse(path.read_text(encoding="utf-8"))


def parse(text: str) -> list[Instruction]:
    """As :func:`read`, of a text."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n", " ", "\n".join(lines))
    found: list[Instruction] = []
    for line in filter(None, map(str.strip, joined.splitlines())):
        name, _, rest = line.partition(" ")
        if name not in KNOWN:
            raise ContainerfileError(f"unknown instruction {name!r}")
        found.append(Instruction(name, re.sub(r"\s+", " ", rest).strip()))
    if not found or found[0].name != "FROM":
        raise ContainerfileError("the first instruction is not FROM")
    return found


def health_command(instructions: list[Instruction]) -> list[str]:
    """The command of the health check."""
    (check,) = (one for one in instructions if one.name == "HEALTHCHECK")
    _, _, command = check.text.partition("CMD ")
    return Instruction("CMD", command).words


def start_command(instructions: list[Instruction]) -> list[str]:
    """What runs when the container starts: entry point and its arguments."""
    last = {one.name: one.words for one in instructions if one.name in ("ENTRYPOINT", "CMD")}
    return [*last["ENTRYPOINT"], *last["CMD"]]
