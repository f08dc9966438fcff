"""Examples of the documentation do what they say: marked ones are run, the others are read."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from posture.files.answers import read_answers
from posture.files.points import read_points
from tests.docs.markdown import ROOT, Block, all_blocks, inline_code, written_pages
from tools.site.commands import commands

BLOCKS = all_blocks()
RUN = [one for one in BLOCKS if one.mark == "run"]
_ENTRY = 'import sys; from posture.cli.main import main; sys.argv[0] = "posture"; main()'


def test_marks_are_known():
    assert {one.mark for one in BLOCKS} <= {"", "run", "points", "answers"}
    assert len(RUN) >= 8


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with the samples and a command `posture`."""
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    command = tmp_path / "bin" / "posture"
    command.parent.mkdir()
    call = shlex.join((sys.executable, "-c", _ENTRY))
    command.write_text(f'#!/bin/sh\nexec {call} "$@"\n')
    command.chmod(0o755)
    return tmp_path


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.parametrize("block", RUN, ids=lambda block: block.name)
def test_a_marked_example_runs(block: Block, place: Path):
    paths = f"{place / 'bin'}{os.pathsep}{os.environ['PATH']}"
    run = {"python": [sys.executable, "-c"], "sh": ["bash", "-euc"]}[block.language]
    done = subprocess.run(
        [*run, block.code],
        cwd=place,
        env={**os.environ, "PATH": paths, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


READERS: dict[str, Callable[[Path], object]] = {
    "points": lambda path: read_points(path, size=(600, 900)),
    "answers": read_answers,
}


@pytest.mark.parametrize(
    "block", [one for one in BLOCKS if one.mark in READERS], ids=lambda block: block.name
)
def test_an_input_file_is_read(block: Block, tmp_path: Path):
    path = tmp_path / f"{block.mark}.json"
    path.write_text(block.code, encoding="utf-8")
    assert READERS[block.mark](path)


@pytest.mark.parametrize(
    "block", [one for one in BLOCKS if one.language == "json"], ids=lambda block: block.name
)
def test_json_is_json(block: Block):
    assert json.loads(block.code)


COMMANDS = dict(commands())


def named_commands(page: Path) -> list[str]:
    """Everything on a page that begins as a command of this program does."""
    lines = [
        line.strip()
        for block in BLOCKS
        if block.page == page and block.language == "sh"
        for line in block.code.splitlines()
    ]
    found = [re.sub(r"^\.venv/bin/", "", one) for one in [*lines, *inline_code(page)]]
    return [one for one in found if one.startswith("posture ")]


def faults(line: str) -> list[str]:
    """Words of a command line that the program does not know."""
    words = re.split(r"\s+", line.partition(">")[0].strip())
    name = "posture"
    while len(words) > 1 and f"{name} {words[1]}" in COMMANDS:
        name = f"{name} {words.pop(1)}"
        # An option of the whole program may stand before the command.
    options = {text for one in COMMANDS[name].params for text in one.opts}
    options |= {text for one in COMMANDS["posture"].params for text in one.opts} | {"--help"}
    found = [one for one in words[1:] if one.startswith("--") and one.split("=")[0] not in options]
    # A group with a word behind it that is none of its commands.
    if getattr(COMMANDS[name], "commands", None) and words[1:] and words[1][0].islower():
        found.append(words[1])
    return found


@pytest.mark.parametrize("page", written_pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_and_options_exist(page: Path):
    lines = [re.sub(r"--language \w+ ", "", one) for one in named_commands(page)]
    assert {one: faults(one) for one in lines if faults(one)} == {}


def test_unknown_words_are_found():
    assert faults("posture analyze me.jpg --outt x") == ["--outt"]
    assert faults("posture studio accounts") == ["accounts"]
    assert faults("posture analyze me.jpg --out x --language de") == []
